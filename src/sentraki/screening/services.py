"""The adapter between the house and the engine: ask, and freeze the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import Ref
from sentraki.kernel.secrets import blind_index
from sentraki.ledger.acts import act
from sentraki.screening.models import MarkRecord, ScreeningRun
from sentraki.screening.registers import corpus
from serupa import CorpusInfo, Query, Ranking, Report, rank
from serupa.normalise import visual_readings

MOST_NAMES = 5
TOO_MANY = "Write one to five names."


def corpus_info() -> CorpusInfo:
    """Names, date, size and fingerprint of what is searched, to be printed with every answer."""
    return corpus().info


@dataclass(frozen=True)
class Answer:
    """The reports of up to five names, in the order asked, and which one to go on with."""

    reports: tuple[Report, ...]
    ranking: Ranking


def check(
    *,
    names: Sequence[str],
    classes: Sequence[int] = (),
    goods: str = "",
    limit: int = 8,
    variants: bool = False,
) -> Answer:
    """Screen up to five names against everything loaded. Writes nothing and logs nothing.

    ``variants``: give concrete names too, where the office's switch allows them. Raises
    ``Invalid`` for no name or more than five.
    """
    wanted = [name.strip()[:255] for name in names if name.strip()]
    if not 1 <= len(wanted) <= MOST_NAMES:
        raise Invalid(TOO_MANY, fields={"names": TOO_MANY})
    searched = corpus()
    reports = tuple(
        searched.screen(Query(name, tuple(classes), goods), limit=limit, variants=variants)
        for name in wanted
    )
    return Answer(reports, rank(reports))


def freeze(
    *,
    viewer: Viewer,
    case_ref: Ref,
    region_code: str,
    names: Sequence[str],
    chosen: str,
    classes: Sequence[int],
    goods: str,
    variants: bool = False,
) -> ScreeningRun:
    """Screen again on the server and keep the answer with the case, encrypted.

    The chosen name is screened even when it is not among ``names``; ``variants`` as in ``check``.
    Raises ``Denied``.
    """  # fmt: skip
    asked = [chosen, *(name for name in names if name.strip() and name.strip() != chosen)]
    answer = check(
        names=asked[:MOST_NAMES], classes=classes, goods=goods, limit=20, variants=variants
    )
    info = answer.reports[0].corpus
    with act(
        "screening.freeze", on=None, by=viewer, about=str(case_ref), region_code=region_code
    ) as deed:
        run = ScreeningRun.objects.create(
            region_code=region_code,
            case_ref=case_ref,
            asked={"names": asked, "chosen": chosen, "classes": list(classes), "goods": goods},
            reports={"list": [report.to_dict() for report in answer.reports]},
            fingerprint=info.fingerprint,
            corpus_date=date.fromisoformat(info.date),
            corpus_size=info.size,
            band=answer.reports[0].band,
        )
        deed.about(run)
        deed.record(about=str(case_ref), band=run.band)
    return run


def frozen_reports(run: ScreeningRun) -> tuple[Report, ...]:
    """The reports of a frozen run, exactly as they were; the chosen name comes first."""
    return tuple(Report.from_dict(values) for values in run.reports["list"])


def key_of_name(name: str) -> str:
    """A keyed index of a mark's name, equal for spellings that read alike; "" for no name."""
    readings = visual_readings(name)
    return blind_index(readings[0], "mark") if readings and readings[0] else ""


def remember_mark(
    *, ref: Ref, name: str, classes: str, number: str, status: str, registered_on: date | None
) -> MarkRecord:
    """Let every later check find this registered mark."""
    values = {
        "name": name,
        "classes": classes,
        "number": number,
        "status": status,
        "registered_on": registered_on,
        "changed_at": clock.now(),
    }
    mark, _created = MarkRecord.objects.update_or_create(ref=str(ref), defaults=values)
    return mark


def forget_mark(ref: Ref) -> None:
    """Take a mark out of the checks again (an undone import)."""
    MarkRecord.objects.filter(ref=str(ref)).delete()
