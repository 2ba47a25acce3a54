"""What further reports taught: words that outlets and papers pass on, names in pieces, sentences run together."""

from __future__ import annotations

import pytest

from detente.evidence.confidence import THRESHOLD
from detente.evidence.document import Document
from detente.evidence.names import Registry, spelled_alike
from detente.evidence.reader import read_texts
from detente.evidence.readings import ReadDocument


def read(text: str, outlet: str | None = None) -> ReadDocument:
    return read_texts([Document("d", text, outlet=outlet)])[0]


def told(text: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(one.speaker.name, one.chain) for one in read(text).said]


@pytest.mark.parametrize(
    ("text", "speaker", "chain"),
    [
        ("Radio Vela on Monday quoted the governor as saying that the bridge would open.", "governor", ("Radio Vela",)),
        (
            "Governor Jan Oru was quoted by the private station Radio Vela as saying that the bridge would open.",
            "Jan Oru",
            ("private station Radio Vela",),
        ),
        ("Governor Jan Oru, quoted by Radio Vela, said that the bridge would open.", "Jan Oru", ("Radio Vela",)),
        (
            "The bridge will not open before June, Governor Jan Oru was quoted as saying by the daily River Post.",
            "Jan Oru",
            ("daily River Post",),
        ),
    ],
)
def test_whoever_is_quoted_by_an_outlet_speaks_and_the_outlet_passes_it_on(
    text: str, speaker: str, chain: tuple[str, ...]
) -> None:
    assert told(text) == [(speaker, chain)]


def test_an_outlet_that_only_saw_a_paper_may_be_the_report_s_own() -> None:
    text = "SARNO (Northern Press) - A letter seen by {} says that the guards will leave. The letter is dated May 3."
    other, own = read(text.format("River Post")).said[0], read(text.format("Northern Press")).said[0]
    assert (other.chain, own.chain) == (("River Post",), ())
    assert other.confidence.speaker < THRESHOLD
    published = read("A letter, first published by River Post, says that the guards will leave.").said[0]
    assert published.chain == ("River Post",)
    assert published.confidence.speaker > other.confidence.speaker
    stated = read("A letter seen by River Post says that the guards will leave.", outlet="River Post").said[0]
    assert stated.chain == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A report by the Institute for Border Studies says that both armies grew.", "the report by the Institute"),
        ("One European ambassador complained that the pensions were late.", "one European ambassador"),
        (
            "Voice of the East, the station of the Eastern Council, said that the trucks were empty.",
            "Voice of the East",
        ),
        ("Union MP Jan Oru said that he would vote no. Oru left.", "Jan Oru"),
        ("Foreign Affairs CS Mara Voss said that the ships had left.", "Mara Voss"),
        ("Chief Constable Mara Voss said that the bomb was made abroad.", "Mara Voss"),
        ("The colonel, K. P. Raman, said that nobody would sign.", "K. P. Raman"),
        ("The envoy, former bureau director R.K. Barth, said that no such word appears.", "R.K. Barth"),
        (
            "ADDIS ABABA. Mediators of the African Union said on Friday that a truce would begin.",
            "Mediators of the African",
        ),
        ("The office of Prime Minister Jan Oru said that the letter had come.", "office of Prime Minister Jan Oru"),
        ("In Sarno the State Ministry for Return called the plan “a first step”.", "State Ministry for Return"),
        ("The tweet, posted by Defence Minister Jan Oru, said the mission was over. Oru left.", "Jan Oru"),
    ],
)
def test_a_source_is_told_by_its_whole_form(text: str, speaker: str) -> None:
    name = read(text).said[0].speaker.name
    assert name is not None
    assert name.startswith(speaker)


def test_a_spokeswoman_who_is_named_later_is_that_person() -> None:
    text = (
        "A spokeswoman for the mediator declined to comment on the promise.\n\n"
        "“He listens to everyone,” said the spokeswoman, Lea Marten."
    )
    assert [name for name, _ in told(text)] == ["Lea Marten", "Lea Marten"]


