"""What anybody may read: figures with the rows behind them, and the pages that explain."""

from sentraki.kernel.access import OFFICERS, Role, Rule, row

EVERYONE = (Role.PUBLIC, Role.APPLICANT, *sorted(OFFICERS))

POLICY: tuple[Rule, ...] = (
    row("figure.view", *EVERYONE),
    row("guide.read", *EVERYONE),
)
