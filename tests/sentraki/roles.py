"""One viewer of each role, for the truth tables of the rooms' policies."""

from typing import Any

from sentraki.kernel.access import OFFICERS, Role, Viewer

OWN_CASE = "cases.case:1"


def viewer(role: Role, **more: Any) -> Viewer:
    """Officers work in office 1 of 16.71 with a second factor, another agency was let in there;
    the applicant owns case 1.
    """
    officer = role in OFFICERS
    values: dict[str, Any] = {
        "person_id": 3 if officer else None,
        "office_id": 1 if officer else None,
        "regions": ("16.71",) if officer or role is Role.AGENCY else (),
        "grants": frozenset({OWN_CASE}) if role is Role.APPLICANT else frozenset(),
        "second_factor": officer,
    }
    return Viewer(role, **(values | more))
