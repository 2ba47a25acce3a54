"""A text that is kept in case.yaml."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from detente.views.web.yaml_proposal import key_of, with_proposal
from engine_factory import TEMPLATE

DAY = date(2031, 3, 8)


def _added(text: str) -> dict:
    return yaml.safe_load(with_proposal(text, "mine", 'A "text": of one’s own', "front", {"executive": 0.5}, DAY))


@pytest.mark.parametrize(
    "text",
    [
        "title: x\n",
        "title: x",
        "proposals: {}\nlevers: {}\n",
        "proposals:\n  a:\n    by: front\n    note: >-\n      two\n      lines\n# what follows\nlevers: {}\n",
        "proposals:\n    a: {by: front}   # wide\n\nlevers: {}\n",
        "levers: {}\nproposals:\n  a: {by: front}",
    ],
)
def test_only_the_proposal_is_added(text: str) -> None:
    before, after = yaml.safe_load(text), _added(text)
    mine = after["proposals"].pop("mine")
    assert mine == {"name": 'A "text": of one’s own', "by": "front", "text": {"executive": 0.5}, "known": DAY,
                    "assumed": "put on the table in the workbench"}  # fmt: skip
    assert after == {"proposals": {}} | before


def test_a_case_takes_it_and_keeps_its_comments() -> None:
    text = (Path(TEMPLATE) / "case.yaml").read_text(encoding="utf-8")
    made = with_proposal(text, "mine", "Mine", "front", {"executive": 0.5}, DAY)
    added = made.splitlines()
    for line in text.splitlines():
        assert line in added
    assert set(yaml.safe_load(made)["proposals"]) == {*yaml.safe_load(text)["proposals"], "mine"}


def test_keys_are_fit_for_addresses() -> None:
    for name in ("Ütopia", "3 steps", "  ", "x" * 200):
        key = key_of(name, ["text"])
        assert key.isidentifier()
        assert len(key) <= 45
