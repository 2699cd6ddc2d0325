"""Which addresses Loket may call: a guard against being talked into calling its own network (SSRF). Pure; resolves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
#: Not global, whatever this version of Python says: site-local (RFC 3879), 6to4 relays (RFC 7526), documentation (RFC 9637).
_NEVER = tuple(map(ip_network, ("fec0::/10", "192.88.99.0/24", "3fff::/20")))


#: What may be called a private network: RFC 1918, RFC 6598 and RFC 4193. Never loopback, link-local or anything else.
_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))


def private_network(text: str) -> str:
    """A private network as ``10.1.0.0/16``, such as a part of Diginetwork; ValueError in Dutch for any other."""
    network = ip_network(text)
    if "/" not in text or not any(network.version == known.version and network.subnet_of(known) for known in _PRIVATE):  # type: ignore[arg-type]
        raise ValueError("moet binnen 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 of fc00::/7 liggen")
    return str(network)


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets public addresses through over https, and those in the networks of ``private``, such as ``10.1.0.0/16``.

    ``allow`` opens also what is not https: ``host:port`` pairs or networks. It is for a demo and for tests on one machine.
    """

    allow: tuple[str, ...] = ()
    private: tuple[str, ...] = ()

    def lets_through(self, scheme: str, host: str, port: int, addresses: Iterable[str]) -> bool:
        """Whether ``host``, which resolved to ``addresses``, may be called. One refused address refuses the host."""
        if f"{host}:{port}" in self.allow:
            return True
        found = [ip_address(address.partition("%")[0]) for address in addresses]
        allowed, private = _networks(self.allow), _networks(self.private)
        return bool(found) and all(
            _inside(one, allowed) or (scheme == "https" and (_inside(one, private) or _public(one))) for one in found
        )


def _networks(entries: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    return [ip_network(entry) for entry in entries if "/" in entry]


def _inside(address: IPv4Address | IPv6Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)


def _public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour
        if hidden is None and address in _NAT64:
            hidden = IPv4Address(int(address) & 0xFFFFFFFF)
        if hidden is not None:
            return _public(hidden)
    if any(address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
