"""The hostile files made here: each with the name it is sent under and what must become of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property

Content = bytes | Callable[[], bytes]


class Verdict(StrEnum):
    """What the gate does with a file where a picture or a PDF is asked for."""

    REFUSE = "refuse"
    REWRITE = "rewrite"


@dataclass(frozen=True)
class Hostile:
    """One file: ``slug`` names it in reports, ``sent_as`` is the name a browser would give.

    Costly content is a function, called when ``data`` is first asked for.
    """

    slug: str
    sent_as: str
    content: Content
    verdict: Verdict

    @cached_property
    def data(self) -> bytes:
        """The bytes."""
        return self.content if isinstance(self.content, bytes) else self.content()

    def __str__(self) -> str:
        return self.slug


def refuse(slug: str, sent_as: str, content: Content) -> Hostile:
    """A file that must be refused."""
    return Hostile(slug, sent_as, content, Verdict.REFUSE)


def rewrite(slug: str, sent_as: str, content: Content) -> Hostile:
    """A file whose visible part may be kept, written anew."""
    return Hostile(slug, sent_as, content, Verdict.REWRITE)


def cut(slug: str, sent_as: str, data: bytes, kept: str = "") -> Iterator[Hostile]:
    """``data`` cut off at several places; the digits in ``kept`` say which cuts lose nothing."""
    places = (9, 40, len(data) // 4, len(data) // 2, len(data) * 9 // 10, len(data) - 1)
    for number, place in enumerate(places):
        make = rewrite if str(number) in kept else refuse
        yield make(f"{slug}-cut-{number}", sent_as, data[:place])


# Names that try to leave their folder, to look like another type, or to break a header or a page.
NASTY_NAMES = (
    "../../../etc/passwd",
    "..\\..\\windows\\system32\\drivers\\etc\\hosts",
    "/etc/cron.d/pesan",
    "C:\\fakepath\\ktp.jpg",
    "ktp\u202egpj.exe",
    "ktp.jpg\u200b.html",
    "a\0b.jpg",
    "ktp.jpg\r\nX-Tipu: 1",
    '"><script>alert(1)</script>.jpg',
    "{{ 7*7 }}.jpg",
    "=cmd|' /C calc'!A1.jpg",
    "CON.jpg",
    "." * 300,
    "x" * 5000 + ".jpg",
    "",
    "   ",
    "\ud83d\udd25ktp.jpg",
    "ｋｔｐ／．．／ｈｏｓｔｓ",
    "ktp.jpg/.",
    "'; DROP TABLE ledger_document; --.jpg",
)


@cache
def everything() -> tuple[Hostile, ...]:
    """All hostile files made here, in a fixed order; slugs are unique."""
    # Imported here because the collections below use the makers above.
    from tests.hostile import archives, papers, pictures, texts  # noqa: PLC0415

    files = (*pictures.files(), *papers.files(), *archives.files(), *texts.files())
    slugs = [file.slug for file in files]
    assert len(set(slugs)) == len(slugs), sorted(slug for slug in slugs if slugs.count(slug) > 1)
    return files
