"""Setting a yearly programme."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from sentraki.cases.models import Programme
from sentraki.cases.rules.eligibility import from_rows
from sentraki.cases.rules.quota import SelectionMode
from sentraki.cases.selectors.quota import money_of, places_of, waves_of
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Denied, Invalid
from sentraki.ledger.acts import act
from sentraki.offices.models import Office

OTHER_OFFICE = "This belongs to another office."
PROMISED = gettext_noop("More money is promised to places already.")
STATED = gettext_noop("The window is open: what decides the order was stated in advance and stays.")
NO_SEED = gettext_noop("A lottery needs its seed before the window opens.")
TOO_MANY = gettext_noop("The waves open more places than there are.")
NO_CONDITION = gettext_noop("This is no condition.")
ORDER_FIELDS = ("selection", "seed", "eligibility", "name_points", "opens_on")
FIELDS = frozenset(
    {
        "year", "name", "fund_source", "budget", "quota", "classes_per_mark", "opens_on",
        "closes_on", "selection", "rules_text", "fee_per_class", "marks_per_business", "hold_days",
        "seed", "eligibility", "name_points", "waves", "queue_opens_at",
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
    """Create a programme or change it.

    A quota never falls below the places already taken, a budget never below the money promised to
    them. What decides the order of places stays as it is once the window is open. Raises
    ``Invalid`` with the field's reason.
    """
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
        stated = {name: getattr(row, name) for name in ORDER_FIELDS}
        for name, value in values.items():
            setattr(row, name, value)
        _must_make_sense(row)
        _must_be_stated_in_advance(row, stated)
        row.save()
        deed.about(row)
        deed.record(year=row.year, quota=row.quota)
    return row


def _must_make_sense(row: Programme) -> None:
    if row.closes_on < row.opens_on:
        raise Invalid(
            "The window closes before it opens.", fields={"closes_on": "Must be the later day."}
        )
    if sum(wave.places for wave in waves_of(row)) > row.quota:
        raise Invalid(TOO_MANY, fields={"waves": TOO_MANY})
    try:
        from_rows(row.eligibility)
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(NO_CONDITION, fields={"conditions": NO_CONDITION}) from error
    if row.pk:
        taken, money = places_of(row), money_of(row)
        if row.quota < taken.held + taken.filed:
            raise Invalid(
                "More places are taken already.", fields={"quota": "More places are taken already."}
            )
        if money.left < 0:
            raise Invalid(PROMISED, fields={"budget": PROMISED})


def _must_be_stated_in_advance(row: Programme, before: Mapping[str, Any]) -> None:
    today = clock.today(row.office.zone)
    if row.selection == SelectionMode.LOTTERY and not row.seed:
        raise Invalid(NO_SEED, fields={"seed": NO_SEED})
    if row._state.adding:
        if row.selection == SelectionMode.LOTTERY and row.opens_on <= today:
            raise Invalid(NO_SEED, fields={"opens_on": NO_SEED})
        return
    changed = [name for name in ORDER_FIELDS if getattr(row, name) != before[name]]
    if changed and before["opens_on"] <= today:
        shown = "conditions" if changed[0] == "eligibility" else changed[0]
        raise Invalid(STATED, fields={shown: STATED})
