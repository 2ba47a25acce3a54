"""Documents: files to text that offsets point into, with title, outlet and date; copies recognised as one source."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from detente.errors import InputError
from detente.evidence.formats import Unreadable, extract, sniff
from detente.evidence.language import ENGLISH_ONLY, other_language

__all__ = ["ENDINGS", "Document", "find_files", "left_out", "mark_copies", "read_document"]

ENDINGS = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml")
"""What files that can be read are called."""
_SAMPLE = 50_000
"""Characters by which a document's language is told."""
_LARGEST = 100_000_000
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SHINGLE = 5
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Document:
    """A document's text and what is known about it.

    Parameters
    ----------
    id
        The file's name without its ending; documents that are read together have different ids.
    text
        What every offset counts characters of. For a plain-text file it is the file's own content, unchanged.
    title, outlet, published
        As far as the file says.
    path
        Where it was read from.
    copy_of
        Id of an earlier document that this one is a copy of, or nearly (syndicated, reprinted).
    notes
        What was guessed in reading it.

    Examples
    --------
    >>> Document("talks", "Talks resumed.").published is None
    True
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    path: str | None = None
    copy_of: str | None = None
    notes: tuple[str, ...] = ()


def find_files(patterns: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the files that names, folders and globs stand for, each once, folders in the order of names.

    A folder stands for the documents under it (by their endings), a glob for what it matches.

    Raises
    ------
    InputError
        With every name that stands for nothing.
    """
    files: dict[Path, None] = {}
    problems = []
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix.lower() in ENDINGS and one.is_file())
        elif path.is_file():
            found = [path]
        else:
            found = [one for one in map(Path, sorted(glob.glob(str(pattern), recursive=True))) if one.is_file()]
        if not found:
            what = "no documents in this folder" if path.is_dir() else "no such file"
            problems.append(f"{pattern}: {what}; give plain text, HTML, PDF, .docx or .eml files, folders or globs")
        files.update(dict.fromkeys(found))
    if problems:
        raise InputError(*problems)
    return list(files)


def left_out(patterns: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the files in folders that ``find_files`` passes over: those whose names end as no document's."""
    folders = [path for path in map(Path, patterns) if path.is_dir()]
    files = (one for folder in folders for one in sorted(folder.rglob("*")) if one.is_file())
    return [one for one in files if one.suffix.lower() not in ENDINGS and not one.name.startswith(".")]


def read_document(path: str | os.PathLike[str], *, id: str | None = None) -> Document:
    """Read one file.

    Raises
    ------
    InputError
        If it cannot be read, with the reason and the way out.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable("larger than 100 MB; split it")
        data = path.read_bytes()
        content = extract(sniff(path.name, data), data)
        language = other_language(content.text[:_SAMPLE])
        if language is not None:
            raise Unreadable(f"this seems to be in {language}; {ENGLISH_ONLY}")
    except Unreadable as error:
        raise InputError(f"{path}: {error}") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; check the path and its permissions") from None
    return Document(
        id=id or path.stem,
        text=content.text,
        title=content.title or _first_line(content.text),
        outlet=content.outlet,
        published=content.published or _day_in(path.stem),
        path=str(path),
        notes=content.notes,
    )


def _first_line(text: str) -> str | None:
    """Return the first line if it looks like a headline: short, and no sentence's end."""
    line = text.lstrip("\ufeff \t\r\n").split("\n", 1)[0].strip()
    return line if 0 < len(line) <= 160 and line[-1] not in '.,;:!”"' else None


def _day_in(name: str) -> date | None:
    """Return the date that a file's name holds, if it holds one.

    >>> _day_in("2031-03-08-letter"), _day_in("letter")
    (datetime.date(2031, 3, 8), None)
    """
    match = _DAY.search(name)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def named_apart(paths: Sequence[Path]) -> list[str]:
    """Return ids for files: their names without endings, with as much of the folder as tells them apart.

    >>> named_apart([Path("a/talks.txt"), Path("b/talks.txt"), Path("b/front.txt")])
    ['a/talks', 'b/talks', 'front']
    """
    names = [path.stem for path in paths]
    for depth in range(2, 12):
        double = {name for name, count in Counter(names).items() if count > 1}
        if not double:
            return names
        names = [
            "/".join([*path.parts[-depth:-1], path.stem]) if name in double else name
            for name, path in zip(names, paths, strict=True)
        ]
    return [str(path) for path in paths]


def mark_copies(documents: Sequence[Document]) -> list[Document]:
    """Mark each document that repeats an earlier one (published earlier, else given earlier).

    Two documents are copies if at least 70 of 100 runs of five words of the shorter stand in the longer too.

    Examples
    --------
    >>> text = "The council met in Northfork on Monday and agreed to meet again before the month ends, the envoy said."
    >>> first, second = Document("a", text), Document("b", "RIVERTON - " + text)
    >>> [one.copy_of for one in mark_copies([first, second])]
    [None, 'a']
    """
    order = sorted(range(len(documents)), key=lambda i: (documents[i].published or date.max, i))
    holders: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    copies: dict[int, str] = {}
    for i in order:
        shingles = _shingles(documents[i].text)
        sizes[i] = len(shingles)
        shared = Counter(j for shingle in shingles for j in holders.get(shingle, ()))
        for j, count in shared.most_common(1):
            if count >= _ALIKE * min(sizes[i], sizes[j]) and min(sizes[i], sizes[j]) >= 8:
                copies[i] = copies.get(j, documents[j].id)
        for shingle in shingles:
            holders.setdefault(shingle, []).append(i)
    return [replace(one, copy_of=copies.get(i)) for i, one in enumerate(documents)]


def _shingles(text: str) -> set[int]:
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + _SHINGLE])) for i in range(max(0, len(words) - _SHINGLE + 1))}
