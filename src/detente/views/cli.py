"""The command line: which commands there are. Each lives in its own module of ``views/commands``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente import __version__
from detente.views.commands.brief import brief
from detente.views.commands.cases import cases
from detente.views.commands.changed import changed
from detente.views.commands.check import check
from detente.views.commands.cite import cite
from detente.views.commands.daylight import daylight
from detente.views.commands.draft import draft
from detente.views.commands.forecast import forecast
from detente.views.commands.frontier import frontier
from detente.views.commands.hindcast import hindcast
from detente.views.commands.link import link
from detente.views.commands.new import new
from detente.views.commands.read import read
from detente.views.commands.replay import replay
from detente.views.commands.run import run
from detente.views.commands.serve import serve
from detente.views.commands.strike import strike
from detente.views.commands.test import test
from detente.views.commands.zones import zones
from detente.views.terminal import fit_streams, guarded, out

__all__ = ["app", "main"]

app = typer.Typer(
    name="detente",
    help="Which deal would the parties sign and still keep, what moves it, and what does each number rest on?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _paragraphs(docstring: str) -> str:
    """Return a docstring with a line for each paragraph: Typer breaks lines where the source does, and again."""
    return "\n\n".join(" ".join(part.split()) for part in docstring.split("\n\n"))


def _version(asked: bool) -> None:
    if asked:
        out.print(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options that every command shares."""


app.command("brief")(brief)
app.command("cases")(cases)
app.command("changed")(changed)
app.command("check")(check)
app.command("cite")(cite)
app.command("daylight")(daylight)
app.command("draft")(draft)
app.command("forecast")(forecast)
app.command("frontier")(frontier)
app.command("hindcast")(hindcast)
app.command("link")(link)
app.command("new")(new)
app.command("read")(read)
app.command("replay")(replay)
app.command("run")(run)
app.command("serve")(serve)
app.command("strike")(strike)
app.command("test")(test)
app.command("zones")(zones)
for _command in app.registered_commands:
    _command.help = _paragraphs(_command.callback.__doc__ or "") if _command.callback else None


def main() -> None:
    """Run the command line and exit with its status."""
    fit_streams()
    sys.exit(guarded(lambda: app(standalone_mode=False)))
