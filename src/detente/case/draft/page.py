"""The first half of a drafted case.yaml: its head, who there is, what it is about, where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from detente.case.draft.cast import INCUMBENT
from detente.case.draft.findings import Finding
from detente.case.draft.lexicon import IssueWords
from detente.case.draft.sketch import Sketch
from detente.case.draft.yaml_words import comment, flow, names, number, ranged, text, why

__all__ = ["NOBODY", "actors", "capital", "head", "issues", "positions", "suggestions"]

NOBODY = "nobody said"
_UNREVIEWED = "named in the documents; no statement on it is reviewed"
_TOWARDS = {0: (0, 0.15, 0.6), 1: (0.4, 0.85, 1)}
_ANY = (0, 0.5, 1)
_CARE = (0.05, 0.35, 0.9)
_TITLE = 100
_PARTY_NUMBERS = {
    "cost": ((0.01, 0.05, 0.2), "what a year of war costs it"),
    "audience": ((0.1, 0.6, 1.6), "how closely its public watches"),
    "bottom_line": ((0.35, 0.6, 0.85), "what it told its public"),
    "credulity": ((0.1, 0.6, 1), "how far it believes news of support"),
}
_HEAD = (
    "Drafted by `detente draft` from the documents below. A number is .4, or [least thinkable, best fit, most "
    "thinkable]. It rests on `because:` (statements in ledger.jsonl that a person accepted) or on `assumed:` (a "
    "reason). Where nobody said anything the range is wide and says so: narrow it, and say why. `detente draft FOLDER` "
    "asks what matters most; `detente check FOLDER` names every mistake with its line."
)


def head(one: Sketch) -> Iterator[str]:
    """Yield the top of the file."""
    label, other = one.parties.incumbent, one.spoken(one.parties.challenger)
    title = "The government" if label == INCUMBENT else label
    yield from comment(_HEAD)
    yield "detente: 1"
    yield f"title: {text(f'{title} and {other}, {one.as_of:%B %Y}')}"
    question = "do they find terms that both would sign and still keep?"
    yield f"summary: {text(f'{capital(one.spoken(label))} and {other}: {question}')}"
    which = "the day that was asked for" if one.chosen else "the day of the first document"
    yield f"as_of: {one.as_of}            # {which}: the start is as known then"
    yield f"horizon: {one.horizon}          # how far ahead the futures are played"
    if one.latest > one.as_of:
        yield f"# What became known up to {one.latest} comes in with `--as-of {one.latest}`."
    yield "hindsight: false             # make it true if you know how it ended"
    yield "sharing: restricted          # open, restricted, secret: the default for documents"
    reviewed = sum(one.scene.accepted(name) for name in one.scene.statements)
    yield f"# {reviewed} of {len(one.scene.statements)} statements reviewed."
    yield ""
    yield "documents:"
    for name, read in one.scene.documents.items():
        document = read.document
        title = f"title: {text(_short(document.title))}" if document.title else ""
        yield from flow(
            f"  {text(name)}: ", f"outlet: {text(document.outlet or name)}", f"date: {one.scene.known(name)}", title
        )
    yield ""


def _short(title: str) -> str:
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rsplit(" ", 1)[0] + "…"


def capital(words: str) -> str:
    """Begin a sentence with a capital letter, and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def _basis(one: Sketch, finding: Finding | None) -> str:
    """What an actor rests on: a reviewed statement, unless it came later than the start."""
    if finding is None:
        return why(assumed=_UNREVIEWED)
    return why([finding.statement]) if finding.known <= one.as_of else why(assumed=f"told on {finding.known}")


def actors(one: Sketch) -> Iterator[str]:
    """Yield who there is: parties, patrons, ratifiers, neighbours, mediators, publics, those without a seat."""
    yield "# ------------------------------------------------------------ who"
    if not one.parties.sides_told:
        yield "# The texts do not tell which of the two holds the state: swap the sides if this is wrong."
    yield "actors:"
    yield from _party(one, one.parties.incumbent, "incumbent")
    yield from _party(one, one.parties.challenger, "challenger")
    condition = one.precondition
    if condition is not None:
        person, role = condition.data["person"], condition.data["role"]
        early = condition.known <= one.as_of
        basis = _basis(one, condition) if early else why(assumed="named in the documents as holding the office")
        name = text(person if role == "office-holder" else f"{capital(role)} {person}")
        of = one.key(condition.data["other"])
        yield from flow(f"  {one.key(person)}: ", f"name: {name}", "role: ratifier", f"of: {of}", basis)
    for label in one.patrons:
        yield from _patron(one, label)
    yield from _neighbours(one)
    yield from _proposers(one)
    yield from _between(one)
    yield ""
    yield from _speakers(one)


