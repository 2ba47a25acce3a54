"""Question 8: how far should you trust this?"""

from __future__ import annotations

import shlex
from typing import Any

from detente.case.coverage import coverage
from detente.views.context import Context
from detente.views.figures import Answer, Figure, Note, Row, Table, prose
from detente.views.wording import number, plural, short_date

__all__ = ["answer", "command"]

_LEFT_OUT = (
    "Parties do not split or merge, and no new party enters the war.",
    "Leaders change only where the case or a lever says so.",
    "Parties weigh terms by what they say they want; what they hide is a range, not a motive.",
    "Money, drugs and aid matter only through forces and support.",
)


def answer(context: Context) -> Answer:
    """Return the scores on processes that the model was not fitted to, what is left out, and how to get this again."""
    scores = _scores(context)
    blocks: tuple[Figure | Note, ...] = (scores, Note("left-out", {"points": _left_out(context)}))
    manifest = context.result.manifest
    facts = {
        "command": command(manifest),
        "case_hash": str(manifest.get("case_hash", ""))[:12], "code_hash": str(manifest.get("code_hash", ""))[:12],
        "version": manifest.get("detente", ""), "cite": f"detente cite {shlex.quote(str(manifest.get('case', '')))}",
        "versions": ", ".join(f"{name} {value}" for name, value in (manifest.get("versions") or {}).items()),
    }  # fmt: skip
    rows = (Row(blocks, "even"), Row((Note("again", facts),)))
    return Answer("trust", "How far to trust it", "How far should you trust this?", rows)


def command(manifest: dict[str, Any]) -> str:
    """Return the command that makes the same result again.

    Examples
    --------
    >>> command({"case": "aceh-2005", "as_of": "2005-01-28", "runs": 1000, "seed": 1})
    'detente run aceh-2005 --as-of 2005-01-28 --runs 1000 --seed 1'
    """
    return (
        f"detente run {shlex.quote(str(manifest['case']))} --as-of {manifest['as_of']} --runs {manifest['runs']} "
        f"--seed {manifest['seed']}"
    )


def _scores(context: Context) -> Figure | Note:
    rows = context.rows("scores")
    if not rows:
        text = (
            "No score stands beside these shares yet: the model has not been scored on this process, so read them as "
            "what the case’s numbers imply and not as a forecast that has proved itself. "
            "“detente hindcast” scores a process whose end is known, beside simple rivals."
        )
        return prose(text, line="Scores", title="Not calibrated yet")
    cells = tuple((str(row["forecaster"]), number(row.get("log")), number(row.get("brier")), number(row.get("cases")))
                  for row in rows)  # fmt: skip
    ours = next((row for row in rows if str(row["forecaster"]).lower().startswith("this")), None)
    base = next((row for row in rows if "base" in str(row["forecaster"]).lower()), None)
    better = ours and base and (ours.get("log") or 0) < (base.get("log") or 0)
    return Figure(
        line="Score on processes that the model was not fitted to (lower is better)",
        title="Better than the base rate" if better else "Not yet better than the base rate",
        drawings=(),
        table=Table(("Forecaster", "log score", "Brier", "cases"), cells, "", (1, 2, 3), unfolded=True),
    )


def _left_out(context: Context) -> list[str]:
    found = coverage(context.case)
    points = []
    if context.case.design_case:
        points.append("This is the process that the model was designed on: its fit counts for nothing.")
    if context.case.hindsight:
        points.append("The case was coded after its end was known: what the coder knew may have found its way in.")
    if guesses := found.count("assumed"):
        points.append(f"{plural(guesses, 'number')} of {len(found.numbers)} in the case are assumed.")
    assumed = [row for row in context.rows("hangs_on") if row["rests_on"] == "assumed"]
    if assumed:
        widest = max(assumed, key=lambda row: abs(row["at_high"] - row["at_low"]))
        points.append(f"Among them: {context.number_name(widest['number'])[:1].lower()}"
                      f"{context.number_name(widest['number'])[1:]}.")  # fmt: skip
    unread = sum(not one.reviewed for one in context.case.ledger.values())
    if unread:
        points.append(f"Nobody has reviewed {unread} of its {len(context.case.ledger)} statements.")
    points.append(f"Nothing that became known after {short_date(context.as_of)} is used.")
    return [*points, *_LEFT_OUT]
