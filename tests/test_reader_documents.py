"""Files to text: formats, encodings, folders and globs, copies; a bad file is named and stops nothing."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.evidence.document import Document, find_files, left_out, mark_copies, read_document
from detente.evidence.formats import FORMATS, Unreadable, extract
from detente.evidence.reader import read_documents

PARAGRAPH = (
    "Foreign minister Mara Voss said on Monday that the Union would stay in the valley until a council sits, "
    "and that its envoy would travel to Eastport before the week ends to speak with both delegations."
)
PAGE = f"""<!DOCTYPE html><html><head><title>Talks resume | River Post</title>
<meta property="og:site_name" content="River Post">
<meta property="article:published_time" content="2031-03-08T10:00:00Z">
<script>document.write("Mara Voss said she would resign.")</script></head>
<body><nav><a href="/">Home</a> <a href="/war">War</a></nav><article><h1>Talks resume</h1>
<p>{PARAGRAPH}</p>
<p>On a wall in Riverton somebody wrote &lt;script&gt;alert(1)&lt;/script&gt; and nobody washed it off.</p>
</article><footer>All rights reserved</footer></body></html>"""


def docx(text: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in text.split("\n"))
    core = (
        '<c:coreProperties xmlns:c="c" xmlns:dc="dc" xmlns:dcterms="t"><dc:title>A draft</dc:title>'
        "<dcterms:created>2031-03-07T00:00:00Z</dcterms:created></c:coreProperties>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        archive.writestr("docProps/core.xml", core)
    return file.getvalue()


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page, made by hand."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_plain_text_is_unchanged(tmp_path: Path) -> None:
    text = "A headline\r\n\r\n  “Yes,” said Voss.\t\r\n"
    read = read_document(write(tmp_path, "2031-03-08-talks.txt", text))
    assert read.text == text
    assert (read.id, read.title, read.published) == ("2031-03-08-talks", "A headline", date(2031, 3, 8))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251"])
def test_encodings(encoding: str) -> None:
    text = (
        "Министр сказал, что переговоры продолжатся завтра утром." if encoding == "cp1251" else "“No,” said Adán Núñez."
    )
    read = extract("text", text.encode(encoding))
    assert read.text == text
    assert bool(read.notes) == encoding.startswith("cp")


def test_a_saved_page_gives_its_main_text_title_date_and_outlet(tmp_path: Path) -> None:
    read = read_document(write(tmp_path, "page.html", PAGE))
    assert (read.title, read.outlet, read.published) == ("Talks resume", "River Post", date(2031, 3, 8))
    assert PARAGRAPH in read.text
    assert "Home" not in read.text
    assert "resign" not in read.text
    assert "<script>alert(1)</script>" in read.text


def test_word_documents_and_mail(tmp_path: Path) -> None:
    word = read_document(write(tmp_path, "draft.docx", docx("First part.\nSecond part.")))
    assert (word.text, word.title, word.published) == ("First part.\n\nSecond part.", "A draft", date(2031, 3, 7))
    mail = (
        "From: River Post <desk@example.org>\nSubject: Talks resume\nDate: Sat, 08 Mar 2031 09:00:00 +0000\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{PARAGRAPH}\n"
    )
    letter = read_document(write(tmp_path, "letter.eml", mail))
    assert (letter.title, letter.outlet, letter.published) == ("Talks resume", "River Post", date(2031, 3, 8))
    assert letter.text.strip() == PARAGRAPH


def test_lines_of_a_pdf_are_joined(tmp_path: Path) -> None:
    lines = [
        "The minister said on Monday that the Union would",
        "stay in the valley until a coun-",
        "cil sits in June.",
        "Rain fell.",
    ]
    read = read_document(write(tmp_path, "report.pdf", pdf(lines)))
    assert (
        "The minister said on Monday that the Union would stay in the valley until a council sits in June." in read.text
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.png", b"\x89PNG\x00\x00\x00", "a picture"),
        ("a.pdf", b"%PDF-1.7 cut off", "broken"),
        ("a.docx", b"PK\x03\x04 cut off", "no .docx"),
        ("a.html", b"<html><body></body></html>", "no text"),
        ("a.eml", b"Subject: x\nFrom: a\n\n", "no text"),
    ],
)
def test_bad_files_are_named_with_the_way_out(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = write(tmp_path, name, data)
    with pytest.raises(InputError, match=says) as caught:
        read_document(path)
    assert str(caught.value).startswith(str(path))


def test_a_document_cannot_pull_in_others(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.txt", "the hidden words")
    evil = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><d xmlns:w="w"><p>&x;</p></d>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", evil)
    with pytest.raises(InputError, match="no text"):
        read_document(write(tmp_path, "evil.docx", file.getvalue()))


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", PARAGRAPH)
    write(tmp_path, "b.pdf", b"%PDF-1.7 cut off")
    read = read_documents([tmp_path])
    assert [one.document.id for one in read] == ["a"]
    assert len(read.problems) == 1
    assert "b.pdf" in read.problems[0]


def test_folders_globs_and_names_that_are_the_same(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "talks.txt", f"{folder}: {PARAGRAPH}")
    write(tmp_path / "x", "notes.xyz", "not read")
    found = find_files([tmp_path, str(tmp_path / "**" / "*.txt")])
    assert [os.path.relpath(path, tmp_path) for path in found] == [f"x{os.sep}talks.txt", f"y{os.sep}talks.txt"]
    assert [one.document.id for one in read_documents([tmp_path])] == ["x/talks", "y/talks"]
    with pytest.raises(InputError) as caught:
        find_files([tmp_path / "none.txt", tmp_path / "*.pdf"])
    assert len(caught.value.problems) == 2


def test_copies_are_told_from_reports_on_the_same_thing() -> None:
    other = PARAGRAPH.replace("said on Monday that", "told the harbour council on Monday how").replace(
        "until a council sits", "for now"
    )
    shorter = "EASTPORT - " + PARAGRAPH.replace("Foreign minister ", "")
    texts = [
        Document("late", PARAGRAPH, published=date(2031, 3, 9)),
        Document("first", shorter, published=date(2031, 3, 8)),
    ]
    marked = mark_copies([*texts, Document("other", other + " " + "Nobody else was in the room that day, she said.")])
    assert [one.copy_of for one in marked] == ["first", None, None]


HEADS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><body><p>",
    b"Subject: x\nFrom: y\n\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.binary(max_size=80) | st.text(max_size=60).map(str.encode),
    st.sampled_from(sorted(FORMATS)),
)
def test_any_bytes_are_read_or_refused_in_words(head: bytes, tail: bytes, kind: str) -> None:
    text, refusal = read_or_refused(kind, head + tail)
    assert text is not None or refusal
    assert kind == "text" or text is None or text.strip()


def test_a_page_nested_without_end_is_survived() -> None:
    page = b"<div>" * 20_000 + b"Mara Voss said that the talks would go on until June." + b"</div>" * 20_000
    text, refusal = read_or_refused("html", page)
    assert "Voss" in (text or "") or "no text" in refusal


def read_or_refused(kind: str, data: bytes) -> tuple[str | None, str]:
    try:
        return extract(kind, data).text, ""
    except Unreadable as refusal:
        return None, str(refusal)


SPANISH = "El ministro dijo el lunes que el Gobierno no negociará con la guerrilla, y que no hay diálogo bajo amenaza."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("es.txt", SPANISH.encode(), "Spanish; the reader reads English only"),
        ("ru.txt", "Министр заявил, что переговоры возобновятся в понедельник.".encode("cp1251"), "Cyrillic"),
        ("ar.txt", "قال وزير الخارجية إن المحادثات ستستأنف في جنيف.".encode(), "the Arabic script"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(64), "old office file"),
        ("rich.txt", rb"{\rtf1 Minister Jan Oru said no.}", "rich text"),
        ("noise.txt", bytes(number % 31 + 1 for number in range(400)), "no text"),
    ],
)
def test_what_is_no_english_text_is_refused_in_words(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read_document(write(tmp_path, name, data))


def test_a_paragraph_in_another_language_is_set_apart(tmp_path: Path) -> None:
    text = f"{PARAGRAPH} {PARAGRAPH}\n\n{SPANISH}"
    read = read_documents([write(tmp_path, "two.txt", text.encode("utf-16-le"))])[0]
    assert "encoding guessed: utf-16-le" in read.document.notes
    assert [one.note for one in read.inspected.damage] == ["seems to be in Spanish: the reader reads English only"]
    assert all(one.attribution.content[0][1] < text.index("El ministro") for one in read.said)


def test_attachments_and_files_left_out_are_named(tmp_path: Path) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"] = "A <a@x.example>", "Talks"
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="report.pdf")
    with pytest.raises(InputError, match=r"attachments not read: report\.pdf; save them"):
        read_document(write(tmp_path, "bare.eml", message.as_bytes()))
    message = EmailMessage()
    message.set_content(PARAGRAPH)
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="report.pdf")
    assert read_document(write(tmp_path, "full.eml", message.as_bytes())).notes == ("attachments not read: report.pdf",)
    write(tmp_path, "sheet.xlsx", b"PK")
    assert [one.name for one in left_out([tmp_path])] == ["sheet.xlsx"]


def test_long_texts_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.evidence.placed import parts
    from detente.evidence.reader import read_texts

    text = "\n\n".join(
        [PARAGRAPH, "The road was closed for the season and the bus stood in the yard. " * 5, PARAGRAPH, ""]
    )
    whole = read_texts([Document("d", text)])[0]
    monkeypatch.setattr("detente.evidence.reader.parts", lambda given: parts(given, 200))
    assert len(list(parts(text, 200))) == 3
    read = read_texts([Document("d", text)])[0]
    assert [one.speaker.name for one in read.said] == [one.speaker.name for one in whole.said]
    assert [one.attribution.source for one in read.said] == [one.attribution.source for one in whole.said]
    assert [one.attribution.nested_in for one in read.said] == [one.attribution.nested_in for one in whole.said]


def test_one_path_is_read_as_a_list_of_one(tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_text("Envoy Mara Voss said that talks would go on.", encoding="utf-8")
    for one in (path, str(path)):
        assert [said.speaker.name for said in read_documents(one)[0].said] == ["Mara Voss"]
