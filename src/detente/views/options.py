"""Arguments and options that several commands share: one wording and one check for each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.views.terminal import MOST_FUTURES, MOST_SEED, at_most

__all__ = ["AsJson", "AsOf", "CaseName", "Include", "OpenIt", "Seed", "folder_option", "futures"]


def futures(words: str, least: int = 1, name: str = "--runs") -> Any:
    """Return the option that counts futures or draws; wrong usage beyond `MOST_FUTURES`."""
    return typer.Option(name, metavar="N", min=least, callback=at_most(MOST_FUTURES), help=words)


def _folder(name: str) -> Path:
    if not name.strip():
        raise typer.BadParameter("expected a folder's name, got nothing; for this folder write .")
    return Path(name)


def folder_option(words: str) -> Any:
    """Return the option that names the folder to write to; nothing, as of an unset variable, is wrong usage."""
    return typer.Option("--out", metavar="DIR", parser=_folder, help=words)


def _level(include: str) -> str:
    if include not in ("open", "restricted"):
        raise typer.BadParameter(f'expected open or restricted, got "{include}"; what is secret never leaves')
    return include


CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case's folder, or the name of a case that ships.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Use what was known on this date, as 2031-03-08.")
]
Seed = Annotated[
    int,
    typer.Option("--seed", metavar="S", min=0, callback=at_most(MOST_SEED), help="Where the luck comes from."),
]
Include = Annotated[
    str,
    typer.Option("--include", metavar="LEVEL", callback=_level, help="Whose sentences and names: open or restricted."),
]
OpenIt = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
