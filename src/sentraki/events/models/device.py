"""Laptops that work at an event without a line, and what they sent."""

from django.db import models
from django.db.models import Q

from sentraki.events.models.event import Event
from sentraki.events.rules.desk import Answer, Doubt, RecordKind, RecordState
from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretJSONField
from sentraki.offices.scoping import Scoped


class Device(Scoped):
    """One prepared desk. Its token is kept as a hash and acts for the officer who prepared it.

    ``last_sequence`` and ``last_number`` are how many records and provisional numbers the laptop
    said it had made when it was last heard of. ``clock_offset`` is its clock minus ours, in
    seconds, then; nothing is decided by it.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    prepared_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    last_sequence = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    clock_offset = models.BigIntegerField(default=0)

    class Meta(Scoped.Meta):
        ordering = ("event", "id")
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="one_desk_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class DeskRecord(Scoped):
    """One record of a desk as it was sent, once, whatever the line did.

    ``client_id`` was made by the laptop; ``content_hash`` covers every sent character and the hash
    of the record before. ``told_at`` is the laptop's clock in milliseconds and is believed for
    nothing; ``clock_doubted`` says that it was off. ``receipt`` is what we acknowledged it with.
    ``failure`` is the kind of our own mistake that left it at "received", no word of what was sent.
    Two records may carry one ``sequence`` when a copied profile went on by itself: both are kept.
    """

    client_id = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="records")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in RecordKind])
    number = models.CharField(max_length=20, blank=True)
    told_at = models.BigIntegerField()
    received_at = models.DateTimeField(default=clock.now)
    clock_offset = models.BigIntegerField(default=0)
    clock_doubted = models.BooleanField(default=False)
    content = SecretJSONField()
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in RecordState], default=RecordState.RECEIVED
    )
    receipt = models.CharField(max_length=24, unique=True, default=ids.new_code)
    booking_code = models.CharField(max_length=24, blank=True, db_index=True)
    nik_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    name_index = models.CharField(max_length=64, blank=True, db_index=True)
    visit_ref = models.CharField(max_length=80, blank=True)
    case_ref = models.CharField(max_length=80, blank=True, db_index=True)
    failure = models.CharField(max_length=80, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("device", "sequence", "id")
        indexes = [models.Index(fields=["device", "sequence"], name="desk_record_order")]

    def __str__(self) -> str:
        return self.number or str(self.client_id)


class JoinQuestion(Scoped):
    """Something about a record that only a person can decide; the program never joins by itself.

    ``other`` is the record that may be of the same person, ``reasons`` name what agrees. For other
    content under one id, ``content`` is what came second; for a record that could not be worked
    in, ``reasons`` is the refusal's text id and ``content`` its values.
    """

    record = models.ForeignKey(DeskRecord, on_delete=models.PROTECT, related_name="questions")
    other = models.ForeignKey(
        DeskRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    doubt = models.CharField(max_length=16, choices=[(d, d) for d in Doubt])
    reasons = models.CharField(max_length=300, blank=True)
    content = SecretJSONField()
    content_hash = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=10, blank=True, choices=[(a, a) for a in Answer])
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "offices.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Scoped.Meta):
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "doubt", "content_hash"], name="one_question_per_doubt"
            ),
            models.CheckConstraint(
                condition=~Q(other=models.F("record")), name="no_question_about_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_id}: {self.doubt}"
