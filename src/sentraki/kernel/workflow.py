"""A workflow is a table of moves that proves itself when it is built and can draw itself.

One row carries roles, guards, letter and messages, so screen, API and tests read the same row.
Nothing here writes: a service asks :meth:`Workflow.take` and then calls its one ``set_status``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sentraki.kernel.access import Role
from sentraki.kernel.errors import MoveRefused


@dataclass(frozen=True)
class Move:
    """One row: ``verb`` leads from any of ``sources`` to ``target``.

    ``guards`` are names of facts that must be true; ``letter`` and ``notify`` are slugs.
    """

    verb: str
    sources: frozenset[StrEnum]
    target: StrEnum
    roles: frozenset[Role]
    guards: tuple[str, ...] = ()
    letter: str = ""
    notify: tuple[str, ...] = ()


def move(
    verb: str,
    sources: Iterable[StrEnum],
    target: StrEnum,
    *roles: Role,
    guards: tuple[str, ...] = (),
    letter: str = "",
    notify: tuple[str, ...] = (),
) -> Move:
    """Write one row of a flow."""
    return Move(verb, frozenset(sources), target, frozenset(roles), guards, letter, notify)


@dataclass(frozen=True)
class Workflow:
    """A named flow over a status enum.

    Building it raises ``ValueError`` when a status cannot be reached from ``start``, when a status
    that is not in ``ends`` has no way out, when an end has one, when a (verb, source) pair stands
    twice, or when a row has no role.
    """

    name: str
    statuses: type[StrEnum]
    start: StrEnum
    ends: frozenset[StrEnum]
    moves: tuple[Move, ...]
    _rows: Mapping[tuple[str, StrEnum], Move] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rows: dict[tuple[str, StrEnum], Move] = {}
        for step in self.moves:
            if not step.roles:
                raise ValueError(f"{self.name}: {step.verb} has no role")
            for source in step.sources:
                if (step.verb, source) in rows:
                    raise ValueError(f"{self.name}: {step.verb} from {source} stands twice")
                rows[step.verb, source] = step
        object.__setattr__(self, "_rows", rows)
        self._prove()

    def _prove(self) -> None:
        ways: dict[StrEnum, set[StrEnum]] = {status: set() for status in self.statuses}
        for step in self.moves:
            for source in step.sources:
                ways[source].add(step.target)
        reached, frontier = {self.start}, [self.start]
        while frontier:
            for target in ways[frontier.pop()] - reached:
                reached.add(target)
                frontier.append(target)
        lost = set(self.statuses) - reached
        stuck = {s for s, targets in ways.items() if not targets} - self.ends
        leaking = {s for s in self.ends if ways[s]}
        for problem, found in (
            ("unreachable", lost),
            ("dead end", stuck),
            ("end with a way out", leaking),
        ):
            if found:
                raise ValueError(f"{self.name}: {problem}: {sorted(found)}")

    def take(self, verb: str, *, status: str, role: Role, facts: Mapping[str, bool]) -> Move:
        """The row for ``verb`` from ``status``; raises ``MoveRefused`` saying what is missing."""
        step = self._rows.get((verb, self.statuses(status)))
        if step is None:
            raise MoveRefused("This step is not possible from the present status.")
        if role not in step.roles:
            raise MoveRefused("Your role may not take this step.")
        missing = tuple(name for name in step.guards if not facts.get(name, False))
        if missing:
            raise MoveRefused("Something is still missing for this step.", missing=missing)
        return step

    def open_to(self, *, status: str, role: Role) -> tuple[Move, ...]:
        """The rows a role could take from here, guards aside, in table order."""
        now = self.statuses(status)
        return tuple(step for step in self.moves if now in step.sources and role in step.roles)

    def draw(self) -> str:
        """The flow as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start.value}"]
        for step in self.moves:
            note = f" [{', '.join(step.guards)}]" if step.guards else ""
            lines += [
                f"    {source.value} --> {step.target.value}: {step.verb}{note}"
                for source in sorted(step.sources)
            ]
        lines += [f"    {end.value} --> [*]" for end in sorted(self.ends)]
        return "\n".join(lines) + "\n"
