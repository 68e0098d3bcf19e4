"""Reads of the room. Regions and offices are public facts; people need a viewer."""

from sentraki.offices.selectors.calendar import working_calendar
from sentraki.offices.selectors.offices import (
    body_name,
    handover_office,
    letter_issuer,
    letter_offices,
    office_by_slug,
    office_name_on,
    only_public_office,
    own_office,
    public_offices,
)
from sentraki.offices.selectors.people import (
    heads_of,
    members_of,
    my_memberships,
    officers_of,
    person_in_office,
)
from sentraki.offices.selectors.regions import (
    districts_of,
    provinces,
    regencies,
    region_name,
    region_path_names,
    villages_of,
)

__all__ = [
    "body_name",
    "districts_of",
    "handover_office",
    "heads_of",
    "letter_issuer",
    "letter_offices",
    "members_of",
    "my_memberships",
    "office_by_slug",
    "office_name_on",
    "officers_of",
    "only_public_office",
    "own_office",
    "person_in_office",
    "provinces",
    "public_offices",
    "regencies",
    "region_name",
    "region_path_names",
    "villages_of",
    "working_calendar",
]
