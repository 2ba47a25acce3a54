"""The commands run, replay and cite, on the small case that ``detente new`` writes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.analysis.trial import try_text
from detente.engine.scenario import play_scenario
from detente.views.cli import app
from detente.views.terminal import guarded

OUTCOMES = {"settlement", "ceasefire", "low_activity", "challenger_victory", "incumbent_victory", "war_goes_on"}
Said = tuple[int, str, str]


def _called(capsys: pytest.CaptureFixture[str], *arguments: str) -> Said:
    status = guarded(lambda: app([*arguments], standalone_mode=False))
    caught = capsys.readouterr()
    return status, caught.out, caught.err


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the case, and its result of 40 futures with one lever, printed as JSON to ``run.json``."""
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert guarded(lambda: app(["new", "northfork"], standalone_mode=False)) == 0
        import contextlib
        import io

        with contextlib.redirect_stdout(io.StringIO()) as printed:
            arguments = ["run", "northfork", "--runs", "40", "--seed", "7", "--lever", "extend_to_september", "--json"]
            assert guarded(lambda: app(arguments, standalone_mode=False)) == 0
        (folder / "run.json").write_text(printed.getvalue(), encoding="utf-8")
    return folder


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, place: Path) -> Callable[..., Said]:
    monkeypatch.chdir(place)
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *arguments: _called(capsys, *arguments)


@pytest.fixture(scope="module")
def printed(place: Path) -> dict[str, Any]:
    return json.loads((place / "run.json").read_text(encoding="utf-8"))


def test_run_prints_the_documented_document_and_nothing_else(printed: dict[str, Any]) -> None:
    assert {"case", "as_of", "horizon", "runs", "seed", "baseline", "levers", "result", "report"} == set(printed)
    assert (printed["runs"], printed["seed"]) == (40, 7)
    assert set(printed["baseline"]["outcomes"]) == OUTCOMES
    assert sum(printed["baseline"]["outcomes"].values()) == pytest.approx(1)
    for shares in printed["baseline"]["diagnosis"].values():
        assert sum(shares.values()) == pytest.approx(1)


def test_run_says_for_each_lever_its_outcomes_and_its_differences(printed: dict[str, Any]) -> None:
    assert set(printed["levers"]) == {"extend_to_september"}
    lever = printed["levers"]["extend_to_september"]
    assert sum(lever["outcomes"].values()) == pytest.approx(1)
    assert set(lever["outcomes"]) == OUTCOMES
    for name, (low, mid, high) in lever["difference"].items():
        assert low <= mid <= high
        if name in OUTCOMES:
            assert mid == pytest.approx(lever["outcomes"][name] - printed["baseline"]["outcomes"][name], abs=1e-6)


def test_run_leaves_a_result_and_its_report_where_it_says(printed: dict[str, Any], place: Path) -> None:
    assert (place / printed["result"] / "manifest.json").is_file()
    report = (place / printed["report"]).read_text(encoding="utf-8")
    assert report.startswith("<!doctype html>")
    assert "Northfork, spring 2031" in report


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("northfork", "--horizon", "soon"), 1, "expected a date like 2031-12-31, got 'soon'"),
        (("northfork", "--horizon", "2031-03-08"), 1, "is not after 2031-03-08"),
        (("northfork", "--lever", "extend_to_septembre"), 1, "extend_to_september"),
        (("northfork", "--lever", "air_support_stays+air_support_stays"), 1, "air_support_stays is in it twice"),
        (("northfork", "--runs", "0"), 2, "--runs"),
        (("northfork", "--out", ""), 2, "expected a folder's name, got nothing"),
        (("nowhere",), 1, "nowhere"),
    ],
)
def test_run_says_what_is_wrong(arguments: tuple[str, ...], status: int, said: str, call: Callable[..., Said]) -> None:
    elsewhere = () if "--out" in arguments else ("--out", "elsewhere")
    found, out, err = call("run", *arguments, *elsewhere)
    assert found == status
    assert said in err.replace("\n", " ")
    assert out == ""


def test_replay_tells_one_future_in_order(call: Callable[..., Said]) -> None:
    status, out, err = call("replay", "results/northfork", "--run", "3")
    assert (status, err) == (0, "")
    assert out.startswith("Future 3: ")
    assert "One future, not a forecast." in out
    days = [line.split()[0] for line in out.splitlines() if line.startswith("  20")]
    assert days == sorted(days)
    assert days[-1] == "2031-12-31"


def test_a_file_that_cannot_be_read_is_said_before_playing(
    call: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def shut(path: Path) -> bytes:
        if path.name == "population.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", shut)
    status, out, err = call("run", "northfork", "--runs", "5", "--out", "elsewhere")
    assert (status, out) == (1, "")
    assert "population.csv: permission denied; change its permissions" in err.replace("\n", " ")
    assert "Playing the texts" not in err


