"""The command and its page: tables, JSON Lines, ledgers, and documents that try to be more than text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.evidence.document import Document
from detente.evidence.ledger import read_ledger
from detente.evidence.reader import read_texts
from detente.views.cli import app
from detente.views.reader_page import page
from detente.views.terminal import INPUT_WRONG

TEXTS = Path(__file__).parent / "texts"
HOSTILE = (
    "“<script>alert('x')</script> & <img src=x onerror=alert(1)> will stay,” said Mara Voss.\n\n"
    "</mark></p></section><iframe src='http://example.org'></iframe> Voss said [bold]nothing[/bold] \x1b[31mred\x00."
)


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, ["read", *arguments], standalone_mode=True)
    assert result.exit_code == status, result.output
    return result.output


def test_hostile_text_stays_text() -> None:
    shown = page(read_texts([Document("<b>d</b>", HOSTILE, title="<script>1</script>")]))
    body = shown.split("</style>", 1)[1]
    assert set(re.findall(r"<(\w+)", body)) <= {
        *(
            "head",
            "body",
            "header",
            "h1",
            "h2",
            "p",
            "span",
            "mark",
            "main",
            "section",
            "div",
            "ol",
            "li",
            "b",
            "sup",
            "a",
        )
    }
    assert "&lt;script&gt;alert" in body
    assert "onerror=alert" in body
    assert not re.search(r"<[^>]*onerror", body)
    assert "default-src 'none'" in shown
    assert not re.search(r"(?:src|href)=\"?(?:https?:)?//", body)


def test_the_page_marks_sources_cues_contents_and_damage() -> None:
    text = (TEXTS / "bridge-offensive.txt").read_text(encoding="utf-8")
    shown = page(read_texts([Document("d", text)]))
    for part in (
        'class="source"',
        'class="cue"',
        "content",
        "damaged",
        "inner",
        "<span class=vh>cue: </span>",
        "class=nested",
    ):
        assert part in shown
    visible = re.sub(
        r"<span class=vh>.*?</span>|<sup>.*?</sup>|<[^>]+>", "", shown.split("<div class=text>")[1].split("<ol>")[0]
    )
    assert "capitulation talks, ”said retired General" in visible


def test_the_table_shows_speakers_and_chains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = run(str(TEXTS / "bridge-offensive.txt"), str(TEXTS / "council-letter.txt"))
    assert "Jan Oru" in shown
    assert "set apart: He bakes the best bread" in shown
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE.replace("\x00", ""), encoding="utf-8")
    assert "\x1b[31m" not in run(str(path))


def test_json_lines(tmp_path: Path) -> None:
    shown = run(str(TEXTS / "*.txt"), "--json")
    records = [json.loads(line) for line in shown.splitlines()]
    assert [one["id"] for one in records] == sorted(path.stem for path in TEXTS.glob("*.txt"))
    assert all(set(one) >= {"id", "text", "attributions"} for one in records)
    keys = {
        "source",
        "cue",
        "content",
        "type",
        "kind",
        "speaker",
        "chain",
        "nested_in",
        "channel",
        "verification",
        "damage",
    }
    assert all(keys <= set(said) for one in records for said in one["attributions"])


def test_a_ledger_and_what_is_left_for_review(tmp_path: Path) -> None:
    ledger, shown = tmp_path / "ledger.jsonl", tmp_path / "page.html"
    run(str(TEXTS / "council-letter.txt"), "--out", str(ledger), "--html", str(shown))
    sure, unsure = read_ledger(ledger), read_ledger(tmp_path / "ledger.review.jsonl")
    assert sure
    assert unsure
    assert not set(sure) & set(unsure)
    before = ledger.read_bytes()
    run(str(TEXTS / "council-letter.txt"), "--out", str(ledger))
    assert ledger.read_bytes() == before
    assert shown.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_bad_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 cut off")
    shown = run(str(bad), str(TEXTS / "council-letter.txt"), "--json", status=INPUT_WRONG)
    assert "bad.pdf: the PDF is broken" in shown
    assert "council-letter" in shown


def test_the_command_is_listed() -> None:
    assert "read" in {command.name for command in app.registered_commands}


def test_the_list_names_no_person_whom_nobody_has_reviewed() -> None:
    text = (TEXTS / "council-letter.txt").read_text(encoding="utf-8")
    shown = page(read_texts([Document("d", text)]))
    listed = shown.split("<ol>", 1)[1].split("</ol>")[0]
    heads = re.findall(r"<b>(.*?)</b> <span class=muted>(.*?)</span>", listed)
    assert len(heads) > 5
    assert not any(name in part for head in heads for part in head for name in ("Voss", "Hale", "Lindqvist"))
    assert any("Foreign ministry spokesman" in part or "spokesman" in part for part, _ in heads)
    assert "reviewed by nobody" in shown
