"""The reader on short damaged reports that it was not tuned on: what it finds, how often speaker and chain are right.

    python benchmarks/bench_held_out.py [--show]

Texts and labels: tests/data/held_out (its README says how they are made), each set written after those before it had
taught something. A label may accept several names and kinds; an ``optional`` one need not be found.
"""

from __future__ import annotations

import io
import sys
import tempfile
import textwrap
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from detente.evidence.confidence import THRESHOLD
from detente.evidence.document import Document, read_document
from detente.evidence.reader import ReadDocument, Said, read_texts

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
)
_LINES = 48
TEXTS = Path(__file__).parents[1] / "tests" / "data" / "held_out"


@dataclass(frozen=True)
class Outcome:
    """One labelled statement, or one that nobody labelled, and what the reader made of it.

    Parameters
    ----------
    text
        Number of the text.
    label
        What a person reads; None for a statement that nobody labelled.
    said
        What the reader found; None where it found nothing.
    right
        Whether speaker and chain are right.
    sure
        Whether the ledger's default threshold keeps it.
    first
        Whether no label before this one was answered by the same statement.
    kind
        Whether the label's kind and channel are right, where it has them.
    """

    text: int
    label: dict[str, Any] | None
    said: Said | None
    right: bool
    sure: bool
    first: bool
    kind: bool = True


def same(expected: str | list[str], found: str | None) -> bool:
    """Tell whether a name is the expected one, or one of those: it begins with it, articles apart."""
    if found is None:
        return False
    if not isinstance(expected, str):
        return any(same(one, found) for one in expected)
    plain = [name.lower().replace("'", "’").removeprefix("the ").removeprefix("a ").removeprefix("an ")
             for name in (expected, found)]  # fmt: skip
    return plain[1].startswith(plain[0])


def compared(number: int, read: ReadDocument, labels: list[dict[str, Any]]) -> Iterator[Outcome]:
    """Yield what became of each label, and each statement that has no label; one statement may answer to two labels."""
    answered: set[int] = set()
    for label in labels:
        chain = label.get("chain", [])
        holding = [place for place in range(len(read.said)) if _holds(read, place, label)]
        fits = [place for place in holding if bool(read.said[place].chain) == bool(chain)] or ([] if chain else holding)
        good = [place for place in fits if _right(read.said[place], label)]
        best = next((place for place in good if _of_kind(read.said[place], label)), (good or fits or [None])[0])
        if label.get("optional") and not good:
            continue
        if best is None:
            yield Outcome(number, label, None, False, False, False)
            continue
        one = read.said[best]
        sure = one.confidence.speaker >= THRESHOLD
        shown = None if label.get("optional") else label
        yield Outcome(number, shown, one, bool(good), sure, best not in answered, _of_kind(one, label))
        answered.add(best)
    for place, one in enumerate(read.said):
        if place not in answered:
            shared = [label for label in labels if _holds(read, place, label)]
            right = any(_right(one, label) for label in shared)  # a label that two statements share
            yield Outcome(number, None, one, right, one.confidence.speaker >= THRESHOLD, True)


def _holds(read: ReadDocument, place: int, label: dict[str, Any]) -> bool:
    """Tell whether a statement's content, its cue and content together, or all of a refusal or denial, holds a label's
    words."""
    one = read.said[place].attribution
    short = {"refusal", "denial"} & {*label.get("kind", ())} or label.get("kind") in ("refusal", "denial")
    parts = (one.source, one.cue, one.content) if short else (one.cue, one.content)
    edges = [edge for part in parts for span in part for edge in span]
    told = (read.quoted(spans) for spans in (one.content, [(min(edges), max(edges))]))
    return any(label["what"] in " ".join(one.split()) for one in told)


def _right(one: Said, label: dict[str, Any]) -> bool:
    chain = label.get("chain", [])
    hands = len(one.chain) == len(chain) and all(same(want, got) for want, got in zip(chain, one.chain, strict=True))
    return hands and same(label["speaker"], one.speaker.name)


def _of_kind(one: Said, label: dict[str, Any]) -> bool:
    """Tell whether kind and channel are among those that a label accepts."""
    return one.manner.kind in label.get("kind", one.manner.kind) and one.channel.name in label.get(
        "channel", one.channel.name
    )


