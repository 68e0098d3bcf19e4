"""The demo: five offices with their real structure, invented people, 26 registered products."""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from sentraki.cases.models import Case, Programme, Right
from sentraki.cases.services import decisions, intake, programmes, rights
from sentraki.cases.services.papers import add_paper
from sentraki.desk import demo_communities
from sentraki.desk.office_acts import keep_emblem
from sentraki.insight.regions import load_comparisons, periods
from sentraki.kernel import clock
from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.refs import ref_of
from sentraki.ledger.services.documents import Made
from sentraki.offices.models import Membership, Office, Region
from sentraki.offices.rules import RegionLevel
from sentraki.offices.services.demo import make_demo_offices

MAKER = Viewer.system("demo")
FEE = 500_000
RIGHTS = "palembang_rights.csv"


def load() -> bool:
    """Make the whole demo where it is missing; ``False`` when there was nothing to do."""
    offices = {office.slug: office for office in make_demo_offices()}
    for row in _toml("offices.toml")["office"]:
        _emblem(offices[row["slug"]], row["emblem"])
    before = Right.unscoped.count(), Case.unscoped.count(), Programme.unscoped.count()
    for row in _toml("programmes.toml")["programme"]:
        _programme(offices[row["office"]], row)
    if not periods() and Region.objects.filter(level=RegionLevel.VILLAGE).exists():
        load_comparisons(path=_folder() / "ranking.csv", viewer=MAKER)
    for known in _rights():
        if not Right.unscoped.filter(kind=known.kind, number=known.number).exists():
            rights.record_known(office=offices["palembang"], viewer=MAKER, known=known)
    if not Case.unscoped.filter(office=offices["palembang"]).exists():
        for row in _toml("cases.toml")["case"]:
            _case(offices[row["office"]], row)
    for row in _toml("communities.toml")["community"]:
        demo_communities.make(offices["bojonegoro"], row, picture_of("CONTOH AKTA"))
    return before != (Right.unscoped.count(), Case.unscoped.count(), Programme.unscoped.count())


def _folder() -> Path:
    return Path(settings.DATA) / "demo"


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_folder() / name).read_text(encoding="utf-8"))


def _emblem(office: Office, name: str) -> None:
    """Give the office the emblem drawn for it, unless it has one."""
    if not office.emblem_ref:
        drawn = (_folder() / "emblems" / f"{name}.png").read_bytes()
        keep_emblem(office=office, viewer=MAKER, picture=Made(drawn, "image/png"))


def _programme(office: Office, row: dict[str, Any]) -> None:
    if Programme.unscoped.filter(office=office, year=row["year"], name=row["name"]).exists():
        return
    programmes.set_programme(
        office=office,
        viewer=MAKER,
        values={
            "year": row["year"],
            "name": row["name"],
            "fund_source": row["fund_source"],
            "budget": FEE * row["quota"],
            "quota": row["quota"],
            "opens_on": date(row["year"], 1, 5),
            "closes_on": date(row["year"], 12, 20),
            "rules_text": row["rules"],
        },
    )


def _rights() -> Iterator[rights.KnownRight]:
    with (_folder() / RIGHTS).open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield rights.KnownRight(
                number=row["number"],
                name=row["name"],
                holder=row["holder"],
                classes=row["classes"],
                subsector=row["subsector"],
                district_code=row["district_code"],
                filed_on=date.fromisoformat(row["filed_on"]),
                registered_on=date.fromisoformat(row["registered_on"]),
                source_ref="demo",
            )


def _case(office: Office, row: dict[str, Any]) -> None:
    """One invented case, brought as far as ``row["until"]`` says, by the people of its office."""
    case = intake.start(
        office=office,
        viewer=Viewer.public(),
        name=row["owner"],
        phone=row["phone"],
        check={"names": [row["mark"]], "goods": row["goods"], "classes": [row["class"]]},
    ).case
    applicant = Viewer(Role.APPLICANT, "applicant", grants=frozenset({str(ref_of(case))}))
    for section, values in _answers(row).items():
        intake.save_answers(case=case, viewer=applicant, section=section, values=values)
    for requirement in row["papers"]:
        add_paper(
            case=case,
            viewer=applicant,
            requirement=requirement,
            source=picture_of(row["mark"] if requirement == "label" else f"CONTOH {requirement}"),
            name=f"{requirement}.jpg",
        )
    if row["until"] != "draft":
        case = intake.submit(case=Case.unscoped.get(pk=case.pk), viewer=applicant)
        _decide(case, row["until"])


def _answers(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        "owner_kind": {"value": "person"},
        "owner": {"owner_name": row["owner"].upper(), "nik": row["nik"]},
        "business": {
            "trade_name": row["trade_name"],
            "nib": row["nib"],
            "scale": "micro",
            "subsector": row["subsector"],
            "activity": row["goods"],
        },
        "mark": {
            "name": row["mark"],
            "mark_type": "combined",
            "description": f"Tulisan {row['mark']}",
            "colours": "hitam, putih",
            "no_translation": True,
        },
        "goods": {
            "classes": [row["class"]],
            "text": row["goods"],
            "terms": {str(row["class"]): [row["goods"]]},
        },
        "address": {
            "street": "Jalan Contoh 1",
            "district_code": row["district"],
            "postcode": row["postcode"],
        },
        "consent": {"facilitate": True, "publish": True, "messages": True},
        "later": {"value": row.get("later", [])},
    }


def _decide(case: Case, until: str) -> None:
    if until == "submitted":
        return
    officer = officer_of(case.office, Role.VERIFIER)
    if until == "returned":
        defect = {"requirement": "ktp", "text": "Alamat di KTP tidak terbaca. Foto lagi."}
        due = clock.today(case.office.zone).replace(day=28)
        decisions.return_once(case=case, viewer=officer, defects=[defect], due_on=due)
        return
    decisions.check_pdki(
        case=case,
        viewer=officer,
        finding="Contoh: tidak ada merek yang sama di kelas ini.",
        checked_on=clock.today(case.office.zone),
    )
    decisions.accept(case=case, viewer=officer)


def officer_of(office: Office, role: Role) -> Viewer:
    """The office's first live person in ``role``, acting."""
    member = Membership.objects.filter(office=office, role=role, ended_at=None).first()
    if member is None:
        raise LookupError(f"{office} has no {role}")
    return Viewer(
        role=role,
        name=member.person.name,
        person_id=member.person_id,
        office_id=office.pk,
        regions=(office.region_code,),
        second_factor=True,
    )


def picture_of(words: str) -> bytes:
    """A plain picture with a few words on it, standing for a label or a photographed paper."""
    canvas = Image.new("RGB", (900, 600), "#ffffff")
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((30, 30, 870, 570), outline="#74461c", width=10)
    draw.text((450, 300), words, fill="#14284b", anchor="mm", font=ImageFont.load_default(56))
    written = BytesIO()
    canvas.save(written, "JPEG", quality=88)
    return written.getvalue()
