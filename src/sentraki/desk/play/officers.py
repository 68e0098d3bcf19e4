"""Steps 8 to 10: the people of the offices, each with password and second factor."""

import time
from collections.abc import Callable
from datetime import date

from sentraki.desk.play.cast import digits, photo_of
from sentraki.desk.play.hands import Hand, Photo, Stuck, Values, expect, form_on, link_on
from sentraki.desk.play.pages import Form, Page

CODE_LIFE = 40.0
LOGIN, SECOND, AGAIN = "/akun/masuk/", "/akun/dua-langkah/", "/ulangi/"
DJKI_WORDS = "(TM) Didaftar"


class Officer:
    """Somebody of an office. ``code_of`` gives what their authenticator app shows now."""

    def __init__(
        self, hand: Hand, email: str, password: str, code_of: Callable[[str], str]
    ) -> None:
        self.hand, self.email, self.password, self.code_of = hand, email, password, code_of
        self._used = ""

    def log_in(self) -> Page:
        """Password, then the code; a code works once, so a used one is waited out."""
        page = self.hand.open(LOGIN)
        form = form_on(page, LOGIN, ("login", "password"))
        page = self.hand.send(form, {"login": self.email, "password": self.password})
        for _attempt in range(3):
            if SECOND not in page.path:
                break
            self._used = self._fresh_code()
            page = self.hand.send(form_on(page, SECOND, ("code",)), {"code": self._used})
        expect(page.status == 200 and "/akun/" not in page.path, page, f"{self.email} is not in")
        return page

    def _fresh_code(self) -> str:
        deadline = time.monotonic() + CODE_LIFE
        while (code := self.code_of(self.email)) == self._used:
            if time.monotonic() > deadline:
                raise Stuck(f"{self.email}: the authenticator shows {code} for too long")
            time.sleep(0.5)
        return code

    def does(
        self,
        form: Form,
        values: Values,
        photos: dict[str, Photo] | None = None,
        button: str = "",
    ) -> Page:
        """Send a form, and show the password again where the house asks for it."""
        page = self.hand.send(form, values, photos, button)
        if AGAIN in page.path:
            again = form_on(page, AGAIN, ("password",))
            page = self.hand.send(again, {"password": self.password})
        return page


class KanwilPart:
    """What is handed over, filed and registered: verifier and Kanwil."""

    def __init__(self, verifier: Officer, kanwil: Officer, code: str, today: date) -> None:
        self.verifier, self.kanwil, self.code, self.today = verifier, kanwil, code, today
        self.batch = self.filing = ""
        self.number = f"DID{today.year}{digits(6)}"
        self.certificate = f"IDM9{digits(8)}"

    def seals_the_dossier(self) -> str:
        """8, the end: the dossier without errors, sealed."""
        page = self.verifier.hand.open(f"/kantor/berkas/{self.code}/dosir/")
        page = self.verifier.hand.open(link_on(page, "/dosir/kunci/"))
        form = form_on(page, "/dosir/kunci/", ("confirmed",))
        points: Values = {"point": form.values_of("point")} if form.named("point") else {}
        page = self.verifier.does(form, points, None, "confirmed")
        expect(page.path.endswith("/dosir/"), page, "the dossier should be sealed")
        packed = self.verifier.hand.fetch(link_on(page, f"/berkas/{self.code}/dosir/1/"))
        expect(packed[:2] == b"PK", page, "the package should be a ZIP")
        return (
            f"seals the dossier: XML, PDF, papers, manifest in a ZIP of {len(packed) // 1024} KiB"
        )

    def sends_the_batch(self) -> str:
        """9: chosen, looked at once more, sent."""
        hand = self.verifier.hand
        chosen = form_on(hand.open("/kantor/kiriman/"), "/kantor/kiriman/kirim/", ("case",))
        form = form_on(hand.send(chosen, {"case": [self.code]}), "/kirim/", ("confirmed",))
        page = self.verifier.does(form, {}, None, "confirmed")
        self.batch = page.path
        expect(page.status == 200 and self.code in page.words, page, "a receipt was expected")
        return f"sends the batch: {page.title}"

    def acknowledges(self) -> str:
        """9: the Kanwil sees the same receipt and acknowledges."""
        self.kanwil.log_in()
        page = self.kanwil.hand.open("/kantor/kiriman/")
        page = self.kanwil.hand.open(link_on(page, self.batch))
        form = form_on(page, "/jawab/", ("item", "answer"))
        chosen: Values = {"item": form.values_of("item"), "answer": "acknowledge"}
        page = self.kanwil.does(form, chosen, None, "answer")
        expect(page.path == self.batch and page.status == 200, page, "no acknowledgement")
        return f"the Kanwil acknowledges on {page.title}"

    def files(self) -> str:
        """9: number, date and receipt of DJKI."""
        hand = self.kanwil.hand
        page = hand.open("/kantor/permohonan/")
        page = hand.open(link_on(page, f"/kantor/berkas/{self.code}/ajukan/"))
        form = form_on(page, "/ajukan/", ("number", "receipt"))
        facts = {"number": self.number, "received_on": self.today.isoformat()}
        page = self.kanwil.does(form, facts, {"receipt": photo_of("TANDA TERIMA DJKI", "terima")})
        self.filing = page.path
        expect("/kantor/permohonan/" in page.path, page, "the filing should be recorded")
        expect(self.number in page.words, page, "the number should stand on the page")
        return f"files it: {self.number}, {self.today:%d-%m-%Y}, receipt attached"

    def registers(self) -> str:
        """10: DJKI's own words, read, confirmed, with the certificate."""
        page = self.kanwil.hand.open(self.filing)
        facts = {"raw_text": DJKI_WORDS, "happened_on": self.today.isoformat()}
        page = self.kanwil.does(form_on(page, "/kabar/", ("raw_text",)), facts)
        form = form_on(page, "/kabar/", ("status", "certificate_number", "certificate"))
        read = next((c.value for c in form.named("status") if c.is_on), "")
        certified = {
            "certificate_number": self.certificate,
            "registered_on": self.today.isoformat(),
        }
        paper = {"certificate": photo_of("CONTOH SERTIFIKAT", "sertifikat")}
        page = self.kanwil.does(form, certified, paper)
        expect(page.path == self.filing and page.status == 200, page, "no registration")
        return f"the Kanwil writes {DJKI_WORDS!r}; read as {read!r}; certificate {self.certificate}"
