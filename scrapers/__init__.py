"""Page bytes to typed readings: the nouns, reading a page, visiting one, and the known sites.

This is the door: what others import of this package, they import from here.

    from scrapers import Page, read_page

    reading = read_page(Page("https://news.example/", html, time))

A name's module is loaded when the name is asked for first (PEP 562), so that a command which reads
no page loads neither the parser nor the network. docs/design.md says why.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapers.address import canonical, date_in, host_of, path_of, same_site
    from scrapers.config import Config
    from scrapers.config.alerts import TROUBLES, Alert, Digest
    from scrapers.config.channels import STDOUT, mail_problem
    from scrapers.directories import is_moved, user_directory
    from scrapers.errors import ConfigError, TrackerError
    from scrapers.http.address_guard import Fault
    from scrapers.http.authorities import tls_context
    from scrapers.http.client import Client
    from scrapers.http.politeness import HostState, Politeness, http_date
    from scrapers.http.post import post
    from scrapers.http.request import NOTHING_AT_HAND, Validators, user_agent
    from scrapers.http.status import HTML, JSON
    from scrapers.late import late_names
    from scrapers.media_types import drawn_by
    from scrapers.model import (
        Answer,
        Article,
        Entry,
        Face,
        Link,
        ListSpec,
        Page,
        Problem,
        Ranking,
        Reader,
        Reading,
        Site,
    )
    from scrapers.rankings.json_lists import proposal
    from scrapers.rankings.learnt import learn
    from scrapers.rankings.result import SHOWN_ELSEWHERE
    from scrapers.read import find_rankings, read_page
    from scrapers.reasons import REFUSALS, REFUSED, kind_of, unreadable
    from scrapers.sandbox import Limits, Readers, warm_up
    from scrapers.sandbox.pool import ReaderPool
    from scrapers.sites import (
        DETECT,
        addresses,
        endpoints,
        is_learnt,
        known,
        lookup,
        nearest,
        reader_at,
        site_of,
    )
    from scrapers.visiting import Visiting
    from scrapers.visits import Visit, browser_trial, ranking_visit
    from scrapers.webarchive.addresses import Replayed, WebArchive, replayed, web_archive
    from scrapers.webarchive.listing import (
        Listed,
        Listing,
        NoListing,
        listing_address,
        parsed_listing,
        thinned,
    )
    from scrapers.windows import WINDOWS, window_of
else:
    from scrapers.late import late_names

    _NAMES = {
        "address": ("canonical", "date_in", "host_of", "path_of", "same_site"),
        "config": ("Config",),
        "config.alerts": ("TROUBLES", "Alert", "Digest"),
        "config.channels": ("STDOUT", "mail_problem"),
        "directories": ("is_moved", "user_directory"),
        "errors": ("ConfigError", "TrackerError"),
        "http.address_guard": ("Fault",),
        "http.authorities": ("tls_context",),
        "http.client": ("Client",),
        "http.politeness": ("HostState", "Politeness", "http_date"),
        "http.post": ("post",),
        "http.request": ("NOTHING_AT_HAND", "Validators", "user_agent"),
        "http.status": ("HTML", "JSON"),
        "late": ("late_names",),
        "media_types": ("drawn_by",),
        "model": (
            "Answer",
            "Article",
            "Entry",
            "Face",
            "Link",
            "ListSpec",
            "Page",
            "Problem",
            "Ranking",
            "Reader",
            "Reading",
            "Site",
        ),
        "rankings.json_lists": ("proposal",),
        "rankings.learnt": ("learn",),
        "rankings.result": ("SHOWN_ELSEWHERE",),
        "read": ("find_rankings", "read_page"),
        "reasons": ("REFUSALS", "REFUSED", "kind_of", "unreadable"),
        "sandbox": ("Limits", "Readers", "warm_up"),
        "sandbox.pool": ("ReaderPool",),
        "sites": (
            "DETECT",
            "addresses",
            "endpoints",
            "is_learnt",
            "known",
            "lookup",
            "nearest",
            "reader_at",
            "site_of",
        ),
        "visiting": ("Visiting",),
        "visits": ("Visit", "browser_trial", "ranking_visit"),
        "webarchive.addresses": ("Replayed", "WebArchive", "replayed", "web_archive"),
        "webarchive.listing": (
            "Listed",
            "Listing",
            "NoListing",
            "listing_address",
            "parsed_listing",
            "thinned",
        ),
        "windows": ("WINDOWS", "window_of"),
    }

    __getattr__ = late_names(__name__, _NAMES)
