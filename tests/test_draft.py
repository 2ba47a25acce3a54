"""Drafts: who and what is found in texts of our own, what is not, and the case that comes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import detente
from detente.analysis.tables import OUTCOMES, flags
from detente.case.coverage import coverage
from detente.case.draft.cast import INCUMBENT
from detente.case.draft.findings import Finding
from detente.case.draft.folder import case_text, write_case
from detente.case.draft.parties import find_parties
from detente.case.draft.review import Review
from detente.case.draft.scene import Scene
from detente.case.load import read_whole
from detente.engine.scenario import play_scenario
from detente.errors import InputError
from detente.evidence.document import Document, read_document
from detente.evidence.ledger import read_ledger
from detente.evidence.reader import read_documents, read_texts
from draft_factory import EXPECTED, SHARED, TEXTS, accept_all, flagship, readings_of, text_of

needs_reports = pytest.mark.skipif(not SHARED.is_dir(), reason="the two reports are not at hand")


def matches(review: Review, finding: Finding, want: dict[str, Any]) -> bool:
    said = review.scene.statement(finding.statement)
    for key, value in want.items():
        if key == "kind":
            right = finding.kind == value
        elif key == "chain":
            right = list(said.chain) == value
        else:
            right = finding.data.get(key) == value
        if not right:
            return False
    return True


@pytest.mark.parametrize("name", EXPECTED)
def test_what_the_texts_hold_is_found_and_nothing_else(name: str) -> None:
    want = EXPECTED[name]
    review = accept_all(Review(readings_of(name)))
    parties = review.sketch.parties
    assert [parties.incumbent, parties.challenger] == want["parties"]
    assert parties.sides_told
    assert list(parties.patrons) == want["patrons"]
    for one in want["found"]:
        assert any(matches(review, finding, one) for finding in review.sketch.findings), one
    kinds = {finding.kind for finding in review.sketch.findings}
    assert not kinds & set(want["absent"])
    assert set(want["issues"]) <= {issue.key for issue in review.sketch.issues}


@pytest.mark.parametrize(
    ("words", "wants"),
    [
        ("The Front, which has long sought autonomy for the north, closed the roads.", True),
        ("The Front seeks autonomy for the north.", True),
        ("The Front closed the roads. Wide autonomy has failed elsewhere.", False),
    ],
)
def test_what_a_report_says_that_a_party_wants_is_its_wish(words: str, wants: bool) -> None:
    review = text_of(
        "The government of Northfork and the Northern Front held peace talks on Monday.",
        words.replace("The Front", "The Northern Front"),
        "President Jan Oru of Northfork said that the army would hold its lines.",
    )
    review = accept_all(review)
    found = [one.data for one in review.sketch.findings if one.kind == "stance" and one.data["issue"] == "autonomy"]
    assert any(one["actor"] == "Northern Front" for one in found) == wants


def test_whoever_only_tells_of_a_share_does_not_hold_it() -> None:
    review = accept_all(Review(readings_of("lagoon")))
    held = [one.words for one in review.sketch.findings if one.kind == "countryside"]
    assert held == ["the Lagoon Liberation Movement holds half of the country"]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_draft_passes_its_checks_reviewed_or_not(name: str, tmp_path: Path) -> None:
    raw = Review(readings_of(name))
    write_case(raw.sketch, tmp_path / "raw")
    accept_all(raw)
    write_case(raw.sketch, tmp_path / "reviewed")
    unreviewed, reviewed = (read_whole(tmp_path / one) for one in ("raw", "reviewed"))
    assert coverage(unreviewed).count("statement") == 0, "an unreviewed statement set a number"
    assert not unreviewed.deals
    assert not unreviewed.events
    assert not unreviewed.proposals
    cited = {name for one in reviewed.positions for name in (*one.ideal.because, *one.because)}
    assert all(reviewed.ledger[name].reviewed for name in cited)
    assert all(number.assumed for _, number in _assumed(reviewed))
    wishes = {(raw.sketch.key(f.data["actor"]), f.data["issue"]): f for f in raw.sketch.live("stance")}
    for position in reviewed.positions:
        wish = wishes.get((position.actor, position.issue))
        if wish is not None and wish.known <= reviewed.as_of:
            assert wish.statement in position.ideal.because


PAIRS = {
    "fifth-a-2032-01-14": ("Colombia", "Farmers' Armed Forces"),
    "fifth-b-2033-05-02": ("Zambara", "Patriotic Union of the South"),
    "fifth-c-2030-11-20": ("Ethiopia", "Highland Defence Movement"),
    "fifth-d-2031-07-07": ("Beyra", "Eastern Salvation Council"),
    "fifth-e-2034-03-29": (INCUMBENT, "National Unity Alliance"),
    "fifth-f-2029-09-10": ("Philippines", "Bangsa Freedom Front"),
    "fifth-g-2035-02-18": ("Marra", "Hill Tribes Union"),
    "fifth-h-2036-06-03": ("Lindovia", "Northern Republic"),
    "fifth-i-2030-04-04": ("Sudan", "Western Liberation Army"),
    "fifth-j-2033-12-12": ("Peruana", "Popular Resistance Army"),
    "fifth-k-2032-08-08": ("Syria", "Northern Defence Force"),
    "fifth-l-2031-02-25": ("Arkania", "Forest Brigades"),
    "fifth-m-2034-10-30": ("Tanvia", "Coastal People's Militia"),
    "fifth-n-2029-12-19": ("Sanvi", "Outer Islands Congress"),
    "sixth-a": ("Morovia", "Valley Defence League"),
    "sixth-b": ("Somalia", "Juba Resistance Council"),
    "sixth-d": ("Myanmar", "Federal People's Council"),
    "sixth-e": ("Ostravia", "Tarsk People's Republic"),
    "sixth-g": ("Rwenda", "Lake Province Salvation Army"),
    "seventh-b": ("Nigeria", "Creeks Liberation Front"),
    "third-delta-2029-12-02": (INCUMBENT, "Delta People's Front"),
}
PATRONS = {"fifth-d-2031-07-07": ["Daro"], "fifth-k-2032-08-08": ["United States"], "sixth-b": ["African Union"]}


@pytest.mark.parametrize("name", PAIRS)
def test_parties_are_found_where_no_sentence_joins_them(name: str) -> None:
    scene = Scene(read_texts([read_document(TEXTS / f"draft-{name}.txt")], tag=lambda reading: []))
    parties = find_parties(scene)
    assert (parties.incumbent, parties.challenger) == PAIRS[name]
    assert list(parties.patrons) == PATRONS.get(name, [])


def _assumed(case: Any) -> list[tuple[str, Any]]:
    return [(one.path, one.number) for one in coverage(case).numbers if one.basis == "assumed"]


@pytest.mark.parametrize("name", ["recipe", "match", "merger", "fourth-harbour-2034-02-02", "marathon", "cabinet"])
def test_texts_without_a_conflict_give_no_case(name: str) -> None:
    with pytest.raises(InputError) as caught:
        Review(read_documents([TEXTS / f"draft-{name}.txt"]))
    (problem,) = caught.value.problems
    assert problem.startswith(f"draft-{name}: found no two parties: ")
    assert "(--parties 'GOVERNMENT, REBELS')" in problem


@needs_reports
def test_the_flagship_holds_what_the_reports_say(tmp_path: Path) -> None:
    review = accept_all(Review(flagship()))
    review.total = 34
    write_case(review.again(), tmp_path / "afghanistan")
    whole = read_whole(tmp_path / "afghanistan")
    assert {key for key, one in whole.actors.items() if one.role == "party"} == {"afghanistan", "taliban"}
    assert whole.actors["taliban"].side == "challenger"
    assert [key for key, one in whole.actors.items() if one.role == "patron"] == ["united_states"]
    assert {key for key, one in whole.actors.items() if one.role == "neighbour"} == {"pakistan", "iran", "qatar"}
    assert whole.actors["pakistan"].leans == "taliban"
    assert whole.as_of == date(2021, 3, 8)

    (clause, truce) = whole.deals["accord"].clauses
    assert (clause.by, clause.review, clause.owes, clause.to) == (date(2021, 5, 1), True, "united_states", "taliban")
    assert whole.ledger[clause.because[0]].speaker == "Antony Blinken"
    assert (truce.owes, truce.to) == ("taliban", "united_states")

    (condition,) = whole.tables["talks"].preconditions
    assert (condition.by, condition.with_) == ("taliban", "afghanistan")
    assert whole.actors[condition.while_.office or ""].name == "President Ashraf Ghani"
    told = whole.ledger[condition.because[0]]
    assert (told.speaker, told.chain, told.actor) == ("Taliban", ("Imran Khan",), "taliban")
    assert condition.known == date(2021, 8, 12)

    (proposal,) = whole.proposals.values()
    assert proposal.by == "united_states"
    assert proposal.text["power"].mode == 0.5
    assert proposal.text["power"].low < 0.5 < proposal.text["power"].high

    alone = {one.between: one.only for one in whole.theatre.hostilities}
    assert alone == {("afghanistan", "taliban"): None, ("united_states", "taliban"): "defence"}
    event = next(one for one in whole.events if "ceasefire" in one.what)
    assert event.effects[0].hostilities == ("united_states", "taliban")

    falls = [row for row in whole.history if row.kind == "fall"]
    assert len(falls) == 10
    assert len(whole.regions) == 34
    then = detente.read_case(tmp_path / "afghanistan", as_of="2021-08-12")
    assert sum(region.holder == "taliban" for region in then.regions.values()) == 10
    assert len(then.tables["talks"].preconditions) == 1


@needs_reports
def test_the_flagship_draft_runs_at_both_dates(tmp_path: Path) -> None:
    write_case(accept_all(Review(flagship())).sketch, tmp_path / "afghanistan")
    for day in (None, "2021-08-12"):
        case = detente.read_case(tmp_path / "afghanistan", as_of=day)
        for levers in ((), list(case.levers)[:1]):
            played = play_scenario(case, levers, runs=40, draws=4, seed=1)
            assert sum(share.mean() for name, share in flags(played).items() if name in OUTCOMES) == pytest.approx(1)


def test_a_draft_may_be_coded_from_a_later_day(tmp_path: Path) -> None:
    review = accept_all(Review(readings_of("lagoon")))
    review.code_from(date(2034, 6, 2))
    write_case(review.sketch, tmp_path / "lagoon")
    whole = read_whole(tmp_path / "lagoon")
    assert whole.as_of == date(2034, 6, 2)
    taken = [region for region in whole.regions.values() if region.holder == "lagoon_liberation_movement"]
    assert (len(taken), [row for row in whole.history if row.kind == "fall"]) == (6, [])
    review.code_from(date(2030, 1, 1))
    assert review.again().as_of == date(2034, 2, 10)


def test_a_group_s_own_country_is_its_state() -> None:
    review = text_of(
        "Turkey's defence minister met rebels of the Syrian Hill Front as fighting went on near the border.",
        "Damascus has agreed to talks with the Syrian Hill Front, said its commander, Jan Oru. The truce holds.",
    )
    assert (review.sketch.parties.incumbent, review.sketch.parties.challenger) == ("Syria", "Syrian Hill Front")


def test_one_group_with_initials_and_a_voice_is_a_party() -> None:
    review = text_of(
        "Thailand's chief negotiator, Chatchai Wong, said he had offered the BRN a ceasefire and talks.",
        "Soldiers were shot at in Yala on Monday. BRN spokesman Usman Daud said the BRN would answer within a day.",
    )
    assert (review.sketch.parties.incumbent, review.sketch.parties.challenger) == ("Thailand", "BRN")


def test_every_refused_wish_is_left_out() -> None:
    review = text_of(
        "Talks between the government of Northfork and the River Front ended a year of war, and the truce holds.",
        "“The River Front will never share power,” Front spokesman Jan Oru told reporters on Monday.",
        "Northfork's interior minister, Karl Brandt, rejected independence and ruled out an amnesty.",
    )
    assert not [one for one in review.sketch.findings if one.kind in ("stance", "proposal")]


def test_a_demand_of_ours_and_one_of_theirs_are_told_apart() -> None:
    told = (
        "Talks between the government of Northfork and the River Front stalled as rebels broke the truce.",
        "“{who} will not sit {down} as long as {person} is in office,” Northfork's chief negotiator, Mara Voss, said.",
    )
    ours = text_of(told[0], told[1].format(who="We", down="down with the Front", person="Commander Teo Marr"))
    theirs = text_of(told[0], told[1].format(who="They", down="down with us", person="President Adan"))
    nobody = text_of(told[0], told[1].format(who="Farmers", down="down to eat", person="President Adan"))
    found = [
        next((f.data for f in one.sketch.findings if f.kind == "precondition"), None) for one in (ours, theirs, nobody)
    ]
    assert found[0] is not None
    assert (found[0]["by"], found[0]["person"]) == ("Northfork", "Teo Marr")
    assert found[1] is not None
    assert (found[1]["by"], found[1]["person"]) == ("River Front", "Adan")
    assert found[2] is None


def test_a_date_needs_troops_that_leave() -> None:
    both = "Talks between the government of Northfork and the River Front began, and rebels kept the truce."
    none = text_of(both, "Union spokesman Peter Hale said the harbour opens by 1 June.")
    some = text_of(both, "Union spokesman Peter Hale said the Union's troops would leave by 1 June.")
    assert not [one for one in none.sketch.findings if one.kind == "deadline"]
    (found,) = [one for one in some.sketch.findings if one.kind == "deadline"]
    assert (found.data["day"], found.data["review"]) == (date(2031, 6, 1), False)


def test_a_rejected_statement_takes_what_rests_on_it(tmp_path: Path) -> None:
    review = accept_all(Review(readings_of("lagoon")))
    assert review.sketch.precondition is not None
    review.reject([review.sketch.precondition.statement])
    assert review.sketch.precondition is None
    write_case(review.sketch, tmp_path / "lagoon")
    whole = read_whole(tmp_path / "lagoon")
    assert not whole.tables["talks"].preconditions
    (rejected,) = [one for one in read_ledger(tmp_path / "lagoon" / "ledger.review.jsonl").values() if one.weight == 0]
    assert "rejected" in rejected.note


def test_who_reviewed_is_noted_and_corrections_stay(tmp_path: Path) -> None:
    review = Review(readings_of("island"), reviewer="M. Ferrer")
    name = review.items()[0].statement.id
    review.accept([name], speaker="Juno Reyes", credibility=0.3)
    write_case(review.sketch, tmp_path / "island")
    one = read_whole(tmp_path / "island").ledger[name]
    assert (one.reviewed, one.credibility, one.speaker) == (True, 0.3, "Juno Reyes")
    assert one.note.endswith("reviewed by M. Ferrer")
    assert one.by_hand


def test_sides_can_be_swapped(tmp_path: Path) -> None:
    review = accept_all(Review(readings_of("highland")))
    review.swap_sides()
    write_case(review.sketch, tmp_path / "swapped")
    actors = read_whole(tmp_path / "swapped").actors
    assert {one.name: one.side for one in actors.values() if one.role == "party"} == {
        "Hill Front": "incumbent",
        "Calder": "challenger",
    }


def test_a_person_can_name_the_parties(tmp_path: Path) -> None:
    readings = read_documents([TEXTS / "draft-sixth-c.txt"])
    with pytest.raises(InputError, match="they name Red Scarf Movement, and no war, truce or peace talks"):
        Review(readings)
    for names in (("the government", "Red Scarf Movement"), ("Galt", "The Red Scarf Movement")):
        review = Review(readings, named=names)
        assert review.sketch.parties.challenger == "Red Scarf Movement"
        write_case(review.sketch, tmp_path / names[0].replace(" ", "-"))
    with pytest.raises(InputError, match="one and the same; name two"):
        Review(readings, named=("Red Scarf Movement", "Red Scarf Movement"))


def test_a_text_without_a_statement_still_gives_a_case(tmp_path: Path) -> None:
    document = Document("text", "Rain fell on the Front.", published=date(2031, 3, 8))
    review = Review(read_texts([document], tag=lambda reading: []), named=("Northfork", "River Front"))
    write_case(review.sketch, tmp_path / "bare")
    assert read_whole(tmp_path / "bare").as_of == date(2031, 3, 8)


def test_an_analyst_can_say_for_whom_somebody_speaks() -> None:
    review = Review(readings_of("plateau"))
    assert review.unplaced() == ["Rosa Tell"]
    review.place("Rosa Tell", review.sketch.parties.challenger)
    assert review.unplaced() == []
    assert review.scene.cast.group_in("Rosa Tell") == "Plateau People's Army"


def test_nothing_is_written_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError, match="something of this name already"):
        write_case(Review(readings_of("highland")).sketch, tmp_path / "mine")
    with pytest.raises(InputError, match="there is no folder"):
        write_case(Review(readings_of("highland")).sketch, tmp_path / "nowhere" / "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.case.draft.folder.read_whole", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_case(Review(readings_of("highland")).sketch, tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []


def test_names_that_yaml_would_misread_are_kept(tmp_path: Path) -> None:
    text = (
        "Talks between the government of Norway and the “No: #1 Front” failed. Talks between the government of Norway "
        "and the Null Front failed. Rebels of the Null Front broke the truce, said Front spokesman Yes O'Brien: “no”."
    )
    document = Document('a: "b"\\ #c\x1b[2J', text, title="{x}: [y] \x07 & *z", published=date(2031, 3, 8))
    review = accept_all(Review(read_texts([document])))
    write_case(review.sketch, tmp_path / "odd")
    whole = read_whole(tmp_path / "odd")
    assert {one.name for one in whole.actors.values() if one.role == "party"} == {"Government of Norway", "Null Front"}


@given(
    st.lists(
        st.sampled_from(
            [
                "Talks between the government of Northfork and the River Front began.",
                "Rebels broke the truce.",
                "The Front has taken nine of thirty villages.",
                "“We will not talk to Northfork as long as President Adan is in office,” Front spokesman Jan Oru said.",
                "The Union's 300 troops are to leave by 31 June.",
                "The Union's troops will leave by 1 May 2031, a deadline under review, envoy Mara Voss said.",
                "A ceasefire between the Union and the Front holds.",
                "{}: #[]*&!|>'\"%@`",
                "President President of of the the.",
                "“", "‘ ‘", "\x00\x1b[31m", "\ud800", "ﷺ", "by by by 0 of 0 towns fell to the",
            ]
        ),
        max_size=9,
    )
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_case_or_a_message(parts: list[str]) -> None:
    document = Document("text", "\n\n".join(parts), published=date(2031, 3, 8))
    review, problems = None, ("found no two parties",)
    try:
        review = Review(read_texts([document], tag=lambda reading: []))
    except InputError as error:
        problems = error.problems
    assert "found no two parties" in problems[0]
    if review is not None:
        assert case_text(accept_all(review).sketch).startswith("# Drafted by")


def test_the_same_documents_give_the_same_case() -> None:
    one, other = (case_text(accept_all(Review(readings_of("lagoon"))).sketch) for _ in range(2))
    assert one == other
    assert Scene(readings_of("lagoon")).statements.keys() == Scene(readings_of("lagoon")).statements.keys()
