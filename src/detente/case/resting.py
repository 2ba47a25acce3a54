"""What numbers rest on: that it is there, that it was known in time, and that no number rests on nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from detente.case.files import Files, wrong_name
from detente.case.locate import Node
from detente.case.numbers import Evidenced, Number
from detente.case.problems import Path, Problems, meant, show
from detente.case.references import Defined
from detente.case.schema import CaseFile, Lever
from detente.case.validate import Checked
from detente.case.walk import numbers_of

__all__ = ["check_resting"]

_DAY = timedelta(days=1)


def check_resting(checked: Checked, files: Files, problems: Problems) -> None:
    """Report evidence that is not there or came later, and numbers that rest on nothing."""
    known = dict.fromkeys(Defined(checked, files).document, date.min) | _known_dates(checked.case, files)
    allowed = _allowed_dates(checked, known)
    for path, cited in _citations(checked.located.root):
        for here, name in cited.items():
            if wrong := _missing(name, files, known):
                problems.add(checked.located.problem(here, wrong))
        _leaks(checked, path, list(cited.values()), known, allowed, problems)
    for key, region in files.regions.items():
        for name in region.because:
            row = files.region_rows[key]
            if wrong := _missing(name, files, known):
                row.wrong("because", wrong)
            elif known.get(name, date.min) > checked.case.as_of:
                row.wrong("because", _leak(name, known[name], checked.case.as_of))
    _naked(checked, problems)
    if files.ledger_is_right:
        _ledger(checked, files, problems)


def _known_dates(case: CaseFile, files: Files) -> dict[str, date]:
    """When each statement and document became known."""
    dates = {name: document.date for name, document in case.documents.items()}
    return dates | {name: statement.known for name, statement in files.ledger.items()}


def _citations(node: Node, path: Path = ()) -> Iterator[tuple[Path, dict[Path, str]]]:
    """Yield every ``because`` of a file, with what it cites by place."""
    for key, child in node.children.items():
        here = (*path, key)
        if key != "because":
            yield from _citations(child, here)
        elif isinstance(child.value, str):
            yield here, {here: child.value}
        elif isinstance(child.value, list):
            yield here, {(*here, index): name for index, name in enumerate(child.value) if isinstance(name, str)}


def _missing(name: str, files: Files, known: dict[str, date]) -> str | None:
    if name in known:
        return None
    wrong = wrong_name(files.folder, name)
    if wrong is None or "." in name or "/" in name:
        return wrong
    if not files.ledger_is_right:
        return None  # it may stand on a line that could not be read
    advice = meant(name, known) or "ledger.jsonl has none"
    return f"no statement, document or file {show(name)}; {advice}"


def _allowed_dates(checked: Checked, known: dict[str, date]) -> dict[Path, date]:
    """By when the evidence of dated items must have been known: when the items themselves became known."""
    case = checked.case
    allowed: dict[Path, date] = {("levers",): date.max}
    dated: list[tuple[Path, date]] = []
    dated += [(("proposals", key), one.known) for key, one in case.proposals.items()]
    dated += [(("events", index), one.known or one.date + _DAY) for index, one in enumerate(case.events)]
    for key, deal in case.deals.items():
        dated.append((("deals", key), deal.signed + _DAY))
        for index, clause in enumerate(deal.clauses):
            end = clause.known or (clause.done + _DAY if clause.done else deal.signed + _DAY)
            dated.append((("deals", key, "clauses", index), end))
    for index, signal in enumerate(case.signals):
        dated.append((("signals", index), known.get(signal.statement, date.max)))
    for key, table in case.tables.items():
        dated += [
            (("tables", key, "preconditions", index), one.known or case.as_of)
            for index, one in enumerate(table.preconditions)
        ]
    for path, day in dated:
        allowed[checked.written(path)] = max(day, case.as_of)
    return allowed


def _leaks(checked: Checked, path: Path, cited: list[str], known: dict[str, date], allowed: dict[Path, date],
           problems: Problems) -> None:  # fmt: skip
    """Report evidence that was not known when what rests on it was; not where its own date may have been taken out."""
    block = path[:-1]
    if any(gone[: len(block)] == block or block[: len(gone)] == gone for gone in checked.removed):
        return
    holders = [path[:length] for length in range(len(path), 0, -1) if path[:length] in allowed]
    limit = allowed[holders[0]] if holders else checked.case.as_of
    later = [name for name in cited if known.get(name, date.min) > limit]
    if holders and len(later) < len(cited):
        return  # a dated item may also cite what was written about it afterwards
    for name in later:
        problems.add(checked.located.problem(path, _leak(name, known[name], limit)))


def _leak(name: str, known: date, limit: date) -> str:
    return f"{name} became known on {known}, after {limit}: it would leak; rest on something known by then"


def _naked(checked: Checked, problems: Problems) -> None:
    """Report numbers that rest on nothing, once for each block that holds some."""
    blocks: dict[Path, list[str]] = {}
    for path, number in numbers_of(checked.case):
        if path[0] == "levers" or number.rests or _covered(checked.case, path):
            continue
        *block, name = checked.written(path)
        blocks.setdefault(tuple(block), []).append(str(name))
    for path, names in blocks.items():
        what = "rests" if len(names) == 1 else f"({', '.join(names)}) rest"
        message = f"{what} on nothing; add because: [statement or file] or assumed: a reason, here or for the block"
        problems.add(checked.located.problem((*path, names[0]), message))


def _covered(case: CaseFile, path: Path) -> bool:
    """Whether a block around a number says what its numbers rest on."""
    here: Any = case
    for part in path[:-1]:
        if isinstance(here, Lever) or (isinstance(here, Evidenced) and (here.because or here.assumed)):
            return True
        here = _step(here, part)
    return isinstance(here, Evidenced) and not isinstance(here, Number) and bool(here.because or here.assumed)


def _step(value: Any, part: Any) -> Any:
    if isinstance(value, dict | tuple):
        return value[part]
    fields = type(value).model_fields
    name = next(name for name, field in fields.items() if part in (field.alias, name))
    return getattr(value, name)


def _ledger(checked: Checked, files: Files, problems: Problems) -> None:
    """Report documents, actors and issues that the ledger names and the case does not have."""
    names, file = Defined(checked, files), f"{files.shown}ledger.jsonl"
    for name, statement in files.ledger.items():
        wrong = []
        if names.document and statement.document not in names.document:
            wrong.append(
                f"document: no document {show(statement.document)}; {meant(statement.document, names.document)}"
            )
        if statement.actor is not None and statement.actor not in names.actor:
            wrong.append(f"actor: no actor {show(statement.actor)}; {meant(statement.actor, names.actor)}")
        wrong += [
            f"issues: no issue {show(issue)}; {meant(issue, names.issue)}"
            for issue in statement.issues
            if issue not in names.issue
        ]
        if wrong:
            line = _line(files, name)
            problems.extend(file, (f"{file}:{line}:1: {name}.{text}" for text in wrong))


def _line(files: Files, name: str) -> int:
    """The line of the ledger on which a statement stands."""
    lines = (files.folder / "ledger.jsonl").read_text(encoding="utf-8-sig").split("\n")
    own = re.compile(rf'"id"\s*:\s*{re.escape(json.dumps(name, ensure_ascii=False))}')
    return next((number for number, line in enumerate(lines, 1) if own.search(line)), 1)
