"""Stable addresses: a folder for each list and day, and for each article one that never changes.

An article's folder is named by a hash of its first stored address, so neither a new title nor
another address moves it. An article that others were joined to keeps the oldest folder.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from store import Address, ListRow, SiteRow

PAGE = "index.html"
"""Links name it, since a page that is opened from a disk has no server to add it."""


class ArticleFolders(NamedTuple):
    """Article -> its folder, and the folders of joined articles -> the article they are now."""

    by_article: dict[int, str]
    moved: dict[str, int]


def article_folders(addresses: Iterable[Address]) -> ArticleFolders:
    """The folder of each article; `addresses` come oldest first."""
    folders = ArticleFolders({}, {})
    for article, url in addresses:
        folder = f"articles/{hashlib.sha256(url.encode()).hexdigest()[:16]}/"
        if folders.by_article.setdefault(article, folder) != folder:
            folders.moved[folder] = article
    for folder in folders.by_article.values():
        folders.moved.pop(folder, None)
    return folders


def list_folder(site: SiteRow, ranking_list: ListRow) -> str:
    """The folder of a list: lists/jdefense/day/."""
    return f"lists/{name(site.name)}/{name(ranking_list.name)}/"


def day_folder(site: SiteRow, ranking_list: ListRow, date: str) -> str:
    """The folder of a day of a list: lists/jdefense/day/day/2026-01-27/."""
    return f"{list_folder(site, ranking_list)}day/{date}/"


def name(text: str) -> str:
    """A name as a part of a path; one with signs that a path may not have gets a hash behind it."""
    safe = "".join(char if char.isalnum() or char in "-_" else "_" for char in text)
    return safe if safe == text else f"{safe}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def root_from(folder: str) -> str:
    """The way from a folder back to the root."""
    return "../" * folder.count("/")


def link(folder: str, to: str) -> str:
    """A relative address from a page in a folder to the page of another folder."""
    return quote(f"{root_from(folder)}{to}{PAGE}")
