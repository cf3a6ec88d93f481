"""Ends the program where another package stands in the place of one of ours.

Our packages have plain names. One of the same name that PYTHONPATH puts first would be imported
instead, and end in a traceback that nobody can use.
"""

import os
import sys

PACKAGES = ("scrapers", "store")


def check_packages() -> None:
    """End with one line and status 2 if a package that would be imported is not ours."""
    if not os.environ.get("PYTHONPATH"):
        return
    from importlib.machinery import PathFinder

    ours = os.path.dirname(os.path.dirname(__file__))
    for name in PACKAGES:
        spec = PathFinder.find_spec(name)
        place = spec.origin if spec and spec.origin else ""
        if not place.startswith(os.path.join(ours, name)):
            sys.stderr.write(
                f"tracker: {place or name} is another package named {name}; "
                "take its folder out of PYTHONPATH:  env -u PYTHONPATH tracker ...\n"
            )
            raise SystemExit(2)
