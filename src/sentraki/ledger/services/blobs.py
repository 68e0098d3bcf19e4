"""Writing and removing stored bytes."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from sentraki.ledger.selectors.blobs import path_of


def put(data: bytes) -> str:
    """Write ``data`` so that it survives a power cut; returns the SHA-256 it lies under.

    A blob that is there already is kept and counts as new.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        os.utime(target)
        return sha256
    draft = target.parent / f".{sha256[:8]}.{uuid4().hex}"
    try:
        with draft.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return sha256


def drop(sha256: str) -> None:
    """Remove a blob; one that is gone already is fine."""
    path_of(sha256).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
