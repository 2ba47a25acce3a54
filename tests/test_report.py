from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from case_factory import STATEMENTS, bare, northfork
from detente.evidence.ledger import Ledger
from detente.views.report import write_report
from result_factory import tables, write

QUESTIONS = [
    "Which deal would they sign and still keep?",
    "Is there a zone of agreement, and what closes it?",
    "What could somebody decide that moves it?",
    "What does the forecast hang on?",
    "Where and when would the front move?",
    "Who has kept what, and what would break first?",
    "Which sentence does each number rest on?",
    "How far should you trust this?",
]
FACTS = ["Information date", "Looks ahead to", "Hindsight", "Explored futures", "Nearest base rate", "Calibrated"]
UNSAID = re.compile(r"%|probab|likel|\bchance|\bodds\b|\bcertain|\bwill\b", re.IGNORECASE)
SAID = ("5–95 %", "Shares are not probabilities until the model is calibrated.")


class Page:
    """A written report and its parsed body."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_text(encoding="utf-8")
        self.tree: Any = lxml.html.fromstring(self.source)

    def all(self, path: str) -> list[Any]:
        return self.tree.xpath(path)

    def words(self) -> str:
        ours = "not(self::script or self::style or self::mark)"
        texts = self.all(f"//body//*[{ours}]/text()[not(ancestor::svg)]")
        return " ".join(" ".join(texts).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def whole(folder: Path) -> Page:
    case = northfork()
    result = write(folder / "whole", case, tables(case))
    return Page(write_report(result, case, folder / "whole.html", regions=True, include="restricted"))


@pytest.fixture(scope="module")
def small(folder: Path) -> Page:
    case = bare()
    rows = tables(case, signed=0.0)
    kept = {name: rows[name] for name in ("outcomes", "shares", "diagnosis", "control", "front", "states")}
    return Page(write_report(write(folder / "small", case, kept), case, folder / "small.html"))


@pytest.fixture(scope="module")
def redacted(folder: Path) -> Page:
    hostile = replace(STATEMENTS[0], id="X</script>", content="</script><script>alert(1)</script>")
    case = northfork(title="<b>Northfork</b>", ledger=Ledger([*STATEMENTS, hostile]))
    result = write(folder / "redacted", case, tables(case))
    return Page(write_report(result, case, folder / "redacted.html", redact=True, hindsight=True))


@pytest.fixture(params=["whole", "small", "redacted"])
def page(request: pytest.FixtureRequest) -> Page:
    return request.getfixturevalue(request.param)


def _specs(page: Page) -> dict[str, dict[str, Any]]:
    """The drawings' specs as the page's own script unpacks them."""
    held = json.loads(page.all("//script[@id='specs']")[0].text)

    def rows(packed: Any) -> Any:
        plain = isinstance(packed, list)
        return packed if plain else [dict(zip(packed["columns"], row, strict=True)) for row in packed["rows"]]

    return {
        name: held["shared"] | spec | {"datasets": {key: rows(one) for key, one in spec["datasets"].items()}}
        for name, spec in held["specs"].items()
    }


def test_the_eight_questions_stand_in_order_with_or_without_an_answer(page: Page) -> None:
    found = [" ".join(one.text_content().split())[2:] for one in page.all("//section[@id]/h2")]
    assert found == QUESTIONS


def test_the_six_facts_stand_in_order(page: Page) -> None:
    assert [one.text_content() for one in page.all("//dl[@class='strip']//dt")] == FACTS
    assert all(one.text_content().strip() for one in page.all("//dl[@class='strip']//dd[1]"))


def test_a_question_without_an_answer_says_why_in_one_sentence(small: Page) -> None:
    missing = {one.getparent().get("id"): one.text_content() for one in small.all("//p[@class='missing']")}
    assert set(missing) == {"zones", "levers", "hangs-on"}
    assert all(text.count(".") == 1 and text.endswith(".") for text in missing.values())


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    assert not page.all("//link | //script[@src] | //img | //iframe | //*[@srcset]")
    css = page.all("//style")[0].text
    assert set(re.findall(r"url\((\w+):", css)) == {"data"}
    assert "@import" not in css


def test_the_policy_allows_this_page_s_own_style_and_scripts_and_nothing_else(page: Page) -> None:
    policy = page.all("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    parts = re.findall(r"<style>(.*?)</style>|<script type=\"module\">(.*?)</script>", page.source, re.DOTALL)
    assert len(parts) == 3
    for style, script in parts:
        digest = base64.b64encode(hashlib.sha256((style or script).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert not page.all("//*[@style or @onclick or @onload]")


def test_what_people_wrote_is_text_and_not_markup(redacted: Page) -> None:
    assert redacted.all("//h1")[0].text.startswith("<b>Northfork</b>")
    assert not redacted.all("//h1//b")
    assert len(redacted.all("//script")) == 4
    for name in ("specs", "geo"):
        json.loads(redacted.all(f"//script[@id='{name}']")[0].text)


def test_every_drawing_says_its_finding_and_hides_its_marks(page: Page) -> None:
    drawings = page.all("//*[contains(@class, 'drawing')]")
    specs = _specs(page)
    assert {one.get("data-chart") for one in drawings} == set(specs)
    for one in drawings:
        title = one.xpath("ancestor::figure//h3")[0].text_content()
        assert one.get("role") == "img"
        assert title in one.get("aria-label")
        assert one.xpath(".//svg/@aria-hidden") == ["true"]


def test_every_figure_has_its_numbers_as_a_table_with_scope(page: Page) -> None:
    for figure in page.all("//figure[.//*[contains(@class, 'drawing')]]"):
        table = figure.xpath(".//table")
        assert len(table) == 1, figure.xpath(".//h3")[0].text_content()
    for table in page.all("//table"):
        assert table.xpath(".//thead//th/@scope") == ["col"] * len(table.xpath(".//thead//th"))
        assert len(table.xpath(".//tbody/tr")) == len(table.xpath(".//tbody/tr/th[@scope='row']"))
        width = len(table.xpath(".//thead//th"))
        assert all(len(row.xpath("./*")) == width for row in table.xpath(".//tbody/tr"))


def test_ids_are_unique_and_links_lead_somewhere(page: Page) -> None:
    ids = page.all("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.all("//a/@href")} <= set(ids)


def test_numbers_lead_to_the_statements_they_rest_on(whole: Page) -> None:
    links = whole.all("//section[@id='hangs-on']//table//a/@href")
    assert links
    assert set(links) <= {"#s-S1", "#s-S2", "#s-S3"}
    first = whole.all("//article[@id='s-S1']")[0].text_content()
    assert "confirmed by a diplomat" in first
    assert "leaked" in first
    assert "not reviewed" not in first
    assert "not reviewed" in whole.all("//article[@id='s-S2']")[0].text_content()
    third = whole.all("//article[@id='s-S3']")[0].text_content()
    assert "a neighbouring prime minister" not in third  # a secret names nobody
    assert "quotation mark missing" in third


def test_the_wording_keeps_its_rules(page: Page) -> None:
    text = page.words()
    for said in SAID:
        text = text.replace(said, "")
    found = [text[max(0, one.start() - 40) : one.end() + 20] for one in UNSAID.finditer(text)]
    assert not found


def test_secret_sentences_are_in_no_file_and_redacted_ones_only_in_the_other(whole: Page, redacted: Page) -> None:
    secret, quoted, restricted = STATEMENTS[2].content, STATEMENTS[1].content, STATEMENTS[0].content
    assert secret not in whole.source
    assert quoted in whole.source
    assert restricted in whole.source
    assert "write it again without --include" in whole.words()
    assert not [one for one in (secret, quoted, restricted) if one in redacted.source]
    assert "alert(1)" not in redacted.source


def test_deals_that_cross_a_red_line_on_rights_are_marked(whole: Page) -> None:
    items = whole.all("//ol[@class='texts']/li")
    crossed = [item.text_content() for item in items if item.xpath(".//span[contains(@class, 'crosses')]")]
    assert len(crossed) == 1
    assert "Women's Assembly (not at the table): rights" in crossed[0]
    specs = _specs(whole)
    marks = {row["letter"]: row["crosses"] for row in specs["sign-and-keep"]["datasets"]["texts"]}
    assert [letter for letter, crosses in marks.items() if crosses] == ["B"]


def test_where_hardly_any_deal_is_signed_the_first_figure_says_what_closed_the_zone(small: Page, whole: Page) -> None:
    first = small.all("//section[@id='deals']//*[contains(@class, 'drawing')]/@data-chart")
    assert first[0] == "obstacles"
    assert whole.all("//section[@id='deals']//*[contains(@class, 'drawing')]/@data-chart")[0] == "sign-and-keep"


def test_drawn_shares_are_those_of_the_result(whole: Page, folder: Path) -> None:
    case = northfork()
    shares = {row["outcome"]: row for row in tables(case)["shares"] if row["scenario"] == "baseline"}
    rows = _specs(whole)["outcomes"]["datasets"]["rows"]
    assert {row["outcome"] for row in rows} == set(shares) - {"ever_signed", "kept_a_year"}
    for row in rows:
        assert row["share"] == pytest.approx(100 * shares[row["outcome"]]["share"], abs=1e-3)
        assert row["low"] <= row["share"] <= row["high"]


def test_three_futures_are_told_and_chosen_by_rule(whole: Page) -> None:
    stories = whole.all("//figure[@class='stories']//section")
    assert len(stories) == 3
    for story in stories:
        days = story.xpath(".//time/@datetime")
        assert days == sorted(days)
        assert days[-1] == "2031-12-31"


def test_forecasts_by_region_stay_out_of_the_file_while_a_case_is_not_over(whole: Page, redacted: Page) -> None:
    names = [region.name for region in northfork().regions.values()]
    assert all(name in whole.words() for name in names)
    assert "can guide an attack" not in whole.words()
    assert "can guide an attack" in redacted.words()
    told = " ".join(redacted.all("//figure[@class='stories']//text()"))
    assert not [name for name in names if name in told]
    drawn = _specs(redacted)
    assert len(drawn) > 5
    assert not [name for name in drawn if name.startswith("map-") or name == "regions"]


def test_fonts_with_extended_letters_come_only_where_the_text_has_some(folder: Path, whole: Page) -> None:
    assert whole.source.count("@font-face") == 2
    case = bare(title="Dağlar")
    page = Page(write_report(write(folder / "ext", case, tables(case, runs=40, draws=4)), case, folder / "ext.html"))
    assert page.source.count("@font-face") == 4


def test_a_report_is_small_enough_to_mail_and_written_whole(whole: Page, folder: Path) -> None:
    assert len(whole.source.encode()) < 1_700_000
    assert not list(folder.glob(".*.html*"))
