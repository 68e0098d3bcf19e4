"""Name checks beside the rush (L-7): sent at a stated rate whatever becomes of them."""

import asyncio
import math
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.rush.browsing import TOKEN, Browser
from tests.rush.crowd import Person

PATH = "/cek-nama/"


@dataclass
class Checks:
    """``rows`` are those of the visitors' journals: the page that was opened, the names sent."""

    rows: list[tuple[str, int, float, str, str]] = field(default_factory=list)

    def statuses(self) -> dict[str, int]:
        """How many name checks got which answer."""
        sent = [row[1] for row in self.rows if row[0] == "check"]
        return {str(status): sent.count(status) for status in sorted(set(sent))}


async def check_names(port: int, per_second: float, is_over: asyncio.Event) -> Checks:
    """A visitor with an address of the own every ``1 / per_second`` seconds until it is over."""
    checks, visits = Checks(), []
    for number in range(math.ceil(per_second * 3600)):
        if is_over.is_set():
            break
        visits.append(asyncio.create_task(_visit(checks, number, port)))
        await asyncio.sleep(1 / per_second)
    await asyncio.gather(*visits)
    return checks


async def _visit(checks: Checks, number: int, port: int) -> None:
    address = f"127.250.{number // 250}.{1 + number % 250}"
    visitor = Browser(Person(number, 0.0, frozenset(), address), port, PATH)
    _status, page = await visitor.ask("GET", what="open")
    token = TOKEN.search(page)
    if token is not None:
        typed = {"name_1": f"Sambal Rekaan {number}", "goods": "sambal botol"}
        body = urlencode({"csrfmiddlewaretoken": token.group(1).decode(), **typed})
        await visitor.ask("POST", body.encode(), "check")
    checks.rows += visitor.person.journal
