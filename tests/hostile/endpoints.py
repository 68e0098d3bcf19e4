"""Which addresses take files, and how a test gets there.

An address takes files when its view says so (``view.accepts_upload``), or when the view, or a
function beside it that it calls, reads ``request.FILES``. Each must have a row in ``REACH``;
``test_endpoints`` fails without it.
"""

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import factories as make
from tests.events import make_event
from tests.hostile import owned_together

from sentraki.cases.services import handover
from sentraki.kernel import clock
from sentraki.kernel.access import Role
from sentraki.kernel.refs import ref_of
from sentraki.ledger.services import letters

FACES = Path(__file__).resolve().parents[2] / "src" / "sentraki"
ROOMS = ("portal", "desk", "api")


@dataclass(frozen=True)
class Reach:
    """How to send a file: a client with the right to, the address, the file's field, the rest."""

    prepare: Callable[[], tuple[Client, str]]
    file_field: str
    fields: Mapping[str, str] = field(default_factory=dict)


def _letter_page() -> tuple[Client, str]:
    """The page of a signed letter's seal, where anybody may compare a PDF."""
    office = make.make_issuing_office()
    letter = make.make_letter(office=office)
    letter = letters.sign(letter, by=make.make_signatory(office), key="hostile")
    assert letter.seal is not None
    return Client(), reverse("portal:verify-code", args=(letter.seal.code,))


def _import_page() -> tuple[Client, str]:
    """Where an officer brings a spreadsheet."""
    return make.officer_client(office=make.make_office()), reverse("desk:import-new")


def _gazette_page() -> tuple[Client, str]:
    """Where an officer brings an issue of the trademark gazette."""
    return make.officer_client(office=make.make_office()), reverse("desk:gazette-new")


def _event_materials() -> tuple[Client, str]:
    """Where an officer adds slides or a leaflet to an event."""
    event = make_event()
    client = make.officer_client(office=event.office)
    return client, reverse("desk:event-materials", args=(event.public_id,))


def _acknowledged_case() -> tuple[Client, str]:
    """The page where a Kanwil writes down number, date and receipt."""
    office = make.make_issuing_office()
    kanwil = make.make_kanwil(office)
    case = make.make_sealed(office=office)
    batch = handover.send(cases=[case], from_office=office, viewer=make.make_officer(office))
    handover.answer(item=batch.items.get(), viewer=kanwil, accepted=True)
    client = make.officer_client(Role.KANWIL, office.parent)
    return client, reverse("desk:file-case", args=(case.code,))


def _filed_case() -> tuple[Client, str]:
    """Where news from DJKI is recorded with its proof."""
    filing = make.make_filed()
    client = make.officer_client(Role.VERIFIER, filing.case.office)
    return client, reverse("desk:filing-news", args=(filing.pk,))


def _own_office() -> tuple[Client, str]:
    """Where an administrator gives the office an emblem."""
    return make.officer_client(Role.ADMIN, make.make_office()), reverse("desk:office-emblem")


def _draft(step: str) -> Callable[[], tuple[Client, str]]:
    """A page of an applicant's own draft that takes papers."""

    def prepare() -> tuple[Client, str]:
        case = make.make_draft()
        client = make.applicant_client(str(ref_of(case)))
        return client, reverse(f"portal:{step}", args=(case.code,))

    return prepare


def _case_page(page: str, *more: str) -> Callable[[], tuple[Client, str]]:
    """A page of a submitted case where an officer adds a file."""

    def prepare() -> tuple[Client, str]:
        case = make.make_submitted()
        client = make.officer_client(Role.VERIFIER, case.office)
        return client, reverse(f"desk:{page}", args=(case.code, *more))

    return prepare


def _counter() -> tuple[Client, str]:
    """Where an officer takes in somebody at the counter."""
    office = make.make_draft().office
    return make.officer_client(Role.INTAKE, office), reverse("desk:case-new")


