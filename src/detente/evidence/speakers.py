"""Who the sources are: names, surnames, roles and pronouns followed to a person or a body, or said to be unresolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.evidence import forms
from detente.evidence.antecedents import FEMININE, MASCULINE, Antecedents, head_of, is_several
from detente.evidence.attribution import Attribution
from detente.evidence.names import Person, Registry, bare_name, is_body, is_title, name_runs, roles_in
from detente.evidence.phrases import (
    ANY,
    CARRIED,
    COMMON_OWNER,
    DOCUMENT,
    INSTITUTION,
    NOBODY,
    NUMBER,
    OFFICE,
    PLACED,
    SEVERAL,
    SOME,
    UNNAMED,
    lowered,
)
from detente.evidence.statement import Span
from detente.evidence.transcript import full_label, spoken_name

__all__ = ["Speaker", "resolve"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is.

    Parameters
    ----------
    name
        A person's full name, a body, or a description of somebody unnamed; None where it stays unresolved.
    how
        What told it: ``full name``, ``surname``, ``single name``, ``pronoun``, ``self`` ("I" in a quotation), ``role``,
        ``body``, ``described``, ``unnamed`` (never linked to a person), ``document`` or ``unresolved``.
    note
        Why it is unresolved, or what pointed to it.
    document
        The kind of document that is the source ("letter"), if one is.
    by
        What it took beyond that: ``one of several``, where another could be meant; ``again``, where a word points back
        ("it", "they", "the aide"); ``office``, where a person is known by it; ``office alone``, where nobody is
        known to hold it; ``somebody's``, whose is not known.
    """

    name: str | None
    how: str
    note: str = ""
    document: str | None = None
    by: str = ""

    @property
    def person(self) -> bool:
        """Whether the speaker is somebody with a name."""
        return self.how in ("full name", "surname", "pronoun", "self", "role")


def resolve(text: str, found: Sequence[Attribution], registry: Registry, apart: Sequence[Span] = ()) -> list[Speaker]:
    """Return who the source of each attribution is.

    Parameters
    ----------
    text
        The document.
    found
        Its attributions, nested ones after those that they stand in.
    registry
        Persons whom the documents of the case introduce.
    apart
        Paragraphs of other articles, whose "she" is nobody here.
    """
    past = Antecedents(text, registry, apart, [span for one in found if one.source for span in one.content])
    context = _Context(text, registry, past)
    speakers: list[Speaker] = []
    for one in found:
        outer = speakers[one.nested_in] if one.nested_in is not None else None
        speaker = context.tell(one, outer)
        speakers.append(speaker)
        if speaker.name and one.source and outer is None:
            past.hear(one.source[0], speaker)
    return speakers


def _pair(part: str) -> str | None:
    """Return two persons who speak with one voice ("Both Jan Oru and Mara Voss")."""
    match = forms.PAIR.match(part)
    return f"{match['one']} and {match['other']}" if match and not is_body(part) else None


