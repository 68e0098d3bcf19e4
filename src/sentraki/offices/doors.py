"""The door of a page: which action each of its methods is, declared next to the view.

::

    @door(get="case.view", post="case.accept")
    def case_page(request, code): ...

The door answers by role and second factor; the service inside decides about the very thing.
It also turns refusals into answers: hidden ones into 404, other denials into 403, a step that
cannot be taken or was taken by somebody else into 409, input nobody caught into 422.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any, Protocol

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from sentraki.kernel import access
from sentraki.kernel.access import Role
from sentraki.kernel.errors import Denied, Invalid, Refusal
from sentraki.offices.viewers import viewer_on

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Pages of the log-in library that this installation routes, and who may open them:
# "public" is everybody; "signed-in" is a person with a log-in, second factor or not.
DECLARED_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "account_login": "public",
        "account_logout": "public",
        "account_inactive": "public",
        "account_signup": "public",
        "account_reset_password": "public",
        "account_reset_password_done": "public",
        "account_reset_password_from_key": "public",
        "account_reset_password_from_key_done": "public",
        "account_reauthenticate": "signed-in",
        "account_change_password": "signed-in",
        "account_set_password": "signed-in",
        "account_choose_role": "signed-in",
        "mfa_authenticate": "public",
        "mfa_login_webauthn": "public",
        "mfa_index": "signed-in",
        "mfa_reauthenticate": "signed-in",
        "mfa_activate_totp": "signed-in",
        "mfa_deactivate_totp": "signed-in",
        "mfa_view_recovery_codes": "signed-in",
        "mfa_generate_recovery_codes": "signed-in",
        "mfa_download_recovery_codes": "signed-in",
        "mfa_list_webauthn": "signed-in",
        "mfa_add_webauthn": "signed-in",
        "mfa_reauthenticate_webauthn": "signed-in",
        "mfa_remove_webauthn": "signed-in",
        "mfa_edit_webauthn": "signed-in",
    }
)


class DoorView(Protocol):
    """A view with its door: ``view.door`` maps each method, HEAD and OPTIONS too, to its action."""

    door: Mapping[str, str]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def door(
    get: str | None = None, post: str | None = None, **more: str
) -> Callable[[Callable[..., HttpResponseBase]], DoorView]:
    """Declare the action of each method (``put=``, ``patch=``, ``delete=`` in ``more``).

    HEAD is a GET without a body. OPTIONS tells the methods to anybody. Other methods get 405.
    An anonymous visitor at an officers' page goes to the log-in and back, an officer without a
    second factor to its set-up. Raises ``ValueError`` when nothing or an unknown method is named.
    """
    actions = {"GET": get, "POST": post, **{k.upper(): v for k, v in more.items()}}
    named = {method: action for method, action in actions.items() if action is not None}
    if not named or set(named) - set(METHODS):
        raise ValueError(f"a door needs actions for methods among {METHODS}, got {sorted(named)}")
    if "GET" in named:
        named["HEAD"] = named["GET"]

    def guard(view: Callable[..., HttpResponseBase]) -> DoorView:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            action = named.get(request.method or "")
            if action is None:
                return _other_method(request, named)
            turned_away = _admit(request, action)
            response = turned_away or _enter(view, request, args, kwargs)
            return _keep_private(response, request, action)

        guarded.door = MappingProxyType(named)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def _other_method(request: HttpRequest, named: Mapping[str, str]) -> HttpResponse:
    answer = HttpResponse(status=200 if request.method == "OPTIONS" else 405)
    answer["Allow"] = ", ".join([*named, "OPTIONS"])
    return answer


def _admit(request: HttpRequest, action: str) -> HttpResponseBase | None:
    """``None`` for come in, else where to go; raises ``PermissionDenied`` with the reason."""
    viewer = viewer_on(request)
    decision = access.may_enter(action, viewer)
    if decision.allowed:
        return None
    rule = access.rules().get(action)
    roles = rule.roles if rule else frozenset()
    if decision.reason == access.NO_SECOND_FACTOR:
        return _ask_second_factor(request)
    if viewer.role in {Role.PUBLIC, Role.APPLICANT} and roles & access.OFFICERS:
        if viewer.person_id is None:
            return redirect_to_login(_here(request))
        return redirect_to_login(_here(request), login_url=reverse("account_choose_role"))
    if viewer.role is Role.PUBLIC and Role.APPLICANT in roles and settings.APPLICANT_ENTRANCE:
        return redirect(settings.APPLICANT_ENTRANCE)
    raise PermissionDenied(_(decision.reason))


def _ask_second_factor(request: HttpRequest) -> HttpResponseBase:
    page = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_index"
    return redirect_to_login(_here(request), login_url=reverse(page))


def _here(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _enter(
    view: Callable[..., HttpResponseBase], request: HttpRequest, args: Any, kwargs: Any
) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except Denied as no:
        if no.hidden:
            raise Http404 from no
        raise PermissionDenied(_(no.message) % no.params) from no
    except Refusal as no:
        status = 422 if isinstance(no, Invalid) else 409
        reason = _(no.message) % no.params
        return render(request, "offices/refusal.html", {"reason": reason}, status=status)


def _keep_private(
    response: HttpResponseBase, request: HttpRequest, action: str
) -> HttpResponseBase:
    """Keep what only some may see out of every cache: shared PCs in offices, phones at events."""
    rule = access.rules().get(action)
    if rule is None or Role.PUBLIC not in rule.roles or viewer_on(request).role is not Role.PUBLIC:
        add_never_cache_headers(response)
        response["Cache-Control"] = "private, no-store"
    return response
