"""Places in the arrays that kernels read and write, by name."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "CONDITIONAL",
    "Aid",
    "Code",
    "Count",
    "Kind",
    "Leave",
    "Level",
    "Luck",
    "Mind",
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


class Level(IntEnum):
    """Real-valued state of one future.

    FOUGHT, LULL: days of fighting and of dormancy since the last political step; OMEGA, NEXT: sum of the weights and
    lowest threshold of a side's regions; BORDER: population-weighted share of neighbours that different sides hold;
    BRANCHING: further falls that a fall of a side's region brings; GAIN: the challenger's chance of the next step at
    the true theta; DECAY: what a day leaves of momentum; PASSED: discount until the announced change of support;
    RIGHTS: how far the principals stand apart on rights, 0..1.
    """

    COUNTRYSIDE = 0
    FORCE_0 = 1
    FORCE_1 = 2
    COHESION_0 = 3
    COHESION_1 = 4
    MOMENTUM_0 = 5
    MOMENTUM_1 = 6
    CLOCK_0 = 7
    CLOCK_1 = 8
    TRUST = 9
    CONTROL = 10
    CONTROL_BEFORE = 11
    RECRUIT_0 = 12
    RECRUIT_1 = 13
    STRENGTH_START = 14
    DEATHS_WEEK = 15
    LOG_STRENGTH = 16
    SUPPORT_0 = 17
    SUPPORT_1 = 18
    AFTER_0 = 19
    AFTER_1 = 20
    UNTIL = 21
    RIGHTS = 22
    ATTACK_STOP = 23
    DEATHS_YEAR = 24
    PUBLIC = 25
    AT_WAR = 26
    COHESION_START_0 = 27
    COHESION_START_1 = 28
    READINESS = 29
    BREACHES = 30
    SLACK = 31
    FOUGHT = 32
    OMEGA_0 = 33
    OMEGA_1 = 34
    NEXT_0 = 35
    NEXT_1 = 36
    GAIN = 37
    DECAY = 38
    LULL = 39
    BORDER = 40
    PASSED = 41
    BRANCHING_0 = 42
    BRANCHING_1 = 43


class Count(IntEnum):
    """Integer state of one future.

    NEXT_TIME: place on the timeline; NEXT_DUE: day on which some clause must be looked at next; PAUSE_AGREED: whether
    the parties themselves agreed on the ceasefire in force; SIGNED_TEXT: text of the last deal; QUEUED: ranges of
    effects that wait for the next calendar; RECENT: falls of the last seven days; NEXT_SUPPORT: day on which support
    must be looked at next; COINS: 32 coins of the countryside, of the days from 32*COINS_OF on; ASKED: decisions that a
    seat has come to; ASK_NEXT: day from which it is asked again whether to leave what it stays in.
    """

    DAY = 0
    TABLE = 1
    TABLE_SHUT = 2
    CEASEFIRE_UNTIL = 3
    SETTLED = 4
    SIGNED_ON = 5
    BROKE_ON = 6
    FIRST_BREAK = 7
    EVER_SIGNED = 8
    KEPT = 9
    OUTCOME = 10
    DORMANT = 11
    DEATHS = 12
    CIVILIANS = 13
    FALLS_WEEK = 14
    CAPITAL_FELL = 15
    TEXT = 16
    PROPOSER = 17
    REVIEW_CALLED = 18
    ATTACKS = 19
    ROUNDS = 20
    ENDED_ON = 21
    SIGNINGS = 22
    SPELLS = 23
    OWN_TEXT_REFUSED = 24
    READY_ON = 25
    LEAKS = 26
    TERM_BREACHED = 27
    SIGNED_TEXT = 28
    NEXT_TIME = 29
    NEXT_DUE = 30
    PAUSE_AGREED = 31
    QUEUED = 32
    RECENT = 33
    NEXT_SUPPORT = 34
    COINS = 35
    COINS_OF = 36
    ASKED = 37
    ASK_NEXT = 38


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


class Mind(IntEnum):
    """State of a party in one future. GUESS, GUESS_SD: what the others reckon that it wishes, from its refusals."""

    THETA = 0
    SD = 1
    LASTS = 2
    WAR = 3
    FLOOR = 4
    RATIFIABLE = 5
    KEEP = 6
    WIN = 7
    TYPE = 8
    WAVE = 9
    AFTER = 10
    BOTTOM_LINE = 11
    AUDIENCE = 12
    RELIEF = 13
    PSI = 14
    VALUE = 15
    VALUE_AFTER = 16
    LOSS_IF_LEFT = 17
    AUDIENCE_WEIGHT = 18
    GUESS = 19
    GUESS_SD = 20


class Aid(IntEnum):
    """Real-valued state of a patron.

    ANNOUNCED: support that is said to go and has not gone yet; LEAST, MOST: limits that somebody has set for good.
    """

    LEVEL = 0
    BASE = 1
    AFTER = 2
    SEEN = 3
    DEFENCE = 4
    OFFENCE = 5
    TRAINING = 6
    EVACUATION = 7
    ANNOUNCED = 8
    LEAST = 9
    MOST = 10


class Leave(IntEnum):
    """Integer state of a patron: announced end (day, -1 none), days that it takes, leave to fight and to defend.

    PACE: days that going takes unless somebody is in a hurry.
    """

    ENDS = 0
    OVER = 1
    FIGHT = 2
    DEFEND = 3
    PACE = 4
