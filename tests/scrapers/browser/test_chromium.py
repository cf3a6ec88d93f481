"""Pages in a real Chromium, on loopback: what is drawn, what is asked for, what can never get out."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from browser import NOT_DRAWN
from faultserver import FaultServer, Wait, answer, redirect
from leaks import Ears
from running import TRACKER, environment

from scrapers import Client, Politeness, ranking_visit
from scrapers.browser import process, rendering
from scrapers.browser.gate import MOST_DOCUMENTS
from scrapers.visiting import Visiting

pytestmark = [
    pytest.mark.skipif(bool(process.missing()), reason=NOT_DRAWN),
    pytest.mark.xdist_group("browser"),
]

NOW = 1_800_000_000
ROWS = json.dumps([f"Headline {n} of the day" for n in range(10)]).encode()
DRAW = (
    "<ol id=list></ol><script>fetch('/rows.json').then(r => r.json()).then(rows => rows.forEach("
    "row => { const li = document.createElement('li'); li.textContent = row; list.append(li) }))"
    "</script>"
)
PROC = Path("/proc")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The place of all temporary files; whatever is there in the end has been left behind."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    yield tmp_path
    assert nobody_left(tmp_path)
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def nobody_left(folder):
    """Whether all processes of a folder have ended, or do so soon."""
    end = time.monotonic() + 20
    while left := processes(folder):
        if time.monotonic() > end:
            pytest.fail(f"left behind: {left}")
        time.sleep(0.2)
    return True


def processes(folder):
    """Those that have the folder in their command or environment; our own apart."""
    found = []
    for entry in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            place = os.fsencode(folder)
            if place in command or place in (entry / "environ").read_bytes():
                found.append((int(entry.name), command[:200]))
    return [each for each in found if each[0] != os.getpid()]


def page(body):
    return answer(f"<!doctype html><title>News</title>{body}".encode(), "ETag: 1")


def rows():
    return answer(ROWS, kind="application/json")


def visit(server, path="/", **wishes):
    """Draw a page of the server; its answer and the time that it took."""
    visiting = Visiting(allow_private=True, render=True, delay=0, robots=False)._replace(**wishes)
    politeness = Politeness((), lambda: NOW)
    client = Client.of(visiting, politeness, "0")
    began = time.monotonic()
    found = ranking_visit(client, visiting, politeness, "0")(
        server.url(path), deadline=time.monotonic() + 60
    )
    return found, time.monotonic() - began


def test_a_list_that_a_script_fills():
    with FaultServer({"/": [page(DRAW)], "/rows.json": [rows()]}) as server:
        found, _ = visit(server)
    assert found.code is None
    assert found.body.count(b"<li>Headline") == 10
    assert server.paths() == ["/", "/rows.json"]
    assert "text/html; charset=utf-8; rendered=Chromium-" in found.header("content-type")
    assert (found.header("etag"), found.header("last-modified")) == (None, None)
    assert "drawn by Chromium" in found.detail
    assert found.wire > len(ROWS)


def test_only_scripts_and_data_are_asked_for():
    looks = (
        "<link rel=stylesheet href=/style.css><img src=/image.png><iframe src=/frame></iframe>"
        "<video src=/video></video><object data=/object></object><embed src=/embed>"
        "<style>@font-face { font-family: f; src: url(/font) } body { font-family: f }</style>"
        "<link rel=manifest href=/manifest><link rel=prefetch href=/prefetch>"
        "<script>navigator.sendBeacon('/beacon', 'x'); fetch('/post', {method: 'POST'});"
        "new EventSource('/events'); fetch('/' + 'x'.repeat(1e6));"
        "fetch('/odd', {method: 'X'.repeat(1e6)})</script>"
    )
    with FaultServer({"/": [page(looks + DRAW)], "/rows.json": [rows()]}) as server:
        found, _ = visit(server)
    assert found.body.count(b"<li>Headline") == 10
    assert server.paths() == ["/", "/rows.json"]
    assert all(word in found.detail for word in ("image", "frame", "POST"))


def test_redirects_are_followed_by_our_client_alone():
    script = (
        "<script>const tell = (id, path) => fetch(path).then(r => r.text())"
        ".then(text => document.body.append(id + text), () => document.body.append(id + 'failed'));"
        "tell('near:', '/near'); tell('far:', '/far')</script>"
    )
    with Ears() as ears:
        far = redirect(f"http://127.0.0.1:{ears.tcp}/")
        routes = {"/": [page(script)], "/near": [redirect("/end")], "/far": [far]}
        with FaultServer(routes | {"/end": [answer(b"arrived", kind="text/plain")]}) as server:
            found, _ = visit(server)
    assert b"near:arrived" in found.body
    assert b"far:failed" in found.body
    assert ears.heard == []


def test_a_page_that_leads_on_within_its_server():
    script = "<script>location = '/real?a=1#top'</script>"
    routes = {"/": [page(script)], "/real?a=1": [page(DRAW)], "/rows.json": [rows()]}
    with FaultServer(routes) as server:
        found, _ = visit(server)
        assert found.answered == server.url("/real?a=1")
    assert found.body.count(b"<li>Headline") == 10


@pytest.mark.parametrize(
    "way",
    [
        "'http://127.0.0.1:TCP/'",
        "'https://127.0.0.1:TCP/'",
        "'about:blank'",
        "'/?' + Math.random()",
    ],
)
def test_a_page_that_leads_elsewhere_or_round_and_round(way):
    with Ears() as ears:
        script = f"stays<script>location = {way.replace('TCP', str(ears.tcp))}</script>"
        with FaultServer({"*": [page(script)]}) as server:
            found, _ = visit(server)
    assert ears.heard == []
    assert found.code == ("render" if "about" in way else None)
    assert b"stays" in found.body
    assert len(server.hits) <= 1 + MOST_DOCUMENTS


def test_windows_dialogs_print_and_downloads():
    noise = (
        "<script>for (let n = 0; n < 50; n++) window.open('/popup' + n); print();"
        "onbeforeunload = () => 'stay';"
        "const a = document.createElement('a'); a.href = '/file'; a.download = 'x'; a.click();"
        "document.write(confirm('really?') ? 'yes' : 'no'); alert('boo'); prompt('name')</script>"
    )
    with FaultServer({"/": [page(noise + DRAW)], "/rows.json": [rows()]}) as server:
        found, _ = visit(server)
    assert found.body.count(b"<li>Headline") == 10
    assert server.paths() == ["/", "/rows.json"]


@pytest.mark.parametrize(
    "script",
    [
        "setTimeout(() => { while (true); }, 300)",
        "while (true);",
        "while (true) document.body.append(document.createElement('p'), 'x'.repeat(1e4) + n++)",
        "const a = []; while (true) a.push(new Uint8Array(1e7).fill(1))",
    ],
    ids=["a loop later", "a loop at once", "a document that grows", "memory"],
)
def test_a_page_that_hangs(script):
    with FaultServer({"/": [page(f"<body>still<script>let n = 0; {script}</script>")]}) as server:
        found, seconds = visit(server)
    assert found.code in {None, "render"}  # a page out of memory may have kept its document
    assert found.code or script.startswith("const a")
    assert b"still" in found.body
    assert seconds < rendering.MOST_SECONDS + 2 * process.ENDING


def test_a_page_that_never_rests_is_taken_as_it_stands():
    script = (
        "<script>setInterval(() => fetch('/rows.json?' + Math.random()), 50); setInterval(() => {"
        "const p = document.createElement('p'); p.textContent = 'more'; document.body.append(p)"
        "}, 10)</script>"
    )
    with FaultServer({"/": [page("<body>" + script)]}) as server:
        found, seconds = visit(server)
    assert (found.code, b"<p>more</p>" in found.body) == (None, True)
    assert seconds < rendering.MOST_SECONDS + process.ENDING


def test_ten_thousand_requests():
    script = "<script>for (let n = 0; n < 10000; n++) fetch('/data' + n).catch(() => 0)</script>"
    with FaultServer({"/": [page("still" + script)]}) as server:
        found, _ = visit(server)
    assert len(server.hits) <= 41
    assert b"still" in found.body
    assert found.code in {None, "render"}


LEAK = """<!doctype html><title>leak</title>
<link rel=preconnect href="http://127.0.0.1:TCP"><link rel=dns-prefetch href="//127.0.0.1:TCP">
<link rel=prefetch href="http://127.0.0.1:TCP/prefetch"><link rel=preload as=fetch href="http://127.0.0.1:TCP/p">
<link rel=modulepreload href="http://127.0.0.1:TCP/m"><link rel=icon href="http://127.0.0.1:TCP/icon">
<script type=speculationrules>{"prerender": [{"urls": ["http://127.0.0.1:TCP/speculate"]}]}</script>
<img src="http://127.0.0.1:TCP/image"><img src="//secret-word.localhost:TCP/name"><iframe src="http://127.0.0.1:TCP/frame"></iframe>
<iframe src="data:text/html,<script>fetch('http://127.0.0.1:TCP/inner',{mode:'no-cors'})</script>"></iframe>
<iframe srcdoc="<script>fetch('http://127.0.0.1:TCP/srcdoc',{mode:'no-cors'})</script>"></iframe>
<form id=form method=post action="http://127.0.0.1:TCP/form"></form><a id=ping ping="http://127.0.0.1:TCP/ping" href="#x">x</a>
<body>still here<script>
const tcp = 'http://127.0.0.1:TCP/', tries = {
  fetch: () => fetch(tcp, {mode: 'no-cors'}), keepalive: () => fetch(tcp, {keepalive: true, mode: 'no-cors'}),
  beacon: () => navigator.sendBeacon(tcp, 'secret'), events: () => new EventSource(tcp),
  socket: () => new WebSocket('ws://127.0.0.1:TCP/'), transport: () => new WebTransport('https://127.0.0.1:UDP/'),
  popup: () => open(tcp), form: () => form.submit(), ping: () => ping.click(),
  redirect: () => fetch('/redirect'), import: () => import(tcp),
  worker: () => new Worker(URL.createObjectURL(new Blob([`fetch('${tcp}worker'); new WebSocket('ws://127.0.0.1:TCP/')`]))),
  shared: () => new SharedWorker(URL.createObjectURL(new Blob([`fetch('${tcp}shared')`]))),
  service: () => navigator.serviceWorker.register('/worker.js'),
  style: () => document.head.insertAdjacentHTML('beforeend', `<style>@import '${tcp}style';</style>`),
  xhr: () => { const x = new XMLHttpRequest(); x.open('GET', tcp); x.send() },
  report: () => new ReportingObserver(() => 0).observe(),
  stun: async () => { const c = new RTCPeerConnection({iceServers: [
    {urls: 'stun:127.0.0.1:UDP'}, {urls: 'turn:127.0.0.1:TCP?transport=tcp', username: 'a', credential: 'b'}]});
    c.createDataChannel('x'); await c.setLocalDescription(await c.createOffer()) },
  away: () => setTimeout(() => location = tcp + 'away', 500),
};
(async () => { for (const name in tries) try { await Promise.race([tries[name](), new Promise(r => setTimeout(r, 50))]) } catch (e) {}
  document.body.append(' all tried') })();
