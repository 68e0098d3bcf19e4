"""Everything the page of one file shows: evidence, papers, what is missing for a decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import ACCEPT_GUARDS, CASE_FLOW
from sentraki.cases.rules.quota import Places
from sentraki.cases.selectors.evidence import frozen_run
from sentraki.cases.selectors.papers import REPLACE, PaperState, missing_now
from sentraki.cases.selectors.quota import next_place
from sentraki.cases.selectors.readiness import decision_facts, places_for
from sentraki.cases.services.intake import facts_of
from sentraki.cases.voices import GUARDS
from sentraki.desk import replies
from sentraki.kernel.access import Viewer, decide
from sentraki.ledger.messages import Recipient
from sentraki.ledger.rules.secrecy import is_guarded
from sentraki.ledger.selectors.documents import may_read
from sentraki.screening.models import ScreeningRun
from sentraki.screening.services import frozen_reports
from serupa import Explanation, Finding, Report, explain
from serupa.explain import FindingText, foremost, headed

MOST_CARDS = 3
OWN_SOURCE = "own"
NEWS_LANGUAGE = Recipient.lang
Parts = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Card:
    """One mark beside the applicant's: both words with the letters in common, and the reasons."""

    about: str
    band: int
    left: Parts
    right: Parts
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Screened:
    """What the frozen screening said of one name."""

    name: str
    words: Explanation
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True)
class Evidence:
    """The frozen screening: the chosen name in full, the other names asked, the data searched."""

    run: ScreeningRun
    chosen: Screened
    others: tuple[Screened, ...]


def evidence_of(viewer: Viewer, case: Case) -> Evidence | None:
    """The newest frozen screening, exactly as it was; ``None`` before the case was sent."""
    run = frozen_run(viewer, case)
    if run is None:
        return None
    names = tuple(_screened(report) for report in frozen_reports(run))
    return Evidence(run, names[0], names[1:])


def _screened(report: Report) -> Screened:
    words = explain(report, replies.language())
    shown = foremost(words, report)[:MOST_CARDS]
    cards = tuple(_card(text, finding) for text, finding in shown)
    return Screened(report.query.name, words, cards, len(report.findings) - len(shown))


def _card(text: FindingText, finding: Finding) -> Card:
    rows = [headed(line) for line in text.reasons]
    if text.law:
        rows.append((pgettext("compare", "Rule"), text.law))
    if text.market:
        rows.append(headed(text.market))
    record = finding.record
    known = [record.number or (record.status if record.source != OWN_SOURCE else "")]
    if record.classes:
        numbers = ", ".join(map(str, record.classes))
        known.append(_("class %(numbers)s") % {"numbers": numbers})
    about = ", ".join(part for part in known if part)
    return Card(about, text.band, text.query_parts, text.record_parts, tuple(rows))


@dataclass(frozen=True)
class PaperLine:
    """One paper: ``state`` is ``good``, ``new`` (not looked at), ``bad``, ``missing``, ``follows``
    or ``optional``; ``noted`` whether opening it is an entry in the log."""

    code: str
    title: str
    state: str
    note: str
    url: str
    may_open: bool
    noted: bool

    @property
    def is_bad(self) -> bool:
        """Whether it stands in the way of accepting."""
        return self.state in ("bad", "missing", "follows")


def paper_lines(viewer: Viewer, case: Case, states: Sequence[PaperState]) -> list[PaperLine]:
    """The checklist: what stands in the way first."""
    lines = [_line(viewer, case, state) for state in states]
    return sorted(lines, key=lambda line: (not line.is_bad, line.state == "optional"))


def _line(viewer: Viewer, case: Case, state: PaperState) -> PaperLine:
    row, paper = state.requirement, state.paper
    name, note = _state_of(state)
    return PaperLine(
        code=row.code,
        title=row.label(replies.language()),
        state=name,
        note=note,
        url=reverse("desk:case-paper", args=[case.code, row.code]),
        may_open=paper is not None and may_read(viewer, paper.document),
        noted=paper is not None and is_guarded(paper.document.secrecy),
    )


def _state_of(state: PaperState) -> tuple[str, str]:
    paper = state.paper
    if paper is None:
        if not state.requirement.required:
            return "optional", _("Only for some files.")
        if state.promised:
            return "follows", _("The applicant promised to send it later.")
        if state.requirement.needed_for != "submission":
            return "missing", _("Needed before filing.")
        return "missing", _("Not here yet.")
    if paper.checked == REPLACE:
        return "bad", paper.reason
    if paper.checked:
        return "good", _("Looked at and good.")
    return "new", _("Not looked at yet.")


@dataclass(frozen=True)
class Choice:
    """What may be decided now. ``missing`` names in words what the accept button waits for."""

    may_accept: bool
    may_waitlist: bool
    may_decline: bool
    may_return: bool
    may_withdraw: bool
    may_seal: bool
    missing: tuple[str, ...]
    places: Places
    next_number: int | None
    is_second_return: bool

    @property
    def any_decision(self) -> bool:
        """Whether the box with decisions has anything to show."""
        return self.may_accept or self.may_waitlist or self.may_decline


def choice_of(viewer: Viewer, case: Case, states: Sequence[PaperState]) -> Choice:
    """What the officer may decide from here; roles and the flow first, then what is missing."""
    steps = {step.verb for step in CASE_FLOW.open_to(status=case.status, role=viewer.role)}
    open_verbs = {
        verb for verb in steps if decide(f"case.{verb}", viewer, **facts_of(case)).allowed
    }
    facts = decision_facts(case, states) if open_verbs & {"accept", "waitlist"} else {}
    missing = [_missing(name, states) for name in ACCEPT_GUARDS if facts and not facts[name]]
    places = places_for(case)
    return Choice(
        may_accept="accept" in open_verbs,
        may_waitlist="waitlist" in open_verbs and facts.get("quota_full", False),
        may_decline="decline" in open_verbs,
        may_return="return" in open_verbs,
        may_withdraw="withdraw" in open_verbs,
        may_seal="seal-dossier" in open_verbs,
        missing=tuple(missing),
        places=places,
        next_number=next_place(case.programme) if case.programme else None,
        is_second_return=case.returns.exists(),
    )


def _missing(guard: str, states: Sequence[PaperState]) -> str:
    if guard == "complete":
        names = [s.requirement.label(replies.language()) for s in missing_now(list(states))]
        return _("papers (%(names)s)") % {"names": ", ".join(names)}
    return str(GUARDS[guard])


def defects_of(states: Sequence[PaperState], also: Collection[str] = ()) -> list[dict[str, Any]]:
    """What a return would list: papers to be replaced with the reason, required ones not here,
    and the papers whose codes are in ``also``.

    ``title`` is in the officer's language, ``text`` in the one news goes out in.
    """
    found = []
    lacking = missing_now(list(states))
    for state in states:
        if state not in lacking and state.requirement.code not in also:
            continue
        with override(NEWS_LANGUAGE):
            text = _defect(state)
        title = state.requirement.label(replies.language())
        found.append({"code": state.requirement.code, "title": title, "text": text})
    return found


def _defect(state: PaperState) -> str:
    paper = state.requirement.label(NEWS_LANGUAGE)
    if state.paper is None:
        return _("%(paper)s: not here yet. Send it.") % {"paper": paper}
    if state.paper.reason:
        return f"{paper}: {state.paper.reason}"
    return _("%(paper)s: send it again.") % {"paper": paper}
