"""Mistakes in a case: each is reported where it stands, with what would be right."""

import re
import shutil
from importlib import resources
from pathlib import Path

import pytest
import yaml

from detente.case.load import read_whole
from detente.errors import InputError

TEMPLATE = Path(str(resources.files("detente"))) / "case" / "template"
MISTAKES = yaml.safe_load((Path(__file__).parent / "data" / "case_mistakes.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TEMPLATE, tmp_path / "case"))


def problems_of(folder):
    with pytest.raises(InputError) as caught:
        read_whole(folder)
    return caught.value.problems


def make(folder, mistake):
    """Put a mistake into a case; return how its problem begins."""
    path, old, new = folder / mistake["file"], mistake["replace"], mistake["by"]
    before = after = ""
    if old is not None:
        before, found, after = path.read_text().partition(old)
        assert found, f"the starting case no longer holds {old!r}"
    text = before + new + after
    path.write_text(text.replace("§", ""))
    if "§" not in new:
        return f"{path}:"
    head = text.partition("§")[0]
    return f"{path}:{head.count(chr(10)) + 1}:{len(head) - head.rfind(chr(10))}: "


def test_there_are_at_least_fifty():
    assert len({mistake["message"] for mistake in MISTAKES}) >= 50


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one["mistake"])
def test_a_mistake_is_reported_where_it_stands(mistake, folder):
    place = make(folder, mistake)
    found = problems_of(folder)
    assert any(one.startswith(place) and mistake["message"] in one for one in found), (place, mistake["message"], found)


def test_many_mistakes_are_reported_at_once(folder):
    """What is wrong in one place does not hide what is wrong in another, whatever file it is in."""
    chosen = ["no number", "unknown actor", "wrong word", "no such day", "unknown kind of history", "region twice"]
    chosen += ["two subjects", "ledger id twice", "unknown lever", "number on nothing", "hostilities twice"]
    chosen += ["no such day of knowledge", "empty title"]
    for mistake in MISTAKES:
        if mistake["mistake"] in chosen:
            make(folder, mistake)
    found = "\n".join(problems_of(folder))
    for mistake in MISTAKES:
        if mistake["mistake"] in chosen:
            assert mistake["message"] in found


def test_problems_come_in_the_order_of_the_file(folder):
    path = folder / "case.yaml"
    path.write_text(path.read_text().replace("role: party", "role: partie").replace("salience:", "saliense:"))
    lines = [int(problem.removeprefix(f"{path}:").split(":")[0]) for problem in problems_of(folder)]
    assert len(lines) > 10
    assert lines == sorted(lines)


def test_a_misspelt_block_is_reported_once(folder):
    """A wrong actor is one problem: what refers to it is not called unknown as well."""
    path = folder / "case.yaml"
    path.write_text(path.read_text().replace("role: neighbour", "role: neighbor"))
    assert len(problems_of(folder)) == 1


@pytest.mark.parametrize("name", ["as_of", "horizon"])
def test_a_day_that_no_calendar_has_is_reported_once(name, folder):
    """Nothing is checked against another day put in its place."""
    path = folder / "case.yaml"
    path.write_text(re.sub(rf"^{name}: [-0-9]+", f"{name}: 2031-02-30", path.read_text(), flags=re.M))
    assert [one.partition(": ")[2] for one in problems_of(folder)] == [
        f"{name}: there is no 2031-02-30 in the calendar"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("at_least: .5}", "at_least: 50%}", "levers.air_support_stays.change.at_least: expected a number"),
        ("status: late", "status: done", "deals.accord_2030.clauses[2].status: expected one of"),
        (
            "to: 0}, by: 2031-05-01",
            "to: none}, by: 2031-05-01",
            "deals.accord_2030.clauses[0].what.to: expected a number",
        ),
    ],
)
def test_a_block_is_not_blamed_for_what_was_wrong_in_it(old, new, said, folder):
    path = folder / "case.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    found = problems_of(folder)
    assert len(found) == 1, found
    assert said in found[0]


def test_principals_with_equal_ideals_are_refused(folder):
    path = folder / "case.yaml"
    text = re.sub(
        r"(\{actor: (?:republic|front), issue: \w+, ideal: )(\[.*?\]|\d)", r"\1[.2, .5, .6]", path.read_text()
    )
    path.write_text(text)
    assert "positions: the principals republic and front have equal ideals" in problems_of(folder)[0]
    path.write_text(text.replace("issue: troops, ideal: [.2, .5, .6]", "issue: troops, ideal: [.2, .4, .6]", 1))
    assert read_whole(folder).positions


def test_weights_of_nothing_are_refused(folder):
    path = folder / "regions.csv"
    path.write_text(re.sub(r",0\.\d\d,", ",0,", path.read_text()))
    assert "regions.csv:2:21: weight: the weights add up to 0" in "\n".join(problems_of(folder))


