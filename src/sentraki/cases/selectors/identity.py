"""One business as another agency may know it: filed marks, products, permits, what differs.

Only what is filed is told; the name of a file under way is nobody else's business. Two queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, DateField, F, Q, Value
from django.db.models.functions import Cast, Concat

from sentraki.cases.models import Case, Filing, Right
from sentraki.cases.rules.coherence import Difference, Mark, Paper, differences, halal_words
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.ids import is_code, normalise_code
from sentraki.kernel.refs import key_of, ref_of
from sentraki.ledger.models import Entry, Seal
from sentraki.ledger.rules.seal_states import SealState
from sentraki.offices.models import Agency
from sentraki.offices.rules import AgencyScope
from sentraki.offices.scoping import prefix_scope
from sentraki.parties.models import Business, Permit, Product
from sentraki.parties.rules.permits import PermitKind

READ = "identity.read"
_BUSINESS, _PRODUCT, _RIGHT = "business", "product", "right"


@dataclass(frozen=True)
class KnownMark:
    """A filed mark. ``status`` is a seal's word (applied, registered, void), never more."""

    name: str
    holder: str
    status: str
    number: str
    classes: tuple[int, ...]
    seal: str
    valid_until: date | None
    halal_words: tuple[str, ...]


@dataclass(frozen=True)
class Permitted:
    """A paper with its number, as the office noted it."""

    paper: Paper
    number: str


@dataclass(frozen=True)
class Identity:
    """What is known of one business; ``ref`` and ``region_code`` are for the log alone."""

    ref: str
    region_code: str
    nib: str
    owner: str
    trade_name: str
    marks: tuple[KnownMark, ...] = ()
    products: tuple[str, ...] = ()
    permits: tuple[Permitted, ...] = ()
    differences: tuple[Difference, ...] = ()

    def within(self, scopes: frozenset[str]) -> "Identity":
        """The same without what lies outside ``scopes`` (values of ``AgencyScope``)."""
        kept = self
        if AgencyScope.MARKS not in scopes:
            kept = replace(kept, marks=(), differences=())
        if AgencyScope.PRODUCTS not in scopes:
            kept = replace(kept, products=())
        if AgencyScope.PERMITS not in scopes:
            kept = replace(kept, permits=(), differences=())
        return kept


@dataclass(frozen=True)
class Reading:
    """One time somebody asked: who, when, what for."""

    at: datetime
    agency: str
    purpose: str


def identity(viewer: Viewer, *, nib: str = "", seal: str = "") -> Identity | None:
    """The business with this NIB, or behind this mark's seal, in the viewer's regions.

    ``None`` when there is none, alike for one of another region. With several rows of one NIB
    their marks and papers are told together.
    """
    here = prefix_scope("region_code", viewer.regions)
    if here is None or not (nib or is_code(seal)):
        return None
    wanted = Q(case__business__nib=nib) if nib else Q(seal__code=normalise_code(seal))
    tied = Q(nib=nib) if nib else Q(rights__seal__code=normalise_code(seal))
    filings = list(
        Filing.unscoped.filter(here, wanted)
        .select_related("case__business", "seal", "right")
        .order_by("-received_on", "-id")
    )
    owners = {filing.case.business_id for filing in filings if filing.case.business_id}
    rows = _names(Q(pk__in=owners) if owners and not nib else tied, viewer.regions)
    return _told(filings, rows) if any(row[0] == _BUSINESS for row in rows) else None


def at_the_desk(business: Business, cases: Iterable[Case]) -> Identity:
    """The same for an officer of the region, files under way among the marks compared."""
    open_marks = [
        Mark(case.mark_name, is_filed=False)
        for case in cases
        if case.mark_name and not hasattr(case, "filing")
    ]
    filings = list(
        Filing.unscoped.filter(case__business=business).select_related("case", "seal", "right")
    )
    rows = _names(Q(pk=business.pk), (business.region_code,))
    return _told(filings, rows, open_marks)


