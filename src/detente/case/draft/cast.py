"""Who is meant by which words: states, governments, armed groups and the persons who speak for them.

A group has one label, whatever it is called: "Kabul", "the Afghan government" and "Afghan officials" are Afghanistan,
"the Front" is the River Front where the texts have one. What a text calls only by its kind ("the militant group", "the
government") has the label ``*challenger`` or ``*incumbent`` until the parties are known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.case.draft import patterns
from detente.case.draft.gazetteer import ORGANISATIONS, state_words, states
from detente.case.draft.patterns import CHALLENGER, INCUMBENT
from detente.evidence.lexicon import BEFORE_NAME, NOT_NAMES
from detente.evidence.names import Registry, bare_name, name_runs

__all__ = ["CHALLENGER", "INCUMBENT", "Cast", "Mention"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A group named in a text: where, and which."""

    start: int
    end: int
    group: str


@dataclass(slots=True)
class Post:
    """What a person holds, as the texts say: for whom, in which role; ``past`` where it is over."""

    group: str
    role: str
    past: bool = False


@dataclass(slots=True)
class Cast:
    """The groups and persons of some texts.

    Parameters
    ----------
    texts
        The documents, without the headlines of other articles.
    registry
        Persons whom they introduce.

    Examples
    --------
    >>> text = "Talks between the Afghan government and the Taliban stalled. The Taliban, Kabul said, had attacked."
    >>> cast = Cast.of([text])
    >>> [one.group for one in cast.mentions(text)]
    ['Afghanistan', 'Taliban', 'Taliban', 'Afghanistan']
    """

    texts: tuple[str, ...]
    registry: Registry
    groups: dict[str, str] = field(default_factory=dict)
    made_up: dict[str, str] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    role: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Sequence[str]) -> Cast:
        """Find groups and persons in texts."""
        cast = cls(tuple(texts), Registry(texts))
        cast._find_states()
        cast._find_groups()
        for name in cast.registry.people:
            post = cast._post(name)
            if post is not None:
                cast.posts[name] = post
        for name in cast._leaders():
            post = cast._led(name)
            if post is not None:
                cast.posts.setdefault(name, post)
        return cast

    def _find_states(self) -> None:
        """States of no atlas: what has a government, ministers or ambassadors."""
        _, whose = state_words()
        for text in self.texts:
            for match in patterns.STATE_OF.finditer(text):
                name = next(filter(None, match.groups()))
                known = (
                    re.fullmatch(patterns.HEAD, name)
                    or name in whose
                    or name in NOT_NAMES
                    or name in BEFORE_NAME
                    or patterns.ENDS_GROUP.search(name)
                )
                if not known and not self._surname(name):
                    self.made_up[name] = name
        for name in list(self.made_up):
            own = re.compile(rf"\b{re.escape(name.rstrip('aeiouy'))}[aeiouy]?{patterns.ADJECTIVE}\b")
            self.made_up |= {match.group(): name for text in self.texts for match in own.finditer(text)}

    def _leaders(self) -> list[str]:
        """Surnames that governments are called by."""
        found = [match["one"] or match["two"] for text in self.texts for match in patterns.LEADERS.finditer(text)]
        _, whose = state_words()
        return [name for name in dict.fromkeys(found) if name not in whose and name not in self.groups]

    def _find_groups(self) -> None:
        counted: Counter[str] = Counter()
        short: dict[str, str] = {}
        for text in self.texts:
            for start, end in name_runs(text):
                run = text[start:end].removesuffix("’s").removesuffix("'s")
                if (patterns.ENDS_GROUP.search(run) and run.split()[-1] not in patterns.NEEDS_THE) or (
                    patterns.ENDS_GROUP.search(run) and re.search(r"\b[Tt]he\s+\[?$", text[max(0, start - 6) : start])
                ):
                    counted[_whole_name(run)] += 2
            counted.update({match.group().removeprefix("The "): 2 for match in patterns.PEOPLES.finditer(text)})
            for match in patterns.DELEGATION.finditer(text):
                counted[match["one"]] += 2
            for match in patterns.THE.finditer(text):
                counted[match["one"]] += 1
            for match in patterns.ACRONYM.finditer(text):
                counted[match.group()] += 1
            for match in patterns.SHORT_FOR.finditer(text):
                whole, led = patterns.LED_BY.sub("", match["long"]), patterns.LED_BY.match(match["long"])
                if led:
                    short[led.group().split("-")[0]] = whole  # "Kurdish fighters" of a force that is "Kurdish-led"
                counted.update({whole: 2, match["short"]: 2})
                short[match["short"]] = whole
        for name in counted:
            spelt = [one for one in counted if " " in one and "".join(word[0] for word in one.split()) == name]
            if len(spelt) == 1 and spelt[0] != name:
                short.setdefault(name, spelt[0])
        told = {
            one for name, one in short.items() if re.search(patterns.GROUP_WORDS, one) and name not in ORGANISATIONS
        }
        names = [name for name, count in counted.items() if count >= 2 and (name in told or self._may_be_group(name))]
        for name in [
            one for one in counted if counted[one] >= 2 and one in patterns.NO_GROUP and patterns.ENDS_GROUP.search(one)
        ]:
            if len([one for one in names if one.endswith(f" {name}")]) == 1:  # "the Council" of one that has a name
                names.append(name)
        for name in names:
            longer = [one for one in names if one != name and (one.endswith(f" {name}") or one.startswith(f"{name} "))]
            self.groups[name] = longer[0] if len(longer) == 1 else name
        for name, whole in short.items():
            if name in self.groups and whole in self.groups:
                self.groups[name] = self.groups[whole]

        for name in names:
            short_name = name.split()[-1].lower()
            same = {one for one in names if one.split()[-1].lower() == short_name and " " in one}
            if same == {name} and patterns.ENDS_GROUP.search(name) and short_name not in patterns.COMMON:
                self.groups |= {f"the {short_name}": self.groups[name], f"The {short_name}": self.groups[name]}

    def _may_be_group(self, name: str) -> bool:
        words = name.split()
        _, whose = state_words()
        if not words or name in whose or name in self.made_up or name in NOT_NAMES:
            return False
        if len(words) == 1 and name in patterns.KINDS:
            return False
        if patterns.ENDS_GROUP.search(name) and (len(words) > 1 or name not in patterns.NO_GROUP):
            return True
        if words[-1] in patterns.NO_GROUP:
            return False
        return not (name in BEFORE_NAME or self.registry.by_name(name) or self._surname(words[-1]))

    def _surname(self, word: str) -> bool:
        people = self.registry.people.values()
        return any(word == person.surname and not patterns.ENDS_GROUP.search(person.name) for person in people)

    def mentions(self, text: str, start: int = 0, end: int | None = None) -> list[Mention]:
        """Return the groups that a stretch of text names, in order; what is called by its kind has its kind's label."""
        end = len(text) if end is None else end
        pattern, whose = state_words()
        found = [Mention(*one.span(), whose[one.group()]) for one in pattern.finditer(text, start, end)]
        own = {**self.groups, **self.made_up}
        if own:
            longest = sorted(own, key=lambda one: (-len(one), one))
            ours = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?!\w)")
            found += [Mention(*one.span(), own[one.group()]) for one in ours.finditer(text, start, end)]
        found = [
            one for one in found if not self._in_person(text, one) and not patterns.OF_STATE.match(text, one.start)
        ]
        for called, label in ((patterns.CALLED_CHALLENGER, CHALLENGER), (patterns.CALLED_INCUMBENT, INCUMBENT)):
            for match in called.finditer(text, start, end):
                if not any(one.start < match.end() and match.start() < one.end for one in found):
                    found.append(Mention(*match.span(), label))
        kept: list[Mention] = []
        for one in sorted(found, key=lambda one: (one.start, -one.end)):
            last = kept[-1] if kept else None
            if last and last.group.startswith("*") and patterns.OF_GROUP.fullmatch(text, last.end, one.start):
                kept[-1] = Mention(
                    last.start, one.end, one.group
                )  # "rebels of the Front", "the government of Northfork"
            elif last is None or one.start >= last.end:
                kept.append(one)
        return [Mention(one.start, one.end, self.merged.get(one.group, one.group)) for one in kept]

    def _in_person(self, text: str, one: Mention) -> bool:
        """Whether the words are part of a person's name ("Jordan Hale"), or of an outlet's."""
        for start, end in name_runs(text, max(0, one.start - 40), min(len(text), one.end + 40)):
            if start <= one.start and one.end <= end and (start, end) != (one.start, one.end):
                run = bare_name(text[start:end])
                if run in self.registry.people and text[one.start : one.end] in run:
                    return True
                if text[one.end : end].strip().split(" ")[-1] in patterns.NO_GROUP:
                    return True
        return False

    def group_in(self, phrase: str | None) -> str | None:
        """Return the group that a speaker's name stands for: itself, or the one that its holder speaks for.

        Two groups in one phrase ("US and UK officials") stand for neither.
        """
        if not phrase:
            return None
        post = self.post(phrase)
        if post is not None:
            return None if post.past else post.group
        named = {one.group for one in self.mentions(phrase)}
        owner = re.match(r"(?P<who>.+?)[’']s?\s+[a-z]", phrase)
        if not named and owner:
            return self.group_in(owner["who"])
        return named.pop() if len(named) == 1 else None

    def post(self, name: str) -> Post | None:
        """Return what the texts say a person holds; by surname where only one person has it."""
        same = self.registry.called(name)
        found = self.posts.get(same[0].name) if len(same) == 1 else self.posts.get(name)
        if found is None:
            return None
        return Post(self.merged.get(found.group, found.group), found.role, found.past)

    def _post(self, name: str) -> Post | None:
        """Look for a title that says for whom: "Pakistani Prime Minister X", "the Front's spokeswoman, X"."""
        role = ""
        for text in self.texts:
            for match in re.finditer(rf"\b{re.escape(name)}\b", text):
                before = re.split(r"[.;:”\"“]\s|[\n]", text[max(0, match.start() - 120) : match.start()])[-1]
                title = patterns.TITLE.search(before)
                if title is None:
                    named = self.mentions(before)
                    last = named[-1] if named else None
                    if (
                        last
                        and before.endswith(" ")
                        and last.end == len(before) - 1
                        and " " in before[last.start : last.end]
                    ):
                        return Post(
                            last.group, before[last.start : last.end]
                        )  # "Secretary of State X": a house's own title
                    continue
                role = title["role"].lower()
                self.role.setdefault(name, role)
                past = bool(patterns.PAST.search(before[max(0, title.start() - 30) :]))
                group = self._titled(before, title)
                if group is not None:
                    return Post(group, role, past)
                house = self.mentions(title.group())
                if house and house[0].start == 0:
                    return Post(house[0].group, role, past)
                behind = re.match(r"\s+of\s+(?:the\s+)?", text[match.end() :])
                seat = self.mentions(text, match.end(), match.end() + 40) if behind else []
                if behind and seat and seat[0].start == match.end() + behind.end():
                    return Post(seat[0].group, role, past)
            for match in re.finditer(rf"\b{re.escape(name)},\s+", text):
                post = self._apposed(re.split(r"[.,;:]\s", text[match.end() : match.end() + 100])[0])
                if post is not None:
                    return post
        return self._led(name.split()[-1])

    def _apposed(self, after: str) -> Post | None:
        """Tell "X, the Republic's chief negotiator" and "X, spokesman for the Front"."""
        named = [one for one in self.mentions(after) if not one.group.startswith("*")]
        held = patterns.HELD.search(after)
        if not named or held is None or len({one.group for one in named}) > 1:
            return None
        first = named[0]
        before = re.match(r"^(?:the\s+)?$", after[: first.start]) and patterns.NEAR.match(
            after[first.end : held.start()]
        )
        behind = re.fullmatch(r"\s+(?:of|for)\s+(?:the\s+)?", after[held.end() : first.start])
        past = bool(patterns.PAST.search(after))
        return Post(first.group, held.group().lower(), past) if before or behind else None

    def _titled(self, before: str, title: re.Match[str]) -> str | None:
        """Return the group whose role a title names: before the role, or after its "of"."""
        named = [one for one in self.mentions(before[: title.start()]) if not one.group.startswith("*")]
        if named and patterns.NEAR.match(before[named[-1].end : title.start()]):
            return named[-1].group
        rest = title["rest"]
        inside = [one for one in self.mentions(rest or "") if not one.group.startswith("*")]
        if inside and title["link"] in ("of", "for") and re.match(r"^(?:the\s+)?$", (rest or "")[: inside[0].start]):
            return inside[0].group
        return None

    def _led(self, surname: str) -> Post | None:
        """Tell whose "the Adan government" is: of the only state whose troops the same sentence sends or withdraws."""
        for text in self.texts:
            for match in re.finditer(rf"\b{re.escape(surname)}\b", text):
                if not patterns.LED.match(text, match.end()):
                    continue
                after = re.split(r"[.;”\"]\s", text[match.end() : match.end() + 160])[0]
                troops = {
                    one.group
                    for one in self.mentions(after)
                    if re.match(r"(?:[’']s)?\s+(?:troops|forces|soldiers)\b", after[one.end :])
                }
                if len(troops) == 1:
                    return Post(troops.pop(), "head of government")
        return None

    def head(self) -> str | None:
        """The one president, king or prime minister of whom the texts do not say whose: the country's own, if any."""
        pattern = re.compile(rf"\b{patterns.HEAD}\s+(?:[A-Z]\w+\s+){{0,2}}$")
        found = {
            name
            for name in self.registry.people
            if name not in self.posts
            for text in self.texts
            for match in re.finditer(rf"\b{re.escape(name)}\b", text)
            if pattern.search(text[max(0, match.start() - 60) : match.start()])
        }
        return found.pop() if len(found) == 1 else None

    def is_state(self, group: str) -> bool:
        """Whether a group is a state."""
        return group in states() or group in self.made_up

    def is_organisation(self, group: str) -> bool:
        """Whether a group is a body of states."""
        return group in ORGANISATIONS


def _whole_name(run: str) -> str:
    """Return a group's name as it is called: without titles, with the adjective that is part of it.

    >>> _whole_name("Kurdish-led Northern Defence Force"), _whole_name("National Unity Alliance")
    ('Northern Defence Force', 'National Unity Alliance')
    """
    bare = bare_name(patterns.LED_BY.sub("", run))
    whole = f"National {bare}"
    return whole if run.endswith(whole) else bare
