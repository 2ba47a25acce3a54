"""The glossary is current, and every name in it is a name in the code."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
sys.path.insert(0, str(SCRIPTS))

from write_glossary import PAGE, page, quantities  # noqa: E402


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python scripts/write_glossary.py"


@pytest.mark.parametrize("row", [*quantities("case"), *quantities("derived")], ids=lambda row: row["code"])
def test_names_are_names_in_the_code(row):
    *package, holder, name = f"detente.{row['code']}".split(".")
    if holder[0].isupper():
        owner = getattr(import_module(".".join(package)), holder)
        assert name in owner.model_fields
    else:
        assert hasattr(import_module(".".join([*package, holder])), name)
