"""One table of faults: whatever a server does, a visit ends in time with the right reason."""

import gzip
import os
import socket
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from faultserver import (
    HANG,
    RESET,
    Drip,
    Endless,
    FaultServer,
    Wait,
    answer,
    chunked,
    redirect,
    zipped,
)

from scrapers.http import status as verdict
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness

DEADLINE = 1.0
"""Seconds for what would go on for ever."""

PATIENCE = 25.0
"""Seconds for all else on a busy machine; less than a server here keeps quiet."""

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
OPEN = HEAD + b"\r\n"
CHUNKS = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
NOISE = os.urandom(2**16)
PAGE = b"<html>" + NOISE[:3000].hex().encode() + b"</html>"
PACKED = gzip.compress(PAGE)


def bomb():
    """A hundred megabytes of zeros, of which a tenth is packed; nobody ever sees the end."""
    pack = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    head, tenth = pack.compress(b""), pack.compress(bytes(10**7)) + pack.flush(zlib.Z_FULL_FLUSH)
    return head + 10 * tenth


BOMB = bomb()


def head(*lines, status=b"200 OK"):
    return b"HTTP/1.1 " + status + b"\r\n" + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def status(line, body=b"<html>some page</html>"):
    return answer(body, status=line)


def flawed(packed, at, byte=0x55):
    return packed[:at] + bytes([packed[at] ^ byte]) + packed[at:][1:]


def lengths(*values):
    return head(*(b"Content-Length: " + value for value in values)) + b"x" * 10


