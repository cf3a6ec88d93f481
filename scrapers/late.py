"""Names of a package that are loaded when they are asked for first; the doors are made of them.

So a command that reads no page loads neither the parser nor the network; docs/design.md says why.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module


def late_names(package: str, names: Mapping[str, Iterable[str]]) -> Callable[[str], object]:
    """The function `__getattr__` of a package (PEP 562), from module -> the names that it gives."""
    module_of = {name: module for module, given in names.items() for name in given}

    def load(name: str) -> object:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{module_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load
