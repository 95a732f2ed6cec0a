"""Who sends a request, as far as an address tells: a household, a class, a university."""

import ipaddress
from typing import Any


def network_of(request: Any) -> str:
    """The visitor's address; of IPv6 the /64, since one visitor has all of it. Empty where no address is known."""
    address = without_port(str(request.META.get("REMOTE_ADDR") or ""))
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def without_port(address: str) -> str:
    """Some proxies forward "203.0.113.7:4711" or "[2001:db8::1]:4711"."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
