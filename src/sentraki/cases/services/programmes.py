"""Setting a yearly programme."""

from collections.abc import Mapping
from typing import Any

from sentraki.cases.models import Programme
from sentraki.cases.selectors.quota import places_of
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Office

OTHER_OFFICE = "This belongs to another office."
FIELDS = frozenset(
    {
        "year", "name", "fund_source", "budget", "quota", "classes_per_mark", "opens_on",
        "closes_on", "selection", "rules_text",
    }
)  # fmt: skip


def set_programme(
    *,
    office: Office,
    viewer: Viewer,
    values: Mapping[str, Any],
    programme: Programme | None = None,
    key: str = "",
) -> Programme:
    """Create a programme or change it. A quota never falls below the places already taken.

    Raises ``Invalid`` with the field's reason.
    """  # fmt: skip
    if programme is not None and programme.office_id != office.pk:
        raise Denied(OTHER_OFFICE, hidden=True)
    unknown = set(values) - FIELDS
    if unknown:
        raise Invalid("A programme has no such field: %(name)s", name=", ".join(sorted(unknown)))
    facts = {"region_code": office.region_code}
    with act("programme.set", on=programme, by=viewer, key=key, **facts) as deed:
        row = programme or Programme(office=office, region_code=office.region_code)
        if programme is not None:
            row = Programme.unscoped.select_for_update().get(pk=programme.pk)
        for name, value in values.items():
            setattr(row, name, value)
        _must_make_sense(row)
        row.save()
        deed.about(row)
        deed.record(year=row.year, quota=row.quota)
    return row


def _must_make_sense(row: Programme) -> None:
    if row.closes_on < row.opens_on:
        raise Invalid(
            "The window closes before it opens.", fields={"closes_on": "Must be the later day."}
        )
    if row.pk:
        taken = places_of(row)
        if row.quota < taken.held + taken.filed:
            raise Invalid(
                "More places are taken already.", fields={"quota": "More places are taken already."}
            )
