"""A ranking that a script fills in, as an entry to paste: which address, and where to look there.

The addresses are those that the page names. Each is asked for once, with the manners of the
site; where its document has rows with a headline and an address, their paths are put in.
"""

from collections.abc import Sequence

from cli.pipeline.page_source import visited
from scrapers import JSON, ListSpec, Reader, Site, Visiting, config, proposal, same_site

EXAMPLE = ListSpec(items="data.list", title="title", link="url")
"""What stands in an entry where the document could not be seen."""


def as_entry(site: Site, visiting: Visiting, addresses: Sequence[str]) -> str:
    """The TOML of an entry that reads the addresses of a `needs-script` problem, or ""."""
    addresses = [address for address in addresses if same_site(address, site.home)]
    tried = [(address, _paths(visiting, address)) for address in addresses]
    seen = [(address, paths) for address, paths in tried if paths]
    if not addresses:
        return ""
    return _toml(
        site, visiting, seen or [(address, EXAMPLE) for address in addresses], sure=bool(seen)
    )


def _paths(visiting: Visiting, address: str) -> ListSpec | None:
    page, problem, *_ = visited(address, visiting, JSON)
    return None if problem else proposal(page)


def _toml(
    site: Site, visiting: Visiting, rows: Sequence[tuple[str, ListSpec]], *, sure: bool
) -> str:
    hint = "Check the paths" if sure else "Open the address in a browser and put in the paths"
    lists = tuple(
        paths._replace(name=_name(n, len(rows)), url=address)
        for n, (address, paths) in enumerate(rows, 1)
    )
    entry = site._replace(rankings_on=("home", "article"), readers=(Reader("json", lists=lists),))
    return (
        f"# To paste into the sites file. {hint};\n"
        f"# then try it:  tracker sites check {site.name}\n{config.file.entry_toml(entry, visiting)}"
    )


def _name(number: int, count: int) -> str:
    return "ranking" if count == 1 else f"ranking{number}"
