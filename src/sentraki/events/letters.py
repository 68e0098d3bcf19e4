"""The certificate of attendance as the ledger knows it: a letter with number, seal and page."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sentraki.events.rules.certificates import (
    KIND_WORDS,
    NUMBER,
    PART_WORDS,
    TEMPLATE,
    without_numbers,
)
from sentraki.kernel.wording import date_id
from sentraki.ledger import letters as registry
from sentraki.ledger.letters import LetterKind, Signing
from sentraki.ledger.selectors.letters import EMBLEM_FILE, pictures_of

if TYPE_CHECKING:
    from sentraki.ledger.models import Letter

CERTIFICATE = TEMPLATE


def certificate_of(letter: "Letter", signing: Signing | None = None) -> dict[str, Any]:
    """Everything the page needs; a draft without ``signing`` has no number, day and seal."""
    office, fields = letter.office, letter.fields
    head = list(office.letterhead_lines) or [office.name, office.unit, office.address]
    signatory = dict(signing.signatory) if signing else {}
    return {
        "paper": office.paper_size,
        "margins": {
            "top": office.margin_top,
            "right": office.margin_right,
            "bottom": office.margin_bottom,
            "left": office.margin_left,
        },
        "letterhead": [line for line in head if line],
        "emblem": EMBLEM_FILE if EMBLEM_FILE in pictures_of(letter) else "",
        "number": signing.number if signing else "",
        "name": fields["name"],
        "part": PART_WORDS[fields["part"]],
        "kind": KIND_WORDS[fields["event_kind"]],
        "title": fields["title"],
        "held_on": fields["held_on"],
        "where": fields["where"],
        "place": office.signature_place or office.region.name,
        "dated_on": date_id(signing.on) if signing else "",
        "signatory": {
            "name": signatory.get("name", ""),
            "nip": signatory.get("nip", ""),
            "position": signatory.get("position", office.signatory_title),
            "unit": signatory.get("unit", office.unit),
        },
        "seal_code": signing.seal_code if signing else "",
        "qr": "qr.svg" if signing else "",
    }


def _facts(letter: "Letter", signing: Signing) -> Mapping[str, Any]:
    """What the seal tells anybody; the guest's name only after the guest agreed to it."""
    fields = letter.fields
    return {
        "kind": registry.get(letter.kind).title_id,
        "number": signing.number,
        "signed_on": signing.on.isoformat(),
        "office": letter.office.unit,
        "government": letter.office.name,
        "signatory": signing.signatory["position"],
        "event": without_numbers(fields["title"]),
        "held_on": fields["held_on"],
        "person": without_numbers(fields["name"]) if fields["is_named"] else "",
    }


def _without_end(_on: date) -> None:
    return None


SAMPLE: Mapping[str, Any] = {
    "name": "SITI CONTOH",
    "part": "guest",
    "event_kind": "clinic",
    "title": "Klinik Kekayaan Intelektual Contoh",
    "held_on": "14 April 2027",
    "where": "Hotel Contoh",
    "is_named": True,
}


def register() -> None:
    """Declare the kind with the ledger."""
    registry.register(
        LetterKind(
            slug=CERTIFICATE,
            template=TEMPLATE,
            title_id="Sertifikat kehadiran",
            title_en="Certificate of attendance",
            make_data=certificate_of,
            make_draft=certificate_of,
            make_facts=_facts,
            valid_until=_without_end,
            number_pattern=NUMBER,
            has_word=False,
            sample=SAMPLE,
        )
    )
