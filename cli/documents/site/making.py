"""What the makers of pages share: the folder, the subject, the addresses of articles."""

from typing import NamedTuple

from cli.documents.site.addresses import ArticleFolders
from cli.documents.site.folder import Folder
from cli.documents.subject import Subject


class Making(NamedTuple):
    """Pages of a site in the making; `look` is the mark of what all pages are made with."""

    folder: Folder
    subject: Subject
    articles: ArticleFolders
    look: str
