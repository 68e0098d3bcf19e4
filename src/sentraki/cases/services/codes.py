"""Codes of new cases and batches: 29 random bits, so among thousands two draws do meet."""

from sentraki.cases.models import Case, Handover
from sentraki.kernel import ids
from sentraki.offices.models import Office


def prefix_of(office: Office) -> str:
    """Three letters that remind of the place: ``PAL`` for Palembang."""
    return "".join(letter for letter in office.slug.upper() if "A" <= letter <= "Z")[:3]


def new_codes(office: Office, count: int) -> list[str]:
    """``count`` codes no case has; what was drawn before is drawn again.

    Must run inside an act: acts follow one another, so nobody takes the codes in between.
    """
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {ids.new_code(prefix_of(office)) for _ in range(count - len(codes))}
        codes |= drawn - set(Case.unscoped.filter(code__in=drawn).values_list("code", flat=True))
    return list(codes)


def new_code(office: Office) -> str:
    """One code no case has. Must run inside an act."""
    return new_codes(office, 1)[0]


def new_batch_code() -> str:
    """One code no batch has. Must run inside an act."""
    while Handover.unscoped.filter(code=(code := ids.new_code("BAT"))).exists():
        pass
    return code
