"""Web server and worker killed with ``kill -9`` at named points: nothing lost, nothing doubled.

A real gunicorn serves a real SQLite file. The client sends a form, the server dies at the point,
everything is killed and started again, and the client sends the very same form again.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.security.killing import KILLED, NO_ANSWER, ROOT, House, environment, house, prepare, run
from tests.security.recorder import Recorder
from tests.security.world import PICTURE

from sentraki.desk.play.hands import Photo, form_on
from sentraki.desk.play.pages import Form, Page

pytestmark = pytest.mark.slow
PAPER = Photo("kertas.jpg", PICTURE)


@dataclass(frozen=True)
class Deed:
    """A form somebody sends: whose browser, on which page, and the entry it makes."""

    browser: str
    verb: str
    page: Callable[[House], str]
    action: str
    photos: Callable[[], dict[str, Photo]] = dict
    button: str = ""
    first: Callable[[House], dict[str, list[str]]] | None = None

    def form(self, hand: Recorder, house: House) -> Form:
        """The form, opened anew."""
        page = hand.open(self.page(house))
        if self.first is not None:
            page = hand.send(form_on(page, self.action), self.first(house))
        return form_on(page, self.action, ("idempotency_key",))

    def send(self, hand: Recorder, form: Form) -> Page:
        """Send it; the same form sends the same key."""
        return hand.send(form, {}, self.photos() or None, self.button)


DEEDS = {
    "submit": Deed(
        "applicant",
        "case.submit",
        lambda h: f"/ajukan/{h.told['codes']['draft']}/periksa/",
        "/periksa/",
    ),
    "upload": Deed(
        "applicant",
        "case.add-paper",
        lambda h: f"/ajukan/{h.told['codes']['draft']}/dokumen/",
        "/dokumen/",
        photos=lambda: {"power-of-attorney": PAPER},
    ),
    "accept": Deed(
        "verifier",
        "case.accept",
        lambda h: f"/kantor/berkas/{h.told['codes']['submitted']}/terima/",
        "/terima/",
        button="confirmed",
    ),
    "issue letter": Deed(
        "signatory",
        "letter.sign",
        lambda h: "/kantor/surat/",
        "/tanda-tangan/",
        button="confirmed",
        first=lambda h: {"surat": [h.told["letter"]]},
    ),
}
# (deed, point, whether the deed is done when the server dies there)
POINTS = [
    ("submit", "business.record:before-commit", False),
    ("submit", "case.submit:before-commit", False),
    ("submit", "case.submit:after-commit", True),
    ("upload", "document.store:before-commit", False),
    ("upload", "case.add-paper:before-commit", False),
    ("upload", "case.add-paper:after-commit", True),
    ("accept", "letter.request:before-commit", False),
    ("accept", "case.accept:before-commit", False),
    ("accept", "case.accept:after-commit", True),
    ("issue letter", "seal.issue:before-commit", False),
    ("issue letter", "letter.sign:before-commit", False),
    ("issue letter", "letter.sign:after-commit", True),
    ("issue letter", "letter.sign:page-made", True),
    ("issue letter", "letter.attach:before-commit", True),
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A data folder with a case at each stage."""
    var = tmp_path_factory.mktemp("prepared")
    return var, prepare(var)


@pytest.fixture
def here(prepared: tuple[Path, dict[str, Any]], tmp_path: Path) -> Iterator[House]:
    """A fresh copy, served."""
    folder, told = prepared
    with house(folder, tmp_path / "var", told) as made:
        made.begin_anew()
        made.serve()
        yield made


@pytest.mark.parametrize(("name", "point", "is_done"), POINTS)
def test_killed_at_a_point_the_same_form_is_carried_out_once(
    here: House, name: str, point: str, is_done: bool
) -> None:
    deed = DEEDS[name]
    hand = here.hand(deed.browser)
    form = deed.form(hand, here)
    before = here.count("ledger_entry", verb=deed.verb)

    here.wish(point)
    with pytest.raises(NO_ANSWER):
        deed.send(hand, form)
    here.kill()
    assert here.died_at_the_point
    assert here.count("ledger_entry", verb=deed.verb) - before == int(is_done)

    here.serve()
    answers = [deed.send(hand, form) for _ in range(3)]

    assert {(page.status, page.path) for page in answers} == {(200, answers[0].path)}
    assert form.action not in {page.url for page in answers}
    assert_once(here, deed, form, before)
    assert here.complaints() == ""


@pytest.mark.parametrize("name", DEEDS)
def test_five_at_once_with_one_key_do_it_once(here: House, name: str) -> None:
    deed = DEEDS[name]
    hands = [here.hand(deed.browser) for _ in range(5)]
    form = deed.form(hands[0], here)
    before = here.count("ledger_entry", verb=deed.verb)
    for hand in hands[1:]:
        for cookie in hands[0].jar:
            hand.jar.set_cookie(cookie)
        hand.page = hands[0].page

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda hand: deed.send(hand, form), hands))

    assert {(page.status, page.path) for page in answers} == {(200, answers[0].path)}
    assert_once(here, deed, form, before)
    assert here.complaints() == ""


def assert_once(here: House, deed: Deed, form: Form, before: int) -> None:
    """One entry more and one receipt, whatever the form's key became on the way."""
    key = form.named("idempotency_key")[0].value
    assert here.count("ledger_entry", verb=deed.verb) == before + 1
    receipts = here.count("ledger_receipt", verb=deed.verb)
    assert receipts == 1, f"{receipts} receipts for {key}"


def test_a_worker_killed_in_its_job_leaves_it_to_the_next(here: House) -> None:
    deed = DEEDS["issue letter"]
    hand = here.hand(deed.browser)
    form = deed.form(hand, here)
    before = here.count("ledger_entry", verb="letter.attach")
    here.wish("letter.sign:after-commit")
    with pytest.raises(NO_ANSWER):
        deed.send(hand, form)
    here.kill()
    assert here.count("ledger_letter", content_hash="") < here.count("ledger_letter")

    here.wish("letter.attach:before-commit")
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT,
                              env=environment(here.var), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        assert worker.wait(timeout=120) == KILLED
    finally:
        worker.kill()
    assert here.died_at_the_point
    assert here.count("ledger_entry", verb="letter.attach") == before

    for _ in range(2):
        assert run(here.var, "manage.py", "run_due").returncode == 0
    assert here.count("ledger_entry", verb="letter.attach") == before + 1
    assert here.complaints() == ""
