"""A case's status as the sentence its applicant reads, filled from the records."""

from datetime import date

from django.utils.translation import get_language

from sentraki.cases import voices
from sentraki.cases.models import Case
from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.filing_flow import FilingStatus
from sentraki.cases.selectors.applicant import Story
from sentraki.cases.selectors.papers import wants_letter
from sentraki.kernel.wording import date_en, date_id


def day_text(day: date | None) -> str:
    """A date as the language writes it; a dash for none."""
    if day is None:
        return "–"
    return date_en(day) if (get_language() or "id").startswith("en") else date_id(day)


def voice_of(case: Case) -> voices.Voices:
    """The words for where the case stands in the office."""
    status = CaseStatus(case.status)
    if status is CaseStatus.ACCEPTED and not wants_letter(case):
        return voices.ACCEPTED_WITHOUT_LETTER
    return voices.CASE[status]


def sentence_now(story: Story) -> str:
    """Where the case stands, in the applicant's words."""
    status = CaseStatus(story.case.status)
    if story.filing and status in (CaseStatus.FILED, CaseStatus.CLOSED):
        voice = voices.FILING[FilingStatus(story.filing.status)]
        return str(voice.applicant) % _filing_words(story)
    return str(voice_of(story.case).applicant) % _case_words(story)


def _case_words(story: Story) -> dict[str, str]:
    case, notice = story.case, story.open_return
    until = case.draft_until if case.status == CaseStatus.DRAFT else None
    defects = len(notice.defects.get("list", [])) if notice else 0
    return {
        "date": day_text(notice.due_on if notice else until),
        "n": str(defects or case.waiting_number or ""),
        "year": str(story.place.programme.year if story.place else ""),
        "number": story.filing.number if story.filing else "",
        "reason": case.decision_note,
    }


def _filing_words(story: Story) -> dict[str, str]:
    until = story.due_on
    return {
        "date": day_text(story.right.expires_on if story.right else until),
        "number": story.filing.number if story.filing else "",
    }
