"""``detente read``: documents to statements, as a table, as JSON Lines, as a ledger, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import InputError
from detente.views.terminal import INPUT_WRONG, err, out, print_json, progress, say

if TYPE_CHECKING:
    from detente.evidence.reader import ReadDocument, Readings, Said

__all__ = ["read"]

_BYTES_A_MINUTE, _MINUTES = 60 * 20_000, 2


def read(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Text, HTML, PDF, .docx or .eml; folders and globs.")
    ],
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="LEDGER", help="Write a ledger; what is less sure goes to LEDGER's .review file."
        ),
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--html", metavar="PAGE", help="Write one offline page with all spans marked.")
    ] = None,
    case: Annotated[
        str | None, typer.Option(metavar="CASE", help="Link speakers to this case's actors, suggest its issues.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="SHARE", help="Confidence in speaker and chain that a ledger asks for."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, one document a line.")] = False,
) -> None:
    """Find who says what in documents: speaker, kind, through whom it reached us, how far it is verified.

    A ledger that is there already is merged: what a hand wrote, edited or reviewed in it stays as it is. A file that
    cannot be read is named, and the others are read.

    Example: detente read reports/*.txt --out ledger.jsonl --html statements.html
    """
    if ledger is not None and ledger.exists() and not ledger.is_file():
        raise InputError(f"--out {ledger}: this is no file, and a ledger is one; give a file's name, or use --json")
    from detente.evidence.confidence import THRESHOLD
    from detente.evidence.document import find_files, left_out
    from detente.evidence.reader import read_documents

    known = _case(case)
    found = find_files(files)
    warning = _long(found)
    if warning:
        err.print(warning, soft_wrap=True)
    with progress("Reading", total=len(found)) as advance:
        readings = read_documents(files, speakers=known.speakers if known else None, advance=advance)
    for path in left_out(files):
        err.print(f"{path}: left out, no document by its name; give it by itself if it is one", soft_wrap=True)
    for problem in readings.problems:
        err.print(problem, soft_wrap=True)
    if ledger is not None:
        _write_ledger(readings, ledger, THRESHOLD if threshold is None else threshold, known)
    if page is not None:
        from detente.views.reader_page import write_page

        write_page(readings, page)
        err.print(f"wrote {page}", soft_wrap=True)
    if as_json:
        for one in readings:
            print_json(one.to_record(), one_line=True)
    elif ledger is None and page is None:
        for one in readings:
            _print(one)
    if readings.problems:
        raise typer.Exit(INPUT_WRONG)


def _long(files: list[Path]) -> str | None:
    """Say how long a reading takes where that is minutes: 20 kB of text a second, as measured on one core."""
    size = sum(path.stat().st_size for path in files if path.suffix.lower() in (".txt", ".text", ".md", ".eml"))
    minutes = round(size / _BYTES_A_MINUTE)
    return f"{size / 1e6:.0f} MB of text: reading takes some {minutes} minutes" if minutes >= _MINUTES else None


class _Known:
    """What a case tells the reader: whom its speakers speak for, and what is at issue."""

    def __init__(self, speakers: dict[str, str], issues: dict[str, str]) -> None:
        self.speakers, self.issues = speakers, issues


def _case(name: str | None) -> _Known | None:
    if name is None:
        return None
    from detente.case.load import read_case

    case = read_case(name)
    speakers = {actor.name: key for key, actor in case.actors.items()}
    speakers |= {name: speaker.speaks_for for name, speaker in case.speakers.items()}
    issues = {key: f"{issue.question} {', '.join(issue.scale.values())}" for key, issue in case.issues.items()}
    return _Known(speakers, issues)


def _write_ledger(readings: Readings, path: Path, threshold: float, known: _Known | None) -> None:
    """Write what is sure enough to the ledger and the rest beside it, both merged with what is there."""
    from detente.evidence.ledger import Ledger, read_ledger, write_ledger
    from detente.evidence.suggest import with_issues

    review = path.with_name(f"{path.stem}.review.jsonl")
    reread = [one.document.id for one in readings]
    sure, unsure = readings.ledger(threshold), readings.for_review(threshold)
    old = {place: read_ledger(place) if place.exists() else Ledger() for place in (path, review)}
    unsure = Ledger(one for one in unsure.values() if one.id not in old[path])
    for place, new in ((path, sure), (review, unsure)):
        if known is not None:
            new = with_issues(new, known.issues)
        merged = old[place].merge(new, reread=reread)
        write_ledger(merged, place)
        err.print(f"wrote {place}: {len(merged)} statements", soft_wrap=True)


def _print(read: ReadDocument) -> None:
    from rich.table import Table

    document = read.document
    head = ", ".join(str(part) for part in (document.outlet, document.published) if part)
    say(f" {_plain(head)}", lead=f"\n{_plain(document.title or document.id)}")
    for note in document.notes:
        say(_plain(note))
    if document.copy_of:
        say(f"a copy of {document.copy_of}: its statements are counted there")
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, width in (("Speaker", 24), ("Kind", 11), ("Through", 16), ("Verified", 18), ("Sure", 4)):
        table.add_column(name, max_width=width, overflow="fold")
    table.add_column("What", ratio=1, overflow="fold")
    for one in read.said:
        table.add_row(*_row(read, one))
    out.print(table)
    for one in read.inspected.damage:
        if one.kind == "headline set apart":
            say(f"set apart: {_plain(document.text[one.start : one.end].strip())}")
        if one.kind == "other language":
            say(f"not read, {one.note}: {_plain(document.text[one.start : one.end].strip())[:80]}")


def _row(read: ReadDocument, one: Said) -> list[str]:
    attribution, state = one.attribution, one.verification
    speaker = one.speaker.name or f"({one.speaker.note or 'unresolved'})"
    indent = "  " if attribution.nested_in is not None else ""
    marks = "".join([" (negated)" if one.manner.negated else "", " (hedged)" if one.manner.hedged else ""])
    verified = state.state + (f" by {', '.join(state.by)}" if state.by else "")
    what = read.quoted(attribution.content or attribution.cue)
    what = " ".join(what.split())
    what = what if len(what) <= 220 else what[:219].rsplit(" ", 1)[0] + "…"
    if attribution.damage:
        what += f"  [damaged: {'; '.join(attribution.damage)}]"
    through = ", ".join(one.chain) + (f" ({one.channel.name})" if one.channel.name in ("leaked", "private") else "")
    cells = [indent + speaker, one.manner.kind + marks, through, verified, f"{100 * one.confidence.speaker:.0f}", what]
    return [_plain(cell) for cell in cells]


def _plain(text: str) -> str:
    """Return text on one line in which nothing steers the terminal or turns what follows."""
    return "".join(char if char.isprintable() or char == " " else "�" for char in text)
