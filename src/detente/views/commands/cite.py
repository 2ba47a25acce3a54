"""``detente cite``: references of the models in use."""

from __future__ import annotations

from detente.views.options import AsJson, CaseName
from detente.views.terminal import print_json, say

__all__ = ["cite"]


def cite(
    case: CaseName,
    as_json: AsJson = False,
) -> None:
    """Print the references of the models and data that playing this case uses, each with what it is used for.

    Example: detente cite afghanistan-2021
    """
    from detente.analysis.citations import citations
    from detente.case.load import read_case

    found = read_case(case)
    used = citations(found)
    if as_json:
        print_json({"case": found.name, "references": [one.to_record() for one in used]})
        return
    say(f"References of the models that {found.title} uses:")
    for one in used:
        say(f"\n{one.text}")
        say(f"    for: {', '.join(one.uses)}")
