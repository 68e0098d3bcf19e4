"""Regions, offices, the people who work there, and the calendar they work by."""

from sentraki.offices.models.agency import Agency
from sentraki.offices.models.calendar import Holiday
from sentraki.offices.models.office import LetterIssuer, Office, OfficialName
from sentraki.offices.models.person import Membership, Person
from sentraki.offices.models.reference import RateCount, ReferenceTable
from sentraki.offices.models.region import Region

__all__ = [
    "Agency",
    "Holiday",
    "LetterIssuer",
    "Membership",
    "Office",
    "OfficialName",
    "Person",
    "RateCount",
    "ReferenceTable",
    "Region",
]
