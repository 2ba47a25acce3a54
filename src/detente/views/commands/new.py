"""``detente new``: a small commented case to start from."""

from __future__ import annotations

import re
import shlex
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import InputError
from detente.files import copy_whole
from detente.views.terminal import say

__all__ = ["new"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def new(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="The folder to make: letters, digits, hyphens.")],
) -> None:
    """Make a folder with a small commented case that passes `detente check` and runs; change it into your own.

    Nothing is overwritten: where there is something of that name already, nothing is made.

    Example: detente new northfork-2031
    """
    if not _NAME.fullmatch(name.name):
        raise InputError(f"{name}: not a name for a case; use letters, digits and hyphens, as in northfork-2031")
    if name.exists() or name.is_symlink():
        raise InputError(f"{name}: there is something of this name already; choose another one")
    if not name.parent.is_dir():
        raise InputError(f"{name}: there is no folder {name.parent}; make it first, or choose another place")
    with resources.as_file(resources.files("detente") / "case" / "template") as template:
        copy_whole(template, name)
    say(f"Made {name}. Begin with {name / 'case.yaml'}, then:")
    typed = shlex.quote(str(name))
    say(f"  detente check {typed}\n  detente run {typed}")
