"""Random wars in the case format: a spread of theatres, forces, patrons, issues and tables, none of them a real one.

What varies is drawn here; every other number keeps the registry's default range. Nothing is chosen to fit an outcome.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import yaml

START = date(2031, 1, 6)


def round_up(values: Any, digits: int = 3) -> Any:
    """Plain rounded numbers for YAML."""
    return [round(float(v), digits) for v in values] if np.ndim(values) else round(float(values), digits)


def theatre(rng: np.random.Generator, folder: Path) -> None:
    """Eight to forty regions on a grid around a capital, harder to take the nearer to it; neighbours share an edge."""
    rows, columns = int(rng.integers(2, 6)), int(rng.integers(4, 9))
    capital = (int(rng.integers(rows)), int(rng.integers(columns)))
    cells = [(i, j) for i in range(rows) for j in range(columns)]
    steps = np.array([abs(i - capital[0]) + abs(j - capital[1]) for i, j in cells], dtype=float)
    weight = rng.dirichlet(np.full(len(cells), 2.0))
    lost = rng.random(len(cells)) < rng.choice([0.1, 0.2, 0.4]) * (steps > 1)
    lost[np.argmax(steps)] = True  # a war has two sides on the ground
    lines = ["region,name,weight,holder,defensibility,capital,because,note"]
    for k, (i, j) in enumerate(cells):
        d = -(steps[k] - steps.mean()) / steps.std()
        holder = "rebels" if lost[k] else "government"
        place = str((i, j) == capital).lower()
        lines.append(f"r{i}{j},Region {i}{j},{weight[k]:.5f},{holder},{d:.3f},{place},,")
    (folder / "regions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pairs = [f"r{i}{j},r{i + 1}{j}" for i, j in cells if i + 1 < rows]
    pairs += [f"r{i}{j},r{i}{j + 1}" for i, j in cells if j + 1 < columns]
    (folder / "neighbours.csv").write_text("\n".join(["a,b", *pairs]) + "\n", encoding="utf-8")


def positions(rng: np.random.Generator, issues: list[str]) -> list[dict[str, Any]]:
    """Ideals near the two ends, random saliences, now and then a red line."""
    out = []
    for actor, end in (("government", 0.0), ("rebels", 1.0)):
        salience = rng.dirichlet(np.full(len(issues), 2.0))
        for issue, s in zip(issues, salience, strict=True):
            ideal = abs(end - rng.beta(1.0, 6.0))
            row: dict[str, Any] = {"actor": actor, "issue": issue, "ideal": round_up(ideal), "salience": round_up(s)}
            row |= {"exponent": round_up(rng.choice([1.0, 1.0, 1.5, 2.0])), "assumed": "random"}
            if rng.random() < 0.15:
                limit = round_up(rng.uniform(0.6, 0.9) if end == 0.0 else rng.uniform(0.1, 0.4))
                row["red_line"] = {"at_most" if end == 0.0 else "at_least": limit, "assumed": "random"}
            out.append(row)
    return out


def patron(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """No patron, one that stays, or one that has announced its exit: the support block and the beliefs about it."""
    kind = rng.choice(["none", "stays", "leaves"], p=[0.4, 0.3, 0.3])
    if kind == "none":
        return {}, {}
    block: dict[str, Any] = {"to": "government", "level": round_up(rng.uniform(0.3, 1.0)), "assumed": "random"}
    block["for"] = {"defence": 0.7, "training": 0.3}
    if kind == "leaves":
        block["ends"] = START + timedelta(days=int(rng.integers(120, 900)))
    lasts = {"government": round_up(rng.uniform(0.3, 0.9)), "rebels": round_up(rng.uniform(0.1, 0.6))}
    return {"union": block}, {"support_lasts": {**lasts, "assumed": "random"}}


def random_case(
    rng: np.random.Generator, folder: Path, talks: bool, years: int, numbers: dict[str, list[float]] | None = None
) -> Path:
    """Write one random war; with talks, a table stands open on the first day; `numbers` overrule the defaults."""
    folder.mkdir(parents=True)
    theatre(rng, folder)
    issues = [f"issue{k}" for k in range(int(rng.integers(1, 5)))]
    support, beliefs = patron(rng)
    actors: dict[str, Any] = {
        "government": {"name": "Government", "role": "party", "side": "incumbent", "assumed": "random"},
        "rebels": {"name": "Rebels", "role": "party", "side": "challenger", "assumed": "random"},
    }
    table: dict[str, Any] = {"parties": ["government", "rebels"], "open": talks, "assumed": "random"}
    if support:
        actors["union"] = {"name": "Patron", "role": "patron", "side": "incumbent", "assumed": "random"}
    if rng.random() < 0.5:
        bias = round_up(rng.uniform(-0.5, 0.5))
        actors["envoy"] = {"name": "Mediator", "role": "mediator", "bias": bias, "assumed": "random"}
        table["mediator"] = "envoy"
    ratio = float(np.exp(rng.normal(-0.7, 0.6)))
    fighting = [{"between": ["government", "rebels"], "since": START - timedelta(days=700)}]
    force = lambda strength, cohesion: {"strength": round_up(strength), "cohesion": cohesion, "assumed": "random"}
    document = {
        "detente": 1,
        "title": f"Random war {folder.name}",
        "summary": "Drawn at random.",
        "as_of": START,
        "horizon": START + timedelta(days=round(365.25 * years)),
        "hindsight": False,
        "sharing": "open",
        "actors": actors,
        "issues": {name: {"question": "Which end?", "scale": {0: "the one", 1: "the other"}} for name in issues},
        "positions": positions(rng, issues),
        "theatre": {
            "regions": "regions.csv",
            "neighbours": "neighbours.csv",
            "countryside": {"challenger": round_up(rng.uniform(0.15, 0.6)), "assumed": "random"},
            "forces": {
                "government": force(100.0, round_up(rng.uniform(0.5, 0.95))),
                "rebels": force(100.0 * ratio, round_up(rng.uniform(0.6, 0.95))),
            },
            "support": support,
            "hostilities": fighting,
        },
        "tables": {"talks": table},
        "beliefs": beliefs,
        "numbers": {"theta": {"value": round_up(rng.normal(0.0, 0.4)), "assumed": "random"}}
        | {name: {"value": value, "assumed": "a variant of the check"} for name, value in (numbers or {}).items()},
    }
    text = yaml.safe_dump({k: v for k, v in document.items() if v != {}}, sort_keys=False, allow_unicode=True)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    (folder / "ledger.jsonl").write_text("", encoding="utf-8")
    return folder
