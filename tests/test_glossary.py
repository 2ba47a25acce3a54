"""Pages written by scripts are current, and every name in the glossary is a name in the code."""

from importlib import import_module
from pathlib import Path
from runpy import run_path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
SCRIPT = run_path(str(SCRIPTS / "write_glossary.py"))


@pytest.mark.parametrize("name", ["write_glossary", "write_references"])
def test_the_page_is_current(name):
    script = run_path(str(SCRIPTS / f"{name}.py"))
    assert script["PAGE"].read_text(encoding="utf-8") == script["page"](), f"run python scripts/{name}.py"


@pytest.mark.parametrize(
    "row", SCRIPT["quantities"]("case") + SCRIPT["quantities"]("derived"), ids=lambda row: row["code"]
)
def test_names_are_names_in_the_code(row):
    *package, holder, name = f"detente.{row['code']}".split(".")
    if holder[0].isupper():
        owner = getattr(import_module(".".join(package)), holder)
        assert name in owner.model_fields
    else:
        assert hasattr(import_module(".".join([*package, holder])), name)
