"""The story over plain HTTP, as `./sentraki demo` plays it, and the reader of pages it leans on."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.journeys.server import ROOT, Server, environment, serving

from sentraki.desk.play.hands import Stuck, form_on
from sentraki.desk.play.pages import Page
from sentraki.desk.play.visitor import filled, multipart

FORM = """<main><h1>Judul</h1><form action="/kirim/?a=1" method="post">
<input type="hidden" name="secret" value="x"><input name="name" value="lama">
<input type="checkbox" name="tick" value="1"><input type="checkbox" name="tick" value="2" checked>
<input type="radio" name="pick" value="a" checked><input type="radio" name="pick" value="b">
<select name="row"><option value="">-</option><option value="7" selected>Tujuh</option></select>
<textarea name="words">
satu
dua</textarea><input type="file" name="photo"><button name="do" value="later">Nanti</button>
<input name="off" value="1" disabled></form><input name="away" value="jauh" form="none"></main>"""


def page() -> Page:
    return Page.read("http://here.test/halaman/", 200, FORM)


def test_a_form_sends_what_a_browser_would_send() -> None:
    pairs = filled(form_on(page(), "/kirim/"), {"name": "baru", "pick": "b"})
    assert pairs == [
        ("secret", "x"), ("name", "baru"), ("tick", "2"), ("pick", "b"), ("row", "7"),
        ("words", "satu\ndua"),
    ]  # fmt: skip


def test_a_button_is_sent_only_when_it_is_pressed() -> None:
    form = form_on(page(), having=("do",))
    assert ("do", "later") not in filled(form, {})
    assert ("do", "later") in filled(form, {}, "do")


@pytest.mark.parametrize("values", [{"nothing": "x"}, {"pick": "c"}, {"tick": ["3"]}, {"off": "2"}])
def test_what_a_form_does_not_offer_cannot_be_sent(values: dict[str, str | list[str]]) -> None:
    with pytest.raises(Stuck):
        filled(form_on(page(), "/kirim/"), values)


def test_a_form_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(Stuck, match=r"no form for '/lain/'.*kirim.*secret"):
        form_on(page(), "/lain/")


def test_files_travel_beside_the_other_answers() -> None:
    body, kind = multipart([("name", "é")], {})
    edge = kind.partition("boundary=")[2]
    assert body.decode().count(edge) == 2
    assert 'name="name"\r\n\r\né\r\n' in body.decode()


def play(server: Server, url: str) -> "subprocess.CompletedProcess[str]":
    """`manage.py play_s1` as its own process."""
    return subprocess.run(
        [sys.executable, "manage.py", "play_s1", "--url", url],
        cwd=ROOT,
        env=environment(server.var),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.slow
def test_the_story_is_played_twice_over_http_and_says_where_it_gets_stuck(
    prepared: Path, tmp_path: Path
) -> None:
    with serving(prepared, tmp_path / "var") as server:
        first, second = play(server, server.url), play(server, server.url)
    nobody = play(server, server.url)
    assert first.returncode == 0, first.stdout + first.stderr
    assert second.returncode == 0, second.stdout + second.stderr
    assert "the counter says 26 (15 of 2022 + 11 of 2023); 26 rows open" in first.stdout
    assert "the counter says 27; 27 rows open" in first.stdout
    assert "the counter says 28; 28 rows open" in second.stdout
    assert nobody.returncode != 0
    assert "The story stops after step 0" in nobody.stderr
    assert "Traceback" not in nobody.stderr
