"""People who work for offices, and as what, from when to when."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from sentraki.kernel import clock
from sentraki.kernel.fields import SecretTextField
from sentraki.offices.rules import MEMBER_ROLES
from sentraki.offices.words import role_name


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever the case of its letters."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with this address; raises ``Person.DoesNotExist``."""
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "Person":
        """Save a new person; without a password nobody can log in until one is set by mail."""
        person = self.model(email=email.strip().lower(), **values)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with a log-in: always an officer; applicants have none.

    ``nip`` is the civil-servant number as printed on letters (18 digits, may be empty).
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    nip = models.CharField(max_length=18, blank=True)
    phone = SecretTextField()
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    session_round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[PersonManager] = PersonManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with ``session_round``: older log-ins end then."""
        value = f"{self.password}|{self.session_round}"
        return salted_hmac("offices.person.session", value, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """None: a new secret key ends every log-in."""
        yield from ()

    def clean(self) -> None:
        """Keep one spelling of the address."""
        self.email = self.email.strip().lower()


class Membership(models.Model):
    """As what a person works for an office; ended by date, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=[(r, r) for r in MEMBER_ROLES])
    position = models.CharField(max_length=120, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("office_id", "person_id", "valid_from", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office", "role"],
                condition=Q(ended_at=None),
                name="offices_one_open_membership",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="offices_membership_in_order",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MEMBER_ROLES), name="offices_membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.office_id}"

    @property
    def role_name(self) -> str:
        """The role in the reader's language."""
        return role_name(self.role)
