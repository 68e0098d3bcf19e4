"""``act``: the one way to change a fact.

::

    with act("case.accept", on=case, by=viewer, key=idempotency_key) as deed:
        ...                                   # locks, writes, ledger.services.counters.claim
        deed.record(place=7)                  # refs, codes and small numbers for the log
        deed.tell("case-accepted", to=Recipient(...), code=case.code)

Entering checks that the verb is declared and that the policy allows it, opens a transaction and
locks the head of the log. Leaving appends one entry in that transaction; an exception, or an entry
that cannot be written, takes everything back. Acts may stand inside acts: each writes its own
entry (the inner one first), and all of them happen or none.

The head is locked before anything else and until the outermost act ends, on both databases. So
writers follow one another, entries stand in the order things happened, and no two writers can wait
for each other. Slow work (rendering, sending) belongs into ``deed.after_commit``.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sentraki.kernel import access, clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.crashpoints import reach
from sentraki.kernel.errors import AlreadyDone, Denied, Invalid
from sentraki.kernel.merkle import Frontier, leaf_hash
from sentraki.kernel.refs import Ref, ref_of
from sentraki.ledger import messages, verbs
from sentraki.ledger.messages import Recipient
from sentraki.ledger.models import Entry, EntryNote, Head, Message, Receipt
from sentraki.ledger.rules.delivery import MAX_TRIES
from sentraki.ledger.rules.entries import Leaf, actor_ref, check_payload, commitment
from sentraki.ledger.rules.filling import Field

_OPEN: ContextVar["Deed | None"] = ContextVar("open_deed", default=None)
_DONE = gettext_noop("This was done before; nothing happened twice.")
_LONG_KEY = gettext_noop("This form was changed on the way. Open the page again.")
_LONGEST_KEY = 100


class Deed:
    """An act under way. ``on_ref`` is what it is about, ``at`` when it began."""

    def __init__(self, verb: str, by: Viewer, on: Any, region_code: str) -> None:
        self.verb = verb
        self.by = by
        self.at: datetime = clock.now()
        self.on_ref: Ref | None = None
        self.region_code = region_code
        self.index: int | None = None
        self._payload: dict[str, Any] = {}
        self._told = 0
        if on is not None:
            self.about(on)

    def about(self, thing: Any) -> None:
        """Say what the act is about, for acts that make the thing (``on=None``)."""
        self.on_ref = ref_of(thing)
        if not self.region_code and not isinstance(thing, str):
            self.region_code = getattr(thing, "region_code", "") or ""

    def record(self, **facts: Any) -> None:
        """Add to the entry's payload: refs, codes, small numbers, never anything personal.

        Anything else raises ``ValueError`` (see ``rules.entries.check_payload``).
        """
        check_payload(facts)
        self._payload.update(facts)

    def tell(self, slug: str, *, to: Recipient, **fields: Field) -> Message:
        """Put a message into the outbox; it leaves once the act is committed."""
        messages.check(slug, fields)
        self._told += 1
        unique = f"{self.verb}\n{self._ref()}\n{slug}\n{to.channel}\n{to.address}\n{self._told}"
        return Message.objects.create(
            slug=slug,
            channel=to.channel,
            recipient={"address": to.address, "name": to.name, "lang": to.lang},
            fields=dict(fields),
            on_ref=self._ref(),
            region_code=to.region_code,
            tries_left=MAX_TRIES,
            next_try_at=self.at,
            created_at=self.at,
            dedupe=sha256(f"{unique}\n{self.at.isoformat()}".encode()).hexdigest(),
        )

    def after_commit(self, work: Callable[[], object]) -> None:
        """Do ``work`` when everything is stored; its failure is logged and undoes nothing."""
        transaction.on_commit(work, robust=True)

    def _ref(self) -> Ref:
        if self.on_ref is None:
            raise RuntimeError(f"{self.verb}: say what the act is about first (deed.about)")
        return self.on_ref


def current() -> Deed | None:
    """The innermost act under way in this thread, if any."""
    return _OPEN.get()


@contextmanager
def writers_wait() -> Iterator[None]:
    """A transaction during which no act goes on, for housekeeping that changes no fact."""
    with transaction.atomic():
        if _OPEN.get() is None:
            _locked_head()
        yield


@contextmanager
def act(
    verb: str, *, on: Any, by: Viewer, note: str = "", key: str = "", **facts: Any
) -> Iterator[Deed]:
    """Do one act; see the module's docstring.

    ``on`` is a saved object, a ref, or ``None`` when the act makes the thing (``deed.about``).
    ``facts`` go to the policy; ``region_code`` and ``about`` (the ref) are added when ``on`` tells
    them. ``note`` is free text kept apart from the log. Raises ``UndeclaredVerb``, ``Denied``,
    and ``AlreadyDone`` when ``key`` was used for this verb before.
    """
    verbs.get(verb)
    if len(key) > _LONGEST_KEY:
        raise Invalid(_LONG_KEY)
    known = _with_defaults(on, facts)
    decision = access.decide(verb, by, **known)
    if not decision.allowed:
        raise Denied(decision.reason)
    with writers_wait():
        _refuse_repetition(verb, key)
        transaction.on_commit(lambda: reach(f"{verb}:after-commit"))
        deed = Deed(verb, by, on, str(known.get("region_code") or ""))
        token = _OPEN.set(deed)
        try:
            yield deed
        finally:
            _OPEN.reset(token)
        _append(deed, note)
        if key:
            Receipt.objects.create(verb=verb, key=key, on_ref=deed._ref(), at=deed.at)
        reach(f"{verb}:before-commit")


def _with_defaults(on: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    known = dict(facts)
    if on is not None:
        known.setdefault("about", str(ref_of(on)))
        if not isinstance(on, str):
            known.setdefault("region_code", getattr(on, "region_code", "") or "")
    return known


def _locked_head() -> Head:
    locked = Head.objects.select_for_update()
    try:
        return locked.get(pk=Head.ROW)
    except Head.DoesNotExist:
        Head.objects.get_or_create(pk=Head.ROW)
        return locked.get(pk=Head.ROW)


def _refuse_repetition(verb: str, key: str) -> None:
    if key:
        earlier = Receipt.objects.filter(verb=verb, key=key).values_list("on_ref", flat=True)
        for receipt in earlier:
            raise AlreadyDone(_DONE, receipt=receipt)


def _append(deed: Deed, note: str) -> None:
    head = Head.objects.get(pk=Head.ROW)
    salt = token_bytes(32) if note else b""
    leaf = Leaf(
        index=head.size,
        verb=deed.verb,
        on_ref=deed._ref(),
        actor_ref=actor_ref(deed.by),
        role=deed.by.role.value,
        office_id=deed.by.office_id,
        region_code=deed.region_code,
        at=clock.now(),
        payload=deed._payload,
        note_commitment=commitment(salt, note) if note else "",
    )
    hashed = leaf_hash(leaf.to_bytes())
    entry = Entry.objects.create(**vars(leaf), leaf_hash=hashed)
    if note:
        EntryNote.objects.create(entry=entry, salt=salt, text=note)
    frontier = Frontier.from_bytes(bytes(head.frontier))
    frontier.append(hashed)
    Head.objects.filter(pk=Head.ROW).update(size=head.size + 1, frontier=frontier.to_bytes())
    deed.index = entry.index
