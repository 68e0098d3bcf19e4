"""Cases of earlier years for tests of figures, taken over through the one way there is."""

from collections.abc import Iterable
from datetime import date

from tests import factories as make

from sentraki.cases.models import Case, Programme
from sentraki.cases.services.case_imports import record_past
from sentraki.cases.services.case_rows import PastCase


def past(
    number, *, year=2021, result="incomplete", district="", classes="30", gender="P", reason="A1"
) -> PastCase:
    """One row of an office's earlier list."""
    filed = {} if result == "incomplete" else {
        "number": f"DID{year}{number:06}", "filed_on": date(year, 3, 1)
    }  # fmt: skip
    business = {
        "owner_name": f"Pemilik {number}",
        "trade_name": f"Usaha {number}",
        "gender": gender,
        "scale": "micro",
        "district_code": district,
        "subsector": "culinary",
    }
    return PastCase(
        year=year,
        name=f"Merek Uji {number}",
        classes=classes,
        result=result,
        accepted_on=date(year, 2, 1),
        business=tuple((name, text) for name, text in business.items() if text),
        registration=f"IDM{number:09}" if result == "registered" else "",
        registered_on=date(year + 1, 3, 1) if result == "registered" else None,
        decided_on=date(year + 1, 3, 1) if result == "refused" else None,
        reason_code=reason if result == "refused" else "",
        **filed,
    )


def load_past(office, rows: Iterable[PastCase]) -> list[Case]:
    """Record ``rows`` with programmes of their years; places enough for all."""
    who, made = make.make_officer(office), []
    for row in rows:
        programme = Programme.unscoped.filter(office=office, year=row.year).first()
        programme = programme or make.make_programme(office=office, year=row.year, quota=2000)
        made.append(record_past(programme=programme, viewer=who, past=row, source="tests.list:1"))
    return made
