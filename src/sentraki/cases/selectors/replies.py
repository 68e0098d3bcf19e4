"""The answer desk: which letters wait for an answer, wording by article, and the evidence held."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from sentraki.cases.models import Case, Filing, FilingEvent, Reply, ReplyPoint, Right
from sentraki.cases.rules.answering import ANY, KIND_OF, Block, Exhibit, Known, matches
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.rules.office_letter import cited_in
from sentraki.cases.selectors.evidence import frozen_run
from sentraki.cases.selectors.goods import goods_of
from sentraki.kernel.access import Viewer
from sentraki.kernel.wording import date_id
from sentraki.screening.models import GazetteEntry, MarkRecord
from sentraki.screening.services import frozen_reports
from serupa import Report


def replies_of(viewer: Viewer) -> QuerySet[Reply]:
    """The answers the viewer may know of, with what a page shows of them."""
    return Reply.objects.for_viewer(viewer).select_related(
        "filing__case__business", "filing__case__office__region", "event"
    )


def to_answer(filing: Filing) -> FilingEvent | None:
    """The newest news of ``filing`` if it is a letter one answers and no answer was begun."""
    newest = filing.events.order_by("-recorded_at", "-id").first()
    if newest is None or FilingStatus(newest.status) not in KIND_OF:
        return None
    return None if Reply.objects.for_viewer(_ALL).filter(event=newest).exists() else newest


_ALL = Viewer.system("cases.replies")


@cache
def blocks() -> tuple[Block, ...]:
    """Every building block, in the table's order."""
    return tuple(
        Block(
            f"{row['ground']}.{row['position']}",
            row["ground"],
            row["heading"],
            row["text"],
            frozenset(row["exhibits"].split()),
            row["source"],
            row["confidence"],
            row["notice"],
        )
        for row in _rows()
    )


@cache
def vocabulary() -> Mapping[str, tuple[str, ...]]:
    """Words by which a point without an article is given one, by the article's code."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        if row["words"]:
            words = tuple(word.casefold() for word in row["words"].split("|"))
            found[row["ground"]] = found.get(row["ground"], ()) + words
    return found


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (Path(settings.DATA) / "answer_blocks.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def blocks_for(grounds: Sequence[str]) -> list[Block]:
    """The blocks for these articles; the general one where none fits."""
    found = [one for one in blocks() if any(matches(one.ground, named) for named in grounds)]
    return found or [one for one in blocks() if one.ground == ANY]


def known_of(point: ReplyPoint) -> Known:
    """What fills the places of a block for ``point``."""
    case = point.reply.filing.case
    cited = cited_in(point.text, case.mark_name)
    goods = [term for group in goods_of(case) for term in group.terms]
    return Known(
        mark=case.mark_name,
        classes=", ".join(case.classes.split(",")),
        goods=", ".join(goods),
        office=case.office.unit,
        cited=", ".join(one if one[-1:].isdigit() else f"“{one}”" for one in cited),
    )


def exhibits_of(viewer: Viewer, reply: Reply) -> list[Exhibit]:
    """What the office holds that may go with the answer, each with its line; Indonesian."""
    case = reply.filing.case
    texts = [reply.lead, *(point.text for point in reply.points.all())]
    return [
        *_label(case),
        *_searches(viewer, case),
        *_business(case),
        *_rights(viewer, case),
        *_cited(viewer, case, cited_in("\n".join(texts), case.mark_name)),
    ]


def _label(case: Case) -> Iterable[Exhibit]:
    for paper in case.papers.filter(replaced_at=None, requirement="label"):
        yield Exhibit("label", "label", f"Label merek, diserahkan {date_id(paper.given_at.date())}")


def _searches(viewer: Viewer, case: Case) -> Iterable[Exhibit]:
    run = frozen_run(viewer, case)
    if run is not None:
        yield Exhibit(
            "screening",
            "screening",
            f"Hasil penelusuran nama {date_id(run.made_at.date())} atas {run.corpus_size} merek"
            f" (data per {date_id(run.corpus_date)}, sidik data {run.fingerprint[:12]})",
        )
    for check in case.pdki_checks.all():
        yield Exhibit(
            f"pdki:{check.pk}", "screening", f"Penelusuran PDKI {date_id(check.checked_on)}"
        )


def _business(case: Case) -> Iterable[Exhibit]:
    business = case.business
    if business is None:
        return
    nib = f", NIB {business.nib}" if business.nib else ""
    yield Exhibit("business", "business", f"Data usaha {business.trade_name}{nib}")
    if business.started_on:
        yield Exhibit("first-use", "first-use", f"Usaha sejak {date_id(business.started_on)}")
    for product in business.products.all():
        yield Exhibit(f"product:{product.pk}", "product", f"Produk: {product.name}")


def _rights(viewer: Viewer, case: Case) -> Iterable[Exhibit]:
    """Other rights of the same business, registered through this installation."""
    if case.business is None:
        return
    rows = Right.objects.for_viewer(viewer).filter(
        filing__case__business=case.business, ended_on=None
    )
    for right in rows.exclude(filing__case=case):
        line = f"Sertifikat {right.number} “{right.name}”, kelas {right.classes}"
        yield Exhibit(f"right:{right.pk}", "other-right", line)


def _cited(viewer: Viewer, case: Case, cited: Sequence[str]) -> Iterable[Exhibit]:
    """Records of the cited marks: in the gazette, among our rights, and in the frozen search."""
    if not cited:
        return
    wanted = Q(number__in=cited) | Q(name__in=cited)
    for entry in GazetteEntry.objects.filter(wanted).select_related("issue")[:20]:
        yield Exhibit(
            f"cited:{entry.number}",
            "cited",
            f"Berita Resmi Merek {entry.issue.number}: “{entry.shown_name}”, {entry.number},"
            f" kelas {entry.classes}",
        )
    for mark in MarkRecord.objects.filter(wanted)[:20]:
        yield Exhibit(
            f"cited:{mark.number or mark.name}",
            "cited",
            f"Catatan merek “{mark.name}” {mark.number}, kelas {mark.classes}",
        )
    run = frozen_run(viewer, case)
    for report in frozen_reports(run)[:1] if run is not None else ():
        yield from _in_report(report, cited)


def _in_report(report: Report, cited: Sequence[str]) -> Iterable[Exhibit]:
    names = {one.casefold() for one in cited}
    for finding in report.findings:
        record = finding.record
        if {record.number.casefold(), record.name.casefold()} & names:
            yield Exhibit(
                f"found:{record.number or record.name}",
                "cited",
                f"Temuan penelusuran: “{record.name}” {record.number}",
            )
