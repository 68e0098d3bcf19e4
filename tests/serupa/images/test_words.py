"""Words in pictures. What needs the models runs where ``requirements/words.txt`` is installed."""

import json

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from tests.serupa.images.drawings import drawing

from serupa.cli import main
from serupa.images import words
from serupa.images.engine import engine
from serupa.images.views import WORDLESS
from serupa.images.words import Line, is_installed, phrase, read_words

needs_models = pytest.mark.skipif(not is_installed(), reason="requirements/words.txt is not here")


def signboard(text, degrees=0.0):
    """A drawing with words under it, turned."""
    board = Image.new("RGB", (480, 480), (244, 236, 214))
    board.paste(Image.fromarray(drawing(4, "black", (244, 236, 214))), (140, 40))
    ImageDraw.Draw(board).text(
        (240, 350), text, (120, 30, 40), ImageFont.load_default(44.0), anchor="mm"
    )
    return np.asarray(board.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(244, 236, 214)))


def line(text, high, top):
    return Line(text, 0.9, (10, top, 200, top + high))


def test_a_name_is_made_of_the_highest_lines_without_stray_letters():
    lines = (line("Co", 60, 5), line("SAMBAL", 50, 80), line("Bu Tini", 30, 140))
    assert phrase((*lines, line("netto 200 gram", 10, 190))) == "SAMBAL Bu Tini"
    assert phrase((line("A1", 40, 0),)) == "A1"
    assert phrase(()) == ""


def test_words_are_painted_over_in_a_view_of_its_own():
    picture = signboard("KOPI SENJA")
    bare = engine("logo").asked(picture)
    asked = engine("logo").asked(picture, [(80, 320, 400, 380)])
    assert len(asked.views) == len(bare.views) + 1
    view = asked.views[-1]
    assert view.kind == WORDLESS
    assert view.box[3] < 320
    known = engine("logo").mark(drawing(4))[0]
    assert float(known @ asked.vectors[-1]) > float(known @ asked.vectors[0]) + 0.1


def test_a_picture_of_words_alone_has_no_view_without_them():
    picture = signboard("KOPI SENJA")
    asked = engine("logo").asked(picture, [(0, 0, 480, 480)])
    assert WORDLESS not in [view.kind for view in asked.views]


def test_without_the_models_the_command_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(words, "MODELS", ("not-here.onnx",))
    words._models.cache_clear()
    (tmp_path / "gallery.csv").write_text("id,path\n")
    given = ["--gallery", str(tmp_path / "gallery.csv"), "--out", str(tmp_path / "index")]
    assert main(["images", "build", *given]) == 0
    Image.fromarray(drawing(4)).save(tmp_path / "a.png")
    (tmp_path / "queries.csv").write_text("query\na.png\n")
    asked = ["--index", str(tmp_path / "index"), "--queries", str(tmp_path / "queries.csv")]
    out = ["--out", str(tmp_path / "run.jsonl")]
    assert main(["images", "search", *asked, *out, "--words"]) == 2
    assert "requirements/words.txt" in capsys.readouterr().err
    assert main(["images", "search", *asked, *out]) == 0


@needs_models
@pytest.mark.parametrize("degrees", [0.0, 8.0, -12.0])
def test_words_under_a_drawing_are_read_also_on_a_slant(degrees):
    assert phrase(read_words(signboard("Sambal Bu Tini", degrees))) == "Sambal Bu Tini"


@needs_models
def test_a_search_tells_the_words_it_read(tmp_path):
    Image.fromarray(drawing(4)).save(tmp_path / "a.png")
    Image.fromarray(signboard("KOPI SENJA")).save(tmp_path / "q.png")
    (tmp_path / "gallery.csv").write_text("id,path\nm4,a.png\n")
    (tmp_path / "queries.csv").write_text("query\nq.png\n")
    index, out = str(tmp_path / "index"), tmp_path / "run.jsonl"
    assert (
        main(["images", "build", "--gallery", str(tmp_path / "gallery.csv"), "--out", index]) == 0
    )
    asked = ["--index", index, "--queries", str(tmp_path / "queries.csv"), "--words"]
    assert main(["images", "search", *asked, "--out", str(out)]) == 0
    assert json.loads(out.read_text())["words"] == "KOPI SENJA"
