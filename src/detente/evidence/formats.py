"""File formats to text: plain text in whatever encoding, HTML, PDF, .docx, .eml. Nothing is fetched, nothing is run."""

from __future__ import annotations

import io
import re
import statistics
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

__all__ = ["FORMATS", "Content", "Unreadable", "extract", "sniff"]

_LARGEST_XML = 200_000_000
_ENCODINGS = [
    "utf_8",
    "utf_16",
    "cp1252",
    "latin_1",
    "cp1251",
    "cp1256",
    "cp1250",
    "gb18030",
    "big5",
    "shift_jis",
    "koi8_r",
]
_STATED = (
    r"""<meta[^>]{0,80}article:published_time["'][^>]{0,80}content=["'](\d{4}-\d\d-\d\d)""",
    r""""datePublished"\s*:\s*"(\d{4}-\d\d-\d\d)""",
    r"""<meta[^>]{0,80}(?:name|property|itemprop)=["'](?:date|dc\.date|pubdate|datePublished)["'][^>]{0,80}content=["'](\d{4}-\d\d-\d\d)""",
    r"""<time[^>]{0,80}datetime=["'](\d{4}-\d\d-\d\d)""",
)
_NOT_CP1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_CONTROLS = frozenset({*range(1, 9), *range(14, 27), 28, 29, 30, 31, 127})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


_SAVE, _PICTURE = "save it as .docx, PDF or plain text", "a picture; run text recognition on it and give its text"
_OTHERS = {
    b"{\\rtf": f"rich text (.rtf); {_SAVE}",
    b"\xd0\xcf\x11\xe0": f"an old office file (.doc); {_SAVE}",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
}


class Unreadable(Exception):
    """Why a file cannot be read, and what to do about it, in words."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says: its text, and its own word on title, outlet and date of publication."""

    text: str
    title: str | None = None
    outlet: str | None = None
    published: date | None = None
    notes: tuple[str, ...] = ()


def sniff(name: str, data: bytes) -> str:
    """Return the format of a file by its first bytes, else by its name.

    Examples
    --------
    >>> sniff("page", b"<!DOCTYPE html><title>Talks</title>"), sniff("report.txt", b"Talks resumed.")
    ('html', 'text')
    """
    head = data[:1024].lstrip().lower()
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head.startswith(b"%pdf") or ending == "pdf":
        return "pdf"
    if data[:4] == b"PK\x03\x04" or ending == "docx":
        return "docx"
    if ending in ("txt", "md", "text"):
        return "text"
    if ending == "eml" or (re.match(rb"(?:[\w-]+: .*\r?\n)+", data[:1024]) and b"\nsubject:" in b"\n" + head):
        return "eml"
    if ending in ("html", "htm", "xhtml") or re.match(
        rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body)\b", head
    ):
        return "html"
    return "text"


def extract(kind: str, data: bytes) -> Content:
    """Return what a file of a known format says.

    Raises
    ------
    Unreadable
        With the reason in words.
    """
    if not data.strip():
        raise Unreadable("the file is empty; leave it out")
    for head, what in _OTHERS.items():
        if data.startswith(head):
            raise Unreadable(f"this is {what}")
    return FORMATS[kind](data)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode bytes: by their mark, as UTF-8, else by a guess, which is said."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                break
    wide = _wide(data[:4096])
    if wide is not None:
        return data.decode(wide, errors="replace"), (f"encoding guessed: {wide}",)
    if b"\x00" in data[:4096] or sum(byte in _CONTROLS for byte in data[:4096]) > 0.02 * len(data[:4096]):
        raise Unreadable("this is no text; give plain text, HTML, PDF, .docx or .eml")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if sum(byte < 128 for byte in data) > 0.7 * len(data) and not set(data) & _NOT_CP1252:
        return data.decode("cp1252"), ("encoding guessed: cp1252",)
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_ENCODINGS).best()
    encoding = best.encoding if best else "cp1252"
    return data.decode(encoding, errors="replace"), (f"encoding guessed: {encoding}",)


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 without its mark: nearly every second byte is zero, and no other."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if max(even, odd) < 0.4 * len(data) / 2 or min(even, odd) > 0.02 * len(data):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _text(data: bytes) -> Content:
    text, notes = _decoded(data)
    return Content(text, notes=notes)


def _html(data: bytes) -> Content:
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text, notes = _decoded(data)
    text = _NO_XML.sub(" ", text)
    published = _stated_day(text)
    try:
        page: Any = bare_extraction(text, with_metadata=True, include_comments=False, include_tables=True)
    except (ValueError, RecursionError, AssertionError, TypeError):
        page = None
    said = page.as_dict() if page is not None else {}
    body = said.get("text") or ""
    if len(body) < 40:
        body, notes = _all_text(text) or body, (*notes, "main text not found: all of the page's text is read")
    if not body.strip():
        raise Unreadable("the page holds no text; save it from the browser once it has loaded")
    return Content(
        body,
        said.get("title"),
        said.get("sitename") or said.get("hostname"),
        published or _day(said.get("date")),
        notes,
    )