FAULTS = {
    # Silence and slowness
    "silent": ([HANG], "deadline"),
    "drip-status-line": ([Drip(OPEN + PAGE)], "deadline"),
    "drip-headers": ([HEAD, Endless(b"X-A: b\r\n", 0.05)], "deadline"),
    "drip-one-header": ([HEAD + b"X-A: ", Endless(b"b", 0.05)], "deadline"),
    "drip-body": ([OPEN, Endless(b"x", 0.05)], "deadline"),
    "drip-counted-body": ([head(b"Content-Length: 5000"), Drip(PAGE)], "deadline"),
    "drip-chunks": ([CHUNKS, Endless(b"1\r\nx\r\n", 0.05)], "deadline"),
    "drip-chunk-extension": ([CHUNKS + b"1;", Endless(b"a", 0.05)], "deadline"),
    "drip-trailers": ([CHUNKS + b"1\r\nx\r\n0\r\n", Endless(b"X-A: b\r\n", 0.05)], "deadline"),
    "drip-gzip": ([head(b"Content-Encoding: gzip"), Drip(PACKED)], "deadline"),
    "hang-in-body": ([head(b"Content-Length: 50") + b"x", HANG], "deadline"),
    "hang-in-chunk": ([CHUNKS + b"5\r\nab", HANG], "deadline"),
    "endless-100": ([Endless(b"HTTP/1.1 100 Continue\r\n\r\n", 0.02)], "deadline"),
    "endless-103": ([Endless(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", 0.02)], "deadline"),
    "flood-of-100": ([Endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)], "headers"),
    # Connections that end
    "close-at-once": ([], "reset"),
    "reset-at-once": ([RESET], "reset"),
    "close-in-status-line": ([b"HTTP/1.1 20"], "reset"),
    "close-in-headers": ([HEAD], "reset"),
    "close-after-100": ([b"HTTP/1.1 100 Continue\r\n\r\n"], "reset"),
    "reset-in-headers": ([HEAD, RESET], "reset"),
    "reset-in-body": ([head(b"Content-Length: 9000") + PAGE, Wait(0.2), RESET], "reset"),
    "length-longer": ([head(b"Content-Length: 9000") + PAGE], "truncated"),
    "chunk-cut": ([CHUNKS + b"ff\r\nabc"], "truncated"),
    "chunk-size-cut": ([CHUNKS + b"3\r\nabc\r\n1"], "truncated"),
    "last-chunk-missing": ([CHUNKS + b"3\r\nabc\r\n"], "truncated"),
    "trailers-cut": ([CHUNKS + b"3\r\nabc\r\n0\r\n"], "truncated"),
    # Redirects
    "redirect-to-itself": (redirect("/redirect-to-itself"), "redirect-loop"),
    "redirect-to-fragment": (redirect("#top"), "redirect-loop"),
    "redirect-empty": (redirect(""), "protocol"),
    "redirect-nowhere": (status("302 Found"), "protocol"),
    "redirect-file": (redirect("file:///etc/passwd"), "redirect-scheme"),
    "redirect-ftp": (redirect("ftp://127.0.0.1/"), "redirect-scheme"),
    "redirect-data": (redirect("data:text/html,hello"), "redirect-scheme"),
    "redirect-javascript": (redirect("javascript:alert(1)"), "redirect-scheme"),
    "redirect-gopher": (redirect("gopher://127.0.0.1:70/"), "redirect-scheme"),
    "redirect-other-name": (redirect("http://other.example/"), "redirect-host"),
    "redirect-other-address": (redirect("http://127.0.0.2/"), "redirect-host"),
    "redirect-other-port": (redirect("http://127.0.0.1:1/"), "redirect-host"),
    "redirect-network-path": (redirect("//other.example/"), "redirect-host"),
    "redirect-metadata": (redirect("http://169.254.169.254/latest/"), "redirect-host"),
    "redirect-user": (redirect("http://127.0.0.1@other.example/"), "address-refused"),
    "redirect-user-home": (redirect("http://me:pw@127.0.0.1/"), "address-refused"),
    "redirect-backslash": (redirect("http:\\\\other.example\\"), "address-refused"),
    "redirect-backslash-at": (redirect("http://127.0.0.1\\@other.example/"), "address-refused"),
    "redirect-decimal": (redirect("http://2130706433/"), "address-refused"),
    "redirect-hex": (redirect("http://0x7f000001/"), "address-refused"),
    "redirect-octal": (redirect("http://0177.0.0.1/"), "address-refused"),
    "redirect-short": (redirect("http://127.1/"), "address-refused"),
    "redirect-percent-dots": (redirect("http://127%2e0%2e0%2e1/"), "address-refused"),
    "redirect-full-width": (
        head("Location: http://１２７.０.０.１/".encode(), status=b"302 Found"),
        "address-refused",
    ),
    "redirect-bad-bracket": (redirect("http://[::1/"), "address-refused"),
    "redirect-bad-port": (redirect("http://127.0.0.1:99999/"), "address-refused"),
    "redirect-long": (redirect("/" + "a" * 70_000), "address-refused"),
    "redirect-tab": (redirect("/a\tb"), "address-refused"),
    "redirect-nul": (redirect("/a\0b"), "protocol"),
    "redirect-bare-cr": (redirect("/a\rSet-Cookie: b"), "protocol"),
    "status-300": (status("300 Multiple Choices"), "protocol"),
    "status-305": (redirect("/", "305 Use Proxy"), "protocol"),
    # Sizes
    "gzip-bomb": (zipped(BOMB), "body-cap"),
    "gzip-bomb-in-members": (zipped(gzip.compress(bytes(2**20)) * 40), "body-cap"),
    "endless-body": ([OPEN, Endless(NOISE)], "wire-cap"),
    "endless-chunks": ([CHUNKS, Endless(b"10000\r\n" + NOISE + b"\r\n")], "wire-cap"),
    "length-of-a-gigabyte": ([lengths(b"1000000000"), Endless(NOISE)], "wire-cap"),
    "length-of-18-digits": (lengths(b"9" * 18), "truncated"),
    "header-of-20-MB": ([HEAD + b"X-A: ", *[b"a" * 100_000] * 200], "headers"),
    "20000-headers": ([HEAD + b"X-Filler: abcdefgh\r\n" * 20_000 + b"\r\n"], "headers"),
    "5000-headers": ([HEAD + b"X-A: b\r\n" * 5000 + b"\r\n"], "headers"),
    "endless-headers": ([HEAD, Endless(b"X-A: b\r\n" * 1000)], "headers"),
    "endless-reason": ([b"HTTP/1.1 200 ", Endless(b"K" * 5000)], "headers"),
    "endless-chunk-extension": ([CHUNKS + b"1;", Endless(b"a" * 5000)], "protocol"),
    "endless-trailers": ([CHUNKS + b"0\r\n", Endless(b"X-A: b\r\n" * 1000)], "protocol"),
    # Packing
    "gzip-twice": (
        answer(gzip.compress(PACKED), "Content-Encoding: gzip, gzip"),
        "encoding-refused",
    ),
    "gzip-in-two-lines": (
        answer(PACKED, "Content-Encoding: gzip", "Content-Encoding: gzip"),
        "encoding-refused",
    ),
    "brotli": (answer(NOISE, "Content-Encoding: br"), "encoding-refused"),
    "zstd": (answer(NOISE, "Content-Encoding: zstd"), "encoding-refused"),
    "deflate": (answer(NOISE, "Content-Encoding: deflate"), "encoding-refused"),
    "gzip-cut": (zipped(PACKED[:-30]), "truncated"),
    "gzip-cut-in-trailer": (zipped(PACKED[:-1]), "truncated"),
    "gzip-cut-in-header": (zipped(PACKED[:5]), "truncated"),
    "gzip-cut-in-second-member": (zipped(PACKED + PACKED[:-9]), "truncated"),
    "gzip-wrong-crc": (zipped(flawed(PACKED, -8)), "corrupt-body"),
    "gzip-wrong-size": (zipped(flawed(PACKED, -4)), "corrupt-body"),
    "gzip-flipped-bits": (zipped(flawed(PACKED, 15)), "corrupt-body"),
    "gzip-that-is-not": (answer(PAGE, "Content-Encoding: gzip"), "corrupt-body"),
    # Framing
    "lengths-conflict": (lengths(b"5", b"6"), "protocol"),
    "length-list-conflicts": (lengths(b"5, 6"), "protocol"),
    "length-negative": (lengths(b"-5"), "protocol"),
    "length-signed": (lengths(b"+5"), "protocol"),
    "length-words": (lengths(b"five"), "protocol"),
    "length-of-5000-digits": (lengths(b"9" * 5000), "protocol"),
    "length-and-chunks": (
        head(b"Content-Length: 3", b"Transfer-Encoding: chunked") + b"3\r\nabc\r\n0\r\n\r\n",
        "protocol",
    ),
    "transfer-gzip": (head(b"Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n", "protocol"),
    "chunk-size-negative": (CHUNKS + b"-1\r\nabc\r\n", "protocol"),
    "chunk-size-words": (CHUNKS + b"zz\r\nabc\r\n", "protocol"),
    "chunk-size-of-40-digits": (CHUNKS + b"f" * 40 + b"\r\nabc\r\n", "protocol"),
    "chunk-without-end": (CHUNKS + b"3\r\nabcdef\r\n0\r\n\r\n", "protocol"),
    # Not HTTP
    "http-0.9": (b"<html>hello</html>", "protocol"),
    "http-2": (b"HTTP/2.0 200 OK\r\n\r\nhello", "protocol"),
    "ssh": (b"SSH-2.0-OpenSSH_9.2p1\r\n", "protocol"),
    "smtp-that-waits": ([b"220 mail.example ESMTP\r\n", HANG], "protocol"),
    "status-099": (status("099 Low"), "protocol"),
    "status-600": (status("600 High"), "protocol"),
    "status-999": (status("999 Denied"), "protocol"),
    "status-words": (status("abc OK"), "protocol"),
    "status-101": (
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        "protocol",
    ),
    "length-with-a-space": (head(b"Content-Length : 3") + b"abc", "protocol"),
    "nul-in-header": (head(b"X-A: a\0b") + PAGE, "protocol"),
    "nul-in-reason": (head(status=b"200 O\0K") + PAGE, "protocol"),
    "header-without-colon": (head(b"nonsense") + PAGE, "protocol"),
    # Nothing to read
    "status-201": (status("201 Created"), "no-content"),
    "status-202": (status("202 Accepted"), "blocked"),
    "status-202-empty": (status("202 Accepted", b""), "no-content"),
    "status-204": (head(status=b"204 No Content"), "no-content"),
    "status-205": (status("205 Reset Content", b""), "no-content"),
    "status-206": (status("206 Partial Content"), "no-content"),
    "status-304": (head(status=b"304 Not Modified"), "no-content"),
    "empty": (answer(b""), "no-content"),
    "empty-gzip": (zipped(gzip.compress(b"")), "no-content"),
    "empty-chunks": (chunked(), "no-content"),
    # Errors that say so
    "status-401": (status("401 Unauthorized"), "status-4xx"),
    "status-403": (status("403 Forbidden"), "status-4xx"),
    "status-404": (status("404 Not Found"), "status-4xx"),
    "status-410": (status("410 Gone"), "status-4xx"),
    "status-429": (status("429 Too Many Requests"), "status-4xx"),
    "status-451": (status("451 Unavailable"), "status-4xx"),
    "status-500": (status("500 Oops"), "status-5xx"),
    "status-502": (status("502 Bad Gateway"), "status-5xx"),
    "status-503": (status("503 Unavailable"), "status-5xx"),
    "status-404-cut": (head(b"Content-Length: 99", status=b"404 No") + b"x", "status-4xx"),
    "status-500-bomb": (
        answer(BOMB, "Content-Encoding: gzip", status="500 Oops"),
        "status-5xx",
    ),
    # Not a page
    "image": (answer(NOISE, kind="image/png"), "type"),
    "pdf": (answer(NOISE, kind="application/pdf"), "type"),
    "json": (answer(b"{}", kind="application/json; charset=utf-8"), "type"),
    "plain-text": (answer(PAGE, kind="text/plain"), "type"),
}

PAGES = {
    "plain": answer(PAGE),
    "gzip": zipped(PAGE),
    "x-gzip": answer(PACKED, "Content-Encoding: X-GZip"),
    "gzip-of-two-members": zipped(gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:])),
    "gzip-of-many-members": zipped(
        b"".join(gzip.compress(PAGE[i : i + 5]) for i in range(0, len(PAGE), 5))
    ),
    "gzip-then-garbage": zipped(PACKED + b"garbage"),
    "gzip-then-zeros": zipped(PACKED + bytes(512)),
    "gzip-in-small-pieces": [
        head(b"Content-Encoding: gzip", b"Content-Length: %d" % len(PACKED)),
        Drip(PACKED, 0.0),
    ],
    "coding-none": answer(PAGE, "Content-Encoding: none"),
    "coding-that-is-a-charset": answer(PAGE, "Content-Encoding: UTF-8"),
    "header-name-with-a-space": answer(PAGE, "X Powered By: magic", "X-B: c"),
    "header-name-with-brackets": answer(PAGE, "P3P(x): y"),
    "header-name-in-utf-8": head("日本: x".encode()) + PAGE,
    "header-without-name": answer(PAGE, ": x"),
    "header-name-continued": answer(PAGE, "X A: b", " more of it"),
    "header-space-before-colon": answer(PAGE, "X-A : b"),
    "after-odd-100": b"HTTP/1.1 100 Continue\r\nX A: b\r\n\r\n" + answer(PAGE, "X B: c"),
    "odd-header-in-small-pieces": [Drip(b"HTTP/1.1 200 OK\r\nX A: b\r\n\r\n", 0.0), PAGE],
    "chunked": chunked(PAGE[:10], PAGE[10:]),
    "chunked-with-trailer": chunked(PAGE, end=b"0\r\nX-A: b\r\n\r\n"),
    "until-close": OPEN + PAGE,
    "http-1.0": b"HTTP/1.0 200 OK\r\n\r\n" + PAGE,
    "after-100": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(PAGE),
    "lf-only": answer(PAGE).replace(b"\r\n", b"\n"),
    "no-reason": OPEN.replace(b" OK", b"") + PAGE,
    "no-type": answer(PAGE, kind=None),
    "type-in-capitals": answer(PAGE, kind="Text/HTML;Charset=Shift_JIS"),
    "same-length-twice": head(*[b"Content-Length: %d" % len(PAGE)] * 2) + PAGE,
    "length-shorter": answer(PAGE) + b"what follows is not the page",
    "escape-in-header": answer(PAGE, "X-A: \x1b]0;title\x07"),
    "escape-in-reason": answer(PAGE, status="200 \x1b[2J"),
    "utf-8-in-header": head("X-A: 日本".encode()) + PAGE,
    "cookie-storm": answer(PAGE, *["Set-Cookie: a=b; Path=/"] * 1000),
    "long-expires": answer(PAGE, "Set-Cookie: a=b; Expires=" + "1" * 30_000),
    "redirected": redirect("/plain"),
    "redirected-relative": redirect("plain"),
    "redirected-and-unescaped": redirect("/日本".encode().decode("latin-1")),
    "redirected-five-times": redirect("/hop1"),
}


def client(**options):
    politeness = Politeness((), lambda: int(time.time()))
    settings = {"user_agent": "tracker/0", "allow_private": True, "delay": 0, "robots": False}
    return Client(politeness, **(settings | options))


def timed_visit(address, allowed=DEADLINE):
    began = time.monotonic()
    found = client().visit(address, deadline=began + allowed)
    return found, time.monotonic() - began


def allowed(name):
    """The seconds that a visit may take, by its route."""
    return DEADLINE if FAULTS.get(name, ("", ""))[1] == "deadline" else PATIENCE


@pytest.fixture(scope="module", autouse=True)
def _quick_retries():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "BACKOFF", 0.01)
        yield