def test_replay_says_when_the_case_has_changed(call: Callable[..., Said], tmp_path: Path) -> None:
    shutil.copytree("northfork", tmp_path / "changed")
    (tmp_path / "changed" / ".case.yaml.swp").write_bytes(b"an editor is open")
    same = call("replay", "results/northfork", "--run", "3", "--case", str(tmp_path / "changed"))
    assert (same[0], same[2]) == (0, "")
    with (tmp_path / "changed" / "case.yaml").open("a") as file:
        file.write("# one word more\n")
    status, _, err = call("replay", "results/northfork", "--run", "3", "--case", str(tmp_path / "changed"))
    assert status == 0
    assert "changed since" in err


def test_replay_tells_the_same_as_a_document(call: Callable[..., Said]) -> None:
    status, out, _ = call("replay", "results/northfork", "--run", "3", "--case", "northfork", "--json")
    story = json.loads(out)
    assert status == 0
    assert story["run"] == 3
    assert [step["day"] for step in story["steps"]] == sorted(step["day"] for step in story["steps"])


def test_replay_chooses_typical_futures_by_itself(call: Callable[..., Said]) -> None:
    status, out, _ = call("replay", "results/northfork", "--case", "northfork", "--json")
    assert status == 0
    stories = json.loads(out)
    assert 1 <= len(stories) <= 3
    assert len({story["outcome"] for story in stories}) == len(stories)


def test_replay_knows_how_many_futures_there_are(call: Callable[..., Said]) -> None:
    status, _, err = call("replay", "results/northfork", "--run", "40", "--case", "northfork")
    assert status == 1
    assert "numbered from 0 to 39" in err
    assert call("replay", "nowhere")[0] == 1


def test_a_damaged_result_tells_no_story_and_says_why(call: Callable[..., Said], tmp_path: Path) -> None:
    whole = next(Path("results").iterdir())
    for name in ("outcomes", "events"):
        folder = Path(shutil.copytree(whole, tmp_path / name))
        (folder / f"{name}.parquet").unlink()
        status, out, err = call("replay", str(folder), "--case", "northfork")
        assert (status, out) == (1, "")
        assert f"there is no {name}.parquet; run the case again" in err.replace("\n", " ")


def test_results_of_two_versions_are_compared_with_a_word_of_warning(call: Callable[..., Said], tmp_path: Path) -> None:
    one = next(Path("results").iterdir())
    other = Path(shutil.copytree(one, tmp_path / "other"))
    assert "Two versions" not in call("changed", str(one), str(other))[2]
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    (other / "manifest.json").write_text(json.dumps(manifest | {"code_hash": "another"}), encoding="utf-8")
    status, _, err = call("changed", str(one), str(other))
    assert (status, "Two versions of the program played these" in err) == (0, True)


def test_cite_prints_what_is_used_and_only_that(call: Callable[..., Said]) -> None:
    status, out, _ = call("cite", "northfork")
    assert status == 0
    assert "Fearon, J. D. (1995)" in out
    found = json.loads(call("cite", "northfork", "--json")[1])["references"]
    assert all(one["uses"] and re.search(r"\.( doi:10\.\S+)?$", one["text"]) for one in found)
    assert len({one["id"] for one in found}) == len(found)


def test_a_text_that_few_futures_sign_is_counted_and_one_of_none_says_so(call: Callable[..., Said]) -> None:
    status, out, err = call("test", "northfork", "--runs", "400", "--seed", "1")
    assert status == 0, err
    counted = re.findall(r"Signed in (none|\d+) of 400 explored futures\.\n(Still kept a year on: \d of (\d+))?", out)
    assert len(counted) == 2
    assert all((signed == "none") == (kept == "") and signed in ("none", of) for signed, kept, of in counted)
    assert "<1" not in "".join(line for line in out.splitlines() if line.startswith("Signed"))


def test_deaths_of_a_text_are_means_as_everywhere(call: Callable[..., Said]) -> None:
    shown = json.loads(call("test", "northfork", "--runs", "200", "--json")[1])["texts"][0]
    assert "(mean)" in call("test", "northfork", "--runs", "200")[1]
    case, text = detente.read_case("northfork"), shown["text"]
    played = play_scenario(case, runs=200, seed=1, scenario=f"text:{shown['name']}", forced=text)
    assert shown["fatalities"] == pytest.approx(played.whole("fatalities").mean())
    assert try_text(case, shown["name"], text, runs=200).broken == (played.whole("first_break") >= 0).sum()
