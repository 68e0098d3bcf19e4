"""A hand in real Chromium, which looks hard at every page it comes to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Request, Response, ViewportSize
from playwright.sync_api import Page as Tab

from sentraki.desk.play.hands import Photo, Stuck, Values
from sentraki.desk.play.pages import Form, Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
  found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | ')))"""
PATIENCE = 120_000
SUBMIT = "button[type=submit], button:not([type]), input[type=submit]"
COUNTED = ("radio", "checkbox", "list")


@dataclass
class Tally:
    """What a person had to do: pages, presses, characters, choices, photographs."""

    pages: int = 0
    presses: int = 0
    characters: int = 0
    choices: int = 0
    photographs: int = 0
    inputs: int = 0

    @property
    def minutes(self) -> float:
        """A cautious sum: 10 s to read a page, 1 s a press, 0.5 s a character typed with the
        thumb, 3 s a choice, 20 s a photograph."""
        seconds = 10 * self.pages + self.presses + 3 * self.choices + 20 * self.photographs
        return (seconds + self.characters / 2) / 60

    def __str__(self) -> str:
        return (
            f"{self.pages} pages, {self.presses} presses, {self.inputs} inputs, "
            f"{self.characters} characters, {self.choices} choices, "
            f"{self.photographs} photographs: about {self.minutes:.1f} minutes"
        )


@dataclass
class Findings:
    """What is wrong with the pages of a run; empty when all is well."""

    lines: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, where: str, what: str) -> None:
        """Keep a finding once for each kind of page."""
        line = f"{kind_of(where)}: {what}"
        if line not in self.lines:
            self.lines.append(line)


def kind_of(path: str) -> str:
    """A path without codes and numbers: pages of one kind share it."""
    path = re.sub(r"/[A-Z]{3}-[0-9A-Z-]+", "/KODE", path)
    path = re.sub(r"/(verifikasi|surat)/(?!tanda-tangan)[^/]+", r"/\1/KODE", path)
    return re.sub(r"/\d+", "/N", path)


