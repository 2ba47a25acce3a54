"""Every number that the mechanisms use and a case may overrule: name, symbol, range, unit and where it comes from.

The registry is the one place for defaults; the glossary of the documentation is written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.case.numbers import Number

__all__ = ["REGISTRY", "Parameter"]

Scope = Literal["case", "actor", "patron"]


@dataclass(frozen=True)
class Parameter:
    """One number of the model.

    Attributes
    ----------
    name, symbol
        Name in cases and code; symbol in the equations.
    scope
        ``case``: one value for the theatre; ``actor``, ``patron``: one for each, overruled in ``actors.X.numbers``.
    low, mode, high
        Default range.
    lower, upper
        What is thinkable at all; outside is an error.
    """

    name: str
    symbol: str
    scope: Scope
    low: float
    mode: float
    high: float
    lower: float
    upper: float
    unit: str
    meaning: str
    source: str

    @property
    def default(self) -> Number:
        """The default as a number that says it is assumed."""
        return Number(low=self.low, mode=self.mode, high=self.high, assumed=f"default range: {self.source}")


_TRIAL = "trial of the design on Afghanistan 2021; an assumption elsewhere"
_FIT = "pooled fit to dated falls (docs: calibration, front)"
_ASSUMED = "assumption; see what hangs on it"
_LATE = "72 dated obligations of known fate (docs: calibration, base rates)"
_INSURGENCY = "insurgencies last ten years or so (Connable and Libicki 2010); a collapse moves ten times as fast"
_TEXTS = "after a partial or process agreement a conflict's next text is signed within 74, 281, 1,369 days (quartiles with the conflicts that saw none counted; UCDP Peace Agreements 22.1 as known in 2004), taken at a readiness of a third"
_RECURS = "39 of 100 ceasefires that ended a war were followed by war in five years (docs: calibration, base rates)"
_CEASEFIRES = "21 of 100 conflict-years saw a ceasefire 1989-2020, one-sided ones among them (Clayton et al. 2022); of those proposed one in fifteen is agreed in random wars, so that some 6 of 100 years see one (docs: calibration, base rate check)"
_BASE = "set against base rates (docs: calibration, base rates)"


def _p(name: str, symbol: str, scope: Scope, values: tuple[float, float, float], bounds: tuple[float, float], unit: str,
       meaning: str, source: str) -> Parameter:  # fmt: skip
    return Parameter(name, symbol, scope, *values, *bounds, unit, meaning, source)


# fmt: off
_ALL = (
    # front
    _p("alpha", "alpha_0", "case", (-12.2, -11.4, -10.6), (-30, 5), "log per day", "base hazard that a region of the incumbent falls, without support, y = 0", _TRIAL),
    _p("retake_offset", "alpha_0 - alpha_1", "case", (1, 3, 5), (-10, 20), "log", "by how much retaking is slower than taking", _BASE),
    _p("b_y", "b_y", "case", (2, 5, 8), (0, 30), "log per share", "countryside on the base hazard", _FIT),
    _p("b_e", "b_e", "case", (.5, 2, 4), (0, 30), "log per support", "support of the defender on the base hazard", _FIT),
    _p("b_f", "b_f", "case", (.5, 1, 1.5), (0, 10), "log per log ratio", "force ratio on the base hazard", _ASSUMED),
    _p("b_p", "b_p", "case", (0, 1, 2), (0, 20), "log per share", "public's belief that the attacker wins", _ASSUMED),
    _p("b_d", "b_d", "case", (.4, .7, 1), (0, 10), "log per sd", "defensibility", _FIT),
    _p("b_n", "b_n", "case", (0, 0, 0), (-5, 10), "log per share", "share of neighbours lost", _FIT),
    _p("n_c", "n_c", "case", (.1, .4, 1.5), (0, 50), "falls per fall", "further falls that one fall brings, without support", _TRIAL),
    _p("g_h", "g_h", "case", (1, 1.5, 2), (0, 10), "log per log ratio", "force ratio on contagion", _ASSUMED),
    _p("g_e", "g_e", "case", (1.8, 3, 4.2), (0, 20), "log per support", "support of the defender on contagion", _TRIAL),
    _p("tau", "tau", "case", (10, 15, 20), (1, 1000), "days", "fading time of momentum", _FIT),
    _p("v_y", "v_y", "case", (.0005, .002, .008), (0, 1), "per day", "speed of the countryside", _INSURGENCY),
    _p("y_noise", "sd of dy", "case", (.01, .016, .022), (0, .2), "per sqrt day, times y(1-y)", "noise of the countryside", _TRIAL),
    _p("w_y", "w_y", "case", (.3, .4, .5), (0, 1), "share", "weight of the countryside in control", _TRIAL),
    _p("kappa", "kappa", "case", (.2, .5, 1), (0, 10), "per share of regions lost", "cohesion lost with regions", _ASSUMED),
    _p("zeta", "zeta", "case", (.1, .3, .5), (0, 5), "per support", "cohesion lost with support", _ASSUMED),
    _p("rec", "rec", "case", (.001, .002, .003), (0, 1), "per day", "recovery of cohesion", _ASSUMED),
    _p("xi", "xi", "case", (.1, .3, .6), (0, 1), "share of the garrison", "that changes sides when a region surrenders", _ASSUMED),
    _p("xa", "xa", "case", (.1, .3, .5), (0, 1), "share of the garrison", "that is destroyed in an assault", _ASSUMED),
    _p("phi", "phi", "case", (15, 30, 60), (0, 10_000), "deaths a day at a wholly contested border", "intensity of the fighting", _ASSUMED),
    # walk of war
    _p("m", "m", "case", (.35, .35, .35), (.01, 1), "per week", "chance that the coarse front moves", _TRIAL),
    _p("g_q", "g_q", "case", (.5, .7, .9), (0, 10), "logit per support", "support on who gains the next step", _TRIAL),
    _p("g_s", "g_s", "case", (.3, .5, .7), (0, 10), "logit per log ratio", "force ratio on who gains the next step", _TRIAL),
    _p("theta", "theta", "case", (-.3, 0, .3), (-8, 8), "logit", "who gains ground, everything else equal (challenger +)", _ASSUMED),
    _p("optimism_gap", "gap", "case", (.3, .4, .5), (0, 5), "logit", "distance of the sides' beliefs about theta, each in its own favour", _TRIAL),
    _p("theta_sd", "sd of theta", "case", (.2, .3, .4), (.01, 5), "logit", "each party's doubt about theta", _TRIAL),
    _p("discount", "delta", "case", (.85, .9, .95), (.01, .999), "per year", "patience", _TRIAL),
    _p("cost", "c", "actor", (.01, .03, .1), (0, 5), "share of the prize a year", "cost of fighting", _TRIAL),
    # what parties can sign
    _p("audience", "a", "actor", (.2, .6, 1.4), (0, 20), "1", "weight of the audience behind the bottom line", _TRIAL),
    _p("bottom_line", "z", "actor", (.45, .6, .75), (0, 1), "utility", "what the party told its public it would not go below", _TRIAL),
    _p("psi", "psi", "actor", (0, .05, .25), (0, 5), "utility", "enforcement that keeps the party in a deal", _TRIAL),
    _p("credulity", "cr", "actor", (.3, .6, .9), (0, 1), "weight", "how far news that support ends moves the belief that it lasts", _TRIAL),
    _p("eta", "eta", "actor", (.3, .6, .95), (0, 1), "share", "of the gain over its floor that a party holds out for", _TRIAL),
    # table
    _p("p_open", "p_open", "case", (.005, .01, .02), (0, 1), "per week", "opening of a closed table at full readiness", _BASE),
    _p("p_round", "p_round", "case", (.015, .075, .28), (0, 1), "per week", "a round at an open table; as far as the table is ready, it brings a whole text", _TEXTS),
    _p("p_close", "p_close", "case", (.4, .45, .5), (0, 1), "per refusal", "a refusal closes the table", _BASE),
    _p("motive", "m_1", "case", (6, 8, 10), (0, 100), "per share a year", "slope of the motive to end a costly war", _TRIAL),
    _p("motive_weight", "g", "case", (.4, .5, .6), (0, 1), "exponent", "motive against optimism in readiness", _TRIAL),
    _p("taste_sd", "sd of taste", "case", (.1, .1, .1), (0, 1), "utility", "what the model does not know about a party's wishes", _TRIAL),
    _p("taste_half_life", "half-life", "case", (52, 52, 52), (.1, 5000), "weeks", "how long a wish lasts", _TRIAL),
    _p("pause_weeks", "L", "case", (4, 8, 13), (1, 200), "weeks", "length of a proposed ceasefire", _ASSUMED),
    _p("pause_hazard", "breaking", "case", (.001, .002, .006), (0, 1), "per week", "background hazard that a ceasefire breaks", _RECURS),
    _p("mediator_share", "share", "case", (.3, .5, .7), (0, 1), "of rounds", "rounds in which the mediator's text is on the table, if there is one", _ASSUMED),
    _p("mediator_gap", "mu", "case", (.2, .4, .6), (0, 1), "share", "of the gap between beliefs that a believed report closes", _ASSUMED),
    _p("bias", "bias", "actor", (0, 0, 0), (-1, 1), "1", "a mediator's leaning (challenger +)", _ASSUMED),
    _p("stake", "stake", "actor", (.1, .3, .5), (0, 1), "1", "a mediator's stake in any deal at all", _ASSUMED),
    _p("sigma", "sigma", "case", (.1, .3, .6), (0, 50), "per week and utility", "spoilers' attacks while a table is open", _ASSUMED),
    _p("attack_blame", "t", "case", (.2, .4, .6), (0, 1), "share", "of attacks that moderates could have prevented (Kydd and Walter)", _ASSUMED),
    _p("p_leak", "p_leak", "case", (.02, .1, .3), (0, 1), "per refusal", "a text refused in private leaks", _ASSUMED),
    _p("leak_strength", "log LR", "case", (.1, .3, .5), (0, 10), "log-odds", "by how much a leak holds the refusing party to its bottom line", _ASSUMED),
    # deals
    _p("break_hazard", "b", "case", (.0003, .0006, .0012), (0, 1), "per week", "background hazard that a settlement breaks", _BASE),
    _p("breach_taste", "sd of breach", "case", (.04, .04, .04), (0, 1), "utility", "what the model does not know about an obligor's temptation", _TRIAL),
    _p("on_time", "on time", "case", (.11, .18, .25), (0, 1), "share", "of dated obligations met by their date", _LATE),
    _p("never", "never", "case", (.12, .24, .37), (0, 1), "share", "of dated obligations that are not met, without a temptation", _LATE),
    _p("late_days", "median", "case", (121, 150, 186), (1, 5000), "days", "median lateness of what is met late", _LATE),
    # dormancy
    _p("p_dorm", "p_dorm", "case", (.002, .01, .03), (0, 1), "per week", "an even front falls dormant", _BASE),
    _p("p_wake", "p_wake", "case", (.002, .006, .015), (0, 1), "per week", "a dormant front wakes", _BASE),
    # ceasefires without a table
    _p("p_pause", "p_pause", "case", (.01, .04, .12), (0, 1), "per week", "a ceasefire is proposed, talks or no talks", _CEASEFIRES),
    # patrons
    _p("own_cost", "cost of staying", "patron", (.01, .03, .1), (0, 5), "share a year", "yearly cost of staying", _ASSUMED),
    _p("years_so_far", "years", "patron", (0, 2, 5), (0, 100), "years", "length of the engagement", _ASSUMED),
    _p("a_stay", "a_stay", "patron", (.5, 1, 2), (0, 50), "logit", "weight of the public's cost of staying", _ASSUMED),
    _p("a_leave", "a_leave", "patron", (.5, 2, 3), (0, 50), "logit per control", "weight of the loss of control after leaving", _TRIAL),
    _p("a_just", "a_just", "patron", (0, .5, 1.5), (0, 50), "logit per right", "weight of rights lost", _ASSUMED),
    _p("stay_intercept", "intercept", "patron", (-2.3, -1.8, -1.3), (-20, 20), "logit", "staying at a review, all else zero", _TRIAL),
    _p("condition_weight", "conditions", "patron", (-1.5, -.7, 0), (-20, 20), "logit", "making support conditional against extending it", _ASSUMED),
    _p("review_span", "span", "patron", (13, 26, 39), (1, 520), "weeks", "by which a review extends", _TRIAL),
    _p("pressure", "pressure", "actor", (0, 0, 0), (-1, 1), "utility", "pressure on the floor of the party that the actor leans on", _ASSUMED),
    _p("evacuation", "exit of civilians", "patron", (200, 500, 1500), (0, 100_000), "people a day", "taken out while a patron leaves", _ASSUMED),
    # collective choice
    _p("capability", "c_i", "actor", (.1, .3, .6), (.001, 1000), "forces of the strongest party", "weight in collective choice of an actor without forces in the theatre", _ASSUMED),
)
# fmt: on

REGISTRY: dict[str, Parameter] = {parameter.name: parameter for parameter in _ALL}
