"""The name check with a photograph of a logo: compared, explained, kept nowhere."""

import logging
import re
from html import unescape
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw, ImageFont
from tests.factories import make_office, make_picture
from tests.sentraki.portal.test_check import FORBIDDEN, MARKER, PATH, ask, rows_holding

from sentraki.offices.models import Office
from sentraki.screening import inscriptions, pictures
from sentraki.screening.galleries import load_demo_labels

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office(slug="palembang")


def test_a_logo_is_looked_at_and_not_kept(
    client: Client, office: Office, tmp_path: Path, settings: object
) -> None:
    settings.BLOB_ROOT = tmp_path / "blobs"  # type: ignore[attr-defined]
    logo = SimpleUploadedFile(f"{MARKER}.jpg", make_picture((200, 120)), "image/jpeg")
    response = client.post(PATH, {"name_1": "Vorelika", "logo": logo})
    page = response.content.decode()
    assert "200 × 120 piksel" in page
    assert "kurang dari 300 piksel" in page
    assert "Gambar Anda tidak disimpan." in page
    assert "Label(" not in page, "the boxes below keep their own labels"
    assert "Apa yang Anda jual?" in page
    assert MARKER not in page
    assert not list(tmp_path.rglob("*.*"))
    assert rows_holding(MARKER) == []


@pytest.fixture
def labels(settings: object, tmp_path: Path) -> None:
    """The demo's labels, and an index of this test's own."""
    settings.CORPORA = tmp_path / "corpora"  # type: ignore[attr-defined]
    load_demo_labels()


def logo_of(name: str) -> SimpleUploadedFile:
    """A label of the demo, mirrored, as a phone would send it."""
    path = Path(__file__).parents[3] / "data" / "marks" / "labels" / f"{name}.png"
    written = BytesIO()
    with Image.open(path) as opened:
        opened.convert("RGB").transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(written, "JPEG")
    return SimpleUploadedFile("foto.jpg", written.getvalue(), "image/jpeg")


@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="without the extra")
def test_labels_like_the_logo_are_shown_beside_it_with_what_matched(
    client: Client, office: Office, labels: None
) -> None:
    values = {"name_1": "Kopi Musi Rekan", "goods": "kopi bubuk", "logo": logo_of("kopi")}
    page = re.sub(r"\s+", " ", client.post(PATH, values).content.decode())
    section = page[page.index("Label yang mirip") :]
    assert "Kopi Musi Rekaan" in section
    assert "Mirip setelah gambar dicerminkan." in section
    assert "Namanya juga mirip." in section
    alike, rest = section.split("tidak mirip menurut ukuran kami")
    assert alike.count("data:image/jpeg;base64,") == 2, "side by side"
    assert rest.count("data:image/jpeg;base64,") == 9, "theirs alone"
    assert "ang mirip hanya" not in rest
    assert "Mirip setelah" not in rest
    assert "Hasil ukur: dari 100 gambar" in section
    said = re.sub(r"<[^>]+>", " ", section[: section.index("Gambar Anda tidak disimpan.")])
    assert FORBIDDEN.findall(said) == []


def test_a_logo_without_labels_to_compare_with_says_so(
    client: Client, office: Office, settings: object, tmp_path: Path
) -> None:
    settings.CORPORA = tmp_path / "corpora"  # type: ignore[attr-defined]
    page = client.post(PATH, {"name_1": "Vorelika", "logo": logo_of("kopi")}).content.decode()
    assert "Belum ada label untuk dibandingkan" in page or "belum dipasang" in page


