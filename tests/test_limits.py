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


def test_no_message_speaks_of_what_is_likely() -> None:
    import detente.views

    for path in Path(detente.views.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):  # what is passed on to be said; docstrings are for programmers
                said = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                assert not [text for text in said if isinstance(text, str) and "likely" in text], path.name


def test_no_setting_of_a_model_speaks_of_chances(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(lambda: app(["forecast", "--list", "--json"], standalone_mode=False)) == 0
    printed = capsys.readouterr().out.lower()
    assert not [word for word in ("chance", "likel", "odds") if word in printed]


def test_a_full_disk_is_said_of_the_file_that_was_to_be_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import errno
    import os

    from detente.files import write_whole

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "page.html").write_text("old")
    monkeypatch.setattr(os, "replace", full)
    assert guarded(lambda: write_whole(tmp_path / "page.html", "new")) == INPUT_WRONG
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path / 'page.html'}: no space left")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("page.html", "old")]


def test_a_case_that_cannot_be_copied_whole_is_not_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import shutil

    from detente.case.load import shipped_cases
    from detente.views.commands.link import _copy

    def full(source: object, goal: object, *_: object, **__: object) -> None:
        raise shutil.Error([(str(source), str(goal), "[Errno 28] No space left on device")])

    monkeypatch.setattr(shutil, "copytree", full)
    assert guarded(lambda: _copy(shipped_cases()["aceh-2005"], tmp_path / "mine")) == INPUT_WRONG
    said = capsys.readouterr().err
    assert f"{tmp_path / 'mine'}: the case cannot be copied there" in said
    assert "Errno" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_written_is_said_before_playing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import os

    monkeypatch.setattr(os, "access", lambda *_: False)
    arguments = ["run", "aceh-2005", "--out", str(tmp_path / "shut" / "deeper")]
    assert guarded(lambda: app(arguments, standalone_mode=False)) == INPUT_WRONG
    said = capsys.readouterr().err
    assert f"nothing can be written in {tmp_path}" in said
    assert "Playing" not in said


def test_what_is_no_file_is_written_to_and_a_link_goes_on_leading(tmp_path: Path) -> None:
    import os
    import threading

    from detente.files import write_whole

    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    listener = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    listener.start()
    write_whole(pipe, "page")
    listener.join(5)
    assert (heard, pipe.is_fifo()) == (["page"], True)
    (tmp_path / "link.html").symlink_to("page.html")
    write_whole(tmp_path / "link.html", "page")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").read_text() == "page"


def test_a_device_is_no_ledger_and_is_not_read_without_end(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Front will leave, Mara Voss said.")
    arguments = ["read", str(tmp_path / "a.txt"), "--out", "/dev/full"]
    assert guarded(lambda: app(arguments, standalone_mode=False)) == INPUT_WRONG
    assert capsys.readouterr().err.startswith("--out /dev/full: this is no file")


@pytest.mark.parametrize(("code", "said"), [(27, "a quota, ulimit -f"), (28, "no space left on the disk")])
def test_a_printed_answer_that_finds_no_room_says_where(
    code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(code, "")

    assert guarded(full) == INPUT_WRONG
    assert capsys.readouterr().err.startswith("standard output: ")
    assert guarded(full) == INPUT_WRONG
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_stream_that_is_closed_makes_no_fault() -> None:
    code = "import sys; from detente.views.cli import main; main()"
    shell = f"'{sys.executable}' -c '{code}' cases --json >&-"
    assert subprocess.run(["sh", "-c", shell], capture_output=True).returncode == 0


@pytest.mark.parametrize("more", [["--out", "ledger.jsonl"], ["--html", "page.html"], []])
def test_a_file_s_name_that_is_no_utf_8_is_no_fault(
    more: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Mara Voss said on Monday that the Front would leave by May."
    try:
        Path("caf\udce9.txt").write_text(text)
    except OSError:
        pytest.skip("this file system has no such names")
    status = guarded(lambda: app(["read", "caf\udce9.txt", *more], standalone_mode=False))
    said = capsys.readouterr().err
    assert status in (0, INPUT_WRONG)
    assert "Internal fault" not in said
    assert status == 0 or "not UTF-8; rename the file" in said
