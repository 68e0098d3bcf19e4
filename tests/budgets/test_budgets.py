"""Gates on counts: bytes, queries, elements, origins. Never on time, which machines differ in."""

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.budgets import crowd, pages
from tests.budgets.pages import Seen
from tests.security.visitors import Visitor
from tests.security.world import World

from sentraki.kernel import clock

VERIFICATION, HOME, FORM = 14_000, 43_000, 60_000
MOST_NODES = 800
MANY = 30
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
WEIGHTS = {"portal:home": HOME, "portal:verify-code": VERIFICATION}
# Lists the issue names; others are found from the addresses and held to the same.
LISTS = {
    "portal:register", "desk:cases", "desk:letters", "desk:handovers", "desk:filings",
    "desk:rights", "desk:businesses", "desk:imports",
}  # fmt: skip
Counts = dict[tuple[str, str], tuple[int, int]]


@pytest.fixture(scope="module")
def seen(world: World) -> list[Seen]:
    """Every page of the faces, once for each kind of visitor who may open it."""
    return list(pages.walk(world))


def test_every_page_opens_for_somebody(seen: list[Seen], world: World) -> None:
    reached = {page.name for page in seen}
    wanted = {name for name, _path in pages.all_addresses(world.here)}
    files = {n for n in wanted - reached if not _is_page(world, n)}
    assert wanted - reached - files == set()


def _is_page(world: World, name: str) -> bool:
    """Whether anybody gets a page there, rather than a file, a redirect or a question."""
    path = dict(pages.all_addresses(world.here))[name]
    answers = [visitor.ask("GET", path) for visitor in pages.those_who_see(world)]
    ended = [a for a in answers if a.status_code not in (403, 404)]
    return not ended or any(pages.html_of(answer) for answer in ended)


def test_no_page_weighs_more_than_its_budget(seen: list[Seen]) -> None:
    heavy = []
    for one in seen:
        weight, limit = pages.weight_of(one.page, one.content), WEIGHTS.get(one.name, FORM)
        if weight > limit:
            heavy.append(f"{one.place}: {weight} of {limit}")
    assert heavy == []


def test_no_page_for_citizens_holds_more_elements_than_a_cheap_phone_bears(
    seen: list[Seen],
) -> None:
    crowded = []
    for one in seen:
        nodes = len(list(one.page.root.walk())) - 1
        if one.name.startswith("portal:") and nodes > MOST_NODES:
            crowded.append(f"{one.place}: {nodes}")
    assert crowded == []


def test_no_page_loads_anything_from_elsewhere(seen: list[Seen]) -> None:
    assert [f"{one.place}: {what}" for one in seen for what in pages.foreign(one.page)] == []


def test_no_page_carries_style_or_code_in_itself(seen: list[Seen]) -> None:
    assert [f"{one.place}: {what}" for one in seen for what in pages.inline(one.page)] == []


def test_every_page_forbids_what_it_does_not_use(seen: list[Seen]) -> None:
    loose = []
    for one in seen:
        rules = dict(part.strip().partition(" ")[::2] for part in one.policy.split(";"))
        missing = {name: rules.get(name) for name in POLICY if rules.get(name) != POLICY[name]}
        if missing or "unsafe" in one.policy:
            loose.append(f"{one.place}: {missing or one.policy}")
    assert loose == []


def test_a_seal_is_looked_up_with_one_query_at_most(world: World) -> None:
    public = pages.those_who_see(world)[0]
    path = reverse("portal:verify-code", args=[world.here.right().seal.code])
    public.ask("GET", path)
    with CaptureQueriesContext(connection) as asked:
        answer = public.client.get(path)
    assert pages.html_of(answer)
    assert len(asked) <= 1, [query["sql"][:120] for query in asked]


def counts(visitors: list[Visitor], addresses: list[tuple[str, str]]) -> Counts:
    """Queries and bytes of every address for every visitor who may open it."""
    found: Counts = {}
    for visitor in visitors:
        for name, path in addresses:
            reset_queries()
            with CaptureQueriesContext(connection) as asked:
                answer = visitor.ask("GET", path)
            if pages.html_of(answer):
                found[name, visitor.name] = len(asked), len(answer.content)
    return found


@pytest.mark.slow
def test_thirty_times_the_rows_cost_no_further_query(reference: crowd.Kept, world: World) -> None:
    addresses = pages.plain_addresses()
    # The clock stands still: an officer's last sign of life is written down once a minute.
    with clock.freeze(clock.now()):
        everybody = pages.those_who_see(world)
        few = counts(everybody, addresses)
        crowd.multiply(reference, MANY)
        many = counts(everybody, addresses)
    more = {place: (few[place][0], many[place][0]) for place in few}
    assert {place: pair for place, pair in more.items() if pair[0] < pair[1]} == {}
    grown = {name for (name, who), (_n, size) in few.items() if many[name, who][1] > size + 1000}
    assert LISTS & {name for name, _path in addresses} <= grown, "a list was not filled"
