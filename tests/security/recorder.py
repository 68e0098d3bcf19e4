"""A person with a browser who keeps a note of every address, and whose photographs are marked."""

from collections.abc import Mapping
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from io import BytesIO
from typing import Any
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    ProxyHandler,
    Request,
    build_opener,
)

from PIL import Image

from sentraki.desk.play.hands import Photo, Values
from sentraki.desk.play.pages import Form, Page
from sentraki.desk.play.visitor import Visitor

DESCRIPTION_TAG = 0x010E
ADDRESS_ATTRIBUTES = ("href", "src", "action", "formaction", "content", "data-url")


class _Redirects(HTTPRedirectHandler):
    """Follows redirects and remembers each."""

    def __init__(self, seen: list[str]) -> None:
        self.seen = seen

    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, url: str
    ) -> Any:
        """Note where it leads."""
        self.seen.append(url)
        return super().redirect_request(req, fp, code, msg, headers, url)


class Recorder(Visitor):
    """As ``Visitor``; ``addresses`` are all it asked for, was sent to, or was shown."""

    def __init__(self, site: str, *, file_name: str = "", description: str = "") -> None:
        super().__init__(site)
        self.addresses: list[str] = []
        self.pages: list[tuple[str, str]] = []
        self.file_name, self.description = file_name, description
        self.jar = CookieJar()
        self.opener = build_opener(
            HTTPCookieProcessor(self.jar), ProxyHandler({}), _Redirects(self.addresses)
        )

    def send(
        self,
        form: Form,
        values: Values,
        photos: Mapping[str, Photo] | None = None,
        button: str = "",
    ) -> Page:
        """As ``Visitor``, with every photograph marked by name and description."""
        marked = {field: self._marked(photo) for field, photo in (photos or {}).items()}
        return super().send(form, values, None if photos is None else marked, button)

    def _marked(self, photo: Photo) -> Photo:
        if not self.description:
            return photo
        with Image.open(BytesIO(photo.data)) as picture:
            exif = picture.getexif()
            exif[DESCRIPTION_TAG] = self.description
            written = BytesIO()
            picture.convert("RGB").save(written, "JPEG", exif=exif)
        return Photo(f"{self.file_name}-{photo.name}", written.getvalue(), "image/jpeg")

    def _go(self, request: Request) -> Page:
        page = super()._go(request)
        self.addresses.append(page.url)
        for node in page.root.walk():
            self.addresses += [
                node.attrs[name] for name in ADDRESS_ATTRIBUTES if name in node.attrs
            ]
        self.pages.append((page.path, page.root.words))
        return page

    def _answer(self, request: Request) -> HTTPResponse:
        self.addresses.append(request.full_url)
        return super()._answer(request)
