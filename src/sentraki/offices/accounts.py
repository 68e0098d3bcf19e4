"""How the log-in library behaves in this house.

Nobody signs up: an administrator adds people. Answers are the same for known and unknown e-mail
addresses, attempts are counted across processes, secrets of second factors are stored encrypted.
"""

import base64
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse

from sentraki.kernel import clock
from sentraki.kernel.secrets import decrypt_bytes, encrypt_bytes
from sentraki.offices import limits
from sentraki.offices.models import Person
from sentraki.offices.viewers import SIGNED_IN_AT, shown_factors

FRESH = 300
TRIES_PER_ADDRESS = 100
TRIES_PER_ACCOUNT = 30
_FACTOR_SECRETS = "second factor"


class OfficeAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in for officers: closed sign-up, shared limits, and on to the missing second factor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are added by an administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address, invented headers ignored."""
        return limits.client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, by address and by account; raises the library's refusal."""
        account = str(credentials.get("email", "")).strip().lower()
        within = limits.allow(request, "log-in", TRIES_PER_ADDRESS) and (
            limits.allow_key(account, "log-in account", TRIES_PER_ACCOUNT)
        )
        if not within:
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def format_email_subject(self, subject: str) -> str:
        """The subject as the template has it, with no site in brackets before it."""
        return str(subject)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail, under the installation's own address whatever host was asked."""
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"}
        ).replace("UID-KEY", quote(key))
        return f"{settings.SITE_URL}{path}"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Before changing how an account is protected, unless the log-in is minutes old.

        Somebody who has just typed the password is not asked for it again to set up the second
        step that officers must have; who has one must have shown it in this log-in.
        """
        request = self.request
        age = clock.now().timestamp() - request.session.get(SIGNED_IN_AT, 0.0)
        complete = shown_factors(request) or not is_mfa_enabled(request.user)
        if app == "allauth.mfa" and age < FRESH and complete:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The set-up of the second factor when there is none, else the desk."""
        if not is_mfa_enabled(request.user):
            return reverse("mfa_index")
        return str(super().get_login_redirect_url(request))


class OfficeMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted with a key outside the database."""

    def encrypt(self, text: str) -> str:
        """``text`` as the database keeps it."""
        return base64.b64encode(encrypt_bytes(text.encode(), _FACTOR_SECRETS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The opposite of :meth:`encrypt`; raises ``CannotDecrypt``."""
        return decrypt_bytes(base64.b64decode(encrypted_text), _FACTOR_SECRETS).decode()


def end_other_log_ins(request: HttpRequest, person: Person) -> None:
    """Log ``person`` out everywhere but here."""
    Person.objects.filter(pk=person.pk).update(session_round=F("session_round") + 1)
    person.refresh_from_db(fields=["session_round"])
    update_session_auth_hash(request, person)


def _on_factor_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    """The first factor, just shown to work, counts for this log-in and ends all others."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    others = Authenticator.objects.filter(user_id=user.pk).exclude(pk=authenticator.pk)
    if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=str(authenticator.type)
        )
        end_other_log_ins(request, user)


def _on_factor_removed(request: HttpRequest, user: Person, **_: Any) -> None:
    end_other_log_ins(request, user)


authenticator_added.connect(_on_factor_added, dispatch_uid="offices.accounts.added")
authenticator_removed.connect(_on_factor_removed, dispatch_uid="offices.accounts.removed")
