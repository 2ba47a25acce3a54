"""Who is meant where the text does not repeat a name: bodies, groups, offices, first names, turns of a transcript."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.antecedents import Antecedents
from detente.evidence.document import Document
from detente.evidence.names import Registry
from detente.evidence.reader import ReadDocument, read_texts
from detente.evidence.sentences import after_dateline
from detente.evidence.transcript import spoken_name, turns


def read(text: str) -> ReadDocument:
    return read_texts([Document("d", text)])[0]


def speakers(text: str) -> list[str | None]:
    return [one.speaker.name for one in read(text).said if one.attribution.nested_in is None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The harbour commission said the quay was full. It added that ships must wait.", "harbour commission"),
        ("Two customs officers said the road was shut. They said it would stay shut.", "two customs officers"),
        ("Delegates from the Lake League left early. They said the map was wrong.", "delegates from the Lake League"),
        ("An aide to Mara Voss said she was tired. The aide said she would sleep.", "an aide to Mara Voss"),
        ("The Water Rights Office said wells were dry. The office said rain would help.", "Water Rights Office"),
        ("A former judge said the vote was fair. “It was fair,” the former judge said.", "a former judge"),
        ("One of the guards said nobody came. “Nobody,” he said.", "One of the guards"),
    ],
)
def test_a_word_goes_back_to_whoever_was_told_before(text: str, expected: str) -> None:
    said = speakers(text)
    assert [(name or "").lower() for name in said[-1:]] == [expected.lower()]


@pytest.mark.parametrize(
    "text",
    [
        "The talks went on. They said nothing new about it to the press.",
        "Jan Lund said the ship had sailed. It said that more ships would sail.",
        "No group said that it had fired.",
    ],
)
def test_nobody_is_guessed(text: str) -> None:
    assert speakers(text)[-1:] in ([None], [])


def test_an_office_is_its_holder_who_is_named_next() -> None:
    text = (
        "Sarnia will not pay, its finance minister said. “We have paid,” Finance Minister Ole Brandt told them.\n\n"
        "The bank’s chief of staff said it was owed. The chief of staff, Ines Rocha, said she could wait."
    )
    assert set(speakers(text)) == {"Ole Brandt", "Ines Rocha"}


def test_an_aide_to_somebody_is_not_that_person() -> None:
    text = "An aide to the army chief, General Tomas Reel, said that he would not resign."
    (name,) = speakers(text)
    assert name == "an aide to the army chief"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoy Lin Mei-hua said rocks stay. Lin said fish swim.", "Lin Mei-hua"),
        ("Commander Besnik Hoxha said the road was his. Hoxa said it was mined.", "Besnik Hoxha"),
        ("Sheikh Mansur al-Rafi said oil runs. Al-Rafi said promises walk.", "Mansur al-Rafi"),
    ],
)
def test_short_forms_of_names(text: str, expected: str) -> None:
    assert speakers(text) == [expected, expected]


def test_a_pronoun_needs_a_person_of_its_sex() -> None:
    text = (
        "Mrs. Vera Amsel said the school was shut. Mr. Karl Noor said the school was open. She said that he was wrong."
    )
    assert speakers(text) == ["Vera Amsel", "Karl Noor", "Vera Amsel"]
    past = Antecedents(text, Registry([text]), (), ())
    assert (past.sex("Vera Amsel"), past.sex("Karl Noor")) == ("she", "he")


def test_a_place_is_no_person() -> None:
    text = "The road was cut, the governor of Lower Tarn said."
    assert speakers(text) == ["governor of Lower Tarn"]
    assert not Registry([text]).people


def test_a_paper_speaks_and_not_the_outlet_that_saw_it() -> None:
    text = "A memo by the harbour board, seen by The Coast Mail, warns that the cranes are rusting."
    (one,) = read(text).said
    assert one.speaker.document == "memo"
    assert one.chain == ("Coast Mail",)


def test_hearsay_in_the_passive() -> None:
    text = "Envoy Ruth Abebe said she had been told by the army that the road was safe."
    inner = [one for one in read(text).said if one.attribution.nested_in is not None]
    assert [(one.speaker.name, one.chain) for one in inner] == [("army", ("Ruth Abebe",))]


TRANSCRIPT = """Q: Will the harbour open?

MR. LUND: In May. The engineers told me it would be May.

Q: And the bridge?

MR. LUND: The bridge was promised.

