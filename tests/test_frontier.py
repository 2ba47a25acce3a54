"""Frontiers of lists of outcomes: another system's numbers, laws, and the command as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from typer.testing import CliRunner

from detente.analysis.outcomes_table import find_frontier, read_outcomes
from detente.errors import InputError
from detente.models.bargaining import egalitarian, kalai_smorodinsky, nash, pareto
from detente.models.bargaining.axiomatic import welfare
from detente.views.cli import app
from detente.views.frontier_page import document

PEERS = Path(__file__).parent / "data" / "peers"
DOMAINS = ("bilateral_Acquisition", "bilateral_Laptop")
SOLUTIONS = (nash, egalitarian, kalai_smorodinsky)


# Numbers of NegMAS 0.16.0


@pytest.mark.parametrize("domain", DOMAINS)
def test_negmas(domain: str) -> None:
    outcomes = read_outcomes(PEERS / domain / "input_outcomes.csv")
    expected = json.loads((PEERS / domain / "expected.json").read_text(encoding="utf-8"))
    found = find_frontier(outcomes, expected["reserved"])
    assert len(outcomes.utilities) == expected["n_outcomes"]
    np.testing.assert_allclose(outcomes.utilities[found.rows], expected["pareto_frontier"], rtol=0, atol=1e-9)
    ours = {"nash": "nash", "kalai": "egalitarian", "kalai_smorodinsky": "kalai_smorodinsky", "max_welfare": "welfare"}
    for theirs, mine in ours.items():
        point = found.points[mine]
        assert point is not None
        listed = {tuple(labels): utilities for utilities, labels in expected[theirs]}
        assert list(point.utilities) == pytest.approx(expected[theirs][0][0], abs=1e-9)
        trimmed = {tuple(cell.strip() for cell in labels) for labels in listed}
        assert {outcomes.labels[row] for row in point.ties} == trimmed


def negmas_points(u: np.ndarray, reserve: np.ndarray) -> dict[str, set[tuple[float, ...]]]:
    """The definitions of NegMAS (preferences/ops), in the plainest form: every point within 1e-12 of the best."""
    efficient = [p for p in u if not any((q >= p).all() and (q > p).any() for q in u)]
    d, top = np.maximum(reserve, u.min(0)), u.max(0)
    rational = [p for p in efficient if (p >= reserve).all()]

    def best(points, score) -> set[tuple[float, ...]]:
        values = [score(p) for p in points]
        return {tuple(p) for p, v in zip(points, values, strict=True) if v >= max(values) - 1e-12}

    def spread(p: np.ndarray) -> float:
        gains = (p - d) / np.where(top > d, top - d, 1.0)
        return float(gains.min() - gains.max())

    return {
        "nash": best(rational, lambda p: float(np.prod(p - d))) if rational else set(),
        "egalitarian": best(rational, lambda p: float((p - d).min())) if rational else set(),
        "kalai_smorodinsky": best(rational, spread) if rational else set(),
        "welfare": best(efficient, lambda p: float(p.sum())),
    }


@pytest.mark.parametrize("parties", [2, 3])
def test_other_lists_and_reserves_by_the_same_definitions(parties: int) -> None:
    rng = np.random.default_rng(parties)
    missed = 0
    for _ in range(120):
        u = rng.integers(0, 9, (int(rng.integers(1, 25)), parties)) / 8 * rng.choice([1.0, 30.0])
        reserve = rng.uniform(-0.2, 0.8) * u.max(0)
        wanted = negmas_points(u, reserve)
        kept = {"reserve": reserve.tolist()}
        found = {"nash": nash(u, **kept), "egalitarian": egalitarian(u, **kept)}
        found |= {"kalai_smorodinsky": kalai_smorodinsky(u, reserve=reserve.tolist()), "welfare": welfare(u)}
        for name, point in found.items():
            if point is None:
                missed += 1
                assert not wanted[name]
            else:
                assert {tuple(u[row]) for row in point.ties} == wanted[name]
                assert point.utilities in wanted[name]
    assert 0 < missed < 240


# Laws

utilities = arrays(float, st.tuples(st.integers(1, 12), st.integers(2, 4)), elements=st.integers(-4, 4).map(float))


@given(utilities)
def test_the_frontier_is_what_nothing_dominates(u: np.ndarray) -> None:
    rows = pareto(u)
    dominated = [any((q >= p).all() and (q > p).any() for q in u) for p in u]
    assert {tuple(p) for p in u[rows]} == {tuple(p) for p, bad in zip(u, dominated, strict=True) if not bad}
    assert len({tuple(p) for p in u[rows]}) == len(rows)
    assert all(rows[k] == np.flatnonzero((u == u[rows[k]]).all(1))[0] for k in range(len(rows)))
    assert [tuple(p) for p in u[rows]] == sorted(tuple(p) for p in u[rows])


@given(utilities, st.randoms(use_true_random=False))
def test_order_of_outcomes_and_of_parties_does_not_matter(u: np.ndarray, random) -> None:
    order = random.sample(range(len(u)), len(u))
    columns = random.sample(range(u.shape[1]), u.shape[1])
    for solution in (*SOLUTIONS, welfare):
        here, there = solution(u), solution(u[order][:, columns])
        assert here is not None
        assert there is not None
        ties = {tuple(u[row]) for row in here.ties}
        assert ties == {tuple(u[order[row]]) for row in there.ties}
        if len(ties) == 1:
            assert tuple(np.array(here.utilities)[columns]) == there.utilities


@given(utilities, st.sampled_from([0.5, 2.0, 8.0]), st.integers(-3, 3))
def test_units_do_not_matter_to_nash_and_kalai_smorodinsky(u: np.ndarray, scale: float, shift: int) -> None:
    moved = u.copy()
    moved[:, 0] = scale * u[:, 0] + shift
    for solution in (nash, kalai_smorodinsky):
        here, there = solution(u), solution(moved)
        assert here is not None
        assert there is not None
        assert set(here.ties) == set(there.ties)


@given(utilities)
def test_everybody_gets_the_reserve_or_nobody_signs(u: np.ndarray) -> None:
    reserve = np.full(u.shape[1], 0.5)
    for solution in SOLUTIONS:
        found = solution(u, reserve=reserve.tolist())
        assert (found is None) == (not (u >= reserve).all(axis=1).any())
        assert found is None or min(found.utilities) >= 0.5


def test_options_of_kalai_smorodinsky() -> None:
    outcomes = read_outcomes(PEERS / "bilateral_Acquisition" / "input_outcomes.csv").utilities
    maxmin = kalai_smorodinsky(outcomes, measure="maxmin")
    assert maxmin is not None
    assert maxmin.utilities == pytest.approx((8.9, 9.14))
    wide = kalai_smorodinsky([[0, 10], [4, 4], [5, 3], [6, 1]], reserve=(3, 3), ideal="all")
    own = kalai_smorodinsky([[0, 10], [4, 4], [5, 3], [6, 1]], reserve=(3, 3), ideal="rational")
    assert wide is not None
    assert own is not None
    assert (wide.utilities, own.utilities) == ((4, 4), (4, 4))


def test_disagreement_is_taken_as_it_is() -> None:
    u = [[2.0, 9.0], [4.0, 5.0]]
    assert nash(u, disagreement=(0, 0)) == nash(u, disagreement=(0.0, 0.0))
    zero, least = nash(u, disagreement=(0, 0)), nash(u, reserve=(0, 0))
    assert zero is not None
    assert least is not None
    assert zero.utilities == (4.0, 5.0)
    assert least.ties == (0, 1)


# The command


@pytest.fixture
def deals(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text("deal,council,u_a,u_b\nfirst,equal,1,4\nsecond,[b]two[/b],3,3\nthird,,4,1\nfourth,none,1,1\n")
    return path


def run(*arguments: object):
    return CliRunner().invoke(app, ["frontier", *map(str, arguments)])


def test_json_is_one_document_of_the_agreed_form(deals: Path) -> None:
    result = run(deals, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["pareto"] == [[1, 4], [3, 3], [4, 1]]
    assert answer["nash"] == answer["egalitarian"] == answer["kalai_smorodinsky"] == answer["welfare"] == [3, 3]
    assert answer["chosen"]["nash"]["line"] == 3


def test_the_screen_shows_points_and_frontier(deals: Path) -> None:
    result = run(deals, "--reserve", 2, 0)
    assert result.exit_code == 0
    assert "4 outcomes, 3 on the Pareto frontier; without a deal: u_a 2, u_b 1" in result.stdout
    assert "[b]two[/b]" in result.stdout


def test_out_writes_whole_files(deals: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    result = run(deals, "--out", folder, "--reserve", 2, 2)
    assert result.exit_code == 0
    assert sorted(p.name for p in folder.iterdir()) == [f"frontier.{e}" for e in ("csv", "html", "json", "svg")]
    page = (folder / "frontier.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;" not in page
    assert "[b]two[/b]" in page
    assert "<svg" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert json.loads((folder / "frontier.json").read_text())["reserve"] == [2, 2]
    assert (folder / "frontier.csv").read_text().splitlines()[1] == "2,first,equal,1.0,4.0,no,"


def test_three_parties(tmp_path: Path) -> None:
    path = tmp_path / "three.csv"
    path.write_text("u_a,u_b,u_c\n1,2,3\n3,2,1\n0,0,0\n2,2,2\n")
    result = run(path, "--reserve-of", "u_c=2", "--out", tmp_path / "page", "--json")
    assert json.loads(result.stdout)["nash"] == [1, 2, 3]
    assert (tmp_path / "page" / "frontier.html").read_text().count("<svg") == 3


def test_no_outcome_gives_each_its_reserve(deals: Path, tmp_path: Path) -> None:
    answer = json.loads(run(deals, "--reserve", 4, 4, "--json", "--out", tmp_path).stdout)
    assert answer["nash"] is answer["egalitarian"] is answer["kalai_smorodinsky"] is None
    assert answer["welfare"] == [3, 3]
    assert not answer["chosen"]["welfare"]["acceptable"]
    assert "none: no outcome gives each party its reserve" in (tmp_path / "frontier.html").read_text()


def test_excel_and_semicolons_read_alike(deals: Path, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["deal", "u_a", "u_b"], ["x", 0.5, 2], [None, None, None], ["y", 1.5, 1]):
        sheet.append(row)
    book.save(tmp_path / "deals.xlsx")
    (tmp_path / "deals.txt").write_text("\ufeffdeal;u_a;u_b\r\nx;0,5;2\r\n;;\r\ny;1,5;1\r\n", encoding="utf-8")
    one, two = (document(find_frontier(read_outcomes(tmp_path / f"deals.{e}"))) for e in ("xlsx", "txt"))
    assert one == two
    assert one["pareto_lines"] == [2, 4]


WRONG = {
    "empty": ("", ["1:1: empty; expected a header and rows"]),
    "no rows": ("deal,u_a,u_b\n", ["2:1: no outcomes"]),
    "missing column": ("deal,ua,u_b\nx,1,2\n", ["1:1: expected two or more columns of utilities named u_..."]),
    "text, nan, ragged at once": (
        "deal,u_a,u_b\nx,high,2\ny,nan,inf\nz,1\nw,1,,\n",
        ['2:2: u_a: expected a number, got "high"', '3:2: u_a: expected a number, got "nan"', "3:3: u_b:",
         "4:3: expected 3 cells as in the header, got 2", "5:3: u_b: empty; expected a number"],
    ),
    "a name twice": ("u_a,u_b,u_a\n1,2,3\n", ['1:3: the column name "u_a" is taken']),
    "a column without a name": ("u_a,,u_b\n1,2,3\n", ["1:2: a column without a name"]),
    "quotation marks": ('u_a,u_b\n"1,2\n', ["2:1: not readable as CSV"]),
    "binary": ("u_a,u_b\n\0\1", ["1:1: not a table but binary data"]),
    "many": ("u_a,u_b\n" + "x,1\n" * 40, ["2:1: u_a:", "... and 15 more like these"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), WRONG.values(), ids=WRONG.keys())
def test_wrong_tables(tmp_path: Path, text: str, messages: list[str]) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_outcomes(path)
    for message in messages:
        assert any(message in problem for problem in caught.value.problems), caught.value.problems
    assert all(problem.startswith((str(path), "...")) for problem in caught.value.problems)


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    for raw, words in (
        (b"PK\x03\x04 torn", "not a whole Excel workbook"),
        (b"\xd0\xcf\x11\xe0 old", "an old Excel file"),
        (b"u_a,u_b\n\xe9,2\n", ":2:1: not UTF-8 text"),
    ):
        path = tmp_path / "file.csv"
        path.write_bytes(raw)
        with pytest.raises(InputError) as caught:
            read_outcomes(path)
        assert words in str(caught.value)
    with pytest.raises(FileNotFoundError):
        read_outcomes(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--utility", "u_a", "--utility", "U_A"], 'did you mean "u_a"'),
        (["--reserve", "1", "nan"], "expected 2 finite numbers"),
        (["--reserve-of", "b=1", "--reserve-of", "u_a=x"], "no utility column 'b'"),
    ],
)
def test_wrong_options(deals: Path, options: list[str], words: str) -> None:
    result = run(deals, *options)
    assert isinstance(result.exception, InputError)
    assert words in str(result.exception)


def test_options_that_exclude_each_other(deals: Path) -> None:
    assert run(deals, "--reserve", "1", "1", "--disagreement", "0", "0").exit_code == 2