def test_regions_without_polygons_are_named(folder):
    path = folder / "theatre.geojson"
    lines = [line for line in path.read_text().splitlines() if "lowfield" not in line]
    path.write_text("\n".join(lines).replace("},\n]}", "}\n]}"))
    assert "no polygon for lowfield; every region needs a feature" in problems_of(folder)[0]


@pytest.mark.parametrize(("mark", "words"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_spreadsheet_s_other_marks_between_cells_are_named_and_nothing_follows_from_them(mark, words, folder):
    path = folder / "regions.csv"
    path.write_text(path.read_text().replace(",", mark))
    found = problems_of(folder)
    assert found == (f"{path}:1:7: cells are parted by {words}; save the file with commas between them",)


def test_a_row_that_cannot_be_read_is_not_missed_on_the_map(folder):
    path = folder / "regions.csv"
    path.write_text(path.read_text().replace("adanville,Adanville,", "adanville,"))
    found = problems_of(folder)
    assert len(found) == 1
    assert "regions.csv:2:1: expected 8 cells" in found[0]


@pytest.mark.parametrize("name", ["ledger.jsonl", "history.csv"])
def test_a_folder_or_a_dead_link_in_the_place_of_a_file_is_reported(name, folder):
    (folder / name).unlink()
    (folder / name).mkdir()
    assert any(f"{name}:1:1: this is no file" in one for one in problems_of(folder))
    (folder / name).rmdir()
    (folder / name).symlink_to("nowhere")
    assert any(f"{name}:1:1: this is no file" in one for one in problems_of(folder))


def test_marks_and_line_ends_of_other_programs_change_nothing(folder):
    """Spreadsheets put a byte-order mark first and end lines their own way."""
    for name in ("case.yaml", "regions.csv", "history.csv", "ledger.jsonl", "theatre.geojson"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    saved, own = read_whole(folder), read_whole(TEMPLATE)
    assert saved.model_copy(update={"folder": own.folder, "name": own.name}) == own


def test_aliases_that_explode_are_refused(folder):
    rows = ["a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    (folder / "case.yaml").write_text("\n".join(rows))
    assert "aliases (*name) repeat more than 200,000 values; write fewer" in problems_of(folder)[0]


def test_nesting_without_end_is_refused(folder):
    (folder / "case.yaml").write_text("title: " + "[" * 100_000)
    assert "nested deeper than 40 levels" in problems_of(folder)[0]


def test_an_alias_may_be_used(folder):
    path = folder / "case.yaml"
    text = path.read_text().replace("strength: [80, 100, 130]", "strength: &much [80, 100, 130]")
    path.write_text(text.replace("strength: [55, 70, 90]", "strength: *much"))
    assert read_whole(folder).theatre.forces["front"].strength.mode == 100


@pytest.mark.parametrize("name", ["case.yaml", "regions.csv", "history.csv", "ledger.jsonl", "theatre.geojson"])
def test_a_file_that_is_not_text_is_reported(name, folder):
    (folder / name).write_bytes(b"title: \xff\xfe")
    assert any(f"{folder / name}" in one and "not UTF-8" in one for one in problems_of(folder))


@pytest.mark.parametrize(("name", "message"), [("case.yaml", "no such file"), ("regions.csv", "there is no file"),
                                               ("theatre.geojson", "there is no file")])  # fmt: skip
def test_a_file_that_is_missing_is_reported(name, message, folder):
    (folder / name).unlink()
    assert any(message in one for one in problems_of(folder))


@pytest.mark.parametrize("text", ["", "just text", "- a\n- list", "# nothing", "~"])
def test_a_case_that_is_no_mapping_is_reported(text, folder):
    (folder / "case.yaml").write_text(text)
    assert "expected keys with values" in problems_of(folder)[0]


def test_a_case_that_is_not_there_is_named():
    with pytest.raises(InputError, match='did you mean "afghanistan-2021"'):
        read_whole("afganistan-2021")


@pytest.mark.parametrize("name", ["/etc/passwd", "../case.yaml", "a/../../b.csv", "C:\\windows", "x\x00.csv"])
def test_names_of_files_stay_in_the_folder(name, folder):
    path = folder / "case.yaml"
    path.write_text(
        path.read_text().replace("regions: regions.csv ", f"regions: {yaml.safe_dump(name).splitlines()[0]} ")
    )
    assert any("theatre.regions" in one for one in problems_of(folder))


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere.csv").write_text((folder / "regions.csv").read_text())
    (folder / "regions.csv").unlink()
    (folder / "regions.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert any("theatre.regions" in one for one in problems_of(folder))