def _stated_day(html: str) -> date | None:
    """Return the day of publication that a page's head or its linked data states."""
    for pattern in _STATED:
        for match in re.finditer(pattern, html[:500_000], re.IGNORECASE):
            day = _day(match.group(1))
            if day is not None:
                return day
    return None


def _all_text(html: str) -> str:
    """Return every visible paragraph of a page, one a line."""
    from lxml import etree  # type: ignore[attr-defined]
    from lxml import html as parser

    try:
        root = parser.document_fromstring(
            html.encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    for hidden in root.xpath("//script|//style|//noscript|//template|//head"):
        hidden.drop_tree()
    for block in root.xpath("//p|//div|//br|//li|//tr|//h1|//h2|//h3|//h4|//blockquote"):
        block.text, block.tail = "\n" + (block.text or ""), "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _pdf(data: bytes) -> Content:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("the PDF is locked with a password; save an unlocked copy")
        pages = [page.extract_text() for page in reader.pages]
        about = reader.metadata
    except Unreadable:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        IndexError,
        OverflowError,
    ) as error:
        raise Unreadable(f"the PDF is broken ({error}); open and save it anew") from None
    text = "\n\n".join(_unwrapped(page) for page in pages if page.strip())
    if not text.strip():
        raise Unreadable("the PDF holds pictures of pages and no text; run text recognition on it first")
    title = str(about.title).strip() if about is not None and about.title else None
    return Content(text, title, None, None, ("lines of the page joined to paragraphs",))


def _unwrapped(page: str) -> str:
    """Join a page's lines to paragraphs: one ends at a blank line, or at a short line that ends a sentence."""
    lines = [line.rstrip() for line in page.split("\n")]
    usual = statistics.median([len(line) for line in lines if line] or [0])
    paragraphs: list[str] = [""]
    for line in lines:
        if not line.strip():
            paragraphs.append("")
            continue
        last = paragraphs[-1]
        if last.endswith("-") and last[-2:-1].isalpha() and line[:1].islower():
            paragraphs[-1] = last[:-1] + line
        else:
            paragraphs[-1] = f"{last} {line.strip()}" if last else line.strip()
        if len(line) < 0.75 * usual and line[-1] in '.?!”"’':
            paragraphs.append("")
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


def _docx(data: bytes) -> Content:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        root = _xml(archive, "word/document.xml")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Unreadable("this archive is no .docx; unpack it, or save the document as .docx") from None
    paragraphs = ["".join(_run(node) for node in paragraph.iter()) for paragraph in root.iter(f"{_W}p")]
    text = "\n\n".join(one for one in paragraphs if one.strip())
    if not text:
        raise Unreadable("the document holds no text")
    title, published = None, None
    if "docProps/core.xml" in archive.namelist():
        core = _xml(archive, "docProps/core.xml")
        title = next((node.text for node in core.iter() if str(node.tag).endswith("}title") and node.text), None)
        created = next((node.text for node in core.iter() if str(node.tag).endswith("}created")), None)
        published = _day(created)
    return Content(text, title, None, published)


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree  # type: ignore[attr-defined]

    if archive.getinfo(name).file_size > _LARGEST_XML:
        raise Unreadable("the document is larger than 200 MB unpacked; split it")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError) as error:
        raise Unreadable(f"the document is broken ({error}); open and save it anew") from None


def _run(node: Any) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    return " " if node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") else ""


def _eml(data: bytes) -> Content:
    from email import message_from_bytes, policy
    from email.utils import parseaddr, parsedate_to_datetime

    message = message_from_bytes(data, policy=policy.default)
    try:
        body = message.get_body(preferencelist=("plain", "html"))  # type: ignore[attr-defined]
        raw = body.get_payload(decode=True) if body is not None else None
        html = body is not None and body.get_content_type() == "text/html"
    except (KeyError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise Unreadable(f"the message is broken ({error}); export it anew") from None
    attached = [str(part.get_filename() or "one without a name") for part in message.walk() if _attached(part)]
    unread = f"attachments not read: {', '.join(attached)}" if attached else ""
    if not isinstance(raw, bytes) or not raw.strip():
        way_out = f"{unread}; save them and give them instead" if attached else "export it with its body"
        raise Unreadable(f"the message holds no text; {way_out}")
    inner = _html(raw) if html else _text(raw)
    sender = parseaddr(str(message.get("From", "")))
    try:
        sent = parsedate_to_datetime(str(message["Date"])).date()
    except (TypeError, ValueError, IndexError):
        sent = None
    subject = str(message.get("Subject", "")).strip() or inner.title
    return Content(
        inner.text, subject, sender[0] or sender[1] or None, sent, (*inner.notes, *([unread] if unread else []))
    )


def _attached(part: Any) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _day(raw: str | None) -> date | None:
    try:
        return date.fromisoformat((raw or "")[:10])
    except ValueError:
        return None


FORMATS: dict[str, Callable[[bytes], Content]] = {
    "text": _text,
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "eml": _eml,
}