@pytest.fixture(scope="module")
def server():
    routes = {f"/{name}": steps for name, (steps, _) in FAULTS.items()}
    routes |= {f"/{name}": steps for name, steps in PAGES.items()}
    routes |= {f"/hop{n}": redirect(f"/hop{n + 1}") for n in range(1, 4)}
    routes |= {"/hop4": redirect("/plain"), "/%E6%97%A5%E6%9C%AC": answer(PAGE)}
    with FaultServer(routes) as running:
        yield running


@pytest.fixture(scope="module")
def outcomes(server):
    """Every fault and every page, visited side by side: most of the time is waiting."""
    with ThreadPoolExecutor(16) as pool:
        visits = {
            name: pool.submit(timed_visit, server.url(f"/{name}"), allowed(name))
            for name in (*FAULTS, *PAGES)
        }
        return {name: visit.result() for name, visit in visits.items()}


def test_each_fault_ends_in_time_with_its_reason(outcomes):
    for name, (_, code) in FAULTS.items():
        found, seconds = outcomes[name]
        assert (found.code, bool(found.detail)) == (code, True), (name, found.detail)
        assert seconds < PATIENCE, name


def test_pages_come_through_whole(outcomes):
    for name in PAGES:
        found, _ = outcomes[name]
        assert (found.code, found.status, found.body) == (None, 200, PAGE), (name, found.detail)


