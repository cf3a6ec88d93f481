"""A number with its noun, for messages; tables and captions use `Words.count`."""


def counted(number: int, noun: str, many: str = "") -> str:
    """Return the number and its noun: 1 row, 2,190 rows; `many` is an irregular plural."""
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"
