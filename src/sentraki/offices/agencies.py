"""How another agency shows who it is: client credentials (RFC 6749, section 4.4), no log-in.

The token is encrypted and lives for a quarter of an hour; whether the agency may still ask is read
again on every use, so ending it ends its tokens too.
"""

import hmac

from django.http import HttpRequest

from sentraki.kernel.access import Role, Viewer
from sentraki.kernel.errors import Invalid
from sentraki.kernel.refs import ref_of
from sentraki.kernel.secrets import blind_index, open_token, seal_token
from sentraki.offices.models import Agency

TOKEN_LIVES = 900
BEARER = "Bearer "
_PURPOSE = "agency token"
_LONGEST = 1000


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return blind_index(secret, "agency secret")


def agency_with(client_id: str, secret: str) -> Agency | None:
    """The agency these credentials belong to; ``None`` for wrong and for ended ones."""
    found = Agency.objects.filter(client_id=client_id[:60], ended_at=None).first()
    known = found.secret_hash if found else hash_of("nobody")
    is_right = hmac.compare_digest(known, hash_of(secret[:_LONGEST]))
    return found if is_right else None


def token_for(agency: Agency) -> str:
    """A token to send as ``Authorization: Bearer …``; lives ``TOKEN_LIVES`` seconds."""
    return seal_token({"agency": agency.pk}, _PURPOSE, TOKEN_LIVES)


def viewer_for(agency: Agency) -> Viewer:
    """The agency as a viewer: the region of the office that let it in, its scopes as grants."""
    return Viewer(
        Role.AGENCY,
        str(ref_of(agency)),
        office_id=agency.office_id,
        regions=(agency.office.region_code,),
        grants=frozenset(agency.scopes),
    )


def viewer_by_token(request: HttpRequest) -> Viewer | None:
    """The agency behind the request's token; ``None`` without one that counts. One query."""
    header = request.headers.get("Authorization", "")
    if not header.startswith(BEARER) or len(header) > _LONGEST:
        return None
    try:
        key = open_token(header.removeprefix(BEARER), _PURPOSE, TOKEN_LIVES)["agency"]
    except (Invalid, KeyError, TypeError):
        return None
    found = Agency.objects.select_related("office").filter(pk=key, ended_at=None).first()
    return viewer_for(found) if found else None