def readers_of(case: Case) -> list[Reading]:
    """Who asked about the business of a case the caller holds; newest first, at most fifty."""
    if case.business_id is None:
        return []
    about = ref_of(f"parties.business:{case.business_id}")
    asked = Entry.objects.filter(verb=READ, on_ref=about).select_related("note")
    entries = list(asked.order_by("-index")[:50])
    keys = {int(key_of(entry.actor_ref, "offices.agency") or 0) for entry in entries}
    names = dict(Agency.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [
        Reading(
            entry.at,
            names.get(int(key_of(entry.actor_ref, "offices.agency") or 0), ""),
            entry.note.text if hasattr(entry, "note") else "",
        )
        for entry in entries
    ]


def _names(wanted: Q, regions: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows (kind, name, number, holder, valid until, region, key of the business). One query.

    A right that an officer tied to the business has its classes, seal and word for a region.
    """
    here = prefix_scope("region_code", regions) or Q(pk=None)
    owners = Business.unscoped.filter(here, wanted).values("pk")
    none, empty = Cast(Value(None), DateField()), Value("", CharField())
    papers = Permit.objects.filter(business__in=owners, dropped_at=None).values_list(
        "kind", "name", "number", "holder", "valid_until", empty, "business_id"
    )
    products = Product.objects.filter(business__in=owners).values_list(
        Value(_PRODUCT, CharField()), "name", empty, empty, none, empty, "business_id"
    )
    tied = Right.objects.for_viewer(Viewer.public()).filter(business__in=owners, seal__isnull=False)
    rights = tied.values_list(
        Value(_RIGHT, CharField()),
        "name",
        "number",
        "holder",
        "expires_on",
        Concat("classes", Value("|"), "seal__code", Value("|"), "seal__state"),
        "business_id",
    )
    business = Business.unscoped.filter(pk__in=owners).values_list(
        Value(_BUSINESS, CharField()),
        "trade_name",
        "nib",
        "owner_name",
        none,
        "region_code",
        F("id"),
    )
    more = (products.order_by(), rights.order_by(), business.order_by())
    return sorted(papers.order_by().union(*more), key=str)


def _told(
    filings: Sequence[Filing], rows: Sequence[tuple[Any, ...]], more: Sequence[Mark] = ()
) -> Identity:
    known = [row for row in rows if row[0] == _BUSINESS]
    _, trade_name, nib, owner, _, region, key = max(known, key=lambda row: row[-1])
    filed = [_mark(filing, filing.seal) for filing in filings if filing.seal is not None]
    marks = (*filed, *(_tied(row, region) for row in rows if row[0] == _RIGHT))
    in_force = [mark for mark in marks if mark.status != SealState.VOID]
    permits = tuple(
        Permitted(Paper(PermitKind(kind), name, holder, until), number)
        for kind, name, number, holder, until, *_ in rows
        if kind not in (_BUSINESS, _PRODUCT, _RIGHT)
    )
    return Identity(
        ref=f"parties.business:{key}",
        region_code=region,
        nib=nib,
        owner=owner,
        trade_name=trade_name,
        marks=marks,
        products=tuple(row[1] for row in rows if row[0] == _PRODUCT),
        permits=permits,
        differences=differences(
            [*(Mark(mark.name, mark.holder) for mark in in_force), *more],
            [permit.paper for permit in permits],
            owner=owner,
            today=clock.today(clock.zone_of(region)),
        ),
    )


def _tied(row: tuple[Any, ...], region: str) -> KnownMark:
    """A mark of a list that an officer tied to the business."""
    _, name, number, holder, until, packed, _ = row
    classes, code, state = packed.split("|")
    numbers = tuple(int(part) for part in classes.split(",") if part.isdigit())
    is_over = until is not None and until < clock.today(clock.zone_of(region))
    return KnownMark(
        name=name,
        holder=holder,
        status=SealState.VOID.value if is_over else state,
        number=number,
        classes=numbers,
        seal=code,
        valid_until=until,
        halal_words=halal_words(name, numbers),
    )


def _mark(filing: Filing, seal: Seal) -> KnownMark:
    right = getattr(filing, "right", None)
    name = str(seal.facts.get("name", ""))
    until = seal.valid_until
    is_over = until is not None and until < clock.today(clock.zone_of(filing.region_code))
    return KnownMark(
        name=name,
        holder=str(seal.facts.get("holder", "")),
        status=SealState.VOID.value if is_over else seal.state,
        number=right.number if right else filing.number,
        classes=filing.case.class_numbers,
        seal=seal.code,
        valid_until=until,
        halal_words=halal_words(name, filing.case.class_numbers),
    )
