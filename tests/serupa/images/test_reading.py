import io
import os
import signal

import pytest
from PIL import Image

from serupa.images import reading
from serupa.images.pictures import PictureError
from serupa.images.reading import Reader


def png(side=20, colour="red"):
    held = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(held, "PNG")
    return held.getvalue()


def test_one_child_reads_many_pictures(tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    with Reader() as reader:
        assert reader.read(png())[3, 3].tolist() == [255, 0, 0]
        first = reader._child.pid
        assert reader.file(tmp_path / "a.png").shape == (20, 20, 3)
        assert reader._child.pid == first


def test_a_refusal_comes_back_with_its_sentence():
    held = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(held, "PNG")
    noise = held.getvalue()
    with Reader() as reader:
        cut = noise[: len(noise) // 2]
        for content, key in ((b"nonsense", "format"), (b"", "empty"), (cut, "broken")):
            with pytest.raises(PictureError) as problem:
                reader.read(content)
            assert problem.value.key == key
        assert reader.read(png()).shape == (20, 20, 3)


def test_a_dead_child_is_replaced():
    with Reader() as reader:
        reader.read(png())
        os.kill(reader._child.pid, signal.SIGKILL)
        reader._child.wait()
        assert reader.read(png()).shape == (20, 20, 3)


def test_a_child_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.0)
    with Reader() as reader, pytest.raises(PictureError) as problem:
        reader.read(png())
    assert problem.value.key == "costly"


def test_a_photograph_of_a_hundred_megapixels_fits_in_the_child():
    held = io.BytesIO()
    Image.new("RGB", (10_900, 10_900)).save(held, "JPEG", progressive=True)
    with Reader() as reader:
        assert max(reader.read(held.getvalue()).shape) <= 1024


def test_the_child_ends_with_its_reader():
    reader = Reader()
    reader.read(png())
    child = reader._child
    reader.close()
    assert child.poll() is not None
