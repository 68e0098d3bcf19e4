"""The demo's eleven communities of Bojonegoro: their short names are real, their people are not."""

from datetime import date
from typing import Any

from sentraki.cases.services import usage_rules
from sentraki.cases.services.filing_papers import Sent
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.ledger.services.documents import Made
from sentraki.offices.models import Office
from sentraki.parties.models import Community
from sentraki.parties.rules.communities import BoardRole, Seat
from sentraki.parties.services import communities
from sentraki.parties.services.communities import NewMember

MAKER = Viewer.system("demo")
_SINCE = date(2024, 1, 1)
_CHAPTERS = {
    "quality": "Bahan lokal, tanpa pengawet, berat bersih sesuai yang tertulis di kemasan.",
    "supervision": "Pengurus memeriksa setiap anggota dua kali setahun dan mencatat hasilnya.",
    "sanctions": "Teguran pertama; teguran kedua; pembekuan; pencabutan.",
}


def make(office: Office, row: dict[str, Any], deed: bytes) -> None:
    """Record one community of ``office`` unless it is there; ``deed`` stands for a copy (JPEG)."""
    rows = Community.objects.for_viewer(MAKER)
    if rows.filter(region_code=office.region_code, name=row["name"]).exists():
        return
    has_deed = "deed" in row
    values = {name: row[name] for name in ("name", "short_name", "kind", "product")}
    values |= {"district_code": row["district"], "street": "Jalan Contoh 1", "postcode": "62111"}
    values |= {"phone": "6281200000090", "guided_by": "Dinas Perdagangan, Koperasi dan UM"}
    if has_deed:
        values |= {"deed_number": row["deed"], "deed_on": _SINCE}
    board = [
        Seat(row["chair"], BoardRole.CHAIR, _SINCE),
        Seat(row["secretary"], BoardRole.SECRETARY, _SINCE),
    ]
    community = communities.record(
        office=office,
        viewer=MAKER,
        values=values,
        seats=board,
        deed=Made(deed, "image/jpeg") if has_deed else None,
    )
    people = [NewMember(f"Anggota {row['short_name']} {n} Contoh") for n in range(row["members"])]
    communities.enrol(community=community, viewer=MAKER, people=people)
    if row.get("rules"):
        _rules(community, [seat.name for seat in board], deed)


def _rules(community: Community, names: list[str], copy: bytes) -> None:
    rules = usage_rules.start(community=community, viewer=MAKER)
    for code, text in _CHAPTERS.items():
        rules = usage_rules.save(rules=rules, viewer=MAKER, step=code, texts={code: text})
    rules = usage_rules.freeze(rules=rules, viewer=MAKER)
    usage_rules.sign(
        rules=rules,
        viewer=MAKER,
        signed_on=clock.today(community.office.zone),
        names=names,
        copy=Sent(copy, "ketentuan.jpg"),
    )
