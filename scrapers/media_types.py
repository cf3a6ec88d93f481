"""What the media type of a kept page says beside its type: which browser drew the page."""

DRAWN_BY = "; rendered="
"""What stands in the media type of a page before the name of the browser that drew it."""


def drawn_by(content_type: str | None) -> str | None:
    """The browser that drew a page; None for a page as its server sent it."""
    return (content_type or "").partition(DRAWN_BY)[2] or None
