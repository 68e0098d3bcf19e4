"""Step 8: the file is checked, returned once, accepted; its letter is signed by four eyes."""

from datetime import date

from sentraki.desk.play.cast import photo_of
from sentraki.desk.play.hands import Values, expect, form_on, link_on
from sentraki.desk.play.officers import Officer
from sentraki.desk.play.pages import Page

MISSING = "umk-statement"
SIGN = "/kantor/surat/tanda-tangan/"
FINDING = "Dicari: tulisan dan bunyi yang sama di kelas 30. Tidak ada yang sama."


class CasePart:
    """What verifier and signatory do with one file."""

    def __init__(self, verifier: Officer, signatory: Officer, code: str, today: date) -> None:
        self.verifier, self.signatory, self.code, self.today = verifier, signatory, code, today
        self.address = f"/kantor/berkas/{code}/"

    def is_found(self) -> str:
        """The verifier logs in with password and code, and finds the file in the queue."""
        page = self.verifier.log_in()
        page = self.verifier.hand.open("/kantor/berkas/")
        page = self.verifier.hand.open(link_on(page, self.address))
        expect(self.code in page.words, page, "the file should be open")
        return f"the verifier logs in with a second factor and opens {self.code}"

    def is_returned_once(self) -> str:
        """All that is lacking in one list: here the UMK statement alone."""
        page = self.verifier.hand.open(self.address + "kembalikan/")
        form = form_on(page, "/kembalikan/", (f"is_{MISSING}",))
        ticks = [c.name for c in form.controls if c.kind == "checkbox" and c.name[:3] == "is_"]
        wanted: dict[str, str | bool | list[str]] = {
            name: name == f"is_{MISSING}" for name in ticks
        }
        page = self.verifier.does(form, wanted)
        page = self._confirms(self.verifier, page)
        expect(page.path == self.address, page, "the file should be returned")
        return "returns the file once, with one line: the UMK statement is missing"

    def is_checked(self) -> str:
        """Every paper looked at, and PDKI searched by hand."""
        judged = 0
        page = self.verifier.hand.open(self.address)
        for address in page.links(f"/berkas/{self.code}/dokumen/"):
            page = self.verifier.hand.open(address)
            forms = [form for form in page.forms() if form.named("verdict")]
            if forms:
                page = self.verifier.does(forms[0], {"verdict": "good"})
                expect(page.status == 200, page, "the judgement was refused")
                judged += 1
        page = self.verifier.hand.open(self.address + "pdki/")
        facts: Values = {"finding": FINDING, "checked_on": self.today.isoformat()}
        seen = {"picture": photo_of("PDKI: TIDAK ADA YANG SAMA", "pdki")}
        page = self.verifier.does(form_on(page, "/pdki/", ("finding",)), facts, seen)
        expect(page.path == self.address, page, "the search should be recorded")
        return f"{judged} papers looked at; PDKI searched by hand"

    def is_accepted(self) -> str:
        """A place in the year's quota; the letter is drafted."""
        page = self.verifier.hand.open(link_on(self.verifier.hand.page, self.address + "terima/"))
        page = self._confirms(self.verifier, page)
        expect(page.path == self.address and page.status == 200, page, "it should be accepted")
        return "accepts: a place is kept, the letter is drafted"

    def is_not_signed_by_the_verifier(self) -> str:
        """Four eyes: whoever checked does not sign."""
        page = self.verifier.hand.open(SIGN)
        expect(page.status == 403, page, "the verifier should be refused")
        return f"the verifier tries to sign and is refused (403): {page.words[:90]}"

    def is_signed(self) -> str:
        """The head of the office that may issue such letters signs."""
        self.signatory.log_in()
        page = self.signatory.hand.open("/kantor/surat/")
        form = form_on(page, SIGN, ("surat",))
        mine = next((row for row in page.root.all("tr") if self.code in row.words), page.root)
        wanted = [box.attrs["value"] for box in mine.all("input") if "value" in box.attrs]
        expect(bool(wanted), page, f"the letter of {self.code} should wait for a signature")
        page = self.signatory.does(form, {"surat": wanted[:1]})
        page = self._confirms(self.signatory, page)
        expect(page.path == "/kantor/surat/" and page.status == 200, page, "it should be signed")
        said = next((node.words for node in page.root.all(marked="ki-toast")), "signed")
        page = self.signatory.hand.open(f"/kantor/surat/{wanted[0]}/")
        letter = self.signatory.hand.fetch(link_on(page, "/pdf"))
        expect(letter[:4] == b"%PDF", page, "the letter should be a PDF")
        return f"the head of Dinas Koperasi signs: {said}"

    def _confirms(self, officer: Officer, page: Page) -> Page:
        form = form_on(page, having=("confirmed",))
        is_button = form.named("confirmed")[0].kind == "button"
        return officer.does(form, {}, None, "confirmed" if is_button else "")
