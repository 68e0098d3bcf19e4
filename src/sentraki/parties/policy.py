"""Who may do what with businesses and imported sheets."""

from sentraki.kernel.access import Facts, Role, Rule, Viewer, row

DESK = (Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN)


def in_region(viewer: Viewer, facts: Facts) -> bool:
    """The thing lies in one of the viewer's regions."""
    return viewer.covers(str(facts.get("region_code", "")))


def own_or_in_region(viewer: Viewer, facts: Facts) -> bool:
    """An applicant acts on what a grant names; an officer on the own region."""
    if viewer.role is Role.APPLICANT:
        return str(facts.get("about", "")) in viewer.grants
    return viewer.role is Role.SYSTEM or in_region(viewer, facts)


NOT_YOURS = "This belongs to another region."

POLICY: tuple[Rule, ...] = (
    row("business.list", *DESK, Role.AUDITOR),
    row("business.view", *DESK, Role.AUDITOR, reason=NOT_YOURS, when=in_region),
    row(
        "business.record",
        *DESK,
        Role.APPLICANT,
        Role.SYSTEM,
        reason=NOT_YOURS,
        when=own_or_in_region,
    ),
    row("community.list", *DESK, Role.AUDITOR),
    row("community.view", *DESK, Role.AUDITOR, reason=NOT_YOURS, when=in_region),
    row(
        "community.record",
        Role.INTAKE,
        Role.VERIFIER,
        Role.ADMIN,
        Role.SYSTEM,
        reason=NOT_YOURS,
        when=own_or_in_region,
    ),
    row(
        "community.enrol",
        Role.INTAKE,
        Role.VERIFIER,
        Role.ADMIN,
        Role.SYSTEM,
        reason=NOT_YOURS,
        when=own_or_in_region,
    ),
    row("permit.note", Role.INTAKE, Role.VERIFIER, Role.ADMIN, reason=NOT_YOURS, when=in_region),
    row("permit.drop", Role.INTAKE, Role.VERIFIER, Role.ADMIN, reason=NOT_YOURS, when=in_region),
    row("business.join", Role.INTAKE, Role.VERIFIER, Role.ADMIN, reason=NOT_YOURS, when=in_region),
    row(
        "business.keep-apart",
        Role.INTAKE,
        Role.VERIFIER,
        Role.ADMIN,
        reason=NOT_YOURS,
        when=in_region,
    ),
    row("import.list", *DESK),
    row("import.view", *DESK, reason=NOT_YOURS, when=in_region),
    row("import.preview", *DESK, reason=NOT_YOURS, when=in_region),
    row("import.export", *DESK, reason=NOT_YOURS, when=in_region),
    row("import.apply", Role.VERIFIER, Role.ADMIN, reason=NOT_YOURS, when=in_region),
    row("import.undo", Role.VERIFIER, Role.ADMIN, reason=NOT_YOURS, when=in_region),
)
