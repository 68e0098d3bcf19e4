"""Sheets of businesses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Lower

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import key_of, ref_of
from sentraki.kernel.secrets import blind_index
from sentraki.offices.models import Office
from sentraki.parties.models import Business, Consent, ImportBatch, ImportRow, Product
from sentraki.parties.rules import RowVerdict, Scale, business_key
from sentraki.parties.rules.import_fields import BUSINESS_FIELDS, squash
from sentraki.parties.rules.import_rows import BusinessReader, Reading
from sentraki.parties.rules.matching import Effect, Known, Plan, Register
from sentraki.parties.rules.reasons import BUSINESS
from sentraki.parties.selectors.imports import place_book, targets_of_codes, value_words
from sentraki.parties.services.businesses import fill
from sentraki.parties.services.import_kinds import Judged, Table, keep, refuse, verdict_of

MODEL = "parties.business"
_READ = (
    "trade_name", "owner_name", "owner_kind", "nik", "nib", "npwp", "phone", "email", "street",
    "rt_rw", "village_code", "district_code", "postcode", "scale", "subsector", "activity",
    "gender", "has_mark",
)  # fmt: skip
_CHUNK = 400
_VERDICTS = {
    Effect.CREATE: RowVerdict.CREATE,
    Effect.UPDATE: RowVerdict.UPDATE,
    Effect.MERGE: RowVerdict.UPDATE,
    Effect.SAME: RowVerdict.SAME,
    Effect.NONE: RowVerdict.REJECT,
}


class BusinessSheets:
    """Businesses, one a row; several rows of one business add up when owner or phone agree."""

    slug = "business"
    name_field = "trade_name"
    fields = BUSINESS_FIELDS
    reasons = BUSINESS
    slice_size = 60

    def judge(self, *, office: Office, viewer: Viewer, table: Table) -> list[Judged]:
        """A verdict for every row; see ``rules.matching`` for what counts as one business."""
        with_villages = "village" in table.columns.values()
        reader = BusinessReader(
            table.headers,
            table.columns,
            value_words(),
            place_book(office.region_code, with_villages=with_villages),
            clock.today(office.zone),
        )
        readings = reader.read_all(table.rows)
        codes = [reading.row_code for reading in readings if reading.row_code]
        pointed = {
            code: int(key_of(ref, MODEL) or 0)
            for code, ref in targets_of_codes(viewer, self.slug, codes).items()
        }
        register = Register(_known(viewer, office.region_code, readings, pointed.values()))
        plans = (register.decide(reading, pointed.get(reading.row_code)) for reading in readings)
        return [self._judged(plan) for plan in plans]

    def _judged(self, plan: Plan) -> Judged:
        values: dict[str, Any] = {}
        if plan.effect is not Effect.NONE:
            values = {
                "effect": plan.effect,
                "fields": dict(plan.reading.values),
                "products": list(plan.reading.products),
                "region": plan.reading.region_code,
                "target": plan.target,
                "twin": plan.twin,
                "changes": {name: list(pair) for name, pair in plan.changes.items()},
            }
        verdict = verdict_of(_VERDICTS[plan.effect], plan.reasons, self)
        target = f"{MODEL}:{plan.target}" if plan.target else ""
        return Judged(plan.reading.number, verdict, plan.reasons, values, target)

    def apply(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Record new businesses at once, then the changes one by one."""
        new = [row for row in rows if row.values["effect"] == Effect.CREATE]
        made = _create(batch, viewer, new)
        rest = [row for row in rows if row.values["effect"] != Effect.CREATE]
        targets = _targets(batch, viewer, rest, made)
        for row in rest:
            business = targets.get(row.number)
            if business is None or not _change(viewer, row, business):
                refuse(row, "known.meanwhile")

    def undo(self, *, batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> None:
        """Delete what was created, restore what was changed, unless it was used or changed."""
        keys = [key for row in rows if (key := key_of(row.target_ref, MODEL))]
        found = Business.objects.for_viewer(viewer).filter(pk__in=keys)
        businesses = {str(business.pk): business for business in found.select_for_update()}
        asked = Consent.objects.filter(business_id__in=keys).values_list("business_id", flat=True)
        consenting = {str(pk) for pk in asked}
        doomed: list[ImportRow] = []
        for row in rows:
            key = key_of(row.target_ref, MODEL) or ""
            business = businesses.get(key)
            if business is None:
                row.target_ref = ""
            elif business.changed_at.isoformat() != row.before["written"]:
                keep(row, "undo.changed")
            elif not row.before.get("created"):
                _restore(business, row)
            elif key in consenting:
                keep(row, "undo.used")
            else:
                doomed.append(row)
        _delete(viewer, doomed)


def _known(
    viewer: Viewer, region_code: str, readings: Sequence[Reading], pointed: Iterable[int]
) -> list[Known]:
    """The recorded businesses rows may speak of: of the same name, key, or pointed at."""
    names, owners, keys = set(), set(), set()
    for values in (reading.values for reading in readings):
        if values.get("trade_name"):
            names.add(values["trade_name"].lower())
        elif values.get("owner_name"):
            owners.add(values["owner_name"].lower())
        keys.add(_match_key(values))
    found: dict[int, Business] = {}
    everything = Business.objects.for_viewer(viewer).annotate(
        small_name=Lower("trade_name"), small_owner=Lower("owner_name")
    )
    for chunk in _chunks(names):
        found |= {b.pk: b for b in everything.filter(small_name__in=chunk)}
    for chunk in _chunks(owners):
        found |= {b.pk: b for b in everything.filter(trade_name="", small_owner__in=chunk)}
    for chunk in _chunks(keys):
        found |= {b.pk: b for b in everything.filter(match_key__in=chunk)}
    for chunk in _chunks(set(pointed)):
        found |= {b.pk: b for b in everything.filter(pk__in=chunk)}
    products = _products(found)
    return [
        Known(values_of(business), products.get(pk, set()), pk=pk)
        for pk, business in sorted(found.items())
    ]


def _chunks(things: set[Any]) -> Iterable[list[Any]]:
    ordered = sorted(things)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))


