"""Where commands meet people: what goes to standard output, what to standard error, and the exit status."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from detente.errors import InputError

__all__ = [
    "DONE",
    "FAULT",
    "INPUT_WRONG",
    "INTERRUPTED",
    "MOST_FUTURES",
    "MOST_SEED",
    "USAGE_WRONG",
    "at_most",
    "err",
    "fit_streams",
    "guarded",
    "out",
    "print_json",
    "progress",
    "say",
]

DONE, INPUT_WRONG, USAGE_WRONG, FAULT, INTERRUPTED = 0, 1, 2, 3, 130

MOST_FUTURES = 1_000_000
"""Futures or draws that one command may ask for: a hundred times the usual; more would fill memory, not knowledge."""
MOST_SEED = 2**63 - 1
"""The engine counts its luck in whole numbers of 64 bits."""


_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that move a terminal's cursor, colour it or rename its window: all controls but tab and new line."""


class _Console(Console):
    """A console that leaves a reader who has gone to `guarded`, and that no case and no document can steer."""

    def on_broken_pipe(self) -> None:  # detente cite CASE | head: that is no failure
        raise BrokenPipeError

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        if isinstance(renderable, Table):
            self.fold(renderable, (options or self.options).max_width)
        for segment in super().render(renderable, options):
            clean = segment.control or not _STEERING.search(segment.text)
            yield segment if clean else Segment(_STEERING.sub("\ufffd", segment.text), segment.style)

    def fold(self, table: Table, width: int) -> None:
        """Fold the cells of a table where a word is too long for its column: at a narrow terminal nothing is cut.

        Least widths are kept where they are of cells that do not wrap; of others, they push the last column out.
        """
        _, right, _, left = table.padding
        whole = wanted = -(left + right) * (not table.pad_edge)
        for column in table.columns:
            cells = (column.header, *column.cells)
            sizes = [Measurement.get(self, self.options.update(max_width=1_000), cell) for cell in cells]
            longest = max(one.maximum for one in sizes)
            whole += max(longest, column.min_width or 0) + left + right
            wanted += (longest if column.no_wrap else max(one.minimum for one in sizes)) + left + right
        for column in table.columns if whole > width else ():
            if not column.no_wrap:
                column.min_width = None
            elif wanted > width and column.min_width is None:
                column.no_wrap = False
            if column.overflow == "ellipsis" and not column.no_wrap:
                column.overflow = "fold"


# Without markup: an actor may be called "Front [/bold]".
out = _Console(markup=False, highlight=False, emoji=False)
err = _Console(stderr=True, markup=False, highlight=False, emoji=False)

# Typer carries its own copy of click and exports only some of its names; this is the root of its usage errors.
_UsageError: Any = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")

_FILE_TROUBLE = {
    errno.ENOSPC: "no space left on the disk; free some and run the command again (finished files are whole)",
    errno.EACCES: "permission denied; change its permissions, or choose another place",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.ENOENT: "no such file or folder; check the path",
    errno.EISDIR: "this is a folder, and a file is wanted",
    errno.EEXIST: "there is a file of this name, and a folder is wanted; choose another name",
    errno.ENOTDIR: "this is a file, and a folder is wanted",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EFBIG: "larger than this account or shell may write (a quota, ulimit -f); allow more, or write elsewhere",
    errno.EDQUOT: "the quota of this account is used up; free some space and run the command again",
}


def at_most(most: int) -> Callable[[int], int]:
    """Return a check for an option's number: wrong usage above ``most``. Keeps large limits out of the help.

    Examples
    --------
    >>> at_most(10)(7)
    7
    """

    def checked(value: int) -> int:
        if value > most:
            raise typer.BadParameter(f"expected {most:,} at most, got {value:,}")
        return value

    return checked


