"""Reading a case: what goes without saying is said, short spellings are read, files are found."""

import json
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

import detente
from detente.case.coverage import coverage
from detente.case.geometry import read_geometry, ring_area, shared_borders, turned
from detente.case.jsonschema import SHIPPED, schema_text
from detente.case.load import read_case, read_whole, shipped_cases
from detente.case.locate import parse_yaml
from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.problems import Problems
from detente.case.walk import numbers_of

TEMPLATE = Path(str(resources.files("detente"))) / "case" / "template"
CASE = read_whole(TEMPLATE)
FOLDERS = {"template": TEMPLATE} | shipped_cases()


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TEMPLATE, tmp_path / "case"))


def with_text(folder, old, new):
    path = folder / "case.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return read_whole(folder)


@pytest.mark.parametrize("name", FOLDERS)
def test_what_ships_has_no_problems(name):
    case = read_case(FOLDERS[name])
    assert case.regions
    assert case.ledger


@pytest.mark.parametrize("name", FOLDERS)
def test_every_number_says_what_it_rests_on(name):
    assert all(number.rests for _, number in numbers_of(read_whole(FOLDERS[name])))


def test_a_block_hands_down_what_it_rests_on():
    ideal = CASE.positions[0].ideal
    assert (ideal.because, ideal.low, ideal.mode, ideal.high) == (("S3",), 0.0, 0.1, 0.2)
    assert CASE.beliefs.support_lasts["front"].because == ("S1", "S3")
    assert CASE.positions[0].red_line is not None
    assert CASE.positions[0].red_line.at_most == Number(low=0.6, mode=0.6, high=0.6, because=("S3",))
    decided = CASE.levers["air_support_stays"].change[0].at_least
    assert decided == Number(low=0.5, mode=0.5, high=0.5, assumed="what the lever decides")


def test_a_numbers_own_evidence_is_kept(folder):
    case = with_text(folder, "ideal: [.8, .9, 1], salience: [.2, .3, .4], because: [S3]}",
                     "ideal: {value: [.8, .9, 1], assumed: own}, salience: [.2, .3, .4], because: [S3]}")  # fmt: skip
    assert (case.positions[1].ideal.because, case.positions[1].ideal.assumed) == ((), "own")
    assert case.positions[1].salience.because == ("S3",)


def test_what_goes_without_saying_is_said():
    assert CASE.actors["republic"].principal
    assert CASE.actors["front"].principal
    assert CASE.actors["president"].side == "incumbent"
    assert sum(region.weight for region in CASE.regions.values()) == pytest.approx(1)


def test_numbers_of_the_front_and_the_table_stand_with_the_others(folder):
    text = "  front: {alpha: [-12, -11, -10], assumed: a guess}\n  hostilities:"
    case = with_text(folder, "  hostilities:", text)
    assert case.numbers["alpha"] == Number(low=-12, mode=-11, high=-10, assumed="a guess")
    assert case.theatre.front == {}
    case = with_text(folder, "    open: true\n", "    open: true\n    numbers: {p_close: {value: .3, assumed: x}}\n")
    assert case.numbers["p_close"].mode == 0.3


@pytest.mark.parametrize(("old", "new", "look"), [
    ("{between: [republic, front], since", "{republic: front, since", lambda c: c.theatre.hostilities[0].between),
    ("countryside: {challenger: [.4, .5, .6]", "countryside: {value: [.4, .5, .6]", lambda c: c.theatre.countryside),
    ("while: {office: president, is: in_office}", "while: {president: in_office}",
     lambda c: c.tables["capital_talks"].preconditions[0].while_),
    ("change: {president: out_of_office}", "change: [{office: president, to: out_of_office}]",
     lambda c: c.levers["president_steps_down"].change),
    ("what: {hostilities: defence}", "what: [{hostilities: [front, union], to: defence}]",
     lambda c: c.deals["accord_2030"].clauses[1].what),
    ("what: {talks: capital_talks}", "what: {talks: capital_talks, to: open}",
     lambda c: c.deals["accord_2030"].clauses[2].what),
    ("Mara Voss: union", "Mara Voss: {for: union}", lambda c: c.speakers["Mara Voss"]),
    ("ratified_by: [president]", "ratified_by: president", lambda c: c.actors["republic"].ratified_by),
    ("bias: {value: [-.3, -.1, .1], because: [S1]}", "numbers: {bias: [-.3, -.1, .1], because: [S1]}",
     lambda c: c.actors["envoy"].numbers),
])  # fmt: skip
def test_short_and_long_spellings_mean_the_same(old, new, look, folder):
    assert look(with_text(folder, old, new)) == look(CASE)


def test_purposes_may_be_a_list(folder):
    case = with_text(folder, "for: {defence: .8, training: .2}", "for: [defence, offence]")
    purposes = case.theatre.support["union"].purposes
    assert {name: share.mode for name, share in purposes.items()} == {"defence": 0.5, "offence": 0.5}


