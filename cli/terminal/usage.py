"""Help texts, and the answer to a word too many: what a run needs only when it explains itself."""

from collections.abc import Callable
from contextlib import suppress
from inspect import cleandoc

import click


def write_help(formatter: click.HelpFormatter, text: str) -> None:
    """Write what a command does, then its examples as they stand, then the rest."""
    first, *others = cleandoc(text).split("\n\n")
    examples = [part for part in others if part.startswith("Examples:")]
    rest = "\n\n".join(part for part in others if part not in examples)
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(first)
    for part in examples:
        formatter.write(f"\n{part}\n")
    if rest:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(rest)


def too_many(ctx: click.Context, words: list[str]) -> str:
    """Say what a command's surplus words may have been meant as: a time, a list or a site."""
    options = {name for parameter in ctx.command.params for name in parameter.opts}
    likely = ("--since", "--at", "--day") if _is_time(words[0]) else ("--window", "--site")
    lines = [f"{ctx.command_path} {name} {words[0]}" for name in likely if name in options]
    end = f"; did you mean {' or '.join(lines)}?" if lines else ""
    return f"{ctx.command_path} does not take {' '.join(words)!r}{end}"


def _is_time(word: str) -> bool:
    from cli.terminal.times import TimeError, now, parse_time

    try:
        return parse_time(word, now(), 0) >= 0
    except TimeError:
        return False


def docstring_of_source(function: Callable[..., object]) -> str | None:
    """Return a function's docstring from its source; None if the source cannot be read."""
    import ast
    from inspect import unwrap

    code = unwrap(function).__code__
    with suppress(OSError, SyntaxError):
        with open(code.co_filename, encoding="utf-8") as source:
            tree = ast.parse(source.read())
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
                return ast.get_docstring(node, clean=False)
    return None
