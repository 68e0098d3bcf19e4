"""The letters this room asks for: declarations only."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop

from sentraki.kernel.wording import date_id
from sentraki.ledger import letters as registry
from sentraki.ledger.letters import LetterKind, Signing

if TYPE_CHECKING:
    from sentraki.ledger.models import Letter
    from sentraki.offices.models import Office

UMK_LETTER = "surat-rekomendasi-umk"
LABEL_FILE = "label.jpg"
SCALE_WORDS = {"micro": gettext_noop("usaha mikro"), "small": gettext_noop("usaha kecil")}


def _may_issue(office: "Office") -> bool:
    return office.may_issue_umk_letter


def _same_year(on: date) -> date:
    """The letter counts in the year it was signed (domain reference 1.3, read 2026-11-21)."""
    return date(on.year, 12, 31)


def _data(letter: "Letter", signing: Signing) -> Mapping[str, Any]:
    office, fields = letter.office, letter.fields
    return {
        "paper": office.paper_size,
        "margins": {
            "top": office.margin_top,
            "right": office.margin_right,
            "bottom": office.margin_bottom,
            "left": office.margin_left,
        },
        "letterhead": list(office.letterhead_lines) or [office.name, office.unit, office.address],
        "emblem": "",
        "number": signing.number,
        "place": office.signature_place or office.region.name,
        "dated_on": date_id(signing.on),
        "signatory": dict(signing.signatory),
        "valid_until": date_id(signing.valid_until or _same_year(signing.on)),
        "qr": "qr.svg",
        "seal_code": signing.seal_code,
        "label": LABEL_FILE,
        "scale": fields["scale"],
        "applicant": dict(fields["applicant"]),
        "goods_label": fields["goods_label"],
        "goods": fields["goods"],
        "mark_name": fields["mark_name"],
    }


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
    "scale": "usaha mikro",
    "applicant": {
        "name": "SITI CONTOH",
        "address": "Jalan Contoh 1, RT 01/RW 02, Kecamatan Contoh, Kota Palembang 30111",
        "nib": "0000000000001",
    },
    "goods_label": "Jenis barang",
    "goods": "Kelas 30: sambal",
    "mark_name": "SAMBAL CONTOH",
}


def register() -> None:
    """Declare the kinds with the ledger."""
    registry.register(
        LetterKind(
            slug=UMK_LETTER,
            template=UMK_LETTER,
            title_id="Surat rekomendasi usaha mikro dan kecil",
            title_en="Recommendation letter for micro and small businesses",
            make_data=_data,
            make_facts=_facts,
            valid_until=_same_year,
            may_issue=_may_issue,
            sample=SAMPLE,
        )
    )
