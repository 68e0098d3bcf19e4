import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentraki.kernel.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The reference vectors of the Certificate Transparency implementation: leaves and the roots of
# the trees over the first one, two, ... eight of them.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
PUBLISHED = [leaf_hash(data) for data in INPUTS]
LEAVES = [leaf_hash(str(number).encode()) for number in range(256)]


def _flip(data: bytes, bit: int) -> bytes:
    return bytes(b ^ (1 << bit % 8) if i == bit // 8 else b for i, b in enumerate(data))


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots_are_reproduced(size):
    assert root(PUBLISHED[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_published_inclusion_paths_are_reproduced(index, size, path):
    proof = inclusion_proof(PUBLISHED[:size], index)
    assert [step.hex() for step in proof] == path


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_published_consistency_paths_are_reproduced(old, new, path):
    proof = consistency_proof(PUBLISHED[:new], old)
    assert [step.hex() for step in proof] == path


def test_a_leaf_cannot_pass_for_a_node():
    left, right = PUBLISHED[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


def test_every_inclusion_proof_of_sizes_1_to_256_verifies():
    for size in range(1, 257):
        whole = root(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            assert verify_inclusion(LEAVES[index], index, size, proof, whole)


def test_every_consistency_proof_of_pairs_up_to_128_verifies():
    roots = [root(LEAVES[:size]) for size in range(129)]
    for new in range(129):
        for old in range(new + 1):
            proof = consistency_proof(LEAVES[:new], old)
            assert verify_consistency(old, new, roots[old], roots[new], proof)


def test_every_sampled_bit_flip_in_an_inclusion_proof_is_refused():
    dice = random.Random(6962)
    for _ in range(25_000):
        size = dice.randint(2, 64)
        index = dice.randrange(size)
        proof = inclusion_proof(LEAVES[:size], index)
        parts = [LEAVES[index], root(LEAVES[:size]), *proof]
        hit = dice.randrange(len(parts))
        parts[hit] = _flip(parts[hit], dice.randrange(256))
        assert not verify_inclusion(parts[0], index, size, parts[2:], parts[1])


def test_every_sampled_bit_flip_in_a_consistency_proof_is_refused():
    dice = random.Random(9162)
    for _ in range(25_000):
        new = dice.randint(2, 64)
        old = dice.randint(1, new - 1)
        proof = consistency_proof(LEAVES[:new], old)
        parts = [root(LEAVES[:old]), root(LEAVES[:new]), *proof]
        hit = dice.randrange(len(parts))
        parts[hit] = _flip(parts[hit], dice.randrange(256))
        assert not verify_consistency(old, new, parts[0], parts[1], parts[2:])


@given(st.integers(2, 256), st.data())
def test_a_proof_of_one_place_says_nothing_about_another(size, data):
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
    proof = inclusion_proof(LEAVES[:size], index)
    assert not verify_inclusion(LEAVES[index], other, size, proof, root(LEAVES[:size]))


@given(st.integers(0, 256), st.data())
def test_a_frontier_kept_as_bytes_goes_on_where_it_stopped(size, data):
    stop = data.draw(st.integers(0, size))
    first = Frontier()
    for leaf in LEAVES[:stop]:
        first.append(leaf)
    second = Frontier.from_bytes(first.to_bytes())
    for leaf in LEAVES[stop:size]:
        second.append(leaf)
    assert (second.size, second.root()) == (size, root(LEAVES[:size]))


@given(
    st.integers(-3, 300),
    st.integers(-3, 300),
    st.lists(st.binary(max_size=40), max_size=12),
    st.binary(max_size=40),
)
def test_whatever_a_stranger_sends_is_answered_with_no(index, size, proof, node):
    assert not verify_inclusion(node, index, size, proof, b"\x00" * 32)
    assert not verify_consistency(index, size, b"\x00" * 32, b"\x01" * 32, proof)


def test_a_proof_with_a_step_too_many_is_refused():
    proof = inclusion_proof(LEAVES[:7], 3)
    assert not verify_inclusion(LEAVES[3], 3, 7, [*proof, LEAVES[0]], root(LEAVES[:7]))
    steps = [*consistency_proof(LEAVES[:7], 3), LEAVES[0]]
    assert not verify_consistency(3, 7, root(LEAVES[:3]), root(LEAVES[:7]), steps)


def test_a_rewritten_history_has_no_consistency_proof():
    forged = [LEAVES[9], *LEAVES[1:12]]
    proof = consistency_proof(forged, 8)
    assert not verify_consistency(8, 12, root(LEAVES[:8]), root(forged), proof)


@pytest.mark.parametrize(
    "stored", [b"", b"\x00" * 7, b"\x00" * 8 + b"x" * 32, b"\x00" * 7 + b"\x03"]
)
def test_bytes_that_are_no_frontier_are_refused(stored):
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(stored)


def test_a_frontier_takes_hashes_only():
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(b"an entry")
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier(1, [b"short"])


def test_a_leaf_or_prefix_that_is_not_there_is_an_error():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES[:3], 3)
    with pytest.raises(ValueError, match="larger"):
        consistency_proof(LEAVES[:3], 4)