def _party(one: Sketch, label: str, side: str) -> Iterator[str]:
    told = [finding for finding in one.live("talks") if finding.known <= one.as_of]
    condition = one.precondition
    yield f"  {one.key(label)}:"
    yield f"    name: {text(one.name(label))}"
    if side == "incumbent" and one.parties.also:
        yield f"    # also called: {', '.join(one.parties.also)}"
    yield "    role: party"
    yield f"    side: {side}"
    if condition is not None and condition.data["other"] == label:
        yield f"    ratified_by: [{one.key(condition.data['person'])}]"
    yield f"    {_basis(one, told[0] if told else None)}"
    yield "    numbers:"
    for name, (values, what) in _PARTY_NUMBERS.items():
        yield f"      {name}: {ranged(values, assumed=f'{NOBODY} {what}')}"


def _patron(one: Sketch, label: str) -> Iterator[str]:
    public = one.public if one.public and one.public.data["patron"] == label else None
    yield f"  {one.key(label)}:"
    yield f"    name: {text(one.name(label))}"
    yield "    role: patron"
    yield "    side: incumbent            # assumed: its troops stand with the side that holds the state"
    yield f"    leans: {one.incumbent}"
    if public:
        yield f"    ratified_by: [{one.key(f'{label} public')}]"
    yield f"    {_basis(one, one.first('patron', patron=label))}"
    yield "    numbers:"
    length = one.first("length", patron=label)
    if length is not None and length.known <= one.as_of:
        years = length.data["years"]
        yield f"      years_so_far: {ranged((max(0, years - 2), years, years + 1), [length.statement])}"
    yield f"      pressure: {ranged((0, 0.02, 0.08), assumed=f'{NOBODY} how hard it presses its client')}"
    yield f"      own_cost: {ranged((0.01, 0.03, 0.1), assumed=f'{NOBODY} what staying costs it')}"
    if public:
        name = f"name: {text(f'Public of {one.spoken(label)}')}"
        lead = f"  {one.key(f'{label} public')}: "
        yield from flow(lead, name, "role: audience", f"of: {one.key(label)}", _basis(one, public))


def _neighbours(one: Sketch) -> Iterator[str]:
    for label in dict.fromkeys(finding.data["group"] for finding in one.live("neighbour")):
        same = [finding for finding in one.live("neighbour") if finding.data["group"] == label]
        leans = next((finding.data["leans"] for finding in same if finding.data["leans"]), None)
        hosts = any(finding.data["hosts"] for finding in same)
        first = min(same, key=lambda finding: finding.known)
        yield from flow(
            f"  {one.key(label)}: ",
            f"name: {text(label)}",
            "role: neighbour",
            f"leans: {one.key(leans)}" if leans else "",
            "hosts: true" if hosts else "",
            _basis(one, first),
        )


def _proposers(one: Sketch) -> Iterator[str]:
    for label in one.proposers:
        finding = next(found for found in one.live("proposal") if found.data["by"] == label)
        role = "role: neighbour" if one.scene.cast.is_state(label) else "role: mediator"
        yield from flow(f"  {one.key(label)}: ", f"name: {text(label)}", role, _basis(one, finding))


def _between(one: Sketch) -> Iterator[str]:
    """Yield the mediator, and those who are spoken of and have no seat."""
    mediator, absent = one.first("mediator"), one.absent
    if mediator is not None:
        person, of = mediator.data["person"], mediator.data["of"]
        reason = f"{NOBODY} whom it favours and how badly it wants a deal"
        yield from flow(
            f"  {one.key(person)}: ",
            f"name: {text(person)}",
            "role: mediator",
            f"of: {one.key(of)}" if of else "",
            _basis(one, mediator),
            f"numbers: {{bias: [-.3, 0, .3], stake: [.1, .4, .8], assumed: {reason}}}",
        )
    if absent is not None:
        name, of = f"name: {text(capital(absent.data['who']))}", f"of: {one.incumbent}"
        yield from flow(
            f"  {one.key(absent.data['who'])}: ", name, "role: audience", of, "absent: true", _basis(one, absent)
        )


def _speakers(one: Sketch) -> Iterator[str]:
    """Yield persons whose office is known, and whose word or passing on of words a person accepted."""
    cast, lines = one.scene.cast, []
    accepted = [one.scene.statement(name) for name in one.scene.statements if one.scene.accepted(name)]
    heard = {who for statement in accepted for who in (statement.speaker, *statement.chain) if who}
    for person in sorted(heard & (set(cast.registry.people) | set(cast.posts))):
        post = cast.post(person)
        key = one.keys.get(person) or (one.keys.get(post.group) if post else None)
        if key is not None and post is not None and not post.past:
            lines.append(f"  {text(person)}: {{for: {key}, office: {text(post.role)}}}")
    yield from ["speakers:", *lines, ""] if lines else []


