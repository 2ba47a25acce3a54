"""How much each actor can do, in one unit for all: the strongest party's forces are 1."""

from __future__ import annotations

from detente.case.numbers import Number
from detente.case.parameters import REGISTRY
from detente.case.schema import Case

__all__ = ["capability", "capability_basis", "strongest"]


def strongest(case: Case) -> float:
    """Forces times cohesion of the strongest party, at the modes: what capabilities are measured in."""
    return max((force.strength.mode * force.cohesion.mode for force in case.theatre.forces.values()), default=0.0)


def capability_basis(case: Case, actor: str) -> str:
    """Where an actor's capability comes from: ``case``, ``forces`` or ``assumed``.

    A number ``capability`` that the case gives comes first, then forces, then the registry's default.
    """
    if "capability" in case.actors[actor].numbers:
        return "case"
    return "forces" if actor in case.theatre.forces and strongest(case) > 0.0 else "assumed"


def capability(case: Case, actor: str) -> Number:
    """An actor's capability with its range, relative to the strongest party.

    Parameters
    ----------
    case
        The case.
    actor
        Key of an actor.

    Returns
    -------
    Number
        What the case gives; else strength times cohesion of its forces, end by end; else the registry's default,
        which is an assumption.

    Examples
    --------
    >>> from detente.case.load import read_case
    >>> case = read_case("afghanistan-2021")
    >>> round(capability(case, "government").mode, 2), round(capability(case, "taliban").mode, 2)
    (1.0, 0.54)
    >>> capability_basis(case, "pakistan"), capability(case, "pakistan").mode
    ('assumed', 0.3)
    """
    basis = capability_basis(case, actor)
    if basis != "forces":
        return case.actors[actor].numbers.get("capability", REGISTRY["capability"].default)
    force, unit = case.theatre.forces[actor], strongest(case)
    ends = [getattr(force.strength, end) * getattr(force.cohesion, end) / unit for end in ("low", "mode", "high")]
    return Number(low=ends[0], mode=ends[1], high=ends[2], because=force.because, assumed=force.assumed)
