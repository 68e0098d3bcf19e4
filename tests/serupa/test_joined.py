from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from serupa.joined import joined
from serupa.register import Batch, read_register

marks, classes = st.sampled_from(["Kopi", "Teh"]), st.sampled_from([1, 2, 4, 6])
rows = st.tuples(st.sampled_from("ab"), marks, classes, st.text())


def batches(register, size):
    for at in range(0, len(register), size):
        ids, names, masks, owners = zip(*register[at : at + size], strict=True)
        yield Batch(ids, names, masks, [("owner", owners)])


@given(st.lists(rows, max_size=12), st.integers(1, 5))
def test_rows_of_one_mark_that_follow_one_another_are_one_wherever_batches_end(register, size):
    told = []
    for batch in joined(batches(register, size)):
        [(_, owners)] = batch.details
        told += zip(batch.ids, batch.names, batch.masks, owners, strict=True)
    wanted = []
    for key, same in groupby(register, key=lambda row: row[:2]):
        group = list(same)
        mask = 0
        for row in group:
            mask |= row[2] & ~1
        wanted.append((*key, mask or 1, group[-1][3]))
    assert told == wanted


def test_a_register_with_a_row_for_each_class_has_each_mark_once_in_all_its_classes(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("id,name,classes\n1,KOPI,30\n1,KOPI,43\n2,TEH,30\n1,KOPI TUA,35\n")
    told = [(mark.id, mark.name, mark.classes) for mark in read_register(path)]
    assert told == [("1", "KOPI", (30, 43)), ("2", "TEH", (30,)), ("1", "KOPI TUA", (35,))]
