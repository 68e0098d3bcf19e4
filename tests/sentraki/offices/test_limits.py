"""Whose address it is, and how often it may ask."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel import clock
from sentraki.offices import limits
from sentraki.offices.models import RateCount

NOON = datetime(2026, 6, 17, 5, 0, tzinfo=UTC)


def request_from(address: str, forwarded: str = ""):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "client"),
    [
        ([], "203.0.113.5", "", "203.0.113.5"),
        ([], "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        (["10.0.0.1"], "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.1"], "10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, 198.51.100.1, 10.2.3.4", "198.51.100.1"),
        (["10.0.0.1"], "10.0.0.2", "198.51.100.1", "10.0.0.2"),
        (["10.0.0.1"], "10.0.0.1", "nonsense", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "10.0.0.9", "10.0.0.9"),
        (["::1"], "::1", "2001:db8::7", "2001:db8::7"),
        (["10.0.0.1"], "::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ([], "", "198.51.100.1", "0.0.0.0"),
    ],
)
def test_only_what_a_trusted_proxy_wrote_counts(settings, proxies, address, forwarded, client):
    settings.TRUSTED_PROXIES = proxies

    assert limits.client_ip(request_from(address, forwarded)) == client


@given(st.text(max_size=60).filter(lambda text: "\n" not in text and "\r" not in text))
def test_an_invented_header_never_changes_the_address(forwarded):
    assert limits.client_ip(request_from("203.0.113.5", forwarded)) == "203.0.113.5"


def test_a_subscriber_with_a_whole_network_counts_once():
    assert limits.network_of("2001:db8:1:2:3:4:5:6") == limits.network_of("2001:db8:1:2::1")
    assert limits.network_of("203.0.113.5") != limits.network_of("203.0.113.6")


@pytest.mark.django_db
class TestCounting:
    def test_the_limit_holds_for_the_hour_and_a_new_hour_begins_anew(self):
        request = request_from("203.0.113.5")

        with clock.freeze(NOON):
            assert [limits.allow(request, "try", 2) for _ in range(3)] == [True, True, False]
        with clock.freeze(NOON + timedelta(hours=1)):
            assert limits.allow(request, "try", 2)

    def test_rotating_the_header_does_not_help(self):
        answers = [
            limits.allow(request_from("203.0.113.5", f"198.51.100.{n}"), "try", 5)
            for n in range(200)
        ]

        assert answers.count(True) == 5

    def test_other_clients_and_other_buckets_count_apart(self):
        assert limits.allow(request_from("203.0.113.5"), "try", 1)
        assert limits.allow(request_from("203.0.113.6"), "try", 1)
        assert limits.allow(request_from("203.0.113.5"), "look", 1)
        assert not limits.allow(request_from("203.0.113.5"), "try", 1)

    def test_no_address_is_stored(self):
        limits.allow(request_from("203.0.113.5"), "try", 1)
        limits.allow_key("orang@contoh.test", "log-in account", 1)

        stored = str(list(RateCount.objects.values()))
        assert "203.0" not in stored
        assert "orang" not in stored

    def test_old_hours_are_swept_away(self):
        with clock.freeze(NOON - timedelta(days=1)):
            limits.allow(request_from("203.0.113.5"), "try", 1)
        with clock.freeze(NOON):
            limits.allow(request_from("203.0.113.6"), "try", 1)

        assert RateCount.objects.count() == 1

    def test_one_use_is_one_query_and_a_sweep_for_a_new_key(self, django_assert_num_queries):
        request = request_from("203.0.113.5")
        with django_assert_num_queries(2):
            limits.allow(request, "try", 9)
        with django_assert_num_queries(1):
            limits.allow(request, "try", 9)
