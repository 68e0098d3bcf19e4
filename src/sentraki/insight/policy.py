"""What anybody may read: figures with the rows behind them, and the pages that explain."""

from sentraki.kernel.access import OFFICERS, Facts, Role, Rule, Viewer, row

EVERYONE = (Role.PUBLIC, Role.APPLICANT, *sorted(OFFICERS))
DESK = (Role.INTAKE, Role.VERIFIER, Role.SIGNATORY, Role.ADMIN)
OTHER_REGION = "This belongs to another region."


def in_region(viewer: Viewer, facts: Facts) -> bool:
    """The figures are of one of the viewer's regions."""
    return viewer.covers(str(facts.get("region_code", "")))


POLICY: tuple[Rule, ...] = (
    row("figure.view", *EVERYONE),
    row("guide.read", *EVERYONE),
    row("figure.list", *DESK, Role.AUDITOR),
    row("figure.see", *DESK, Role.AUDITOR, reason=OTHER_REGION, when=in_region),
    row("figure.export", *DESK, Role.AUDITOR),
    row("figure.freeze", Role.VERIFIER, Role.ADMIN, reason=OTHER_REGION, when=in_region),
    row("figure.load", Role.SYSTEM),
)
