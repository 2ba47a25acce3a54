"""Writing files and folders so that they are there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from detente.errors import InputError

__all__ = ["copy_whole", "write_whole"]


def write_whole(path: Path, text: str, errors: str = "strict") -> Path:
    """Write a text file beside its place and put it there by rename; returns its path.

    An interrupt or a full disk leaves the old file, or none, and nothing half-written. A file that was there keeps its
    permissions, and a link goes on leading to it. What is no file, as a pipe or ``/dev/stdout``, is written to as it
    is. ``errors`` says what becomes of characters that no UTF-8 file can hold, as in `open`.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_whole(folder / "note.txt", "kept").read_text()
    'kept'
    >>> [one.name for one in folder.iterdir()]
    ['note.txt']
    """
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8", errors=errors, newline="\n")
        return path
    draft = ""
    try:
        goal = path.resolve()
        handle, draft = tempfile.mkstemp(dir=goal.parent, prefix=f".{goal.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", errors=errors, newline="\n") as file:
            file.write(text)
        os.chmod(draft, goal.stat().st_mode if goal.exists() else 0o644)
        os.replace(draft, goal)
    except BaseException as error:
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # who reads the message knows the goal, not the draft
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise
    return path


def copy_whole(source: Path, goal: Path) -> None:
    """Copy a folder beside its place, readable and its owner's to change, and put it there by rename.

    Raises
    ------
    InputError
        Where not all of it can be copied; then nothing is there.
    """
    try:
        with tempfile.TemporaryDirectory(dir=goal.parent, prefix=f".{goal.name}.") as draft:
            made = Path(draft) / goal.name
            shutil.copytree(source, made, ignore=shutil.ignore_patterns("__pycache__"))
            for path in (made, *made.rglob("*")):
                path.chmod(0o755 if path.is_dir() else 0o644)
            if goal.is_dir():
                goal.rmdir()
            os.rename(made, goal)
    except OSError as error:
        of_many = str(error.args[0][0][2]).split("] ")[-1].split(":")[0] if isinstance(error, shutil.Error) else None
        why = (of_many or error.strerror or str(error)).lower()
        raise InputError(f"{goal}: the case cannot be copied there ({why}); choose another place") from None
