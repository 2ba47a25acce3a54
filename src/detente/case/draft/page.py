"""The first half of a drafted case.yaml: its head, who there is, what it is about, where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.draft.findings import Finding
from detente.case.draft.lexicon import IssueWords
from detente.case.draft.sketch import Sketch
from detente.case.draft.yaml_words import comment, number, text, why

__all__ = ["actors", "head", "issues", "positions", "suggestions"]

NOBODY = "nobody said"
_TOWARDS = {0: (0, 0.15, 0.6), 1: (0.4, 0.85, 1)}
_ANY = (0, 0.5, 1)
_CARE = (0.05, 0.35, 0.9)


def head(one: Sketch) -> Iterator[str]:
    """Yield the top of the file."""
    reviewed = sum(statement.reviewed for statement in map(one.scene.statement, one.scene.statements))
    yield from comment(
        "Drafted by `detente draft` from the documents below. A number is .4, or [least thinkable, most likely,"
    )
    yield from comment(
        "most thinkable]. It rests on `because:` (statements in ledger.jsonl that a person accepted) or on"
    )
    yield from comment(
        "`assumed:` (a reason). Where nobody said anything the range is wide and says so: narrow it, and say why."
    )
    yield from comment(
        "`detente draft FOLDER` asks what matters most; `detente check FOLDER` names every mistake with its line."
    )
    yield "detente: 1"
    title = f"{one.parties.incumbent.strip('*').capitalize() if one.parties.incumbent.startswith('*') else one.parties.incumbent}"
    yield f"title: {text(f'{title} and {one.spoken(one.parties.challenger)}, {one.as_of:%B %Y}')}"
    both = f"{_capital(one.spoken(one.parties.incumbent))} and {one.spoken(one.parties.challenger)}"
    yield f"summary: {text(f'{both}: do they find terms that both would sign and still keep?')}"
    yield f"as_of: {one.as_of}            # the day of the first document: the start is as known then"
    yield f"horizon: {one.horizon}          # how far ahead the futures are played"
    if one.latest > one.as_of:
        yield from comment(f"What became known up to {one.latest} comes in with `--as-of {one.latest}`.")
    yield "hindsight: false             # make it true if you know how it ended"
    yield "sharing: restricted          # open, restricted, secret: the default for documents"
    yield f"# {reviewed} of {len(one.scene.statements)} statements reviewed."
    yield ""
    yield "documents:"
    for name, read in one.scene.documents.items():
        document = read.document
        day = (
            min(s.known for s in one.scene.statements.values() if s.document == name) if _said(one, name) else one.as_of
        )
        title = f", title: {text(document.title[:100])}" if document.title else ""
        yield f"  {text(name)}: {{outlet: {text(document.outlet or name)}, date: {document.published or day}{title}}}"
    yield ""


def _said(one: Sketch, name: str) -> bool:
    return any(statement.document == name for statement in one.scene.statements.values())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _read(findings: list[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.statement for finding in findings))


def actors(one: Sketch) -> Iterator[str]:
    """Yield who there is: parties, patrons, ratifiers, neighbours, mediators, publics, those without a seat."""
    told = [finding for finding in one.live("talks") if finding.known <= one.as_of]
    named = why(_read(told[:1]), "" if told else "named in the documents; no statement on it is reviewed")
    yield "# ------------------------------------------------------------ who"
    if not one.parties.sides_told:
        yield from comment("The texts do not tell which of the two holds the state: swap the sides if this is wrong.")
    yield "actors:"
    condition = one.precondition
    for side, key, label in (
        ("incumbent", one.incumbent, one.parties.incumbent),
        ("challenger", one.challenger, one.parties.challenger),
    ):
        yield f"  {key}:"
        yield f"    name: {text(one.name(label))}"
        if side == "incumbent" and one.parties.also:
            yield from comment(f"also called: {', '.join(one.parties.also)}", 4)
        yield "    role: party"
        yield f"    side: {side}"
        if condition is not None and condition.data["other"] == label:
            yield f"    ratified_by: [{one.key(condition.data['person'])}]"
        yield f"    {named.replace(', assumed', chr(10) + '    assumed')}"
        yield "    numbers:"
        yield f"      cost: {{value: [.01, .05, .2], assumed: {NOBODY} what a year of war costs it}}"
        yield f"      audience: {{value: [.1, .6, 1.6], assumed: {NOBODY} how closely its public watches}}"
        yield f"      bottom_line: {{value: [.35, .6, .85], assumed: {NOBODY} what it told its public}}"
        yield f"      credulity: {{value: [.1, .6, 1], assumed: {NOBODY} how far it believes news of support}}"
    if condition is not None:
        yield from _ratifier(one, condition)
    for place, label in enumerate(one.patrons):
        yield from _patron(one, label, place)
    yield from _others(one)
    yield ""
    yield from _speakers(one)


def _ratifier(one: Sketch, condition: Finding) -> Iterator[str]:
    person, role = condition.data["person"], condition.data["role"]
    basis = (
        why([condition.statement])
        if condition.known <= one.as_of
        else why(assumed="named in the documents as holding the office")
    )
    name = text(f"{_capital(role)} {person}" if role != "office-holder" else person)
    yield f"  {one.key(person)}: {{name: {name}, role: ratifier, of: {one.key(condition.data['other'])}, {basis}}}"


def _patron(one: Sketch, label: str, place: int) -> Iterator[str]:
    found = one.first("patron", patron=label)
    early = found is not None and found.known <= one.as_of
    yield f"  {one.key(label)}:"
    yield f"    name: {text(one.name(label))}"
    yield "    role: patron"
    yield "    side: incumbent            # assumed: its troops stand with the side that holds the state"
    yield f"    leans: {one.incumbent}"
    public = one.first("public", patron=label) if place == 0 else None
    if public:
        yield f"    ratified_by: [{one.key(f'{label} public')}]"
    yield f"    {why([found.statement]) if found and early else why(assumed='named in the documents; no statement on it is reviewed')}"
    yield "    numbers:"
    length = one.first("length", patron=label)
    if length is not None and length.known <= one.as_of:
        years = length.data["years"]
        yield f"      years_so_far: {{value: {number((max(0, years - 2), years, years + 1))}, {why([length.statement])}}}"
    yield f"      pressure: {{value: [0, .02, .08], assumed: {NOBODY} how hard it presses its client}}"
    yield f"      own_cost: {{value: [.01, .03, .1], assumed: {NOBODY} what staying costs it}}"
    if public:
        yield (
            f"  {one.key(f'{label} public')}: {{name: {text(f'Public of {one.spoken(label)}')}, role: audience, "
            f"of: {one.key(label)}, {_basis(one, public)}}}"
        )


def _basis(one: Sketch, finding: Finding) -> str:
    """What an actor rests on: the statement, unless it came later than the start."""
    if finding.known <= one.as_of:
        return why([finding.statement])
    return why(assumed=f"told on {finding.known}")


def _others(one: Sketch) -> Iterator[str]:
    done: set[str] = set()
    for finding in one.live("neighbour"):
        label = finding.data["group"]
        if label in done:
            continue
        done.add(label)
        same = [other for other in one.live("neighbour") if other.data["group"] == label]
        leans = next((other.data["leans"] for other in same if other.data["leans"]), None)
        hosts = any(other.data["hosts"] for other in same)
        early = [other for other in same if other.known <= one.as_of]
        parts = [f"name: {text(label)}", "role: neighbour"]
        parts += [f"leans: {one.key(leans)}"] if leans else []
        parts += ["hosts: true"] if hosts else []
        yield f"  {one.key(label)}: {{{', '.join(parts)}, {_basis(one, (early or same)[0])}}}"
    mediator = one.first("mediator")
    if mediator is not None:
        of = mediator.data["of"]
        parts = [f"name: {text(mediator.data['person'])}", "role: mediator"] + ([f"of: {one.key(of)}"] if of else [])
        yield f"  {one.key(mediator.data['person'])}:"
        yield f"    {{{', '.join(parts)}, {_basis(one, mediator)},"
        yield f"     numbers: {{bias: [-.3, 0, .3], stake: [.1, .4, .8], assumed: {NOBODY} whom it favours and how badly it wants a deal}}}}"
    absent = one.first("absent")
    if absent is not None and one.has("rights"):
        name = text(_capital(absent.data["who"]))
        yield f"  {one.key(absent.data['who'])}: {{name: {name}, role: audience, of: {one.incumbent}, absent: true, {_basis(one, absent)}}}"


def _speakers(one: Sketch) -> Iterator[str]:
    """Yield persons whose office the texts state, and who said something that a person accepted."""
    cast, lines = one.scene.cast, []
    accepted = {s.speaker for s in map(one.scene.statement, one.scene.statements) if s.reviewed}
    accepted |= {who for s in map(one.scene.statement, one.scene.statements) if s.reviewed for who in s.chain}
    mediator = one.first("mediator")
    for person in sorted(one.scene.cast.registry.people) + [name for name in cast.posts if " " not in name]:
        post = cast.post(person)
        if post is None or post.past or person not in accepted:
            continue
        key = one.keys.get(person) if mediator and person == mediator.data["person"] else one.keys.get(post.group)
        if key is not None:
            lines.append(f"  {text(person)}: {{for: {key}, office: {text(post.role)}}}")
    yield from ["speakers:", *lines, ""] if lines else []


def issues(one: Sketch) -> Iterator[str]:
    """Yield what is at issue, with scales in words."""
    yield "# ------------------------------------------------------------ about what"
    yield "# Scales from 0 to 1, in words at both ends and between. Change the words before you change numbers."
    yield "issues:"
    for issue in one.issues:
        scale = ", ".join(f"{number(stop)}: {text(one.fill(words))}" for stop, words in issue.scale.items())
        yield f"  {issue.key}:"
        yield f"    question: {text(one.fill(issue.question))}"
        yield f"    scale: {{{scale}}}"
        if issue.indivisible:
            yield "    indivisible: true        # nothing between 0 and 1"
        if issue.rights:
            yield "    rights: true             # shown beside “kept”, since somebody bears it"
        if issue.key == "withdrawal" and one.patrons:
            yield from _schedule(one)
    yield ""


def _schedule(one: Sketch) -> Iterator[str]:
    from datetime import timedelta

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
    for label, side in ((one.parties.incumbent, 0), (one.parties.challenger, 1)):
        for issue in one.issues:
            yield _party_position(one, label, side, issue)
    if one.precondition is not None:
        holder = one.key(one.precondition.data["person"])
        yield f"  - {{actor: {holder}, issue: head, ideal: 0, salience: 1, assumed: taken to want to stay}}"
    for label in one.patrons:
        for issue in one.issues:
            found = one.stances(label, issue.key)
            if found or issue.key == "withdrawal":
                yield _line(one.key(label), issue.key, *_ideal(found, _ANY, f"{NOBODY} what it would settle for"))
    public = one.first("public")
    if public is not None and public.data["patron"] in one.patrons[:1]:
        key = one.key(f"{public.data['patron']} public")
        yield _line(key, "withdrawal", (0, 0.3, 1), "", f"{NOBODY} how soon its public wants them home")
    absent = one.first("absent")
    if absent is not None and one.has("rights"):
        key = one.key(absent.data["who"])
        red = ", red_line: {at_least: {value: [.2, .5, .8], assumed: nobody asked them}}"
        yield f"  - {{actor: {key}, issue: rights, ideal: [.6, .9, 1], salience: 1{red}, assumed: nobody asked them}}"
    yield ""


def _party_position(one: Sketch, label: str, side: int, issue: IssueWords) -> str:
    found = one.stances(label, issue.key)
    if issue.key == "head":
        ends = (0, 0, 0) if label == one.precondition.data["other"] else (0, 1, 1)  # type: ignore[union-attr]
        if one.precondition.known <= one.as_of and side:  # type: ignore[union-attr]
            return _line(one.key(label), "head", ends, why([one.precondition.statement]), "")  # type: ignore[union-attr]
        reason = "its own head of government" if label == one.precondition.data["other"] else f"{NOBODY} by {one.as_of}"  # type: ignore[union-attr]
        return _line(one.key(label), "head", ends, "", reason)
    if issue.own_end is None:
        wide, reason = _ANY, f"{NOBODY} where it stands"
    else:
        wide = _TOWARDS[issue.own_end if side == 0 else 1 - issue.own_end]
        reason = f"{NOBODY} where it stands; taken to lean to its own end of the scale"
    return _line(one.key(label), issue.key, *_ideal(found, wide, reason))


def _ideal(found: list[Finding], wide: tuple[float, ...], reason: str) -> tuple[tuple[float, ...], str, str]:
    """Return an ideal, what it rests on, and the reason where it rests on nothing."""
    if not found:
        return wide, "", reason
    values = [one.data["ideal"] for one in found]
    middle = sum(value[1] for value in values) / len(values)
    ideal = (min(value[0] for value in values), round(middle, 2), max(value[2] for value in values))
    meaning = "; ".join(dict.fromkeys(one.data["meaning"] for one in found))
    return ideal, why(_read(found), f"read from the words: {meaning}"), ""


def _line(actor: str, issue: str, ideal: tuple[float, ...], rests: str, reason: str) -> str:
    written = number(ideal[0]) if ideal[0] == ideal[-1] else number(ideal)
    care = f"{{value: {number(_CARE)}, assumed: {NOBODY} how much it cares}}"
    return f"  - {{actor: {actor}, issue: {issue}, ideal: {written}, salience: {care}, {rests or why(assumed=reason)}}}"


def suggestions(one: Sketch) -> Iterator[str]:
    """Yield what statements that nobody has reviewed would say: comments, that set nothing."""
    if not one.pending:
        return
    yield "# ------------------------------------------------------------ not reviewed"
    yield "# Read by machine and reviewed by nobody: these set no number. Draft again and accept them, or write them in."
    for finding in one.pending:
        yield from comment(f"{finding.statement}: {finding.words}.")
    yield ""