def issues(one: Sketch) -> Iterator[str]:
    """Yield what is at issue, with scales in words."""
    yield "# ------------------------------------------------------------ about what"
    yield "# Scales from 0 to 1, in words at both ends and between. Change the words before you change numbers."
    yield "issues:"
    for issue in one.issues:
        stops = (f"{number(stop)}: {text(one.fill(words))}" for stop, words in issue.scale.items())
        yield f"  {issue.key}:"
        yield f"    question: {text(one.fill(issue.question))}"
        yield from flow("    scale: ", *stops)
        if issue.indivisible:
            yield "    indivisible: true        # nothing between 0 and 1"
        if issue.rights:
            yield "    rights: true             # shown beside “kept”, since somebody bears it"
        if issue.key == "withdrawal" and one.patrons:
            yield from _schedule(one)
    yield ""


def _schedule(one: Sketch) -> Iterator[str]:
    day = one.deadline.data["day"] if one.deadline else one.as_of + timedelta(days=60)
    patron = one.key(one.patrons[0])
    yield "    schedule:                # what these terms mean for its support"
    if one.deadline is None:
        yield f"      # {NOBODY} when: the nearest date is taken to be two months away"
    yield f"      0: {{patron: {patron}, leaves_by: {day}}}"
    yield f"      .5: {{patron: {patron}, leaves_by: {day + timedelta(days=184)}}}"
    yield f"      1: {{patron: {patron}}}"


def positions(one: Sketch) -> Iterator[str]:
    """Yield where the parties stand, and the others as far as somebody said."""
    yield "# ------------------------------------------------------------ where they stand"
    yield "# Ideals on the scales above; saliences are scaled to add up to 1 for each actor."
    yield "positions:"
    for side, label in enumerate((one.parties.incumbent, one.parties.challenger)):
        for issue in one.issues:
            yield from _party_position(one, label, side, issue)
    if one.precondition is not None:
        holder = one.key(one.precondition.data["person"])
        yield f"  - {{actor: {holder}, issue: head, ideal: 0, salience: 1, assumed: taken to want to stay}}"
    for label in one.patrons:
        for issue in one.issues:
            found = one.stances(label, issue.key)
            if found or issue.key == "withdrawal":
                yield from _line(one.key(label), issue.key, *_ideal(found, _ANY, "what it would settle for"))
    if one.public is not None:
        key = one.key(f"{one.public.data['patron']} public")
        yield from _line(key, "withdrawal", (0, 0.3, 1), why(assumed=f"{NOBODY} how soon it wants them home"))
    if one.absent is not None:
        red = "red_line: {at_least: {value: [.2, .5, .8], assumed: nobody asked them}}"
        actor = f"actor: {one.key(one.absent.data['who'])}"
        ideal = ("issue: rights", "ideal: [.6, .9, 1]", "salience: 1")
        yield from flow("  - ", actor, *ideal, red, "assumed: nobody asked them")
    yield ""


def _party_position(one: Sketch, label: str, side: int, issue: IssueWords) -> list[str]:
    key, condition = one.key(label), one.precondition
    if issue.key == "head" and condition is not None:
        if condition.data["other"] == label:
            return _line(key, "head", (0, 0, 0), why(assumed="the office-holder is its own"))
        early = condition.known <= one.as_of
        rests = why([condition.statement]) if early else why(assumed=f"{NOBODY} by {one.as_of}")
        return _line(key, "head", (1, 1, 1) if early else (0, 1, 1), rests)
    if issue.own_end is None:
        wide, reason = _ANY, "where it stands"
    else:
        wide = _TOWARDS[issue.own_end if side == 0 else 1 - issue.own_end]
        reason = "where it stands; taken to lean to its own end of the scale"
    return _line(key, issue.key, *_ideal(one.stances(label, issue.key), wide, reason))


def _ideal(found: list[Finding], wide: tuple[float, ...], nobody: str) -> tuple[tuple[float, ...], str]:
    """Return an ideal and what it rests on: accepted words, or nothing, and then it is wide."""
    if not found:
        return wide, why(assumed=f"{NOBODY} {nobody}")
    values = [one.data["ideal"] for one in found]
    middle = sum(value[1] for value in values) / len(values)
    ideal = (min(value[0] for value in values), round(middle, 2), max(value[2] for value in values))
    meaning = "; ".join(dict.fromkeys(one.data["meaning"] for one in found))
    return ideal, why((one.statement for one in found), f"read from the words: {meaning}")


def _line(actor: str, issue: str, ideal: tuple[float, ...], rests: str) -> list[str]:
    written = number(ideal[0]) if ideal[0] == ideal[-1] else number(ideal)
    care = f"salience: {ranged(_CARE, assumed=f'{NOBODY} how much it cares')}"
    return flow("  - ", f"actor: {actor}", f"issue: {issue}", f"ideal: {written}", care, rests)


def suggestions(one: Sketch) -> Iterator[str]:
    """Yield what statements that nobody has reviewed would say: comments, that set nothing."""
    if not one.pending:
        return
    yield "# ------------------------------------------------------------ not reviewed"
    yield "# Read by machine and reviewed by nobody: these set no number. Draft again and accept them, or add them."
    for finding in one.pending:
        yield from comment(f"{names([finding.statement])} {capital(finding.words)}.")
