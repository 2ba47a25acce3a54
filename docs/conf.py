"""How the documentation is built: `make docs`. Warnings are errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente import __version__

project = "Détente"
author = "The Detente developers"
copyright = author
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.mathjax"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Détente"
html_show_copyright = False
html_show_sphinx = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
napoleon_use_rtype = False

HERE = Path(__file__).parent
COMMANDS = HERE / "reference" / "commands.md"


def write_commands(app: Any) -> None:
    """Write the reference of the command line from the commands' own help, so that it is always theirs."""
    from typer.main import get_command

    from detente.views.cli import app as cli

    group: Any = get_command(cli)
    parts = [
        "# Command line\n",
        "Every command has `--help`; `--json` prints one JSON document to standard output and nothing else there. "
        "Messages and progress go to standard error. Exit status: 0 done, 1 the input is wrong (messages say where), "
        "2 wrong usage, 3 an internal fault, 130 interrupted.\n",
    ]
    for name, command in sorted(group.commands.items()):
        parts.append(f"## detente {name}\n")
        parts.append("\n\n".join(_paragraph(text) for text in (command.help or "").split("\n\n")) + "\n")
        rows = [_parameter(one) for one in command.params if getattr(one, "name", "") != "help"]
        if rows:
            parts.append("| argument or option | meaning |\n| --- | --- |\n" + "\n".join(rows) + "\n")
    text = "\n".join(parts)
    if not COMMANDS.exists() or COMMANDS.read_text(encoding="utf-8") != text:
        COMMANDS.write_text(text, encoding="utf-8")


def _paragraph(text: str) -> str:
    joined = " ".join(text.split())
    label, colon, example = joined.partition(": ")
    return f"Example: `{example}`" if colon and label == "Example" else joined.replace("<", "&lt;")


def _parameter(one: Any) -> str:
    names = (
        ", ".join(f"`{name}`" for name in one.opts)
        if one.param_type_name == "option"
        else f"`{one.metavar or one.name}`"
    )
    return f"| {names} | {' '.join((one.help or '').split()).replace('|', '/')} |"


def setup(app: Any) -> None:
    """Hook into Sphinx."""
    app.connect("builder-inited", write_commands)
