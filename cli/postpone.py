"""Postponing a module of the standard library that other people's code imports and rarely uses.

click imports `inspect` at its top for a handful of functions that a command seldom comes to, and
with it come the modules that read Python's own source: about a tenth of what a reading command
takes. A postponed module is found by every `import` and loaded at the first use of anything in
it. `importlib.util.LazyLoader` is meant for this, but loads the module as soon as it is imported
a second time.
"""

import importlib
import sys
from types import ModuleType


class _Postponed(ModuleType):
    """Stands for a module until something in it is asked for."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def postpone(name: str) -> None:
    """Have the module loaded when it is used first, not when it is imported."""
    sys.modules.setdefault(name, _Postponed(name))
