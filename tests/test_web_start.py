"""From clippings to a case in the browser: documents, dates, parties, judgements, and the workbench that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.case.load import read_case
from detente.errors import InputError
from detente.views.web.app import make_app
from detente.views.web.desk import Desk
from detente.views.web.guard import App
from detente.views.web.start import Start, make_start
from web_factory import ADDRESS

TEXTS = Path(__file__).parent / "texts"
LAGOON = [TEXTS / "draft-lagoon-2034-02-10.txt", TEXTS / "draft-lagoon-2034-06-02.txt"]


def opened(folder: Path) -> App:
    return make_app(Desk(folder, runs=40, full=40))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    made = Start(tmp_path / "lagoon", opened)
    yield made
    made.close()


@pytest.fixture
def page(start: Start) -> TestClient:
    return TestClient(make_start(start), base_url=ADDRESS, headers={"sec-fetch-site": "same-origin"})


def read(page: TestClient, *paths: Path) -> str:
    files = [("file", (path.name, path.read_bytes(), "text/plain")) for path in paths]
    return page.post("/upload/documents", files=files).text


def asked(text: str) -> list[str]:
    return sorted(set(re.findall(r'name="judge\.(\w+)"', text)))


def test_two_clippings_become_a_case_and_its_workbench(page: TestClient, start: Start) -> None:
    text = read(page, *LAGOON)
    assert "Lagoon Liberation Movement" in text
    assert "through Ines Carrow" in text
    assert not start.folder.exists()
    while names := asked(text):
        text = page.post("/review", data={f"judge.{name}": "accept" for name in names} | {"do": "judge"}).text
    assert "Nothing is left to judge" in text
    assert "under review" in text
    page.post("/review", data={"do": "make"})
    case = read_case(str(start.folder))
    assert [actor.name for actor in case.actors.values() if actor.role == "patron"] == ["Halvard"]
    assert sorted(path.name for path in (start.folder / "documents").iterdir()) == [path.name for path in LAGOON]
    assert not start.documents.exists()
    assert "workbench" in page.get("/").text
    assert page.get("/panel?tab=evidence").status_code == 200


def test_what_is_not_accepted_sets_no_number(page: TestClient, start: Start) -> None:
    names = asked(read(page, *LAGOON))
    page.post("/review", data={f"judge.{names[0]}": "reject", "do": "make"})
    case = read_case(str(start.folder))
    assert not [one for one in case.ledger.values() if one.reviewed and one.credibility != 0]
    assert not case.tables["talks"].preconditions


def test_sides_are_swapped_and_unknown_statements_passed_over(page: TestClient, start: Start) -> None:
    read(page, *LAGOON)
    assert start.review is not None
    before = start.review.sketch.parties
    page.post("/review", data={"do": "swap", "judge.Snowhere": "accept"})
    after = start.review.sketch.parties
    assert (after.incumbent, after.challenger) == (before.challenger, before.incumbent)
    assert page.post("/review", data={"judge.Snowhere": "accept"}).status_code == 200


def test_texts_without_two_parties_ask_for_them(page: TestClient, tmp_path: Path) -> None:
    (tmp_path / "soup.txt").write_text("Peel the onions, fry them slowly, add water and serve with bread.")
    text = read(page, tmp_path / "soup.txt")
    assert "Who fights whom?" in text
    assert "This is in the way" in text
    assert "Name both" in page.post("/parties", data={"incumbent": "Sarno", "challenger": " "}).text


def test_a_date_can_be_given_where_a_document_has_none(page: TestClient, start: Start, tmp_path: Path) -> None:
    words = re.sub(r"(?m)^.*2034.*$", "", LAGOON[0].read_text(encoding="utf-8"))
    (tmp_path / "plain.txt").write_text(words, encoding="utf-8")
    text = read(page, tmp_path / "plain.txt")
    assert 'type="date" name="day.plain"' in text
    assert "no date" in page.post("/dates", data={"day.plain": "soon"}).text
    page.post("/dates", data={"day.plain": "2034-02-10"})
    assert start.review is not None
    assert start.review.sketch.as_of.isoformat() == "2034-02-10"


def test_what_cannot_be_read_is_named_and_the_rest_kept(page: TestClient, tmp_path: Path) -> None:
    (tmp_path / "tune.mp3").write_bytes(b"ID3")
    text = read(page, *LAGOON, tmp_path / "tune.mp3")
    assert "tune.mp3: not a document that can be read" in text
    assert "Lagoon Liberation Movement" in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [("noise.txt", bytes(range(256)) * 40, "no text"), ("empty.txt", b"", "empty"), ("a.png", b"PNG", "not a document"),
     ("a.docx", b"PK\x03\x04junk", "no .docx")],
)  # fmt: skip
def test_a_file_that_is_no_document_is_said_and_does_not_stay_in_the_way(
    name: str, body: bytes, said: str, page: TestClient, start: Start, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(body)
    assert said in read(page, tmp_path / name)
    assert start.readings is None
    shown = read(page, *LAGOON)
    assert said not in shown
    assert start.readings is not None


def test_texts_are_shown_as_texts(page: TestClient, tmp_path: Path) -> None:
    hostile = LAGOON[0].read_text(encoding="utf-8").replace("Ines Carrow", "<script>alert(1)</script>")
    (tmp_path / "draft<b>.txt").write_text(hostile, encoding="utf-8")
    text = read(page, tmp_path / "draft<b>.txt")
    assert "<script>" not in text
    assert "<b>" not in text


def test_other_pages_and_other_addresses_lead_nowhere(page: TestClient) -> None:
    assert page.get("/panel?lever=x").url == f"{ADDRESS}/"
    assert page.post("/review", data={"do": "make"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_a_place_that_is_taken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="already"):
        Start(tmp_path, opened)


def test_other_parties_can_be_named_and_the_texts_own_are_offered(page: TestClient, start: Start) -> None:
    read(page, *LAGOON)
    shown = page.get("/").text
    assert start.review is not None
    found = start.review.sketch.parties
    assert f'<option value="{found.challenger}">' in shown
    page.post("/parties", data={"incumbent": "the government", "challenger": "Merrow"})
    assert start.review is not None
    assert start.review.sketch.parties.challenger == "Merrow"


def test_a_person_can_say_for_whom_somebody_speaks(page: TestClient, start: Start) -> None:
    read(page, TEXTS / "draft-unseen-plateau-2036-03-19.txt")
    assert 'name="speaks.Rosa Tell"' in page.get("/").text
    page.post("/review", data={"do": "place", "speaks.Rosa Tell": "nobody of this name"})
    assert 'name="speaks.Rosa Tell"' in page.get("/").text
    page.post("/review", data={"do": "place", "speaks.Rosa Tell": "Plateau People's Army"})
    assert start.review is not None
    assert start.review.scene.cast.group_in("Rosa Tell") == "Plateau People's Army"
    assert 'name="speaks.Rosa Tell"' not in page.get("/").text
