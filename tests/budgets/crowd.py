"""Many of everything: what one chain of services has made, copied row by row.

A copy is a row of its own. Links between copied rows lead to the copies, values that must be
unique get a number appended, everything else stays as the services wrote it.
"""

import copy
import re
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

ROOMS = ("parties", "cases", "ledger")
# The log and its counters are written by acts alone; a copy would be no act.
NOT_COPIED = frozenset({"entry", "checkpoint", "head", "receipt", "counter"})
REF = re.compile(r"([a-z_]+\.[a-z_]+):(\d+)")
# Fields of a uniqueness that say whose or of what kind a row is; they stay.
KEPT = frozenset({"region_code", "kind", "year", "state", "status"})

Row = models.Model
Kept = dict[type[Row], set[int]]


def rooms() -> list[type[Row]]:
    """The models of the rooms, those pointed at before those that point."""
    wanted = [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model._meta.model_name not in NOT_COPIED
    ]
    ordered: list[type[Row]] = []

    def place(model: type[Row], way: tuple[type[Row], ...]) -> None:
        if model in ordered or model in way or model not in wanted:
            return
        for field in _links(model):
            place(field.related_model, (*way, model))
        ordered.append(model)

    for model in wanted:
        place(model, ())
    return ordered


def _links(model: type[Row]) -> list[models.ForeignKey]:
    return [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]


def rows_of(model: type[Row]) -> models.QuerySet:
    """All rows, whatever their scope."""
    return model._base_manager.all()


def present() -> Kept:
    """Which rows there are now."""
    return {model: set(rows_of(model).values_list("pk", flat=True)) for model in rooms()}


def multiply(before: Kept, times: int) -> None:
    """Copy every row that is not in ``before`` until there are ``times`` of each."""
    made = {
        model: [row for row in rows_of(model).order_by("pk") if row.pk not in before[model]]
        for model in rooms()
    }
    for round_ in range(1, times):
        copies: dict[tuple[type[Row], int], Row] = {}
        for model, rows in made.items():
            for row in rows:
                copies[model, row.pk] = _copied(row, copies, round_)


def _copied(row: Row, copies: dict[tuple[type[Row], int], Row], round_: int) -> Row:
    fresh = copy.copy(row)
    fresh._state = copy.copy(row._state)
    fresh._state.fields_cache = {}
    fresh.pk, fresh._state.adding = None, True
    linked = set()
    for field in _links(type(row)):
        there = copies.get((field.related_model, getattr(row, field.attname)))
        if there is not None:
            setattr(fresh, field.attname, there.pk)
            linked.add(field.name)
    for field in type(row)._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.CharField) and value and REF.fullmatch(value):
            setattr(fresh, field.attname, _new_ref(value, copies))
            linked |= {field.name} if getattr(fresh, field.attname) != value else set()
    for field in _to_change(type(row), linked):
        setattr(fresh, field.attname, _other(field, getattr(row, field.attname), round_))
    models.Model.save(fresh, force_insert=True)
    return fresh


def _new_ref(value: str, copies: dict[tuple[type[Row], int], Row]) -> str:
    kind, number = REF.fullmatch(value).groups()
    there = copies.get((apps.get_model(kind), int(number)))
    return f"{kind}:{there.pk}" if there is not None else value


def _to_change(model: type[Row], linked: set[str]) -> Iterator[models.Field]:
    """One field of every uniqueness that the new links do not give already."""
    meta = model._meta
    unique: list[Iterable[str]] = [
        (f.name,) for f in meta.concrete_fields if f.unique and not f.primary_key
    ]
    unique += [c.fields for c in meta.constraints if isinstance(c, models.UniqueConstraint)]
    for names in unique:
        free = [meta.get_field(name) for name in names if name not in KEPT]
        own = [f for f in free if isinstance(f, (models.CharField, models.IntegerField))]
        if own and not linked & set(names):
            yield own[0]


def _other(field: models.Field, value: object, round_: int) -> object:
    if isinstance(value, int):
        return value + 1000 * round_
    if not value:
        return value
    end = f"~{round_:02}"
    return str(value)[: (field.max_length or 1000) - len(end)] + end
