"""Who comes, when, and what they do: drawn once from a seed, before anything is sent.

Open loop: a person comes at the drawn moment whether or not the house has answered the others.
"""

import math
import random
from dataclasses import dataclass, field

DOUBLE, RELOADER, BOT = "double", "reloader", "bot"
BOT_KNOCKS = 50
RELOADS = 5


@dataclass
class Person:
    """One applicant; ``journal`` holds (what, status, seconds, arrival or "", place or ""), and
    ``shown_at`` the moment place or number was first on the screen."""

    number: int
    at: float
    kinds: frozenset[str]
    address: str
    journal: list[tuple[str, int, float, str, str]] = field(default_factory=list)
    began: float = 0.0
    shown_at: float = math.inf
    ended: float = 0.0

    @property
    def phone(self) -> str:
        """An invented mobile number, one a person."""
        return f"0812{self.number:08d}"

    def shown_after(self) -> float:
        """Seconds from the first wish to come until place or number were shown."""
        return self.shown_at - self.began


def crowd(count: int, per_second: float, seed: int) -> list[Person]:
    """``count`` people in ``count / per_second`` seconds: of them 30 % click twice, 10 % load the
    page again and again, 2 % are bots that knock fifty times. Arrivals are a Poisson stream."""
    chance, at, people = random.Random(seed), 0.0, []
    for number in range(1, count + 1):
        at += chance.expovariate(per_second)
        kinds = {
            kind
            for kind, share in ((DOUBLE, 0.30), (RELOADER, 0.10), (BOT, 0.02))
            if chance.random() < share
        }
        # A loopback address of its own for each, as each has a connection of its own.
        address = f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
        people.append(Person(number, at, frozenset(kinds), address))
    return people
