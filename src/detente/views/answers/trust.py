"""Question 8: how far should you trust this?"""

from __future__ import annotations

import shlex
from typing import Any

from detente.case.coverage import coverage
from detente.views.context import Context
from detente.views.figures import Answer, Figure, Note, Row, Table, prose
from detente.views.wording import decimal, joined, plural, short_date

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
        "command": command(manifest) + _alone(context),
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
    >>> command({"case": "aceh-2005", "as_of": "2005-01-28", "horizon": "2006-02-28", "runs": 1000, "seed": 1})
    'detente run aceh-2005 --as-of 2005-01-28 --horizon 2006-02-28 --runs 1000 --seed 1'
    """
    asked = (f" --{name.replace('_', '-')} {manifest[name]}" for name in ("as_of", "horizon", "runs", "seed"))
    return f"detente run {shlex.quote(str(manifest['case']))}{''.join(asked)}"


def _alone(context: Context) -> str:
    """Say which levers were played, where these are not all of the case's."""
    played = [name for name in context.result.manifest.get("scenarios", ()) if name != "baseline"]
    if set(played) == set(context.case.levers):
        return ""
    return "".join(f" --lever {shlex.quote(name)}" for name in played)


_MADE_ON_IT = "The model was made on this process: these scores count for nothing"


def _scores(context: Context) -> Figure | Note:
    rows = context.rows("scores")
    if not rows:
        text = (
            "No score stands beside these shares yet: the model has not been scored on this process, so read them as "
            "what the case’s numbers imply and not as a forecast that has proved itself. "
            "“detente hindcast” scores a process whose end is known, beside simple rivals."
        )
        return prose(text, line="Scores", title="Not calibrated yet")
    days, events = max(row["days"] for row in rows), max(row["events"] for row in rows)
    shown = [(name, key) for name, key in (("CRPS", "crps"), ("Brier", "brier"), ("log score", "log"))
             if any(row[key] is not None for row in rows)]  # fmt: skip
    cells = tuple((str(row["forecaster"]), *(decimal(row[key]) for _, key in shown)) for row in rows)
    by = [f"CRPS: regions lost, mean over {plural(days, 'date')}"] * (days > 0)
    by += [f"Brier and log: {plural(events, 'event')}"] * (events > 0)
    note = (
        f"{'; '.join(by)}, up to {short_date(rows[0]['until'])}, where the history ends. "
        "One process cannot show that shares are calibrated."
    )
    return Figure(
        line="Score against this process’s own history (lower is better)",
        title=_MADE_ON_IT if context.case.design_case else _beaten(rows),
        drawings=(),
        note=note,
        table=Table(
            ("Forecaster", *(name for name, _ in shown)), cells, "", tuple(range(1, len(shown) + 1)), unfolded=True
        ),
    )


def _beaten(rows: list[dict[str, Any]]) -> str:
    """Title the scores: which simple rivals do better than the model, by regions lost or else by events."""
    ours, *_ = rows  # the table begins with it
    by = "crps" if ours["crps"] is not None else "brier"
    better = [f"“{row['forecaster']}”" for row in rows if row[by] is not None and row[by] < ours[by]]
    return f"On this process, {joined(better)} did better" if better else "On this process, no simple rival did better"


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
        points.append(f"The assumed number that matters most: “{context.number_name(widest['number'])}”.")
    unread = sum(not one.reviewed for one in context.case.ledger.values())
    if unread:
        points.append(f"Nobody has reviewed {unread} of its {len(context.case.ledger)} statements.")
    points.append(f"Nothing that became known after {short_date(context.as_of)} is used.")
    return [*points, *_LEFT_OUT]