def test_sides_may_hold_regions(folder):
    path = folder / "regions.csv"
    path.write_text(path.read_text().replace(",republic,", ",incumbent,"))
    assert read_whole(folder).regions == CASE.regions


def test_words_of_older_yaml_are_text():
    located = parse_yaml("{on: no, off: yes, time: 1:30, day: 2031-03-08, half: .5, tiny: 1e-3}", "x.yaml", Problems())
    assert located is not None
    assert located.data == {
        "on": "no",
        "off": "yes",
        "time": "1:30",
        "day": date(2031, 3, 8),
        "half": 0.5,
        "tiny": 0.001,
    }


def test_neighbours_come_from_borders_or_from_the_file(folder):
    assert CASE.regions["adanville"].neighbours == ("westbank", "eastgate", "lowfield")
    (folder / "neighbours.csv").write_text("a,b\nadanville,saltmarsh\n")
    regions = read_whole(folder).regions
    assert (regions["adanville"].neighbours, regions["saltmarsh"].neighbours) == (("saltmarsh",), ("adanville",))


def test_borders_of_the_flagship_agree_with_its_list():
    """Borders of drawn polygons find the pairs that the shipped list holds, made from the same polygons."""
    case = read_case("afghanistan-2021")
    listed = {(a, b) for a, region in case.regions.items() for b in region.neighbours}
    assert case.geometry is not None
    found = shared_borders(case.geometry)
    assert len(listed) == 2 * 79
    assert len(listed ^ found) <= 4


def test_outer_rings_run_clockwise_and_holes_the_other_way():
    """d3-geo fills the rest of the globe otherwise."""
    case = read_case("afghanistan-2021")
    assert case.geometry is not None
    assert len(case.geometry["features"]) == 34
    for feature in case.geometry["features"]:
        polygons = feature["geometry"]["coordinates"]
        for rings in [polygons] if feature["geometry"]["type"] == "Polygon" else polygons:
            assert ring_area(rings[0]) < 0
            assert all(ring_area(hole) > 0 for hole in rings[1:])
    outer, hole = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
    both = turned({"type": "MultiPolygon", "coordinates": [[outer, hole], [outer[::-1], hole[::-1]]]})["coordinates"]
    assert [ring_area(ring) < 0 for rings in both for ring in rings] == [True, False, True, False]


def test_points_off_the_globe_are_reported(tmp_path):
    feature = {"type": "Feature", "properties": {"name": "a"}}
    feature["geometry"] = {"type": "Polygon", "coordinates": [[[0, 0], [500, 0], [1, 1], [0, 0]]]}
    (tmp_path / "map.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    problems = Problems()
    read_geometry(tmp_path / "map.geojson", "map.geojson", ["a"], problems)
    assert "[longitude, latitude]" in next(iter(problems.found))


def test_coverage_counts_what_rests_on_what(folder):
    before = coverage(CASE)
    after = coverage(with_text(folder, "phi: {value: [5, 12, 30], assumed: a war of small units}",
                               "phi: {value: [5, 12, 30], because: [S2]}"))  # fmt: skip
    assert after.count("statement") == before.count("statement") + 1
    assert after.count("assumed") == before.count("assumed") - 1
    assert "numbers.phi" in {one.path for one in before.assumed} - {one.path for one in after.assumed}
    assert before.unused == ()
    assert coverage(with_text(folder, "because: [S6]", "because: [S1]")).unused == ("S6",)


def test_the_shipped_schema_is_current():
    assert SHIPPED.read_text(encoding="utf-8") == schema_text(), "run python -m detente.case.jsonschema"


@pytest.mark.parametrize("name", FOLDERS)
def test_the_schema_for_editors_accepts_what_ships(name):
    schema = json.loads(SHIPPED.read_text(encoding="utf-8"))
    located = parse_yaml((FOLDERS[name] / "case.yaml").read_text(encoding="utf-8"), "case.yaml", Problems())
    assert located is not None
    jsonschema.Draft202012Validator(schema).validate(plain(located.data))


def plain(value):
    """As JSON has it."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def test_the_schema_for_editors_marks_unknown_keys():
    schema = json.loads(SHIPPED.read_text(encoding="utf-8"))
    wrong = {"title": "x", "as_of": "2031-03-08", "horizn": "2031-12-31"}
    messages = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(wrong)]
    assert any("horizn" in message for message in messages)


def test_defaults_of_the_registry_lie_within_their_bounds():
    for one in REGISTRY.values():
        assert one.lower <= one.low <= one.mode <= one.high <= one.upper, one.name


def test_the_public_face_is_lazy():
    assert detente.read_case is read_case
    assert all(callable(getattr(detente, name)) for name in detente.__all__)
    assert {"read_case", "simulate", "zones"} <= set(dir(detente))
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        _ = detente.simulat
