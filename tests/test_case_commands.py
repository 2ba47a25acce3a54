"""The commands check, cases and new."""

import itertools
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import detente
from detente.case.load import shipped_cases
from detente.views.cli import app
from detente.views.terminal import guarded


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        status = guarded(lambda: app([*arguments], standalone_mode=False))
        caught = capsys.readouterr()
        return status, caught.out, caught.err

    return run


def test_a_new_case_passes_check(run, tmp_path):
    status, out, _ = run("new", "northfork")
    assert status == 0
    assert "detente check northfork" in out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["northfork"]
    status, out, _ = run("check", "northfork")
    assert status == 0
    assert "Northfork, spring 2031: no problems." in out
    assert "rest on statements" in out


def test_a_new_case_runs(run):
    run("new", "northfork")
    result = detente.simulate(detente.read_case("northfork"), runs=60, draws=6)
    rows = result.query("select outcome, share from shares where scenario = 'baseline'")
    ends = ["settlement", "ceasefire", "low_activity", "challenger_victory", "incumbent_victory", "war_goes_on"]
    assert sum(row["share"] for row in rows if row["outcome"] in ends) == pytest.approx(1)


def test_new_overwrites_nothing(run, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "case.yaml").write_text("precious")
    status, _, err = run("new", "mine")
    assert (status, "already" in err) == (1, True)
    assert (tmp_path / "mine" / "case.yaml").read_text() == "precious"


def test_a_new_case_that_finds_no_room_leaves_nothing(run, tmp_path, monkeypatch):
    def full(source, goal, **_):
        Path(goal).mkdir()
        raise shutil.Error([(str(source), str(goal), "[Errno 27] File too large: 'a' -> 'b'")])

    monkeypatch.setattr(shutil, "copytree", full)
    status, _, err = run("new", "mine")
    assert (status, err.split(": ", 1)[0]) == (1, "mine")
    assert "(file too large)" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["..", "-x", "a b", "nörd", "a" * 80, "nowhere/case", ""])
def test_new_checks_the_name(name, run, tmp_path):
    status, _, err = run("new", "--", name)
    assert status == 1
    assert err.startswith(name or ".")
    assert list(tmp_path.iterdir()) == []


def test_check_prints_problems_and_fails(run, tmp_path):
    run("new", "mine")
    path = tmp_path / "mine" / "case.yaml"
    path.write_text(path.read_text().replace("role: neighbour", "role: neighbor").replace("[S6]", "[S7]"))
    status, out, err = run("check", "mine")
    assert (status, out) == (1, "")
    assert err.splitlines()[0].startswith("mine/case.yaml:")
    assert 'did you mean "neighbour"?' in err
    assert 'no statement, document or file "S7"' in err


def test_check_json_says_the_same(run, tmp_path):
    run("new", "mine")
    status, out, err = run("check", "mine", "--json")
    document = json.loads(out)
    assert (status, err, document["ok"], document["problems"]) == (0, "", True, [])
    assert sum(document["numbers"].values()) > 30
    path = tmp_path / "mine" / "case.yaml"
    path.write_text(path.read_text().replace("role: neighbour", "role: neighbor"))
    status, out, err = run("check", "mine", "--json")
    problem = json.loads(out)["problems"][0]
    assert (status, err, problem["file"], problem["column"]) == (1, "", "mine/case.yaml", 37)
    assert path.read_text().splitlines()[problem["line"] - 1].startswith("  eastland:")


def test_check_can_cut(run):
    assert run("check", "afghanistan-2021", "--as-of", "2021-08-12")[0] == 0
    status, _, err = run("check", "afghanistan-2021", "--as-of", "2020-01-01")
    assert (status, "choose that date or a later one" in err) == (1, True)


@pytest.mark.parametrize("where", [".", "../mine", "../mine/case.yaml"])
def test_a_case_has_its_folder_s_name_however_it_is_given(where, run, tmp_path, monkeypatch):
    run("new", "mine")
    monkeypatch.chdir(tmp_path / "mine")
    assert json.loads(run("cite", where, "--json")[1])["case"] == "mine"


def test_check_says_how_many_assumed_numbers_have_no_range(run):
    run("new", "mine")
    _, out, _ = run("check", "mine")
    found = json.loads(run("check", "mine", "--json")[1])
    assert f"and {found['numbers']['assumed'] - len(found['assumed'])} without a range" in out


def test_the_package_runs_as_a_module():
    found = subprocess.run([sys.executable, "-m", "detente", "--version"], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, f"detente {detente.__version__}\n")


def test_check_names_levers_that_change_nothing(run, tmp_path):
    run("new", "mine")
    path = tmp_path / "mine" / "case.yaml"
    text = path.read_text()
    assert json.loads(run("check", "mine", "--json")[1])["idle_levers"] == []
    assert "Changes nothing" not in run("check", "mine")[1]
    path.write_text(
        text.replace("change: {support: union, at_least: .5}", "change: {office: president, to: in_office}")
    )
    assert json.loads(run("check", "mine", "--json")[1])["idle_levers"] == ["air_support_stays"]
    assert "so already on 2031-03-08: levers.air_support_stays." in run("check", "mine")[1]


def test_a_lever_that_brings_back_what_will_have_ended_changes_something(run, tmp_path):
    run("new", "mine")
    path = tmp_path / "mine" / "case.yaml"
    level = detente.read_case("mine").theatre.support["union"].level
    path.write_text(path.read_text().replace("at_least: .5}", f"to: [{level.low}, {level.mode}, {level.high}]}}"))
    assert json.loads(run("check", "mine", "--json")[1])["idle_levers"] == []


def test_cases_lists_what_ships(run):
    status, out, _ = run("cases")
    assert status == 0
    assert "afghanistan-2021" in out
    found = json.loads(run("cases", "--json")[1])
    assert {"case", "title", "as_of", "horizon"} <= set(found[0])


@pytest.mark.parametrize("command", ["check", "cases", "new"])
def test_every_command_has_help_with_an_example(command, run):
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"Example: detente {command}" in out


EXAMPLES = [
    shlex.split(example)[1:]
    for command in app.registered_commands
    for example in re.findall(r"Example: (detente [^;\n]*)", command.help or "")
    if any(name in example for name in shipped_cases()) and not {"serve", "link", "replay", "forecast"} & {command.name}
]


@pytest.mark.parametrize("arguments", [one for one in EXAMPLES if one[0] != "run"], ids=" ".join)
def test_the_examples_in_the_help_run(arguments, run):
    few = ["--runs", "4"] if {"test", "zones", "strike", "changed", "hindcast"} & {arguments[0]} else []
    status, out, err = run(*arguments, *few)
    assert status == 0, err
    assert out


def test_the_example_of_run_pulls_a_lever_of_its_date():
    """Without playing it: that takes seconds."""
    (arguments,) = (one for one in EXAMPLES if one[0] == "run")
    given = dict(itertools.pairwise(arguments))
    assert given["--lever"] in detente.read_case(arguments[1], given["--as-of"]).levers


def test_there_are_examples_of_most_commands():
    assert len({arguments[0] for arguments in EXAMPLES}) >= 8
