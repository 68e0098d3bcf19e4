"""Steps 2 to 7: the seller, who has a telephone and no account."""

import csv
import io
from collections.abc import Mapping

from sentraki.desk.play.cast import GOODS, NICE_CLASS, OFFICE, Seller, photo_of
from sentraki.desk.play.hands import Hand, Photo, Stuck, Values, expect, form_on, link_on
from sentraki.desk.play.pages import Page

MOST_QUESTIONS = 8
LATER = "umk-statement"
ANSWERS = {"name", "own", "nib", OFFICE}
PAGES: Mapping[str, Values] = {
    "merek": {
        "mark_type": "combined",
        "description": "Tulisan nama merek di dalam bingkai",
        "colours": "cokelat, putih",
        "no_translation": True,
    },
    "alamat": {"street": "Jalan Contoh 7", "rt_rw": "003/012", "postcode": "30137"},
    "persetujuan": {"facilitate": True, "publish": True, "messages": True},
}


class SellerPart:
    """What the seller does. Every method returns the line to print."""

    def __init__(self, hand: Hand, seller: Seller) -> None:
        self.hand = hand
        self.seller = seller
        self.chosen = ""
        self.code = ""

    def opens(self) -> str:
        """2: the front page of Palembang, no account."""
        self.hand.open("/")
        page = self.hand.open(link_on(self.hand.page, f"/di/{OFFICE}/"))
        expect("Palembang" in page.words, page, "the page of Palembang was expected")
        form_on(page, "/cek-nama/")
        return f"opens {page.path}: {page.title!r}; nobody asks for an account"

    def finds_the_right(self) -> str:
        """3: a few questions lead to a mark; what is sold leads to the class."""
        page = self.hand.open("/hak-apa/")
        asked = 0
        while any(form.named("answer") for form in page.forms()):
            asked += 1
            form = form_on(page, "/hak-apa/", ("answer",))
            fitting = [value for value in form.values_of("answer") if value in ANSWERS]
            expect(bool(fitting) and asked <= MOST_QUESTIONS, page, "no answer of the seller's")
            page = self.hand.send(form, {"answer": fitting[0]})
        expect("merek" in page.title.lower(), page, "the advice should be a mark")
        page = self._check([self.seller.names[0]])
        advised = f"Kelas {NICE_CLASS}"
        expect(advised.lower() in page.words.lower(), page, f"{advised} should be suggested")
        return f"{asked} questions (8 at most): merek; for {GOODS!r}: kelas {NICE_CLASS}"

    def _check(self, names: list[str], classes: str = "") -> Page:
        form = form_on(self.hand.open("/cek-nama/"), "/cek-nama/", ("name_1", "goods"))
        typed = {f"name_{at}": name for at, name in enumerate(names, start=1)}
        return self.hand.send(form, {**typed, "goods": GOODS, "classes": classes}, {})

    def tries_a_registered_name(self) -> str:
        """4: a name that is registered in the same class: the highest band, with its reason."""
        rows = csv.DictReader(io.StringIO(self.hand.fetch("/daftar.csv").decode("utf-8-sig")))
        taken = next((row["nama"] for row in rows if row["kelas"] == NICE_CLASS), "")
        if not taken:
            raise Stuck(f"/daftar.csv: no right in class {NICE_CLASS}")
        page = self._check([taken], NICE_CLASS)
        bands = bands_of(page)
        expect(bands.get(taken) == 4, page, f"{taken!r} should be in band 4, bands are {bands}")
        reason = next((node.words for node in page.root.all(marked="ki-compare")), "")
        expect(bool(reason), page, "a reason should stand beside the band")
        expect(taken not in page.url, page, "the name must not stand in the address")
        return f"{taken!r} is registered: Sangat mirip. {reason[:110]}…"

    def picks_a_variant(self) -> str:
        """5: names of the seller's own making, ranked; the best one goes on."""
        page = self._check(list(self.seller.names), NICE_CLASS)
        bands = bands_of(page)
        expect(bool(bands) and min(bands.values()) <= 2, page, f"a low band was expected: {bands}")
        self.chosen = next(name for name, band in bands.items() if band == min(bands.values()))
        self.hand.send(form_on(page, "/ajukan/", ("token",)), {})
        return f"{self.chosen!r}: band {bands[self.chosen]} (grey, not green)"

    def photographs(self) -> str:
        """6: the application, page after page, with photographs of label and ID."""
        seller = self.seller
        start = form_on(self.hand.page, "/ajukan/", ("begin", "phone"))
        page = self.hand.send(start, {"name": seller.name, "phone": seller.phone})
        page = self.hand.open(link_on(page, "/nama/"))
        self.code = page.path.split("/")[2]
        name = form_on(page, "/nama/", ("choice",))
        page = self.hand.send(name, {})
        page = self.hand.send(form_on(page, "/barang/", ("text",)), {"text": GOODS})
        if page.path.endswith("/barang/"):
            page = self.hand.send(form_on(page, "/barang/", ("classes",)), {"classes": ["30"]})
        own: dict[str, Values] = {
            **PAGES,
            "pemilik": {"owner_kind": "person", "owner_name": seller.name, "nik": seller.nik},
            "usaha": {
                "trade_name": f"Dapur {seller.name}",
                "nib": seller.nib,
                "scale": "micro",
                "subsector": "culinary",
            },
        }
        for slug in ("merek", "pemilik", "usaha"):
            page = self._answer(page, slug, own[slug])
        district = form_on(page, "/alamat/", ("district_code",)).values_of("district_code")
        page = self._answer(page, "alamat", {**own["alamat"], "district_code": district[1]})
        sent = self._sends_papers(page)
        page = self._sends_signature()
        self._answer(page, "persetujuan", own["persetujuan"])
        return f"draft {self.code}; photographed: {', '.join(sent)}; {LATER} comes later"

    def _answer(self, page: Page, slug: str, values: Values) -> Page:
        expect(page.path.endswith(f"/{slug}/"), page, f"the page {slug!r} was expected")
        page = self.hand.send(form_on(page, f"/{slug}/"), values)
        expect(page.status == 200 and f"/{slug}/" not in page.path, page, f"{slug!r} was refused")
        return page

    def _sends_papers(self, page: Page) -> list[str]:
        expect(page.path.endswith("/dokumen/"), page, "the page of papers was expected")
        form = form_on(page, "/dokumen/")
        wanted = {"label": self.chosen, "ktp": "CONTOH KTP", "nib": "CONTOH NIB"}
        photos = {code: photo_of(words, code) for code, words in wanted.items()}
        lacking = [code for code in photos if not form.named(code)]
        expect(not lacking, page, f"no place for {', '.join(lacking)}")
        promise: Values = {"later": [LATER]} if LATER in form.values_of("later") else {}
        page = self.hand.send(form, promise, photos)
        expect(not page.path.endswith("/dokumen/"), page, "a photograph was refused")
        return list(photos)

    def _sends_signature(self) -> Page:
        page = self.hand.page
        form = form_on(page, "/tanda-tangan/")
        photo = photo_of(self.seller.name, "tanda-tangan")
        return self.hand.send(form, {}, {"signature": photo})

    def submits(self) -> str:
        """7: reads everything once more, sends it, gets a code."""
        page = self.hand.page
        expect(page.path.endswith("/periksa/"), page, "the check of all answers was expected")
        page = self.hand.send(form_on(page, "/periksa/"), {})
        expect(page.path.endswith("/terkirim/"), page, "the file should be sent")
        expect(self.code in page.words, page, "the code should stand on the receipt")
        return f"receipt {self.code}: {page.words.partition(self.code)[2][:90].strip()}…"

    def sends_the_missing_paper(self) -> str:
        """8, in between: the one thing asked for, sent from the telephone."""
        page = self.hand.open(f"/permohonan/{self.code}/")
        page = self.hand.open(link_on(page, "/dokumen/"))
        paper: dict[str, Photo] = {LATER: photo_of("PERNYATAAN UMK", LATER)}
        form = form_on(page, "/dokumen/", (LATER,))
        page = self.hand.send(form, {}, paper)
        if not page.path.endswith("/periksa/"):
            page = self.hand.open(f"/ajukan/{self.code}/periksa/")
        page = self.hand.send(form_on(page, "/periksa/"), {})
        expect(page.path.endswith("/terkirim/"), page, "the correction should be sent")
        return "the seller photographs the UMK statement and sends it"

    def sees_the_seal(self, word: str) -> str:
        """The seal on the seller's own page, opened as a buyer opens it."""
        page = self.hand.open(f"/permohonan/{self.code}/")
        page = self.hand.open(link_on(page, "/verifikasi/"))
        expect(page.title.upper().startswith(word), page, f"the seal should say {word}")
        return page.path


def bands_of(page: Page) -> dict[str, int]:
    """The band of every name of a result page, best first."""
    found: dict[str, int] = {}
    for row in page.root.all(marked="ki-result"):
        name = next((node.words for node in row.all("h3")), "")
        for meter in row.all(marked="ki-riskband")[:1]:
            marks = meter.attrs.get("class", "").split()
            found[name] = next((int(mark[1]) for mark in marks if mark in _BANDS), 0)
    return found


_BANDS = frozenset({"b1", "b2", "b3", "b4"})
