"""``detente cases``: what ships."""

from __future__ import annotations

from detente.views.options import AsJson
from detente.views.terminal import print_json, say

__all__ = ["cases"]


def cases(as_json: AsJson = False) -> None:
    """List the cases that ship with Detente; each name works wherever a case is asked for.

    Example: detente cases
    """
    from detente.case.load import read_whole, shipped_cases

    found = [read_whole(name) for name in shipped_cases()]
    if as_json:
        print_json(
            [
                {"case": one.name, "title": one.title, "summary": one.summary.strip(), "as_of": one.as_of.isoformat(),
                 "horizon": one.horizon.isoformat(), "hindsight": one.hindsight, "folder": str(one.folder)}
                for one in found
            ]
        )  # fmt: skip
        return
    for one in found:
        say(f"{one.name}  {one.title}, {one.as_of} to {one.horizon}")
        say(f"  {' '.join(one.summary.split())}")
    say(f"\nPlay one: detente run {found[0].name if found else 'FOLDER'}")
