"""Figures of the deals: all texts by sign and keep, and one text against every party's floors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from detente.analysis.trial import Trial
from detente.views import charts_deals, charts_trial
from detente.views.answers.deals import obstacles, sign_and_keep
from detente.views.context import Context
from detente.views.figures import Drawing, Figure, Key, Table
from detente.views.titles import HARDLY
from detente.views.wording import MINUS, hundred, in_hundred, joined, number, plural

__all__ = ["breaks_figure", "hardly", "margins_figure", "texts_figure"]


def hardly(every: list[dict[str, Any]]) -> bool:
    """Whether so few texts are signed that a plot of signed by kept would hold dots in a corner."""
    return max((row["signed"] for row in every), default=0.0) < HARDLY


def texts_figure(context: Context, every: list[dict[str, Any]]) -> Figure | None:
    """Return sign and keep, or what closes the zone where hardly any text is signed."""
    if not hardly(every):
        return sign_and_keep(context, every)
    found = obstacles(context)
    return found and replace(found, note=found.note.replace("Question 2 shows the months.", "Zones shows the months."))


def margins_figure(context: Context, trial: Trial) -> Figure:
    """Return what a text gives each party less its two floors, on the first day."""
    rows, cells = [], []
    for one in trial.margins:
        name, side = context.actor_name(one.party), context.side_of(one.party)
        for floor, spread in (
            ("over fighting on", one.over_war),
            ("over what sells at home", one.over_ratifiable),
        ):
            low, mid, high = (100 * value for value in spread)
            rows.append({"name": f"{name} {floor}", "side": side, "low": low, "mid": mid, "high": high,
                         "value": _signed(mid)})  # fmt: skip
        cells.append((name, number(one.utility), *(_spread(spread) for spread in (one.over_war, one.over_ratifiable)),
                      hundred(one.would_sign)))  # fmt: skip
    willing = [context.actor_name(one.party) for one in trial.margins if one.over_ratifiable[1] >= 0]
    title = (
        "On the first day the text clears every floor in the middle future" if len(willing) == len(trial.margins)
        else f"On the first day the text clears the floors of {joined(willing)} alone" if willing
        else "On the first day the text lies below every party’s floor"
    )  # fmt: skip
    reach = 10 * max(2, -(-max(int(abs(row[key])) + 1 for row in rows for key in ("low", "high")) // 10))
    heads = ("Party", "what the text gives", "over fighting on", "over what sells at home", "would sign, of 100")
    return Figure(
        line="What the text gives each party less its floor, in hundredths of the distance between the opposed wishes",
        title=title,
        drawings=(Drawing("margins", charts_trial.margins(rows, min(reach, 100))),),
        keys=(Key("median", "square", "inc"), Key("5 to 95 of 100 futures", "line"), Key("the floor", "upright")),
        table=Table(heads, tuple(cells), "Utilities on the first day: median (5–95 of 100 futures)", (1, 2, 3, 4)),
    )


def _spread(spread: tuple[float, float, float]) -> str:
    low, mid, high = (number(value) for value in spread)
    return f"{mid} ({low} to {high})"


def _signed(value: float) -> str:
    size = round(abs(value))
    return f"{MINUS if value < 0 and size else '+' if size else ''}{size}"


def breaks_figure(context: Context, trial: Trial) -> Figure | None:
    """Return what breaks first among the deals that break; None where none does."""
    if not trial.first_break:
        return None
    shown = trial.first_break[:6]
    left = len(trial.first_break) - len(shown)
    rows = [{"name": context.clause_name(name), "share": 100 * share, "value": hundred(share), "colour": "bar"}
            for name, share in shown]  # fmt: skip
    return Figure(
        line="Of 100 deals on this text that break: what breaks first",
        title=f"First to break: {rows[0]['name']}, {in_hundred(shown[0][1], of=True)}",
        drawings=(Drawing("breaks", charts_deals.bars(rows, title="of 100 deals that break")),),
        table=Table(("What breaks first", "of 100"), tuple((row["name"], row["value"]) for row in rows), numeric=(1,)),
        note=f"{plural(left, 'rarer cause')} not shown." if left else "",
    )
