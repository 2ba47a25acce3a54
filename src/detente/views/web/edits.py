"""Changes to a case's files: whole or not at all, read back before they count, and each can be undone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from detente.case.draft.edit import with_mode
from detente.case.draft.yaml_words import number as written
from detente.case.load import read_whole, shipped_cases
from detente.errors import InputError
from detente.evidence.statement import Statement
from detente.files import write_whole

if TYPE_CHECKING:
    from detente.views.web.desk import Desk

__all__ = ["Edit", "Edits"]


@dataclass(frozen=True)
class Edit:
    """A change that was made: what, in words; the file, and what it held before and after (None: no file)."""

    what: str
    path: Path
    before: bytes | None
    after: bytes | None

    @property
    def said(self) -> str:
        """What was done, as a sentence without its full stop."""
        return self.what if self.after is None else f"Saved in {self.path.name}: {self.what}"


class Edits:
    """The changes that a desk made to its case, newest last.

    Each is written beside its file and put in place by rename, with the case read back: one that leaves the case
    unreadable is taken back at once. What a file held before its first change lies beside it as ``.NAME.before``.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: list[Edit] = []
        self._lock = RLock()

    @property
    def last(self) -> Edit | None:
        """The newest change that can be undone."""
        return self._made[-1] if self._made else None

    @cached_property
    def allowed(self) -> bool:
        """Whether the case is the user's own: those that ship with Detente are left alone."""
        return self._desk.folder.resolve() not in {path.resolve() for path in shipped_cases().values()}

    def number(self, name: str, value: float) -> Edit:
        """Make a value the best fit of a number, in case.yaml.

        Raises
        ------
        InputError
            For names that the case does not have, numbers that stand in other files, and values it does not take.
        """
        desk = self._desk
        if name not in desk.book:
            raise InputError(f"{name}: the case has no such number")
        one = desk.book[name]
        what = f"{name}: {written(one.mode)} → {written(value)}"
        return self.change("case.yaml", what, lambda text: with_mode(text, name, value, one))

    def accept(self, name: str) -> Edit:
        """Mark a statement as reviewed."""
        return self._statement(name, f"{name} accepted", lambda record: record | {"reviewed": True})

    def edit(self, name: str, fields: Mapping[str, Any]) -> Edit:
        """Change fields of a statement, which is then reviewed; an empty value takes a field out."""

        def changed(record: dict[str, Any]) -> dict[str, Any]:
            rest = {key: value for key, value in (record | dict(fields)).items() if value not in ("", None)}
            return rest | {"id": record["id"], "reviewed": True}

        return self._statement(name, f"{name} edited", changed)

    def reject(self, name: str) -> Edit:
        """Take a statement out of the ledger: its line stays as a comment.

        Raises
        ------
        InputError
            If something in the case rests on it.
        """
        return self._statement(name, f"{name} rejected", lambda record: None)

    def change(self, file: str, what: str, make: Callable[[str], str]) -> Edit:
        """Change one of the case's files; its name has no folder in it.

        Raises
        ------
        InputError
            If the case cannot be read afterwards: then the file is as it was.
        """
        with self._lock:
            if not self.allowed:
                raise InputError(
                    f"{self._desk.case.name} ships with Detente and is left as it is; copy its folder, and serve that"
                )
            path = self._path(file)
            before = path.read_text(encoding="utf-8") if path.is_file() else None
            held = path.read_bytes() if path.is_file() else None  # with its own line ends, for undo
            after = make(before or "")
            if after == before:
                raise InputError(f"{file}: {what}: nothing changes")
            if before is not None and not (kept := path.with_name(f".{path.name}.before")).exists():
                write_whole(kept, before)
            self._put(path, before, after)
            made = Edit(what, path, held, after.encode())
            self._made.append(made)
            return made

    def take_away(self, path: Path, what: str) -> Edit:
        """Take a file out of the case's folder. Until the server stops, its bytes are kept in memory to undo that.

        Raises
        ------
        InputError
            If it does not lie there.
        """
        with self._lock:
            inside = self._desk.folder.resolve() in path.resolve().parents
            if not inside or path.is_symlink() or not path.is_file():
                raise InputError(f"{path.name}: not a file of this case's folder")
            made = Edit(what, path, path.read_bytes(), None)
            path.unlink()
            self._made.append(made)
            self._desk.refresh()
            return made

    def undo(self) -> Edit:
        """Take the newest change back.

        Raises
        ------
        InputError
            If there is none, or if the file was changed since by somebody else.
        """
        with self._lock:
            if not self._made:
                raise InputError("Nothing to undo: no file was changed from here.")
            one = self._made[-1]
            now = one.path.read_bytes() if one.path.is_file() else None
            if now != one.after:
                raise InputError(_changed_since(one))
            if one.before is None:
                one.path.unlink()
            elif one.after is None:
                _put_back(one.path, one.before)
            else:
                write_whole(one.path, one.before.decode())
            self._made.pop()
            self._desk.refresh()
            return one

    def _path(self, file: str) -> Path:
        """Return a file of the case's folder.

        Raises
        ------
        InputError
            For a name that leads elsewhere.
        """
        path = self._desk.folder / file
        if Path(file).name != file or file.startswith(".") or path.is_symlink():
            raise InputError(f"{file}: not a file of this case's folder")
        return path

    def _put(self, path: Path, before: str | None, after: str) -> None:
        """Write a file; put the old one back if the case cannot be read with the new one."""
        write_whole(path, after)
        try:
            read_whole(self._desk.folder)
        except InputError:
            if before is None:
                path.unlink()
            else:
                write_whole(path, before)
            raise
        finally:
            self._desk.refresh()

    def _statement(self, name: str, what: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> Edit:
        """Change one line of the ledger, and leave every other as it stands."""

        def make(text: str) -> str:
            lines = text.split("\n")
            for place, line in enumerate(lines):
                if not line.strip() or line.lstrip().startswith("#"):
                    continue
                record = json.loads(line)
                if record.get("id") != name:
                    continue
                new = change(record)
                if new is not None:
                    Statement.from_record(new)
                lines[place] = json.dumps(new, ensure_ascii=False) if new is not None else f"# rejected: {line.strip()}"
                return "\n".join(lines)
            raise InputError(f"ledger.jsonl: there is no statement {name}")

        return self.change("ledger.jsonl", what, make)


def _changed_since(one: Edit) -> str:
    if one.after is None:
        return f"{one.path.name}: another file of this name lies there now, so “{one.what}” is not undone"
    return (
        f"{one.path.name}: it was changed since by another program, so “{one.what}” is not undone; what it held before "
        f"the first change from here is in .{one.path.name}.before"
    )


def _put_back(path: Path, body: bytes) -> None:
    """Write a file that was taken away, whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(body)
    os.replace(draft, path)
