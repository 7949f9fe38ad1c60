"""URLs as identities: the form in which an address is asked for, the one name of all addresses of an article, the host
that politeness counts by, and the site that a host belongs to.

`normalise_url` takes off only what cannot change what a server shows, so that its result can be asked for;
`article_key` also joins what servers offer side by side (AMP, mobile and print twins), so its result is a name and no
address. Grammar: RFC 3986; host names: UTS 46, as browsers read them."""

from __future__ import annotations

import functools
import ipaddress
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit, urlunsplit

import idna

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Parameters that say how a reader came, never what is shown. Sources: what the analytics and advertising products
# document of themselves (Google, Meta, Microsoft, Yandex, X, TikTok, LinkedIn, HubSpot, Mailchimp, Marketo, Olytics,
# Vero, Matomo, AT Internet, Adobe), and the sessions of PHP, Java and ASP.
_TRACKING = re.compile(
    r"utm_?\w+|itm_\w+|mtm_\w+|pk_\w+|piwik_\w+|matomo_\w+|at_\w+|ns_\w+|hsa_\w+|stm_\w+|"
    r"fbclid|fb_(action_ids|action_types|source|ref)|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|ysclid|twclid|"
    r"ttclid|igshid|igsh|li_fat_id|srsltid|epik|mc_[ce]id|_hs(enc|mi)|hsctatracking|mkt_tok|oly_(enc|anon)_id|"
    r"vero_(id|conv)|wickedid|_openstat|_ga|_gl|xtor|cmpid|s_cid|sc_cid|icid|ncid|ocid|ito|smid|smtyp|spm|ref_src|"
    r"ref_url|traffic_source|guccounter|guce_referrer(_sig)?|share|__twitter_impression|"
    r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken",
    re.IGNORECASE,
)
# The same said by a parameter that elsewhere has a meaning: only with one of these values.
_SAYS_WHENCE = re.compile(
    r"(source|src|ref|from|via|medium|campaign|rel)="
    r"(rss(feed)?|feed|atom|twitter|x|facebook|fb|linkedin|whatsapp|telegram|social|newsletter|e?mail|homepage|hp)",
    re.IGNORECASE,
)
# Addresses that lead on to the one they carry, so that the page can be asked for at its own publisher:
# host, path, and the parameter (or, without one, the path itself, after what is matched) that holds the target.
_WRAPPERS = (
    (re.compile(r"(www\.)?google(\.\w+){1,2}"), re.compile(r"/url$"), ("url", "q")),
    (re.compile(r"lm?\.facebook\.com"), re.compile(r"/l\.php$"), ("u",)),
    (re.compile(r"(www\.)?bing\.com"), re.compile(r"/news/apiclick\.aspx$"), ("url",)),
    (re.compile(r"(www\.)?google(\.\w+){1,2}"), re.compile(r"/amp/(s/)?(?=[\w.-]+\.\w+/)"), ()),
    (re.compile(r"[\w-]+\.cdn\.ampproject\.org"), re.compile(r"/[cvi]/(s/)?(?=[\w.-]+\.\w+/)"), ()),
)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_DEFAULT_PORT = {"http": "80", "https": "443"}
_SAFE_IN_PATH = "/:@!$&'()*+,;=-._~%"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"
_UNRESERVED = re.compile(r"%(?:2[DdEe]|3\d|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+(%25\w+)?\]")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_LONGEST_HOST = 253  # RFC 1035


def normalise_url(url: str, base: str = "") -> str:
    """The form in which a web address is asked for: absolute, host in lower-case ASCII, no default port, no user name,
    no fragment, no `.` and `..`, percent signs as RFC 3986 (6.2.2) has them, no tracking and session parameters, the
    others as written, an empty path as `/`. An address that only leads on to another (a search engine's, an AMP
    cache's) becomes that other. Raises ValueError when it is not an http(s) address with a host."""
    try:
        return _normalise(url, base, 0)
    except ValueError as error:  # urlsplit's own words (a port, a bracket) name no address
        raise ValueError(f"not a web address: {url[:200]!r}") from error


def _normalise(url: str, base: str, depth: int) -> str:
    text = _browser_form(url)
    if re.match(
        r"[\w+.-]+://(?=[/?#]|$)", text
    ):  # `http://` is nobody's address; joined to a base it would be the base
        raise ValueError("no host")
    parts = urlsplit(urljoin(base, text) if base else text)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not parts.hostname:
        raise ValueError("no web address with a host")
    host = _ascii_host(parts.hostname)
    path = _SESSION.sub("", parts.path)
    inner = _unwrapped(host, path, parts.query)
    if inner and depth < 3 and is_web_url(inner):
        return _normalise(inner, "", depth + 1)
    port = "" if parts.port is None or str(parts.port) == _DEFAULT_PORT[scheme] else f":{parts.port}"
    if port == ":0":
        raise ValueError("port 0")
    query = "&".join(_kept(parts.query))
    return urlunsplit((scheme, host + port, _without_dots(_encoded(path, _SAFE_IN_PATH)) or "/", query, ""))


def _browser_form(url: str) -> str:
    """The text as browsers read it (WHATWG URL, 4.4): no spaces around it, none of its line breaks, slashes that lean
    the other way. `&amp;` is what feeds leave that were escaped twice."""
    text = "".join(url.strip().split("\n")).replace("\r", "").replace("\t", "").replace("&amp;", "&")
    head, mark, rest = text.partition("?")
    return head.replace("\\", "/") + mark + rest


