"""Public codes: unguessable, without look-alikes, sayable by phone, with a check character.

A code is ``PLG-7K3M-X4TP``: an optional prefix of up to three letters, then groups of four. The
groups are written with 19 characters that are hard to confuse on paper and whose Indonesian names
differ; there is no vowel, so no word can appear. The last character is computed from all others,
prefix included, so one wrong character or two swapped neighbours are always noticed.
"""

import secrets

from sentraki.kernel.errors import Invalid

ALPHABET = "23456789FHJKMPRTWXY"
# Values are residues of a prime. A letter counts as its place in the alphabet; a digit borrows the
# place of a letter that never stands in a group, so every character of a place has its own value.
_PRIME = 29
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {letter: place for place, letter in enumerate(_LETTERS)} | {
    digit: _LETTERS.index(letter) for digit, letter in zip("23456789", "ZEASGLBQ", strict=True)
}
_SYMBOLS = {_VALUES[symbol]: symbol for symbol in ALPHABET}
_TYPABLE = frozenset(_LETTERS + "0123456789")
_TO_DIGIT = str.maketrans("ZSBG", "2586")
_TO_LETTER = str.maketrans("012568", "OIZSGB")
_GROUP = 4
_LONGEST_PREFIX = 3
_LONGEST = 24
SEAL_GROUPS = 5


def new_code(prefix: str = "", groups: int = 2) -> str:
    """A fresh code: ``prefix`` (at most three letters A-Z) and ``groups`` (1 to 6) of four.

    Two groups carry 29 random bits, enough beside a second proof and a rate limit; a code that
    stands alone uses :func:`new_seal_code`. Uniqueness is the database's business. A prefix of
    another shape or a number of groups out of range raises ``ValueError``.
    """
    if len(prefix) > _LONGEST_PREFIX or not all(letter in _LETTERS for letter in prefix):
        raise ValueError(f"not a prefix of up to three letters A-Z: {prefix!r}")
    if not 1 <= groups <= _LONGEST // _GROUP:
        raise ValueError(f"not a possible number of groups: {groups}")
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(groups * _GROUP - 1))
        check = _SYMBOLS.get(-_weighted(prefix + body + "A") % _PRIME)
        if check:
            return _pretty(prefix + body + check)


def new_seal_code() -> str:
    """A code for a seal: five groups of four, at least 80 random bits."""
    return new_code(groups=SEAL_GROUPS)


def new_secret() -> str:
    """A secret of 192 random bits for a link, 32 characters, URL safe."""
    return secrets.token_urlsafe(24)


def normalise_code(typed: str) -> str:
    """``typed`` in the form codes are stored in: capitals, groups of four, hyphens.

    Blanks and punctuation do not matter, and a character that cannot stand in its place is read
    as its look-alike (``Z`` in a group as ``2``, ``0`` in a prefix as ``O``). The answer need not
    be a code; ask :func:`is_code`. Whatever is far too long comes back empty.
    """
    bare = "".join(symbol for symbol in typed.upper() if symbol in _TYPABLE)
    if len(bare) > _LONGEST + _LONGEST_PREFIX:
        return ""
    head = len(bare) % _GROUP
    return _pretty(bare[:head].translate(_TO_LETTER) + bare[head:].translate(_TO_DIGIT))


def is_code(text: str) -> bool:
    """Whether ``text``, once normalised, is a code whose check character holds."""
    bare = normalise_code(text).replace("-", "")
    head = len(bare) % _GROUP
    prefix, body = bare[:head], bare[head:]
    shaped = bool(body) and set(prefix) <= set(_LETTERS) and set(body) <= set(ALPHABET)
    return shaped and _weighted(bare) == 0


def check_code(typed: str) -> str:
    """The normalised form of ``typed``; raises ``Invalid`` when it is not a code."""
    if not is_code(typed):
        raise Invalid("This code is not complete or has a typing error. Check it once more.")
    return normalise_code(typed)


def _weighted(bare: str) -> int:
    """The weighted sum modulo the prime; the last place weighs 1, the next 2, and so on.

    Weights below the prime are invertible and neighbours differ by one, so a changed character
    and a swap of two different neighbours both move the sum.
    """
    return sum(w * _VALUES[symbol] for w, symbol in enumerate(reversed(bare), 1)) % _PRIME


def _pretty(bare: str) -> str:
    head = len(bare) % _GROUP
    groups = [bare[i : i + _GROUP] for i in range(head, len(bare), _GROUP)]
    return "-".join(([bare[:head]] if head else []) + groups)
