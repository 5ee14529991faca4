"""Which network addresses may be connected to: public ones, and private hosts that the operator allowed by name."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

# https://www.iana.org/assignments/ipv6-address-space: only this block is allocated for global unicast.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# RFC 6052 2.1: the IPv4 address is in the last 32 bits. RFC 8215's 64:ff9b:1::/48 is for local use and stays refused.
_NAT64 = IPv6Network("64:ff9b::/96")
# Special blocks that some Python versions' `is_global` takes for public (IANA's special-purpose address registry).
_SPECIAL = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"), ip_network("240.0.0.0/4"))


def is_public(address: str) -> bool:
    """Whether an IP address is a public host's, also when it is an IPv4 address wrapped in an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return _is_public_4(parsed) if isinstance(parsed, IPv4Address) else _is_public_6(parsed)


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in block for block in _SPECIAL)


def _is_public_6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    wrapped = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
    if wrapped is not None:
        return _is_public_4(wrapped)
    return address in _GLOBAL_UNICAST and address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Private hosts that the operator lets Sealane fetch from: "intranet.example" or, for one port only, "nas:8080"."""

    names: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, *names: str) -> Self:
        """Allow these hosts."""
        return cls(frozenset(name.strip().casefold() for name in names if name.strip()))

    def __contains__(self, host_and_port: object) -> bool:
        if not isinstance(host_and_port, tuple):
            return False
        host, port = host_and_port
        host = str(host).casefold().rstrip(".")
        return host in self.names or f"{host}:{port}" in self.names
