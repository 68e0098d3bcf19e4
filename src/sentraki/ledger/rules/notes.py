"""Checkpoints as signed notes (C2SP tlog-checkpoint and signed-note, read November 2026).

::

    sentraki.palembang.go.id/ledger
    1042
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — sentraki.palembang.go.id/ledger Az3grl...

A second office keeps such a text; any Ed25519 note verifier can check it.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

_ED25519 = b"\x01"
_DASH = "— "


class NotANote(ValueError):
    """The text is not a checkpoint of the expected form."""


@dataclass(frozen=True)
class Checkpoint:
    """The log ``origin`` had ``size`` entries with Merkle root ``root`` (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The part that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(name: str, public_key: bytes) -> bytes:
    """The four bytes that tell which key signed."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def write(checkpoint: Checkpoint, *, public_key: bytes, sign: Callable[[bytes], bytes]) -> str:
    """The whole note; ``sign`` makes a 64-byte Ed25519 signature of the body."""
    body = checkpoint.body()
    line = key_hash(checkpoint.origin, public_key) + sign(body.encode())
    return f"{body}\n{_DASH}{checkpoint.origin} {base64.b64encode(line).decode()}\n"


def read(text: str, *, verify: Callable[[bytes, bytes, bytes], bool]) -> Checkpoint:
    """The checkpoint in ``text`` when one of its signatures is ours, else ``NotANote``.

    ``verify(key_hash, body, signature)`` knows our keys. Signatures of witnesses are passed over.
    """
    head, gap, tail = text.replace("\r\n", "\n").partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3 or not lines[0] or not lines[1].isascii():
        raise NotANote("This is not a checkpoint.")
    if not lines[1].isdigit() or (len(lines[1]) > 1 and lines[1][0] == "0"):
        raise NotANote("This is not a checkpoint.")
    checkpoint = Checkpoint(lines[0], int(lines[1]), _decoded(lines[2]))
    body = (head + "\n").encode()
    for line in tail.split("\n"):
        name, blank, signature = line.removeprefix(_DASH).rpartition(" ")
        if not line.startswith(_DASH) or not blank or name != checkpoint.origin:
            continue
        raw = _decoded(signature)
        if len(raw) == 68 and verify(raw[:4], body, raw[4:]):
            return checkpoint
    raise NotANote("No valid signature of this installation stands under the checkpoint.")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotANote("This is not a checkpoint.") from error
