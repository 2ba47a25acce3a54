"""``detente replay``: the story of one future, step by step, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import InputError
from detente.views.options import AsJson
from detente.views.terminal import err, print_json, say

if TYPE_CHECKING:
    from detente.result import Result

__all__ = ["replay"]


def replay(
    result: Annotated[str, typer.Argument(metavar="RESULT", help="A result's folder, as detente run writes it.")],
    run: Annotated[
        int | None, typer.Option("--run", metavar="I", min=0, help="Which future, from 0; typical ones if left out.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="The case's folder, if it has moved since.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell one future as a dated story, or, without --run, a typical one of each of the most frequent outcomes.

    Example: detente replay results/afghanistan-2021 --run 17
    """
    from detente.analysis.simulate import case_hash
    from detente.case.load import read_case
    from detente.result import open_played
    from detente.views.context import Context
    from detente.views.stories import tell, told

    found = open_played(result, "outcomes", "events")
    played = read_case(case or _where(found), str(found.manifest["as_of"])[:10])
    if found.manifest.get("case_hash") != case_hash(played):
        err.print("The case has changed since this result was played: names and words may differ.", soft_wrap=True)
    context = Context(found, played)
    try:
        stories = [tell(context, run)] if run is not None else told(context)
    except KeyError as error:
        raise InputError(f"{result}: damaged, or of another version: no {error.args[0]}; run the case again") from error
    except LookupError as error:
        raise InputError(f"--run: {error.args[0]}") from None
    if as_json:
        print_json([_document(story) for story in stories] if run is None else _document(stories[0]))
        return
    for story in stories:
        say(f"Future {story.run}: {story.head}")
        say(f"One future, not a forecast. {story.like}.")
        for step in story.steps:
            say(f"  {step.day.isoformat()}  {step.text}{f' ({step.note})' if step.note else ''}")
        say()


def _where(found: Result) -> str:
    """Return the case that a result was played from: its folder if that is still there, else its name."""
    beside = found.manifest.get("case_folder")
    if beside and (found.folder / beside / "case.yaml").is_file():
        return str(found.folder / beside)
    return str(found.manifest["case"])


def _document(story: Any) -> dict[str, Any]:
    steps = [{"day": step.day.isoformat(), "text": step.text, "note": step.note} for step in story.steps]
    return {"run": story.run, "outcome": story.outcome, "head": story.head, "like": story.like, "steps": steps}
