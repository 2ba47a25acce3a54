from __future__ import annotations

import json
import re
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from case_factory import bare, northfork
from detente.views import charts_zones
from detente.views.charts import DARK, LIGHT, colours
from detente.views.charts_deals import sign_and_keep
from detente.views.charts_front import share_map
from detente.views.context import Context
from detente.views.maps import features
from detente.views.report import answers, figures
from detente.views.stills import shared, still
from result_factory import tables, write


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("charts")
    found = {}
    for case, signed in ((northfork(), 0.3), (bare(), 0.0)):
        context = Context(write(folder / case.name, case, tables(case, runs=60, draws=5, signed=signed)), case)
        drawn = [one for figure in figures(answers(context)) for one in figure.drawings]
        found |= {f"{case.name}-{one.name}": dict(one.spec) for one in drawn}
    return found


def test_every_chart_is_one_view_of_the_width_of_its_place(specs: dict[str, dict[str, Any]]) -> None:
    assert len(specs) > 25
    for spec in specs.values():
        assert not {"vconcat", "hconcat", "concat", "facet", "repeat"} & set(spec)
        assert spec["width"] == "container"
        assert isinstance(spec["height"], int)
        assert spec["$schema"] == alt.Chart(alt.NamedData("x")).mark_point().to_dict()["$schema"]


def test_every_colour_is_a_variable_of_both_palettes(specs: dict[str, dict[str, Any]]) -> None:
    assert set(LIGHT) == set(DARK)
    for spec in specs.values():
        text = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
        assert set(re.findall(r"var\(--(\w+)\)", text)) <= {*LIGHT, "happened"}
        assert not re.search(r'"#[0-9a-f]{6}"', text)


def test_every_dataset_a_chart_draws_from_is_there_by_name(specs: dict[str, dict[str, Any]]) -> None:
    for name, spec in specs.items():
        asked = set(re.findall(r'"data": {"name": "(\w+)"}', json.dumps(spec)))
        assert asked <= set(spec["datasets"]), name


def test_text_is_in_quoted_fonts(specs: dict[str, dict[str, Any]]) -> None:
    for spec in specs.values():
        assert spec["config"]["font"].startswith("'Source Sans 3'")


def test_zones_that_do_not_nest_are_refused() -> None:
    row = {"day": date(2031, 3, 8), "perceived": 50.0, "ratifiable": 60.0, "credible": 10.0, "fixed": 5.0}
    with pytest.raises(ValueError, match="do not nest"):
        charts_zones.open_zones([row], [], ("2031-03-08", "2031-12-31"))


def _sign_and_keep() -> dict[str, Any]:
    row = {"letter": "A", "signed": 20.0, "signed_low": 10.0, "signed_high": 30.0, "kept": 50.0, "kept_low": 40.0,
           "kept_high": 60.0, "best": True, "crosses": False}  # fmt: skip
    return sign_and_keep([row], ref=colours())


def test_letters_that_would_hide_each_other_stand_apart_and_point_to_where_they_belong() -> None:
    row = {"signed_low": 5.0, "signed_high": 60.0, "kept_low": 40.0, "kept_high": 95.0, "best": False, "crosses": False}
    told = [
        row | {"letter": name, "signed": x, "kept": y} for name, x, y in (("A", 30, 80), ("B", 30, 80), ("C", 5, 9))
    ]
    placed = {one["letter"]: one for one in sign_and_keep(told, ref=colours())["datasets"]["texts"]}
    assert (placed["A"]["moved"], placed["B"]["moved"], placed["C"]["moved"]) == (True, True, False)
    assert placed["B"]["at_x"] - placed["A"]["at_x"] > 3
    assert placed["A"]["signed"] == placed["B"]["signed"] == 30
    assert (placed["C"]["at_x"], placed["C"]["at_y"]) == (5, 9)


def test_stills_do_not_depend_on_what_was_drawn_before() -> None:
    first = still(_sign_and_keep(), "a")
    still(_sign_and_keep(), "b")
    assert still(_sign_and_keep(), "a") == first


def test_stills_carry_own_ids_and_nothing_for_screen_readers() -> None:
    svg = still(_sign_and_keep(), "mine")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert ids
    assert all(one.startswith("mine-") for one in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert svg.count("aria-") == svg.count('aria-hidden="true"') == 1
    assert "tabindex" not in svg
    assert ">A<" in svg


def test_pictures_without_a_page_have_no_variables() -> None:
    assert "var(" not in still(_sign_and_keep(), "a")


def test_a_map_fills_its_regions_and_not_the_rest_of_the_globe() -> None:
    case = northfork()
    values = [{"region": key, "share": 90.0} for key in case.regions]
    svg = still(share_map(values, features(case.geometry), colours()), "map", 300)
    shapes = re.findall(rf'd="([^"]+)"[^>]*fill="{LIGHT["map5"]}"', svg)
    assert len(shapes) == len(case.regions)
    for shape in shapes:
        steps = [float(x) for x in re.findall(r"[Ml ](-?[\d.]+),", shape)]
        xs = list(accumulate(steps))  # from the first point on, each is a step from the one before
        assert 0 < max(xs) - min(xs) < 150


def test_maps_share_their_regions_and_keep_their_fills() -> None:
    case = northfork()
    shares = {"a": 90.0, "b": 5.0}
    stills = {
        name: still(share_map([{"region": key, "share": share} for key in case.regions],
                              features(case.geometry), colours()), name, 300)
        for name, share in shares.items()
    }  # fmt: skip
    before, after = shared(stills, longest=24)
    drawn = re.findall(r'<path id="(shape-\d+)" d="[^"]+"/>', before)
    assert len(drawn) == len(case.regions)
    for name, colour in (("a", "map5"), ("b", "map1")):
        assert re.findall(rf'<use href="#(shape-\d+)"[^>]*fill="{LIGHT[colour]}"', after[name]) == drawn
        assert len(after[name]) < len(stills[name])


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [("ink", "ground"), ("muted", "ground"), ("alarm", "ground"), ("sett", "ground"), ("ink", "span"), ("ink", "panel"),
     ("onsett", "sett"), ("onlow", "low"), ("onwar", "war"), ("oninc", "inc"), ("onfill", "chal"), ("onfill", "cease")],
)  # fmt: skip
def test_text_stands_out_from_what_it_is_printed_on(palette: dict[str, str], text: str, ground: str) -> None:
    low, high = sorted((_luminance(palette[text]), _luminance(palette[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5
