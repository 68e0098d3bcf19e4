"""Who plays and with what: invented people, names nobody uses, drawn papers."""

import secrets
from dataclasses import dataclass, field

from sentraki.desk.demo import picture_of
from sentraki.desk.play.hands import Photo

OFFICE = "palembang"
VERIFIER = "verifikator@palembang.contoh.test"
SIGNATORY = "penandatangan@palembang.contoh.test"
KANWIL = "kanwil@sumsel.contoh.test"
GOODS = "kemplang ikan tenggiri"
NICE_CLASS = "30"
CONSONANTS, VOWELS = "bdgjklmnprstwz", "aiou"


def invented_word() -> str:
    """Four syllables nobody has used for anything."""
    pick = secrets.choice
    return "".join(pick(CONSONANTS) + pick(VOWELS) for _ in range(4)).capitalize()


def digits(count: int) -> str:
    """Random digits; the people they stand for do not exist."""
    return "".join(str(secrets.randbelow(10)) for _ in range(count))


@dataclass(frozen=True)
class Seller:
    """The seller of kemplang. Province 00 in the NIK: such a person cannot exist."""

    name: str = "Zubaidah Contoh"
    phone: str = field(default_factory=lambda: f"0812 0000 {digits(4)}")
    nik: str = field(default_factory=lambda: f"007101{41 + secrets.randbelow(28)}0785{digits(4)}")
    nib: str = field(default_factory=lambda: f"00000{digits(8)}")
    names: tuple[str, ...] = field(
        default_factory=lambda: tuple(f"{invented_word()} {invented_word()}" for _ in range(3))
    )


def photo_of(words: str, name: str) -> Photo:
    """A photograph of a paper or a label."""
    return Photo(f"{name}.jpg", picture_of(words))
