"""Writing files so that they are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, text: str, errors: str = "strict") -> Path:
    """Write a text file beside its place and put it there by rename; returns its path.

    An interrupt or a full disk leaves the old file, or none, and nothing half-written. A file that was there keeps its
    permissions. ``errors`` says what becomes of characters that no UTF-8 file can hold, as in `open`.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_whole(folder / "note.txt", "kept").read_text()
    'kept'
    >>> [one.name for one in folder.iterdir()]
    ['note.txt']
    """
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", errors=errors, newline="\n") as file:
            file.write(text)
        os.chmod(draft, path.stat().st_mode if path.exists() else 0o644)
        os.replace(draft, path)
    except BaseException as error:
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # who reads the message knows the goal, not the draft
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise
    return path
