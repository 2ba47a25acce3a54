"""What every switch is asked, written down before the ablation is run: setting, outcome, and which way it should go.

Each outcome is the first on the model's chain of cause (docs: theory, engine) that the mechanism is there for: the
front's mechanisms are asked for victories, those of beliefs, floors and tables for signatures, those of deals for
whether they are kept. The way is that of the outcome when the switch is turned the other way.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.case.load import read_case
from detente.case.schema import Case

__all__ = ["OTHER_WAY", "QUESTIONS", "RENAMED", "SETTINGS", "Question", "setting"]

FLAGSHIP, ACEH, NORTH = "afghanistan-2021", "aceh-2005", "northern-ireland-1998"
SETTINGS: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "flagship": (FLAGSHIP, None, ()),
    "flagship, conditions": (FLAGSHIP, None, ("conditions_based_exit",)),
    "flagship, evacuation": (FLAGSHIP, None, ("evacuation_only",)),
    "flagship, guarantors": (FLAGSHIP, None, ("guarantors_and_region",)),
    "flagship, guarantors and conditions": (FLAGSHIP, None, ("guarantors_and_region", "conditions_based_exit")),
    "flagship in May": (FLAGSHIP, "2021-05-01", ()),
    "flagship in August, air support": (FLAGSHIP, "2021-08-12", ("air_support_returns",)),
    "Aceh": (ACEH, None, ()),
    "Northern Ireland": (NORTH, None, ()),
}
"""Cases that ship, the date at which they are cut, and the levers pulled."""


def setting(name: str) -> tuple[Case, tuple[str, ...]]:
    """The case of a setting, and the levers that are pulled in it."""
    case, as_of, levers = SETTINGS[name]
    return read_case(case, as_of), levers


@dataclass(frozen=True)
class Question:
    """What a switch is asked: does ``outcome`` go up (+1) or down (-1) in ``where`` when it is turned the other way."""

    where: str
    outcome: str
    way: int


def _asked(where: str, **switches: tuple[str, int]) -> dict[str, Question]:
    return {name: Question(where, outcome, way) for name, (outcome, way) in switches.items()}


QUESTIONS: dict[str, Question] = {
    **_asked(
        "flagship",
        contagion=("challenger victory", -1),
        countryside=("challenger victory", -1),
        cohesion=("challenger victory", -1),
        recruitment=("challenger victory", -1),
        belief_feedback=("challenger victory", -1),
        reviews=("challenger victory", 1),
        clauses=("challenger victory", 1),
        shifting_power=("ever signed", 1),
        trust_in_patron=("ever signed", 1),
        spoilers=("ever signed", 1),
        red_lines=("texts put down", 1),
        indivisibility=("texts put down", 1),
    ),
    **_asked(
        "flagship, conditions",
        support=("challenger victory", 1),
        surrender=("challenger victory", -1),
        sanctuary=("challenger victory", -1),
        expected_breach=("ever signed", 1),
        hostility_matrix=("challenger victory", -1),
        conditions=("challenger victory", 1),
        dormancy=("battle deaths", 1),
    ),
    **_asked("flagship, evacuation", evacuation_news=("battle deaths", 1)),
    **_asked("flagship in May", front_review=("battle deaths", 1)),
    **_asked("flagship in August, air support", preconditions=("texts put down", 1)),
    **_asked(
        "Northern Ireland",
        events=("texts put down", 1),
        leaks=("ever signed", 1),
        deadline_tempo=("ever signed", -1),
    ),
    **_asked(
        "Aceh",
        optimism=("ever signed", 1),
        news=("ever signed", -1),
        audience=("ever signed", 1),
        ratifiers=("ever signed", 1),
        pressure=("ever signed", -1),
        talks=("ever signed", -1),
        readiness=("ever signed", 1),
        mediator_text=("ever signed", -1),
        mediator_report=("ever signed", -1),
        holding_out=("ever signed", 1),
        signals=("ever signed", 1),
        common_stance=("ever signed", -1),
        refusals=("ever signed", -1),
        strict_acceptance=("ever signed", -1),
        ceasefires=("ceasefire", -1),
        enforcement=("kept a year", -1),
        durability=("kept a year", 1),
        terms=("kept a year", 1),
    ),
}
"""By switch."""

RENAMED = (
    "surrender",
    "sanctuary",
    "red_lines",
    "indivisibility",
    "expected_breach",
    "front_review",
    "leaks",
    "evacuation_news",
    "events",
)
"""Switches that are asked for something else than at first, since that did not move (seeds 1 and 2).

`deadline_tempo`, which was asked in the flagship and answered, is asked where a table's last day is known.
"""

OTHER_WAY = {
    "recruitment": "both sides raise forces where they hold people, and the government holds more of them",
    "ratifiers": "what a ratifier rules out, nobody holds out for; with `holding_out` off as well nothing is left",
    "mediator_text": "the mediator's own text takes rounds in which nothing is signed: without it fewer texts are put "
    "down and more of them signed",
    "common_stance": "the common text takes rounds in the same way",
}
"""Why an outcome moves against the way that was named, found out after the run."""
