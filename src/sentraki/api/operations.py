"""The open interface, first version: look up a seal, read the register. Reading only."""

from typing import Annotated, Any, Literal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Query, Schema, Status
from ninja.errors import HttpError

from sentraki.api import credentials, identity
from sentraki.api.shapes import (
    FigureRow,
    FiguresOut,
    NotAsked,
    RightOut,
    RightsOut,
    SealOut,
    Unknown,
)
from sentraki.cases.models import Right
from sentraki.cases.selectors.rights import RightFilter
from sentraki.insight.counting import Published, Scope
from sentraki.insight.dimensions import DIMENSIONS
from sentraki.insight.measures import registered_rights
from sentraki.insight.registry import FIGURES, MAIN
from sentraki.kernel import clock
from sentraki.kernel.access import Viewer
from sentraki.ledger.selectors.seals import seal_by_code
from sentraki.offices.models import Office

A_PAGE = 100
REGION = r"^\d\d(\.\d\d)?$"
TITLE = "SentraKI"
DESCRIPTION = (
    "Public facts about seals and registered rights. A seal is information from the local "
    "government; it is not a DJKI certificate nor an electronic signature."
)

api = NinjaAPI(
    title=TITLE,
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("", credentials.router)
api.add_router("", identity.router)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, no: HttpError) -> HttpResponse:
    """A body that cannot be read, in the shape of every other refusal."""
    told = {"error": "invalid_request", "error_description": str(no)}
    return JsonResponse(told, status=no.status_code)


# How subsectors and kinds of rights are called (data/subsectors.csv, data/right_kinds.csv).
CODE = r"^[a-z0-9_-]{0,40}$"


class RightQuery(Schema):
    """What narrows the register; empty does not narrow."""

    wilayah: Annotated[str, Query(pattern=REGION)] | None = None
    tahun: Annotated[int, Query(ge=1900, le=2200)] | None = None
    subsektor: Annotated[str, Query(pattern=CODE)] | None = None
    kelas: Annotated[int, Query(ge=1, le=45)] | None = None
    jenis: Annotated[str, Query(pattern=CODE)] | None = None
    halaman: Annotated[int, Query(ge=1, le=10_000)] = 1


class FigureQuery(Schema):
    """How the figures are divided."""

    menurut: Literal[
        "tahun",
        "kecamatan",
        "kelurahan",
        "kelas",
        "subsektor",
        "skala",
        "gender",
        "jenis",
        "percobaan",
        "dana",
    ] = "tahun"


@api.get(
    "/verifikasi/{code}", response={200: SealOut, 400: NotAsked, 404: Unknown}, url_name="seal"
)
def seal(request: HttpRequest, response: HttpResponse, code: str) -> Any:
    """What the seal with this code says now. 404 means unknown, which does not prove a fake.

    Not to be kept: a member of a mark may be suspended in the next minute (decision 0011).
    """
    response["Cache-Control"] = "no-store"
    answer = seal_by_code(code)
    if not answer.is_known:
        return Status(404, Unknown())
    facts = {name: str(value) for name, value in answer.facts.items()}
    return SealOut(
        state=answer.state,
        code=answer.code,
        purpose=answer.purpose,
        cause=answer.cause,
        valid_until=answer.valid_until,
        issued_at=answer.issued_at,
        checked_at=answer.checked_at,
        facts=facts,
    )


@api.get("/hak", response={200: RightsOut, 400: NotAsked, 422: NotAsked}, url_name="rights")
def rights(request: HttpRequest, wanted: Query[RightQuery]) -> RightsOut:
    """Registered rights that have not ended, newest year first, a hundred a page."""
    narrowed = RightFilter(
        region=wanted.wilayah or "",
        year=wanted.tahun,
        subsector=wanted.subsektor or "",
        nice_class=wanted.kelas,
        kind=wanted.jenis or "",
    )
    figure, rows = registered_rights(Viewer.public(), narrowed)
    page = Paginator(rows.select_related("seal"), A_PAGE).get_page(wanted.halaman)
    return RightsOut(
        total=figure.value,
        definition=str(figure.definition),
        source=str(figure.source),
        as_of=figure.as_of,
        page=page.number,
        next=page.next_page_number() if page.has_next() else None,
        rows=[_row(right) for right in page],
    )


@api.get(
    "/angka/{office}",
    response={200: FiguresOut, 400: NotAsked, 404: Unknown, 422: NotAsked},
    url_name="figures",
)
def figures(request: HttpRequest, office: str, wanted: Query[FigureQuery]) -> Any:
    """What the office of this slug has facilitated, filed, registered and lost, with definitions.

    404 for an office there is not, and for one with fewer than five places.
    """
    found = Office.objects.filter(slug=office[:60], takes_applications=True).first()
    public = Published(Scope(found)) if found else None
    if found is None or public is None or not public.is_open:
        return Status(404, Unknown())
    way = DIMENSIONS[wanted.menurut]
    table = public.by(way)
    names = way.labels(table.rows)
    basis = FIGURES[MAIN[0]]
    return FiguresOut(
        region=found.region_code,
        divided_by=way.slug,
        definitions={slug: str(FIGURES[slug].definition) for slug in MAIN},
        basis=str(basis.basis),
        source=str(basis.source),
        as_of=clock.now(),
        totals={slug: public.value(FIGURES[slug]) for slug in MAIN},
        rows=[
            FigureRow(
                group=row,
                name=names[row],
                facilitated=table.row_totals[row],
                filed=public.of_row(table, row, FIGURES["diajukan"]),
                registered=public.of_row(table, row, FIGURES["terdaftar"]),
                refused=public.of_row(table, row, FIGURES["ditolak"]),
            )
            for row in table.rows
        ],
    )


def _row(right: Right) -> RightOut:
    return RightOut(
        id=right.public_id,
        kind=right.kind,
        name=right.name,
        holder=right.holder,
        number=right.number,
        classes=[int(part) for part in right.classes.split(",") if part.strip().isdigit()],
        subsector=right.subsector,
        region=right.region_code,
        district=right.district_code,
        year=right.year,
        filed_on=right.filed_on,
        registered_on=right.registered_on,
        expires_on=right.expires_on,
        seal=right.seal.code if right.seal else "",
    )
