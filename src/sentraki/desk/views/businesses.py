"""Businesses the office knows: a list with a search, and one page each."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from sentraki.cases.selectors import queues
from sentraki.cases.selectors.right_ties import rights_of
from sentraki.cases.telling import voice_of
from sentraki.desk import replies
from sentraki.kernel.access import decide
from sentraki.kernel.wording import mask_nik, mask_phone
from sentraki.offices.doors import door
from sentraki.offices.selectors import region_path_names
from sentraki.offices.viewers import viewer_on
from sentraki.parties.models import Business
from sentraki.parties.selectors import business_list, twins_of
from sentraki.parties.selectors.subsectors import subsectors

A_PAGE = 30
MOST_HITS = 50


@door(get="business.list", post="business.list")
def businesses(request: HttpRequest) -> HttpResponse:
    """By name; a search comes by POST, so that no name stands in an address."""
    viewer = viewer_on(request)
    words = replies.searched(request)
    if request.method == "POST" and words:
        found = list(business_list(viewer, words)[: MOST_HITS + 1])
        context = {
            "rows": _rows(found[:MOST_HITS]),
            "is_search": True,
            "has_more": len(found) > MOST_HITS,
            "most": MOST_HITS,
        }
        return replies.page(request, "desk/businesses/businesses.html", context)
    page = Paginator(business_list(viewer), A_PAGE).get_page(request.GET.get("page"))
    context = {"rows": _rows(list(page)), "page": page}
    return replies.page(request, "desk/businesses/businesses.html", context)


def _rows(found: list[Business]) -> list[tuple[Business, str, str]]:
    names = queues.district_names({row.district_code for row in found if row.district_code})
    fields = _subsectors()
    return [(row, names.get(row.district_code, ""), fields.get(row.subsector, "")) for row in found]


def _subsectors() -> dict[str, str]:
    return {row.code: row.name(replies.language()) for row in subsectors()}


@door(get="business.view")
def business(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is known of one business; personal numbers stay masked here."""
    viewer = viewer_on(request)
    row = Business.objects.for_viewer(viewer).filter(public_id=public_id).first()
    facts = {"region_code": row.region_code if row else ""}
    if row is None or not decide("business.view", viewer, **facts).allowed:
        raise Http404
    files = list(queues.cases_of(viewer).filter(business=row))
    context = {
        "business": row,
        "nik": mask_nik(row.nik) if row.nik else "",
        "phone": mask_phone(row.phone) if row.phone else "",
        "places": region_path_names(row.village_code or row.district_code)[:0:-1],
        "subsector": _subsectors().get(row.subsector, ""),
        "products": list(row.products.all()),
        "consents": list(row.consents.filter(withdrawn_at=None)),
        "files": [(case, voice_of(case)) for case in files],
        "rights": list(rights_of(viewer, row)),
        "twins": list(twins_of(viewer, row)[:MOST_HITS]),
    }
    return replies.page(request, "desk/businesses/business.html", context)
