"""The machine that watches learns what is wrong, strangers learn nothing."""

import pytest
from django.test import Client

from sentraki.config import health, schedule

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").content == b"ok\n"


def test_ready_when_the_worker_has_beaten(client: Client) -> None:
    schedule.beat()
    response = client.get("/health/ready")
    assert response.content == b"ready\n"
    assert response.status_code == 200


def test_not_ready_without_a_worker(client: Client) -> None:
    health.HEARTBEAT.unlink(missing_ok=True)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.content == b"not ready: worker\n"
