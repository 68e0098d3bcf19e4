"""One world for each module of authorisation tests: built once, taken back at the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from tests.security.world import World, build


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for a whole module of this folder, rolled back at its end.

    Modules that want a transaction for each test say ``pytest.mark.django_db`` as everywhere.
    """
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
            connection.close()


@pytest.fixture(scope="module")
def world(db: None) -> World:
    """Two regions with a case at each stage."""
    return build()
