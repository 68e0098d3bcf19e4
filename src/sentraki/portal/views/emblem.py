"""The emblem of an office for the header of its pages: small, public, kept by browsers."""

from functools import lru_cache
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from PIL import Image

from sentraki.kernel.access import Viewer
from sentraki.ledger.models import Document
from sentraki.ledger.selectors.documents import EMBLEM, emblem_of
from sentraki.ledger.services import documents
from sentraki.offices.doors import door
from sentraki.offices.selectors import office_by_slug

LARGEST = (106, 106)
COLOURS = 64
AGE = 3600
_ANYBODY = Viewer.public()


@door(get="guide.read")
def emblem(request: HttpRequest, slug: str) -> HttpResponse:
    """A PNG of a few kilobytes, twice the size it is shown at; 404 without an emblem."""
    office = office_by_slug(slug)
    document = emblem_of(office) if office else None
    if document is None:
        raise Http404
    response = HttpResponse(_small(document.content_sha256), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={AGE}"
    return response


@lru_cache(maxsize=64)
def _small(content_sha256: str) -> bytes:
    """The emblem of this very content, made small once."""
    rows = Document.objects.for_viewer(_ANYBODY).filter(kind=EMBLEM)
    document = rows.filter(content_sha256=content_sha256).latest("id")
    written = BytesIO()
    content = documents.read(document, _ANYBODY, "emblem")
    with Image.open(BytesIO(content), formats=("PNG",)) as picture:
        small = picture.convert("RGBA")
        small.thumbnail(LARGEST)
        small.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()