def test_where_the_picture_search_is_not_installed_the_names_are_compared_all_the_same(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    page = client.post(PATH, {"name_1": "Vorelika", "logo": logo_of("kopi")}).content.decode()
    assert "pencarian gambar belum dipasang" in page
    assert "Hasil untuk 1 nama" in page
    assert "Gambar Anda tidak disimpan." in page


needs_reader = pytest.mark.skipif(
    not inscriptions.is_installed(), reason="requirements/words.txt is not here"
)


def signboard(words: str) -> SimpleUploadedFile:
    """A logo that carries words."""
    board = Image.new("RGB", (480, 360), (244, 236, 214))
    board.paste((30, 90, 60), (180, 40, 300, 160))
    font = ImageFont.load_default(46.0)
    ImageDraw.Draw(board).text((240, 250), words, (120, 30, 40), font, anchor="mm")
    written = BytesIO()
    board.save(written, "JPEG", quality=90)
    return SimpleUploadedFile("foto.jpg", written.getvalue(), "image/jpeg")


def hidden_in(page: str, action: str) -> dict[str, list[str]]:
    """What the form with the button ``action`` would send."""
    form = next(part for part in re.findall(r"<form.*?</form>", page, re.S) if action in part)
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            sent.setdefault(name[1], []).append(unescape(value[1]))
    return sent


@needs_reader
def test_the_words_of_a_logo_are_told_and_offered_as_one_more_name(
    client: Client, office: Office, labels: None
) -> None:
    values = {"name_1": "Vorelika", "classes": "30, 43", "logo": signboard("SAMBAL BU TINI")}
    response = client.post(PATH, values)
    page = response.content.decode()
    assert "Kami membaca:" in page
    assert "“SAMBAL BU TINI”" in page
    assert "Hasil untuk 1 nama" in re.sub(r"\s+", " ", page)
    sent = hidden_in(page, "Bandingkan juga nama ini")
    assert sent["read"] == ["SAMBAL BU TINI"]
    assert sent["pick"] == ["30", "43"]
    again = client.post(PATH, sent | {"read": "Sambal Bu Tini Asli"}).content.decode()
    told = re.sub(r"\s+", " ", again)
    assert "Hasil untuk 2 nama" in told
    assert "Vorelika" in told
    assert "Sambal Bu Tini Asli" in told
    assert "kelas 30, 43" in told


@needs_reader
def test_a_logo_alone_is_enough_when_its_words_can_be_read(
    client: Client, office: Office, labels: None
) -> None:
    page = client.post(PATH, {"name_1": " ", "logo": signboard("SAMBAL BU TINI")}).content.decode()
    assert "Hasil untuk 1 nama" in re.sub(r"\s+", " ", page)
    assert "Anda tidak menulis nama" in page
    assert re.search(r'name="name_1"\s+value="SAMBAL BU TINI"', page), "to be corrected there"


@needs_reader
def test_words_that_were_typed_are_not_offered_again(
    client: Client, office: Office, labels: None
) -> None:
    values = {"name_1": "Sambal Bu Tini", "logo": signboard("SAMBAL BU TINI")}
    page = client.post(PATH, values).content.decode()
    assert "Kami membaca:" in page
    assert "Bandingkan juga nama ini" not in page


@needs_reader
def test_beside_five_names_the_words_are_told_and_where_to_write_them(
    client: Client, office: Office, labels: None
) -> None:
    names = {
        f"name_{at}": f"Vorelika {word}"
        for at, word in enumerate(["satu", "dua", "tiga", "empat", "lima"], 1)
    }
    page = client.post(PATH, names | {"logo": signboard("SAMBAL BU TINI")}).content.decode()
    assert "ganti salah satu nama di bawah" in page
    assert "Bandingkan juga nama ini" not in page


@needs_reader
def test_the_words_of_a_logo_are_kept_nowhere(
    client: Client, office: Office, labels: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post(PATH, {"name_1": "Vorelika", "logo": signboard("ZRKWQ BLAUMERK")})
    assert "BLAUMERK" in response.content.decode()
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert [line for line in said if "blaumerk" in line.lower()] == []
    assert "blaumerk" not in f"{response.headers}{client.cookies}".lower()
    assert rows_holding("BLAUMERK") == []


def test_where_words_cannot_be_read_the_page_says_so_and_compares_the_rest(
    client: Client, office: Office, labels: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inscriptions, "NEEDED", ("not_a_package",))
    page = client.post(PATH, {"name_1": "Vorelika", "logo": signboard("SAMBAL")}).content.decode()
    assert "pembaca tulisan belum dipasang" in page
    assert "Hasil untuk 1 nama" in re.sub(r"\s+", " ", page)


@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="without the extra")
def test_a_logo_without_any_name_is_compared_all_the_same(
    client: Client, office: Office, labels: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inscriptions, "NEEDED", ("not_a_package",))
    page = ask(client, goods="kopi bubuk", logo=logo_of("kopi"))
    assert "Hasil untuk logo Anda" in page
    assert "Kopi Musi Rekaan" in page
    assert "hanya gambarnya yang kami bandingkan" in page
    assert "Urutan nama" not in page
    assert re.search(r'name="goods"\s+value="kopi bubuk"', page), "what was typed stays"
    assert FORBIDDEN.findall(re.sub(r"<[^>]+>", " ", page)) == []


def test_a_blank_picture_is_called_no_label(client: Client, office: Office, labels: None) -> None:
    written = BytesIO()
    Image.new("RGB", (800, 800), "white").save(written, "PNG")
    logo = SimpleUploadedFile("putih.png", written.getvalue(), "image/png")
    page = ask(client, name_1="Vorelika", logo=logo)
    assert "Gambar terbaca: 800 × 800 piksel." in page
    assert "dijadikan etiket" not in page or find_spec("onnxruntime") is None


def test_a_picture_chosen_is_named_and_made_small_on_the_phone(
    client: Client, office: Office
) -> None:
    page = client.get(PATH).content.decode()
    assert 'data-picked="Dipilih: {n}"' in page
    assert page.count("data-shrink") == 2, "camera and album"


@pytest.mark.parametrize("content", [b"<svg onload='x'/>", b"%PDF-1.4 broken", b"MZ\x90\x00"])
def test_a_file_that_is_no_picture_is_refused_in_one_sentence(
    client: Client, office: Office, content: bytes
) -> None:
    logo = SimpleUploadedFile("logo.jpg", content, "image/jpeg")
    response = client.post(PATH, {"name_1": "Vorelika", "logo": logo})
    assert response.status_code == 200
    assert "Hasil untuk" not in response.content.decode()
    assert "invalid-feedback" in response.content.decode()


def test_transparent_parts_are_announced(client: Client, office: Office) -> None:
    written = BytesIO()
    Image.new("RGBA", (1500, 1500), (200, 10, 10, 90)).save(written, "PNG")
    logo = SimpleUploadedFile("logo.png", written.getvalue(), "image/png")
    page = client.post(PATH, {"name_1": "Vorelika", "logo": logo}).content.decode()
    assert "Bagian tembus pandang menjadi putih." in page
    assert "paling banyak 1024 piksel" in page
