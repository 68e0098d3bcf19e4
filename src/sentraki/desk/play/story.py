"""The ten steps of the Palembang story, in order, each told in one or more lines."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sentraki.desk.play.casework import CasePart
from sentraki.desk.play.cast import KANWIL, OFFICE, SIGNATORY, VERIFIER, Seller
from sentraki.desk.play.hands import Hand, Stuck, expect, link_on
from sentraki.desk.play.officers import KanwilPart, Officer
from sentraki.desk.play.pages import Page
from sentraki.desk.play.seller import SellerPart

YEARS = (2022, 2023)
LATER = "13 communal items of the story (10 + 3) belong to a room that is not built yet."


@dataclass(frozen=True)
class Stage:
    """What the story needs from outside: people with browsers, and how they log in."""

    hand_of: Callable[[str], Hand]
    code_of: Callable[[str], str]
    password: str
    today: date


class Story:
    """Played once from the first step to the last. Raises :class:`Stuck` where it cannot go on."""

    def __init__(self, stage: Stage) -> None:
        self.public = stage.hand_of("publik")
        self.seller = SellerPart(stage.hand_of("pelaku"), Seller())
        self.stage = stage
        self.verifier = self._officer("verifikator", VERIFIER)
        self.signatory = self._officer("penandatangan", SIGNATORY)
        self.kanwil = self._officer("kanwil", KANWIL)
        self.before = 0

    def _officer(self, name: str, email: str) -> Officer:
        return Officer(self.stage.hand_of(name), email, self.stage.password, self.stage.code_of)

    def play(self) -> Iterator[tuple[int, str]]:
        """Every line with the number of its step."""
        yield 1, self.counts()
        yield 1, LATER
        yield 2, self.seller.opens()
        yield 3, self.seller.finds_the_right()
        yield 4, self.seller.tries_a_registered_name()
        yield 5, self.seller.picks_a_variant()
        yield 6, self.seller.photographs()
        yield 7, self.seller.submits()
        case = CasePart(self.verifier, self.signatory, self.seller.code, self.stage.today)
        yield 8, case.is_found()
        yield 8, case.is_returned_once()
        yield 8, self.seller.sends_the_missing_paper()
        yield 8, case.is_checked()
        yield 8, case.is_accepted()
        yield 8, case.is_not_signed_by_the_verifier()
        yield 8, case.is_signed()
        end = KanwilPart(self.verifier, self.kanwil, self.seller.code, self.stage.today)
        yield 8, end.seals_the_dossier()
        yield 9, end.sends_the_batch()
        yield 9, end.acknowledges()
        yield 9, end.files()
        yield 9, f"{self.seller.sees_the_seal('DIAJUKAN')} says DIAJUKAN: not yet registered"
        yield 10, end.registers()
        yield 10, f"{self.seller.sees_the_seal('TERDAFTAR')} says TERDAFTAR, in green"
        yield 10, self.counts_again()

    def counts(self) -> str:
        """1: the counter of Palembang, and exactly the rows it counts."""
        self.public.open(f"/di/{OFFICE}/")
        self.before = counter_on(self.public.page)
        years = []
        for year in YEARS:
            page = self.public.open(f"/daftar/?tahun={year}")
            years.append(f"{counter_on(page)} of {year}")
        opened = self._opens_rows(self.before)
        return f"the counter says {self.before} ({' + '.join(years)}); {opened}"

    def counts_again(self) -> str:
        """10: one more than before, and the rows open."""
        now = counter_on(self.public.open("/"))
        if now != self.before + 1:
            raise Stuck(f"the counter should say {self.before + 1}, it says {now}")
        return f"the counter says {now}; {self._opens_rows(now)}"

    def _opens_rows(self, wanted: int) -> str:
        """Every row on its pages and in the file; the first and the last open their seal."""
        page = self.public.open(link_on(self.public.open("/"), "/daftar/"))
        seals = rows_on(page)
        number = 1
        while len(seals) < wanted and number * 30 < wanted + 30:
            number += 1
            seals += rows_on(self.public.open(f"/daftar/?page={number}"))
        expect(len(seals) == wanted, page, f"{wanted} rows were expected, there are {len(seals)}")
        text = self.public.fetch("/daftar.csv").decode("utf-8-sig")
        in_file = sum(1 for _row in csv.DictReader(io.StringIO(text)))
        expect(in_file == wanted, page, f"{wanted} rows were expected in the file: {in_file}")
        for address in (seals[0], seals[-1]):
            seal = self.public.open(address)
            expect(seal.title.upper().startswith("TERDAFTAR"), seal, "the seal of a right")
        return f"{len(seals)} rows open"


def counter_on(page: Page) -> int:
    """The figure of registered rights a page shows."""
    for figure in page.root.all(marked="is-reg"):
        for value in figure.all(marked="value"):
            return int(value.words.replace(".", ""))
    raise Stuck(f"{page.path}: no figure of registered rights")


def rows_on(page: Page) -> list[str]:
    """The seals of the rows of a page of the register."""
    found = []
    for table in page.root.all("table"):
        for row in table.all("tr"):
            links = [a.attrs["href"] for a in row.all("a") if "/verifikasi/" in a.attrs["href"]]
            found += links[:1]
    return found
