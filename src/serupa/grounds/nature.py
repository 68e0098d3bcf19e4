"""Article 20 b, e, f: only names the goods, only common words, or too simple."""

import unicodedata
from collections.abc import Iterator

from serupa.aloud import latin
from serupa.grounds.wording import Reading, Work
from serupa.normalise import signs, visual
from serupa.types import Ground, Param


def script(name: str) -> Iterator[Ground]:
    """Words in another script than Latin: a person has to read them. Javanese, Balinese and Arabic
    letters are read aloud and so compared; of other scripts only the signs are. Never a ground of
    refusal; the form asks for their pronunciation."""
    foreign = tuple(
        word
        for word in name.split()
        if any(sign.isalpha() and "LATIN" not in unicodedata.name(sign, "") for sign in word)
    )
    if not foreign:
        return
    word, read = " ".join(foreign), latin(visual(" ".join(foreign)))
    if read.isascii():
        params: dict[str, Param] = {"word": word, "read": read}
        yield Ground("script", foreign, "", "abs.script.read", params, "cure.latin")
    else:
        yield Ground("script", foreign, "", "abs.script", {"word": word}, "cure.latin")


def nature(name: str, reading: Reading) -> Iterator[Ground]:
    """At most one ground: simple, descriptive or common."""
    letters = signs(name)[0]
    if name.strip() and (len(letters) <= 1 or letters.isdigit()):
        yield _ground("simple", (name.strip(),), "e", "abs.simple", "B3")
        return
    if reading.distinctive or not reading.seen:
        return
    said = reading.seen
    if Work.GOODS not in reading.works:
        yield _ground("descriptive", said, "e", "abs.praise", "B3")
    elif len(said) == 1 and said[0] in reading.names:
        yield _ground("common", said, "f", "abs.common", "B2")
    else:
        yield _ground("descriptive", said, "b", "abs.descriptive", "B1")


def _ground(kind: str, said: tuple[str, ...], letter: str, key: str, code: str) -> Ground:
    return Ground(kind, said, f"Pasal 20 huruf {letter}", key, {}, "change.front", code)