def test_there_are_many_faults():
    assert len(FAULTS) >= 100


def test_caps_keep_no_body(outcomes):
    assert not outcomes["gzip-bomb"][0].body
    assert not outcomes["endless-body"][0].body


@pytest.mark.parametrize("name", ["image", "status-404", "status-500"])
def test_refused_pages_are_kept(outcomes, name):
    assert outcomes[name][0].body


@pytest.mark.parametrize(
    "name", ["reset-in-body", "length-longer", "gzip-cut", "gzip-cut-in-trailer"]
)
def test_partial_bodies_are_kept(outcomes, name):
    body = outcomes[name][0].body
    assert body
    assert PAGE.startswith(body)


def test_bytes_received_are_counted(outcomes):
    assert outcomes["drip-body"][0].wire > len(OPEN)
    assert outcomes["silent"][0].wire == 0
    assert outcomes["plain"][0].wire == len(PAGES["plain"])


@pytest.mark.parametrize(
    ("name", "hits"), [("close-at-once", 2), ("status-500", 3), ("status-404", 1), ("silent", 1)]
)
def test_number_of_tries(outcomes, server, name, hits):
    assert name in outcomes
    assert server.paths().count(f"/{name}") == hits


def test_refused_port():
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    found, _ = timed_visit(f"http://127.0.0.1:{port}/")
    assert (found.code, found.detail) == ("connect", f"127.0.0.1 port {port}: Connection refused")


