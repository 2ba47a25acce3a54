"""Changes to the case's files: in place, whole, read back, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.case.load import find_case
from detente.errors import InputError
from detente.views.web.desk import Desk
from web_factory import client, copied


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(copied(tmp_path / "northfork"), runs=40, full=40)


def _text(desk: Desk, name: str = "case.yaml") -> str:
    return (desk.folder / name).read_text(encoding="utf-8")


def _changed(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_a_number_changes_where_it_stands_and_nothing_else_does(desk: Desk) -> None:
    before = _text(desk)
    desk.edits.number("numbers.phi", 15.0)
    assert _changed(before, _text(desk)) == [
        ("  phi: {value: [5, 12, 30], assumed: a war of small units}",
         "  phi: {value: [5, 15, 30], assumed: a war of small units}")
    ]  # fmt: skip
    assert desk.book["numbers.phi"].mode == 15.0


def test_a_value_outside_the_range_widens_it(desk: Desk) -> None:
    desk.edits.number("numbers.phi", 40.0)
    assert "phi: {value: [5, 40, 40]" in _text(desk)


@pytest.mark.parametrize("name", [
    "actors.front.cost", "actors.envoy.bias", "positions.front.executive.ideal", "positions.republic.executive.at_most",
    "numbers.tau", "actors.union.pressure", "beliefs.trust",
])  # fmt: skip
def test_numbers_of_every_kind_can_be_set_and_read_back(desk: Desk, name: str) -> None:
    one = desk.book[name]
    value = round(one.mode + 0.3 * ((one.high - one.mode) or 0.1), 4)
    before = _text(desk)
    desk.edits.number(name, value)
    assert desk.book[name].mode == pytest.approx(value)
    comments = [line[line.index("#") :] for line in before.split("\n") if "#" in line]
    assert all(comment in _text(desk) for comment in comments)
    desk.edits.undo()
    assert _text(desk) == before
    assert desk.book[name].mode == one.mode


def test_numbers_are_set_or_refused_in_words(desk: Desk) -> None:
    from detente.case.draft.edit import with_mode

    text = _text(desk)
    refused: dict[str, str] = {}
    names = list(desk.book)[::5]
    for name in names:
        try:
            assert with_mode(text, name, desk.book[name].mode + 0.01, desk.book[name]) != text
        except InputError as error:
            refused[name] = error.problems[0]
    assert all("change it" in why for why in refused.values())
    assert len(refused) < len(names) / 3


def test_a_value_that_the_case_does_not_take_leaves_the_file_as_it_was(desk: Desk) -> None:
    before = _text(desk)
    with pytest.raises(InputError, match=r"case\.yaml:\d+:\d+"):
        desk.edits.number("positions.front.executive.ideal", 1.7)
    assert _text(desk) == before
    assert desk.edits.last is None
    assert desk.problems == ()


def test_undo_goes_back_step_by_step(desk: Desk) -> None:
    before = _text(desk)
    desk.edits.number("numbers.phi", 15.0)
    desk.edits.number("numbers.phi", 16.0)
    assert desk.edits.undo().what == "numbers.phi: 15 → 16"
    assert desk.book["numbers.phi"].mode == 15.0
    desk.edits.undo()
    assert _text(desk) == before
    with pytest.raises(InputError, match="Nothing to undo"):
        desk.edits.undo()


def test_undo_leaves_alone_what_another_program_wrote(desk: Desk) -> None:
    before = _text(desk)
    desk.edits.number("numbers.phi", 15.0)
    other = _text(desk) + "# by hand\n"
    (desk.folder / "case.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(InputError, match="changed since by another program"):
        desk.edits.undo()
    assert _text(desk) == other
    assert _text(desk, ".case.yaml.before") == before


def test_a_statement_is_accepted_edited_and_rejected_line_by_line(desk: Desk) -> None:
    name = next(iter(desk.case.ledger))
    before = _text(desk, "ledger.jsonl")
    desk.edits.accept(name)
    assert desk.case.ledger[name].reviewed
    desk.edits.edit(name, {"speaker": "Mara Voss, envoy", "issues": ""})
    assert desk.case.ledger[name].speaker == "Mara Voss, envoy"
    after = _text(desk, "ledger.jsonl")
    assert len(_changed(before, after)) == 1
    with pytest.raises(InputError):
        desk.edits.reject(name)  # numbers rest on it
    assert _text(desk, "ledger.jsonl") == after


def test_a_rejected_statement_stays_as_a_comment(desk: Desk) -> None:
    path = desk.folder / "ledger.jsonl"
    spare = json.loads(path.read_text(encoding="utf-8").split("\n")[1]) | {"id": "S99"}
    path.write_text(path.read_text(encoding="utf-8") + json.dumps(spare) + "\n", encoding="utf-8")
    desk.refresh()
    desk.edits.reject("S99")
    assert "S99" not in desk.case.ledger
    assert '# rejected: {"id": "S99"' in path.read_text(encoding="utf-8")


def test_a_field_that_no_statement_has_is_refused(desk: Desk) -> None:
    before = _text(desk, "ledger.jsonl")
    with pytest.raises(InputError):
        desk.edits.edit(next(iter(desk.case.ledger)), {"kind": "rumour"})
    assert _text(desk, "ledger.jsonl") == before


@pytest.mark.parametrize("file", ["../case.yaml", "/etc/passwd", ".hidden", "sub/case.yaml", ".."])
def test_no_file_outside_the_folder_is_written(desk: Desk, file: str) -> None:
    with pytest.raises(InputError, match="not a file of this case's folder"):
        desk.edits.change(file, "x", lambda text: "x")


def test_a_link_out_of_the_folder_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("kept", encoding="utf-8")
    (desk.folder / "notes.txt").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(InputError, match="not a file of this case's folder"):
        desk.edits.change("notes.txt", "x", lambda text: "x")
    assert (tmp_path / "elsewhere.txt").read_text(encoding="utf-8") == "kept"


def test_cases_that_ship_are_left_alone() -> None:
    desk = Desk(find_case("afghanistan-2021")[0], runs=20, full=20)
    before = _text(desk)
    with pytest.raises(InputError, match="ships with Detente"):
        desk.edits.number("numbers.tau", 3.0)
    assert _text(desk) == before


def test_the_page_keeps_a_number_and_takes_it_back(desk: Desk) -> None:
    page = client(desk)
    answer = page.post("/edit/number?name=numbers.phi", data={"number.numbers.phi": "18"})
    assert "Saved in case.yaml: numbers.phi: 12 → 18" in answer.text
    assert answer.headers["hx-replace-url"] == "/"
    assert "[5, 18, 30]" in _text(desk)
    assert 'id="undo"' not in page.post("/undo", data={}).text
    assert "[5, 12, 30]" in _text(desk)
    assert "Nothing to undo" in page.post("/undo", data={}).text


def test_two_pages_see_each_others_changes(desk: Desk) -> None:
    one, other = client(desk), client(desk)
    one.post("/edit/number?name=numbers.phi", data={"number.numbers.phi": "18"})
    assert 'id="undo"' in other.get("/panel").text
