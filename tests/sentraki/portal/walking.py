"""Steps several tests of applying share: an office that is ready, and a draft filled by forms."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests import factories as make

from sentraki.cases.models import Case
from sentraki.kernel.secrets import seal_token
from sentraki.offices.models import Office

PHONE = "0812 3456 7890"
STEPS: dict[str, dict[str, Any]] = {
    "nama": {"choice": "0"},
    "barang": {"text": "sambal botol", "classes": ["30"], "offered": "1"},
    "merek": {"mark_type": "combined", "description": "Tulisan merah", "no_translation": "on"},
    "pemilik": {"owner_kind": "person", "owner_name": "IJAH CONTOH", "nik": "0071014101800001"},
    "usaha": {"trade_name": "Dapur Mak Ijah", "scale": "micro", "subsector": "culinary"},
    "alamat": {"district_code": "16.71.01", "street": "Jalan Contoh 1", "postcode": "30111"},
    "persetujuan": {"facilitate": "on", "messages": "on"},
}


def ready_office(**more: Any) -> Office:
    """An office with districts, paper requirements and an open programme."""
    office = make.make_issuing_office(slug="palembang", **more)
    make.make_region("16.71.01", "Ilir Barat Dua")
    make.load_case_reference()
    make.make_programme(office=office)
    return office


def photo(name: str = "foto.jpg", data: bytes = b"") -> SimpleUploadedFile:
    """A file for a form; a plain picture unless ``data`` is given."""
    return SimpleUploadedFile(name, data or make.make_picture(), "image/jpeg")


def token_of_check(**changed: Any) -> str:
    """What the name check hands on."""
    carried = {**make.ANSWERS["check"], "classes": [30], "chosen": "Sambal Mak Ijah", **changed}
    return seal_token(carried, "check")


def begin(client: Client, **changed: Any) -> Case:
    """A draft begun through the form."""
    form = {
        "begin": "1", "token": token_of_check(), "name": "Ijah", "phone": PHONE,
        "idempotency_key": "start-1", **changed,
    }  # fmt: skip
    answer = client.post("/ajukan/", form)
    assert answer.status_code == 302, answer.content.decode()
    return Case.unscoped.get(code=answer["Location"].split("/")[2])


def address(case: Case, page: str) -> str:
    """The address of a page of the application."""
    return f"/ajukan/{case.code}/{page}/"


def fill(client: Client, case: Case, *, papers: tuple[str, ...] = ("label", "ktp", "nib")) -> None:
    """Answer every page through its form."""
    for page, answers in STEPS.items():
        answer = client.post(address(case, page), answers)
        assert answer.status_code == 302, (page, answer.content.decode())
    files = {code: photo() for code in papers}
    client.post(address(case, "dokumen"), {**files, "idempotency_key": "papers-1"})
    client.post(address(case, "tanda-tangan"), {"signature": photo(), "idempotency_key": "s-1"})


def send(client: Client, case: Case, key: str = "send-1") -> HttpResponse:
    """Press the button that sends."""
    answer: HttpResponse = client.post(address(case, "periksa"), {"idempotency_key": key})
    return answer
