"""Rows that are law or practice on a date: papers asked for, fees, DJKI's status texts."""

from django.db import models

from sentraki.cases.rules.deadlines import Shift, Span, Start, Term, Unit, Who


class DocumentRequirement(models.Model):
    """A paper a kind of case needs. Offices add rows; code never lists papers.

    ``applicant_kind``: any, person, body or community. ``scheme``: any, or the tariff whose payers
    show it (umk, umum). An empty day of validity is open or unknown. ``supplied_by``: applicant,
    office or system. ``needed_for``: submission or filing. ``required`` is false for papers that
    only some cases need. ``accepts``: file kinds, blank-separated.
    """

    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, default="mark")
    applicant_kind = models.CharField(max_length=12, default="any")
    scheme = models.CharField(max_length=10, default="any")
    programme = models.ForeignKey(
        "cases.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    supplied_by = models.CharField(max_length=12, default="applicant")
    needed_for = models.CharField(max_length=12, default="submission")
    required = models.BooleanField(default=True)
    accepts = models.CharField(max_length=40)
    max_mb = models.PositiveSmallIntegerField(default=15)
    secrecy = models.CharField(max_length=2)
    label_id = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    hint_id = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    confidence = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "kind", "applicant_kind", "scheme"],
                condition=models.Q(programme=None, valid_until=None),
                name="one_general_requirement",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def label(self, lang: str) -> str:
        """The paper's name in ``lang`` (Indonesian unless ``en``)."""
        return self.label_en if lang.startswith("en") else self.label_id

    def hint(self, lang: str) -> str:
        """How to get it right, in ``lang``."""
        return self.hint_en if lang.startswith("en") else self.hint_id


class Fee(models.Model):
    """An official fee with its validity; below "high" confidence it is shown "periksa kembali"."""

    code = models.CharField(max_length=40)
    ip_kind = models.CharField(max_length=20)
    service = models.CharField(max_length=200)
    scheme = models.CharField(max_length=10)
    unit = models.CharField(max_length=40)
    amount = models.PositiveBigIntegerField()
    legal_basis = models.CharField(max_length=160, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("code", "scheme", "valid_from")

    def __str__(self) -> str:
        return f"{self.code} {self.scheme}"


class StatusText(models.Model):
    """A raw status text of PDKI and what we read it as; an officer may correct the row."""

    raw_text = models.CharField(max_length=200, unique=True)
    status = models.CharField(max_length=16)
    group = models.CharField(max_length=20)
    needs_action = models.BooleanField(default=False)
    legal_term = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=20)

    class Meta:
        ordering = ("raw_text",)

    def __str__(self) -> str:
        return self.raw_text


class DeadlineRule(models.Model):
    """A time limit as a row: from which event, how it is counted, what the law says, how sure.

    The fields mean what :class:`sentraki.cases.rules.deadlines.Term` says; lists are
    blank-separated.
    """

    code = models.SlugField(max_length=40, unique=True)
    event = models.CharField(max_length=16)
    after = models.CharField(max_length=16, blank=True)
    counts_from = models.CharField(max_length=8, choices=[(s, s) for s in Start])
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=[(u, u) for u in Unit])
    safe_length = models.PositiveSmallIntegerField()
    safe_unit = models.CharField(max_length=12, choices=[(u, u) for u in Unit])
    shift = models.CharField(max_length=8, choices=[(s, s) for s in Shift])
    who = models.CharField(max_length=10, choices=[(w, w) for w in Who])
    remind = models.CharField(max_length=60, blank=True)
    warn_after = models.CharField(max_length=60, blank=True)
    met_by = models.CharField(max_length=120, blank=True)
    label_id = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    article = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    checked_on = models.DateField()
    confidence = models.CharField(max_length=10)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.code

    def as_term(self) -> Term:
        """The row as the rules read it."""
        return Term(
            code=self.code,
            event=self.event,
            after=self.after,
            counts_from=Start(self.counts_from),
            span=Span(self.length, Unit(self.unit)),
            careful=Span(self.safe_length, Unit(self.safe_unit)),
            shift=Shift(self.shift),
            who=Who(self.who),
            remind=tuple(int(days) for days in self.remind.split()),
            warn_after=tuple(int(days) for days in self.warn_after.split()),
            met_by=frozenset(self.met_by.split()),
            label_id=self.label_id,
            label_en=self.label_en,
            article=self.article,
            source=self.source,
            checked_on=self.checked_on,
            confidence=self.confidence,
        )
