"""The name a person gave a file, made fit to be shown. Stored files get generated names."""

import re
import unicodedata

MAX_LENGTH = 100
# Controls, directions and other invisible characters that make a name look like another one.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_SPACES = re.compile(r"\s+")


def clean_name(original: str) -> str:
    """Return ``original`` without folders, controls and direction marks, at most 100 characters.

    The extension survives shortening. Never empty: a name with nothing left becomes ``berkas``.
    Applying it twice changes nothing. For display only, never for a path.
    """
    last = original.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        character
        for character in unicodedata.normalize("NFC", last)
        if character.isspace() or unicodedata.category(character) not in _HIDDEN
    )
    shown = _SPACES.sub(" ", shown).strip(" .")
    if len(shown) > MAX_LENGTH:
        stem, dot, extension = shown.rpartition(".")
        if dot and 0 < len(extension) <= 5:
            shown = stem[: MAX_LENGTH - len(extension) - 1].rstrip(" .") + dot + extension
        else:
            shown = shown[:MAX_LENGTH].strip(" .")
    return shown or "berkas"
