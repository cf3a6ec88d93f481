"""Nouns as bytes, and back: the form of what goes between the processes that read pages.

A noun is a `NamedTuple`; on the wire it is a JSON array of its fields in order. Reading it back
believes nothing: what the annotations of the noun do not allow is a `FormError`, and so is what
is too long, too many or no text. Only plain values and the nouns asked for are ever made, so
bytes from a process that was taken over can do no more than be refused.
"""

import json
import math
import re
from collections.abc import Callable
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

LARGEST = 32 * 2**20
"""Bytes of one noun, at most."""

_MOST = 1_000_000  # values in one noun: a few bytes of JSON become a hundred in memory
_LARGEST_NUMBER = 2**63 - 1
_HALF_PAIRS = re.compile("[\ud800-\udfff]")

Noun = TypeVar("Noun", bound="tuple[Any, ...]")
Builder = Callable[[Any], Any]


class FormError(ValueError):
    """The bytes are not the noun that was expected."""


def encode(noun: tuple[object, ...]) -> bytes:
    """A noun as bytes without a line break. Half a surrogate pair, which is no text, is U+FFFD."""
    text = json.dumps(
        noun, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_latin
    )
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _HALF_PAIRS.sub("\ufffd", text).encode()


def decode(kind: type[Noun], data: bytes) -> Noun:
    """The noun of this kind that the bytes hold; `FormError` where they hold anything else."""
    if len(data) > LARGEST or sum(map(data.count, (b",", b"[", b"{"))) > _MOST:
        raise FormError("too much")
    try:
        noun: Noun = builder(kind)(json.loads(data.decode(), parse_constant=_refuse))
    except (ValueError, RecursionError) as error:
        raise FormError(f"not of the expected form: {error}"[:200]) from None
    return noun


@cache
def builder(kind: Any) -> Builder:  # noqa: ANN401 - an annotation may be anything
    """The function that makes a value of an annotation's kind from what JSON gave, or raises."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin in {Union, UnionType} and len(inner) == 2 and inner[1] is NoneType:
        return partial(_optional, builder(inner[0]))
    if origin is tuple and inner[1:] == (...,):
        return partial(_many, builder(inner[0]))
    if origin is tuple:
        return partial(_fixed, tuple, tuple(map(builder, inner)))
    if hasattr(kind, "_make"):
        fields = get_type_hints(kind)
        return partial(_fixed, kind._make, tuple(builder(fields[name]) for name in kind._fields))
    raise TypeError(f"{kind} has no form on the wire")


def _optional(build: Builder, value: object) -> object:
    return None if value is None else build(value)


def _many(build: Builder, value: object) -> tuple[object, ...]:
    return tuple(map(build, _array(value)))


def _fixed(make: Builder, builders: tuple[Builder, ...], value: object) -> object:
    values = _array(value)
    if len(values) != len(builders):
        raise FormError(f"{len(values)} values for {len(builders)}")
    return make([build(each) for build, each in zip(builders, values, strict=True)])


def _array(value: object) -> list[object]:
    if not isinstance(value, list):
        raise FormError("no array")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FormError("no text")
    value.encode()  # raises for half a surrogate pair
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise FormError("neither true nor false")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or abs(value) > _LARGEST_NUMBER:
        raise FormError("no whole number of 64 bits")
    return value


def _number(value: object) -> float:
    number = value if isinstance(value, float) else float(_whole(value))
    if not math.isfinite(number):
        raise FormError("no finite number")
    return number


def _bytes(value: object) -> bytes:
    return _text(value).encode("latin-1")


def _latin(value: object) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value)} has no form on the wire")
    return value.decode("latin-1")


def _refuse(constant: str) -> NoReturn:
    raise FormError(f"no number: {constant}")


_PLAIN: dict[Any, Builder] = {
    str: _text, bool: _truth, int: _whole, float: _number, bytes: _bytes,
}  # fmt: skip