def _products(found: Mapping[int, Business]) -> dict[int, set[str]]:
    products: dict[int, set[str]] = {}
    for chunk in _chunks(set(found)):
        rows = Product.objects.filter(business_id__in=chunk).values_list("business_id", "name")
        for pk, name in rows:
            products.setdefault(pk, set()).add(squash(name))
    return products


def values_of(business: Business) -> dict[str, str]:
    """What a business says, as a row would: texts only, nothing for what is not known."""
    values = {name: str(getattr(business, name)) for name in _READ}
    values["started_on"] = business.started_on.isoformat() if business.started_on else ""
    if values["scale"] == Scale.UNKNOWN:
        values["scale"] = ""
    return values


def _match_key(values: Mapping[str, str]) -> str:
    names = ("trade_name", "owner_name", "phone", "district_code")
    return blind_index(business_key(*(values.get(name, "") for name in names)), "business")


def _typed(values: Mapping[str, str]) -> dict[str, Any]:
    """A row's texts as a business takes them."""
    typed: dict[str, Any] = dict(values)
    if "started_on" in typed:
        told = typed["started_on"]
        typed["started_on"] = date.fromisoformat(told) if told else None
    if typed.get("scale") == "":
        typed["scale"] = Scale.UNKNOWN
    return typed


def _create(batch: ImportBatch, viewer: Viewer, rows: Sequence[ImportRow]) -> dict[int, Business]:
    """Record the businesses of ``rows``; one that came into being meanwhile is refused."""
    source = ref_of(batch)
    drafts = {
        row.number: fill(
            Business(region_code=row.values["region"] or batch.region_code, source_ref=source),
            _typed(row.values["fields"]),
        )
        for row in rows
    }
    taken = _taken(viewer, {draft.match_key for draft in drafts.values()})
    made: dict[int, Business] = {}
    for row in rows:
        draft = drafts[row.number]
        if draft.match_key in taken:
            refuse(row, "known.meanwhile")
        else:
            taken.add(draft.match_key)
            made[row.number] = draft
    Business.objects.bulk_create(made.values())
    for row in rows:
        if row.number in made:
            business = made[row.number]
            row.target_ref = ref_of(business)
            row.before = {"created": True, "written": business.changed_at.isoformat()}
    Product.objects.bulk_create(
        Product(business=made[row.number], name=name)
        for row in rows
        if row.number in made
        for name in row.values["products"]
    )
    return made


