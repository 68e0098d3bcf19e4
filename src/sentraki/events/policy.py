"""Who may do what with events, bookings and visits."""

from sentraki.kernel.access import Facts, Role, Rule, Viewer, row

DESK = (Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN)
EVERYBODY = (Role.PUBLIC, Role.APPLICANT, *DESK, Role.KANWIL, Role.AUDITOR)
OTHER_REGION = "This belongs to another region."


def in_region(viewer: Viewer, facts: Facts) -> bool:
    """The event lies in one of the viewer's regions."""
    return viewer.covers(str(facts.get("region_code", "")))


def _region_row(action: str, *roles: Role) -> Rule:
    return row(action, *roles, reason=OTHER_REGION, when=in_region)


POLICY: tuple[Rule, ...] = (
    row("event.enter", *EVERYBODY),
    row("event.book", *EVERYBODY),
    row("event.leave", *EVERYBODY),
    row("event.promote", Role.SYSTEM),
    row("event.list", *DESK, Role.AUDITOR),
    _region_row("event.view", *DESK, Role.AUDITOR),
    _region_row("event.set", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.invite", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.check-in", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.join-visits", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.follow-up", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.set-duty", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.end-duty", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.add-material", Role.INTAKE, Role.VERIFIER),
    _region_row("event.remove-material", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.draw-certificates", Role.INTAKE, Role.VERIFIER),
    _region_row("event.print-letters", Role.INTAKE, Role.VERIFIER, Role.SIGNATORY),
    row("event-desk.enter", *EVERYBODY),
    _region_row("event.prepare-desk", Role.INTAKE, Role.VERIFIER),
    _region_row("event.receive-record", Role.INTAKE, Role.VERIFIER),
    _region_row("event.settle-record", Role.INTAKE, Role.VERIFIER),
    _region_row("event.ask-about-record", Role.INTAKE, Role.VERIFIER),
    _region_row("event.try-again", Role.INTAKE, Role.VERIFIER),
    _region_row("event-desk.view", *DESK, Role.AUDITOR),
    _region_row("event.revoke-desk", Role.INTAKE, Role.VERIFIER, Role.ADMIN),
    _region_row("event.answer-question", Role.VERIFIER),
)
