"""Importing a library without what it loads for those of its parts that nobody here uses.

A library that does many things loads at its top whatever any of them needs, and that can cost
more than the part that is used. Two kinds of modules are kept from being loaded while it is
imported, and only then: the import system is as before when the block ends.

- What is optional to the library is *missing*: None in `sys.modules` is Python's way to say that
  a module is not there, which the library takes as not installed.
- What it needs by name is *hollow*: a module that has every name asked of it, and each is a class
  of which nothing can be made. So a class or an annotation can be built on it, and using it is an
  error and never a wrong answer.

Modules that are loaded already stay as they are.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn


class _Hollow(ModuleType):
    """Has every name but those that Python itself looks for."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {"__new__": _refuse, "__module__": self.__name__})


def _refuse(kind: type, *_: object, **__: object) -> NoReturn:
    raise RuntimeError(f"{kind.__module__}.{kind.__name__} was left out: see scrapers/hollow.py")


@contextmanager
def importing(*, missing: Sequence[str] = (), hollow: Sequence[str] = ()) -> Iterator[None]:
    """Import a library within the block; the modules named are not loaded for it.

    A package that is hollow, too, is named before what is in it.
    """
    with ExitStack() as stack:
        for name in missing:
            stack.enter_context(_standing(name, None))
        for name in hollow:
            stack.enter_context(_standing(name, _Hollow(name)))
        yield


@contextmanager
def _standing(name: str, module: Any) -> Iterator[None]:  # noqa: ANN401 - None is no module
    """Within the block, unless a module of this name is loaded, this one is; None: there is none."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = module
    within, _, inner = name.rpartition(".")
    package = import_module(within) if module and within else None
    if package:  # it knows its modules by name, as the import system would have it
        setattr(package, inner, module)
    try:
        yield
    finally:
        sys.modules.pop(name, None)
        if package:
            delattr(package, inner)
