"""``detente brief``: who said what to whom, what is due, where accounts differ, who is not heard; without a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.views.options import AsJson, Include
from detente.views.terminal import INPUT_WRONG, err, out, print_json, progress

__all__ = ["brief"]


def brief(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Text, HTML, PDF, .docx or .eml; folders and globs.")
    ],
    page: Annotated[
        Path | None, typer.Option("--html", metavar="PAGE", help="Write one offline page that can be passed on.")
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="LEDGER", help="Statements that you have reviewed; on the page only these name persons."),
    ] = None,
    include: Include = "open",
    as_json: AsJson = False,
) -> None:
    """Brief a newsroom from documents alone: no case is needed.

    It lists who said what, to whom and how far verified; deadlines, conditions, commitments, refusals and evasions;
    accounts that differ, side by side; who is heard, and who is spoken about but never quoted; and a timeline. What
    only the machine has read is marked so, and on the page it is never tied to a person's name.

    Example: detente brief reports/*.txt --html brief.html
    """
    from detente.evidence.brief import brief_of
    from detente.evidence.document import find_files
    from detente.evidence.ledger import read_ledger
    from detente.evidence.reader import read_documents

    reviewed = read_ledger(ledger) if ledger is not None else None
    with progress("Reading", total=len(find_files(files))) as advance:
        readings = read_documents(files, advance=advance)
    for problem in readings.problems:
        err.print(problem, soft_wrap=True)
    found = brief_of(readings, reviewed)
    if page is not None:
        from detente.views.brief_page import write_brief

        write_brief(found, page, include=include)
        err.print(f"wrote {page}", soft_wrap=True)
    if as_json:
        from detente.views.brief_record import record

        print_json(record(found))
    elif page is None:
        from detente.views.brief_terminal import print_brief

        print_brief(found, out)
    if readings.problems:
        raise typer.Exit(INPUT_WRONG)
