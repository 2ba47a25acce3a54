"""The workbench's Evidence tab: documents dropped in, statements judged, passages linked, and what never gets out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from starlette.testclient import TestClient

from detente.case.load import read_whole, shipped_cases
from detente.evidence.ledger import read_ledger
from detente.evidence.links import Link, read_links, write_links
from detente.views.web.app import make_app
from detente.views.web.desk import Desk
from detente.views.web.evidence_acts import add_document
from detente.views.web.shelf import Held, Line, code, shelf_of
from web_factory import ADDRESS, copied

VALLEY = """River Ministry spokeswoman Lea Marten told reporters on Monday that the harbour would open by 1 June.

Six gardens to see before the summer ends

“The Front will not come to the talks, ”said minister Jan Oru. “The Front told me that it wants the bridge first,” \
Oru added.

Envoy Mara Voss declined to comment. <script>alert(1)</script> “<img src=x onerror=alert(1)> stays,” Voss said.
"""
EASTLAND = """“There will be no talks while the president is in office,” a spokesman of the Front had said, according \
to a minister of Eastland on Thursday.

Snow closed the pass above the dam.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "northfork")


@pytest.fixture
def desk(folder: Path) -> Desk:
    return Desk(folder, runs=10, full=10)


@pytest.fixture
def page(desk: Desk) -> Iterator[TestClient]:
    with TestClient(make_app(desk), base_url=ADDRESS, headers={"origin": ADDRESS}) as client:
        yield client


def drop(page: TestClient, **files: str | bytes) -> str:
    """Drop files; names come with double underscores for dots."""
    sent = [("file", (name.replace("__", "."), body, "text/plain")) for name, body in files.items()]
    answer = page.post("/upload/documents", files=sent, data={"where": "tab=evidence"})
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def act(page: TestClient, held: Held, line: Line, do: str, **fields: str) -> str:
    sent = {
        "where": f"tab=evidence&view.doc={held.code}",
        "doc": held.code,
        "id": line.statement.id,
        "do": do,
        **fields,
    }
    answer = page.post("/evidence", data=sent)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


def find(desk: Desk, key: str) -> Held:
    return next(one for one in shelf_of(desk).held() if one.key == key)


def line(desk: Desk, key: str, words: str) -> Line:
    held = find(desk, key)
    assert held.read is not None
    text = held.read.document.text
    return next(one for one in held.lines if any(words in text[start:end] for start, end in one.spans))


def test_without_copies_the_ledger_is_shown(page: TestClient) -> None:
    answer = page.get(f"/panel?tab=evidence&view.doc={code('herald-0320')}&view.said=S5").text
    for words in ("No copy of this document", "No talks while the president is in office", "a minister of Eastland",
                  "hearsay, chain of 1", "What it sets", "Drop documents here"):  # fmt: skip
        assert words in answer, words
    chain = answer.split('<dd class="hands">')[1].split("</dd>")[0]
    assert re.findall(r"<span>(.*?)</span>", chain) == ["Front spokesman", "a minister of Eastland", "Northfork Herald"]


def test_other_tabs_lead_to_a_statement_by_its_id(page: TestClient) -> None:
    answer = page.get("/panel?tab=evidence&view.statement=S5").text
    assert "The Front&#39;s condition" in answer
    assert 'id="card-S5"' in answer


def test_a_new_document_is_named_in_the_case_and_its_statements_wait(
    page: TestClient, desk: Desk, folder: Path
) -> None:
    before = (folder / "ledger.jsonl").read_text(encoding="utf-8")
    told = drop(page, **{"2031-03-22-valley__txt": VALLEY})
    assert (folder / "ledger.jsonl").read_text(encoding="utf-8") == before
    assert read_whole(folder).documents["2031-03-22-valley"].date.isoformat() == "2031-03-22"
    held = find(desk, "2031-03-22-valley")
    assert {one.standing for one in held.lines} == {"read"}
    assert "not reviewed" in told
    assert 'class="ring"' in told
    assert "# what the ledger's statements were found in" in (folder / "case.yaml").read_text(encoding="utf-8")


