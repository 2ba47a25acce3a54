"""Documents to statements: what is read in each, who says it, how it reached us, how far it is verified."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from detente.errors import InputError
from detente.evidence.attribution import Attribution, Tag, attribute
from detente.evidence.cleaned import BROKEN, cleaned
from detente.evidence.confidence import confidence_of
from detente.evidence.damage import Damage
from detente.evidence.document import Document, find_files, mark_copies, named_apart, read_document
from detente.evidence.kinds import Manner, evades, manner_of
from detente.evidence.names import Registry
from detente.evidence.outlets import carrier
from detente.evidence.papers import Paper, papers
from detente.evidence.placed import joined_parts, moved, parts
from detente.evidence.provenance import channel_of, verification_of
from detente.evidence.readings import ReadDocument, Readings, Said
from detente.evidence.sentences import containing, own_names, sentences
from detente.evidence.speakers import Speaker, resolve
from detente.evidence.statement import Span

__all__ = ["ReadDocument", "Readings", "Said", "read_documents", "read_texts"]


def read_documents(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    speakers: Mapping[str, str] | None = None,
    tag: Tag | None = None,
    advance: Callable[[int], None] = lambda n: None,
) -> Readings:
    """Read files, folders and globs; a file that cannot be read is named in ``problems`` and stops nothing.

    Parameters
    ----------
    sources
        Plain text, HTML, PDF, .docx, .eml: one path, or several.
    speakers
        Names of a case's speakers, and the actors whom they speak for.
    tag
        Instead of the shipped tagger.
    advance
        Called with 1 after each document.

    Raises
    ------
    InputError
        If a name stands for no file, or no file could be read.
    """
    files = find_files([sources] if isinstance(sources, str | os.PathLike) else sources)
    documents, problems = [], []
    for path, name in zip(files, named_apart(files), strict=True):
        try:
            documents.append(read_document(path, id=name))
        except InputError as error:
            problems += error.problems
    if not documents:
        raise InputError(*problems)
    return read_texts(documents, speakers=speakers, tag=tag, advance=advance, problems=problems)


def read_texts(
    documents: Sequence[Document],
    *,
    speakers: Mapping[str, str] | None = None,
    tag: Tag | None = None,
    advance: Callable[[int], None] = lambda n: None,
    problems: Iterable[str] = (),
) -> Readings:
    """Read documents that are at hand already; see ``read_documents``.

    Examples
    --------
    >>> text = "“We will stay until a council sits,” said envoy Mara Voss. Voss declined to comment on dates."
    >>> for one in read_texts([Document("talks", text)])[0].said:
    ...     print(one.speaker.name, "|", one.manner.kind)
    Mara Voss | commitment
    Mara Voss | refusal
    """
    if tag is None:
        from detente.evidence.tagger import shipped

        tag = shipped().tag
    documents = mark_copies(documents)
    registry = Registry([cleaned(one.text).text for one in documents], known=speakers or {})
    read = []
    for document in documents:
        read.append(_read(document, registry, tag))
        advance(1)
    return Readings(tuple(read), tuple(problems), dict(speakers or {}))


def _read(document: Document, registry: Registry, tag: Tag) -> ReadDocument:
    """Read a document, a long one in parts; spans stand where they do in the document as it came."""
    made = cleaned(document.text)
    pieces = [(begin, _read_part(document, made.text[begin:end], registry, tag)) for begin, end in parts(made.text)]
    read = pieces[0][1] if len(pieces) == 1 else joined_parts(pieces)
    if not made.edits:
        return read
    read = moved(read, made.on_page)
    wrong = [
        Damage("broken word" if note == BROKEN else "misread characters", *span, note) for span, note in made.edits
    ]
    damage = sorted((*read.inspected.damage, *wrong), key=lambda one: (one.start, one.end, one.note))
    return replace(read, inspected=replace(read.inspected, damage=tuple(damage)))


def _read_part(document: Document, text: str, registry: Registry, tag: Tag) -> ReadDocument:
    found, inspected = attribute(text, tag)
    told = resolve(text, found, registry, inspected.apart)
    found, told = _without_echoes(found, told)
    about = papers(text, found, told, registry, own_names(document.outlet, text))
    told = [_written(who, about) for who in told]
    spans = sentences(text)
    manners = [_manner(text, one, containing(spans, one.cue[0][0])) for one in found]
    others = [(one, who, manner.kind) for one, who, manner in zip(found, told, manners, strict=True)]
    said: list[Said] = []
    for one, who, manner in zip(found, told, manners, strict=True):
        outer = said[one.nested_in] if one.nested_in is not None else None
        channel = channel_of(text, one, who, about) if outer is None else outer.channel
        paper = channel.paper
        chain = _chain(outer, paper) or carrier(text, one)
        said.append(
            Said(
                attribution=one,
                speaker=who,
                manner=manner,
                channel=channel,
                verification=verification_of(text, one, channel, others),
                confidence=confidence_of(
                    one,
                    who,
                    outer.confidence if outer else None,
                    kind=manner.kind,
                    passed_on=bool(chain) and (paper is None or paper.sighted),
                    sighted=paper is not None and paper.sighted,
                ),
                chain=chain,
                author=paper.author if paper else None,
                bearer=paper.bearer if paper else None,
            )
        )
    return ReadDocument(document, _without_carriers(said), inspected, tuple(about))


def _written(who: Speaker, about: Sequence[Paper]) -> Speaker:
    """Return the author where a paper speaks and the document says who wrote it."""
    paper = next((one for one in about if one.noun == who.document and one.author), None)
    return replace(who, name=paper.author) if paper is not None else who


def _without_echoes(found: list[Attribution], told: list[Speaker]) -> tuple[list[Attribution], list[Speaker]]:
    """Leave out nested attributions that are no hearsay: of the outer speaker's own self, or of nobody."""
    new_place: dict[int, int] = {}
    kept: list[tuple[Attribution, Speaker]] = []
    for number, (one, who) in enumerate(zip(found, told, strict=True)):
        if one.nested_in is not None and (who.name is None or who.name == told[one.nested_in].name):
            continue
        new_place[number] = len(kept)
        nested_in = new_place.get(one.nested_in) if one.nested_in is not None else None
        kept.append((replace(one, nested_in=nested_in), who))
    return [one for one, _ in kept], [who for _, who in kept]