TODAY = clock.today().isoformat()
NEWS = {"raw_text": "(TM) kabar", "happened_on": TODAY, "status": "PUBLISHED"}
REACH: Mapping[str, Reach] = {
    "desk:file-case": Reach(
        _acknowledged_case, "receipt", {"number": "DID2026000001", "received_on": TODAY}
    ),
    "desk:filing-news": Reach(_filed_case, "evidence", NEWS),
    "desk:office-emblem": Reach(_own_office, "emblem"),
    "desk:gazette-new": Reach(_gazette_page, "file"),
    "desk:import-new": Reach(_import_page, "file", {"kind": "business"}),
    "desk:case-pdki": Reach(
        _case_page("case-pdki"), "picture", {"finding": "kosong", "checked_on": TODAY}
    ),
    "desk:case-paper-add": Reach(_case_page("case-paper-add", "ktp"), "file"),
    "desk:case-new": Reach(_counter, "paper_ktp"),
    "portal:apply-papers": Reach(_draft("apply-papers"), "ktp", {"idempotency_key": "k{number}"}),
    "portal:apply-signature": Reach(_draft("apply-signature"), "signature"),
    "portal:apply-piece": Reach(
        _draft("apply-piece"),
        "chunk",
        {
            "kind": "ktp",
            "upload_id": "k{number}",
            "name": "a.jpg",
            "offset": "0",
            "size": "100000",
        },
    ),
    "desk:community-new": Reach(owned_together.new, "deed", owned_together.COMMUNITY),
    "desk:community-edit": Reach(
        owned_together.of_community("community-edit"), "deed", owned_together.COMMUNITY
    ),
    "desk:community-mark": Reach(
        owned_together.of_community("community-mark"), "paper_label", {"phone": "081234567890"}
    ),
    "desk:rules-sign": Reach(owned_together.rules, "copy", owned_together.SIGNED),
    "desk:mark-member": Reach(
        owned_together.of_member("mark-member"), "photos", {"step": "warn", "reason": "Mutu"}
    ),
    "desk:mark-member-visit": Reach(
        owned_together.of_member("mark-member-visit"), "photos", owned_together.VISITED
    ),
    "desk:right-hand-over": Reach(
        owned_together.of_right("right-hand-over"), "photo", owned_together.HANDED
    ),
    "desk:right-change": Reach(owned_together.of_change, "proof", owned_together.RECORDED),
    "desk:event-materials": Reach(
        _event_materials, "file", {"title": "Salindia", "audience": "guests"}
    ),
    "portal:check": Reach(lambda: (Client(), reverse("portal:check")), "logo"),
    "portal:verify-code": Reach(_letter_page, "pdf"),
}


def upload_addresses() -> set[str]:
    """The names of all addresses of the faces that take files."""
    return {name for name, entry in _addresses(get_resolver()) if _takes_files(entry)}


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry


def _takes_files(entry: URLPattern) -> bool:
    if getattr(entry.callback, "accepts_upload", False):
        return True
    view = inspect.unwrap(entry.callback)
    path = Path(inspect.getsourcefile(view) or "").resolve()
    is_face = any(path.is_relative_to(FACES / room) for room in ROOMS)
    return is_face and view.__name__ in readers_of_files(path)


@cache
def readers_of_files(path: Path) -> frozenset[str]:
    """Names of a module's functions that read ``request.FILES``, themselves or by a call."""
    names = {
        node.name: {
            inner.attr if isinstance(inner, ast.Attribute) else inner.id
            for inner in ast.walk(node)
            if isinstance(inner, ast.Attribute | ast.Name)
        }
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    readers: set[str] = set()
    found = {name for name, used in names.items() if "FILES" in used}
    while found - readers:
        readers |= found
        found = {name for name, used in names.items() if used & readers}
    return frozenset(readers)


def body_with(
    fields: Mapping[str, str], file_field: str, name: str, data: bytes, claimed: str
) -> tuple[bytes, str]:
    """A form's body as a careless or ill-meaning client writes it, and its content type."""
    border = uuid4().hex.encode()
    shown = name.encode("utf-8", "surrogatepass")
    parts = [
        b'Content-Disposition: form-data; name="%b"\r\n\r\n%b' % (key.encode(), value.encode())
        for key, value in fields.items()
    ]
    parts.append(
        b'Content-Disposition: form-data; name="%b"; filename="%b"\r\nContent-Type: %b\r\n\r\n%b'
        % (file_field.encode(), shown, claimed.encode(), data)
    )
    body = b"".join(b"--%b\r\n%b\r\n" % (border, part) for part in parts)
    return body + b"--%b--\r\n" % border, f"multipart/form-data; boundary={border.decode()}"
