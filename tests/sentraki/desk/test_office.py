"""The office's own affairs: settings, emblem, days off, and the log that remembers all of it."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from tests import factories as make

from sentraki.desk.views.office import FIELDS
from sentraki.kernel.access import Role
from sentraki.ledger.models import Document, Entry
from sentraki.offices.models import Office

pytestmark = pytest.mark.django_db

SETTINGS = "/kantor/pengaturan/"
CALENDAR = "/kantor/pengaturan/hari-libur/"
LOG = "/kantor/jejak/"


def filled_in(office, **more):
    """The form as the page shows it, with ``more`` typed over it."""
    values = {}
    for name in FIELDS:
        value = getattr(office, name)
        if isinstance(value, bool):
            values |= {name: "on"} if value else {}
        else:
            values[name] = "\n".join(value) if isinstance(value, list) else value or ""
    return values | more


def emblem(data=None, name="lambang.png"):
    return SimpleUploadedFile(name, data or make.make_picture((800, 900)), "image/png")


def test_an_administrator_changes_settings_and_the_entry_names_the_fields_only():
    office = make.make_office(region="16.71", letterhead_lines=["Kop"])
    client = make.officer_client(Role.ADMIN, office)
    told = filled_in(office, phone="0711123456", letterhead_lines="PEMERINTAH KOTA\n\nDINAS UJI")

    shown = client.get(SETTINGS)
    saved = client.post(SETTINGS, told)

    office.refresh_from_db()
    assert (shown.status_code, saved.status_code) == (200, 302)
    assert office.phone == "0711123456"
    assert office.letterhead_lines == ["PEMERINTAH KOTA", "DINAS UJI"]
    entry = Entry.objects.get(verb="office.settings.change")
    assert entry.payload["fields"] == ["letterhead_lines", "phone"]


def test_a_pale_colour_is_refused_with_the_nearest_that_works():
    office = make.make_office()
    client = make.officer_client(Role.ADMIN, office)

    answer = client.post(SETTINGS, filled_in(office, colour="#FFEE00"))

    assert answer.status_code == 200
    assert "#9" in answer.content.decode() or "#a" in answer.content.decode()
    assert Office.objects.get(pk=office.pk).colour == office.colour


def test_a_number_pattern_without_a_number_is_refused():
    office = make.make_office()
    client = make.officer_client(Role.ADMIN, office)

    answer = client.post(SETTINGS, filled_in(office, letter_number_pattern="SURAT/{year}"))

    assert "is-invalid" in answer.content.decode()


def test_a_kanwil_of_another_province_cannot_be_chosen():
    office = make.make_office(region="16.71")
    far = make.make_office(region="31", kind=make.OfficeKind.KANWIL)
    client = make.officer_client(Role.ADMIN, office)

    client.post(SETTINGS, filled_in(office, parent=str(far.pk)))

    assert Office.objects.get(pk=office.pk).parent is None


@pytest.mark.parametrize("role", [Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.AUDITOR])
def test_others_see_the_office_but_change_nothing(role):
    office = make.make_office()
    client = make.officer_client(role, office)

    assert client.get(SETTINGS).status_code == 200
    assert client.post(SETTINGS, filled_in(office, phone="1")).status_code == 403
    assert client.post(reverse("desk:office-emblem"), {"emblem": emblem()}).status_code == 403


def test_the_emblem_is_written_anew_and_shown_small_to_anybody():
    office = make.make_office()
    client = make.officer_client(Role.ADMIN, office)
    noise = Image.effect_noise((900, 1000), 90)
    sent = BytesIO()
    noise.save(sent, "PNG")

    answer = client.post(reverse("desk:office-emblem"), {"emblem": emblem(sent.getvalue())})
    shown = Client().get(reverse("portal:office-emblem", args=(office.slug,)))

    office.refresh_from_db()
    document = Document.unscoped.get(kind="office-emblem")
    assert answer.status_code == 302
    assert office.emblem_ref == f"ledger.document:{document.pk}"
    assert document.secrecy == "C0"
    assert shown["Content-Type"] == "image/png"
    assert len(shown.content) < 12_000
    with Image.open(BytesIO(shown.content)) as picture:
        assert max(picture.size) <= 106


def test_an_emblem_that_is_no_picture_is_refused_and_nothing_is_kept():
    office = make.make_office()
    client = make.officer_client(Role.ADMIN, office)
    bad = emblem(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "lambang.svg")

    answer = client.post(reverse("desk:office-emblem"), {"emblem": bad})

    assert answer.status_code == 200
    assert not Document.unscoped.exists()
    assert Client().get(reverse("portal:office-emblem", args=(office.slug,))).status_code == 404


def test_an_office_cannot_show_another_document_as_its_emblem():
    secret = make.make_document(kind="ktp", secrecy=make.Secrecy.C4)
    office = make.make_office(emblem_ref=f"ledger.document:{secret.pk}")

    assert Client().get(reverse("portal:office-emblem", args=(office.slug,))).status_code == 404


def test_a_day_off_is_added_once_and_taken_out_again():
    office = make.make_office()
    client = make.officer_client(Role.ADMIN, office)
    day = f"{make.clock.today().year}-12-30"
    told = {"day": day, "name": "Hari jadi", "source": "SK 1"}

    client.post(CALENDAR, told)
    twice = client.post(CALENDAR, told)
    listed = client.get(CALENDAR).content.decode()
    client.post(CALENDAR, {"remove": day})

    assert twice.status_code == 200
    assert "Hari jadi" in listed
    assert not office.holidays.exists()
    assert Entry.objects.filter(verb="office.calendar.change").count() == 2


def test_the_log_shows_the_own_region_without_contents():
    office = make.make_issuing_office()
    case = make.make_submitted(office=office)
    far = make.make_office(region="31.71")
    auditor = make.officer_client(Role.AUDITOR, office)

    page = auditor.get(LOG).content.decode()
    foreign = make.officer_client(Role.AUDITOR, far).get(LOG).content.decode()

    assert f"Berkas {case.code}" in page
    assert case.code not in foreign
    for private in ("Sambal Mak Ijah", "IJAH CONTOH", "0071014101800001"):
        assert private not in page


def test_the_log_names_what_an_entry_is_about_and_leads_there():
    office = make.make_issuing_office()
    case = make.make_accepted(office=office)
    letter = make.Letter.unscoped.get()
    make.letter_services.sign(letter, make.make_signatory(office))
    letter.refresh_from_db()
    client = make.officer_client(Role.AUDITOR, office)

    page = " ".join(client.get(LOG).content.decode().split())

    assert f'<a href="{reverse("desk:case", args=[case.code])}">Berkas {case.code}</a>' in page
    there = reverse("desk:letter", args=[letter.public_id])
    assert f'<a href="{there}">Surat no. {letter.number}</a>' in page
    assert f"Dokumen: Berkas {case.code}" in page
    for raw in ("cases.case:", "ledger.letter:", "ledger.document:", "screening.screeningrun:"):
        assert raw not in page
    for url in set(re.findall(r'<a href="(/kantor/(?:berkas|surat|usaha|program)/[^"]+)">', page)):
        assert client.get(url).status_code == 200, url


def test_the_log_asks_the_database_the_same_for_few_and_many_entries():
    office = make.make_issuing_office()
    client = make.officer_client(Role.AUDITOR, office)
    make.make_accepted(office=office)
    with CaptureQueriesContext(connection) as few:
        client.get(LOG)
    other = make.ANSWERS["owner"] | {"nik": "0071014101800002"}
    make.make_accepted(office=office, phone="081234567891", owner=other)
    with CaptureQueriesContext(connection) as many:
        client.get(LOG)

    assert len(many) == len(few)


def test_a_checkpoint_is_a_signed_text_to_keep():
    office = make.make_issuing_office()
    make.make_submitted(office=office)
    kanwil = make.make_office(region="16", kind=make.OfficeKind.KANWIL)

    for client in (
        make.officer_client(Role.AUDITOR, office),
        make.officer_client(Role.KANWIL, kanwil),
    ):
        answer = client.post(reverse("desk:log-checkpoint"))
        assert answer["Content-Disposition"].startswith("attachment")
        assert "/ledger" in answer.content.decode()
    assert "cases.case" not in client.get(LOG).content.decode()


def test_verifiers_do_not_read_the_log():
    assert make.officer_client(Role.VERIFIER, make.make_office()).get(LOG).status_code == 403
