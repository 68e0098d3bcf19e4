"""Which sheets list things one by one, and which only count them."""

import pytest

from sentraki.parties.rules.import_fields import is_aggregate, squash_place

REGIONS = frozenset({"bogor", "kabupatenbogor", "moyudan", "gamping", "sleman", "aceh"})


@pytest.mark.parametrize(
    ("columns", "headers", "names", "expected"),
    [
        ({0: "province", 1: "count_units"}, ["Provinsi", "Jumlah UMKM"], [], True),
        ({0: "category"}, ["Sektor", "Moyudan", "Gamping", "Sleman"], [], True),
        ({0: "trade_name", 1: "count_units"}, ["Nama", "Jumlah"], ["Kab. Bogor", "Aceh"], True),
        ({0: "trade_name", 1: "count_total"}, ["Nama", "Jumlah"], ["Warung Ani", "Toko"], False),
        ({0: "category"}, ["Judul aneh", "Lain"], [], False),
        ({0: "trade_name"}, ["Nama"], ["Aceh"], False),
        ({0: "number", 1: "name", 2: "count_total"}, ["No", "Merek", "Jumlah"], ["X"], False),
    ],
)
def test_an_aggregate_has_counts_and_no_names(columns, headers, names, expected):
    assert is_aggregate(columns, headers, names, REGIONS) is expected


def test_words_for_kinds_of_regions_do_not_count():
    assert squash_place("KABUPATEN  Bogor") == squash_place("Kab. Bogor") == "bogor"
    assert squash_place("Daerah Istimewa Yogyakarta") == squash_place("DI Yogyakarta")
    assert squash_place("Kota") == "kota"
