"""One offline page: documents with sources, cues and contents marked, damage flagged, statements beside them."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from detente.evidence.names import Registry
from detente.evidence.reader import ReadDocument, Said
from detente.evidence.sentences import overlap, paragraphs
from detente.evidence.statement import Span
from detente.evidence.voices import voice_of
from detente.files import write_whole

__all__ = ["page", "write_page"]

_UNREVIEWED = (
    "Read by a machine and reviewed by nobody: the list beside each text names no person as a speaker. The texts are "
    "whole, so this page is for you; “detente brief --html” writes one that can be passed on."
)
_ROLES = ("content", "source", "cue")
_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:400 17px/1.5 "Source Sans 3","Liberation Sans",sans-serif;
 font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
header,main{max-width:1208px;margin:0 auto;padding:0 24px}
h1,h2,.text{font-family:"Source Serif 4","Liberation Serif",serif}
h1{font-size:clamp(29px,5vw,40px);line-height:1.13;font-weight:600;margin:40px 0 12px}
h2{font-size:28px;line-height:1.2;font-weight:600;margin:0}
.muted,.facts{color:var(--muted)} .facts{font-size:14.5px}
.key{font-size:14.5px;margin:0 0 22px} .key span{margin-right:18px}
section{border-top:3px solid var(--ink);margin-top:30px;padding-top:10px}
.row{display:grid;grid-template-columns:minmax(0,1.3fr) minmax(0,1fr);gap:26px 52px;margin-top:16px}
.text{max-width:42em} .text p{margin:0 0 14px}
mark{background:none;color:inherit}
.content{background:var(--span)} .source{border-bottom:2.5px solid var(--source)}
.cue{border-bottom:2.5px dotted var(--alarm)} .inner{outline:1px solid var(--muted);outline-offset:1px}
.damaged{text-decoration:underline wavy var(--alarm) 1.5px;text-underline-offset:5px}
.apart{border:1px solid var(--alarm);padding:6px 10px;color:var(--muted)}
.apart::before{content:"Set apart: ";font:600 13px "Source Sans 3",sans-serif;color:var(--alarm)}
sup a{font:600 11.5px "Source Sans 3",sans-serif;text-decoration:none;padding:0 2px;color:var(--source)}
ol{list-style:none;margin:0;padding:0;font-size:15.5px;line-height:1.4}
ol li{border-top:1px solid var(--rule);padding:8px 0 10px} li.nested{margin-left:22px}
li b{font-weight:600} .quote{margin:3px 0 0} .warn{color:var(--alarm);font-size:14.5px;margin:2px 0 0}
a{color:inherit} :target{background:var(--panel)} :focus-visible{outline:2.5px solid var(--source);outline-offset:2px}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:1000px){.row{grid-template-columns:minmax(0,1fr)}header,main{padding:0 16px}}
@media print{.row{display:block}li,.text p{break-inside:avoid}}
"""


def write_page(documents: Sequence[ReadDocument], path: str | os.PathLike[str]) -> None:
    """Write the page, by rename, so that nobody sees half of it."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page(documents), errors="replace")


def page(documents: Sequence[ReadDocument]) -> str:
    """Return the page: no script, nothing fetched; whatever a document holds is text in it."""
    from detente.views.report import fonts, palette

    names = _Names([one.document.text for one in documents])
    body = "".join(_section(number, one, names) for number, one in enumerate(documents, 1))
    count = sum(len(one.said) for one in documents)
    style = fonts(body) + palette() + _STYLE
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{hashed}'; font-src data:"
    title = f"{count} statements in {len(documents)} document{'s' if len(documents) != 1 else ''}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{style}</style></head><body>"
        f"<header><h1>{title}</h1><p class=key><span><mark class=source>source</mark></span>"
        "<span><mark class=cue>cue</mark></span><span><mark class=content>content</mark></span>"
        "<span><mark class=damaged>damaged</mark></span>"
        "<span><mark class=inner>said within what was said</mark></span></p>"
        f"<p class=facts>{_UNREVIEWED}</p>"
        f"</header><main>{body}</main></body></html>\n"
    )


class _Names:
    """What a list may call those who spoke, carried, confirmed or denied: persons by what they are, not by name."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self.registry = texts, Registry(texts)

    def of(self, name: str, how: str = "") -> str:
        """Return what stands for a name."""
        how = how or ("full name" if name in self.registry.people else "unnamed" if " " in name else "single name")
        return voice_of(name, how, self.texts, self.registry).unnamed

    def all(self, names: Iterable[str]) -> str:
        """Return what stands for some names."""
        return ", ".join(self.of(name) for name in names)


