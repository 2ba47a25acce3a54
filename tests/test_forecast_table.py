"""Tables of actors: wide and long, CSV and Excel, ranges, and what is said of bad ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from detente.analysis.actors_table import actors_table, draw_tables, read_actors
from detente.errors import InputError

PEERS = Path(__file__).parent / "data" / "peers"
WIDE = "actor,capability,pos:Tax,sal:Tax,pos:Aid,sal:Aid\nAnn,5,20,80,90,10\nBob,9,70,50,,\n"


def _file(folder: Path, text: str, name: str = "actors.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "n", "K", "top"),
    [
        ("smp_dummy_7x3/input_actors.csv", 7, 3, 100.0),
        ("smp_china_policy_26x1/input_actors.csv", 26, 1, 100.0),
        ("bdm_emissions_1994/input_actors.csv", 10, 1, 100.0),
        ("cop21/input.csv", 15, 13, 100.0),
    ],
)
def test_tables_of_other_systems_load(name: str, n: int, K: int, top: float) -> None:
    table = read_actors(PEERS / name)
    assert table.positions.shape == (n, K)
    assert table.scale.tolist() == [[0.0, top]] * K
    assert table.saliences.max() <= 1.0
    assert (table.capability[table.present] > 0.0).all()


def test_wide_and_long_say_the_same(tmp_path: Path) -> None:
    wide = read_actors(_file(tmp_path, WIDE))
    rows = "actor,issue,position,salience,power\nAnn,Tax,20,80,5\nAnn,Aid,90,10,5\nBob,Tax,70,50,9\n"
    long = read_actors(_file(tmp_path, rows, "long.csv"))
    assert (wide.actors, wide.issues) == (long.actors, long.issues)
    for name in ("capability", "positions", "saliences", "scale"):
        np.testing.assert_array_equal(getattr(wide, name), getattr(long, name))
    assert wide.saliences[0, 0] == 0.8
    assert np.isnan(wide.positions[1, 1])
    assert "takes no part" in wide.notes[-1]


def test_excel_says_the_same_as_csv(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in WIDE.splitlines():
        sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in line.split(",")])
    book.save(tmp_path / "actors.xlsx")
    excel, plain = read_actors(tmp_path / "actors.xlsx"), read_actors(_file(tmp_path, WIDE))
    np.testing.assert_array_equal(excel.positions, plain.positions)
    np.testing.assert_array_equal(excel.saliences, plain.saliences)


def test_scales_are_recognised(tmp_path: Path) -> None:
    unit = read_actors(_file(tmp_path, "actor,power,position,salience\nA,1,.2,.5\nB,2,1,1\n"))
    assert (unit.scale.tolist(), unit.saliences.ravel().tolist()) == ([[0.0, 1.0]], [0.5, 1.0])
    wide = read_actors(_file(tmp_path, "actor,power,position,salience\nA,1,-20,50\nB,2,300,100\n"))
    assert wide.scale.tolist() == [[-20.0, 300.0]]
    given = read_actors(_file(tmp_path, "actor,power,position,salience\nA,1,4,50\nB,2,10,100\n"), (4.0, 10.0))
    assert given.scale.tolist() == [[4.0, 10.0]]
    named = read_actors(_file(tmp_path, "actor,power,position,salience_0_100\nA,1,4,1\nB,2,10,1\n"))
    assert named.saliences.max() == 0.01


RANGED = (
    "actor,capability,capability:low,capability:high,pos:Tax,pos:Tax:low,pos:Tax:high,sal:Tax\n"
    "Ann,5,4,8,20,10,60,80\nBob,9,,,70,,,50\n"
)


def test_ranges_are_drawn_inside_their_ends_and_the_same_for_any_number_of_runs(tmp_path: Path) -> None:
    table = read_actors(_file(tmp_path, RANGED))
    assert [(r.kind, r.actor, r.issue, r.low, r.mode, r.high) for r in table.ranges] == [
        ("capability", 0, -1, 4.0, 5.0, 8.0),
        ("position", 0, 0, 10.0, 20.0, 60.0),
    ]
    capability, positions, saliences = draw_tables(table, 4000, seed=3)
    assert positions[:, 0, 0].min() >= 10.0
    assert positions[:, 0, 0].max() <= 60.0
    # The mean of a PERT distribution is (low + 4 mode + high)/6.
    assert positions[:, 0, 0].mean() == pytest.approx((10.0 + 80.0 + 60.0) / 6.0, abs=0.5)
    assert capability[:, 0, 0].mean() == pytest.approx((4.0 + 20.0 + 8.0) / 6.0, abs=0.05)
    assert (positions[:, 1, 0] == 70.0).all()
    assert (saliences[:, 0, 0] == 0.8).all()
    np.testing.assert_array_equal(draw_tables(table, 10, seed=3)[1], positions[:10])


BAD = [
    ("actor,capabilty,pos:Tax,sal:Tax\nA,1,2,3\nB,1,2,3\n", [':1:1: no column "capability"; is it "capabilty"?']),
    ("actor,capability,pos:Tax,sal:Tex\nA,1,2,3\nB,1,2,3\n", [":1:3: issue", 'did you mean "Tex"?']),
    ("actor,capability,pos:Tax,sal:Tax\nA,-1,2,3\nB,x,200,103\nA,1,2,-3\n",
     [":2:2: capability: expected a number above 0, got -1", ':3:2: capability: expected a number, got "x"',
      ':4:1: actor: "A" stands in line 2 too', ":4:4: sal:Tax: expected 0 to 100, got -3"]),
    ("actor,capability,pos:Tax,sal:Tax\nA,1,2,\nB,1,2,3\n", [":2:4: sal:Tax: empty"]),
    ("actor,capability,pos:Tax,sal:Tax,pos:Tax:low\nA,1,2,3,1\nB,1,2,3,1\n", ["needs its other end"]),
    ("actor,capability,pos:Tax,pos:Tax:low,pos:Tax:high,sal:Tax\nA,1,2,3,4,5\nB,1,2,,,3\n", ["ascending order"]),
    ("actor,issue,position,salience,power\nA,t,1,1,1\nA,t,2,1,1\nB,,2,1,1\n",
     [":3:1: actor: A on t stands in line 2 too", ":4:2: issue: empty"]),
    ("actor,capability,pos:Tax,sal:Tax\nA,1,2,3\n", ["two actors or more, found 1"]),
    ("actor,capability,pos:Tax,sal:Tax\nA,1,2,0\nB,1,3,0\n", ["nobody has any salience"]),
    ("actor,capability,stance\nA,1,2\nB,1,2\n", ["no columns pos:ISSUE and sal:ISSUE"]),
    ("name;capability\nA;1;2\n", [":2:3: expected 2 cells"]),
    ("", ["empty; expected a header"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), BAD, ids=range(len(BAD)))
def test_bad_tables_get_file_row_and_column(tmp_path: Path, text: str, messages: list[str]) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_actors(path)
    said = "\n".join(caught.value.problems)
    assert all(problem.startswith(f"{path}:") for problem in caught.value.problems)
    for message in messages:
        assert message in said


def test_arrays_make_the_same_table(tmp_path: Path) -> None:
    made = actors_table(["Ann", "Bob"], [5, 9], [[20, 90], [70, np.nan]], [[80, 10], [50, 0]], issues=["Tax", "Aid"])
    read = read_actors(_file(tmp_path, WIDE))
    np.testing.assert_array_equal(made.positions, read.positions)
    np.testing.assert_array_equal(made.capability, read.capability)
    with pytest.raises(InputError, match="outside the scale"):
        actors_table(["Ann", "Bob"], [5, 9], [20, 170], [80, 10])
    with pytest.raises(InputError, match="different names"):
        actors_table(["Ann", "Ann"], [5, 9], [20, 70], [80, 10])
