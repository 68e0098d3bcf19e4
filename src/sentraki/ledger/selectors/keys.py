"""The public keys this installation trusts: its own and earlier ones."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings

from sentraki.kernel.seals import key_id, public_key_of


def trusted_keys() -> Mapping[str, bytes]:
    """Public keys by key id.

    ``settings.SEAL_OLD_PUBLIC_KEYS`` (hexadecimal, may be missing) lists earlier keys that still
    count; a key taken out of it, because it was stolen, counts no more at once.
    """
    old = tuple(getattr(settings, "SEAL_OLD_PUBLIC_KEYS", ()))
    return _keys(settings.SEAL_KEY, old)


@lru_cache(maxsize=4)
def _keys(private: str, old: tuple[str, ...]) -> Mapping[str, bytes]:
    every = [public_key_of(private), *(bytes.fromhex(text) for text in old)]
    return {key_id(key): key for key in every}
