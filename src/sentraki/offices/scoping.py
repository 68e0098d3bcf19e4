"""Rows belong to a region; nobody reads them without saying who looks.

``Model.objects.for_viewer(viewer)`` is the one way to a queryset. ``Model.objects.all()`` and every
other query through ``objects`` raises :class:`ScopeMissing`; only ``objects.create`` and
``objects.bulk_create`` work, because writing shows nothing (the service asks the policy).
``Model.unscoped`` answers everything and is kept for the few listed places: migrations, integrity
checks, jobs of the installation.

Related managers (``case.documents``) and forward keys (``document.case``) work: the object they
start from was reached under a scope. ``full_clean`` does not (it would look at other people's
rows); unique constraints of the database are the net.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.signals import class_prepared
from django.http import Http404

from sentraki.kernel.access import Role, Viewer

REGION_CODE_LENGTH = 13
_M = TypeVar("_M", bound=models.Model)
_S = TypeVar("_S", bound="Scoped")


class ScopeMissing(RuntimeError):
    """A scoped model was queried without a viewer: a mistake in the program, never a user's."""


def prefix_scope(path: str, prefixes: Iterable[str]) -> Q | None:
    """The condition "the region code at ``path`` lies in one of ``prefixes``"; ``None`` for none.

    ``16.7`` does not cover ``16.71``: only an equal code and codes below its dot are covered.
    """
    condition: Q | None = None
    for prefix in prefixes:
        if prefix:
            here = Q(**{path: prefix}) | Q(**{f"{path}__startswith": prefix + "."})
            condition = here if condition is None else condition | here
    return condition


class ScopedQuerySet(models.QuerySet[_M]):
    """A queryset some viewer has opened."""


class ScopedManager(models.Manager[_M]):
    """Refuses to answer without a viewer."""

    def get_queryset(self) -> ScopedQuerySet[_M]:
        """Answer a related manager; raise :class:`ScopeMissing` for everybody else."""
        if getattr(self, "instance", None) is None:
            raise ScopeMissing(f"{self.model.__name__}.objects needs for_viewer(viewer)")
        return self._open()

    def for_viewer(self, viewer: Viewer) -> ScopedQuerySet[_M]:
        """The rows ``viewer`` may see; without a region, a grant or a public rule: none."""
        if viewer.role is Role.SYSTEM:
            return self._open()
        condition = scope_of(self.model, viewer)
        return self._open().none() if condition is None else self._open().filter(condition)

    def create(self, **values: Any) -> _M:
        """Save a new row."""
        return self._open().create(**values)

    def bulk_create(self, objs: Iterable[_M], *args: Any, **kwargs: Any) -> list[_M]:
        """Save many new rows."""
        return self._open().bulk_create(objs, *args, **kwargs)

    def _open(self) -> ScopedQuerySet[_M]:
        return ScopedQuerySet(self.model, using=self._db)


class Scoped(models.Model):
    """Base of every model whose rows belong to a region.

    ``region_code`` is the dotted code of the region (``16.71``) and is never empty: the database
    refuses the row. A model that finds its region through a parent sets ``region_code = None`` and
    ``region_path = "parent__region_code"``.

    Who sees what is said in three hooks, one for each kind of viewer. Each returns a condition, or
    ``None`` for nothing; conditions use own columns and forward keys only, so no row comes twice.
    """

    region_path: ClassVar[str] = "region_code"

    region_code = models.CharField(max_length=REGION_CODE_LENGTH, db_index=True)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()
    unscoped: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "objects"

    @classmethod
    def officer_scope(cls, viewer: Viewer) -> Q | None:
        """What an officer sees: rows of the regions the office answers for.

        A Kanwil answers for its whole province, so of that only what was handed to it.
        """
        here = prefix_scope(cls.region_path, viewer.regions)
        if here is None or viewer.role is not Role.KANWIL:
            return here
        handed = cls.handed_scope(viewer)
        return None if handed is None else here & handed

    @classmethod
    def handed_scope(cls, viewer: Viewer) -> Q | None:
        """What of its province a Kanwil's officer sees: nothing, unless a model says so."""
        return None

    @classmethod
    def applicant_scope(cls, viewer: Viewer) -> Q | None:
        """What an applicant sees through ``viewer.grants``: nothing, unless a model says so."""
        return None

    @classmethod
    def public_scope(cls) -> Q | None:
        """What anybody sees: nothing, unless a model says so."""
        return None


def scope_of(model: type[models.Model], viewer: Viewer) -> Q | None:
    """The condition under which ``viewer`` sees rows of the scoped ``model``; ``None`` for none.

    An officer without a second factor sees what the public sees.
    """
    if not issubclass(model, Scoped):
        raise ScopeMissing(f"{model.__name__} is not scoped")
    if viewer.role is Role.APPLICANT:
        return model.applicant_scope(viewer)
    if viewer.is_officer and viewer.second_factor:
        return model.officer_scope(viewer)
    return model.public_scope()


def get_or_404(model: type[_S], viewer: Viewer, **lookup: Any) -> _S:
    """The one row matching ``lookup`` that ``viewer`` may see.

    Raises ``Http404`` alike when there is none and when it belongs to somebody else.
    """
    try:
        return model.objects.for_viewer(viewer).get(**lookup)
    except (model.DoesNotExist, ValueError) as error:
        raise Http404 from error


def scoped_models() -> list[type[Scoped]]:
    """Every concrete scoped model of the installation, by label."""
    found = [model for model in apps.get_models() if issubclass(model, Scoped)]
    return sorted(found, key=lambda model: model._meta.label)


def _demand_region(sender: type[models.Model], **_: Any) -> None:
    """Give every scoped model with its own ``region_code`` the check that it is never empty."""
    options = sender._meta
    if options.abstract or not issubclass(sender, Scoped):
        return
    if any(field.name == "region_code" for field in options.local_fields):
        name = f"{options.app_label}_{options.model_name}_region_given"
        if all(constraint.name != name for constraint in options.constraints):
            given = CheckConstraint(condition=~Q(region_code=""), name=name)
            options.constraints = [*options.constraints, given]
            options.original_attrs["constraints"] = options.constraints


class_prepared.connect(_demand_region, dispatch_uid="offices.scoping.region_given")
