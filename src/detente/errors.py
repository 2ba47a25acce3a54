"""The one exception that a user's mistake raises, from any layer."""

from __future__ import annotations

__all__ = ["InputError"]


class InputError(ValueError):
    """The input is wrong: every problem at once, each naming its place and the way out.

    Parameters
    ----------
    problems
        One message per problem, each like ``case.yaml:41:15: actors.taliban: what is wrong; what would be right``.

    Examples
    --------
    >>> error = InputError("actors.csv:3:2: capability: expected a number, got 'strong'")
    >>> error.problems
    ("actors.csv:3:2: capability: expected a number, got 'strong'",)
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
