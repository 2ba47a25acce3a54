"""The glossary is current, and every name in it is a name in the code."""

from importlib import import_module
from pathlib import Path
from runpy import run_path

import pytest

SCRIPT = run_path(str(Path(__file__).parents[1] / "scripts" / "write_glossary.py"))


def test_the_page_is_current():
    assert SCRIPT["PAGE"].read_text(encoding="utf-8") == SCRIPT["page"](), "run python scripts/write_glossary.py"


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
