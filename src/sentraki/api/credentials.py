"""Credentials of marks' seals, the list that revokes them, and the keys to check both with."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Path, Router, Status

from sentraki.api.shapes import NotAsked, Unknown
from sentraki.kernel.credentials import TYPE
from sentraki.ledger.selectors import credentials

MEDIA = f"application/{TYPE}"
FRESH = "public, max-age=60"
# One way of writing a number, so that a list has one address: not "+0.0" nor "007".
Number = Annotated[str, Path(pattern=r"^(0|[1-9][0-9]{0,5})$")]

router = Router(tags=["kredensial"])


@router.get(
    "/kredensial/{code}",
    response={200: None, 400: NotAsked, 404: Unknown, 410: Unknown},
    url_name="credential",
    openapi_extra={"responses": {200: {"content": {MEDIA: {"schema": {"type": "string"}}}}}},
)
def credential(request: HttpRequest, code: str) -> Any:
    """What a mark's seal says now, as a signed W3C credential (`vc+jwt`, Ed25519).

    404: no seal of a mark. 410: the mark is void or at its end; nothing is certified about it.
    """
    state, token = credentials.credential_by_code(code)
    if not token:
        return Status(404 if state == "unknown" else 410, Unknown(state=state))
    return _signed(token)


@router.get(
    "/status/{number}",
    response={200: None, 400: NotAsked, 404: Unknown, 422: NotAsked},
    url_name="status-list",
    openapi_extra={"responses": {200: {"content": {MEDIA: {"schema": {"type": "string"}}}}}},
)
def status_list(request: HttpRequest, number: Number) -> Any:
    """A signed Bitstring Status List 1.0: a set bit says that the credential is revoked.

    A copy counts for a day, so a scanner without a network may keep it.
    """
    token = credentials.status_list(int(number))
    return _signed(token) if token else Status(404, Unknown())


@router.get("/did.json", response={200: dict[str, Any], 400: NotAsked}, url_name="did")
def did(request: HttpRequest) -> HttpResponse:
    """The public keys behind every credential, as a DID document (`did:web`)."""
    answer = JsonResponse(credentials.did_document())
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _signed(token: str) -> HttpResponse:
    answer = HttpResponse(token, content_type=MEDIA)
    answer["Cache-Control"] = FRESH
    return answer
