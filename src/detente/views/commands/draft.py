"""``detente draft``: from documents to a first case, and the few questions that matter most."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.views.options import Seed
from detente.views.terminal import INPUT_WRONG, err, out, print_json, progress, say

if TYPE_CHECKING:
    from detente.analysis.questions import Question
    from detente.case.draft.review import Review
    from detente.views.draft_dialogue import Ask

__all__ = ["draft"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ASKED = 7


def draft(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Documents, folders, globs; or one case, to ask on.")
    ],
    folder: Annotated[Path | None, typer.Option("--out", metavar="CASE", help="The folder to make.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept every statement that the reader is sure enough of, unseen.")
    ] = False,
    reviewer: Annotated[
        str, typer.Option(metavar="NAME", help="Whose judgements these are; noted with each statement.")
    ] = "",
    parties: Annotated[
        str | None, typer.Option(metavar="A,B", help="Who holds the state and who fights it, if you know better.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Code it from this day, not the first document's."),
    ] = None,
    ask: Annotated[
        int | None, typer.Option("--ask", metavar="N", min=0, max=30, help="How many questions to ask (7; 0: none).")
    ] = None,
    seed: Seed = 1,
    copy: Annotated[
        bool, typer.Option("--copy", help="Put copies of the documents into the case, where the workbench shows them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document; nothing is asked.")] = False,
) -> None:
    """Make a first case from documents: who, about what, which dates and conditions, what was proposed, what fell.

    On a terminal it walks through the statements that a case would rest on (accept, reject, edit), and then asks the
    few questions whose answers would move the forecast most. What you do not accept sets no number; what nobody said
    gets a wide range that says so. Elsewhere nothing is asked and nothing accepted, unless with --yes.

    Example: detente draft clippings/*.pdf --out northfork-2031
    """
    talk = _terminal() if not as_json else None
    if folder is None and len(files) == 1 and (Path(files[0]) / "case.yaml").is_file():
        _ask_on(Path(files[0]), _ASKED if ask is None else ask, seed, talk, as_json)
        return
    place = _place(folder)
    found = _reviewed(files, yes, reviewer, _two(parties), talk)
    found.code_from(_day(as_of))
    from detente.case.draft.folder import write_case

    write_case(found.sketch, place, [one.document for one in found.readings] if copy else ())
    count = (_ASKED if ask is None else ask) if talk or ask is not None else 0
    if as_json:
        print_json(_document(found, place) | {"questions": [_plain(one) for one in _questions(place, count, seed)]})
    else:
        _report(found, place)
        if count:
            _ask_on(place, count, seed, talk, False)
        _next(found, place, copy)
    if found.readings.problems:
        raise typer.Exit(INPUT_WRONG)


def _terminal() -> Ask | None:
    """How to ask a person; None where nobody sits at a terminal."""
    if not (sys.stdin.isatty() and out.is_terminal):
        return None

    def ask(words: str) -> str:
        try:
            return input(words).strip()
        except EOFError:
            raise KeyboardInterrupt from None

    return ask


def _place(folder: Path | None) -> Path:
    """Check where the case is to go, before anybody spends time on it."""
    from detente.case.draft.folder import check_place

    if folder is None:
        raise InputError("--out: say which folder to make for the case, as in --out northfork-2031")
    if not _NAME.fullmatch(folder.name):
        raise InputError(f"{folder}: not a name for a case; use letters, digits and hyphens, as in northfork-2031")
    check_place(folder)
    return folder


def _two(parties: str | None) -> tuple[str, str] | None:
    """Read "Northfork, River Front"."""
    if parties is None:
        return None
    names = [part.strip() for part in parties.split(",")]
    if len(names) != 2 or not all(names):
        raise InputError(f"--parties: expected two names with a comma, as in 'Northfork, River Front', got {parties!r}")
    return names[0], names[1]


def _day(as_of: str | None) -> date | None:
    if as_of is None:
        return None
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise InputError(f"--as-of: {as_of} is no date; write one as 2031-03-08") from None


def _reviewed(files: list[str], yes: bool, reviewer: str, named: tuple[str, str] | None, talk: Ask | None) -> Review:
    """Read the documents and take a person's judgements on what they hold."""
    from detente.case.draft.review import Review, dated, undated
    from detente.evidence.document import find_files
    from detente.evidence.reader import read_documents
    from detente.views import draft_dialogue

    with progress("Reading", total=len(find_files(files))) as advance:
        readings = read_documents(files, advance=advance)
    for problem in readings.problems:
        err.print(problem, soft_wrap=True)
    missing = undated(readings)
    if talk and missing:
        readings = dated(readings, draft_dialogue.ask_dates(readings, missing, talk))
    for name in undated(readings):
        err.print(f"{name}: no date in it; the day on which the file was last changed is taken")
    try:
        found = Review(readings, reviewer=reviewer, named=named)
    except InputError as error:
        named = draft_dialogue.ask_who(readings, error, talk) if talk and named is None else None
        if named is None:
            raise
        found = Review(readings, reviewer=reviewer, named=named)
    if yes:
        while confident := [one.statement.id for one in found.items() if one.confident]:
            found.accept(confident)
    elif talk:
        draft_dialogue.ask_parties(found, talk)
        draft_dialogue.ask_speakers(found, talk)
        draft_dialogue.review(found, talk)
        draft_dialogue.ask_total(found, talk)
    return found


def _report(found: Review, place: Path) -> None:
    """Say what the case holds."""
    from detente.views.wording import plural

    one = found.sketch
    accepted = sorted({f.statement for f in one.findings if one.scene.accepted(f.statement)})
    both = f"{one.spoken(one.parties.incumbent)} and {one.spoken(one.parties.challenger)}"
    say(f"\nMade {place}: {both}, {plural(len(one.issues), 'issue')}.")
    done: set[str] = set()
    for finding in one.findings:
        if finding.kind != "stance" and finding.words not in done and one.scene.accepted(finding.statement):
            done.add(finding.words)
            say(f"  {finding.words[:1].upper()}{finding.words[1:]}. [{finding.statement}]")
    waiting = len({f.statement for f in one.pending})
    told = f"; {waiting} not reviewed, which set no number and stand as comments" if waiting else ""
    say(f"{plural(len(accepted), 'statement')} accepted{told}.")


def _next(found: Review, place: Path, copied: bool) -> None:
    one, typed = found.sketch, shlex.quote(str(place))
    say(f"\nNext:\n  detente check {typed}")
    if one.latest > one.as_of:
        say(f"  detente run {typed} --as-of {one.latest} --open    # from the last document's day, with all they say")
        say(f"  detente run {typed} --open    # from the first one's, {one.as_of}, as known then")
    else:
        say(f"  detente run {typed} --open")
    say(f"  detente draft {typed}    # asks again what matters most")
    say(f"  detente serve {typed} --open    # the same as a page in which everything can be moved")
    if not copied:
        say(
            "The documents stay where they are. To see every passage in the page, drop them into its tab Evidence (or "
            "draft with --copy): whoever gets the case's folder then gets them too."
        )


def _questions(place: Path, count: int, seed: int) -> tuple[Question, ...]:
    from detente.analysis.questions import questions
    from detente.case.load import read_case
    from detente.engine.ensemble import compiled_before

    if not count:
        return ()
    if not compiled_before():
        err.print("Compiling the engine: once on this machine and version.")
    with progress("Playing", total=2 * count) as advance:
        return questions(read_case(place), most=count, seed=seed, advance=advance)


def _ask_on(place: Path, count: int, seed: int, talk: Ask | None, as_json: bool) -> None:
    """Ask the questions of a case, or list them where nobody can answer."""
    from detente.views import draft_dialogue

    asked = _questions(place, count, seed)
    if as_json:
        print_json({"case": str(place), "questions": [_plain(one) for one in asked]})
        return
    if not asked:
        say("\nNo assumed number moves the answer by 1 future in 100: nothing to ask.")
        return
    say(f"\nOf all assumed numbers these matter most. Answer {'it' if len(asked) == 1 else f'these {len(asked)}'}:")
    if talk is None:
        for number, one in enumerate(asked, 1):
            draft_dialogue.show_question(one, f"{number} of {len(asked)}")
        return
    answered = draft_dialogue.ask_questions(place, asked, talk)
    where = f"{'it stands' if answered == 1 else 'they stand'} in {place / 'case.yaml'} as the analyst's"
    say(f"\n{answered} of {len(asked)} answered; {where if answered else 'the ranges stay as they are'}.")


def _plain(one: Question) -> dict[str, Any]:
    """A question as JSON types."""
    plain = asdict(one) | {"path": [str(part) for part in one.path], "effect": one.effect}
    return {key: None if value == float("inf") else value for key, value in plain.items()}


def _document(found: Review, place: Path) -> dict[str, Any]:
    one = found.sketch
    findings = [
        {
            "kind": finding.kind,
            "words": finding.words,
            "statement": finding.statement,
            "accepted": one.scene.accepted(finding.statement),
            "known": finding.known.isoformat(),
        }
        for finding in one.findings
    ]
    return {
        "case": str(place),
        "as_of": one.as_of.isoformat(),
        "parties": {"incumbent": one.parties.incumbent, "challenger": one.parties.challenger},
        "patrons": list(one.parties.patrons),
        "issues": [issue.key for issue in one.issues],
        "findings": findings,
    }
