"""Who may screen and who may look at a frozen screening."""

from sentraki.kernel.access import OFFICERS, Facts, Role, Rule, Viewer, row

EVERYONE = (
    Role.PUBLIC, Role.APPLICANT, Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.KANWIL,
    Role.ADMIN, Role.AUDITOR,
)  # fmt: skip


def own_or_in_region(viewer: Viewer, facts: Facts) -> bool:
    """The applicant's own case, or a case of the officer's region."""
    if viewer.role is Role.APPLICANT:
        return str(facts.get("about", "")) in viewer.grants
    return viewer.role is Role.SYSTEM or viewer.covers(str(facts.get("region_code", "")))


def brought_it(viewer: Viewer, facts: Facts) -> bool:
    """The officer who brought the file; an administrator may clean up after anybody."""
    own = facts.get("started_by") == f"offices.person:{viewer.person_id}"
    return viewer.role is Role.ADMIN or own


POLICY: tuple[Rule, ...] = (
    row("screening.search", *EVERYONE),
    row("corpus.list", *OFFICERS),
    row("extract.read", *OFFICERS, Role.SYSTEM),
    row("corpus.load", Role.SYSTEM),
    row("gazette.list", *OFFICERS),
    row("gazette.receive", Role.VERIFIER, Role.KANWIL, Role.ADMIN, Role.SYSTEM),
    row(
        "gazette.take-back",
        Role.VERIFIER, Role.KANWIL, Role.ADMIN,
        reason="Only who brought the file or an administrator takes it back.",
        when=brought_it,
    ),
    row("gazette.keep", Role.SYSTEM),
    row("gazette.refuse", Role.SYSTEM),
    row("corpus.drop", Role.SYSTEM),
    row("corpus.load-labels", Role.SYSTEM),
    row("corpus.drop-labels", Role.SYSTEM),
    row(
        "screening.freeze",
        Role.APPLICANT, Role.INTAKE, Role.VERIFIER, Role.SYSTEM,
        reason="This belongs to another region.",
        when=own_or_in_region,
    ),
)  # fmt: skip