def test_connection_that_never_stands():
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for peer in waiting:
            peer.settimeout(0)
            peer.connect_ex(("127.0.0.1", port))
        found, seconds = timed_visit(f"http://127.0.0.1:{port}/")
        for peer in waiting:
            peer.close()
    assert (found.code, seconds < PATIENCE) == ("connect", True)


def test_packed_nothing_without_end():
    """Apart from the table: half a million empty members take longer than its deadline allows."""
    steps = [head(b"Content-Encoding: gzip"), Endless(gzip.compress(b"") * 500)]
    with FaultServer({"/": steps}) as server:
        found = client().visit(server.url(), deadline=time.monotonic() + 60)
    assert found.code == "wire-cap"


def test_redirect_to_another_host_never_reaches_it():
    with FaultServer({"*": answer()}, host="127.0.0.2") as other:
        routes = {"/a": redirect(other.url()), "/b": redirect(f"http://127.0.0.1:{other.port}/")}
        with FaultServer(routes) as server:
            codes = [timed_visit(server.url(path))[0].code for path in routes]
    assert (codes, other.hits) == (["redirect-host"] * 2, [])


def test_growing_redirects_end():
    with FaultServer({"*": [redirect("x/" * 5)]}) as server:
        found, _ = timed_visit(server.url("/"))
    assert (found.code, len(server.hits)) == ("redirect-loop", 6)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_bombs_fit_in_memory(server):
    """A process that meets every bomb stays under 100 MB."""
    names = [name for name in FAULTS if FAULTS[name][1] in {"body-cap", "wire-cap", "headers"}]
    script = r"""
import re, sys, time
from pathlib import Path
from scrapers.http.client import Client
from scrapers.http.politeness import Politeness
for address in sys.argv[1:]:
    client = Client(Politeness((), lambda: 0), user_agent="t/0", allow_private=True, delay=0, robots=False)
    print(client.visit(address, deadline=time.monotonic() + 10).code)
print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *(server.url(f"/{name}") for name in names)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    *codes, kilobytes = done.stdout.split()
    assert codes == [FAULTS[name][1] for name in names]
    assert int(kilobytes) < 100_000
