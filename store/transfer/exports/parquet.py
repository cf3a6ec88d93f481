"""Makes Parquet files of rows that are written as NDJSON, with duckdb.

NDJSON carries every text and every missing value exactly, and takes no package that knows columns.
duckdb writes with one thread and without a time of its own, so the same rows give the same bytes
in each of its versions. It is an extra, and is loaded when the first file is to be made.
"""

import os
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Self

from scrapers import TrackerError

if TYPE_CHECKING:
    from types import ModuleType

REMEDY = "install tracker with the extra:  uv tool install '.[parquet]'"

MARK = "tracker export "
"""What each file says of itself, with the kind of export behind it."""

_TAIL = 8
"""Bytes at a file's end: the length of its footer, and the sign of the format."""

_LARGEST_FOOTER = 16 * 2**20


class NoParquet(TrackerError):
    """duckdb is not installed, or is `broken` and cannot be loaded."""

    def __init__(self, what: str, *, broken: bool = False) -> None:
        super().__init__(f"{what}; {REMEDY}")
        self.broken = broken


class ParquetError(TrackerError):
    """duckdb could not write a file."""

    exit_status = 6


def load_duckdb() -> "ModuleType":
    """The library. Raises NoParquet, with what to do, if there is none that can be loaded."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        if error.name == "duckdb":
            raise NoParquet("Parquet needs duckdb") from None
        raise _broken(error) from error
    except Exception as error:  # a broken library can fail in any way
        raise _broken(error) from error
    return duckdb


def _broken(error: Exception) -> NoParquet:
    message = " ".join(f"{type(error).__name__}: {error}".split())[:150]
    return NoParquet(f"Parquet needs duckdb, which cannot be loaded ({message})", broken=True)


class ParquetWriter:
    """Makes the Parquet files of a kind of export; all have the same columns.

    `types` are the columns, and their types in the words of duckdb. `folder` is a temporary one
    for what does not fit into memory.
    """

    def __init__(self, kind: str, types: Mapping[str, str], folder: str) -> None:
        library = load_duckdb()
        self._error: type[Exception] = library.Error
        self._kind, self._types = kind, types
        self._db: Any = library.connect(
            config={
                "threads": 1,
                "temp_directory": folder,
                "autoinstall_known_extensions": False,  # they would come from the network
                "autoload_known_extensions": False,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def write(self, rows: str, path: str, without: Sequence[str] = ()) -> int:
        """Make a file of the rows in an NDJSON file; returns how many they are.

        `without` are columns that the file does not have.
        """
        columns = ", ".join(f"{_text(name)}: '{kind}'" for name, kind in self._types.items())
        names = ", ".join(f'"{name}"' for name in self._types if name not in without)
        return self._copy(
            f"SELECT {names} FROM read_json({_text(rows)}, format = 'newline_delimited', "
            f"auto_detect = false, columns = {{{columns}}})",
            path,
        )

    def join(self, parts: Sequence[str], path: str) -> int:
        """Make one file of several, in their order."""
        names = ", ".join(map(_text, parts))
        return self._copy(f"SELECT * FROM read_parquet([{names}])", path)

    def _copy(self, rows: str, path: str) -> int:
        """Write the rows of a query."""
        sql = (
            f"COPY ({rows}) TO {_text(path)} (FORMAT parquet, COMPRESSION zstd, "
            f"KV_METADATA {{written_by: {_text(MARK + self._kind)}}})"
        )
        try:
            return int(self._db.execute(sql).fetchone()[0])
        except self._error as error:
            raise ParquetError(f"cannot write Parquet: {' '.join(str(error).split())}") from error


def _text(value: str) -> str:
    """A text as SQL has it."""
    return "'" + value.replace("'", "''") + "'"


def is_own_parquet(file: IO[bytes], kind: str) -> bool:
    """Whether a file is Parquet that this program made of a kind of export; never parses it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != b"PAR1" or length > min(size - _TAIL, _LARGEST_FOOTER):
        return False
    file.seek(size - _TAIL - length)
    return f"{MARK}{kind}\0".encode() in file.read(length)
