"""What thirty unseen reports taught: broken words, misread marks, titles, brackets, short denials, threats, hearsay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.cleaned import cleaned
from detente.evidence.document import Document
from detente.evidence.kinds import manner_of
from detente.evidence.names import bare_name
from detente.evidence.reader import ReadDocument, Said, read_texts
from detente.evidence.transcript import full_label


def read(text: str) -> ReadDocument:
    return read_texts([Document("d", text)])[0]


def told(text: str) -> list[tuple[str | None, tuple[str, ...], str]]:
    return [(one.speaker.name, one.chain, one.manner.kind) for one in read(text).said]


def last(text: str) -> Said:
    return read(text).said[-1]


def test_words_broken_at_a_line_s_end_are_whole_and_offsets_stay() -> None:
    text = (
        "Rebel leaders in the northern hills told the gov-\nernment on Tuesday that they would send their support-\n"
        "ers home. Their spokesman, Brig. Gen. Suresh Tha-\npa, said the cease-\nfire would hold in all nine districts."
    )
    said = read(text).said
    assert [one.speaker.name for one in said] == ["Rebel leaders in the northern hills", "Suresh Thapa"]
    ends = [text[one.attribution.content[0][0] : one.attribution.content[-1][1]] for one in said]
    assert ends[0].endswith("support-\ners home")
    assert ends[1].endswith("districts")
    assert {one.kind for one in read(text).inspected.damage} == {"broken word"}


def test_misread_marks_are_quotation_marks() -> None:
    text = "Minister Jan Oru said the road was â€œa prison.â€ He added that Adenâ€™s airport is closed."
    read_text = read(text)
    first, second = read_text.said
    assert first.attribution.type == "mixed"
    assert second.speaker.name == "Jan Oru"
    assert text[second.attribution.content[0][0] :].startswith("that Adenâ€™s airport")
    assert "misread characters" in {one.kind for one in read_text.inspected.damage}


@given(st.text(alphabet=st.sampled_from("ab -\u00ad\n\râ€œ™Ãé."), max_size=200))
def test_cleaning_keeps_every_place(text: str) -> None:
    made = cleaned(text)
    assert len(made.text) == len(text)
    for start in range(0, len(text), 3):
        begin, end = made.on_page((start, min(start + 4, len(text))))
        assert 0 <= begin <= end <= len(text)


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("Peace Camilo Arbel", "Camilo Arbel"),
        ("General Tan Sri Rosli Harun", "Rosli Harun"),
        ("Mrs Sunethra Wijeratne PC", "Sunethra Wijeratne"),
        ("Ex-combatant Ishmael Siopa", "Ishmael Siopa"),
        ("Health Workers Union", "Health Workers Union"),
        ("Don Fowler", "Don Fowler"),
    ],
)
def test_titles_are_no_part_of_a_name(run: str, name: str) -> None:
    assert bare_name(run) == name


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mr Nenad Roskov (Hill List) said the vote was void.", "Nenad Roskov"),
        ("Rep. Gwen Marlow (D-Wis.) said the vote was void.", "Gwen Marlow"),
        ("Turkey’s defence minister, Şükrü Özgür, said on Monday that the border was closed.", "Şükrü Özgür"),
        ("Its chief negotiator, who goes by the name Silvio Arana, said that no order was given.", "Silvio Arana"),
        ("The man, who gave his name only as Usman, said the fighters would obey.", "Usman"),
        ("State television said that operations would stop for ninety days.", "State television"),
        ("The government's liaison officer denied that a barge had been there.", "government's liaison officer"),
        ("A spokeswoman for the Grain Fund, Clara Nyst, spoke first. She declined to say who had paid.", "Clara Nyst"),
        ("The former New Sarno diplomat Fiona Bryce left. She said that the hill was closed.", "Fiona Bryce"),
        ("The Secretary-General expressed concern. He urged both sides to open the road.", "secretary-general"),
        ("Jan Oru left. “The hill is ours,” he was quoted as saying by a local paper.", "Jan Oru"),
        ("Their spokesman Astamur Agra said that nobody needs permission.", "Astamur Agra"),
    ],
)
def test_who_is_meant(text: str, speaker: str) -> None:
    assert last(text).speaker.name == speaker


def test_labels_of_a_transcript_may_be_short() -> None:
    text = "Zambezi Weekly: Is it over?\n\nFilipe Nanto: No.\n\nZW: Why not?\n\nFN: Ask the treasury.\n\nZW: And you?"
    assert [name for name, _, _ in told(text)] == [
        "Zambezi Weekly", "Filipe Nanto", "Zambezi Weekly", "Filipe Nanto", "Zambezi Weekly"
    ]  # fmt: skip
    assert full_label("HOST (Louise Adair): Good evening.", (0, 4)) == "Louise Adair"


def test_a_town_before_a_colon_says_nothing() -> None:
    assert [name for name, _, _ in told("ARAWA: Chief Moses Tavo said the pit was closed.")] == ["Moses Tavo"]


def test_short_denials_are_found() -> None:
    text = "Rebels said the army had left the bridge. The army disputes this. Envoy Mara Voss said that Oru was ill."
    assert ("army", (), "denial") in told(text)


def test_a_refusal_after_but_stands_for_itself() -> None:
    text = "Envoy Mara Voss confirmed there was an envelope but declined to say whose names were in it."
    assert [(name, kind) for name, _, kind in told(text)] == [("Mara Voss", "statement"), ("Mara Voss", "refusal")]


def test_hearsay_is_found_by_who_had_told() -> None:
    text = "Bishop Jan Oru said a hill commander, since dead, had told him in Sarno that the war would resume."
    assert told(text)[-1][:2] == ("a hill commander", ("Jan Oru",))
    text = "It quoted the governor of Sarno as saying that the gates would stay open. Radio Vela went on."
    assert told(text)[-1][0] == "governor of Sarno"


@pytest.mark.parametrize(
    ("cue", "content", "kind"),
    [
        ("told", "that Rabat would withdraw from the process if the draft stood", "threat"),
        ("warned", "that his men would block the road", "threat"),
        ("says", "it must come before any change of government", "demand"),
        ("said", "the Republic will sign only after the constitution is changed", "demand"),
        ("told", "the gates would stay shut unless they returned the town", "demand"),
        ("encouraged", "the leaders to agree on two of the four", "demand"),
        ("appealed", "to both sides to stay in the city", "demand"),
        ("offered", "to host a last round of talks", "commitment"),
        ("said", "he would not comment on second-hand accounts", "refusal"),
        (":", "I’m not going to answer that on the radio.", "refusal"),
        ("called", "the letter a forgery", "denial"),
        ("rejected", "a report that his government had offered to sell", "denial"),
        ("said", "that the army would march with the band in May", "statement"),
        ("asked", "the government to print the draft", "demand"),
        ("asked", "whether the draft would be printed", "statement"),
        ("said", "“I ask the council to keep its word”", "demand"),
        ("rejected", "any link to the attack", "denial"),
        ("neither confirmed nor denied", "the report", "refusal"),
        ("declined", "to be interviewed", "refusal"),
        ("would not name", "a figure", "refusal"),
    ],
)
def test_what_a_statement_does(cue: str, content: str, kind: str) -> None:
    assert manner_of(cue, content).kind == kind


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        (
            "Issa Togo confirmed that the letter was real.” We wrote it and we will stand by it, “Togo told reporters.",
            "” We wrote it and we will stand by it, “",
        ),
        ("The rifles are ours, said the army. “Ask who sold them, he said.", "“Ask who sold them,"),
        (
            "Anders Haddad said it was “ninety per cent settled. He would not be drawn on the rest.",
            "“ninety per cent settled.",
        ),
        ("“The oil file is a desert, ‘said Hosh Barwari for the hill side.", "“The oil file is a desert, ‘"),
    ],
)
def test_marks_on_the_wrong_side(text: str, quoted: str) -> None:
    quotations = read(text).inspected.reading.quotations
    assert quoted in [text[one.start : one.end] for one in quotations]


def test_saying_that_one_thing_must_come_before_another_demands_it() -> None:
    assert (
        manner_of("told", "him that wages must be paid for the whole year before the gate is opened").kind == "demand"
    )
    assert manner_of("said", "that fish must be eaten on the day").kind == "statement"
    assert manner_of("declining to say", "who had paid").kind == "refusal"


def test_whoever_was_blamed_and_declined_is_the_one_who_declined() -> None:
    text = (
        "Envoy Mara Voss acknowledged that the pay of former fighters was late. She blamed the harbour office, which "
        "did not reply to a request for comment."
    )
    (silent,) = [one for one in read_texts([Document("d", text)])[0].said if one.manner.kind == "refusal"]
    assert silent.speaker.name == "harbour office"


def test_according_to_her_is_according_to_whoever_spoke_last() -> None:
    text = (
        "Sarnia will open the gate, Envoy Jan Oru said.\n\nDeputy Minister Mara Voss, who heads the harbour board, "
        "added that 14 of 31 piers had been marked. According to her, the board will meet every two weeks."
    )
    assert [one.speaker.name for one in read_texts([Document("d", text)])[0].said][-1] == "Mara Voss"
