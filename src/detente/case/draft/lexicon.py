"""What peace processes are about: issues with scales in words, how reports speak of them, and what words place a wish.

The list follows what agreements provide for (the topics coded in PA-X, Bell & Badanjak 2019, Journal of Peace
Research 56(3): 452-466, and in the Peace Accords Matrix, Joshi, Quinn & Regan 2015, Journal of Peace Research 52(4):
551-562), cut down to what short news reports speak of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["LEXICON", "IssueWords", "Reading", "issues_in"]

Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that place a wish on an issue's scale: a pattern, and the range that it stands for."""

    pattern: re.Pattern[str]
    value: Range
    meaning: str


@dataclass(frozen=True, slots=True)
class IssueWords:
    """An issue as reports speak of it.

    Parameters
    ----------
    key
        Its name in a case.
    question, scale
        In words; ``{incumbent}``, ``{challenger}``, ``{patron}``, ``{head}`` and ``{date}`` are filled in.
    spoken
        How reports speak of it.
    own_end
        Where the incumbent is taken to want it where nobody said so (0 or 1), the challenger at the other end; None
        where neither end is anybody's own.
    readings
        Words that place a speaker's wish.
    indivisible, rights
        As in a case.
    """

    key: str
    question: str
    scale: dict[float, str]
    spoken: re.Pattern[str]
    own_end: int | None = None
    readings: tuple[Reading, ...] = ()
    indivisible: bool = False
    rights: bool = False


def _issue(key: str, question: str, scale: tuple[str, ...], spoken: str, own_end: int | None = None,
           readings: tuple[tuple[str, Range, str], ...] = (), **more: bool) -> IssueWords:  # fmt: skip
    stops = (0.0, 0.5, 1.0) if len(scale) == 3 else (0.0, 1.0)
    made = tuple(Reading(re.compile(words, re.IGNORECASE), value, meaning) for words, value, meaning in readings)
    compiled = re.compile(rf"\b(?:{spoken})\b", re.IGNORECASE)
    return IssueWords(key, question, dict(zip(stops, scale, strict=True)), compiled, own_end, made, **more)


