"""Places of what a case says in the arrays that kernels read, and the codes of what happens, by name."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "CONDITIONAL",
    "Code",
    "Dated",
    "Kind",
    "Luck",
    "Num",
    "On",
    "Outcome",
    "Party",
    "Patron",
    "Status",
]


class Num(IntEnum):
    """Case-wide numbers of the registry, in its order."""

    ALPHA = 0
    RETAKE_OFFSET = 1
    B_Y = 2
    B_E = 3
    B_F = 4
    B_P = 5
    B_D = 6
    B_N = 7
    N_C = 8
    G_H = 9
    G_E = 10
    TAU = 11
    V_Y = 12
    Y_NOISE = 13
    W_Y = 14
    KAPPA = 15
    ZETA = 16
    REC = 17
    XI = 18
    XA = 19
    PHI = 20
    M = 21
    G_Q = 22
    G_S = 23
    THETA = 24
    OPTIMISM_GAP = 25
    THETA_SD = 26
    DISCOUNT = 27
    P_OPEN = 28
    P_ROUND = 29
    P_CLOSE = 30
    MOTIVE = 31
    MOTIVE_WEIGHT = 32
    TASTE_SD = 33
    TASTE_HALF_LIFE = 34
    PAUSE_WEEKS = 35
    PAUSE_HAZARD = 36
    MEDIATOR_SHARE = 37
    MEDIATOR_GAP = 38
    SIGMA = 39
    ATTACK_BLAME = 40
    P_LEAK = 41
    LEAK_STRENGTH = 42
    BREAK_HAZARD = 43
    BREACH_TASTE = 44
    ON_TIME = 45
    NEVER = 46
    LATE_DAYS = 47
    P_DORM = 48
    P_WAKE = 49
    P_PAUSE = 50
    TRUST = 51


class On(IntEnum):
    """Switches, in the order of ``SWITCHES``."""

    CONTAGION = 0
    COUNTRYSIDE = 1
    SUPPORT = 2
    COHESION = 3
    SURRENDER = 4
    RECRUITMENT = 5
    BELIEF_FEEDBACK = 6
    DORMANCY = 7
    HOSTILITY_MATRIX = 8
    SHIFTING_POWER = 9
    TRUST_IN_PATRON = 10
    OPTIMISM = 11
    NEWS = 12
    AUDIENCE = 13
    RED_LINES = 14
    RATIFIERS = 15
    INDIVISIBILITY = 16
    PRESSURE = 17
    ENFORCEMENT = 18
    SANCTUARY = 19
    TALKS = 20
    READINESS = 21
    PRECONDITIONS = 22
    DEADLINE_TEMPO = 23
    MEDIATOR_TEXT = 24
    MEDIATOR_REPORT = 25
    EXPECTED_BREACH = 26
    HOLDING_OUT = 27
    CEASEFIRES = 28
    CLAUSES = 29
    CONDITIONS = 30
    REVIEWS = 31
    FRONT_REVIEW = 32
    SIGNALS = 33
    SPOILERS = 34
    DURABILITY = 35
    TERMS = 36
    EVENTS = 37
    LEAKS = 38
    EVACUATION_NEWS = 39
    STRICT_ACCEPTANCE = 40
    COMMON_STANCE = 41
    REFUSALS = 42


class Party(IntEnum):
    """Numbers of a party."""

    THETA = 0
    LASTS = 1
    COST = 2
    AUDIENCE = 3
    BOTTOM_LINE = 4
    PSI = 5
    CREDULITY = 6
    ETA = 7
    U_WIN = 8
    U_LOSE = 9
    RELIEF = 10


class Patron(IntEnum):
    """Numbers of a patron."""

    LEVEL = 0
    DEFENCE = 1
    OFFENCE = 2
    TRAINING = 3
    AFTER = 4
    OWN_COST = 5
    YEARS_SO_FAR = 6
    A_STAY = 7
    A_LEAVE = 8
    A_JUST = 9
    STAY_INTERCEPT = 10
    CONDITION_WEIGHT = 11
    REVIEW_SPAN = 12
    EVACUATION = 13
    LEAVING = 14


class Kind(IntEnum):
    """Kinds of recorded events."""

    FALL = 0
    RETAKEN = 1
    SURRENDER = 2
    TABLE_OPENED = 3
    TABLE_CLOSED = 4
    REFUSAL = 5
    SIGNED = 6
    BROKEN = 7
    CEASEFIRE = 8
    CEASEFIRE_BROKEN = 9
    REVIEW_KEEP = 10
    REVIEW_EXTEND = 11
    REVIEW_CONDITION = 12
    REVIEW_LEAVE = 13
    SUPPORT = 14
    ATTACK = 15
    DORMANT = 16
    WOKEN = 17
    CLAUSE_KEPT = 18
    CLAUSE_LATE = 19
    CLAUSE_BREACHED = 20
    CLAUSE_DISPUTED = 21
    CAPITAL_FELL = 22
    TERM_LATE = 23
    TERM_BREACHED = 24
    EFFECT = 25
    VICTORY = 26
    REPORT = 27
    LEAKED = 28
    TERM_KEPT = 29
    RETAKEN_SURRENDER = 30
    CLAUSE_NEVER = 31
    CLAUSE_WAIVED = 32


class Outcome(IntEnum):
    """Outcomes, in the order of the interface."""

    SETTLEMENT = 0
    CEASEFIRE = 1
    LOW_ACTIVITY = 2
    CHALLENGER_VICTORY = 3
    INCUMBENT_VICTORY = 4
    WAR_GOES_ON = 5


class Code(IntEnum):
    """Codes of effects."""

    SUPPORT_LEVEL = 0
    SUPPORT_LEAST = 1
    SUPPORT_MOST = 2
    SUPPORT_ENDS = 3
    SUPPORT_PURPOSE = 4
    HOSTILITY = 5
    OFFICE = 6
    FORCE = 7
    COHESION = 8
    TABLE = 9
    CLAUSE_BY = 10
    CLAUSE_CONDITIONAL = 11
    CLAUSE_STATUS = 12
    LASTS_SET = 13
    LASTS_ADD = 14
    THETA_ADD = 15
    PSI_ADD = 16
    RELIEF_ADD = 17
    SANCTUARY = 18
    TRUCE = 19
    COUNTRYSIDE = 20
    REGION = 21
    BOTTOM_LINE = 22
    RECRUITS = 23


class Status(IntEnum):
    """Status of a clause."""

    PENDING = 0
    KEPT = 1
    LATE = 2
    BREACHED = 3
    DISPUTED = 4
    WAIVED = 5
    NEVER = 6


class Dated(IntEnum):
    """What stands on a day of the timeline; the switches of signals and of events leave the last alone."""

    STATEMENTS = 0
    EVENTS = 1
    FIXED = 2


CONDITIONAL = -2
"""Due day of a clause that hangs on conditions instead of a date (-1: a standing obligation)."""


class Luck(IntEnum):
    """Mechanism words of the luck."""

    NUMBERS = 0
    FRONT = 1
    KIND_OF_FALL = 2
    COUNTRYSIDE = 3
    FATALITIES = 4
    TASTE = 5
    OPENING = 6
    ROUND = 7
    PROPOSER = 8
    CLOSING = 9
    PAUSE = 10
    DORMANCY = 11
    WAKING = 12
    SPOILERS = 13
    BREACH = 14
    LATENESS = 15
    VERIFICATION = 16
    REVIEW = 17
    DURABILITY = 18
    CEASEFIRE = 19
    REPORT = 20
    TERMS = 21
    LEAK = 22
    DRAFT = 23
