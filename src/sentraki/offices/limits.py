"""Whose address a request comes from, and how often it may ask.

Counters live in the database, so several processes share them. What is stored is a keyed hash
that changes with the hour; an address cannot be read back from it.
"""

import ipaddress

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from sentraki.kernel import clock
from sentraki.kernel.secrets import blind_index
from sentraki.offices.models import RateCount

HOUR = 3600
KEPT_HOURS = 2
_COUNT_UP = """
    INSERT INTO offices_ratecount (key, hour, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET count = offices_ratecount.count + 1
    RETURNING count
"""


def client_ip(request: HttpRequest) -> str:
    """The address of the client; ``X-Forwarded-For`` counts only what trusted proxies wrote.

    ``settings.TRUSTED_PROXIES`` lists addresses or networks. Read from the right, the first
    address that is no trusted proxy is the client's; what stands left of it anybody can invent.
    """
    return address_behind(
        request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    )


def address_behind(peer: str, forwarded: str) -> str:
    """As :func:`client_ip` for the address of the connection and what its header says."""
    address = _address(peer)
    if address is None:
        return "0.0.0.0"
    hops = forwarded.split(",")
    while _is_trusted(address) and hops:
        named = _address(hops.pop())
        if named is None:
            break
        address = named
    return str(address)


def network_of(address: str) -> str:
    """The address itself for IPv4, its /64 network for IPv6 (one subscriber holds all of it)."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((ip, 64), strict=False).network_address)
    return str(ip)


def allow(request: HttpRequest, bucket: str, per_hour: int) -> bool:
    """Count one use of ``bucket`` by this client; ``False`` above ``per_hour`` in this hour."""
    return allow_key(network_of(client_ip(request)), bucket, per_hour)


def allow_key(key: str, bucket: str, per_hour: int) -> bool:
    """As :func:`allow` for any key, such as an e-mail address; the key is stored hashed."""
    hour = int(clock.now().timestamp()) // HOUR
    hashed = blind_index(f"{bucket}|{key}|{hour}", "rate limit")
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [hashed, hour])
        count: int = cursor.fetchone()[0]
    if count == 1:
        RateCount.objects.filter(hour__lt=hour - KEPT_HOURS).delete()
    return count <= per_hour


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip


def _is_trusted(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    networks = (ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
    return any(address in network for network in networks)
