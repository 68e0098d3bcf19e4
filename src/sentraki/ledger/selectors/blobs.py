"""Where stored bytes lie: one file per content, under the SHA-256 of what is stored."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from sentraki.kernel import clock

#: A file without a row may be that young: its act may still be under way.
GRACE = timedelta(hours=1)


def path_of(sha256: str) -> Path:
    """The place of a blob."""
    return Path(settings.BLOB_ROOT) / sha256[:2] / sha256


def get(sha256: str) -> bytes:
    """The bytes; raises ``FileNotFoundError``, or ``ValueError`` when they were changed."""
    data = path_of(sha256).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"blob {sha256[:12]} was changed on disk")
    return data


def files_older_than(age: timedelta = GRACE) -> Iterator[Path]:
    """Files whose age is beyond ``age``: blobs, and drafts a crash left behind."""
    limit = clock.now().timestamp() - age.total_seconds()
    root = Path(settings.BLOB_ROOT)
    if root.is_dir():
        for path in sorted(root.glob("*/*")):
            if path.is_file() and path.stat().st_mtime < limit:
                yield path
