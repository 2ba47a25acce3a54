"""A sketch written down: the folder of a case, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from detente.case.draft import page, page_changes, page_state
from detente.case.draft.regions import history_table, neighbours_table, regions_table
from detente.case.draft.sketch import Sketch
from detente.case.load import read_whole
from detente.errors import InputError
from detente.evidence.confidence import THRESHOLD
from detente.evidence.document import Document
from detente.evidence.ledger import write_ledger

__all__ = ["DOCUMENTS", "case_text", "check_place", "copy_name", "write_case"]

DOCUMENTS = "documents"
"""Folder below the case's in which copies of documents lie."""


def check_place(out: Path) -> None:
    """Check that a case can be made at a place, before anybody spends time on it.

    Raises
    ------
    InputError
        If there is something already, or no folder to put it in.
    """
    if out.exists() or out.is_symlink():
        raise InputError(f"{out}: there is something of this name already; choose another one")
    if not out.parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.parent}; make it first, or choose another place")
    if not os.access(out.parent, os.W_OK):
        raise InputError(f"{out}: the folder {out.parent} may not be written to; choose another place")


def case_text(one: Sketch) -> str:
    """Write case.yaml."""
    parts = (
        page.head,
        page.actors,
        page.issues,
        page.positions,
        page_state.theatre,
        page_state.tables,
        page_state.deals,
        page_state.terms,
        page_state.proposals,
        page_state.beliefs,
        page_changes.events,
        page_changes.levers,
        page_changes.variants,
        page.suggestions,
    )
    return "\n".join(line for part in parts for line in part(one)).rstrip() + "\n"


def write_case(one: Sketch, out: Path, documents: Iterable[Document] = ()) -> Path:
    """Write the folder of a case beside its place, check it as `detente check` does, and put it there by rename.

    ``ledger.jsonl`` holds what a person reviewed, what the case rests on, and what the reader is sure enough of;
    ``ledger.review.jsonl`` the rest.

    Parameters
    ----------
    one
        The sketch.
    out
        Where the folder is to be; nothing may be there.
    documents
        Those of which a copy is put beside the case, under their ids, so that the workbench can show every passage.

    Returns
    -------
    out

    Raises
    ------
    InputError
        If something is there already.
    """
    check_place(out)
    yaml = case_text(one)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as draft:
        made = Path(draft) / out.name
        made.mkdir()
        (made / "case.yaml").write_text(yaml, encoding="utf-8")
        (made / "regions.csv").write_text(regions_table(one), encoding="utf-8")
        (made / "neighbours.csv").write_text(neighbours_table(one), encoding="utf-8")
        history = history_table(one)
        if history is not None:
            (made / "history.csv").write_text(history, encoding="utf-8")
        _write_ledgers(one, made)
        _copy(documents, made / DOCUMENTS)
        read_whole(made)
        for path in (made, *made.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)
        os.rename(made, out)
    return out


def copy_name(document: str) -> str:
    """Return the name, without its ending, under which a document's copy lies: ids may name folders.

    Examples
    --------
    >>> copy_name("march/talks")
    'march-talks'
    """
    return document.replace("/", "-")


def _copy(documents: Iterable[Document], folder: Path) -> None:
    """Copy documents' files, with their permissions: what only its owner may read stays so."""
    for one in documents:
        if one.path is not None:
            folder.mkdir(exist_ok=True)
            shutil.copy(one.path, folder / f"{copy_name(one.id)}{Path(one.path).suffix.lower()}")


def _write_ledgers(one: Sketch, made: Path) -> None:
    scene = one.scene
    cited = {finding.statement for finding in one.findings}
    kept, rest = [], []
    for name in scene.statements:
        statement = scene.statement(name)
        sure = statement.confidence is None or statement.confidence.speaker >= THRESHOLD
        rejected = statement.reviewed and statement.credibility == 0
        (kept if not rejected and (statement.reviewed or name in cited or sure) else rest).append(name)
    write_ledger(scene.ledger(kept, one.keys), made / "ledger.jsonl")
    if rest:
        write_ledger(scene.ledger(rest, one.keys), made / "ledger.review.jsonl")
