"""Who may read documents, sign letters, set seals, and send messages again."""

from sentraki.kernel.access import Facts, Role, Rule, Viewer, row
from sentraki.ledger.rules.entries import actor_ref
from sentraki.ledger.rules.secrecy import Secrecy, is_guarded

R = Role
_CASEWORK = (R.INTAKE, R.VERIFIER, R.SIGNATORY, R.KANWIL)
_LOCAL = (R.INTAKE, R.VERIFIER, R.SIGNATORY)


def _in_region(viewer: Viewer, facts: Facts) -> bool:
    return viewer.role is R.SYSTEM or viewer.covers(facts.get("region_code", ""))


def _own(viewer: Viewer, facts: Facts) -> bool:
    return facts.get("about", "") in viewer.grants


def _own_or_in_region(viewer: Viewer, facts: Facts) -> bool:
    return _own(viewer, facts) if viewer.role is R.APPLICANT else _in_region(viewer, facts)


def _may_read(viewer: Viewer, facts: Facts) -> bool:
    secrecy = facts.get("secrecy", Secrecy.C5)
    if secrecy == Secrecy.C0:
        return True
    if viewer.role is R.PUBLIC or (viewer.is_officer and not viewer.second_factor):
        return False
    if viewer.role in {R.ADMIN, R.AUDITOR} and is_guarded(secrecy):
        return False
    if viewer.role is R.KANWIL and facts.get("handed_to") != viewer.office_id:
        return False
    return _own_or_in_region(viewer, facts)


def _may_sign(viewer: Viewer, facts: Facts) -> bool:
    return (
        _in_region(viewer, facts)
        and viewer.office_id is not None
        and viewer.office_id == facts.get("office_id")
        and bool(facts.get("office_may_issue"))
        and actor_ref(viewer) not in facts.get("hands", ())
    )


POLICY: tuple[Rule, ...] = (
    row("seal.view", *(R.PUBLIC, R.APPLICANT, *_CASEWORK, R.ADMIN, R.AUDITOR)),
    row(
        "document.read",
        *(R.PUBLIC, R.APPLICANT, *_CASEWORK, R.ADMIN, R.AUDITOR, R.SYSTEM),
        reason="This document is open to its owner and to the officers who work on it.",
        when=_may_read,
    ),
    row(
        "document.store",
        *(R.APPLICANT, *_CASEWORK, R.SYSTEM),
        reason="Documents are added by the owner or by the office that works on the file.",
        when=_own_or_in_region,
    ),
    row(
        "document.hand-over",
        *(*_LOCAL, R.ADMIN, R.SYSTEM),
        reason="Documents are shared with a Kanwil by an officer of the region.",
        when=_in_region,
    ),
    row(
        "document.erase",
        *(R.APPLICANT, R.ADMIN, R.SYSTEM),
        reason="Only the owner or the office's administrator may erase a document.",
        when=_own_or_in_region,
    ),
    row(
        "letter.view",
        *(R.APPLICANT, *_CASEWORK, R.ADMIN, R.AUDITOR, R.SYSTEM),
        reason="This letter belongs to another file or region.",
        when=_own_or_in_region,
    ),
    row("letter.list", *(*_LOCAL, R.ADMIN, R.AUDITOR)),
    row(
        "letter.request",
        *(*_LOCAL, R.SYSTEM),
        reason="A letter is drafted by an officer of the region.",
        when=_in_region,
    ),
    row(
        "letter.withdraw",
        *(*_LOCAL, R.SYSTEM),
        reason="A letter that is not signed yet is taken back by an officer of the region.",
        when=_in_region,
    ),
    row(
        "letter.sign",
        R.SIGNATORY,
        reason="A letter is signed by a signatory of an office that may issue it, "
        "who has neither drafted nor checked it.",
        when=_may_sign,
    ),
    row(
        "letter.attach",
        R.SYSTEM,
        reason="Only the program attaches the finished page to a letter.",
    ),
    row(
        "letter.revoke",
        *(R.SIGNATORY, R.SYSTEM),
        reason="A letter is revoked by a signatory of the region.",
        when=_in_region,
    ),
    row(
        "letter.use",
        *(*_LOCAL, R.SYSTEM),
        reason="An officer of the region notes for which filing a letter was used.",
        when=_in_region,
    ),
    row("letter.expire", R.SYSTEM, reason="Letters end by the calendar alone."),
    row(
        "seal.issue",
        *(*_CASEWORK, R.SYSTEM),
        reason="A seal is issued by an officer of the region.",
        when=_in_region,
    ),
    row(
        "seal.set-state",
        *(*_CASEWORK, R.SYSTEM),
        reason="What a seal says is changed by an officer of the region.",
        when=_in_region,
    ),
    row(
        "seal.check",
        *(*_CASEWORK, R.SYSTEM),
        reason="An officer of the region notes that a seal was compared with the register.",
        when=_in_region,
    ),
    row(
        "message.view",
        *(R.APPLICANT, *_CASEWORK, R.ADMIN, R.SYSTEM),
        reason="Messages are open to the owner of the file and to its officers.",
        when=_own_or_in_region,
    ),
    row(
        "message.resend",
        *(*_LOCAL, R.ADMIN, R.SYSTEM),
        reason="A parked message is sent again by an officer of the region.",
        when=_in_region,
    ),
    row(
        "note.erase",
        *(R.ADMIN, R.SYSTEM),
        reason="Only the office's administrator erases a note.",
        when=_in_region,
    ),
    row(
        "timeline.view",
        *(R.APPLICANT, *_CASEWORK, R.ADMIN, R.AUDITOR, R.SYSTEM),
        reason="What happened to a file is shown to its owner and its officers.",
        when=_own_or_in_region,
    ),
    row(
        "checkpoint.view",
        *(R.KANWIL, R.ADMIN, R.AUDITOR, R.SYSTEM),
        reason="Checkpoints are kept by the second office, the administrator and auditors.",
    ),
)
