"""``detente link``: ties a case's statements, which paraphrase, to passages in the analyst's own copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.files import copy_whole
from detente.views.options import AsJson, CaseName
from detente.views.terminal import INPUT_WRONG, err, print_json, progress, say

if TYPE_CHECKING:
    from detente.case.schema import Case
    from detente.evidence.links import Tied

__all__ = ["link"]


def link(
    case: CaseName,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Your copies: text, HTML, PDF, .docx, .eml; folders, globs.")
    ],
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Copy the case there first; cases that ship need it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find for each statement of a case the passage of your own documents that it paraphrases.

    The links go to links.jsonl in the case's folder: the file, its digest and offsets, and nothing of its text unless
    the case marks the statement's document as open. The ledger stays as it is. Run it again whenever you like: links
    that you have edited or marked as reviewed stay. Doubtful ones are listed for you to look at.

    Example: detente link afghanistan-2021 reports/*.txt --out my-afghanistan
    """
    from detente.case.load import find_case, read_whole, shipped_cases
    from detente.evidence.document import find_files
    from detente.evidence.links import FILE, read_links, tie, write_links
    from detente.evidence.reader import read_documents
    from detente.views.sharing import level_of

    found = read_whole(case)
    source, _ = find_case(case)
    home = source if folder is None else folder
    if folder is None and source in shipped_cases().values():
        raise InputError(
            f"{case}: a case that ships is not written to; give --out FOLDER, and it is copied there first"
        )
    if not found.ledger:
        raise InputError(f"{case}: the case has no ledger, so there is nothing to link; detente read FILE... makes one")
    paths = find_files(files)
    copied = folder is not None and not (folder / "case.yaml").is_file()
    if folder is not None and not copied:
        found = read_whole(folder)
    with progress("Reading", total=len(paths)) as advance:
        readings = read_documents(files, speakers=_speakers(found), advance=advance)
    for problem in readings.problems:
        err.print(problem, soft_wrap=True)
    if copied:  # only now: documents that cannot be read leave no folder behind
        _copy(source, home)
    tied = tie(found.ledger, _cited(found), readings.documents, home, old=read_links(home / FILE),
               may_quote=lambda one: level_of(found, one) == "open")  # fmt: skip
    write_links(tied.links, home / FILE)
    err.print(f"wrote {home / FILE}", soft_wrap=True)
    if as_json:
        print_json(_record(tied))
    else:
        _print(found, tied)
    if readings.problems:
        raise typer.Exit(INPUT_WRONG)


def _copy(source: Path, folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder}: there is something else in this folder; choose a new one, or a case's")
    folder.parent.mkdir(parents=True, exist_ok=True)
    copy_whole(source, folder)


def _speakers(case: Case) -> dict[str, str]:
    speakers = {actor.name: key for key, actor in case.actors.items()}
    return speakers | {name: speaker.speaks_for for name, speaker in case.speakers.items()}


def _cited(case: Case) -> dict[str, Any]:
    from detente.evidence.link import Cited

    cited = {key: Cited(one.outlet, one.title, one.date) for key, one in case.documents.items()}
    for one in case.ledger.values():
        cited.setdefault(one.document, Cited(one.outlet, day=one.published or one.known))
    return cited


def _record(tied: Tied) -> dict[str, Any]:
    return {
        "copies": [{"file": file, "document": key, "score": score} for file, key, score in tied.copies],
        "unknown": list(tied.unknown),
        "links": [one.to_record() for one in tied.links],
    }


def _print(case: Case, tied: Tied) -> None:
    for file, key, _ in tied.copies:
        document = case.documents.get(key)
        named = f"{document.outlet}, {document.date}" if document else key
        say(f"{Path(file).name}: read as {named}")
    for file in tied.unknown:
        say(f"{Path(file).name}: a copy of no document that the case cites")
    here = {key for _, key, _ in tied.copies}
    mine = [one for one in tied.links if case.ledger[one.statement].document in here]
    counts = {state: sum(one.state == state for one in mine) for state in ("matched", "doubtful", "missing")}
    say(f"{len(mine)} statements of these documents: {counts['matched']} matched, {counts['doubtful']} doubtful, "
          f"{counts['missing']} not found; {len(tied.links) - len(mine)} of others.")  # fmt: skip
    for state, title in (("doubtful", "Doubtful, for you to look at:"), ("missing", "Not found:")):
        shown = [one for one in mine if one.state == state]
        if shown:
            say()
            say(title)
        for one in shown:
            place = f"{one.file}, characters {one.offsets[0][0]}-{one.offsets[-1][1]}" if one.offsets else ""
            say(f"  {one.statement}: {case.ledger[one.statement].content}" + (f" [{place}]" if place else ""))