def test_she_is_whoever_can_be_a_woman() -> None:
    kin = "General Paul Adan retired in May. His wife was blunter. “He would sign,” she said."
    assert told(kin)[-1][0] == "his wife"
    named = "Harriet Oakes met Kenneth Adan in Sarno. Adan spoke first. “We shall see,” she said."
    assert told(named)[-1][0] == "Harriet Oakes"


def test_names_in_pieces_are_one_person_s() -> None:
    text = "Khalfan Al Maskari spoke. Al Maskari left. Camila Restrepo Uribe stayed. Rodrigo Santacruz and Santa Cruz."
    registry = Registry([text])
    assert [registry.by_name("Al Maskari")[0].name, registry.by_surname("Restrepo")[0].name] == [
        "Khalfan Al Maskari",
        "Camila Restrepo Uribe",
    ]
    assert registry.by_name("Santa Cruz")[0].name == "Rodrigo Santacruz"
    assert spelled_alike("Candumbo", "Kandumbo")
    assert not spelled_alike("Mamedli", "Mirzali")


def test_an_envoy_of_somebody_s_is_not_that_one() -> None:
    people = Registry(
        ["The Personal Envoy of the Secretary-General, Jan Oru, met troops. Mara Voss said troops left."]
    ).people
    assert people["Jan Oru"].roles == {"envoy"}
    assert "Mara Voss" in people


def test_an_office_after_a_comma_is_its_holder_s() -> None:
    people = Registry(["Jan Oru, the foreign minister, left. In Sarno, the mayor stayed."]).people
    assert people["Jan Oru"].roles == {"foreign minister"}
    assert "Sarno" not in people


def test_an_office_without_a_holder_is_less_sure() -> None:
    alone = read("The junta leader said that the vote would go ahead.").said[0]
    named = read("Junta leader Mara Voss said that the vote would go ahead.").said[0]
    assert alone.confidence.speaker < named.confidence.speaker - 0.1


def test_a_headline_that_runs_into_a_sentence_is_nobody_s() -> None:
    text = (
        "The envoy said the talks “begin on Monday”. Rainy season to start early in Sarno, agency says The army has "
        "not confirmed the date."
    )
    assert "agency" not in [name for name, _ in told(text)]
    assert [one.kind for one in read(text).inspected.damage] == ["headline set apart"]


def test_what_opens_a_sentence_of_its_own_is_not_told_in_the_one_before() -> None:
    text = (
        "A spokeswoman for Prime Minister Jan Tadesse, Lea Marten, declined to say which text was genuine. Rights "
        "groups say villagers have seen houses burn as late as last week."
    )
    assert told(text)[:2] == [("Lea Marten", ()), ("Rights groups", ())]


def test_whoever_has_been_told_something_says_nothing_by_it() -> None:
    (one,) = read("Mara Voss said she had been assured by both parties that the road would stay open.").said[-1:]
    assert (one.speaker.name, one.chain) == ("both parties", ("Mara Voss",))
    assert read("General Jan Oru had been told that the bridge was mined.").said[0].speaker.name is None


def test_mail_with_a_forwarded_head_is_read_as_unbroken() -> None:
    text = (
        "Dear all,\n\nBest,\nLin\n\n---------- Forwarded message ----------\nFrom: Desk <desk@example.org>\n"
        "Subject: Sitrep 44, Kalay and the hills\nDate: Mon, 17 Nov 2031 19:40:02 +0630\n\n"
        "The Hill Council confirmed on Sunday that it had received a\nceasefire draft from the army’s peace committee. "
        "Its secretary, Mara\nVoss, told us that the draft would be answered by the end of the\nmonth in writing.\n"
    )
    said = read(text).said
    assert [one.speaker.name for one in said] == ["Hill Council", "Mara Voss"]
    assert all(len(one.attribution.content) == 1 for one in said)


def test_words_passed_on_by_form_are_as_sure_as_others() -> None:
    text = "Premier Jan Oru said on the radio: “As long as Adan is there, the Front will not talk to the government.”"
    relayed = read(text).said[-1]
    assert (relayed.speaker.name, relayed.chain) == ("Front", ("Jan Oru",))
    assert relayed.confidence.speaker > THRESHOLD
