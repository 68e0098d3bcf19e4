"""The office's file of one person who wants one right."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from sentraki.cases.rules.case_flow import CaseStatus
from sentraki.cases.rules.quota import IN_TURN
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.kernel.fields import SecretJSONField, SecretTextField
from sentraki.kernel.refs import key_of
from sentraki.offices.scoping import Scoped


def granted_keys(viewer: Viewer) -> list[int]:
    """Primary keys of the cases an applicant has shown a right to."""
    keys = (key_of(ref, "cases.case") for ref in viewer.grants)
    return [int(key) for key in keys if key and key.isdigit()]


def handed_to(viewer: Viewer, path: str = "pk") -> Q:
    """Cases whose dossier was sent to the viewer's office: all a Kanwil may know of.

    ``path`` leads to the case's key, for models that hang on a case.
    """
    items = apps.get_model("cases", "HandoverItem")._base_manager
    mine = items.filter(handover__to_office_id=viewer.office_id)
    return Q(**{f"{path}__in": mine.values("case_id")})


class Case(Scoped):
    """One berkas fasilitasi. The mark's name is a trade secret until filed, so it is encrypted.

    ``answers`` is the applicant's draft, question by question; on submitting, what belongs to the
    business goes to ``parties`` and the mark's data stay here in ``mark``.

    ``arrival_number`` says when the case came to its programme and never changes; the waiting list
    is served by ``turn_rank``, then ``turn_number`` (the arrival number until an allocation or a
    missed offer gives another).

    ``replaces`` is the refused file this one is the second try for, ``replace_reason`` why that
    was refused (a row of ``data/refusal_reasons.csv``).
    """

    code = models.CharField(max_length=20, unique=True)
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        "cases.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    business = models.ForeignKey(
        "parties.Business", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    community = models.ForeignKey(
        "parties.Community", on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    kind = models.CharField(max_length=20, default="mark")
    status = models.CharField(
        max_length=12, choices=[(s, s) for s in CaseStatus], default=CaseStatus.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=0)
    mark_name = SecretTextField()
    mark_index = models.CharField(max_length=64, blank=True, db_index=True)
    mark = SecretJSONField()
    classes = models.CharField(max_length=80, blank=True)
    answers = SecretJSONField()
    applicant_name = SecretTextField()
    phone = SecretTextField()
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    resume_hash = models.CharField(max_length=64, blank=True, db_index=True)
    origin_ref = models.CharField(max_length=80, blank=True)
    replaces = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    replace_reason = models.CharField(max_length=4, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "offices.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = SecretTextField()
    draft_until = models.DateField(null=True, blank=True)
    arrival_number = models.PositiveIntegerField(null=True, blank=True)
    turn_number = models.PositiveIntegerField(null=True, blank=True)
    turn_rank = models.PositiveSmallIntegerField(default=IN_TURN)
    waiting_number = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Scoped.Meta):
        ordering = ("-submitted_at", "-id")
        indexes = [
            models.Index(fields=["region_code", "status", "submitted_at"], name="case_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "arrival_number"],
                condition=~Q(arrival_number=None),
                name="one_case_per_arrival",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def class_numbers(self) -> tuple[int, ...]:
        """The Nice classes as numbers."""
        return tuple(int(part) for part in self.classes.split(",") if part.strip().isdigit())

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q:
        """A Kanwil sees what was handed to it."""
        return handed_to(viewer)

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q:
        """Only the cases named in the viewer's grants."""
        return Q(pk__in=granted_keys(viewer))


class CaseClass(models.Model):
    """One Nice class of a case, so that a list of one class reads that class's files alone.

    Says the same as ``Case.classes``; ``services.classes`` writes both, the doctor compares.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="class_rows")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("case", "number")
        indexes = [models.Index(fields=["number", "case"], name="cases_of_class")]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_row_per_class_of_a_case")
        ]

    def __str__(self) -> str:
        return str(self.number)


class CasePaper(models.Model):
    """One required paper of a case. The newest row of a requirement is the one that counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    requirement = models.CharField(max_length=40)
    document = models.ForeignKey("ledger.Document", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    checked = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("requirement", "-given_at")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "requirement"],
                condition=Q(replaced_at=None),
                name="one_valid_paper_per_requirement",
            )
        ]

    def __str__(self) -> str:
        return self.requirement


class ReturnNotice(models.Model):
    """All defects of a case in one list, sent once. A second one carries a reason."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="returns")
    defects = SecretJSONField()
    due_on = models.DateField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.case_id}"


class PdkiCheck(models.Model):
    """An officer's own search in PDKI: what was seen, when, with a picture if there is one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pdki_checks")
    checked_on = models.DateField()
    checked_by = models.ForeignKey("offices.Person", on_delete=models.PROTECT, related_name="+")
    finding = SecretTextField()
    evidence = models.ForeignKey(
        "ledger.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.checked_on}"