It was promised twice. (Laughter.)"""


def test_a_transcript_is_read_by_turns() -> None:
    read = read_texts([Document("d", TRANSCRIPT), Document("e", "Harbour master Jan Lund was late.")])[0]
    outer = [one for one in read.said if one.attribution.nested_in is None]
    assert [one.speaker.name for one in outer] == ["a reporter", "Jan Lund", "a reporter", "Jan Lund", "Jan Lund"]
    assert [read.quoted(one.attribution.content) for one in outer][-1] == "It was promised twice. (Laughter.)"
    assert [one.speaker.name for one in read.said if one.chain == ("Jan Lund",)] == ["engineers"]


@pytest.mark.parametrize(
    "text",
    [
        "From: press@union.example\nSubject: The strike\n\nDockers will strike on Friday.",
        "Background: talks broke off.\n\nNote: this is an old text.\n\nThe end came late.",
        "The envoy gave three reasons: rain, snow and frost. He left.",
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    assert turns(text) == []


def test_names_of_those_who_speak_in_turns() -> None:
    labels = ("MODERATOR", "MR. O’NEILL", "GEN. MARA VOSS", "Halle")
    assert [spoken_name(label) for label in labels] == ["the moderator", "Mr. O’Neill", "Gen. Mara Voss", None]


def test_a_dateline_is_no_part_of_a_source() -> None:
    text = "PORT SARNO, March 3 (CNS) - Rebels holding the rail yard said on Tuesday that trains may pass."
    assert speakers(text) == ["Rebels holding the rail yard"] or speakers(text) == ["Rebels"]
    assert after_dateline("MR. LUND: In May.", 0, 8) == (0, 8)


@given(st.text(st.sampled_from("QA:MRLund .“”\n\r(the)"), max_size=120))
def test_turns_stay_inside_any_text(text: str) -> None:
    for one in turns(text):
        for start, end in (*one.source, *one.cue, *one.content):
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Minister Ole Brandt came late. The Minister stated that he was sorry.", "Ole Brandt"),
        ("Special envoy Ines Rocha flew to Sarno. The road was shut. “It is mud,” the envoy said.", "Ines Rocha"),
        ("Prime Minister Ole Brandt came late. The rail minister was ill. The minister said so.", None),
    ],
)
def test_a_short_office_is_that_of_a_longer_name_and_never_of_a_higher_one(text: str, expected: str | None) -> None:
    if expected:
        assert speakers(text)[-1] == expected
    assert "Ole Brandt" not in speakers(text)[-1:] or expected == "Ole Brandt"


def test_a_people_before_a_counterpart_is_nobody() -> None:
    text = (
        "Ole Brandt spoke first. His East Sarnian counterpart, Ines Rocha, was brief: it is hers, she insists.\n\n"
        "The Sarnian foreign ministry called her words “a pity”."
    )
    registry = Registry([text])
    assert "Ines Rocha" in registry.people
    assert not any("Sarnian" in name for name in registry.people)


def test_particles_stay_within_names() -> None:
    text = "Moussa ag Attaher said no. His cousin Ali ag Attaher and Sidi ould Brahim said yes."
    assert {"Moussa ag Attaher", "Ali ag Attaher", "Sidi ould Brahim"} <= set(Registry([text]).people)


def test_relatives_with_one_surname_stay_two_and_spellings_of_one_name_do_not() -> None:
    text = "Ole Brandt said that the canal was shut. “It is open,” his cousin Ines Brandt said."
    assert speakers(text) == ["Ole Brandt", "Ines Brandt"]
    assert (
        len(Registry(["H.R. Brandt left. HR Brandt came back. Marten Rocha spoke. Marton Rocha did too."]).people) == 2
    )


def test_a_surname_before_a_colon_is_the_whole_name_of_an_earlier_turn() -> None:
    text = (
        "INES ROCHA (host): Is the road open?\n\nOLE BRANDT: In May.\n\nROCHA: Who pays?\n\nBRANDT: The frost decides."
    )
    assert speakers(text) == ["Ines Rocha", "Ole Brandt", "Ines Rocha", "Ole Brandt"]


@pytest.mark.parametrize(
    ("last", "teller"),
    [
        ("A clerk of the port said in an e-mail that the gate “stays shut”.", "a clerk of the port"),
        ("And I will tell you what the clerk said to me: nothing.", "Ole Brandt"),
    ],
)
def test_the_reporters_last_paragraph_is_no_turn(last: str, teller: str) -> None:
    turns_before = "Ines Rocha: Is the road open?\n\nOle Brandt: In May.\n\nInes Rocha: Who pays?\n\nOle Brandt: You."
    assert (speakers(f"{turns_before}\n\n{last}")[-1] or "").lower() == teller.lower()
