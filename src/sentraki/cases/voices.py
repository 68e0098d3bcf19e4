"""Every status in three voices: the officer's queue word, the applicant's sentence, the step to
come. Sentences may hold ``%(name)s`` places; the page fills them from records."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sentraki.cases.rules.case_flow import CaseStatus as C
from sentraki.cases.rules.filing_flow import FilingStatus as F
from sentraki.cases.rules.place_flow import PlaceStatus as P

Text = str | Promise


@dataclass(frozen=True)
class Voices:
    """How one status is spoken of. ``look`` names the pill: the colours live in ``ui``."""

    officer: Text
    applicant: Text
    later: Text = ""
    look: str = "running"


CASE: Mapping[C, Voices] = {
    C.DRAFT: Voices(
        pgettext_lazy("case status", "Draft"),
        _("Not sent yet. Kept until %(date)s."),
        "",
        "waiting",
    ),
    C.SUBMITTED: Voices(
        pgettext_lazy("case status", "To check"),
        _("An officer is checking your file."),
        _("Later: an officer checks the file"),
        "waiting",
    ),
    C.RETURNED: Voices(
        pgettext_lazy("case status", "Waiting for the applicant"),
        _("%(n)s things to fix. Send before %(date)s."),
        _("If anything is missing you are told once, completely"),
        "action",
    ),
    C.WAITLISTED: Voices(
        pgettext_lazy("case status", "Waiting list"),
        _("You are number %(n)s on the waiting list."),
        _("If the quota is full, you join the waiting list"),
        "waiting",
    ),
    C.ACCEPTED: Voices(
        pgettext_lazy("case status", "Accepted, prepare the letter"),
        _("You have a place in %(year)s. Your letter is being prepared."),
        _("Later: the recommendation letter is issued"),
    ),
    C.READY: Voices(
        pgettext_lazy("case status", "Ready to file"),
        _("Complete and sealed. Next it is filed at DJKI."),
        _("Later: filed at DJKI"),
    ),
    C.FILED: Voices(
        pgettext_lazy("case status", "Filed"),
        _("Filed at DJKI, number %(number)s. Not yet registered."),
    ),
    C.DECLINED: Voices(
        pgettext_lazy("case status", "Does not meet the rules"),
        _("Does not meet the programme's rules: %(reason)s. You may ask for a review."),
        "",
        "ended",
    ),
    C.WITHDRAWN: Voices(
        pgettext_lazy("case status", "Withdrawn by the applicant"),
        _("This file was withdrawn."),
        "",
        "ended",
    ),
    C.CLOSED: Voices(pgettext_lazy("case status", "Finished"), _("Finished."), "", "ended"),
}

# The general tariff asks for no recommendation letter: accepted means that the dossier is next.
ACCEPTED_WITHOUT_LETTER = Voices(
    pgettext_lazy("case status", "Accepted, prepare the dossier"),
    _("You have a place in %(year)s. Your file is being prepared for DJKI."),
)

FILING: Mapping[F, Voices] = {
    F.FILED: Voices(
        pgettext_lazy("filing status", "Formality check"),
        _("DJKI checks completeness. Nothing for you to do."),
        _("Later: DJKI checks completeness"),
    ),
    F.FORMAL_CHECK: Voices(
        pgettext_lazy("filing status", "Formality check"),
        _("DJKI checks completeness. Nothing for you to do."),
    ),
    F.FORMAL_DEFECT: Voices(
        pgettext_lazy("filing status", "Action: complete the formalities"),
        _("DJKI asks for missing items. Send before %(date)s, or it is deemed withdrawn."),
        "",
        "action",
    ),
    F.FORMAL_OK: Voices(
        pgettext_lazy("filing status", "Formalities complete"),
        _("DJKI has found the papers complete. Nothing for you to do."),
    ),
    F.PUB_WAIT: Voices(
        pgettext_lazy("filing status", "Waiting for publication"),
        _("Waiting for publication. Nothing for you to do."),
    ),
    F.PUBLISHED: Voices(
        pgettext_lazy("filing status", "Published"),
        _("Published for two months. Others may oppose."),
        _("Later: published for 2 months"),
    ),
    F.OPPOSED: Voices(
        pgettext_lazy("filing status", "Action: answer the opposition"),
        _("Someone has opposed. You may answer before %(date)s."),
        "",
        "action",
    ),
    F.PUB_DONE: Voices(
        pgettext_lazy("filing status", "Publication over"),
        _("Publication is over. Waiting for examination."),
    ),
    F.TECH_QUEUE: Voices(
        pgettext_lazy("filing status", "Technical service"), _("Waiting in DJKI's queue.")
    ),
    F.EXAMINATION: Voices(
        pgettext_lazy("filing status", "Substantive examination"),
        _("A DJKI examiner is judging your mark."),
        _("Later: substantive examination"),
    ),
    F.PROV_REFUSAL: Voices(
        pgettext_lazy("filing status", "Action: reply"),
        _("DJKI proposes to refuse. You may reply before %(date)s. An officer helps."),
        "",
        "action",
    ),
    F.RESPONSE_FILED: Voices(
        pgettext_lazy("filing status", "Reply received"),
        _("DJKI has your reply. Waiting for its decision."),
    ),
    F.APPROVED: Voices(
        pgettext_lazy("filing status", "To be registered"),
        _("DJKI prepares the certificate. Not yet registered."),
    ),
    F.REGISTERED: Voices(
        pgettext_lazy("filing status", "Registered"),
        _("Registered until %(date)s. Download your certificate and QR seal."),
        _("Later: DJKI decides. How long it takes we cannot promise"),
        "registered",
    ),
    F.REFUSED: Voices(
        pgettext_lazy("filing status", "Final refusal"),
        _("DJKI refused. You may appeal, or file another name. Ask the officer."),
        "",
        "ended",
    ),
    F.APPEAL: Voices(
        pgettext_lazy("filing status", "Appeal"), _("The appeal board is reviewing your appeal.")
    ),
    F.COURT: Voices(pgettext_lazy("filing status", "Court"), _("A court is hearing the matter.")),
    F.GRACE: Voices(
        pgettext_lazy("filing status", "Action: renew"),
        _("Protection has ended. Renewal is still possible at a higher fee (check again)."),
        "",
        "action",
    ),
    F.RENEWAL: Voices(
        pgettext_lazy("filing status", "Renewal"), _("The renewal is being handled.")
    ),
    F.POST_REG: Voices(
        pgettext_lazy("filing status", "After registration"),
        _("A change to the registration is being recorded."),
    ),
    F.WITHDRAWN: Voices(
        pgettext_lazy("filing status", "Withdrawn at DJKI"),
        _("The application has ended. Ask whether you can file again."),
        "",
        "ended",
    ),
    F.CANCELLED: Voices(
        pgettext_lazy("filing status", "Cancelled"), _("No longer valid."), "", "ended"
    ),
    F.DELETED: Voices(
        pgettext_lazy("filing status", "Deleted"), _("No longer valid."), "", "ended"
    ),
    F.EXPIRED: Voices(
        pgettext_lazy("filing status", "Expired"), _("Protection has ended."), "", "ended"
    ),
    F.UNKNOWN: Voices(
        pgettext_lazy("filing status", "Status to be read"),
        _("An officer is reading DJKI's news."),
        "",
        "waiting",
    ),
}

PLACE: Mapping[P, Voices] = {
    P.RESERVED: Voices(
        pgettext_lazy("place status", "Reserved"),
        _("A place is held for you until %(date)s."),
        "",
        "waiting",
    ),
    P.CONFIRMED: Voices(pgettext_lazy("place status", "Taken up"), _("The place is yours.")),
    P.USED: Voices(
        pgettext_lazy("place status", "Used at DJKI"),
        _("The place was used for filing at DJKI."),
    ),
    P.EXPIRED: Voices(
        pgettext_lazy("place status", "Ran out"),
        _("The place was not taken up in time."),
        "",
        "ended",
    ),
    P.RELEASED: Voices(
        pgettext_lazy("place status", "Given back"), _("The place was given back."), "", "ended"
    ),
}

GUARDS: Mapping[str, Text] = {
    "in_window": _("a day within the months in which renewing is possible"),
    "is_renewal": _("a renewal"),
    "proof_kept": _("the letter or page of DJKI that proves it"),
    "screened": _("the name check"),
    "complete": _("answers and papers"),
    "defects_listed": _("a list of what is missing"),
    "first_return_or_reason": _("a reason for returning the file again"),
    "pdki_checked": _("a search in PDKI by hand"),
    "eligible": _("the conditions of the programme"),
    "place_left": _("a place that is left"),
    "money_left": _("money that is left in the budget"),
    "own_turn": _("the turn: others are served before"),
    "place_expired": _("a place whose time is over"),
    "in_time": _("a day that is not over yet"),
    "time_is_up": _("a day that is over"),
    "no_other_place": _("no other place of the same person"),
    "quota_full": _("a full quota"),
    "reason_given": _("a reason"),
    "letter_valid": _("a letter that is valid this year for this mark"),
    "dossier_sound": _("a dossier without errors"),
    "acknowledged": _("the Kanwil's receipt"),
    "number_given": _("a number"),
    "date_given": _("a date"),
    "receipt_given": _("the receipt as a file"),
    "certificate_given": _("the certificate as a file"),
    "outcome_known": _("an outcome"),
    "community_deed": _("the deed or decree of the community, with a copy"),
    "community_deed_over": _("a deed or decree that is still valid"),
    "community_board": _("a chair in office"),
    "community_product": _("the product the members have in common"),
    "community_members": _("at least two members"),
    "community_rules": _("rules of use signed by the board"),
    "chapters_written": _("the chapters the law asks for: quality, supervision, sanctions"),
    "all_signed": _("the signatures of the whole board"),
    "copy_kept": _("the signed copy"),
    "board_agreed": _("the board's agreement"),
    "rules_in_force": _("rules of use in force"),
    "rules_current": _("the member's consent to the rules now in force"),
    "mark_registered": _("a mark that is registered and in force"),
    "warned_twice_or_grave": _("two warnings, or a grave breach"),
}
