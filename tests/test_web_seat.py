"""Take a seat: what is asked and known, what stays hidden, and the end."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from detente.analysis.seat import Seat, open_seat
from detente.views.web.desk import Desk
from detente.views.web.state import State
from detente.views.web.tabs import seat
from detente.views.web.tabs.seat_code import decode, encode, split
from detente.views.web.tabs.seat_end import later
from web_factory import LEVER, client, copied

PARTY = "front"
NUMBER = "theatre.countryside"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("seat") / "northfork"), runs=60, full=60)


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


@pytest.fixture(scope="module")
def luck(desk: Desk) -> int:
    """A future in which the Front is asked more than once, and once to sign."""
    for run in range(desk.runs):
        asked = [
            one.asked
            for one in open_seat(desk.case, PARTY, run=run, runs=desk.runs, draws=desk.draws(desk.runs))
            .play([])
            .rest.asked
        ]
        if len(asked) > 2 and asked[0] == "sign":
            return run
    raise AssertionError("no future asks the Front to sign")


def text_of(page: TestClient, query: str) -> str:
    answer = page.get(f"/panel?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def shown(page: TestClient, query: str) -> str:
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", text_of(page, query), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", plain))


def followed(text: str, name: str) -> str:
    """Return the query that a link leads to."""
    found = re.search(rf'id="{name}" href="/\?([^"]*)"', text)
    assert found, name
    return html.unescape(found[1])


def test_answers_survive_the_address() -> None:
    issues = ["executive", "troops", "schools"]
    answers = (True, False, "pass", 17, {"executive": 0.25, "troops": 0.0, "schools": 1.0}, "ceasefire", 0)
    code = "".join(encode(one, issues) for one in answers)
    assert decode(code, issues) == answers
    assert "".join(split("yn" * 90).values()) == "yn" * 90
    assert all(len(piece) <= 100 for piece in split("yn" * 90).values())


def test_seats_are_those_of_the_parties(desk: Desk, page: TestClient) -> None:
    text = text_of(page, "tab=seat")
    for key in seat.parties(desk.case):
        assert f"view.seat={key}" in followed(text, f"seat-{key}")
    assert seat.suggested(desk, State()) < desk.runs
    assert "Take a seat at the table" in text


def test_the_question_is_the_first_of_the_future_and_answers_lead_on(desk: Desk, page: TestClient, luck: int) -> None:
    first = open_seat(desk.case, PARTY, run=luck, runs=desk.runs, draws=desk.draws(desk.runs)).play([])
    assert first.question is not None
    query = f"tab=seat&view.seat={PARTY}&view.luck={luck}"
    text = text_of(page, query)
    assert "Do you sign?" in text
    assert f"{first.question.day.day} " in text
    refused = dict(parse_qsl(followed(text, "answer-2")))
    assert refused["view.said"] == "n"
    after = text_of(page, followed(text, "answer-2"))
    assert "decision 2" in after
    back = dict(parse_qsl(followed(after, "seat-back")))
    assert "view.said" not in back
    assert back["view.luck"] == str(luck)


class _Hidden:
    """A story that nobody may look at."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError("the rest of the future was looked at")