def _section(number: int, read: ReadDocument, names: _Names) -> str:
    document = read.document
    facts = [str(part) for part in (document.outlet, document.published, *document.notes) if part]
    if document.copy_of:
        facts.append(f"a copy of {document.copy_of}: its statements are counted there")
    items = "".join(_item(number, place, one, read, names) for place, one in enumerate(read.said, 1))
    return (
        f"<section><h2>{_safe(document.title or document.id)}</h2><p class=facts>{_safe('; '.join(facts))}</p>"
        f"<div class=row><div class=text>{_text(number, read)}</div><ol>{items}</ol></div></section>"
    )


def _text(number: int, read: ReadDocument) -> str:
    """Return the paragraphs, cut wherever a span begins or ends, so that spans may overlap."""
    text = read.document.text
    marks = list(_marks(read))
    made = []
    for begin, stop in paragraphs(text):
        apart = any(overlap((begin, stop), span) for span in read.inspected.apart)
        here = [(span, name, place) for span, name, place in marks if overlap((begin, stop), span)]
        edges = sorted({begin, stop, *(min(max(edge, begin), stop) for span, _, _ in here for edge in span)})
        pieces = [_piece(number, text, left, right, here) for left, right in pairwise(edges)]
        made.append(f"<p{' class=apart' if apart else ''}>{''.join(pieces)}</p>")
    return "".join(made)


def _marks(read: ReadDocument) -> Iterable[tuple[Span, str, int]]:
    for place, one in enumerate(read.said, 1):
        inner = " inner" if one.attribution.nested_in is not None else ""
        for role in _ROLES:
            for span in getattr(one.attribution, role):
                yield span, role + inner, place
    for one in read.inspected.damage:
        if one.kind != "headline set apart":
            yield (one.start, one.end), "damaged", 0


def _piece(number: int, text: str, left: int, right: int, marks: list[tuple[Span, str, int]]) -> str:
    over = [(span, name, place) for span, name, place in marks if span[0] <= left and right <= span[1]]
    words = _safe(text[left:right])
    if not over:
        return words
    classes = " ".join(dict.fromkeys(part for _, name, _ in over for part in name.split()))
    opened = "".join(f"<span class=vh>{name.split()[0]}: </span>" for span, name, _ in over if span[0] == left)
    links = "".join(
        f'<sup><a href="#s{number}-{place}">{place}</a></sup>'
        for span, name, place in over
        if place and span[1] == right and name.startswith("cue")
    )
    return f'{opened}<mark class="{classes}">{words}</mark>{links}'


def _item(number: int, place: int, one: Said, read: ReadDocument, names: _Names) -> str:
    attribution, state = one.attribution, one.verification
    speaker = names.of(one.speaker.name, one.speaker.how) if one.speaker.name else one.speaker.note or "unresolved"
    told = [one.manner.kind]
    told += ["the saying is negated"] if one.manner.negated else []
    told += ["hedged"] if one.manner.hedged else []
    told += [f"written by {names.of(one.author)}"] if one.author and one.author != one.speaker.name else []
    told += [f"carried by {names.of(one.bearer)}"] if one.bearer else []
    told += [f"through {names.all(one.chain)}"] if one.chain else []
    told += [one.channel.name] if one.channel.name != "unknown" else []
    told += [state.state + (f" by {names.all(state.by)}" if state.by else "")]
    told += [f"{names.all(state.declined)} declined to comment"] if state.declined else []
    told += [f"sure in {100 * one.confidence.speaker:.0f} of 100 such readings"]
    quote = read.quoted(attribution.content or attribution.cue)
    damage = (
        f"<p class=warn>Damaged in this copy: {_safe('; '.join(attribution.damage))}</p>" if attribution.damage else ""
    )
    nested = " class=nested" if attribution.nested_in is not None else ""
    return (
        f'<li{nested} id="s{number}-{place}"><span class=muted>{place}</span> <b>{_safe(speaker)}</b> '
        f"<span class=muted>{_safe('; '.join(told))}</span><p class=quote>{_safe(_line(quote))}</p>{damage}</li>"
    )


def _line(quote: str) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= 160 else quote[:159].rsplit(" ", 1)[0] + "…"


def _safe(text: str) -> str:
    """Return text as HTML that shows it; characters that HTML has not are shown as missing."""
    return escape("".join(char if char >= " " or char in "\t\n\r" else "�" for char in text))
