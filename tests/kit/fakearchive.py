"""A web archive on a real loopback server: it lists captures as CDX servers do, and replays them.

with FakeArchive() as archive:
    archive.keep(home, "20260128060000", body)            # a capture; status, kind, digest, headers
    archive.form = "pywb"                                 # or "text"; "json" is the usual
    archive.page, archive.keys = 10, False                # rows a listing, and without resume keys
    archive.on("20260128060000", status=503, times=2)     # what a capture, or "cdx", gets instead
    archive.leads("20260128060000", "20260128070000")     # to another capture; url=, raw=False
    archive.nearest("20260128060000", "20260128070000")   # answers with another, without redirect
    ... archive.source, archive.asked, archive.replays ...
"""

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from cli.commands.demo.server import Loopback, Response


class Kept(NamedTuple):
    stamp: str
    url: str
    body: bytes
    status: str
    kind: str
    digest: str
    headers: tuple[tuple[str, str], ...]


PYWB = {"original": "url", "mimetype": "mime", "statuscode": "status"}


class FakeArchive:
    """Serves until the `with` block ends; attributes may be changed while it runs."""

    def __init__(self) -> None:
        self.captures: list[Kept] = []
        self.form, self.page, self.keys = "json", 10**6, True
        self.asked: list[str] = []
        self._scripts: dict[str, list] = {}
        self._shown: dict[str, str] = {}
        self._server = Loopback(self._answer)
        self.source = f"{self._server.address}coll/"

    def __enter__(self):
        self._server.__enter__()
        return self

    def __exit__(self, *error):
        self._server.__exit__(*error)

    def keep(
        self, url, stamp, body=b"", *, status="200", kind="text/html", digest=None, headers=()
    ):
        made = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
        kept = Kept(stamp, url, body, status, kind, digest or made, tuple(headers))
        self.captures = sorted([*self.captures, kept])

    def forget(self):
        """Have no captures, and nothing special about any."""
        self.captures.clear()
        self._scripts.clear()
        self._shown.clear()

    def on(self, what, *, status=200, headers=(), body=b"", times=None):
        turns = iter(range(times)) if times is not None else count()
        script = Response(status, tuple(headers), body)
        self._scripts.setdefault(what, []).append((script, turns))

    def leads(self, stamp, to, url=None, *, raw=True):
        shown = url or next(kept.url for kept in self.captures if kept.stamp == stamp)
        place = f"{self.source}{to}{'id_' * raw}/{shown}"
        self.on(stamp, status=302, headers=[("Location", place)])

    def nearest(self, stamp, to):
        self._shown[stamp] = to

    @property
    def replays(self) -> list[str]:
        """The timestamps of the captures that were asked for."""
        found = (re.match(r"/coll/(\d{14})", path) for path in self.asked)
        return [match[1] for match in found if match]

    def _answer(self, path, _headers) -> Response:
        self.asked.append(path)
        match = re.fullmatch(r"/coll/(\d{14})(id_)?/(.+)", path)
        what = match[1] if match else "cdx"
        for script, turns in self._scripts.get(what, ()):
            if next(turns, None) is not None:
                return script
        if match:
            return self._replay(self._shown.get(match[1], match[1]), match[3], raw=bool(match[2]))
        parts = urlsplit(path)
        if parts.path != "/coll/cdx":
            return Response(404)
        return self._listing({name: values[-1] for name, values in parse_qs(parts.query).items()})

    def _replay(self, stamp, url, *, raw) -> Response:
        kept = next((k for k in self.captures if (k.stamp, k.url) == (stamp, url)), None)
        if kept is None:
            return Response(404)
        time = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        body = kept.body if raw else b"<div>the frame of the archive</div>" + kept.body
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Memento-Datetime", format_datetime(time, usegmt=True)),
            *kept.headers,
        )
        return Response(200, headers, body)

    def _listing(self, asked) -> Response:
        rows = [kept for kept in self.captures if self._is_listed(kept, asked)]
        digits = int(asked.get("collapse", "timestamp:14").partition(":")[2])
        first = {kept.stamp[:digits]: kept for kept in reversed(rows)}
        rows = sorted(first.values())
        start = int(asked.get("resumeKey", 0))
        size = min(self.page, int(asked["limit"]))
        page, more = rows[start : start + size], len(rows) > start + size
        key = str(start + size) if more and self.keys else ""
        fields = asked["fl"].split(",")
        cells = [
            [dict(zip(fields, self._cells(kept), strict=True))[name] for name in fields]
            for kept in page
        ]
        return Response(200, (("Content-Type", "text/x-cdx"),), self._written(fields, cells, key))

    @staticmethod
    def _cells(kept):
        return kept.stamp, kept.url, kept.kind, kept.status, kept.digest, str(len(kept.body))

    @staticmethod
    def _is_listed(kept, asked) -> bool:
        keyed = [re.sub(r"https?://(www\.)?", "", url) for url in (kept.url, asked["url"])]
        wanted, pattern = True, asked.get("filter", "statuscode:.*")
        if pattern.startswith("!"):
            wanted, pattern = False, pattern[1:]
        matches = bool(re.fullmatch(pattern.partition(":")[2], kept.status))
        return (
            keyed[0] == keyed[1]
            and asked["from"] <= kept.stamp <= asked["to"]
            and (matches == wanted)
        )

    def _written(self, fields, cells, key) -> bytes:
        if self.form == "text":
            lines = "".join(" ".join(row) + "\n" for row in cells)
            return (lines + (f"\n{key}\n" if key else "")).encode()
        if self.form == "pywb":
            names = [PYWB.get(name, name) for name in fields]
            return "".join(
                json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in cells
            ).encode()
        rows = [fields, *cells] if cells else []
        return json.dumps(rows + ([[], [key]] if key else [])).encode()
