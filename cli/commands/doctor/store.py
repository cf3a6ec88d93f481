"""Checks of the store: its place, its permissions, its journal, its clock and its age."""

import os

from cli.commands.doctor.finding import Finding, bad, ok, warn
from cli.exit import Exit
from cli.terminal.counting import counted
from cli.terminal.times import age, span
from store import SiteRow, SiteStatus, Store

SLACK = 60
"""Seconds that the newest observation may seem to lie in the future."""


def place(path: str) -> Finding:
    """Whether the store exists, can be read and written, and is safe from other users."""
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.exists(path):
        if os.path.isdir(folder) and not os.access(folder, os.W_OK):
            return bad(
                "store", f"no store, and {folder} may not be written", _rights(folder), Exit.STORE
            )
        return warn("store", f"nothing is recorded yet at {path}", "tracker fetch")
    for needed, what in ((os.R_OK, "read"), (os.W_OK, "written")):
        if not os.access(path, needed):
            return bad("store", f"{path} may not be {what} by this user", _rights(path), Exit.STORE)
    if not os.access(folder, os.W_OK):
        what = f"{folder} may not be written by this user: a fetch needs a journal there"
        return bad("store", what, _rights(folder), Exit.STORE)
    mode = os.stat(path).st_mode & 0o777
    if mode & 0o002:
        return warn("store", f"{path} may be written by everybody", f"chmod o-w {path}")
    return ok("store", f"{path}, {os.path.getsize(path) / 1e6:,.1f} MB, mode {mode:03o}")


def _rights(path: str) -> str:
    return f"look at  ls -ld {path}  and run as its owner"


def journal_mode(mode: str) -> Finding:
    """Whether the store still has the journal mode with which it is a single file."""
    if mode == "delete":
        return ok("journal", "mode DELETE: one file, safe under kills and power cuts")
    remedy = "sqlite3 STORE 'PRAGMA journal_mode=DELETE'"
    return warn("journal", f"mode {mode.upper()}, not DELETE: another program changed it", remedy)


def clock(store: Store, now: int) -> Finding:
    """Whether the clock is behind the newest observation."""
    ahead = (store.history.newest_time(store.all_lists()) or now) - now
    if ahead > SLACK:
        what = f"the newest observation lies {span(ahead)} in the future"
        return bad("clock", what, "set the clock: date; fetch records nothing with it", Exit.FAILED)
    if "TRACKER_NOW" in os.environ:
        return warn("clock", "TRACKER_NOW replaces the clock", "unset TRACKER_NOW")
    return ok("clock", "not behind what was recorded")


def success(store: Store, site: SiteRow, now: int) -> Finding:
    """Whether a followed site was last recorded within its own schedule."""
    status = store.status(site, now)
    topic = f"site {site.name}"
    if status.success is None:
        return bad(topic, f"never recorded{_failure(status)}", _log(site), Exit.STALE)
    late = now - status.success
    what = f"recorded {age(late)}{_failure(status)}"
    if late > status.patience:
        what = f"{what}; limit {span(status.patience)}"
        remedy = _log(site) if status.failing else "is cron running?  tracker schedule --cron"
        return bad(topic, what, remedy, Exit.STALE)
    return warn(topic, what, _log(site)) if status.failing else ok(topic, what)


def _failure(status: SiteStatus) -> str:
    if not status.failing or status.failure is None:
        return ""
    return f"; failing since: {', '.join(status.failure.codes)}, {counted(status.failure.times, 'time')}"


def _log(site: SiteRow) -> str:
    return f"tracker log --site {site.name}"
