"""What has been searched, and what a search said on the day it was frozen."""

from django.db import models

from sentraki.kernel import clock, ids
from sentraki.kernel.fields import SecretJSONField
from sentraki.offices.scoping import Scoped


class CorpusSource(models.Model):
    """A list of marks loaded into the search: its name, date, size and licence are always shown.

    ``as_of``: the day the list speaks for. ``sha256``: of the file it was read from. ``folder``:
    of its index, below ``settings.CORPORA``. ``counts``: rows by status as written in the file.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    as_of = models.DateField()
    licence = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=80, default="")
    counts = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class MarkRecord(models.Model):
    """One mark this installation knows from its own register of rights (public facts only)."""

    ref = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    classes = models.CharField(max_length=80)
    status = models.CharField(max_length=20)
    number = models.CharField(max_length=40, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class PictureSource(models.Model):
    """A gallery of labels loaded into the picture search: what every answer says of it."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    as_of = models.DateField()
    licence = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class MarkPicture(models.Model):
    """The label of a mark anybody may see, small and written by us; never one that is not filed.

    ``ref``: of the right, or source and number. ``content``: a JPEG of at most 320 pixels, from
    which every machine makes its own index. A changed picture is another row. ``source``: null for
    the rights of this installation.
    """

    ref = models.CharField(max_length=160, unique=True)
    source = models.ForeignKey(PictureSource, on_delete=models.CASCADE, null=True, blank=True)
    name = models.CharField(max_length=255)
    classes = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Names row and picture in an index, so that an index of another database fits nowhere."""
        return f"{self.pk}.{self.sha256[:16]}"


class ScreeningRun(Scoped):
    """A frozen answer: which names were asked, against which data, and what was found.

    Names and report are encrypted: an unfiled name is a trade secret.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_secret)
    case_ref = models.CharField(max_length=80, db_index=True)
    made_at = models.DateTimeField(default=clock.now)
    asked = SecretJSONField()
    reports = SecretJSONField()
    fingerprint = models.CharField(max_length=64)
    corpus_date = models.DateField()
    corpus_size = models.PositiveIntegerField()
    band = models.PositiveSmallIntegerField()

    class Meta(Scoped.Meta):
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return f"{self.case_ref} {self.made_at:%Y-%m-%d}"


class GazetteReading(models.Model):
    """One file of the gazette and how its reading went. The file itself is gone once it is read.

    ``told``: what a person said of a table that has no cover. ``counts``: applications by what
    became of them; ``unread``: the first lines nothing could be made of, with their pages.
    """

    public_id = models.CharField(max_length=40, unique=True, default=ids.new_code)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="waiting")
    trouble = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    unread = models.JSONField(default=list)
    issue = models.ForeignKey(
        "screening.GazetteIssue", on_delete=models.PROTECT, null=True, related_name="readings"
    )
    started_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)
    started_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("-started_at", "-id")

    def __str__(self) -> str:
        return f"{self.file_name} {self.state}"


class GazetteIssue(models.Model):
    """One issue of the trademark gazette; ``closes_on`` is the last day for an opposition."""

    number = models.CharField(max_length=60, unique=True)
    series = models.CharField(max_length=2, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField(db_index=True)

    class Meta:
        ordering = ("-opens_on", "-id")

    def __str__(self) -> str:
        return self.number


class GazetteEntry(models.Model):
    """One published application as the newest issue that names it says (public facts only).

    ``label``: the picture's file below the folder of labels, "" for none.
    """

    number = models.CharField(max_length=24, unique=True)
    issue = models.ForeignKey(GazetteIssue, on_delete=models.PROTECT, related_name="entries")
    received_on = models.DateField()
    classes = models.CharField(max_length=140)
    name = models.CharField(max_length=255, blank=True)
    owner = models.CharField(max_length=255, blank=True)
    goods = models.TextField(blank=True)
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.number

    @property
    def shown_name(self) -> str:
        """What pages call it: its words, else its number."""
        return self.name or self.number

    @property
    def class_numbers(self) -> tuple[int, ...]:
        """The Nice classes, ascending."""
        return tuple(int(part) for part in self.classes.split(",") if part.strip())
