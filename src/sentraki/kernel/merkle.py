"""The Merkle tree of RFC 6962: proof that a log only ever grew.

Every function takes *leaf hashes* (:func:`leaf_hash` of the entry's bytes); all hashes are 32 bytes
of SHA-256. A leaf is hashed with prefix 0x00 and a node with 0x01, so one can never pass for the
other. Splits follow section 2.1: the left part is the largest power of two below the size.
"""

import hashlib
from collections.abc import Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, O(log n) hashes.

    ``nodes`` are the roots of the complete subtrees, largest first: one per set bit of ``size``.
    """

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if size < 0 or len(nodes) != size.bit_count():
            raise ValueError("a frontier has one node per set bit of its size")
        if any(len(node) != HASH_SIZE for node in nodes):
            raise ValueError("a node has 32 bytes")
        self.size = size
        self._nodes = list(nodes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash; a value that is not 32 bytes raises ``ValueError``."""
        if len(leaf) != HASH_SIZE:
            raise ValueError("append takes a leaf hash of 32 bytes")
        node = leaf
        full = self.size
        while full & 1:
            node = node_hash(self._nodes.pop(), node)
            full >>= 1
        self._nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree over everything appended; the hash of nothing when empty."""
        if not self._nodes:
            return EMPTY_ROOT
        node = self._nodes[-1]
        for left in reversed(self._nodes[:-1]):
            node = node_hash(left, node)
        return node

    def to_bytes(self) -> bytes:
        """Eight bytes of size (big endian), then the nodes."""
        return self.size.to_bytes(8, "big") + b"".join(self._nodes)

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Frontier":
        """The frontier :meth:`to_bytes` wrote; other bytes raise ``ValueError``."""
        if len(stored) < 8 or len(stored) % HASH_SIZE != 8:
            raise ValueError("these bytes are no frontier")
        starts = range(8, len(stored), HASH_SIZE)
        nodes = [stored[i : i + HASH_SIZE] for i in starts]
        return cls(int.from_bytes(stored[:8], "big"), nodes)


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over ``leaves``."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of leaf ``index``, from the leaf upwards (section 2.1.1).

    ``IndexError`` when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError("no such leaf")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low = middle
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Whether ``proof`` shows that ``leaf`` stands at ``index`` in the tree of that size and root.

    Never raises for what a stranger may send.
    """
    if not 0 <= index < size or any(len(step) != HASH_SIZE for step in proof):
        return False
    node, place, last = leaf, index, size - 1
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(step, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, step)
        place, last = place >> 1, last >> 1
    return last == 0 and node == expected_root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The proof that the tree over the first ``old_size`` leaves is a prefix of this one.

    Section 2.1.2; empty when the sizes are equal or the old tree was empty. ``ValueError`` when
    the old tree is the larger one.
    """
    if not 0 <= old_size <= len(leaves):
        raise ValueError("the old tree cannot be larger than the new one")
    path: list[bytes] = []
    low, high, is_whole = 0, len(leaves), True
    while 0 < old_size < high:
        middle = low + _split(high - low)
        if old_size <= middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low, is_whole = middle, False
    if path and not is_whole:
        path.append(root(leaves[low:high]))
    return path[::-1]


def verify_consistency(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Sequence[bytes],
) -> bool:
    """Whether ``proof`` shows that the old tree is a prefix of the new one.

    An empty old tree is a prefix of every tree, with an empty proof. Never raises for what a
    stranger may send.
    """
    if not 0 <= old_size <= new_size or any(len(step) != HASH_SIZE for step in proof):
        return False
    if old_size in (0, new_size):
        known = old_root == (new_root if old_size else EMPTY_ROOT)
        return known and not proof
    steps = list(proof)
    if not old_size & (old_size - 1):
        steps.insert(0, old_root)
    if not steps:
        return False
    return _walk(old_size - 1, new_size - 1, steps) == (old_root, new_root)


def _walk(place: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots as the steps imply them (RFC 9162, 2.1.4.2); ``None`` when they do not fit."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two smaller than ``size`` (at least 2)."""
    return 1 << (size - 1).bit_length() - 1
