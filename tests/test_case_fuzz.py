"""Whatever a person types, the answer is a case or messages: never another error."""

import re
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.load import read_case
from detente.errors import InputError

TEMPLATE = Path(str(resources.files("detente"))) / "case" / "template"
DATA = yaml.safe_load((TEMPLATE / "case.yaml").read_text())
FILES = ["case.yaml", "regions.csv", "history.csv", "ledger.jsonl", "theatre.geojson"]
WORDS = ["", "front", "union", "S1", "W1", "executive", "regions.csv", "..", "x" * 300, "é\u202e", "1", "null", "[key]"]

keys = st.sampled_from(WORDS) | st.integers(0, 2)
dates = st.dates(date(1990, 1, 1), date(2040, 1, 1))
scalars = st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | dates | st.sampled_from(WORDS)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Path(shutil.copytree(TEMPLATE, tmp_path_factory.mktemp("fuzz") / "case"))


def read(folder):
    """Read; every problem must name its file, line and column, which must be there."""
    try:
        read_case(folder)
    except InputError as error:
        for problem in error.problems:
            place = re.match(rf"{re.escape(str(folder))}/([\w.]+):(\d+):(\d+): \S", problem)
            assert place, problem
            lines = (folder / place[1]).read_text(encoding="utf-8", errors="replace").split("\n")
            assert 1 <= int(place[2]) <= max(len(lines), 1), problem
            assert int(place[3]) >= 1, problem


def paths(node, here=()):
    yield here
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from paths(child, (*here, key))


PATHS = list(paths(DATA))[1:]


def changed(node, path, how, new):
    """Copy the data with one node replaced, dropped, renamed or given twice."""
    if not path:
        return new
    first, rest = path[0], path[1:]
    if isinstance(node, dict):
        copy = {key: changed(child, rest, how, new) if key == first else child for key, child in node.items()}
        if not rest and how == "drop":
            del copy[first]
        if not rest and how == "rename":
            copy = {(f"{key}x" if key == first else key): child for key, child in node.items()}
        return copy
    copy = [changed(child, rest, how, new) if index == first else child for index, child in enumerate(node)]
    if not rest and how == "drop":
        del copy[first]
    if not rest and how == "rename":
        copy = [*node, node[first]]
    return copy


change = st.tuples(st.sampled_from(PATHS), st.sampled_from(["replace", "drop", "rename"]), values)


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@settings(max_examples=50, deadline=None)
@given(st.lists(change, min_size=1, max_size=3))
def test_changed_nodes_give_messages_or_a_case(folder, changes):
    data = DATA
    for path, how, new in changes:
        if path in set(paths(data)):
            data = changed(data, path, how, new)
    (folder / "case.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    read(folder)
    shutil.copy(TEMPLATE / "case.yaml", folder / "case.yaml")


@pytest.mark.no_cover  # others reach these lines, and counting them takes as long again
@settings(max_examples=50, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_changed_characters_give_messages_or_a_case(folder, name, data):
    raw = (TEMPLATE / name).read_bytes()
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(start + 12, len(raw))))
    put = data.draw(
        st.binary(max_size=4) | st.sampled_from([b'"', b"{", b"[", b"\n", b",", b"&a ", b"*a", b"\t", b": "])
    )
    (folder / name).write_bytes(raw[:start] + put + raw[end:])
    read(folder)
    shutil.copy(TEMPLATE / name, folder / name)
