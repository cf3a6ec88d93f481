"""What a user decided about an import."""

from collections.abc import Mapping
from typing import NamedTuple


class Wish(NamedTuple):
    """`lists` maps their names to ours; `skip` passes conflicts over; `dry_run` changes nothing."""

    lists: Mapping[str, str]
    skip: bool = False
    dry_run: bool = False