def say(text: str = "", *, lead: str = "", style: str = "", console: Console | None = None) -> None:
    """Print sentences, as text and never as markup, folded between words to the terminal's width.

    What is indented is folded further in. In a pipe a line stays whole, so that a search finds it, unless ``COLUMNS``
    says how wide to fold. Long words are never cut, and a line that is a command stays whole, to be copied.

    Parameters
    ----------
    text, lead
        The line or lines; the lead goes before, in bold.
    style
        Of the text, as Rich names it.
    console
        Standard output if None.

    Examples
    --------
    >>> from rich.console import Console
    >>> from sys import stdout
    >>> narrow = Console(file=stdout, width=20, force_terminal=True, color_system=None)
    >>> say("  held by [nobody] for a while", console=narrow)
      held by [nobody]
        for a while
    """
    console = console or out
    lines = (lead + text).split("\n")
    if console.is_terminal or os.environ.get("COLUMNS", "").isdigit():
        lines = [_folded(line, console.width) for line in lines]
    words = Text("\n".join(lines), style)
    words.stylize("bold", 0, len(lead))
    console.print(words, soft_wrap=True)


def _folded(line: str, width: int) -> str:
    if line.lstrip().startswith("detente "):
        return line
    start = line[: len(line) - len(line.lstrip(" "))]
    further = f"{start}  " if start else ""
    return textwrap.fill(
        line, max(width, 20), subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )


def fit_streams() -> None:
    """Write UTF-8 to files and pipes whatever the locale; what a terminal's own encoding has not is shown as "?".

    Whoever sets ``PYTHONIOENCODING`` decides. What goes to a stream that was closed from the start is dropped.
    """
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as we run
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            chosen = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if chosen else "utf-8", errors="replace")


def print_json(document: Any, *, one_line: bool = False) -> None:
    """Write one JSON document to standard output, and nothing else there."""
    plain = not (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    text = json.dumps(document, ensure_ascii=plain, allow_nan=False, indent=None if one_line else 2)
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # without its number, which Typer would take for a failure
        raise BrokenPipeError from None


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal's standard error; yields ``advance(n)``. Silent elsewhere."""
    if not err.is_terminal:
        yield lambda n: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} of 100"))
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=err, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda n: bar.advance(task, n)


def _trouble(error: OSError) -> str:
    """Say what is wrong with a file, and the way out; an error that names none comes from what is printed."""
    if error.errno is None:  # of several files at once, as shutil reports them
        return str(error)
    return f"{error.filename or 'standard output'}: {_FILE_TROUBLE.get(error.errno, error.strerror or str(error))}"


def guarded(command: Callable[[], Any]) -> int:
    """Run a command; turn what can go wrong into a message and an exit status (interface of the command line).

    0 done, 1 the input is wrong, 2 wrong usage, 3 an internal fault, 130 interrupted. Set ``DETENTE_DEBUG=1`` to see
    the traceback of an internal fault.
    """
    try:
        status = command()  # outside its standalone mode, Typer hands the status of typer.Exit back
        if status == INTERRUPTED:  # and makes an interrupt one of them
            raise KeyboardInterrupt
        return status if isinstance(status, int) else DONE
    except InputError as error:
        for problem in error.problems:
            err.print(problem, markup=False, soft_wrap=True)
        return INPUT_WRONG
    except typer.Exit as stop:
        return stop.exit_code
    except _UsageError as error:
        error.show()
        return USAGE_WRONG
    except (KeyboardInterrupt, typer.Abort):
        err.print("Stopped. What was finished before is whole; nothing half-written is left.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        err.print(_trouble(error), markup=False, soft_wrap=True)
        return INPUT_WRONG
    except UnicodeEncodeError as error:
        around = error.object[max(0, error.start - 20) : error.end + 20].encode("utf-8", "replace").decode()
        err.print(f"{around}: a file's name that is not UTF-8; rename the file or folder", markup=False, soft_wrap=True)
        return INPUT_WRONG
    except MemoryError:
        err.print("Out of memory. Ask for fewer futures (--runs), or free some; nothing half-written is left.")
        return INPUT_WRONG
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            traceback.print_exc()
        err.print(
            f"Internal fault: {type(error).__name__}: {error}. This is ours, not yours. "
            "Run again with DETENTE_DEBUG=1 and send us what it prints (it may hold parts of your case).",
            markup=False,
            soft_wrap=True,
        )
        return FAULT