def test_nothing_of_what_is_to_come_is_looked_at_before_the_end(
    desk: Desk, page: TestClient, luck: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f"tab=seat&view.seat={PARTY}&view.luck={luck}&view.said=n"
    plain, play = text_of(page, query), Seat.play
    monkeypatch.setattr(Seat, "play", lambda self, answers=(): replace(play(self, answers), rest=_Hidden()))
    assert text_of(page, query) == plain
    assert page.get(f"/panel?{query}&view.done=1").status_code == 500
    asked = open_seat(desk.case, PARTY, run=luck, runs=desk.runs, draws=desk.draws(desk.runs))
    assert desk.context(State()).outcome_names[asked.alone().outcome["outcome"]] not in plain


def test_what_is_shown_is_what_the_party_knows(desk: Desk, page: TestClient, luck: int) -> None:
    sitting = open_seat(desk.case, PARTY, run=luck, runs=desk.runs, draws=desk.draws(desk.runs)).play([])
    assert sitting.sight is not None
    said = shown(page, f"tab=seat&view.seat={PARTY}&view.luck={luck}")
    held = sum(side == "challenger" for side in sitting.sight.holders.values())
    assert f"holds {held} of {len(sitting.sight.holders)} regions" in said
    assert "What you reckon that the others need" in said
    assert not re.search(r"%|\bchances?\b|\blikely\b|\bprobab|\bodds\b", said)


def test_a_text_of_ones_own_goes_into_the_address(desk: Desk, page: TestClient) -> None:
    for run in range(desk.runs):
        asked = open_seat(desk.case, PARTY, run=run, runs=desk.runs, draws=desk.draws(desk.runs)).play([]).question
        if asked is not None and asked.asked == "propose":
            break
    else:
        pytest.skip("the Front never has the first word")
    text = text_of(page, f"tab=seat&view.seat={PARTY}&view.luck={run}&view.own-executive=0.5")
    issues = list(desk.case.issues)
    (own,) = decode(dict(parse_qsl(followed(text, "put-own")))["view.said"], issues)
    assert isinstance(own, dict)
    assert own["executive"] == 0.5
    assert dict(parse_qsl(followed(text, "put-ceasefire")))["view.said"] == "c"
    assert "decision 2" in text_of(page, followed(text, "put-nothing")) or "Your path" in text


def test_the_end_sets_the_path_beside_the_engines_own(desk: Desk, page: TestClient, luck: int) -> None:
    one = open_seat(desk.case, PARTY, run=luck, runs=desk.runs, draws=desk.draws(desk.runs))
    mine, alone = one.play([True]).rest, one.alone()
    said = shown(page, f"tab=seat&view.seat={PARTY}&view.luck={luck}&view.said=y&view.done=1")
    names = desk.context(State()).outcome_names
    assert names[mine.outcome["outcome"]] in said
    assert names[alone.outcome["outcome"]] in said
    assert "left to the engine" in said or len(mine.asked) == 1
    assert "explored futures. One path is no forecast" in said
    assert "What happened (known later)" in said
    rows = desk.context(State()).rows("outcomes", "order by run", "run, outcome, fatalities")
    assert alone.outcome["fatalities"] == rows[luck]["fatalities"]


def test_what_happened_is_only_what_became_known_later(tmp_path: Path) -> None:
    folder = copied(tmp_path / "northfork")
    region = next(iter(Desk(folder, runs=20, full=20).case.regions))
    rows = (
        f"2031-01-02,2031-01-03,fall,{region},1,early,River Post",
        f"2031-04-02,2031-04-03,fall,{region},1,,River Post",
        "2031-05-01,2031-05-02,other,districts held,73,counted,River Post",
        "2039-05-01,2039-05-02,settlement,accord,1,far off,River Post",
    )
    (folder / "history.csv").write_text(
        "date,known,kind,subject,value,note,source\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    one = Desk(folder, runs=20, full=20)
    found, sources = later(one.case, seat._words(one, State(), one.case))
    assert [step.day.isoformat() for step in found] == ["2031-04-02", "2031-05-01"]
    assert found[0].text.endswith(" falls.")
    assert found[1].text == "Districts held: 73."
    assert sources == ("River Post",)


@pytest.mark.parametrize(("query", "wrong"), [
    ("view.luck=999", "is no future"), ("view.luck=1&view.said=yx", "is no answer"),
    ("view.luck=1&view.said=" + "y" * 90, "at most 64 fit"),
])  # fmt: skip
def test_wrong_addresses_are_said(page: TestClient, query: str, wrong: str) -> None:
    assert wrong in html.unescape(page.get(f"/panel?tab=seat&view.seat={PARTY}&{query}").text)


@pytest.mark.parametrize(
    ("change", "changed"), [(f"lever={LEVER}", {"levers": [LEVER]}), (f"number.{NUMBER}=0.9", {"held": {NUMBER: 0.9}})]
)
def test_levers_and_held_numbers_reach_the_seat(
    change: str, changed: dict[str, Any], desk: Desk, page: TestClient, luck: int
) -> None:
    played: dict[str, Any] = {"run": luck, "runs": desk.runs, "draws": desk.draws(desk.runs)}
    outcome = open_seat(desk.case, PARTY, **played, **changed).alone().outcome
    plain = open_seat(desk.case, PARTY, **played).alone().outcome
    assert outcome["fatalities"] != plain["fatalities"]
    query = f"tab=seat&view.seat={PARTY}&view.luck={luck}&view.done=1"
    assert f"{outcome['fatalities']:,}" in shown(page, f"{query}&{change}")
