"""Hits of the watch: open ones by their last day, and what each rests on."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from sentraki.cases.models import Right, WatchHit
from sentraki.cases.rules.watch import Objection, points
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.refs import ref_of
from sentraki.screening.models import GazetteReading
from sentraki.screening.pictures import label_address
from serupa import Finding
from serupa.explain import FindingText, Language, finding_text, headed

MARKS = ("mark", "collective_mark")


def in_force_rights(today: date) -> QuerySet[Right]:
    """Every right with words that stands today, wherever it is registered."""
    stands = Q(expires_on=None) | Q(expires_on__gte=today)
    lasts = Q(ended_on=None) | Q(ended_on__gt=today)
    return Right.unscoped.filter(stands, lasts, kind__in=MARKS).exclude(name="")


def open_hits(viewer: Viewer) -> QuerySet[WatchHit]:
    """Hits of the viewer's region that can still be objected to, nearest last day first."""
    rows = WatchHit.objects.for_viewer(viewer).filter(last_day__gte=clock.today("WIB"))
    return rows.select_related("right__office", "entry__issue").order_by("last_day", "-band", "id")


def hits_of(reading: GazetteReading) -> int:
    """How many marks of the whole installation resemble one of the reading's issue; a number."""
    return WatchHit.unscoped.filter(entry__issue=reading.issue).count()


def hit_by_link(public_id: str) -> WatchHit | None:
    """The hit whose secret link somebody followed, while its time runs; the link is the key."""
    rows = WatchHit.unscoped.select_related("right__office", "entry__issue")
    return rows.filter(public_id=public_id, last_day__gte=clock.today("WIB")).first()


def words_of(hit: WatchHit, lang: Language) -> FindingText:
    """Why the published mark (right) resembles the owner's own (left), in sentences."""
    if "label" not in hit.finding:
        return finding_text(hit.right.name, Finding.from_dict(hit.finding), lang)
    return FindingText(
        name=hit.entry.shown_name,
        band=hit.band,
        band_word="",
        reasons=tuple(hit.finding["label"][lang]),
        law="",
        market="",
        query_parts=((hit.right.name, False),),
        record_parts=((hit.entry.shown_name, False),),
    )


def own_label(hit: WatchHit) -> str:
    """The protected mark's own label as a data address; "" where none is kept."""
    return label_address(ref_of(hit.right))


def reasons_of(words: FindingText) -> list[tuple[str, str]]:
    """The reasons as rows: what each is about, and its sentence."""
    rows = [headed(line) for line in words.reasons]
    if words.law:
        rows.append((pgettext("compare", "Rule"), words.law))
    return rows + ([headed(words.market)] if words.market else [])


def proposed_points(hit: WatchHit) -> list[str]:
    """The points of the draft objection: as edited, else the proposed ones."""
    if hit.draft:
        return [part.strip() for part in hit.draft.split("\n\n") if part.strip()]
    right, entry = hit.right, hit.entry
    about = Objection(
        mark=right.name,
        number=right.number,
        classes=right.classes,
        other=entry.shown_name,
        other_number=entry.number,
        other_classes=entry.classes.replace(",", ", "),
        issue=entry.issue.number,
    )
    return points(about, words_of(hit, "id").reasons)
