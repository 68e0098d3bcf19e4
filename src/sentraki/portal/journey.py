"""The way of a case as its applicant reads it: what happened, what is now, what comes later."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from sentraki.cases import voices
from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus as C
from sentraki.cases.rules.filing_flow import NEEDS_ACTION
from sentraki.cases.rules.filing_flow import FilingStatus as F
from sentraki.cases.selectors.applicant import Story
from sentraki.cases.selectors.papers import wants_letter
from sentraki.cases.telling import day_text, sentence_now, voice_of
from sentraki.kernel import clock

# What a piece of news is called once it lies behind; the present one speaks in the voices' words.
NEWS: dict[F, Promise] = {
    F.FILED: _l("Filed at DJKI"),
    F.FORMAL_CHECK: _l("DJKI checks completeness"),
    F.FORMAL_DEFECT: _l("DJKI asked for missing items"),
    F.FORMAL_OK: _l("DJKI found the papers complete"),
    F.PUB_WAIT: _l("Waiting for publication"),
    F.PUBLISHED: _l("Published in the official trademark gazette"),
    F.OPPOSED: _l("Someone has opposed"),
    F.PUB_DONE: _l("Publication is over"),
    F.TECH_QUEUE: _l("Waiting in DJKI's queue"),
    F.EXAMINATION: _l("DJKI examines your mark"),
    F.PROV_REFUSAL: _l("DJKI proposes to refuse"),
    F.RESPONSE_FILED: _l("DJKI has your reply"),
    F.APPROVED: _l("DJKI prepares the certificate"),
    F.REGISTERED: _l("Registered"),
    F.REFUSED: _l("DJKI refused"),
    F.APPEAL: _l("Appeal"),
    F.COURT: _l("A court is hearing the matter"),
    F.GRACE: _l("Protection has ended, renewal is still possible"),
    F.RENEWAL: _l("The renewal is being handled"),
    F.POST_REG: _l("A change to the registration is being recorded"),
    F.WITHDRAWN: _l("The application has ended at DJKI"),
    F.CANCELLED: _l("The registration was cancelled"),
    F.DELETED: _l("The registration was deleted"),
    F.EXPIRED: _l("Protection has ended"),
    F.UNKNOWN: _l("News from DJKI that an officer reads"),
}
LATER_CASE = {
    C.DRAFT: (C.SUBMITTED, C.ACCEPTED, C.FILED),
    C.SUBMITTED: (C.ACCEPTED, C.READY),
    C.RETURNED: (C.SUBMITTED, C.ACCEPTED, C.READY),
    C.WAITLISTED: (C.ACCEPTED, C.READY),
    C.ACCEPTED: (C.READY,),
    C.READY: (),
}
LATER_FILING = (F.FILED, F.PUBLISHED, F.EXAMINATION, F.REGISTERED)
REACHED = {
    F.FILED: 0, F.FORMAL_CHECK: 0, F.FORMAL_DEFECT: 0, F.FORMAL_OK: 0, F.PUB_WAIT: 0,
    F.PUBLISHED: 1, F.OPPOSED: 1, F.PUB_DONE: 1, F.TECH_QUEUE: 1,
    F.EXAMINATION: 2, F.PROV_REFUSAL: 2, F.RESPONSE_FILED: 2, F.APPROVED: 2,
    F.APPEAL: 2, F.COURT: 2, F.UNKNOWN: 0,
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A node of the thread: ``done``, ``now`` or ``later``; ``look`` gives the present its sign."""

    state: str
    title: str
    note: str = ""
    url: str = ""
    link: str = ""
    look: str = ""


def _on(case: Case, at: datetime | None) -> str:
    return day_text(clock.in_zone(at, case.office.zone).date()) if at else ""


def look_of(story: Story) -> str:
    """Which pill the case wears."""
    if story.filing and story.case.status in (C.FILED, C.CLOSED):
        return voices.FILING[F(story.filing.status)].look
    return voice_of(story.case).look