def test_text_is_shown_as_received_and_only_as_text(page: TestClient, desk: Desk) -> None:
    drop(page, **{"2031-03-22-valley__txt": VALLEY})
    one = line(desk, "2031-03-22-valley", "will not come")
    address = f"/panel?tab=evidence&view.doc={code('2031-03-22-valley')}&view.said={one.statement.id}"
    answer = page.get(address).text
    assert "<script>alert" not in answer
    assert "<img" not in answer
    body = answer.split('id="received"')[1].split("</div>")[0].split(">", 1)[1]
    said = re.sub(r"<(sup|small)[^>]*data-said.*?</\1>", "", body)
    shown = html.unescape(re.sub(r"<[^>]+>", "", said))
    assert re.sub(r"\s+", " ", shown).strip() == re.sub(r"\s+", " ", VALLEY).strip()
    for match in re.finditer(r'data-at="(\d+)"[^>]*>([^<]*)<', body):
        text = html.unescape(match.group(2))
        assert VALLEY[int(match.group(1)) :].startswith(text)
    assert '<mark class="content' in body
    assert '<mark class="source' in body
    assert "spliced headline, left out" in body
    assert "mark glued to the next word" in html.unescape(body)


def test_nested_speech_keeps_both_layers(page: TestClient, desk: Desk) -> None:
    drop(page, **{"2031-03-22-valley__txt": VALLEY})
    held = find(desk, "2031-03-22-valley")
    inner = next(one for one in held.lines if one.statement.chain)
    answer = page.get(f"/panel?tab=evidence&view.doc={held.code}&view.said={inner.statement.id}").text
    chain = re.findall(r"<span>(.*?)</span>", answer.split('<dd class="hands">')[1].split("</dd>")[0])
    assert chain[:2] == ["Front", "Jan Oru"]
    assert "outer source" in answer


def test_accepting_makes_a_ledger_line_and_undo_takes_it_back(page: TestClient, desk: Desk, folder: Path) -> None:
    drop(page, **{"2031-03-22-valley__txt": VALLEY})
    held, one = find(desk, "2031-03-22-valley"), line(desk, "2031-03-22-valley", "will not come")
    told = act(page, held, one, "accept")
    ledger = read_ledger(folder / "ledger.jsonl")
    assert ledger[one.statement.id].reviewed
    assert ledger[one.statement.id].offsets == one.spans
    assert f"{one.statement.id} accepted" in told
    assert line(desk, held.key, "will not come").standing == "accepted"
    act(page, held, one, "undo")
    assert one.statement.id not in read_ledger(folder / "ledger.jsonl")
    assert line(desk, held.key, "will not come").standing == "read"


def test_rejecting_is_remembered(page: TestClient, desk: Desk, folder: Path) -> None:
    drop(page, **{"2031-03-22-valley__txt": VALLEY})
    held, one = find(desk, "2031-03-22-valley"), line(desk, "2031-03-22-valley", "will not come")
    act(page, held, one, "reject")
    assert line(desk, held.key, "will not come").standing == "rejected"
    assert read_ledger(folder / "ledger.review.jsonl")[one.statement.id].credibility == 0
    assert shelf_of(Desk(folder, runs=10, full=10)).find(held.code) is not None
    act(page, held, line(desk, held.key, "will not come"), "accept")
    assert read_ledger(folder / "ledger.jsonl")[one.statement.id].credibility is None


def test_a_statement_that_numbers_rest_on_is_not_rejected(page: TestClient, desk: Desk, folder: Path) -> None:
    before = (folder / "ledger.jsonl").read_bytes()
    held = find(desk, "herald-0320")
    told = act(page, held, held.lines[0], "reject")
    assert "This could not be shown as asked" in told
    assert (folder / "ledger.jsonl").read_bytes() == before


def test_editing_checks_all_fields_at_once(page: TestClient, desk: Desk, folder: Path) -> None:
    held = find(desk, "herald-0320")
    wrong = act(page, held, held.lines[0], "edit", kind="thread", channel="public", state="asserted", sharing="open",
                content="", credibility="2")  # fmt: skip
    for problem in ("kind: 'thread'", "content: missing", "credibility: expected"):
        assert problem in wrong
    right = {"kind": "demand", "channel": "private", "state": "contested", "sharing": "restricted", "credibility": ".4"}
    said = {"content": "No talks with him in office.", "speaker": "Front spokesman", "issue": "executive"}
    act(page, held, held.lines[0], "edit", **right, **said)
    one = read_ledger(folder / "ledger.jsonl")["S5"]
    assert (one.kind, one.channel, one.verification.state, one.sharing, one.credibility, one.reviewed, one.issues) == (
        "demand", "private", "contested", "restricted", 0.4, True, ("executive",)
    )  # fmt: skip


