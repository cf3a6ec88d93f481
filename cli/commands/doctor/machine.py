"""Checks of the machine: SQLite, disk, file system, terminal, time zones.

Facts about the system are parameters wherever that makes a check testable.
"""

import importlib
import os
import shutil
import sys
from collections.abc import Iterable

from cli.commands.doctor.finding import Finding, bad, ok, warn
from cli.exit import Exit
from cli.terminal import process
from store import OLDEST_SQLITE, NoParquet, engine, load_duckdb

NEEDED = 16 * 2**20
"""Free bytes below which the next fetch may find no room."""

AMPLE = 200 * 2**20

REMOTE = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ncpfs", "ceph", "lustre", "gpfs",
        "glusterfs", "fuse.glusterfs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "davfs", "virtiofs",
    }
)  # fmt: skip
"""File systems whose locks and flushes cannot be relied on."""

Version = tuple[int, ...]


def sqlite(version: Version, modules: Iterable[str], journal: str | None) -> Finding:
    """The SQLite library: new enough, with full-text search, and one known bug.

    `journal` is the store's journal mode, None where there is no store.
    """
    name = f"SQLite {'.'.join(map(str, version))}"
    if version < OLDEST_SQLITE:
        least = ".".join(map(str, OLDEST_SQLITE[:2]))
        return bad(
            "sqlite", f"{name} is older than {least}", "use a newer Python or SQLite", Exit.STORE
        )
    if "fts5" not in modules:
        what = f"{name} was built without full-text search (FTS5)"
        return bad("sqlite", what, "use another build of Python or SQLite", Exit.STORE)
    if not has_wal_reset_bug(version):
        return ok("sqlite", f"{name}, with STRICT tables and FTS5")
    bug = f"{name} has the WAL-reset bug (fixed in 3.51.3, 3.50.7 and 3.44.6)"
    if journal == "wal":
        remedy = "sqlite3 STORE 'PRAGMA journal_mode=DELETE', then  tracker check"
        return bad("sqlite", f"{bug}, and the store is in WAL mode", remedy, Exit.STORE)
    return ok("sqlite", f"{bug}; it does not touch us: stores use journal mode DELETE")


def has_wal_reset_bug(version: Version) -> bool:
    """Whether this SQLite may damage a store in WAL mode (ours is not) when its log is reset."""
    fixed = {(3, 50): 7, (3, 44): 6}.get((version[0], version[1]))
    if fixed is not None and version[2] >= fixed:
        return False
    return (3, 7, 0) <= version <= (3, 51, 2)


def loaded_sqlite(journal: str | None) -> Finding:
    """The finding on the library that this program runs with."""
    return sqlite(*engine(), journal)


def disk(free: int, store: int) -> Finding:
    """Free space on the store's disk; both in bytes. A backup or VACUUM needs the store's size."""
    room = f"{free / 1e9:,.1f} GB free" if free >= 10**9 else f"{free / 1e6:,.0f} MB free"
    if free < NEEDED:
        return bad("disk", room, "make room, or  tracker prune --pages-older-than 1y", Exit.STORE)
    if free < AMPLE or free < 2 * store:
        return warn("disk", room, "make room: a backup or a VACUUM takes the store's size")
    return ok("disk", room)


def free_bytes(folder: str) -> int:
    """The free bytes that an ordinary user can use in a folder."""
    return shutil.disk_usage(folder).free


def file_system(folder: str, mounts: str) -> Finding:
    """The file system of a folder; `mounts` is the text of /proc/self/mounts."""
    kind = _kind(os.path.realpath(folder), mounts)
    if kind is None:
        return ok("file system", "not told by this system; it should be a local one")
    if kind in REMOTE:
        what = f"the store is on a network file system ({kind}), where locks do not hold"
        return warn("file system", what, "keep the store on a local disk and copy backups there")
    return ok("file system", f"{kind}, a local one")


def _kind(folder: str, mounts: str) -> str | None:
    """The type of the last mounted file system among those nearest to the folder."""
    best, kind = -1, None
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        place = (
            fields[1].encode().decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
        )
        if os.path.commonpath([folder, place]) == place and len(place) >= best:
            best, kind = len(place), fields[2]
    return kind


def mounted() -> str:
    """The text of /proc/self/mounts; "" if the system does not have it."""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError:
        return ""


def terminal() -> Finding:
    """Whether the terminal can show kanji, arrows and colours."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    if not _shows_kanji(encoding):
        what = f"the locale's encoding is {encoding}: kanji are shown as escapes"
        return warn("terminal", what, "export LANG=C.UTF-8, or ja_JP.UTF-8")
    if not process.terminal(sys.stdout):
        return ok("terminal", f"{encoding}; output is not a terminal now: plain lines")
    colour = "without colour (NO_COLOR)" if os.environ.get("NO_COLOR") else "with colour"
    return ok("terminal", f"{encoding}, {process.columns()} columns, {colour}")


def _shows_kanji(encoding: str) -> bool:
    try:
        "防衛↑".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def isolation(*, limited: bool) -> Finding:
    """Whether pages are read with limits on time and memory."""
    if limited:
        return ok("reading", "each page in a process of its own, at most 3 s and 512 MB")
    what = "this system has no fork: a page made to hurt the parser is not held back"
    return warn("reading", what, "fetch from a system that has it, such as Linux or macOS")


def articles_extra() -> Finding:
    """Whether article texts of detected sites can be read."""
    return _extra("articles", "trafilatura", "texts of detected sites are", "read with trafilatura")


def archives_extra() -> Finding:
    """Whether pages of archives can be unpacked that browsers fetched."""
    return _extra("archives", "brotli", "archived pages that brotli packed are", "read")


def _extra(topic: str, module: str, what: str, done: str) -> Finding:
    """Whether a library can be loaded. It is imported, because some fail only then."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name == module:
            return ok(topic, f"the extra is not installed: {what} not read")
        return _broken(topic, what, error)
    except Exception as error:  # noqa: BLE001 - a broken library can fail in any way
        return _broken(topic, what, error)
    return ok(topic, f"{what} {done}")


def _broken(topic: str, what: str, error: Exception) -> Finding:
    problem = f"the extra cannot be loaded ({type(error).__name__}: {error})"[:200]
    return warn(topic, f"{problem}; only {what} not read", "install it again; README.md says how")


def parquet_extra() -> Finding:
    """Whether Parquet can be written. The library is loaded, for the same reason."""
    try:
        load_duckdb()
    except NoParquet as problem:
        what, _, remedy = str(problem).partition("; ")
        return warn("parquet", what, remedy) if problem.broken else ok("parquet", _NO_PARQUET)
    return ok("parquet", "exports can be Parquet, by duckdb")


_NO_PARQUET = "the extra is not installed: exports are CSV, TSV and JSON"


def browser(drawn: str, trouble: str) -> Finding:
    """Whether a browser draws the pages of sites with `render`: how it drew one, or why it did not."""
    if trouble:
        what = f"pages cannot be drawn: {trouble}"
        return bad(
            "browser", what, "tracker docs render, or take render out of the entry", Exit.FAILED
        )
    return ok("browser", f"a page was {drawn}")


def zones(names: Iterable[str]) -> Finding:
    """Whether this machine knows the sites' time zones."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    known, missing = sorted(set(names)), []
    for name in known:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            missing.append(name)
    if missing:
        what = f"no time zone data for {', '.join(missing)}"
        return bad("time zones", what, "install tzdata: pip install tzdata", Exit.USAGE)
    return ok("time zones", ", ".join(known))
