"""Every hostile file at every address that takes files."""

import hashlib
import mimetypes

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from tests.hostile.building import MARKER
from tests.hostile.corpus import NASTY_NAMES, Hostile, everything
from tests.hostile.endpoints import REACH, body_with, upload_addresses

HARMLESS = ("image/jpeg", "image/png", "application/json")
# Answers that would mean the file never reached the view.
TURNED_AWAY = {401, 403, 404, 405, 429}


def test_every_address_that_takes_files_is_tried():
    assert upload_addresses() == set(REACH)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(REACH))
def test_no_hostile_file_breaks_an_address_or_is_kept(address: str):
    reach = REACH[address]
    client, path = reach.prepare()
    client.raise_request_exception = False
    failed = []

    for number, file in enumerate(everything()):
        name = file.sent_as if number % 2 else NASTY_NAMES[number % len(NASTY_NAMES)]
        claimed = mimetypes.guess_type(file.sent_as)[0] or "image/jpeg"
        fields = {key: value.format(number=number) for key, value in reach.fields.items()}
        body, kind = body_with(fields, reach.file_field, name, file.data, claimed)
        answer = client.generic("POST", path, body, kind)
        if answer.status_code >= 500 or answer.status_code in TURNED_AWAY:
            failed.append(f"{file.slug}: {answer.status_code}")
        gives_nothing_back(answer, file)

    assert failed == []
    sent = {hashlib.sha256(file.data).hexdigest() for file in everything()}
    kept = {path.name for path in settings.BLOB_ROOT.rglob("*") if path.is_file()}
    assert not kept & sent


def gives_nothing_back(answer: HttpResponseBase, file: Hostile) -> None:
    """What was sent is not served: not as a page, and not as a file a browser would open."""
    content = b"".join(answer) if answer.streaming else answer.content
    assert len(file.data) < 40 or file.data[:1000] not in content
    assert MARKER not in content
    is_page = answer.headers.get("Content-Type", "text/html").startswith("text/html")
    if not is_page and answer.headers["Content-Type"] not in HARMLESS:
        assert answer.headers.get("Content-Disposition", "").startswith("attachment")
