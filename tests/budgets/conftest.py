"""The world of the authorisation tests serves here too: a case at every stage of the chain."""

import pytest
from tests.budgets import crowd
from tests.security.conftest import db
from tests.security.world import World, build

from sentraki.cases.models import DocumentRequirement
from sentraki.cases.services.reference import load_reference

__all__ = ["db"]


@pytest.fixture(scope="module")
def reference(db: None) -> crowd.Kept:
    """The rows that are there before anything happens."""
    if not DocumentRequirement.objects.exists():
        load_reference()
    return crowd.present()


@pytest.fixture(scope="module")
def world(reference: crowd.Kept) -> World:
    """Two regions with a case at each stage."""
    return build()