def word_of(story: Story) -> str:
    """The word in the pill."""
    if look_of(story) == "action":
        return _("Needs you")
    if story.filing and story.case.status in (C.FILED, C.CLOSED):
        return str(NEWS[F(story.filing.status)])
    if story.case.status == C.ACCEPTED and not wants_letter(story.case):
        return _("File being prepared")
    return str(CASE_WORDS[C(story.case.status)])


CASE_WORDS: dict[C, Promise] = {
    C.DRAFT: _l("Draft"),
    C.SUBMITTED: _l("Being checked"),
    C.RETURNED: _l("Needs you"),
    C.WAITLISTED: _l("Waiting list"),
    C.ACCEPTED: _l("Letter being prepared"),
    C.READY: _l("Ready to be filed"),
    C.FILED: _l("Filed, not yet registered"),
    C.DECLINED: _l("Does not meet the rules"),
    C.WITHDRAWN: _l("Withdrawn"),
    C.CLOSED: _l("Finished"),
}


def journey(story: Story, letter_url: str) -> list[Mark]:
    """The whole thread, oldest first: what happened solid, the present marked, the rest dotted."""
    marks = [*_past_of_case(story, letter_url), *_past_of_filing(story)]
    if not _shows_present(story):
        marks.append(Mark("now", word_of(story), sentence_now(story), look=look_of(story)))
    return marks + _later(story)


def _shows_present(story: Story) -> bool:
    """Whether the newest piece of news is itself the present."""
    return story.filing is not None and story.case.status in (C.FILED, C.CLOSED)


def _past_of_case(story: Story, letter_url: str) -> list[Mark]:
    case = story.case
    marks = [Mark("done", _("Draft started"), _on(case, case.created_at))]
    if case.submitted_at:
        marks.append(Mark("done", _("Your file was received"), _on(case, case.submitted_at)))
    for notice in story.returns:
        marks.append(Mark("done", _("Returned with a list"), _on(case, notice.made_at)))
        if notice.answered_at:
            marks.append(Mark("done", _("You sent the corrections"), _on(case, notice.answered_at)))
    if story.place:
        title = _("You have a place in the %(year)s quota") % {"year": story.place.programme.year}
        number = _("Place number %(n)s of %(m)s.") % {
            "n": story.place.number, "m": story.place.programme.quota
        }  # fmt: skip
        marks.append(Mark("done", title, f"{_on(case, story.place.taken_at)}. {number}"))
    if story.letter and story.letter.signed_at:
        note = f"{_on(case, story.letter.signed_at)}. {story.letter.office.unit}"
        link = _("Download the letter (PDF)") if letter_url else ""
        marks.append(Mark("done", _("Recommendation letter issued"), note, letter_url, link))
    return marks


def _past_of_filing(story: Story) -> list[Mark]:
    filing = story.filing
    if filing is None:
        return []
    number = _("Number %(number)s.") % {"number": filing.number}
    marks = [Mark("done", str(NEWS[F.FILED]), f"{day_text(filing.received_on)}. {number}")]
    for event in story.events:
        raw = _("In DJKI's words: %(text)s") % {"text": event.raw_text}
        title = str(NEWS[F(event.status)])
        marks.append(Mark("done", title, f"{day_text(event.happened_on)}. {raw}"))
    if story.case.status not in (C.FILED, C.CLOSED):
        return marks
    present = marks[-1]
    ended = F(filing.status) not in REACHED and filing.status not in NEEDS_ACTION
    state = "done" if ended else "now"
    note = f"{sentence_now(story)} {present.note}"
    return [*marks[:-1], Mark(state, present.title, note, look=look_of(story))]


def _later(story: Story) -> list[Mark]:
    status = C(story.case.status)
    steps = [c for c in LATER_CASE.get(status, ()) if c != C.ACCEPTED or wants_letter(story.case)]
    coming = [str(voices.CASE[c].later) for c in steps]
    if status in LATER_CASE:
        coming += [str(voices.FILING[f].later) for f in (F.FILED, F.REGISTERED)]
    elif story.filing and F(story.filing.status) in REACHED:
        rest = LATER_FILING[REACHED[F(story.filing.status)] + 1 :]
        coming += [str(voices.FILING[f].later) for f in rest]
    return [Mark("later", text) for text in coming if text]
