"""Results on disk, and what is asked of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.result import Result, open_played, write_result
from detente.views.terminal import INTERRUPTED, guarded

TABLES = {"shares": {"outcome": ["settlement", "war_goes_on"], "share": [0.25, 0.75]}}


def test_a_result_is_written_whole_and_opened_with_sql(tmp_path: Path) -> None:
    written = write_result(tmp_path / "r", TABLES, {"case": "x", "runs": 4})
    assert written.tables == ("shares",)
    assert written.query("SELECT outcome FROM shares WHERE share > ?", [0.5]) == [{"outcome": "war_goes_on"}]
    assert Result.open(tmp_path / "r").manifest == {"case": "x", "runs": 4}
    assert not list((tmp_path / "r").glob(".writing-*"))


def test_writing_again_replaces_tables_and_leaves_other_files(tmp_path: Path) -> None:
    write_result(tmp_path, {**TABLES, "old": {"a": [1]}}, {"case": "x"})
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "report.html").write_text("of the older result")
    again = write_result(tmp_path, {"shares": {"outcome": ["ceasefire"], "share": [1.0]}}, {"case": "y"})
    assert again.tables == ("shares",)
    assert again.query("SELECT outcome FROM shares") == [{"outcome": "ceasefire"}]
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not (tmp_path / "report.html").exists()


def test_a_failure_while_writing_leaves_the_old_result(tmp_path: Path) -> None:
    write_result(tmp_path, TABLES, {"case": "x"})
    with pytest.raises(ValueError, match="Out of range float values"):
        write_result(tmp_path, {"shares": {"outcome": ["none"]}}, {"case": float("nan")})
    assert Result.open(tmp_path).query("SELECT count(*) AS n FROM shares") == [{"n": 2}]
    assert not list(tmp_path.glob(".writing-*"))


def test_a_folder_without_a_result_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no result here"):
        Result.open(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="damaged"):
        Result.open(tmp_path)
    for other in ("[]", "{}", "null"):
        (tmp_path / "manifest.json").write_text(other)
        with pytest.raises(InputError, match="not the manifest of a result"):
            Result.open(tmp_path)


@pytest.mark.parametrize("name", ["report.html", "mine.parquet", "manifest.json", "case.yaml"])
def test_what_no_run_has_written_is_not_overwritten(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("precious")
    with pytest.raises(InputError, match=name if name != "case.yaml" else "a case's folder"):
        write_result(tmp_path, TABLES, {"case": "x"})
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(name, "precious")]


def test_a_damaged_table_is_a_message_not_a_traceback(tmp_path: Path) -> None:
    result = write_result(tmp_path, TABLES, {"case": "x"})
    (tmp_path / "shares.parquet").write_bytes(b"not parquet")
    with pytest.raises(InputError, match="run the case again"):
        result.query("SELECT * FROM shares")
    assert json.loads((tmp_path / "manifest.json").read_text()) == {"case": "x"}


def test_an_interrupt_says_what_is_left_and_exits_with_130(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        return INTERRUPTED

    assert guarded(interrupted) == INTERRUPTED
    assert "nothing half-written is left" in " ".join(capsys.readouterr().err.split())


def test_a_full_disk_is_named_and_leaves_the_old_result_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    import pyarrow.parquet as pq

    old = write_result(tmp_path / "result", {"numbers": {"value": [1.0]}}, {"case": "x"})

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_result(tmp_path / "result", {"numbers": {"value": [2.0]}}, {"case": "y"})
    assert caught.value.filename == str(tmp_path / "result")
    assert old.query("select value from numbers") == [{"value": 1.0}]
    assert [path.name for path in old.folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("wrong", [{"as_of": "soon"}, {"horizon": None}, {"runs": "many"}, {"runs": 0}])
def test_a_manifest_with_a_wrong_value_is_named(wrong: dict[str, object], tmp_path: Path) -> None:
    manifest = {"case": "x", "as_of": "2031-03-08", "horizon": "2031-12-31", "runs": 4}
    write_result(tmp_path / "whole", TABLES, manifest)
    assert open_played(tmp_path / "whole", "shares").manifest == manifest
    with pytest.raises(InputError, match=r"there is no outcomes\.parquet; run the case again"):
        open_played(tmp_path / "whole", "outcomes")
    write_result(tmp_path / "wrong", TABLES, manifest | wrong)
    with pytest.raises(InputError, match=rf"manifest\.json: damaged \({next(iter(wrong))}: missing or wrong\)"):
        open_played(tmp_path / "wrong")
