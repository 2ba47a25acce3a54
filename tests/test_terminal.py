"""What every command prints: folded to the terminal's width, as text, and never steering the terminal."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table

from detente.views.cli import app
from detente.views.terminal import guarded, out, say

HOSTILE = r"Front [/bold] \u009b2J\e]0;mine\a [red]"
Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Called:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = guarded(lambda: app([*arguments], standalone_mode=False))
        caught = capsys.readouterr()
        return status, caught.out, caught.err

    return call


@given(st.text("ab [/]\n", max_size=200), st.integers(20, 90))
def test_a_sentence_is_folded_between_words_and_loses_none(text: str, width: int) -> None:
    file = io.StringIO()
    say(text, console=Console(file=file, width=width, force_terminal=True, color_system=None))
    assert file.getvalue().split() == text.split()
    longest = max(map(len, text.split()), default=0)
    assert all(len(line) <= max(width, longest + 90) for line in file.getvalue().splitlines())


def test_in_a_pipe_a_line_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    file = io.StringIO()
    say("word " * 60, console=Console(file=file))
    assert len(file.getvalue().splitlines()) == 1


def test_a_number_stays_with_its_range(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    say("signed in many of them: 14\xa0(8–22)", console=Console(file=file, width=30, force_terminal=True))
    assert "14\xa0(8–22)" in file.getvalue()


@pytest.mark.parametrize("columns", ["80", "60"])
@pytest.mark.parametrize(
    "arguments",
    ["cases", "check afghanistan-2021", "check aceh-2005", "daylight afghanistan-2021", "cite afghanistan-2021"],
)
def test_lines_keep_to_the_width(arguments: str, columns: str, call: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    status, printed, _ = call(*arguments.split())
    assert status == 0
    assert max(map(len, printed.splitlines())) <= int(columns)
    assert "…" not in printed


@pytest.mark.parametrize("columns", ["80", "140"])
def test_no_model_s_forecast_is_cut(columns: str, call: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    arguments = "forecast aceh-2005 --issue status --issue parties --runs 5"
    status, printed, _ = call(*arguments.split())
    assert status == 0
    table = printed.split("Forecast", 1)[1].split("null model")[0]
    assert all(word in table for word in ("status", "parties", "compromise", "median", "expected-utility", "exchange"))
    assert "…" not in table
    assert ("model" in table.splitlines()[0]) == (columns == "80")


def test_no_word_and_no_score_is_cut_at_a_narrow_terminal(call: Called, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is folded or stands below, and is the same at every width."""
    said = {}
    for columns in (40, 80, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        status, said[columns], _ = call("hindcast", "afghanistan-2021", "--as-of", "2021-08-12", "--runs", "50")
        assert (status, set(said[columns].split())) == (0, set(said[40].split()))
        assert max(map(len, said[columns].splitlines())) <= columns
    monkeypatch.setenv("COLUMNS", "40")
    for arguments in ("zones aceh-2005 --runs 20", "daylight aceh-2005 --draws 20"):
        status, printed, _ = call(*arguments.split())
        assert (status, "…" in printed) == (0, False)
        assert max(map(len, printed.splitlines())) <= 40


def test_a_table_folds_only_what_does_not_fit() -> None:
    def printed(width: int) -> str:
        table = Table(box=None, pad_edge=False)
        table.add_column("party", no_wrap=True)
        table.add_column("bar", no_wrap=True, min_width=6)
        table.add_column("what it would settle on")
        table.add_row("Government of Northfork", "******", "terms")
        file = io.StringIO()
        type(out)(file=file, width=width).print(table)
        return file.getvalue()

    assert "Government of Northfork" in printed(50)
    assert "******" in printed(24)
    assert "…" not in printed(24)
    assert "".join(printed(24).split()).count("G") == 1


@pytest.mark.parametrize("width", range(34, 80, 3))
def test_columns_with_a_least_width_give_way_before_one_is_cut(width: int) -> None:
    def printed(width: int) -> Counter[str]:
        table = Table(box=None, pad_edge=False)
        for heading, least in (("struck", None), ("of 100 futures", 22), ("difference", 20), ("a zone, months", 14)):
            table.add_column(heading, min_width=least, no_wrap=least is None)
        table.add_row("leaked", "it settles: 13 to 8", "5 fewer of 100 (0 to 10)", "credible -1.2 (-1.9 to -.6)")
        file = io.StringIO()
        type(out)(file=file, width=width).print(table)
        return Counter("".join(file.getvalue().split()))

    assert printed(width) == printed(200)


def test_no_name_in_a_case_is_markup_or_steers_the_terminal(call: Called, tmp_path: Path) -> None:
    call("new", "mine")
    path = tmp_path / "mine" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    assert "name: River Front" in text
    path.write_text(text.replace("name: River Front", f'name: "{HOSTILE}"'), encoding="utf-8")
    for arguments in (["check", "mine"], ["daylight", "mine"], ["check", "mine", "--json"]):
        status, printed, said = call(*arguments)
        assert status == 0, said
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", printed + said)
        assert "Internal fault" not in said


def test_a_command_to_copy_stays_whole_and_is_quoted(call: Called, tmp_path: Path) -> None:
    (tmp_path / ("a folder " * 9).strip()).mkdir()
    status, printed, _ = call("new", f"{('a folder ' * 9).strip()}/mine")
    assert status == 0
    assert f"  detente check '{('a folder ' * 9).strip()}/mine'\n" in printed


@pytest.mark.parametrize("arguments", ["daylight aceh-2005", "cases --json"])
@pytest.mark.parametrize(
    "setting", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_no_locale_makes_a_fault(arguments: str, setting: dict[str, str]) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"} | setting
    code = "from detente.views.cli import main; main()"
    found = subprocess.run([sys.executable, "-c", code, *arguments.split()], capture_output=True, env=environment)
    assert (found.returncode, found.stderr) == (0, b"")
    if "--json" in arguments:
        assert json.loads(found.stdout)[0]["case"] == "aceh-2005"
    else:
        assert ("█".encode() in found.stdout) == ("PYTHONIOENCODING" not in setting)


def test_a_console_shows_what_would_steer_it(capsys: pytest.CaptureFixture[str]) -> None:
    out.print("a \x1b]0;mine b \x9b2J [bold]c[/bold]")
    printed = capsys.readouterr().out
    assert printed == "a \ufffd]0;mine b \ufffd2J [bold]c[/bold]\n"