class _Context:
    """A document, its persons, and what was said before in it."""

    def __init__(self, text: str, registry: Registry, past: Antecedents) -> None:
        self.text, self.registry, self.past = text, registry, past

    def tell(self, one: Attribution, outer: Speaker | None) -> Speaker:
        """Tell who the source of an attribution is; ``outer`` spoke the words in which it stands."""
        if not one.source:
            return Speaker(None, "unresolved", "no source in the text")
        place = one.source[0][0]
        source = " ".join(" ".join(self.text[start:end] for start, end in one.source).split())
        if one.rule == "turn":
            source = full_label(self.text, one.source[0]) or spoken_name(source) or source
        if self.text[:place].endswith((":", ".")):
            source = forms.CLOCK.sub("", source)
        source = forms.BRACKETS.sub("", source).strip() or source
        source = forms.ASTRAY.sub("", source)
        called = forms.SELF_NAMED.search(source)
        if called:
            return self._called(next(filter(None, called.groups())).strip(), place)
        writer = forms.WRITTEN_BY.search(source)
        author = self._named(bare_name(writer["who"]), place) if writer else None
        if author is not None:
            return Speaker(author.name, "document")
        carried = CARRIED.match(source)
        source = carried.group(1) if carried else source
        source = forms.TAIL.split(source.strip(' ,;:.—–-“”"‘’[]()'))[0].strip(" ,;:.")
        if forms.TITLE_ALONE.match(source) and roles_in(source)[-1:] == [source[4:].lower()]:
            source = source.lower()  # "the Minister"
        word = source.lower()
        if word == "who":
            return self._relative(place)
        if forms.RELATIVE.match(word):  # "which the Gazette published"
            return Speaker(None, "unresolved", f"unresolved: {source[:60]}")
        leading = forms.PRONOUN_FIRST.match(word)
        if forms.PRONOUN.match(word) or leading:  # "they whisper"
            return self._pronoun(leading.group(1) if leading else word, place, outer)
        if forms.COMPATRIOT.match(source):
            name = self.past.last_person(place)
            return (
                Speaker(name, "role", by="one of several")
                if name
                else Speaker(None, "unresolved", f"unresolved: {source}")
            )
        theirs = forms.THEIRS.match(source)
        if theirs and not any(" " in bare_name(theirs[2][slice(*run)]) for run in name_runs(theirs[2])):
            return self._theirs(theirs.group(1).lower(), theirs.group(2), place)
        bare = SOME.match(source) and " " not in source and forms.THING.match(self.text, one.source[-1][1])
        if NOBODY.match(source) or bare:
            return Speaker(None, "unresolved", f"unresolved: {source[:60]}")
        return (
            self._apposed(source, place)
            or self._document(source)
            or self._again(source, place)
            or self._institution(source)
            or self._unnamed(source, place)
            or self._owned(source, place)
            or self._name(source, place)
        )

    def _called(self, name: str, place: int) -> Speaker:
        """Tell "a man who gave his name only as Oru"."""
        name = bare_name(forms.TAIL.split(name)[0])
        person = self._named(name, place)
        return Speaker(person.name if person else name, "full name" if " " in name else "single name")

    def _theirs(self, whose: str, thing: str, place: int) -> Speaker:
        """Tell "her office", "its foreign minister": the one who holds the office, else that of whoever is meant."""
        holder = self._holder(thing, place)
        if holder is not None:
            return holder
        if whose in ("his", "her"):
            found = self.past.person(whose, place)
            owner, sure = found if found else (None, False)
        else:
            past = self.past.body(place) if whose == "its" else self.past.several(place)
            past = None if past is not None and past.document else past
            owner, sure = past.name if past else None, True
        if owner is None:
            return Speaker(f"{whose} {thing}", "described", by="somebody's")
        by = "office alone" if roles_in(thing) else "" if sure else "one of several"
        return Speaker(f"{owner}'s {thing}", "described", by=by)

    def _holder(self, thing: str, place: int) -> Speaker | None:
        """Return the person whom the text, near a place, introduces with an office ("its foreign minister")."""
        roles = roles_in(thing)
        if not roles or not thing.lower().endswith(roles[-1]):
            return self._introduced(thing.split()[-1], place)
        people = [person for person in self.registry.by_role(roles[-1]) if self._follows(person.name, place)]
        return Speaker(people[0].name, "role", by="office") if len(people) == 1 else None

    def _introduced(self, noun: str, place: int) -> Speaker | None:
        """Return the person who is called so soon after a place ("his brother said. The brother, Jan Oru, ...")."""
        match = re.compile(rf"\b[Tt]he\s+{re.escape(noun)},\s+(?P<who>[^,.;“”]{{3,50}})[,.]").search(
            self.text, place, place + forms.NEAR
        )
        same = self.registry.by_name(bare_name(match["who"])) if match else []
        return Speaker(same[0].name, "role", by="office") if len(same) == 1 else None

    def _follows(self, name: str, place: int) -> bool:
        """Tell whether a person is named for the first time soon after a place."""
        first = self.text.find(name)
        return place < first < place + forms.NEAR

    def _again(self, source: str, place: int) -> Speaker | None:
        """Tell "the aide", "the ministry": whoever was told before with that noun."""
        match = forms.DEFINITE.match(source)
        if match is None or is_several(match["noun"]):
            return None
        past = self.past.again(match["noun"].lower(), place)
        if past is None or (match["what"] and match["what"] not in (past.name or "").lower().split()):
            return None
        return replace(past, by="again", note=f"told by “{source}”")

    def _relative(self, place: int) -> Speaker:
        """Tell "X, who": the name that ends right before."""
        runs = list(name_runs(self.text, max(0, place - 80), place))
        if not runs or self.text[runs[-1][1] : place].strip(" ,—–-"):
            return Speaker(None, "unresolved", "unresolved: who")
        return self._name(self.text[slice(*runs[-1])], place)

    def _pronoun(self, word: str, place: int, outer: Speaker | None) -> Speaker:
        if word in ("i", "we"):
            if outer is not None and outer.name:
                return Speaker(outer.name, "self")
            return Speaker(None, "unresolved", f"unresolved: {word}")
        if word in (*MASCULINE, *FEMININE):
            inside = outer is not None and outer.name in self.registry.people
            name, sure = self.past.person(word, place) or (outer.name if inside and outer else None, True)
            if name:
                return Speaker(name, "pronoun", by="" if sure else "one of several")
        past = self.past.body(place) if word == "it" else self.past.several(place) if word == "they" else None
        if past is not None and past.name and outer is None:
            return replace(past, by="again", note=f"told by “{word}”")
        return Speaker(None, "unresolved", f"unresolved: {word}")

    def _document(self, source: str) -> Speaker | None:
        headed = forms.HEADED.match(source)
        if headed:
            return self._headed(headed)
        owned = forms.OWNED.match(source)
        thing = owned.group("thing") if owned else source
        match = DOCUMENT.search(thing)
        if match is None or forms.ADJECTIVE.match(thing, match.end()):
            return None
        if any(map(str.isupper, thing.removeprefix("The").removeprefix("A"))) or len(thing.split()) > 7:
            return None
        if not owned and not re.match(r"(?:the|a|an|this|that|one|another|its|their|his|her)\b", source, re.IGNORECASE):
            return None
        author = self._name(owned.group("owner"), 0) if owned else None
        if author is not None and author.name:
            return Speaker(author.name, "document", document=match.group().lower())
        return Speaker(
            f"the {thing.split(' ', 1)[-1] if ' ' in thing else thing}".lower(),
            "document",
            document=match.group().lower(),
        )

    def _headed(self, headed: re.Match[str]) -> Speaker:
        """Tell "a report by the Institute for Peace": the document, or the person it is by."""
        kind = headed["noun"].lower()
        writer = re.search(r"\b(?:by|from)\s+([^,]+)$", headed["rest"])
        person = self._named(bare_name(writer.group(1)), 0) if writer else None
        if person is not None:
            return Speaker(person.name, "document", document=kind)
        name = re.sub(r"^(?:an?|the)\s", "the ", headed.group(), flags=re.IGNORECASE)
        return Speaker(name, "document", document=kind, by="office" if writer else "")

    def _apposed(self, source: str, place: int) -> Speaker | None:
        """Tell "the Front's spokeswoman, Lea Marten": a part between commas that is a whole known name, and no more."""
        for part in source.split(",")[1:]:
            part = forms.OF_PLACE.sub("", part)
            name = bare_name(part.strip())
            titled = part.strip().removesuffix(name)
            alone = all(map(is_title, titled.split())) or (
                not forms.LINKING.search(titled) and bool(roles_in(titled) or len(titled) < 6)
            )
            within = roles_in(forms.TO.split(source.split(",")[0])[-1]) if forms.TO.search(source.split(",")[0]) else []
            if within and " " in name:  # "an aide to the army chief, General Perera": the chief is Perera
                if forms.ARTICLE.match(source):
                    return self._introduced(head_of(source), place) or Speaker(lowered(source.split(",")[0]), "unnamed")
                return Speaker(lowered(source.split(",")[0]), "described")
            if " " in name and alone and part.strip().endswith(name) and len(same := self.registry.by_name(name)) == 1:
                return Speaker(same[0].name, "full name")
        return None

    def _unnamed(self, source: str, place: int) -> Speaker | None:
        phrase = source.split(",")[0]
        if ANY.match(phrase):
            later = self._introduced(head_of(phrase), place) if roles_in(head_of(phrase)) else None
            return later or Speaker(lowered(phrase), "unnamed")
        if SOME.match(phrase):
            bare = " " not in phrase
            return Speaker(phrase[0].lower() + phrase[1:], "unnamed", by="somebody's" if bare else "")
        match = UNNAMED.match(phrase) or UNNAMED.match(phrase[:1].lower() + phrase[1:])
        if match is None:
            return None
        tail = phrase[match.end() :]
        lead = re.sub(r"[A-Z].*", "", tail, flags=re.DOTALL).strip()  # "a person close to Voss" is not Voss
        named = bare_name(tail) if not lead or roles_in(lead) else ""
        if named[:1].isupper() and (self._named(named, 0) or " " in named):
            return None
        if phrase[:4].lower() == "the " and not match.group().endswith("s"):
            return self._role(phrase, place) or self._owned(phrase, place)
        named_later = self._introduced(match.group().split()[-1], place) if forms.ARTICLE.match(phrase) else None
        return named_later or Speaker(lowered(phrase), "unnamed")

    def _institution(self, source: str) -> Speaker | None:
        """Tell "the interior ministry", "Insurance brokers": those without a name, in the text's own words."""
        if any(map(str.isupper, source[3:])):
            return None
        if forms.STATE_BODY.match(source) and INSTITUTION.match(f"the {source}"):
            return Speaker(source, "described")
        if INSTITUTION.match(source) or (
            forms.OWNED.match(source) and INSTITUTION.match(forms.OWNER.sub("the ", source))
        ):
            return Speaker(lowered(source), "described")
        if COMMON_OWNER.match(source) and not roles_in(source):
            return Speaker(lowered(source), "described")
        if source[:4].lower() == "the " and is_several(source) and len(source.split()) <= 5:
            return Speaker(lowered(source), "unnamed")
        first = source.split(" ", 1)[0]
        several = (SEVERAL.match(source) or PLACED.match(source)) and not self.registry.by_surname(first)
        return Speaker(source, "unnamed") if several else None

    def _role(self, phrase: str, place: int) -> Speaker | None:
        """Tell "the spokesman": the one person who is introduced so, if there is one."""
        people = {person.name for role in roles_in(phrase)[-1:] for person in self.registry.holders(role)}
        if len(people) == 1 and not any(char.isupper() for char in phrase[3:]):
            return Speaker(people.pop(), "role")
        last = self.past.last_of(people, place)
        if last is not None and not any(char.isupper() for char in phrase[3:]):
            return Speaker(last, "role", by="one of several")
        office = OFFICE.search(phrase) or (roles_in(phrase) and len(phrase.split()) > 2)  # "the junta leader"
        if not people and office and not any(map(str.isupper, phrase[3:])):
            return Speaker(lowered(phrase), "described", by="office alone")
        return Speaker(None, "unresolved", f"unresolved: {phrase}") if not any(map(str.isupper, phrase[3:])) else None

    def _owned(self, source: str, place: int) -> Speaker | None:
        """Tell "the president's team": a body that belongs to somebody."""
        owned = forms.OWNED.match(source)
        if owned is None or any(map(str.isupper, owned.group("thing"))):
            return None
        holder = self._holder(owned.group("thing"), place)
        if holder is not None:
            return holder
        owner = self._name(owned.group("owner"), place)
        if owner.name is None:
            return Speaker(lowered(source), "described") if COMMON_OWNER.match(source) else None
        name = f"{owner.name}{source[owned.end('owner') : owned.start('thing')]}{owned['thing']}"
        return Speaker(name, "described", by="office alone" if roles_in(owned["thing"]) else "")

    def _name(self, source: str, place: int) -> Speaker:
        parts = [part.strip() for part in source.split(",")]
        for part in parts:
            runs = [run for run in name_runs(part) if not NUMBER.fullmatch(part[slice(*run)])]
            if not runs:
                continue
            people = [person for run in runs[:-1] if (person := self._named(bare_name(part[slice(*run)]), place))]
            other = self._named(bare_name(part[slice(*runs[-1])]), place)
            whole = _pair(part)
            if whole:
                return Speaker(whole, "described")
            if len(people) == 1 and other and forms.AND.fullmatch(part[runs[-2][1] : runs[-1][0]]):
                return Speaker(f"{people[0].name} and {other.name}", "described")
            meanwhile = forms.MEANWHILE.match(part, runs[0][1]) if runs[0][0] == 0 else None
            if forms.OFFICE_OF.match(part):
                return Speaker(lowered(part), "described")
            if people and len(runs) > 1 and (" of " in part or meanwhile):
                return Speaker(people[0].name, "full name")
            name = bare_name(part[runs[-1][0] : runs[-1][1]])
            headed = forms.NOUN_BEHIND.match(part, runs[-1][1])
            linked = re.search(r"\b(?:of|for|from|in|at|to)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}$", part[: runs[-1][0]])
            person = self._named(name, place)
            if (
                person is None
                and len(runs) > 1
                and is_body(part[slice(*runs[0])])
                and forms.PARTICLE.match(part, runs[0][1])
            ):
                return Speaker(lowered(part[runs[0][0] :]), "body")
            if person is None and len(runs) > 1 and forms.BODY_OF.match(part, runs[0][1]) and not roles_in(part):
                return Speaker(lowered(part[runs[0][0] :]), "body")
            if person is not None:
                return Speaker(person.name, "full name" if len(name.split()) > 1 else "surname")
            if linked and len(parts) > 1 and part is not parts[-1]:
                continue
            whole = lowered(part)
            if headed and not roles_in(part):  # "Abkhaz side", "landowners around the Panguna pit"
                return Speaker(whole, "described")
            if forms.ARTICLE.match(part) and not linked:
                return Speaker(whole, "unnamed")
            if linked or is_body(name) or part[:4].lower() == "the ":
                office = bool(roles_in(part[: runs[-1][0]])) or (bool(roles_in(part)) and not is_body(name))
                how = "described" if office or (linked and not is_body(name)) else "body"
                return Speaker(whole, how, by="office alone" if office else "")
            return Speaker(name, "full name" if len(name.split()) > 1 else "single name")
        words = source.split()
        if words and words[0].lower() == "the" and roles_in(parts[0]) and any(map(str.isupper, parts[0][3:])):
            return Speaker(lowered(parts[0]), "described")
        if words and words[0].lower() == "the":
            return self._role(source, place) or Speaker(None, "unresolved", f"unresolved: {source[:60]}")
        if words and len(words) <= 6:
            return Speaker(lowered(source), "unnamed")
        return Speaker(None, "unresolved", f"unresolved: {source[:60]}")

    def _named(self, name: str, place: int) -> Person | None:
        """Return the person with a full name or a surname; of several with one surname, whoever was named last."""
        if " " in name:
            same = self.registry.by_name(name)
            return same[0] if len(same) == 1 else None
        same = self.registry.by_surname(name) if len(name) > 1 else []
        same = same or self.registry.by_first_name(name)
        if len(same) <= 1:
            return same[0] if same else None
        before = [(self.text.rfind(person.name, 0, max(place, 1)), person.name) for person in same]
        last = max(before)
        return self.registry.people[last[1]] if last[0] >= 0 else None
