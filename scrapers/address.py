"""Addresses: what a link points to, and which spellings are one article.

An address as shown is kept as it is; what tells articles apart is the *canonical* address, an
identity and not a thing to fetch. It drops what never chooses the article: scheme, fragment
(but for one that is a route: `#/article/17`, `#!article/17`), tracking parameters, the order of
parameters, a final slash, letter case of host and percent codes, and the hosts and suffixes of
the AMP and mobile editions. What else a site puts into its addresses beside the article is
learnt from them later (`store.history.identity.identity`).

`www.` goes as well. Sites move between `www.example.org` and `example.org` in both directions;
were the two told apart, one such move would look as if a whole list had been replaced, while
two different articles under one path of both hosts have yet to be seen.

Only the standard library, and little of it: reading commands load this to understand an address
that somebody typed, and most addresses are plain enough to do without `urllib`.
"""

import re
from functools import lru_cache

_ADDRESS = re.compile(
    r"(https?)://(?:[^/?#@]*@)?([^/?#@]+)([^?#]*)(?:\?([^#]*))?(?:#([/!].+))?", re.IGNORECASE
)
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[^;\\?#]*)?(?:\?[^#]+)?(?:#[^\\]+)?")
"""Addresses that mean the same in every page, as they are written."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_ODD = re.compile(r"[^A-Za-z0-9/_.~!$&'()*+,;=:@-]|//|/\.")
_SAFE = "!$&'()*+,;=:@~"

_EDITION = re.compile(r"^(?:(?:www\d?|m|mobile|sp|touch|amp)\.)+(?=[^.]+\.[^.]*[^.\d])")
_AMP_PATH = re.compile(
    r"^(?:/amp)+(?=/.)|(?:(?<=.)(?<!/amp)|(?<=^/amp)|(?<=/amp)(?=/amp/?$))(?:/amp)+/?$"
    r"|(?<!\.amp)(?:\.amp)+(?=\.html?$|$)"
)  # what looks behind keeps a row of thousands from being tried from each place in it
_TRACKING = frozenset([
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
    "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "igsh", "igshid", "_ga", "_gl", "ref", "iref",
    "ref_src", "ref_url", "ocid", "ncid", "icid", "cmp", "cmpid", "xtor", "at_medium",
    "at_campaign", "smid", "sr_share", "spm", "amp", "pk_campaign", "pk_kwd", "pk_keyword", "pk_cpn",
    "pk_source", "pk_medium", "pk_content", "pk_cid", "pk_vid", "pk_abe", "pk_abv",
])  # fmt: skip
_TRACKING_FAMILIES = ("utm_", "_ga_", "cx_", "wt_mc", "mtm_", "matomo_", "piwik_", "_hs",
                      "hsa_", "at_custom", "amp_")  # fmt: skip
_CAME_FROM = frozenset({"from", "source", "src", "via", "outputtype"})
_SHARED_SUFFIX = frozenset(
    ["ac", "co", "com", "edu", "go", "gob", "gov", "gr", "ne", "net", "or", "org", "nom"]
)


def absolute(base: str, href: str) -> str:
    """The http(s) address that `href` means in a page at `base`; "" where there is none.

    The spelling stays as the page wrote it; only white space around it and control characters
    within it go, as in browsers.
    """
    href = _CONTROLS.sub("", href).strip()
    if not href or (href[0] == "#" and href[1:2] not in {"/", "!"}):
        return ""
    if href[0] == "/" and href[1:2] not in {"/", "\\"} and "/." not in href:
        origin = _ADDRESS.match(base)
        return base[: origin.end(2)] + href if origin else ""
    return href if _WHOLE.fullmatch(href) else _join(base, href)


def _join(base: str, href: str) -> str:
    from urllib.parse import urljoin

    path, query, rest = href.partition("?")
    try:
        whole = urljoin(base, path.replace("\\", "/") + query + rest)
    except ValueError:
        return ""
    return whole if _ADDRESS.match(whole) else ""


def canonical(url: str, article: str | None = None) -> str:
    """The identity of the article at `url`; "" where that is no http(s) address.

    `article` is a site's pattern of article paths: where it names a group `id`, the path alone
    chooses the article; with a group `part`, the further parts of a long article have the
    identity of the whole.
    """
    match = _ADDRESS.match(url.strip())
    host = _host(match[2]) if match else ""
    if not match or not host:
        return ""
    path = _path(match[3])
    scheme = match[1].lower() if ":" in host.rpartition("]")[2] else "https"
    origin = f"{scheme}://{_EDITION.sub('', host)}"
    if article and (whole := _by_pattern(path, article)):
        return origin + whole
    query = _query(match[4]) if match[4] else ""
    route = "#" + "/".join(map(_segment, match[5].split("/"))) if match[5] else ""
    return origin + path + query + route


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one site: the same registrable domain and port.

    Without a list of public suffixes the domain is the last two labels of the host, or three
    where the second is one that registries share (`example.co.jp`). Numeric hosts are compared
    whole. Hosts written in other scripts are compared in their A-label form, so that a
    look-alike is another site.
    """
    domain = _domain(a)
    return domain != "" and domain == _domain(b)


def host_of(url: str) -> str:
    """Host (lower case, A-labels) and port unless it is the scheme's own; "" where none is."""
    match = _ADDRESS.match(url.strip())
    return _host(match[2]) if match else ""


def path_of(url: str) -> str:
    """The path of an http(s) address as written, without query and fragment; "" where none is."""
    match = _ADDRESS.match(url.strip())
    return match[3] if match else ""


def date_in(url: str) -> str | None:
    """The date that a path names, such as `/2026/01/26/` or `/20260126-word`: 2026-01-26."""
    match = re.search(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)", path_of(url))
    return "-".join(match.groups()) if match else None


def _domain(url: str) -> str:
    match = _ADDRESS.match(url.strip())
    return _registered(match[2]) if match else ""


@lru_cache(maxsize=256)
def _registered(authority: str) -> str:
    host, colon, port = _host(authority).partition(":")
    labels = host.split(".")
    if not labels[-1].isalnum() or labels[-1].isdigit():
        return host + colon + port
    shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED_SUFFIX
    return ".".join(labels[-3 if shared else -2 :]) + colon + port


@lru_cache(maxsize=256)
def _host(authority: str) -> str:
    host = authority.lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    for port in (":80", ":443", ":"):
        if host.endswith(port):
            host = host.removesuffix(port)
            break
    host = host.removesuffix(".")
    return "" if not host or host[0] == "." or ".." in host else host


def _path(path: str) -> str:
    if _ODD.search(path):
        path = "/".join(map(_segment, _undotted(path.split("/"))))
    if "amp" in path:
        path = _AMP_PATH.sub("", path)
    return path.rstrip("/") or "/"


def _undotted(segments: list[str]) -> list[str]:
    kept: list[str] = []
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in {".", ".."}:
            kept.append(segment)
    return [*kept, ""] if segments[-1] in {".", ".."} else kept


def _segment(text: str) -> str:
    """One path segment or parameter in its plainest percent-encoding, in NFC."""
    from urllib.parse import quote, unquote_to_bytes

    raw = unquote_to_bytes(text.encode("utf-8", "replace"))
    try:
        plain = raw.decode()
    except UnicodeDecodeError:
        return quote(raw, _SAFE)
    if not plain.isascii():
        from unicodedata import normalize

        plain = normalize("NFC", plain)
    return quote(plain, _SAFE)


def _query(query: str) -> str:
    kept = sorted(_segment(pair) for pair in query.split("&") if pair and not _tracks(pair))
    return "?" + "&".join(kept) if kept else ""


def _tracks(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    if name in _CAME_FROM:
        return not value.isdigit()  # a number chooses something: from=20 is a place in a list
    return name in _TRACKING or name.startswith(_TRACKING_FAMILIES)


def _by_pattern(path: str, article: str) -> str | None:
    """The path of the whole article, where the pattern says what its id is."""
    path = re.sub(r";[^/]*", "", path)
    match = re.search(article, path)
    groups = match.re.groupindex if match else {}
    if not match or "id" not in groups:
        return None
    if "part" not in groups or match["part"] is None:
        return path
    return path[: match.end("id")] + path[match.end("part") :]
