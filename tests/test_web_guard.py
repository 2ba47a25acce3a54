"""Who may ask the workbench: its own page on this machine, and nobody else."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.errors import InputError
from detente.views.commands.serve import _listen
from detente.views.web.assets import names
from detente.views.web.desk import Desk
from detente.views.web.guard import BODY, HEADERS
from web_factory import ADDRESS, client, copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(copied(tmp_path_factory.mktemp("guard") / "northfork"), runs=40, full=40)


@pytest.fixture
def page(desk: Desk) -> TestClient:
    return client(desk)


def test_every_answer_carries_the_headers(page: TestClient) -> None:
    for path in ("/here", "/panel", "/assets/workbench.css", "/nowhere", "/panel?lever=x"):
        answer = page.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path


def test_the_policy_lets_nothing_be_evaluated_or_written_inline() -> None:
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("host", ["evil.example:8765", "127.0.0.1:9999", "127.0.0.1", "127.0.0.1.evil.example:8765",
                                  "user@127.0.0.1:8765", "[::1]:8765", "", "127.0.0.1:port"])  # fmt: skip
def test_a_name_that_was_bound_to_this_machine_is_refused(page: TestClient, host: str) -> None:
    assert page.get("/here", headers={"host": host}).status_code == 421


def test_localhost_is_this_machine_too(page: TestClient) -> None:
    assert page.get("/here", headers={"host": "localhost:8765"}).status_code == 204


@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"}, {"origin": "http://127.0.0.1:9999"},
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_pages_are_refused(page: TestClient, headers: dict[str, str], method: str) -> None:
    path = "/panel" if method == "GET" else "/undo"
    assert page.request(method, path, headers=headers).status_code == 403


def test_a_link_from_elsewhere_opens_the_page_and_only_the_page(page: TestClient) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}
    assert page.get("/", headers=headers).status_code == 200
    assert page.get("/panel", headers=headers).status_code == 403
    assert page.get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe"}).status_code == 403


def test_a_change_without_an_origin_is_refused(desk: Desk) -> None:
    from detente.views.web.app import make_app

    bare = TestClient(make_app(desk), base_url=ADDRESS)
    assert bare.post("/undo").status_code == 403
    assert bare.post("/undo", headers={"origin": ADDRESS}).status_code == 200


def test_bodies_are_bounded_whether_their_length_is_told_or_not(page: TestClient) -> None:
    assert page.post("/undo", content=b"x" * (BODY + 1)).status_code == 413

    def parts() -> Any:
        for _ in range(BODY // 1024 + 2):
            yield b"x" * 1024

    answer = page.post("/undo", content=parts(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/assets/../app.py", "/assets/..%2Fapp.py", "/assets/%2e%2e/case.yaml",
                                  "/assets/fonts/OFL-source-sans-3.txt", "/assets/", "/case.yaml"])  # fmt: skip
def test_no_path_leads_to_a_file_that_is_not_the_pages_own(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert "title:" not in answer.text


def test_the_pages_own_files_are_all_there(page: TestClient) -> None:
    for name in names():
        answer = page.get(f"/assets/{name}")
        assert answer.status_code == 200, name
        again = page.get(f"/assets/{name}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        assert "http://" not in answer.text[:200]


def test_a_fault_is_a_line_without_what_was_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> str:
        raise RuntimeError("confidential words")

    monkeypatch.delenv("DETENTE_DEBUG", raising=False)
    monkeypatch.setattr("detente.views.web.app.fragment", broken)
    with caplog.at_level("ERROR"):
        answer = client(desk).get("/panel?view.note=confidential")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "confidential" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_taken_port_is_said_with_a_free_one() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=r"something else listens there.*--port \d+"):
            _listen(port, "northfork")


@pytest.mark.skipif(os.name != "posix", reason="looks at the address as POSIX has it")
def test_it_listens_on_this_machine_only() -> None:
    made = None
    for port in range(18765, 18865):
        try:
            made = _listen(port, "northfork")
        except InputError:
            continue
        break
    assert made is not None
    with made:
        assert made.getsockname()[0] == "127.0.0.1"


def test_the_theatre_is_sent_once_and_wound_for_drawing(page: TestClient, desk: Desk, tmp_path: Path) -> None:
    features = page.get("/theatre.json").json()
    assert {one["properties"]["name"] for one in features} == set(desk.case.regions)
