"""Who may look after offices and people.

The system (set-up, demo, the command line) may do everything here; an administrator what concerns
the own office. Account pages of the log-in library are listed in ``doors.DECLARED_ELSEWHERE``.
"""

from sentraki.kernel.access import Facts, Role, Rule, Viewer, row

NOT_YOUR_OFFICE = "This belongs to another office."
OFFICER_ROLES = (
    Role.INTAKE,
    Role.VERIFIER,
    Role.SIGNATORY,
    Role.KANWIL,
    Role.ADMIN,
    Role.AUDITOR,
)
EVERYONE = (Role.PUBLIC, Role.APPLICANT, *OFFICER_ROLES)


def own_office(viewer: Viewer, facts: Facts) -> bool:
    """The office in question (fact ``office_id``) is the one the viewer acts for now."""
    if viewer.role is Role.SYSTEM:
        return True
    return viewer.office_id is not None and facts.get("office_id") == viewer.office_id


def own_office_and_somebody_else(viewer: Viewer, facts: Facts) -> bool:
    """As :func:`own_office`, and the person in question (``person_id``) is not the viewer."""
    if viewer.role is Role.SYSTEM:
        return True
    return own_office(viewer, facts) and facts.get("person_id") != viewer.person_id


POLICY: tuple[Rule, ...] = (
    row("office.choose", *EVERYONE),
    row("office.create", Role.SYSTEM),
    row(
        "office.settings.view",
        *OFFICER_ROLES,
        Role.SYSTEM,
        reason=NOT_YOUR_OFFICE,
        when=own_office,
    ),
    row("office.settings.change", Role.ADMIN, Role.SYSTEM, reason=NOT_YOUR_OFFICE, when=own_office),
    row(
        "office.people.view",
        Role.ADMIN,
        Role.AUDITOR,
        Role.SYSTEM,
        reason=NOT_YOUR_OFFICE,
        when=own_office,
    ),
    row("office.calendar.change", Role.ADMIN, Role.SYSTEM, reason=NOT_YOUR_OFFICE, when=own_office),
    row(
        "agency.list",
        Role.ADMIN,
        Role.AUDITOR,
        reason=NOT_YOUR_OFFICE,
        when=own_office,
    ),
    row("agency.add", Role.ADMIN, reason=NOT_YOUR_OFFICE, when=own_office),
    row("agency.end", Role.ADMIN, reason=NOT_YOUR_OFFICE, when=own_office),
    row("person.add", Role.ADMIN, Role.SYSTEM, reason=NOT_YOUR_OFFICE, when=own_office),
    row(
        "membership.add",
        Role.ADMIN,
        Role.SYSTEM,
        reason="You may add roles to other people of your own office only.",
        when=own_office_and_somebody_else,
    ),
    row(
        "membership.end",
        Role.ADMIN,
        Role.SYSTEM,
        reason="You may end roles of other people of your own office only.",
        when=own_office_and_somebody_else,
    ),
    row(
        "person.reset-second-factor",
        Role.ADMIN,
        Role.SYSTEM,
        reason="You may do this for other people of your own office only.",
        when=own_office_and_somebody_else,
    ),
)
