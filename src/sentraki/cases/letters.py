"""The letters this room asks for: declarations only."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sentraki.cases.rules.dossier import ClassGoods
from sentraki.cases.rules.letter_rules import (
    TEMPLATE,
    Margins,
    Signatory,
    UmkLetter,
    valid_until,
)
from sentraki.ledger import letters as registry
from sentraki.ledger.letters import LetterKind, Signing
from sentraki.ledger.selectors.letters import EMBLEM_FILE, pictures_of
from sentraki.parties.rules import Scale

if TYPE_CHECKING:
    from sentraki.ledger.models import Letter
    from sentraki.offices.models import Office

UMK_LETTER = TEMPLATE
LABEL_FILE = "label.jpg"


def _may_issue(office: "Office") -> bool:
    return office.may_issue_umk_letter


def letter_of(letter: "Letter", signing: Signing | None = None) -> UmkLetter:
    """The letter as the rules know it; a draft without ``signing`` has no number and date."""
    office, fields = letter.office, letter.fields
    head = list(office.letterhead_lines) or [office.name, office.unit, office.address]
    signatory = signing.signatory if signing else {"unit": office.unit}
    return UmkLetter(
        letterhead=tuple(head),
        signatory=Signatory(
            name=signatory.get("name", ""),
            position=signatory.get("position", office.signatory_title),
            unit=signatory.get("unit", ""),
            nip=signatory.get("nip", ""),
        ),
        applicant_name=fields["applicant_name"],
        applicant_address=fields["applicant_address"],
        mark_name=fields["mark_name"],
        classes=tuple(ClassGoods(number, tuple(terms)) for number, terms in fields["classes"]),
        place=office.signature_place or office.region.name,
        scale=Scale(fields["scale"]),
        nib=fields["nib"],
        number=signing.number if signing else "",
        dated_on=signing.on if signing else None,
        seal_code=signing.seal_code if signing else "",
        label=LABEL_FILE,
        emblem=EMBLEM_FILE if EMBLEM_FILE in pictures_of(letter) else "",
        paper=office.paper_size,
        margins=Margins(
            office.margin_top, office.margin_right, office.margin_bottom, office.margin_left
        ),
    )


def _data(letter: "Letter", signing: Signing) -> Mapping[str, Any]:
    return letter_of(letter, signing).data()


def _draft(letter: "Letter") -> Mapping[str, Any]:
    return letter_of(letter).data()


def _facts(letter: "Letter", signing: Signing) -> Mapping[str, Any]:
    """What the letter's seal tells anybody: no name, no address, no mark before filing."""
    return {
        "kind": registry.get(letter.kind).title_id,
        "number": signing.number,
        "signed_on": signing.on.isoformat(),
        "office": letter.office.unit,
        "government": letter.office.name,
        "signatory": signing.signatory["position"],
    }


SAMPLE: Mapping[str, Any] = {
    "applicant_name": "SITI CONTOH",
    "applicant_address": "Jalan Contoh 1, Kecamatan Contoh, Kota Palembang, Sumatera Selatan 30111",
    "mark_name": "SAMBAL CONTOH",
    "classes": [[30, ["Sambal"]]],
    "scale": "micro",
    "nib": "0000000000001",
}


def register() -> None:
    """Declare the kinds with the ledger."""
    registry.register(
        LetterKind(
            slug=UMK_LETTER,
            template=TEMPLATE,
            title_id="Surat rekomendasi usaha mikro dan kecil",
            title_en="Recommendation letter for micro and small businesses",
            make_data=_data,
            make_draft=_draft,
            make_facts=_facts,
            valid_until=valid_until,
            may_issue=_may_issue,
            sample=SAMPLE,
        )
    )
