"""URLs as identities: one normal form, the host key that politeness counts by, and the site a host belongs to."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say how a reader came, never what is shown. Sources: the campaign and click identifiers that
# the analytics products themselves document (Google, Meta, Microsoft, HubSpot, Mailchimp, AT Internet).
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(enc|mi)|mkt_tok|at_\w+|"
    r"xtor|cmpid|ocid|ref_src|spm|guccounter|share|smid|ns_\w+|__twitter_impression)$",
    re.IGNORECASE,
)
_DEFAULT_PORT = {"http": "80", "https": "443"}
_SAFE = "/:@!$&'()*+,;=-._~%"


def normalise_url(url: str, base: str = "") -> str:
    """The one form of a web address: absolute, lower-case host, no default port, no fragment, no tracking parameters,
    parameters in their order, an empty path as `/`. Raises ValueError when it is not an http(s) address with a host."""
    parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not parts.hostname:
        raise ValueError(f"not a web address: {url!r}")
    host = _ascii_host(parts.hostname)
    host = f"[{host}]" if ":" in host else host  # urlsplit takes the brackets off an IPv6 address
    port = f":{parts.port}" if parts.port and str(parts.port) != _DEFAULT_PORT[scheme] else ""
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    path = quote(re.sub(r"/{2,}", "/", parts.path) or "/", safe=_SAFE)
    return urlunsplit((scheme, host + port, path, query, ""))


def _ascii_host(host: str) -> str:
    try:
        return (
            host.rstrip(".").lower().encode("idna").decode("ascii") if not host.isascii() else host.rstrip(".").lower()
        )
    except UnicodeError as error:
        raise ValueError(f"not a host name: {host!r}") from error


def is_web_url(url: str) -> bool:
    """Whether `normalise_url` would take it."""
    try:
        normalise_url(url)
    except ValueError:
        return False
    return True


def host_key(url: str) -> str:
    """Scheme, host and port: the unit of politeness and of robots.txt (RFC 9309, section 2.3)."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return f"{scheme}://{(parts.hostname or '').lower()}:{parts.port or _DEFAULT_PORT.get(scheme, '')}"


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one site: equal hosts and ports, `www.`, `m.` and `amp.` aside."""
    return _site(a) == _site(b)


def _site(url: str) -> tuple[str, str]:
    scheme, _, rest = host_key(url).partition("://")
    host, _, port = rest.rpartition(":")
    return re.sub(r"^(www|m|mobile|amp)\.", "", host), "" if port == _DEFAULT_PORT.get(scheme) else port