LEXICON: tuple[IssueWords, ...] = (
    _issue(
        "power", "Who governs until elections, with what shares?",
        ("{incumbent} alone", "an interim government in equal shares", "{challenger} alone"),
        r"shar(?:e|es|ed|ing)\s+(?:of\s+)?power|power[- ]sharing|"
        r"(?:interim|transitional|caretaker|unity|coalition|joint)\s+"
        r"(?:\w+\s+)?(?:government|administration|council|agreement|authority|cabinet)|(?:a|joint)\s+council|"
        r"(?:seats|posts|ministries)\s+(?:in|for)", 0,
        ((r"half\s+(?:of\s+)?(?:the\s+)?(?:seats|posts|ministries)|equal\s+shares|equally",
          (0.4, 0.5, 0.6), "equal shares"),
         (r"shar(?:e|ing)\s+power|power[- ]sharing|"
          r"(?:interim|transitional|unity|coalition|joint)\s+(?:\w+\s+)?(?:government|administration|council|"
          r"agreement|authority)|a\s+council", (0.3, 0.5, 0.7), "shared power, shares not said"),
         (r"(?:some|a\s+few)\s+(?:posts|ministries|seats)", (0.1, 0.25, 0.4), "some posts")),
    ),
    _issue(
        "head", "Does {head} stay in office?", ("{head} stays", "{head} steps down"),
        r"step(?:s|ped)?\s+down|stepping\s+down|resign(?:s|ed|ation)?|leave\s+office|holds?\s+office|"
        r"stays?\s+in\s+office", 0,
        indivisible=True,
    ),
    _issue(
        "constitution", "Which order is the state built on?",
        ("the present constitution", "a new one, written together", "the order that {challenger} wants"),
        r"constitution(?:al)?|emirate|charter|sharia|islamic\s+law|secular\s+state", 0,
        ((r"new\s+constitution", (0.3, 0.5, 0.8), "a new constitution"),),
    ),
    _issue(
        "ceasefire", "How far does a ceasefire reach, and when?",
        ("everywhere, at once and for good", "a truce for a set time", "only when all else is settled"),
        r"cease-?fire|truce|armistice|hold\s+(?:their|its|your)\s+fire|stop\s+(?:firing|shooting)|end\s+to\s+(?:the\s+)?fighting|"
        r"(?:reduction|less|reduce|suppress\w*|quiet)\s+(?:of\s+|in\s+)?(?:the\s+)?(?:violence|guns)", 0,
        ((r"(?:immediate|permanent|comprehensive|lasting|nationwide)\s+(?:and\s+\w+\s+)?cease-?fire|settlement\s+and\s+cease-?fire",
          (0.0, 0.1, 0.4), "a ceasefire soon"),
         (r"(?:reduc\w+|suppress\w*|quiet)\s+(?:of\s+|in\s+)?(?:the\s+)?(?:violence|guns)",
          (0.0, 0.3, 0.6), "less violence"),
         (r"\b(?:ten|thirty|ninety|\d+)[- ]days?\b", (0.3, 0.5, 0.7), "a truce for a set time")),
    ),
    _issue(
        "withdrawal", "When do the troops of {patron} leave?",
        ("by {date}", "half a year later", "when conditions are met"),
        r"withdraw(?:s|n|al|ing)?|pull(?:ed|ing)?\s+out|troops\s+(?:\w+\s+)?(?:leave|left|go)|leave\s+by|exit\s+of|"
        r"keep\s+(?:\w+\s+){1,3}(?:soldiers|troops)", 1,
    ),
    _issue(
        "counter_terror", "What guards against attacks on others from this soil?",
        ("{challenger}'s word", "a pledge with a list and reports", "a break that inspectors confirm"),
        r"terroris\w*|al[- ]qa[ei]da|islamic\s+state|safe\s+havens?|counter-?terror\w*|jihadis\w*", 1,
    ),
    _issue(
        "prisoners", "What becomes of those who are held?",
        ("nothing more", "half of them go free", "all of them go free"),
        r"prisoners?|detainees?|hostages?|captives?|abductees?", 0,
        ((r"(?:releas\w+|free\w*|exchange)\s+(?:of\s+)?(?:all|every)\b", (0.7, 0.95, 1.0), "all go free"),),
    ),
    _issue(
        "sanctions", "What becomes of the sanctions?",
        ("they stay", "they are eased step by step", "they are lifted"),
        r"sanctions|embargo|blacklist|terror\s+list|asset\s+freeze", 0,
        ((r"lift\w*\s+(?:of\s+)?(?:the\s+|all\s+)?sanctions", (0.7, 0.95, 1.0), "lifted"),),
    ),
    _issue(
        "rights", "What becomes of the rights of women and minorities?",
        ("{challenger} decides", "what a joint council allows", "equal rights, kept and watched over"),
        r"women|girls|minorit(?:y|ies)|human\s+rights|civil\s+(?:rights|liberties)|schools?\s+for", 1,
        ((r"(?:protect|preserv|safeguard|gains?|sustainab)\w*[^.;]{0,60}(?:women|girls|minorit|rights)|"
          r"(?:women|girls|minorit\w+)[^.;]{0,40}(?:protect|preserv|safeguard)",
          (0.5, 0.8, 1.0), "what was won is kept"),),
        rights=True,
    ),
    _issue(
        "neighbours_role", "What say do the neighbours have?",
        ("none", "they are consulted", "they guarantee and supervise"),
        r"neighbo(?:u)?rs?(?:ing)?(?:\s+(?:states|countries))?|regional\s+(?:powers|states|countries|conference)|"
        r"the\s+region", None,
        ((r"(?:bigger|larger|greater|stronger)\s+role|play\s+a\s+(?:\w+\s+)?role|host\s+(?:the\s+)?talks",
          (0.3, 0.6, 0.9), "a larger role"),
         (r"guarantee", (0.7, 0.9, 1.0), "guarantors")),
    ),
    _issue(
        "autonomy", "How far does the region govern itself?",
        ("not at all", "autonomy within the state", "independence"),
        r"autonom(?:y|ous)|self-?(?:rule|government|determination)|independen(?:ce|t\s+state)|secession|secede|"
        r"federal(?:ism)?|devolution", 0,
        ((r"independen|seced|secession", (0.7, 0.95, 1.0), "independence"),
         (r"autonom|self-?(?:rule|government)|devolution", (0.3, 0.55, 0.8), "autonomy")),
    ),
    _issue(
        "disarmament", "What becomes of the weapons of {challenger}?",
        ("{challenger} keeps them", "they are stored under watch", "all are handed over"),
        r"disarm(?:s|ed|ing|ament)?|decommission\w*|demobili[sz]\w+|lay(?:ing)?\s+down\s+(?:\w+\s+)?(?:arms|weapons)|"
        r"hand(?:s|ed|ing)?\s+over\s+(?:\w+\s+)?(?:arms|weapons)", 1,
        ((r"disarm|lay(?:ing)?\s+down|hand\w*\s+over", (0.6, 0.9, 1.0), "weapons are handed over"),),
    ),
    _issue(
        "elections", "When is there a vote that decides?",
        ("as the law has it", "early, under observers", "at once, for a new order"),
        r"elections?|ballot|referendum|polls\s+(?:open|close)|plebiscite", 0,
        ((r"early\s+elections?", (0.3, 0.5, 0.8), "an early vote"),),
    ),
    _issue(
        "amnesty", "What becomes of crimes of the war?",
        ("courts try them", "truth for leniency", "nobody is tried"),
        r"amnest(?:y|ies)|war\s+crimes|prosecut\w+|immunity|tribunal|(?:no\s+officer|nobody)\s+would\s+be\s+tried|"
        r"pardon(?:s|ed)?", 0,
        ((r"amnest|immunity|pardon|would\s+be\s+tried", (0.6, 0.9, 1.0), "nobody is tried"),),
    ),
    _issue(
        "access", "Who may bring help to civilians?",
        ("nobody", "convoys by agreement", "everybody, everywhere"),
        r"humanitarian|aid\s+(?:convoys?|workers|deliveries|groups)|corridors?|relief\s+(?:convoys?|supplies)", None,
    ),
    _issue(
        "observers", "Who watches that terms are kept?",
        ("nobody", "a joint commission", "armed observers from outside"),
        r"observers?|monitors|monitoring\s+mission|inspectors|peacekeepers|verification\s+mission", None,
    ),
)  # fmt: skip


def issues_in(text: str) -> list[IssueWords]:
    """Return the issues that a text speaks of, in the order of the lexicon.

    Examples
    --------
    >>> [one.key for one in issues_in("They would share power, and the truce would hold; the schools for girls open.")]
    ['power', 'ceasefire', 'rights']
    >>> issues_in("He bakes the best bread in town.")
    []
    """
    return [one for one in LEXICON if one.spoken.search(text)]