</script>"""


def test_nothing_gets_out():
    with Ears() as ears:
        leak = LEAK.replace("TCP", str(ears.tcp)).replace("UDP", str(ears.udp)).encode()
        away = redirect(f"http://127.0.0.1:{ears.tcp}/redirected")
        worker = answer(f"fetch('http://127.0.0.1:{ears.tcp}/sw')".encode(), kind="text/javascript")
        routes = {"/": [answer(leak)], "/redirect": [away], "/worker.js": [worker]}
        with FaultServer(routes) as server:
            found, _ = visit(server)
    assert b"still here" in found.body
    assert b"all tried</body>" in found.body
    assert ears.heard == []
    assert set(server.paths()) <= {"/", "/redirect"}


def test_a_private_address_is_refused_though_the_entry_names_its_host():
    with FaultServer({"/rows.json": [rows()]}, host="127.0.0.2") as inner:
        script = f"<script>fetch('{inner.url('/rows.json')}')</script>"
        with FaultServer({"/": [page("still" + script)]}) as server:
            found, _ = visit(server, render_hosts=("127.0.0.2",))
    assert inner.hits == []
    assert "address-refused" in found.detail or "127.0.0.2" in found.detail


def test_robots_and_pace_hold_for_what_a_page_asks():
    rules = answer(b"User-agent: *\nDisallow: /rows", kind="text/plain")
    with FaultServer({"/": [page(DRAW)], "/robots.txt": [rules], "/rows.json": [rows()]}) as server:
        found, _ = visit(server, robots=True)
    assert server.paths() == ["/robots.txt", "/"]
    assert "1 robots" in found.detail


@pytest.mark.skipif(not PROC.exists(), reason="this system does not list its processes")
@pytest.mark.parametrize("script", ["fetch('/slow')", "while (true);"], ids=["waits", "hangs"])
def test_kill_9_leaves_nobody(script, folder):
    slow = [Wait(30), rows()]
    with FaultServer({"/": [page(f"<script>{script}</script>")], "/slow": slow}) as server:
        command = [*TRACKER, "inspect", server.url("/"), "--allow-private", "--render"]
        tracker = subprocess.Popen(
            command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        renderer = b"--type=renderer"
        end = time.monotonic() + 30
        while not any(renderer in command for _, command in processes(folder)):
            assert time.monotonic() < end
            time.sleep(0.1)
        time.sleep(1)
        os.kill(tracker.pid, signal.SIGKILL)
        tracker.wait()
        assert nobody_left(folder)
