"""What must be true of every policy row: the rooms' truth tables, as questions with answers.

The tables are written by hand in each room's ``test_policy``. Here they become a list of
questions, so that a changed row (a mutant) can be asked them all in a blink.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.sentraki.cases import test_policy as cases
from tests.sentraki.events import test_policy as events
from tests.sentraki.insight import test_policy as insight
from tests.sentraki.ledger import test_policy as ledger
from tests.sentraki.offices import test_policy as offices
from tests.sentraki.parties import test_policy as parties
from tests.sentraki.screening import test_policy as screening

from sentraki.kernel.access import OFFICERS, Role, Rule, Viewer, decide

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """May ``viewer`` do ``action`` given ``facts``? The answer is ``allowed``."""

    action: str
    viewer: Viewer
    allowed: bool
    facts: Facts = field(default_factory=dict)

    @property
    def is_answered_right(self) -> bool:
        """Whether the policy says what the table says."""
        return decide(self.action, self.viewer, **self.facts).allowed == self.allowed


def rules() -> list[Rule]:
    """Every policy row of every room."""
    rooms = (cases, events, insight, ledger, offices, parties, screening)
    return [rule for room in rooms for rule in room.POLICY]


def questions() -> list[Question]:
    """All of them."""
    return [
        *_own_and_foreign(cases, cases.TABLE),
        *_own_and_foreign(parties, parties.TABLE),
        *_own_and_foreign(screening, screening.TABLE),
        *_own_and_foreign(insight, insight.TABLE),
        *_own_and_foreign(events, events.TABLE),
        *_ledger(),
        *_offices(),
        *_special(),
    ]


def _second_factor(action: str, bare: Viewer, facts: Facts, own: set[Role]) -> Question:
    return Question(action, bare, Role.PUBLIC in own, facts)


def _own_and_foreign(
    room: Any, table: Mapping[str, tuple[set[Role], set[Role]]]
) -> Iterator[Question]:
    for action, (own, foreign) in table.items():
        for role in Role:
            yield Question(action, room.viewer(role), role in own, room.OWN)
            yield Question(action, room.viewer(role), role in foreign, room.FOREIGN)
            if role in OFFICERS:
                bare = room.viewer(role, second_factor=False)
                yield _second_factor(action, bare, room.OWN, own)


def _ledger() -> Iterator[Question]:
    for action, (more, own, foreign) in ledger.TABLE.items():
        for role in Role:
            who = ledger.viewer(role)
            yield Question(action, who, role in own, ledger.OWN | more)
            yield Question(action, who, role in foreign, ledger.FOREIGN | more)
            if role in OFFICERS:
                bare = ledger.viewer(role, second_factor=False)
                yield _second_factor(action, bare, ledger.OWN | more, own - _NOT_PUBLIC[action])
    for secrecy, readers in ledger.READERS.items():
        for role in Role:
            facts = ledger.OWN | {"secrecy": secrecy, "handed_to": 1}
            yield Question("document.read", ledger.viewer(role), role in readers, facts)


class _Closed(dict[str, set[Role]]):
    def __missing__(self, action: str) -> set[Role]:
        return set()


# Documents are open to the public by class (C0) alone.
_NOT_PUBLIC = _Closed({"document.read": {Role.PUBLIC}})


def _offices() -> Iterator[Question]:
    columns = ((offices.OWN, 2), (offices.OTHER, 2), (offices.OWN, 1))
    for action, answers in offices.TABLE.items():
        for role in Role:
            for (office_id, person_id), allowed in zip(columns, answers, strict=True):
                facts = {"office_id": office_id, "person_id": person_id}
                yield Question(action, offices.someone(role), role in allowed, facts)
            if role in OFFICERS:
                bare = offices.someone(role, second_factor=False)
                facts = {"office_id": offices.OWN, "person_id": 2}
                yield _second_factor(action, bare, facts, answers[0])


def _special() -> Iterator[Question]:
    """Conditions with more than one part: each part alone makes the answer no."""
    signatory = ledger.viewer(Role.SIGNATORY)
    for change in (
        {"hands": frozenset({"offices.person:3"})},
        {"office_id": 2},
        {"office_may_issue": False},
    ):
        yield Question("letter.sign", signatory, False, ledger.OWN | ledger.SIGNING | change)
    for action in ("order.decide", "programme.enforce"):
        hands = cases.OWN | {"hands": frozenset({"offices.person:3"})}
        yield Question(action, cases.viewer(Role.VERIFIER), False, hands)
    for role in (Role.VERIFIER, Role.KANWIL):
        who = screening.viewer(role)
        brought = screening.OWN | {"started_by": f"offices.person:{who.person_id}"}
        yield Question("gazette.take-back", who, True, brought)
    kanwil = cases.viewer(Role.KANWIL)
    for action in ("handover.view", "handover.answer", "filing.file", "filing.view",
                   "filing.record-event", "reply.view", "reply.begin",
                   "reply.arrange", "reply.answer", "reply.finish",
                   "dossier.read", "case.show-identity", "deadline.view",
                   "deadline.meet", "deadline.withdraw", "deadline.decide"):  # fmt: skip
        for office in (None, 2):
            yield Question(action, kanwil, False, cases.OWN | {"to_office": office})
    for handed_to in (None, 2):
        facts = ledger.OWN | {"secrecy": "C2", "handed_to": handed_to}
        yield Question("document.read", ledger.viewer(Role.KANWIL), False, facts)
