"""Places in the arrays of one future: what changes from day to day, by name."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "Aid",
    "Count",
    "Leave",
    "Level",
    "Mind",
]


class Level(IntEnum):
    """Real-valued state of one future.

    FOUGHT, LULL: days of fighting and of dormancy since the last political step; OMEGA, NEXT: sum of the weights and
    lowest threshold of a side's regions; BORDER: population-weighted share of neighbours that different sides hold;
    BRANCHING: further falls that a fall of a side's region brings; GAIN: the challenger's chance of the next step at
    the true theta; DECAY: what a day leaves of momentum; PASSED: discount until the announced change of support;
    DEADLINE: weeks until that change, or until a day known before on which the table closes, 0 for neither;
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
    DEADLINE = 44


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

    ANNOUNCED: support that is said to go and has not gone yet; LEAST, MOST: limits that somebody has set for good;
    GOAL: level that support is on its way to, until GOAL_ON.
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
    GOAL = 11


class Leave(IntEnum):
    """Integer state of a patron: announced end (day, -1 none), days that it takes, leave to fight and to defend.

    PACE: days that going takes unless somebody is in a hurry; GOAL_ON: day on which support has reached the level that
    it is on its way to (-1: it is on no way).
    """

    ENDS = 0
    OVER = 1
    FIGHT = 2
    DEFEND = 3
    PACE = 4
    GOAL_ON = 5