def _ascii_host(host: str) -> str:
    """The host as DNS knows it; an IPv6 address in its brackets."""
    host = unquote(host)
    if ":" in host:
        host = f"[{host.lower()}]"
    elif host.isascii():
        host = _dotted(host.lower().rstrip("."))
    else:
        try:
            host = _dotted(idna.encode(host.rstrip(".。"), uts46=True).decode("ascii"))
        except idna.IDNAError as error:
            raise ValueError(f"not a host name: {host[:200]!r}") from error
    if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
        raise ValueError(f"not a host name: {host[:200]!r}")
    return host


def _dotted(host: str) -> str:
    """An IPv4 address in the one spelling: `2130706433`, `0x7f.1` and `0177.0.0.1` are 127.0.0.1 to browsers and to the
    system (WHATWG URL, 3.5). Raises ValueError where the last label is a number and the whole no address."""
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError as error:
        raise ValueError(f"not a host name: {host[:200]!r}") from error


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) + ("/" if segments[-1] in (".", "..") and kept[-1] else "")


def _encoded(text: str, safe: str) -> str:
    """Percent signs in the one form: what needs none has none, hexadecimal digits in upper case, a bare `%` escaped."""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    text = _UNRESERVED.sub(lambda found: unquote(found[0]), text)
    text = re.sub(r"%[0-9a-f]{2}", lambda found: found[0].upper(), text, flags=re.IGNORECASE)
    return quote(text, safe=safe, errors="replace")


def _kept(query: str) -> list[str]:
    """The parameters that may matter to what is shown, as written: `?print` is not `?print=` to every server."""
    pieces = [_encoded(piece, _SAFE_IN_QUERY) for piece in query.split("&") if piece]
    return [
        piece
        for piece in pieces
        if not _TRACKING.fullmatch(unquote(piece.partition("=")[0])) and not _SAYS_WHENCE.fullmatch(piece)
    ]


def _unwrapped(host: str, path: str, query: str) -> str | None:
    """The address that this one carries, where it is one of those that only lead on."""
    for of_host, of_path, names in _WRAPPERS:
        found = of_path.match(path) if of_host.fullmatch(host) else None
        if found and not names:
            return ("https://" if found[1] else "http://") + path[found.end() :] + (f"?{query}" if query else "")
        if found:
            values = parse_qs(query)
            return next((values[name][0] for name in names if name in values), None)
    return None


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


def site_of(url: str) -> str:
    """The site of an address: the domain that its owner registered, by the Public Suffix List (`news.example.co.uk` ->
    `example.co.uk`). What is under no such domain (an IP address, `localhost`) is a site by host and port."""
    host = (urlsplit(url).hostname or "").lower()
    return _registered(host) or host_key(url).partition("://")[2]


@functools.lru_cache(maxsize=10_000)
def _registered(host: str) -> str | None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _suffixes().privatesuffix(host) if "." in host else None
    return None


@functools.cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # 40 ms, which most verbs need not pay

    return PublicSuffixList()


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one site."""
    return site_of(a) == site_of(b)


# Twins of a page, offered beside it. Hosts: `www`, and what is made for phones.
_TWIN_HOST = re.compile(r"^(www\d?|m|mobile|mobil|touch|wap|amp)\.(?=[^.]+\.)|(?<=^\w\w\.)m\.|(?<=^www\.)m\.")
_TWIN_PATH = (
    (re.compile(r"(?<!:)/{2,}"), "/"),
    (re.compile(r"^/amp(?=/.)", re.IGNORECASE), ""),
    (re.compile(r"/(amp|amphtml|print|mobile)/?$", re.IGNORECASE), ""),
    (re.compile(r"[./]amp(?=\.html?$)", re.IGNORECASE), ""),
    (re.compile(r"\.amp$", re.IGNORECASE), ""),
    (re.compile(r"/(index|default)\.(html?|php\d?|aspx?|jsp|shtml)$", re.IGNORECASE), ""),
    (re.compile(r"/page/1/?$", re.IGNORECASE), ""),
    (re.compile(r"/+$"), ""),
)
_TWIN_PARAMETER = re.compile(
    r"(amp|amphtml|_amp|print|printable|printview|mobile|m|singlepage)(=(|0|1|on|y|yes|true|false))?|"
    r"(outputtype|output|type|mode|view|format|device)=(amp|print|mobile)|page=(0|1|all)|noredirect=\w+",
    re.IGNORECASE,
)


def article_key(url: str) -> str:
    """The one name of all addresses under which a site shows an article: without scheme, `www.`, the marks of AMP,
    mobile and print twins, index files, the last slash; parameters in alphabetical order. Raises ValueError as
    `normalise_url` does."""
    parts = urlsplit(normalise_url(url))
    host, _, port = parts.netloc.partition(":") if "[" not in parts.netloc else (parts.netloc, "", "")
    host = _TWIN_HOST.sub("", _TWIN_HOST.sub("", host))
    path = parts.path
    for pattern, put in _TWIN_PATH:
        path = pattern.sub(put, path)
    pieces = sorted(piece for piece in parts.query.split("&") if piece and not _TWIN_PARAMETER.fullmatch(piece))
    return host + (f":{port}" if port else "") + (path or "/") + ("?" + "&".join(pieces) if pieces else "")