def _taken(viewer: Viewer, keys: set[str]) -> set[str]:
    known = Business.objects.for_viewer(viewer).filter(match_key__in=keys)
    return set(known.values_list("match_key", flat=True))


def _targets(
    batch: ImportBatch,
    viewer: Viewer,
    rows: Sequence[ImportRow],
    made: Mapping[int, Business],
) -> dict[int, Business]:
    """Row number → the business it changes; rows of one business share the object."""
    twins = {row.values["twin"] for row in rows if not row.values["target"]}
    earlier = batch.rows.filter(number__in=twins).values_list("number", "target_ref")
    keys = {number: key_of(ref, MODEL) for number, ref in earlier}
    keys |= {number: str(business.pk) for number, business in made.items()}
    wanted = {
        row.number: str(row.values["target"] or keys.get(row.values["twin"]) or "") for row in rows
    }
    found = Business.objects.for_viewer(viewer).filter(pk__in=[k for k in wanted.values() if k])
    businesses = {str(b.pk): b for b in found.select_for_update()}
    return {number: businesses[key] for number, key in wanted.items() if key in businesses}


def _change(viewer: Viewer, row: ImportRow, business: Business) -> bool:
    """Bring a business up to date; ``False`` when it is no longer what the preview saw."""
    now = values_of(business)
    wanted: dict[str, str] = {}
    for name, (old, new) in row.values["changes"].items():
        if now.get(name, "") not in (old, new):
            return False
        wanted[name] = new
    before = {name: now.get(name, "") for name in wanted}
    changed_at, key = business.changed_at, business.match_key
    fill(business, _typed(wanted))
    if business.match_key != key and _taken(viewer, {business.match_key}):
        business.refresh_from_db()
        return False
    business.save()
    has = {squash(name) for name in business.products.values_list("name", flat=True)}
    added = [name for name in row.values["products"] if squash(name) not in has]
    made = [Product.objects.create(business=business, name=name).pk for name in added]
    row.target_ref = ref_of(business)
    row.before = {
        "fields": before,
        "changed_at": changed_at.isoformat(),
        "written": business.changed_at.isoformat(),
        "products": made,
    }
    return True


def _restore(business: Business, row: ImportRow) -> None:
    Product.objects.filter(business=business, pk__in=row.before["products"]).delete()
    fill(business, _typed(row.before["fields"]))
    business.changed_at = datetime.fromisoformat(row.before["changed_at"])
    business.save()
    row.target_ref = ""


def _delete(viewer: Viewer, rows: Sequence[ImportRow]) -> None:
    """Remove the businesses of ``rows`` with their products; those a case holds on to stay."""
    keys = {row.number: int(key_of(row.target_ref, MODEL) or 0) for row in rows}
    try:
        with transaction.atomic():
            Business.objects.for_viewer(viewer).filter(pk__in=keys.values()).delete()
    except ProtectedError:
        if len(rows) == 1:
            keep(rows[0], "undo.used")
            return
        for row in rows:
            _delete(viewer, [row])
        return
    for row in rows:
        row.target_ref = ""


BUSINESS_SHEETS = BusinessSheets()
