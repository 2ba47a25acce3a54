"""Made-up cases for tests of the views: Northfork with everything in it, and one with next to nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from detente.case.schema import Case
from detente.evidence.ledger import Ledger, Statement, Verification

STATEMENTS = (
    Statement(
        id="S1", document="wire", outlet="River Post", known=date(2031, 3, 6), speaker="two officials",
        actor="union", content="air support would end with the last ground unit", kind="commitment",
        channel="leaked", verification=Verification("confirmed", ("a diplomat",)), reviewed=True,
    ),
    Statement(
        id="S2", document="speech", outlet="Assembly record", known=date(2031, 3, 1), speaker="Tomas Adan",
        actor="president", content="No council will be seated that the voters did not choose.", quote=True,
        kind="refusal", channel="public",
    ),
    Statement(
        id="S3", document="wire", outlet="River Post", known=date(2031, 3, 7), speaker="River Front",
        chain=("a neighbouring prime minister",), actor="front", content="no talks while the president stays in office",
        kind="threat", channel="private", damage=("quotation mark missing",), sharing="secret",
    ),
)  # fmt: skip


def northfork(**changes: Any) -> Case:
    """Return a case with every part that the report has a place for."""
    data: dict[str, Any] = {
        "name": "northfork", "folder": Path("northfork"), "title": "Northfork, spring 2031", "summary": "",
        "as_of": date(2031, 3, 8), "horizon": date(2031, 12, 31), "hindsight": False, "sharing": "open",
        "documents": {
            "wire": {"outlet": "River Post", "date": "2031-03-06", "title": "Exit plan", "sharing": "restricted"},
            "speech": {"outlet": "Assembly record", "date": "2031-03-01", "sharing": "open"},
        },
        "actors": {
            "republic": {"name": "Government of Northfork", "role": "party", "side": "incumbent", "principal": True},
            "president": {"name": "President Adan", "role": "ratifier", "of": "republic"},
            "front": {"name": "River Front", "role": "party", "side": "challenger", "principal": True},
            "union": {"name": "The Union", "role": "patron", "side": "incumbent"},
            "women": {"name": "Women's Assembly", "role": "audience", "absent": True},
            "envoy": {"name": "The Union's envoy", "role": "mediator", "of": "union"},
        },
        "issues": {
            "executive": {"question": "Who governs until elections?",
                          "scale": {0: "the Republic alone", 0.5: "a council", 1: "the Front alone"}},
            "rights": {"question": "What of women's rights?", "scale": {0: "none kept", 1: "all kept"}, "rights": True},
            "presidency": {"question": "Does the president stay?", "scale": {0: "stays", 1: "steps down"},
                           "indivisible": True},
        },
        "positions": [
            {"actor": "front", "issue": "executive", "ideal": 0.9, "salience": 0.5, "because": ["S3"]},
            {"actor": "republic", "issue": "executive", "ideal": 0.1, "salience": 0.6,
             "red_line": {"at_most": 0.6, "because": ["S2"]}, "because": ["S2"]},
            {"actor": "front", "issue": "rights", "ideal": 0.2, "salience": 0.2, "assumed": "from its charter"},
            {"actor": "republic", "issue": "rights", "ideal": 0.8, "salience": 0.2, "assumed": "from its law"},
            {"actor": "women", "issue": "rights", "ideal": 1.0, "salience": 1.0, "red_line": {"at_least": 0.6},
             "because": ["S2"]},
            {"actor": "front", "issue": "presidency", "ideal": 1, "salience": 0.3, "because": ["S3"]},
            {"actor": "republic", "issue": "presidency", "ideal": 0, "salience": 0.2, "because": ["S2"]},
        ],
        "theatre": {
            "forces": {"republic": {"strength": [140, 180, 220], "cohesion": [0.4, 0.6, 0.8], "because": ["S1"]},
                       "front": {"strength": [50, 65, 90], "cohesion": 0.9, "because": ["forces.csv"]}},
            "support": {"union": {"to": "republic", "level": [0.6, 0.8, 1], "because": ["S1"]}},
            "hostilities": [{"between": ["front", "republic"], "since": "2029-04-01"}],
        },
        "tables": {"talks": {"parties": ["republic", "front"], "mediator": "envoy", "open": True}},
        "deals": {"withdrawal": _withdrawal()},
        "proposals": {
            "council": {"name": "Shared council", "by": "union", "known": "2031-03-07",
                        "text": {"executive": 0.5, "rights": 0.7, "presidency": 1}},
            "front_rule": {"name": "The Front alone, with an amnesty", "by": "front", "known": "2031-02-01",
                           "text": {"executive": 1, "rights": 0.3, "presidency": 1}},
            "truce_first": {"name": "Truce first", "by": "republic", "known": "2031-01-10",
                            "text": {"executive": 0.2, "rights": 0.8, "presidency": 0}},
        },
        "levers": {
            "air_support_stays": {"who": "union", "from": "2031-05-01", "name": "Air support stays",
                                  "change": {"support": "union", "at_least": 0.5}},
            "president_steps_down": {"who": "president", "from": "2031-04-01", "name": "The president steps down",
                                     "change": {"office": "president", "to": "out_of_office"}},
            "extend": {"who": "union", "from": "2031-04-14", "name": "Exit by September, without conditions",
                       "change": {"clause": "W1", "by": "2031-09-11"}},
        },
        "numbers": {"psi": {"value": [0, 0.05, 0.25], "assumed": "no guarantor has said"}},
        "regions": _regions(9),
        "ledger": Ledger(STATEMENTS),
        "history": [{"date": "2031-01-10", "known": "2031-01-11", "kind": "fall", "subject": "r0", "value": 1}],
        "geometry": _grid(9),
    }  # fmt: skip
    return Case.model_validate(data | changes)


def bare(**changes: Any) -> Case:
    """Return the smallest case: two regions, one issue, no map, patron, deal, proposal, lever or statement."""
    data: dict[str, Any] = {
        "name": "bare", "folder": Path("bare"), "title": "Two hills", "as_of": date(2031, 3, 8),
        "horizon": date(2031, 12, 31), "hindsight": True,
        "actors": {"a": {"name": "North", "role": "party", "side": "incumbent"},
                   "b": {"name": "South", "role": "party", "side": "challenger"}},
        "issues": {"land": {"question": "Whose is the land?", "scale": {0: "North's", 1: "South's"}}},
        "positions": [{"actor": "a", "issue": "land", "ideal": 0, "salience": 1},
                      {"actor": "b", "issue": "land", "ideal": 1, "salience": 1}],
        "theatre": {"forces": {"a": {"strength": 1, "cohesion": 0.9}, "b": {"strength": 1, "cohesion": 0.9}},
                    "hostilities": [{"between": ["a", "b"], "since": "2030-01-01"}]},
        "tables": {"talks": {"parties": ["a", "b"]}},
        "regions": _regions(2), "ledger": Ledger(),
    }  # fmt: skip
    return Case.model_validate(data | changes)


def _withdrawal() -> dict[str, Any]:
    """A deal with a clause in every state."""
    return {
        "name": "The withdrawal agreement", "between": ["union", "front"], "signed": "2030-02-28",
        "clauses": [
            {"id": "W1", "owes": "union", "to": "front", "text": "All troops leave", "by": "2031-05-01",
             "review": True, "what": {"support": "union", "to": 0}, "because": ["S1"]},
            {"id": "W2", "owes": "front", "to": "union", "text": "Prisoners are freed", "by": "2030-03-10",
             "status": "late", "done": "2030-09-02", "known": "2030-09-03"},
            {"id": "W3", "owes": "front", "to": "union", "text": "No attacks on the Union",
             "from": "2030-02-28", "status": "kept", "done": "2030-06-01"},
            {"id": "W4", "owes": "union", "to": "front", "text": "Sanctions are reviewed", "by": "2030-08-27",
             "status": "breached", "basis": "no removal found"},
            {"id": "W5", "owes": "front", "to": "union", "text": "No soil for others", "status": "disputed"},
        ],
    }  # fmt: skip


def _regions(count: int) -> dict[str, Any]:
    return {
        f"r{place}": {"key": f"r{place}", "name": f"Region {place + 1}", "weight": 1 / count,
                      "holder": "front" if place == 0 and count > 2 else "republic", "capital": place == count - 1}
        for place in range(count)
    }  # fmt: skip


def _grid(count: int) -> dict[str, Any]:
    """Squares of one degree, three a row, wound counter-clockwise as RFC 7946 asks."""
    features = []
    for place in range(count):
        x, y = place % 3, place // 3
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"name": f"r{place}"}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}
