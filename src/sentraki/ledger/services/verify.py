"""Checking the log from its first entry to its last, and against checkpoints kept elsewhere.

Without a checkpoint from outside, somebody who rewrites every row, the head and the stored
checkpoints consistently is not noticed; with yesterday's checkpoint every change before it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from sentraki.kernel.merkle import Frontier, leaf_hash
from sentraki.kernel.seals import verify as verify_signature
from sentraki.ledger import triggers
from sentraki.ledger.models import Checkpoint, Entry, EntryNote, Head
from sentraki.ledger.rules import notes
from sentraki.ledger.rules.entries import Leaf, commitment
from sentraki.ledger.selectors.keys import trusted_keys

_FIELDS = (
    "index",
    "verb",
    "on_ref",
    "actor_ref",
    "role",
    "office_id",
    "region_code",
    "at",
    "payload",
    "note_commitment",
    "leaf_hash",
)
_ENOUGH = 100


@dataclass(frozen=True)
class Problem:
    """``kind`` is a word for programs, ``index`` the entry (or size) it was found at."""

    kind: str
    index: int
    text: str


@dataclass
class Report:
    """What was found. ``size`` entries were read; no problems means the log is whole."""

    size: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def add(self, kind: str, index: int, text: str) -> None:
        """Note a problem; beyond a hundred only the count matters, so they are dropped."""
        if len(self.problems) < _ENOUGH:
            self.problems.append(Problem(kind, index, text))


def verify(checkpoint: str = "") -> Report:
    """Read the whole log and say what is wrong; ``checkpoint`` is a note kept elsewhere.

    Finds changed, missing, swapped and added entries, a head or a stored checkpoint that does not
    fit, notes that are not the original ones, and guards that were taken away.
    """
    report = Report()
    wanted: dict[int, list[tuple[str, bytes]]] = {}
    with transaction.atomic():
        for name in triggers.missing(connection):
            report.add("guard-missing", -1, f"the database trigger {name} is gone")
        _expect_stored(report, wanted)
        if checkpoint:
            _expect_outside(report, wanted, checkpoint)
        frontier = _walk(report, wanted)
        _check_head(report, frontier)
        _check_notes(report)
    for size in sorted(wanted):
        report.add("truncated", size, f"a checkpoint knows {size} entries, {report.size} are left")
    return report


def _walk(report: Report, wanted: dict[int, list[tuple[str, bytes]]]) -> Frontier:
    frontier = Frontier()
    _compare(report, wanted, frontier, 0)
    for leaf, stored in _leaves():
        if leaf.index != report.size:
            report.add("gap", report.size, f"entry {leaf.index} stands at place {report.size}")
        hashed = leaf_hash(leaf.to_bytes())
        if hashed != stored:
            report.add("changed", leaf.index, f"entry {leaf.index} was changed")
        frontier.append(hashed)
        report.size += 1
        _compare(report, wanted, frontier, report.size)
    return frontier


def _leaves() -> Iterator[tuple[Leaf, bytes]]:
    rows = Entry.objects.order_by("index").values_list(*_FIELDS)
    for *values, stored in rows.iterator(chunk_size=5_000):
        yield Leaf(*values), bytes(stored)


def _compare(
    report: Report, wanted: dict[int, list[tuple[str, bytes]]], frontier: Frontier, size: int
) -> None:
    for whose, root in wanted.pop(size, []):
        if frontier.root() != root:
            report.add("rewritten", size, f"the first {size} entries differ from {whose}")


def _expect_stored(report: Report, wanted: dict[int, list[tuple[str, bytes]]]) -> None:
    for row in Checkpoint.objects.order_by("size"):
        try:
            note = notes.read(row.text, verify=_is_ours)
        except notes.NotANote as error:
            report.add("checkpoint", row.size, str(error))
            continue
        if (note.size, note.root) != (row.size, bytes(row.root)):
            report.add("checkpoint", row.size, "the stored checkpoint contradicts its own text")
        wanted.setdefault(note.size, []).append(("a stored checkpoint", note.root))


def _expect_outside(report: Report, wanted: dict[int, list[tuple[str, bytes]]], text: str) -> None:
    try:
        note = notes.read(text, verify=_is_ours)
    except notes.NotANote as error:
        report.add("checkpoint", -1, str(error))
    else:
        wanted.setdefault(note.size, []).append(("the checkpoint given", note.root))


def _is_ours(hint: bytes, body: bytes, signature: bytes) -> bool:
    name = body.decode().partition("\n")[0]
    return any(
        notes.key_hash(name, key) == hint and verify_signature(body, signature, key)
        for key in trusted_keys().values()
    )


def _check_head(report: Report, frontier: Frontier) -> None:
    head = Head.objects.filter(pk=Head.ROW).first()
    size, edge = (head.size, bytes(head.frontier)) if head else (0, Frontier().to_bytes())
    if size != report.size:
        report.add("head", size, f"the head says {size} entries, there are {report.size}")
    elif edge != frontier.to_bytes():
        report.add("head", size, "the head does not fit the entries")


def _check_notes(report: Report) -> None:
    for note in EntryNote.objects.select_related("entry").iterator(chunk_size=2_000):
        if commitment(bytes(note.salt), note.text) != note.entry.note_commitment:
            report.add("note", note.entry_id, f"the note of entry {note.entry_id} was changed")
