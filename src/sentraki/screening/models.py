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