class ChromiumHand:
    """One person with a browser of their own; ``name`` numbers the screenshots."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        *,
        name: str,
        size: tuple[int, int],
        folder: Path,
        findings: Findings,
        scripts: bool = True,
    ) -> None:
        self.site, self.name, self.folder, self.findings = site, name, folder, findings
        self.scripts = scripts
        self.tally = Tally()
        self.context: BrowserContext = browser.new_context(
            viewport=ViewportSize(width=size[0], height=size[1]),
            java_script_enabled=scripts,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self._on_request)
        self.tab: Tab = self.context.new_page()
        self.tab.on("console", lambda said: self._on_console(said.type, said.text))
        self.tab.on("pageerror", lambda error: self._say(f"script error {error}"))
        self.page = Page.read(site, 0, "")

    # ---- what the story asks for ---------------------------------------------------------------

    def open(self, path: str) -> Page:
        """Click the link where the page has it, else type the address."""
        link = self._link(path)
        if link is None:
            return self._arrive(self.tab.goto(urljoin(self.site, path)))
        self.tally.presses += 1
        with self.tab.expect_navigation() as going:
            link.click()
        return self._arrive(going.value)

    def send(
        self,
        form: Form,
        values: Values,
        photos: Mapping[str, Photo] | None = None,
        button: str = "",
    ) -> Page:
        """Type, tick, attach and press as a person does."""
        place = self.tab.locator("form").nth(form.place)
        self.tally.inputs += len(values) + len(photos or {})
        for name, value in values.items():
            self._fill(place, form, name, value)
        for name, photo in (photos or {}).items():
            self._attach(place, name, photo)
        wanted = values.get(button)
        chosen = f"[name='{button}']" + (f"[value='{wanted}']" if isinstance(wanted, str) else "")
        press = place.locator(chosen if button else SUBMIT).first
        self._unfold(press)
        self.tally.presses += 1
        with self.tab.expect_navigation() as going:
            press.click()
        return self._arrive(going.value)

    def fetch(self, path: str) -> bytes:
        """With this browser's cookies."""
        answer = self.context.request.get(urljoin(self.site, path))
        if answer.status != 200:
            raise Stuck(f"{path} answers with {answer.status}")
        return answer.body()

    # ---- how ------------------------------------------------------------------------------------

    def _link(self, path: str) -> Locator | None:
        for link in self.tab.locator(f"a[href='{path}']").all():
            if link.is_visible() and link.get_attribute("target") is None:
                return link
        return None

    def _fill(self, place: Locator, form: Form, name: str, value: str | bool | list[str]) -> None:
        if not form.named(name):
            raise Stuck(f"the form {form.action} has no {name}")
        control = form.named(name)[0]
        if control.kind == "button":
            return
        box = place.locator(f"[name='{name}']")
        self._unfold(box.first)
        if control.kind == "list":
            box.select_option(str(value))
        elif control.kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                which = box.first if isinstance(one, bool) else _with_value(place, name, one)
                which.set_checked(one if isinstance(one, bool) else True)
        elif value != control.value:
            box.first.fill(str(value))
            self.tally.characters += len(str(value))
        self.tally.choices += control.kind in COUNTED

    def _attach(self, place: Locator, name: str, photo: Photo) -> None:
        box = place.locator(f"input[type=file][name='{name}']").first
        self._unfold(box)
        goes_at_once = self.scripts and box.locator("xpath=ancestor::*[@data-upload-url]").count()
        file = {"name": photo.name, "mimeType": photo.mime, "buffer": photo.data}
        box.set_input_files(file)  # type: ignore[arg-type]
        self.tally.photographs += 1
        if goes_at_once:
            self.tab.locator(f"[data-upload-kind='{name}'] input[name='{name}']").first.wait_for(
                state="detached"
            )

    def _unfold(self, thing: Locator) -> None:
        for closed in thing.locator("xpath=ancestor::details[not(@open)]").all():
            closed.locator("summary").first.click()

    def _arrive(self, answer: Response | None) -> Page:
        self.tab.wait_for_load_state("load")
        status = answer.status if answer else 0
        self.page = Page.read(self.tab.url, status, self.tab.content())
        self.tally.pages += 1
        self._look()
        return self.page

    # ---- looking --------------------------------------------------------------------------------

    def _look(self) -> None:
        """Picture, width, axe; a page of a kind seen before under the same heading only once.

        axe needs scripts, so without them it stays away; the same pages are tried with them.
        """
        known = f"{self.name} {kind_of(self.page.path)} {self.page.title} {self.page.status}"
        if known in self.findings.seen:
            return
        self.findings.seen.add(known)
        number = len(list(self.folder.glob("*.png"))) + 1
        path = kind_of(self.page.path).strip("/").replace("/", "-") or "beranda"
        name = f"{number:02}-{self.name}-{path}.png"
        self.tab.screenshot(path=self.folder / name, full_page=True)
        wide, room = self.tab.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
        if wide > room:
            self._say(f"scrolls sideways ({wide} px on {room})")
        if self.page.status >= 500:
            self._say(f"status {self.page.status}")
        if self.scripts:
            self.tab.evaluate(AXE)
            for violation in self.tab.evaluate(RUN_AXE):
                self._say(f"axe {violation}")

    def _say(self, what: str) -> None:
        self.findings.add(urlsplit(self.tab.url).path, what)

    def _on_request(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme in ("http", "https") and there.netloc != urlsplit(self.site).netloc:
            self._say(f"foreign request {request.url}")

    def _on_console(self, kind: str, text: str) -> None:
        is_status = text.startswith("Failed to load resource") and "status of 4" in text
        if kind == "error" and not is_status:
            self._say(f"console {text}")


def _with_value(place: Locator, name: str, value: str) -> Locator:
    return place.locator(f"[name='{name}'][value='{value}']").first