def test_a_copy_of_a_cited_document_is_linked(page: TestClient, desk: Desk, folder: Path) -> None:
    told = drop(page, **{"2031-03-20-northfork-herald__txt": EASTLAND})
    assert "The Front's condition" in told.replace("’", "'")
    assert "2031-03-20-northfork-herald" not in read_whole(folder).documents
    (link,) = [one for one in read_links(folder / "links.jsonl") if one.offsets]
    assert link.statement == "S5"
    assert "no talks while" in EASTLAND[slice(*link.offsets[0])]
    assert link.file == "documents/2031-03-20-northfork-herald.txt"
    held = find(desk, "herald-0320")
    start = EASTLAND.index("Snow")
    act(page, held, held.lines[0], "link", start=str(start), end=str(start + 4))
    (moved,) = [one for one in read_links(folder / "links.jsonl") if one.offsets]
    assert (moved.offsets, moved.reviewed) == (((start, start + 4),), True)
    for bad in ({"start": "5", "end": "5"}, {"start": "0", "end": "99999"}, {"start": "-1", "end": "3"}, {}):
        assert "could not be shown" in act(page, held, held.lines[0], "link", **bad)


def test_a_dropped_copy_can_be_taken_away_and_brought_back(page: TestClient, desk: Desk, folder: Path) -> None:
    drop(page, **{"2031-03-22-valley__txt": VALLEY.replace("\n", "\r\n")})
    held, one = find(desk, "2031-03-22-valley"), line(desk, "2031-03-22-valley", "will not come")
    act(page, held, one, "accept")
    (copy,) = (folder / "documents").iterdir()
    whole = copy.read_bytes()
    told = act(page, held, one, "away")
    assert "The copy 2031-03-22-valley.txt is out of the case’s folder. " in told
    assert not list((folder / "documents").iterdir())
    assert one.statement.id in read_ledger(folder / "ledger.jsonl")
    copy.write_text("another text of this name")
    assert "another file of this name lies there now" in act(page, held, one, "undo")
    copy.unlink()
    act(page, held, one, "undo")
    assert copy.read_bytes() == whole
    assert find(desk, "2031-03-22-valley").read is not None
    act(page, held, one, "undo")
    assert one.statement.id not in read_ledger(folder / "ledger.jsonl")


def test_what_is_no_document_is_refused_and_the_rest_is_taken(page: TestClient, folder: Path) -> None:
    told = drop(page, **{"a__exe": b"MZ", "b__pdf": b"%PDF-1.4 broken", "../../evil__txt": "Talks resumed today.",
                         "2031-03-22-valley__txt": VALLEY})  # fmt: skip
    assert "a.exe: not a document that can be read" in told
    assert "b.pdf" in told
    assert str(folder) not in told
    names = sorted(one.name for one in (folder / "documents").iterdir())
    assert names == ["2031-03-22-valley.txt", "evil.txt"]
    assert not list(folder.parent.glob("evil*"))
    again = drop(page, evil__txt="Other words.")
    assert "another document of this name" in again


def test_uploads_are_bounded(page: TestClient) -> None:
    answer = page.post("/upload/documents", content=b"x" * 10, headers={"content-length": str(40 * 1024 * 1024)})
    assert answer.status_code == 413
    assert page.post("/evidence", content=b"x" * (300 * 1024)).status_code == 413


def test_another_page_cannot_drop_or_judge(page: TestClient) -> None:
    for path in ("/upload/documents", "/evidence"):
        assert page.post(path, headers={"origin": "http://elsewhere.example"}).status_code == 403


