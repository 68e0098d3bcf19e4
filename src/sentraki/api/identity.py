"""One identity for other permits: another agency asks about one business at a time."""

import base64
import binascii
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Form, Router, Schema, Status

from sentraki.api.shapes import NotAsked
from sentraki.cases.coherence_words import difference_sentence
from sentraki.cases.selectors.identity import Identity, KnownMark
from sentraki.cases.services.identity import LONGEST, SHORTEST, read_identity
from sentraki.kernel import clock
from sentraki.kernel.errors import Denied, Invalid
from sentraki.offices import limits
from sentraki.offices.agencies import TOKEN_LIVES, agency_with, token_for, viewer_by_token

ASKINGS_PER_HOUR = 600
NOTICE = (
    "Informasi dari pemerintah daerah, bukan sertifikat DJKI. Pemilik usaha dapat melihat siapa "
    "yang bertanya dan untuk apa."
)

router = Router(tags=["identitas"])


class TokenOut(Schema):
    """A token for the header ``Authorization: Bearer …``."""

    access_token: str
    token_type: str = "Bearer"
    expires_in: int = TOKEN_LIVES
    scope: str


class Refused(Schema):
    """Why not (words of RFC 6749 where it has one), and what to do."""

    error: str
    error_description: str = ""


class TokenIn(Schema):
    """RFC 6749, section 4.4. Credentials here or by HTTP Basic."""

    grant_type: Annotated[str, Field(max_length=40)] = ""
    client_id: Annotated[str, Field(max_length=60)] = ""
    client_secret: Annotated[str, Field(max_length=200)] = ""


class IdentityIn(Schema):
    """Which business, and what for. Give ``nib`` or ``seal``, not both."""

    nib: Annotated[str, Field(pattern=r"^(\d{13})?$")] = ""
    seal: Annotated[str, Field(max_length=60)] = ""
    purpose: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]


class MarkOut(Schema):
    """A filed mark. ``status``: applied, registered or void; only registered means *terdaftar*."""

    name: str
    holder: str
    status: str
    number: str
    classes: list[int]
    seal: str
    valid_until: date | None
    halal_words: list[str]


class PermitOut(Schema):
    """A paper beside the mark: halal, pirt, bpom, nib, or the label."""

    kind: str
    name: str
    number: str
    holder: str
    valid_until: date | None


class DifferenceOut(Schema):
    """What does not agree, in the order in which to change it; ``change`` says which paper."""

    what: str
    kind: str
    mark: str
    other: str
    change: str
    sentence: str


class IdentityOut(Schema):
    """What the agency may know of one business, at this moment."""

    nib: str
    owner: str
    trade_name: str
    marks: list[MarkOut]
    products: list[str]
    permits: list[PermitOut]
    differences: list[DifferenceOut]
    as_of: datetime
    notice: str = NOTICE


@router.post(
    "/token",
    response={200: TokenOut, 400: Refused, 401: Refused, 422: NotAsked, 429: Refused},
    url_name="token",
)
def token(request: HttpRequest, response: HttpResponse, sent: Form[TokenIn]) -> Any:
    """A token for a quarter of an hour, for an agency's client id and secret."""
    response["Cache-Control"] = "no-store"
    if not limits.allow(request, "agency token", settings.LOOKUPS_PER_HOUR):
        return Status(429, Refused(error="slow_down"))
    if sent.grant_type != "client_credentials":
        return Status(400, Refused(error="unsupported_grant_type"))
    client_id, secret = _basic(request) or (sent.client_id, sent.client_secret)
    agency = agency_with(client_id, secret)
    if agency is None:
        return Status(401, Refused(error="invalid_client"))
    return TokenOut(access_token=token_for(agency), scope=" ".join(agency.scopes))


@router.post(
    "/identitas",
    response={
        200: IdentityOut,
        400: NotAsked,
        401: Refused,
        404: Refused,
        422: NotAsked,
        429: Refused,
    },
    url_name="identity",
)
def identity(request: HttpRequest, response: HttpResponse, asked: IdentityIn) -> Any:
    """Who a business is: filed marks, owner, products, permits and what differs between them.

    The NIB travels in the body, so it stands in no address and no log. Every answer is an entry
    that the owner can read, with the purpose.
    """
    response["Cache-Control"] = "no-store"
    viewer = viewer_by_token(request)
    if viewer is None:
        response["WWW-Authenticate"] = "Bearer"
        return Status(401, Refused(error="invalid_token", error_description="POST /api/v1/token"))
    if not limits.allow_key(viewer.name, "agency asks", ASKINGS_PER_HOUR):
        return Status(429, Refused(error="slow_down"))
    try:
        found = read_identity(viewer=viewer, purpose=asked.purpose, nib=asked.nib, seal=asked.seal)
    except Invalid as no:
        return Status(422, NotAsked(error="invalid_request", error_description=str(no.message)))
    except Denied as no:
        return Status(404, Refused(error="unknown", error_description=str(no.message)))
    return shown(found)


def shown(found: Identity) -> IdentityOut:
    """The answer in its published shape."""
    return IdentityOut(
        nib=found.nib,
        owner=found.owner,
        trade_name=found.trade_name,
        marks=[_mark(mark) for mark in found.marks],
        products=list(found.products),
        permits=[
            PermitOut(number=permit.number, **asdict(permit.paper)) for permit in found.permits
        ],
        differences=[
            DifferenceOut(**asdict(row), sentence=difference_sentence(row))
            for row in found.differences
        ],
        as_of=clock.now(),
    )


def _mark(mark: KnownMark) -> MarkOut:
    return MarkOut(**asdict(mark))


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    """Client id and secret of the header, RFC 6749 section 2.3.1; ``None`` without one."""
    scheme, _, packed = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Basic":
        return None
    try:
        name, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return name, secret
