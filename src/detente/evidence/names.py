"""Names of persons and bodies as reports write them: titles before and after, surnames, spelling variants."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from detente.evidence.lexicon import BEFORE_NAME, BODIES, CAPITAL, NOT_NAMES, PLACES, PORTFOLIOS, ROLES
from detente.evidence.quotations import SAYING

__all__ = [
    "Person",
    "Registry",
    "bare_name",
    "describes",
    "is_body",
    "is_title",
    "name_runs",
    "roles_in",
    "spelled_alike",
]

_PARTICLE = r"(?:al|el|ag|bin|ibn|ben|bint|ould|de|del|der|van|von|ul|ur|du|da|das|dos|di|la|ter)"
_THE = r"(?:al|el|an|as|ash|at|ad|ar|az)-"
_INITIALS = r"(?<!\w)[A-Z]\.(?:-?[A-Z]\.)*(?=\s+[A-Z])"
_WORD = rf"(?:{_INITIALS}|(?<![\w-])(?:{_THE})?[{CAPITAL}][\w]*(?:[’'-](?!s\b)[\w]+)*|[A-Z](?:\.[A-Z])*\.)"
_RUN = re.compile(rf"{_WORD}(?:[ \t]+(?:{_PARTICLE}[ \t]+)?{_WORD})*")
_ROLE = re.compile(rf"\b(?:{'|'.join(map(re.escape, ROLES))})\b(?![’']s)", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"^(?:Mr|Mrs|Ms|Mme|Mlle|Miss|Madame|Monsieur|Doña|Dona|Señora?|Herr|Frau|Licenciad[oa]|Sayy?id|Dr|Sir|Lady|Lord|Brig|Brig-Gen|Maj-Gen|Lt-Gen|Lt-Col|Atty|Eng|Engr|Fr|Msgr|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Prof|Rev|Hon|U|Daw|Haji|Hajji|Dame|Baroness|Baron|Count|Datuk|Tun)\.?$"
)
_SOUND = {"c": "k", "q": "k"}
"""Letters that transliterations take for another."""
_MEMBERS = frozenset(("MP", "MEP", "MK", "MLA", "TD", "Senator", "Deputy"))
_CHAMBERS = frozenset(("Assembly", "Senate", "Parliament", "House", "Congress", "Council", "Committee", "Commission"))
_EX = re.compile(r"^Ex-[a-z]+$")
_BEHIND_NAME = frozenset(("MP", "MEP", "PC", "QC", "KC", "SC", "MLA", "TD", "OBE", "CBE", "PhD", "Jr", "Sr"))
_DESCRIBES = re.compile(
    rf"\s+(?:(?!(?:{SAYING})\b)[a-z]+\s+)?(?:{'|'.join(map(re.escape, ROLES))}|officials?|leaders?|"
    r"officers?|counterparts?|delegation|delegates|negotiators?|communit(?:y|ies)|politicians?|troops|soldiers|government|army|forces|diplomats?|mediators?|fighters|parliament|"
    r"authorities)\b"
)
_HEADING = 8
"""Words that a heading has at most."""
_LINE_ENDED = re.compile(r"[.?!:;,…—–”\"’')\]-]\s*$|:")
_BODY = re.compile(rf"\b(?:{'|'.join(BODIES)})\b")
_NOT_FOR_SHORT = r"(?:prime|deputy|vice|assistant|former|acting|ex|secretary)\b"
"""What an office's short name leaves out only where it means somebody else: "the minister" is no prime minister."""
_OF_THE = re.compile(r"\b(?:of|to|for)\s+(?:the\s+|an?\s+)?$")
_LINKED = re.compile(r"^\s*(?:(?:of|for|to|on)\s+[^,;]{2,60})?\s*$")
_BEHIND = re.compile(
    r"\b(?:[Oo]f|[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Aa]cross|[Ii]nside|[Ff]rom|[Aa]t|[Ii]nto|[Oo]n|[Ff]or)\s+(?:the\s+)?$"
)
_INTRODUCED = re.compile(
    r"\b(?:the|its|their|his|her|[’']s|an?)\s+[^,.;:“”\"]{3,60},\s+(?:[A-Z][\w.]*\s+){0,2}$", re.IGNORECASE
)
_APPOSED = re.compile(
    rf",\s+(?!(?:{SAYING})\b)(?:the\s+|an?\s+|who\s+(?:is|was)\s+(?:the\s+|an?\s+)?)?([^,.\n\d][^,.\n]{{2,80}})"
)