def test_a_case_that_ships_is_left_alone(tmp_path: Path) -> None:
    desk = Desk(shipped_cases()["aceh-2005"], runs=10, full=10)
    with TestClient(make_app(desk), base_url=ADDRESS, headers={"origin": ADDRESS}) as page:
        told = page.get("/panel?tab=evidence").text
        assert "ships with" in told
        assert 'value="accept"' not in told
        sent = page.post("/upload/documents", files=[("file", ("a.txt", "Talks resumed.", "text/plain"))])
        assert "is left as it is" in html.unescape(sent.text)
    assert not (desk.folder / "documents").exists()


def test_nothing_of_a_text_stands_in_an_address(
    page: TestClient, desk: Desk, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text.replace("sharing: restricted", "sharing: secret"), encoding="utf-8")
    drop(page, **{"2031-03-22-valley__txt": VALLEY})
    held = find(desk, "2031-03-22-valley")
    for one in held.lines:
        answer = page.get(f"/panel?tab=evidence&view.doc={held.code}&view.said={one.statement.id}")
        found = re.findall(r'(?:href|hx-get|action)="([^"]*)"', answer.text)
        addresses = unquote_plus(" ".join([*found, *answer.headers.values()]))
        for word in ("valley", "Marten", "harbour", "Oru", "bridge", "Voss"):
            assert word not in addresses, word
        assert "no-store" in answer.headers["cache-control"]
    act(page, held, held.lines[0], "accept")
    assert "harbour" not in caplog.text
    assert "Marten" not in caplog.text


def test_a_linked_file_outside_shows_only_what_was_linked(page: TestClient, desk: Desk, folder: Path) -> None:
    outside = folder.parent / "private.txt"
    outside.write_text("The key of the safe is under the mat.", encoding="utf-8")
    link = Link("S5", "matched", "../private.txt", "0" * 16, ((0, 9),))
    write_links([link], folder / "links.jsonl")
    assert "under the mat" not in page.get(f"/panel?tab=evidence&view.doc={code('herald-0320')}").text
    (folder / "documents").mkdir()
    (folder / "documents" / "leak.txt").symlink_to(outside)
    assert all(one.read is None for one in shelf_of(desk).held())


def test_files_that_cannot_be_read_are_named_and_the_last_reading_stays(page: TestClient, folder: Path) -> None:
    assert "No copy of this document" in page.get("/panel?tab=evidence").text
    (folder / "links.jsonl").write_text('{"statement": "S5"}\n', encoding="utf-8")
    told = html.unescape(page.get("/panel?tab=evidence").text)
    assert "links.jsonl:1:1: state: None is not a state" in told
    assert "No copy of this document" in told
    (folder / "links.jsonl").unlink()
    assert "links.jsonl" not in page.get("/panel?tab=evidence").text


def test_rivals_stand_beside_the_statement(page: TestClient, desk: Desk) -> None:
    text = "The Front’s spokesman Aron Beck said that the Front would come to talks while the president is in office.\n"
    drop(page, **{"2031-03-25-post__txt": text})
    held = find(desk, "2031-03-25-post")
    told = page.get(f"/panel?tab=evidence&view.doc={held.code}&view.said={held.lines[0].statement.id}").text
    assert 'id="rival-S5"' in told
    assert "one affirms what the other negates" in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: T\n", 'title: T\n\ndocuments:\n  "b": {outlet: "P", date: 2031-03-09}\n'),
        ("documents: {a: {outlet: A, date: 2031-03-08}}\n",
         'documents: {a: {outlet: A, date: 2031-03-08}, "b": {outlet: "P", date: 2031-03-09}}\n'),
        ("documents:\n  a:\n    outlet: A\n    date: 2031-03-08\nissues: {}\n",
         'documents:\n  a:\n    outlet: A\n    date: 2031-03-08\n  "b": {outlet: "P", date: 2031-03-09}\nissues: {}\n'),
        ("documents:\n  a: {outlet: A,\n      date: 2031-03-08}  # why",
         'documents:\n  a: {outlet: A,\n      date: 2031-03-08}  # why\n  "b": {outlet: "P", date: 2031-03-09}\n'),
    ],
)  # fmt: skip
def test_a_document_is_added_where_it_belongs(text: str, expected: str) -> None:
    assert add_document(text, "b", {"outlet": "P", "date": "2031-03-09"}) == expected
