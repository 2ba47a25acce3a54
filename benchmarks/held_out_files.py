"""Held-out texts as the files that a user would have: saved pages, messages, .docx and PDF, made by hand."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

__all__ = ["as_file"]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
_LINES = 48


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
