"""What the report says where numbers are odd: few futures, texts that hardly anybody signs, days after every end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from case_factory import northfork
from detente.views import charts_deals
from detente.views.answers import deals, evidence, keeping, trust, zones
from detente.views.context import Context
from detente.views.figures import Figure, Note
from detente.views.head import finding_of, lede
from detente.views.stills import still
from detente.views.web.tabs.zones import multiples
from detente.views.wording import none_means
from result_factory import Rows, tables, write

CASE = northfork()


def read(folder: Path, **changed: Rows) -> Context:
    return Context(write(folder / "result", CASE, tables(CASE) | changed), CASE)


def shares(**given: float) -> Rows:
    rows = tables(CASE)["shares"]
    return [row | {"share": given[row["outcome"]]} if row["outcome"] in given else row for row in rows]


def test_the_lede_tells_the_end_that_comes_most_often(tmp_path: Path) -> None:
    quiet = shares(ceasefire=0.68, war_goes_on=0.11, challenger_victory=0.0)
    said = "".join(text for text, _ in lede(read(tmp_path / "quiet", shares=quiet)))
    assert "In 68 a ceasefire holds without a settlement, in 11 the war goes on." in said
    war = "".join(text for text, _ in lede(read(tmp_path / "war", shares=shares(war_goes_on=0.7))))
    assert "ceasefire" not in war
    assert "In 70 the war goes on." in war


def test_the_finding_blames_nothing_that_hardly_ever_closes_the_zone(tmp_path: Path) -> None:
    unsigned = tables(CASE, signed=0.0)
    days = sorted({row["day"] for row in unsigned["diagnosis"]})
    for often, said in ((0.004, "hardly a deal, though one is in reach"),
                        (0.6, "hardly a deal, while both sides expect to win")):  # fmt: skip
        parts = {"in reach": 1 - often, "information": often}
        diagnosis = [{"day": day, "cause": cause, "share": share} for day in days for cause, share in parts.items()]
        context = Context(write(tmp_path / str(often), CASE, unsigned | {"diagnosis": diagnosis}), CASE)
        assert finding_of(context) == said
        figure = deals.obstacles(context)
        assert figure is not None
        assert "of the rest" not in figure.title


def test_the_lede_praises_no_text_that_does_not_stand_out(tmp_path: Path) -> None:
    told = [row | {"both_low": 0.0, "both_high": 1.0, "signed_low": 0.0, "signed_high": 1.0, "kept_low": 0.0,
                   "kept_high": 1.0} for row in tables(CASE)["texts"]]  # fmt: skip
    assert len(told) > 1
    assert "".join(text for text, _ in lede(read(tmp_path, texts=told))).endswith("though none stands out.")


def test_a_text_that_hardly_a_future_signs_has_no_letter_and_no_share_kept(tmp_path: Path) -> None:
    first, *others = tables(CASE)["texts"]
    never = others[-1] | {"name": first["name"], "letter": "Z", "signed": 0.0, "kept": None, "both": 0.0}
    context = read(tmp_path, texts=[first | {"signed": 0.002, "kept": 0.2}, *others, never])
    told = deals.texts(context)
    figure = deals.sign_and_keep(context, told)
    drawn = [row["letter"] for row in figure.drawings[0].spec["datasets"]["texts"]]
    assert drawn == [row["letter"] for row in others]
    assert "Not drawn: A (signed in fewer than 1 of 100 futures); Z (signed in none)." in figure.note
    kept = [one["kept"] for one in deals.listed(context, told, hardly=False).data["items"]]
    assert kept[0] == "too few to say how often kept"
    assert kept[-1] == "nothing to keep"
    assert all("of 100 signed" in one for one in kept[1:-1])


def test_days_on_which_every_future_is_won_count_for_nothing(tmp_path: Path) -> None:
    whole = tables(CASE)
    days = sorted({row["day"] for row in whole["zones"]})
    gone = set(days[4:])
    context = read(
        tmp_path,
        zones=[row | {"n": 0, "perceived": 0.0, "ratifiable": 0.0, "credible": 0.0, "fixed": 0.0}
               if row["day"] in gone else row for row in whole["zones"]],
        diagnosis=[row | {"share": 0.0} if row["day"] in gone else row for row in whole["diagnosis"]],
    )  # fmt: skip
    assert sum(share for _, share in deals.causes(context)) == pytest.approx(1.0)
    found = zones.answer(context)
    figures = {one.drawings[0].name: one for row in found.rows for one in row.figures}
    assert len(figures["open-zones"].drawings[0].spec["datasets"]["zones"]) == 4
    assert "in none at the end" not in figures["open-zones"].title
    assert {row["day"] for row in figures["diagnosis"].drawings[0].spec["datasets"]["rows"]} <= {
        day.isoformat() for day in days[:4]
    }
    assert "somebody has won every surveyed future" in figures["open-zones"].note


def test_zones_of_a_single_date_are_not_drawn_over_time(tmp_path: Path) -> None:
    whole = tables(CASE)
    first = min(row["day"] for row in whole["zones"])
    gone = [row | {"n": 0} if row["day"] > first else row for row in whole["zones"]]
    context = read(tmp_path, zones=gone)
    found = zones.answer(context)
    assert [one.drawings[0].name for row in found.rows for one in row.figures] == ["diagnosis", "terms"]
    said = " ".join(str(one.data["text"]) for row in found.rows for one in row.blocks if isinstance(one, Note))
    assert "one date alone" in said
    assert "somebody has won every surveyed future" in said
    edges = context.rows("zone_edges", "order by day")
    assert multiples(context, list(CASE.issues), edges, first) == ()


def test_terms_say_whose_ideals_and_red_lines_are_drawn(tmp_path: Path) -> None:
    context = read(tmp_path)
    edges = context.rows("zone_edges", "order by day")
    table = zones.terms(context, list(CASE.issues), edges).table
    assert table is not None
    said = " ".join(str(cell) for row in table.rows for cell in row)
    for one in CASE.positions:
        if one.red_line and one.issue in CASE.issues:
            assert f"{CASE.actors[one.actor].name} at " in said


def test_the_next_check_names_its_outcome_and_leads_to_the_statement(tmp_path: Path) -> None:
    row = {"statement": "S2", "outcome": "settlement", "share": 0.24, "struck": 0.06, "low": -0.2, "mid": -0.18,
           "high": -0.1, "won": 1, "lost": 9, "leads": True, "clear": True, "swing": 0.18, "credibility": 0.6,
           "worth": 0.004, "moved": 3}  # fmt: skip
    found = evidence.answer(read(tmp_path, strikes=[row]))
    notes = [one for place in found.rows for one in place.blocks if isinstance(one, Note) and one.kind == "next-check"]
    assert notes[0].data["statement"] == "S2"
    assert "how often it ends in a settlement moves by 18 of 100" in notes[0].data["text"]
    assert notes[0].data["text"].endswith("a check is expected to move it by less than 1.")


def test_scores_that_nobody_has_get_no_column(tmp_path: Path) -> None:
    row = {"crps": None, "days": 0, "events": 2, "until": "2031-06-01"}
    scores = [row | {"forecaster": "this model", "brier": 0.3, "log": 0.5},
              row | {"forecaster": "no change", "brier": 0.5, "log": 4.15}]  # fmt: skip
    found = next(iter(trust.answer(read(tmp_path, scores=scores)).rows)).figures[0]
    assert found.table is not None
    assert found.table.columns == ("Forecaster", "Brier", "log score")
    assert found.table.rows[1] == ("no change", ".50", "4.15")
    assert "CRPS" not in found.note


def test_the_command_names_the_levers_that_were_played_where_some_were_not(tmp_path: Path) -> None:
    def told(levers: list[str]) -> str:
        context = Context(write(tmp_path / str(len(levers)), CASE, tables(CASE), scenarios=["baseline", *levers]), CASE)
        return next(one.data["command"] for row in trust.answer(context).rows for one in row.blocks
                    if isinstance(one, Note) and one.kind == "again")  # fmt: skip

    levers = list(CASE.levers)
    assert "--lever" not in told(levers)
    assert told(levers[:1]).endswith(f"--lever {levers[0]}")
    assert f"--horizon {CASE.horizon}" in told(levers)


def test_the_legend_of_pledges_holds_what_is_drawn_and_nothing_else(tmp_path: Path) -> None:
    context = read(tmp_path)
    key, deal = next((key, deal) for key, deal in CASE.deals.items() if deal.clauses)
    undated = [clause.model_copy(update={"by": None, "status": "pending", "done": None}) for clause in deal.clauses]
    figure = keeping.pledges(context, key, deal.model_copy(update={"clauses": tuple(undated)}))
    assert {one.word for one in figure.keys} == {"pending", "no date was set"}
    words = [one.word for one in keeping.pledges(context, key, deal).keys]
    assert ("deadline" in words) == any(clause.by for clause in deal.clauses)


def test_the_label_of_a_single_bar_stands_clear_of_it() -> None:
    rows: list[dict[str, Any]] = [{"name": "Only one", "share": 40.0, "value": "40", "colour": "bar"}]
    one, two = (charts_deals.bars(rows * count) for count in (1, 2))
    pitch = [spec["height"] / count for spec, count in ((one, 1), (two, 2))]
    assert pitch[0] == pitch[1]
    assert all(_scale(spec)["padding"] == 0 for spec in (one, two))
    assert "Only one" in still(one, "one")


def _scale(spec: Any) -> dict[str, Any]:
    return next(layer["encoding"]["y"]["scale"] for layer in spec["layer"] if "scale" in layer["encoding"]["y"])


def test_a_handful_of_futures_bounds_nothing() -> None:
    assert none_means(1) == "None of 1 says nothing: these are too few."
    assert "fewer than 1 in 4" in none_means(12)


def test_a_figure_says_where_a_zone_opens_late(tmp_path: Path) -> None:
    whole = tables(CASE)
    days = sorted({row["day"] for row in whole["zone_edges"]})
    late = [row | ({"low": None, "high": None, "nash": None, "share_open": 0.0} if row["day"] == days[0] else {})
            for row in whole["zone_edges"]]  # fmt: skip
    found = zones.zone(read(tmp_path), next(iter(CASE.issues)), late)
    assert isinstance(found, Figure)
    assert found.title.startswith("Only from ")
    assert replace(found, folded=True).label.startswith("Only from ")