def _without_carriers(said: list[Said]) -> tuple[Said, ...]:
    """Leave out what only quotes ("Radio Vela quoted Oru as saying"): the statement is Oru's, the radio its chain."""
    outer = {one.attribution.nested_in for one in said if one.attribution.rule == "quoted"}
    kept = [place for place, one in enumerate(said) if not (one.attribution.rule == "quoted" and place in outer)]
    new_place: dict[int | None, int] = {place: number for number, place in enumerate(kept)}
    return tuple(
        replace(one, attribution=replace(one.attribution, nested_in=new_place.get(one.attribution.nested_in)))
        for one in map(said.__getitem__, kept)
    )


def _manner(text: str, one: Attribution, sentence: Span | None) -> Manner:
    cue = " ".join(text[slice(*span)] for span in one.cue)
    content = " ".join(text[slice(*span)] for span in one.content)
    begin = max(sentence[0] if sentence else 0, one.cue[0][0] - 24)
    manner = manner_of(cue, content, lead=text[begin : one.cue[0][0]], rule=one.rule)
    if sentence and manner.kind in ("statement", "assessment") and evades(text[slice(*sentence)], content):
        return Manner("evasion", manner.negated, manner.hedged)
    return manner


def _chain(outer: Said | None, paper: Paper | None) -> tuple[str, ...]:
    if outer is not None:
        return (*((outer.speaker.name,) if outer.speaker.name else ()), *outer.chain)
    return (paper.publisher,) if paper is not None and paper.publisher else ()
