import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from serupa.index.trigrams import NONE, keys_around, trigrams_of
from serupa.names.trigrams import trigrams
from serupa.normalise import one_line, visual


def spelled(key):
    return int(key).to_bytes(3, "big").decode()


def test_the_first_word_of_a_name_has_its_beginning_too():
    assert {spelled(key) for key in trigrams_of("kopi senja")} == trigrams("kopi senja")


@given(st.text(max_size=40))
def test_a_name_alone_is_cut_like_the_readings_of_a_register(name):
    reading = visual(one_line(name))
    text = np.frombuffer(f"\n\n{reading}\n\n".encode("utf-8", "surrogatepass"), np.uint8)
    cut = np.unique(keys_around(text))
    assert trigrams_of(reading) == cut[cut != NONE].tolist()
