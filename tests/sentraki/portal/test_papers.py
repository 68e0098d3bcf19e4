"""Papers: by form, in pieces over a bad line, refused with a sentence, shown back only as ours."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests import factories as make
from tests.sentraki.portal import walking
from tests.sentraki.portal.walking import address, begin, fill, photo, send

from sentraki.cases.models import Case, CasePaper
from sentraki.kernel import clock
from sentraki.ledger.models import Entry
from sentraki.portal import pieces
from sentraki.portal.views import papers as views

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "root", lambda: tmp_path / "pieces")


@pytest.fixture
def client() -> Client:
    walking.ready_office()
    return Client()


@pytest.fixture
def case(client: Client) -> Case:
    return begin(client)


def piece(client: Client, case: Case, data: bytes, at: int, **changed: Any) -> Any:
    """Send the bytes of ``data`` from ``at`` on, 2,000 at a time."""
    form = {
        "upload_id": "pilihan-1", "kind": "ktp", "name": "ktp.jpg", "size": len(data),
        "offset": at, "chunk": SimpleUploadedFile("x", data[at : at + 2000]), **changed,
    }  # fmt: skip
    return client.post(address(case, "unggah"), form)


def send_pieces(client: Client, case: Case, data: bytes) -> dict[str, Any]:
    """Send all of ``data`` as the script does."""
    at = 0
    while True:
        answer: dict[str, Any] = piece(client, case, data, at).json()
        if "received" not in answer:
            return answer
        assert answer["received"] > at
        at = answer["received"]


def picture_with_noise() -> bytes:
    written = BytesIO()
    Image.effect_noise((300, 200), 80).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def test_the_form_without_script_takes_several_files_at_once(client: Client, case: Case) -> None:
    form = {"label": photo(), "ktp": photo("k.jpg"), "idempotency_key": "k"}
    answer = client.post(address(case, "dokumen"), form)
    assert answer["Location"] == address(case, "tanda-tangan")
    assert {paper.requirement for paper in CasePaper.objects.all()} == {"label", "ktp"}


def test_the_same_form_sent_twice_attaches_once(client: Client, case: Case) -> None:
    for _ in range(2):
        client.post(address(case, "dokumen"), {"ktp": photo(), "idempotency_key": "k"})
    assert CasePaper.objects.count() == 1
    assert Entry.objects.filter(verb="case.add-paper").count() == 1


def test_a_file_comes_in_pieces_and_the_answer_redraws_its_line(client: Client, case: Case) -> None:
    data = picture_with_noise()
    assert len(data) > 6000
    answer = send_pieces(client, case, data)
    assert answer["done"] is True
    assert 'id="ktp_title"' in answer["html"]
    assert CasePaper.objects.get().requirement == "ktp"


def test_a_piece_sent_again_changes_nothing(client: Client, case: Case) -> None:
    data = picture_with_noise()
    assert piece(client, case, data, 0).json() == {"received": 2000}
    assert piece(client, case, data, 0).json() == {"received": 2000}
    assert piece(client, case, data, 4000).json() == {"received": 2000}
    assert piece(client, case, data, 2000).json() == {"received": 4000}


def test_the_last_piece_sent_again_gives_the_same_answer(client: Client, case: Case) -> None:
    data = picture_with_noise()
    send_pieces(client, case, data)
    last = (len(data) - 1) // 2000 * 2000
    assert piece(client, case, data, last).json()["done"] is True
    assert CasePaper.objects.count() == 1


def test_pieces_wait_encrypted_and_go_when_the_file_is_whole(client: Client, case: Case) -> None:
    data = b"PENANDA-RAHASIA" * 400
    piece(client, case, data, 0)
    waiting = [path for path in pieces.root().rglob("*") if path.is_file()]
    assert waiting
    assert all(b"PENANDA-RAHASIA" not in path.read_bytes() for path in waiting)
    assert case.code not in str(waiting)
    answer = send_pieces(client, case, data)
    assert "error" in answer
    assert not [p for p in pieces.root().rglob("0*") if p.is_file()]


def test_what_is_not_finished_in_a_day_is_swept(client: Client, case: Case) -> None:
    piece(client, case, picture_with_noise(), 0)
    later = clock.now() + timedelta(hours=25)
    with clock.freeze(later):
        assert pieces.sweep() >= 1
    assert not [path for path in pieces.root().rglob("0*") if path.is_file()]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "akta-palsu"}, {"kind": "../../etc"}, {"upload_id": ""}, {"upload_id": "x" * 81},
        {"size": "0"}, {"size": "99999999999"}, {"size": "-5"}, {"size": "abc"}, {"offset": "x"},
        {"offset": "٣"}, {"size": "10"}, {"size": ""}, {"upload_id": "a\x00b", "size": ""},
    ],
)  # fmt: skip
def test_a_piece_that_makes_no_sense_is_refused(
    client: Client, case: Case, wrong: dict[str, str]
) -> None:
    answer = piece(client, case, b"y" * 5000, 0, **wrong)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_one_case_cannot_fill_the_disk(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "MOST_OF_A_CASE", 3000)
    data = b"z" * 9000
    assert piece(client, case, data, 0).status_code == 200
    assert piece(client, case, data, 0, upload_id="pilihan-2").status_code == 400


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.pdf", b"%PDF-1.7 cut off"),
        ("kosong.jpg", b" "),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50),
        ("a.zip", b"PK\x03\x04" + b"\x00" * 100),
        ("\u202egpj.exe", b"MZ" + b"\x00" * 200),
        ("a\x00.jpg", b"GIF89a<script>"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(
    client: Client, case: Case, name: str, data: bytes
) -> None:
    form = {"ktp": SimpleUploadedFile(name, data), "idempotency_key": "k"}
    page = client.post(address(case, "dokumen"), form)
    assert page.status_code == 200
    assert "invalid-feedback" in page.content.decode()
    assert 'href="#ktp_title"' in page.content.decode()
    assert not CasePaper.objects.exists()


def test_a_good_file_beside_a_wrong_one_is_kept(client: Client, case: Case) -> None:
    form = {"label": photo(), "ktp": photo(data=b"nothing"), "idempotency_key": "k"}
    client.post(address(case, "dokumen"), form)
    assert [paper.requirement for paper in CasePaper.objects.all()] == ["label"]


def test_a_signature_is_taken_on_its_own_page(client: Client, case: Case) -> None:
    ink = Image.new("RGBA", (300, 120))
    ink.paste((0, 0, 0, 255), (20, 50, 260, 60))
    written = BytesIO()
    ink.save(written, "PNG")
    form = {"signature": photo("signature.png", written.getvalue()), "idempotency_key": "k"}
    assert client.post(address(case, "tanda-tangan"), form)["Location"] == address(
        case, "persetujuan"
    )
    assert CasePaper.objects.get().document.mime == "image/jpeg"


def test_the_small_picture_is_ours_and_can_do_nothing(client: Client, case: Case) -> None:
    client.post(address(case, "dokumen"), {"ktp": photo(), "idempotency_key": "k"})
    answer = client.get(address(case, "gambar/ktp"))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    with Image.open(BytesIO(answer.content)) as shown:
        assert max(shown.size) <= 900
        assert not shown.getexif()
    assert Entry.objects.filter(verb="document.read").count() == 1


def test_a_paper_nobody_gave_has_no_picture(client: Client, case: Case) -> None:
    assert client.get(address(case, "gambar/ktp")).status_code == 404


def test_another_persons_papers_are_not_there(client: Client, case: Case) -> None:
    client.post(address(case, "dokumen"), {"ktp": photo(), "idempotency_key": "k"})
    other = Client()
    begin(other, idempotency_key="start-2", phone="081298765432")
    assert other.get(address(case, "gambar/ktp")).status_code == 404
    assert piece(other, case, picture_with_noise(), 0).status_code == 404
    assert other.post(address(case, "dokumen"), {"nib": photo()}).status_code == 404
    assert CasePaper.objects.count() == 1


def test_papers_of_a_sent_file_are_closed(client: Client, case: Case) -> None:
    fill(client, case)
    send(client, case)
    form = {"ktp": photo(), "idempotency_key": "k2"}
    assert client.post(address(case, "dokumen"), form).status_code == 409
    assert piece(client, case, b"x" * 10, 0, size=10).status_code == 400


def test_a_promise_is_kept_apart_from_papers_of_other_pages(client: Client, case: Case) -> None:
    client.post(address(case, "dokumen"), {"later": ["nib", "passport"], "idempotency_key": "a"})
    client.post(address(case, "tanda-tangan"), {"later": "signature", "idempotency_key": "b"})
    case.refresh_from_db()
    assert case.answers["later"] == ["nib", "signature"]


def test_a_given_paper_can_be_replaced_and_the_first_one_is_set_aside(
    client: Client, case: Case
) -> None:
    for key in ("a", "b"):
        client.post(address(case, "dokumen"), {"nib": photo(), "idempotency_key": key})
    page = client.get(address(case, "dokumen")).content.decode()
    assert '?ganti=nib#nib_title"' in page
    assert 'id="nib_file"' not in page
    again = client.get(address(case, "dokumen") + "?ganti=nib").content.decode()
    assert 'id="nib_file"' in again
    assert CasePaper.objects.filter(replaced_at=None).count() == 1
    assert CasePaper.objects.count() == 2


def test_a_label_says_what_was_made_of_it(client: Client, case: Case) -> None:
    client.post(address(case, "dokumen"), {"label": photo(), "idempotency_key": "k"})
    page = client.get(address(case, "dokumen")).content.decode()
    assert re.search(r"1024 × 1024 piksel, \d+ kB", page)
    assert address(case, "gambar/label") in page


def test_the_views_that_take_files_say_so() -> None:
    for view in (views.checklist, views.signature, views.piece):
        assert view.accepts_upload is True  # type: ignore[attr-defined]


def test_nothing_sent_lies_around_as_it_came(client: Client, case: Case) -> None:
    marker = b"PENANDA-EXIF-4711"
    written = BytesIO()
    Image.new("RGB", (300, 300), "white").save(written, "JPEG", comment=marker)
    form = {"ktp": photo("PENANDA-4711.jpg", written.getvalue()), "idempotency_key": "k"}
    client.post(address(case, "dokumen"), form)
    for path in Path(settings.VAR).rglob("*"):
        if path.is_file() and "sqlite" not in path.name:
            assert marker not in path.read_bytes(), path


def test_a_blurred_paper_is_named_with_the_officers_sentence(client: Client, case: Case) -> None:
    fill(client, case)
    send(client, case)
    case.refresh_from_db()
    officer = make.make_officer(case.office)
    text = "Tulisan alamat tidak terbaca"
    defects = [{"requirement": "ktp", "text": text}]
    make.decisions.return_once(case=case, viewer=officer, defects=defects, due_on=clock.today())
    page = client.get(address(case, "dokumen")).content.decode()
    assert text in page
    assert 'id="ktp_file"' in page
    assert 'id="nib_file"' not in page
