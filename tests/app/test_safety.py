"""Who may ask, from where, and how much."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from counterflow.app.server import settings_of
from counterflow.app.settings import Settings, is_loopback
from counterflow.app.store import Missing, Store
from counterflow.faults import Faults
from tests.app.rooms import visitor


def test_another_site_can_change_nothing(client: TestClient) -> None:
    for headers in (
        {"origin": "http://elsewhere.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
    ):
        assert client.post("/hearings", data={"name": "theirs"}, headers=headers).status_code == 403
    assert client.get("/api/hearings/theirs").status_code == 404


def test_a_server_of_this_machine_answers_to_its_own_name_only(client: TestClient) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 421
    assert client.get("/about", headers={"host": "127.0.0.1:8765"}).status_code == 200
    assert client.get("/about", headers={"host": "[::1]:8765"}).status_code == 200


def test_too_much_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/evidence", files={"file": ("a.csv", b"x" * (5 * 2**20))})
    assert answer.status_code == 413
    assert client.post("/world", content=b"", headers={"content-length": "many"}).status_code == 413


def test_beyond_this_machine_a_token_is_needed_and_a_cookie_is_not_the_token(tmp_path: Path) -> None:
    with visitor(Settings(tmp_path, host="0.0.0.0", token="open sesame")) as client:  # noqa: S104, S106 -- a test
        assert client.get("/about").status_code == 401
        assert client.get("/api/about").status_code == 401
        assert client.get("/static/nothing.js?hearing=harvest").text == "There is no such file."
        assert client.get("/api/about", headers={"authorization": "Bearer open sesame"}).status_code == 200
        assert client.post("/enter", data={"token": "sesame"}).status_code == 401
        entered = client.post("/enter", data={"token": "open sesame"}, follow_redirects=False)
        cookie = entered.headers["set-cookie"]
        assert "sesame" not in cookie
        assert {"HttpOnly", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
        assert client.get("/about").status_code == 200


def test_beyond_this_machine_there_is_always_a_token() -> None:
    assert settings_of("127.0.0.1", 1, Path("x"), None, None).token is None
    assert len(settings_of("0.0.0.0", 1, Path("x"), None, None).token or "") > 30  # noqa: S104 -- a test


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_addresses_of_this_machine_are_known(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback(f"{host}.example")


@pytest.mark.parametrize("name", ["../x", "x/../y", "/etc", "", ".", "x\0", "X", "a" * 80])
def test_no_name_leads_out_of_the_store(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    for way in (store.hearing, store.own_hearing, store.run):
        with pytest.raises(Missing):
            way(name)


def test_a_store_has_one_server(tmp_path: Path) -> None:
    one, other = Store(tmp_path), Store(tmp_path)
    one.open()
    with pytest.raises(Faults, match="served by another process"):
        other.open()
    one.close()
    other.open()
    other.close()


def test_files_of_a_run_are_those_of_its_result(client: TestClient) -> None:
    for file in ("..%2Frecord.json", "record.json", "..%2F..%2F..%2Fetc%2Fpasswd", "log.txt"):
        assert client.get(f"/api/runs/0123456789ab/files/{file}").status_code == 404


def test_the_log_holds_no_search_words(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "counterflow.app"):
        client.get("/?hearing=harvest&q=secretword")
    assert "GET / 200" in caplog.text
    assert "secretword" not in caplog.text