def name_runs(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield spans of capitalised words, without the words that are capitalised for where they stand.

    Examples
    --------
    >>> text = "On Monday Prime Minister Jan Oru met the River Front."
    >>> [text[s:e] for s, e in name_runs(text)]
    ['Prime Minister Jan Oru', 'River Front']
    """
    for match in _RUN.finditer(text, start, len(text) if end is None else end):
        begin, stop = match.span()
        for word in re.finditer(r"\S+", match.group()):
            if word.group() in NOT_NAMES and not (word.start() and word.group() == "One"):  # "Valley One" is a name
                if match.start() + word.start() > begin:
                    yield begin, match.start() + word.start() - 1
                begin = match.start() + word.end() + 1
        if begin < stop:
            yield begin, stop


def bare_name(run: str) -> str:
    """Return a name without titles, ranks and the bodies that stand before it.

    Examples
    --------
    >>> bare_name("State Department spokesman Ned Price"), bare_name("Gen. Mara Voss"), bare_name("River Front")
    ('Ned Price', 'Mara Voss', 'River Front')
    """
    ends = [match.end() for match in _ROLE.finditer(run)]
    if ends and run[ends[-1] :].strip():
        run = run[ends[-1] :]
    words = [word for word in run.split() if word]
    while (len(words) > 1 and (is_title(words[0]) or words[0][0].islower())) or (
        len(words) > 2 and words[0] in PORTFOLIOS and not _BODY.search(run)  # "Commissioner for Peace Jan Oru"
    ):
        words = words[1:]
    member = next((place for place, word in enumerate(words[:-2]) if word in _MEMBERS), None)
    if member is not None:  # "Union MP Jan Oru"
        words = words[member + 1 :]
    if len(words) > 2 and words[0] in _CHAMBERS and not _BODY.search(" ".join(words[1:])):  # "of the Senate Jan Oru"
        words = words[1:]
    if len(words) > 2 and words[:2] == ["Tan", "Sri"]:
        words = words[2:]
    if len(words) > 2 and words[-1].strip(".,") in _BEHIND_NAME:
        words = words[:-1]
    return " ".join(words).strip(" ,.;:—–-“”\"‘’'[]()") if words else ""


def is_title(word: str) -> bool:
    """Tell whether a word stands before names and is no part of them ("Brig.", "Acting").

    >>> is_title("Brig."), is_title("Oru")
    (True, False)
    """
    return bool(_HONORIFIC.match(word) or _EX.match(word)) or word in BEFORE_NAME


def is_body(name: str) -> bool:
    """Tell whether a name is one of a body rather than of a person, by its words."""
    return bool(_BODY.search(name)) or (name.isupper() and len(name) > 1 and " " not in name)


def roles_in(phrase: str) -> list[str]:
    """Return the roles that a phrase names, in small letters.

    >>> roles_in("retired Army General and former national security adviser")
    ['general', 'national security adviser']
    """
    return [match.group().lower() for match in _ROLE.finditer(phrase)]


def spelled_alike(one: str, other: str) -> bool:
    """Tell whether two words may be spellings of one name: same first letter, one edit, or two in long words or
    where only vowels and doubled letters differ.

    >>> spelled_alike("Khalilizad", "Khalilzad"), spelled_alike("Mamedli", "Mammadli"), spelled_alike("Adan", "Aden")
    (True, True, False)
    """
    one, other = one.lower(), other.lower()
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 6 or _SOUND.get(one[0], one[0]) != _SOUND.get(other[0], other[0]) or abs(len(one) - len(other)) > 2:
        return False
    alike = shorter >= 9 or _consonants(one) == _consonants(other)
    return _edits(one, other) <= (2 if alike else 1)


def _consonants(word: str) -> str:
    """Return what transliterations of a name share: its consonants by sound, double ones once."""
    single = re.sub(r"(.)\1", r"\1", word)
    return "".join(_SOUND.get(letter, letter) for letter in single if letter not in "aeiouy")


def _slip(one: str, other: str) -> bool:
    """Tell whether a short surname may be another with one letter more or less inside ("Hoxa", "Hoxha")."""
    longer, shorter = sorted((one.lower(), other.lower()), key=len, reverse=True)
    return (
        len(longer) == len(shorter) + 1
        and 4 <= len(shorter) <= 6
        and longer[0] == shorter[0]
        and longer[-1] == shorter[-1]
        and _edits(longer, shorter) == 1
    )


def _edits(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, match in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (letter != match))
    return row[-1]


@dataclass(slots=True)
class Person:
    """A person as the documents introduce them."""

    name: str
    roles: set[str] = field(default_factory=set)
    count: int = 1

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


class Registry:
    """Persons that some documents introduce by their full names.

    Parameters
    ----------
    texts
        The documents.
    known
        Full names that are known beforehand, such as a case's speakers.

    Examples
    --------
    >>> registry = Registry(["Union spokesman Jan Lund spoke. Lund said no.", "Envoy Mara Voss left. Vosse returned."])
    >>> [one.name for one in registry.by_surname("Lund")], registry.by_role("spokesman")[0].name
    (['Jan Lund'], 'Jan Lund')
    """

    def __init__(self, texts: Iterable[str], known: Iterable[str] = ()) -> None:
        self.people: dict[str, Person] = {name: Person(name) for name in known if " " in name and not is_body(name)}
        texts = list(texts)
        spellings: Counter[str] = Counter()
        alone = Counter(text[start:end] for text in texts for start, end in name_runs(text))
        for text in texts:
            for start, end in name_runs(text):
                self._note(text, start, end, spellings, alone)
        self._unite(spellings)
        for name in [one for one in self.people if one not in set(known)]:
            if _is_place(name, texts) or (not self.people[name].roles and _describes(name, texts)):
                del self.people[name]

    def _note(self, text: str, start: int, end: int, spellings: Counter[str], alone: Counter[str]) -> None:
        name = bare_name(text[start:end])
        words = name.split()
        while len(words) > 2 and alone[words[0]] > alone[name]:
            words = words[1:]
        name = " ".join(words)
        if name.isupper() and len(words) > 1:  # a dateline, "PORT SARNO"
            return
        article = re.search(r"\b(?P<any>[Aa]n?|[Tt]he)\s$", text[max(0, start - 4) : start])
        if article and len(words) == 3 and name == text[start:end] and not is_body(name):  # "the Finn Riikka Salmela"
            name = " ".join(words[1:])
        if article and (len(article["any"]) < 3 or name == text[start:end]):
            return  # no person is "the Humanitarian Coordinator"
        if name in PLACES or _in_heading(text, start):
            return
        if not 2 <= len(words) <= 4 or is_body(name) or any(_ROLE.fullmatch(word) for word in words):
            return
        before = text[max(0, start - 80) : text.find(name, start, end)]
        before = re.split(r"[.,;:”\"]\s", before)[-1]
        held = [match for match in _ROLE.finditer(before) if _LINKED.match(before[match.end() :])]
        if not held and (
            introduced := _INTRODUCED.search(text, max(0, start - 90), start + len(text[start:end]) - len(name))
        ):
            held = [
                match
                for match in _ROLE.finditer(introduced.group())
                if _LINKED.match(introduced.group()[match.end() :].split(",")[0])
            ]
        apposed = None if _behind(text, start) else _APPOSED.match(text, end)  # "In Sarno, the mayor left"
        while len(held) > 1 and _OF_THE.search(held[-1].string, 0, held[-1].start()):
            held = held[:-1]  # "Envoy of the Secretary-General, Jan Oru"
        person = self.people.setdefault(name, Person(name, count=0))
        person.roles |= {match.group().lower() for match in held[-1:]}
        person.roles |= set(roles_in(apposed.group(1))[:1] if apposed else ())
        person.count += 1
        spellings[name] += 1

    def _unite(self, spellings: Counter[str]) -> None:
        """Keep of several spellings the one that is written most."""
        for name in sorted(self.people, key=lambda one: (spellings[one], one)):
            for other in self.people:
                same = spellings[other] >= spellings[name] and _same_person(name, other)
                if other != name and (same or other.endswith(f" {name}") or _run_together(name, other)):
                    self.people[other].roles |= self.people[name].roles
                    del self.people[name]
                    break

    def by_name(self, name: str) -> list[Person]:
        """Return persons with a full name, or a spelling of it."""
        if name in self.people:
            return [self.people[name]]
        same = [one for one in self.people.values() if _same_person(name, one.name) or one.name.endswith(f" {name}")]
        return same or [one for one in self.people.values() if _run_together(name, one.name)]

    def by_surname(self, surname: str) -> list[Person]:
        """Return persons with a surname; spellings of it if nobody has it exactly."""
        everybody = self.people.values()
        exact = [person for person in everybody if surname in _surnames(person.name)]
        return (
            exact
            or [person for person in everybody if spelled_alike(surname, person.surname)]
            or [person for person in everybody if _slip(surname, person.surname)]
        )

    def called(self, name: str) -> list[Person]:
        """Return persons whom a text means by a full name, or by a surname.

        Examples
        --------
        >>> registry = Registry(["Envoy Mara Voss left."])
        >>> [one.name for name in ("Mara Voss", "Voss") for one in registry.called(name)]
        ['Mara Voss', 'Mara Voss']
        """
        return self.by_name(name) if " " in name else self.by_surname(name)

    def by_first_name(self, name: str) -> list[Person]:
        """Return persons whose full name begins with a name, which is the surname in many languages ("Lin Mei-hua")."""
        return [person for person in self.people.values() if person.name.split()[0] == name]

    def by_role(self, role: str) -> list[Person]:
        """Return persons who are introduced with a role."""
        return [person for person in self.people.values() if role.lower() in person.roles]

    def holders(self, role: str) -> list[Person]:
        """Return persons with a role, or with a longer one that it stands for where nobody has just that.

        Examples
        --------
        >>> registry = Registry(["Foreign Minister Jan Oru spoke. Prime Minister Mara Voss did not."])
        >>> [one.name for one in registry.holders("minister")]
        ['Jan Oru']
        """
        longer = re.compile(rf"(?!{_NOT_FOR_SHORT})[\w\s-]+\s{re.escape(role.lower())}")
        everybody = self.people.values()
        return self.by_role(role) or [one for one in everybody if any(map(longer.fullmatch, one.roles))]


def _same_person(one: str, other: str) -> bool:
    """Tell whether two full names may be one person's: a surname alone makes relatives of two, not one."""
    first, second = one.split(), other.split()
    if len(first) < 2 or len(second) < 2 or not spelled_alike(first[-1], second[-1]):
        return False
    return spelled_alike(first[0], second[0]) or (_initials(first) or first) == _initials(second)


def _run_together(name: str, whole: str) -> bool:
    """Tell whether a name is the surname of another, written as two words ("Santa Cruz" and "Rodrigo Santacruz")."""
    return whole.split()[-1].lower() == name.replace(" ", "").lower()


def _surnames(name: str) -> tuple[str, ...]:
    """Return what may stand alone for a person: the last word, all after the first, the last without "al-", and of two
    surnames the first ("Camila Restrepo Uribe")."""
    first, last = name.split(" ", 1)[1], name.split()[-1]
    return first, last, re.sub(rf"^{_THE}", "", last), *name.split()[1:-1]


def _is_place(name: str, texts: Sequence[str]) -> bool:
    """Tell whether a name only ever stands behind "of", "in" and the like, and its last word nowhere alone."""
    first = next(((text, at) for text in texts if (at := text.find(name)) >= 0), None)
    if first is None or not _behind(*first):
        return False
    places = [(text, match.start()) for text in texts for match in re.finditer(re.escape(name), text)]
    alone = sum(text.count(name.split()[-1]) for text in texts)
    return alone <= len(places) and all(_behind(*place) for place in places)


def _in_heading(text: str, place: int) -> bool:
    """Tell whether a place stands in a short line that ends no sentence: a heading names subjects, not persons."""
    begin, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    line = text[begin : end if end >= 0 else len(text)].strip()
    return "\n" in text.strip() and len(line.split()) <= _HEADING and not _LINE_ENDED.search(line)


def describes(text: str, place: int) -> bool:
    """Tell whether what ends at a place stands before a noun for people, as a country's name does.

    >>> describes("a Lurian diplomat left", 8), describes("Jan Oru left", 7)
    (True, False)
    """
    return _DESCRIBES.match(text, place) is not None


def _describes(name: str, texts: Sequence[str]) -> bool:
    """Tell whether a name mostly stands before a noun for people ("a New Zealand diplomat"), as no person's does."""
    after = [text[match.end() :][:40] for text in texts for match in re.finditer(rf"{re.escape(name)}\b", text)]
    return 2 * sum(_DESCRIBES.match(one) is not None for one in after) >= max(1, len(after))


def _behind(text: str, start: int) -> bool:
    return _BEHIND.search(text[max(0, start - 12) : start]) is not None


def _initials(words: list[str]) -> str | None:
    """Return the initials of given names that are written as such ("H.R. McMaster", "HR McMaster")."""
    given = "".join(words[:-1]).replace(".", "")
    return given if given.isupper() and len(given) <= 3 else None