def measured(name: str = "texts", width: int | None = None) -> list[Outcome]:
    """Read every text of a set by itself, as it is or with its lines broken at a width."""
    outcomes: list[Outcome] = []
    for number, one in enumerate(yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8")), 1):
        text = one["text"] if width is None else broken(one["text"], width)
        kind = "html" if one.get("html") else one.get("format")
        document = from_file(text, kind) if kind else Document(f"held-{number}", text)
        (read,) = read_texts([document])
        outcomes += compared(number, read, one["said"])
    return outcomes


def broken(text: str, width: int) -> str:
    """Return a text with its lines broken at a width."""
    return "\n\n".join(textwrap.fill(block, width) for block in text.split("\n\n"))


def from_file(text: str, kind: str) -> Document:
    """Return what a text says when it is read from a file of a kind, as a user's would be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"page.{kind}"
        path.write_bytes(as_file(text, kind))
        return read_document(path)


def as_file(text: str, kind: str) -> bytes:
    """Return a text as a file of a kind: html and eml hold their own marks, docx and pdf are made here."""
    if kind == "docx":
        return _docx(text)
    return _pdf(text.splitlines()) if kind == "pdf" else text.encode()


def _docx(text: str) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(part)}</w:t></w:r></w:p>" for part in text.split("\n\n"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
        )
    return file.getvalue()


def _pdf(lines: list[str]) -> bytes:
    """Return lines as pages of a PDF, a blank line as a gap."""
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    streams = [b"BT /F1 11 Tf 14 TL 50 750 Td " + b"".join(map(_shown, page)) + b"ET" for page in pages]
    places = [4 + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % place for place in places), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, stream in zip(places, streams, strict=True):
        objects += [_PAGE % (place + 1), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)]
    out, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + tail


def _shown(line: str) -> bytes:
    raw = line.rstrip().encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        raw = raw.replace(mark, b"\\" + mark)
    return b"(%s) Tj T* " % raw if raw else b"T* "


def main() -> None:
    """Print the counts, and with ``--show`` every miss."""
    for name, width in (
        ("texts", None),
        ("texts", 72),
        ("later", None),
        ("wide", None),
        ("last", None),
        ("final", None),
        ("fresh", None),
        ("again", None),
        ("third", None),
        ("taught", None),
        ("twice", None),
        ("twice_more", None),
        ("twice_last", None),
        ("twice_fourth", None),
        ("twice_fifth", None),
        ("twice_sixth", None),
        ("twice_seventh", None),
    ):
        print(f"\n{name}, {'as they are' if width is None else f'lines broken at {width} columns'}")
        tell(measured(name, width))


def tell(outcomes: list[Outcome]) -> None:
    """Print what was found, what is right, and what the threshold keeps."""
    labelled = [one for one in outcomes if one.label is not None]
    found = [one for one in labelled if one.said is not None]
    sure = [one for one in outcomes if one.sure and one.first]
    print(f"{len(labelled)} statements in {outcomes[-1].text} texts: {len(found)} found, "
          f"{sum(one.right for one in labelled)} with the right speaker and chain")  # fmt: skip
    print(f"at the ledger's threshold {THRESHOLD}: {sum(one.sure for one in labelled)} labelled ones kept, "
          f"{sum(one.right for one in sure)} of {len(sure)} kept statements right")  # fmt: skip
    kinds = [one for one in found if one.right and one.label is not None and {"kind", "channel"} & set(one.label)]
    if kinds:
        print(f"of {len(kinds)} labelled kinds and channels {sum(one.kind for one in kinds)} right")
    extra = [one for one in outcomes if one.label is None]
    print(f"without a label: {len(extra)}, of which the threshold keeps {sum(one.sure for one in extra)}")
    if "--show" in sys.argv:
        for one in outcomes:
            if not (one.right and one.kind):
                told = (one.said.speaker.name, one.said.chain, one.said.confidence.speaker) if one.said else None
                print(one.text, "kept" if one.sure else "", one.label or "no label", told, one.said and one.said.manner)
    print(Counter((one.label is not None, one.right, one.sure) for one in outcomes))


if __name__ == "__main__":
    main()
