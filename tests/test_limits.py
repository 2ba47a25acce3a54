"""Limits of machine, shell and terminal: numbers beyond reach, memory, a closed pipe, names taken, narrow help."""

from __future__ import annotations

import ast
import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from detente.views.cli import app
from detente.views.terminal import INPUT_WRONG, MOST_SEED, USAGE_WRONG, guarded

RUNS = [
    ("run", "afghanistan-2021", "--runs"),
    ("zones", "afghanistan-2021", "--runs"),
    ("strike", "afghanistan-2021", "--runs"),
    ("changed", "afghanistan-2021", "--runs"),
    ("test", "afghanistan-2021", "--runs"),
    ("hindcast", "afghanistan-2021", "--as-of", "2021-08-12", "--runs"),
    ("daylight", "afghanistan-2021", "--draws"),
    ("forecast", "afghanistan-2021", "--runs"),
]
SEEDS = [*((name, "afghanistan-2021", "--seed") for name in ("run", "zones", "strike", "changed", "test", "serve"))]


@pytest.mark.parametrize("arguments", [*RUNS, *SEEDS], ids=lambda one: f"{one[0]}{one[-1]}")
def test_a_number_beyond_reach_is_wrong_usage(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: app([*arguments, "9" * 25], standalone_mode=False)) == USAGE_WRONG
    caught = capsys.readouterr()
    assert caught.out == ""
    assert "at most" in caught.err


def test_the_largest_seed_is_one_that_the_engine_can_count() -> None:
    assert MOST_SEED.bit_length() == 63


def test_a_horizon_further_than_a_case_may_look_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "afghanistan-2021", "--horizon", "9999-12-31"]
    assert guarded(lambda: app(arguments, standalone_mode=False)) == INPUT_WRONG
    assert "more than 20 years ahead" in capsys.readouterr().err


def test_running_out_of_memory_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    def starved() -> None:
        raise MemoryError

    assert guarded(starved) == INPUT_WRONG
    assert "fewer futures" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", ["check afghanistan-2021", "check afghanistan-2021 --json", "forecast --list"])
def test_a_reader_who_stops_reading_is_no_failure(arguments: str) -> None:
    code = "from detente.views.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
        assert (running.wait(), said) == (0, b"")


def test_a_taken_name_is_said_before_the_futures_are_played(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    arguments = ["run", "afghanistan-2021", "--out", str(tmp_path / "taken")]
    assert guarded(lambda: app(arguments, standalone_mode=False)) == INPUT_WRONG
    said = capsys.readouterr().err
    assert "a folder is wanted" in said
    assert "Playing" not in said


def test_documents_that_cannot_be_read_leave_no_copied_case(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    arguments = ["link", "aceh-2005", str(tmp_path / "empty.txt"), "--out", str(tmp_path / "mine")]
    assert guarded(lambda: app(arguments, standalone_mode=False)) == INPUT_WRONG
    assert "empty" in capsys.readouterr().err
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("name", ["check", "zones", "link", "draft", "brief", "read"])
def test_help_fills_its_lines(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    guarded(lambda: app([name, "--help"], standalone_mode=False))
    prose = capsys.readouterr().out.split("╭")[0].splitlines()
    assert len(prose) > 6
    for line, after in itertools.pairwise(prose):
        if line.strip() and after.strip():  # within a paragraph, the next word would not have fitted
            assert len(line.rstrip()) + 1 + len(after.split()[0]) > 78


@pytest.mark.parametrize("folder", ["commands", "web"])
def test_no_message_speaks_of_what_is_likely(folder: str) -> None:
    import detente.views

    for path in (Path(detente.views.__file__).parent / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):  # what is passed on to be said; docstrings are for programmers
                said = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                assert not [text for text in said if isinstance(text, str) and "likely" in text], path.name
