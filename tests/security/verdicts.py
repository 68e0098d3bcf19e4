"""What must happen at an address, in one word, and whether an answer is that."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from tests.security.addresses import Address
from tests.security.visitors import Visitor
from tests.security.world import Side

from sentraki.kernel import access
from sentraki.kernel.access import OFFICERS, Role, Viewer, decide, may_enter

TURNED_AWAY = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
LOG_IN = ("account_login",)
CHOOSE = ("account_choose_role",)
SECOND_FACTOR = ("mfa_index", "mfa_reauthenticate")


def gates() -> set[str]:
    """Where somebody who may not come in is sent to."""
    names = (*LOG_IN, *CHOOSE, *SECOND_FACTOR)
    return {reverse(name) for name in names} | {resolve_url(settings.APPLICANT_ENTRANCE)}


def is_sent_away(answer: Any) -> bool:
    """Whether the answer is a door: a refusal or the way to a log-in."""
    return answer.status_code in TURNED_AWAY or (
        300 <= answer.status_code < 400 and answer["Location"].partition("?")[0] in gates()
    )


def expected(address: Address, method: str, visitor: Visitor, side: Side) -> str:
    """One word for what must happen."""
    action = address.door.get(method)
    if action is None:
        return "options" if method == "OPTIONS" else "no such method"
    if not may_enter(action, visitor.viewer).allowed:
        return "forbidden"
    recipe = address.recipe
    if recipe.facts is not None:
        facts = recipe.facts(side)
        for asked in (action, *recipe.sees):
            if not decide(asked, visitor.viewer, **facts).allowed:
                return "hidden"
    return "open"


def gate_for(action: str, viewer: Viewer) -> set[str]:
    """The addresses a viewer turned away is sent to; empty for a plain 403."""
    roles = access.rules()[action].roles
    if viewer.is_officer:
        return {reverse(name) for name in SECOND_FACTOR} if viewer.role in roles else set()
    if roles & OFFICERS:
        return {reverse(name) for name in (CHOOSE if viewer.person_id else LOG_IN)}
    if viewer.role is Role.PUBLIC and Role.APPLICANT in roles:
        return {resolve_url(settings.APPLICANT_ENTRANCE)}
    return set()


def is_refusal(answer: Any, action: str, viewer: Viewer) -> bool:
    """Whether the door itself said no, in the way it says it to this viewer."""
    wanted = gate_for(action, viewer)
    if not wanted:
        return bool(answer.status_code == HTTPStatus.FORBIDDEN)
    is_redirect = answer.status_code == HTTPStatus.FOUND
    return bool(is_redirect and answer["Location"].partition("?")[0] in wanted)


def verdict(word: str, answer: Any, action: str, viewer: Viewer) -> bool:
    """Whether ``answer`` is what ``word`` asks for."""
    status = answer.status_code
    if word == "options":
        return bool(status == HTTPStatus.OK and "OPTIONS" in answer["Allow"])
    if word == "no such method":
        return bool(status == HTTPStatus.METHOD_NOT_ALLOWED)
    if word == "hidden":
        return bool(status == HTTPStatus.NOT_FOUND)
    if word == "forbidden":
        return is_refusal(answer, action, viewer)
    return status < 500 and not is_sent_away(answer)
