"""Where a visitor's way ends: each time in words, with a way on, and with nothing lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from counterflow.app.jobs.ledger import Ledger
from counterflow.app.jobs.queue import Queue
from counterflow.app.jobs.records import RunRecord, RunRequest
from counterflow.app.refusing import within
from counterflow.app.settings import Settings
from counterflow.app.store import Store
from counterflow.faults import Faults
from counterflow.template import new
from tests.app.rooms import NAME, visitor

H = f"hearing={NAME}"
WANTED = RunRequest(kind="programmes", hearing=NAME)


@pytest.fixture
def asked_in(tmp_path: Path) -> Iterator[TestClient]:
    """A server beyond this machine, whose token the visitor has not shown."""
    with visitor(Settings(tmp_path, host="0.0.0.0", token="open sesame")) as found:  # noqa: S104, S106 -- a test
        yield found


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[TestClient]:
    """A server with a store of its own, to be broken."""
    with visitor(Settings(tmp_path / "store", workers=1)) as found:
        yield found


def links(text: str) -> set[str]:
    return set(re.findall(r'href="(/[^"]*)"', text))


def test_a_link_before_the_token_is_found_again_after_it(asked_in: TestClient) -> None:
    refused = asked_in.get("/world?group=journeys&q=a%20b")
    assert refused.status_code == 401
    (way,) = [one for one in links(refused.text) if one.startswith("/enter")]
    form = asked_in.get(way).text
    after = re.search(r'name="next" value="([^"]*)"', form)
    assert after is not None
    entered = asked_in.post(
        "/enter",
        data={"token": "open sesame", "next": after[1].replace("&amp;", "&")},
        follow_redirects=False,
    )
    assert entered.headers["location"] == "/world?group=journeys&q=a%20b"


def test_a_link_in_a_mail_is_asked_for_again_from_here_so_that_the_cookie_is_sent(
    asked_in: TestClient,
) -> None:
    from_mail = asked_in.get("/about?x=%22", headers={"sec-fetch-site": "cross-site"}).text
    assert '<meta http-equiv="refresh" content="0;url=/about?x=%22">' in from_mail
    assert "refresh" not in asked_in.get("/about", headers={"sec-fetch-site": "same-origin"}).text


def test_who_has_not_shown_the_token_reads_nothing_of_the_store(asked_in: TestClient) -> None:
    for place in ("/", "/enter", "/hearings"):
        assert "Central Asia" not in asked_in.get(place).text
    answer = asked_in.get("/api/about")
    assert (answer.status_code, answer.json()["problem"]) == (401, "Show the token first.")


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "", "/enter"]
)
def test_after_the_token_nobody_is_led_away(address: str) -> None:
    assert within(address) == "/"


def test_too_large_an_upload_is_told_on_a_page(client: TestClient) -> None:
    large = {"file": ("a.csv", b"x" * (5 * 2**20))}
    page = client.post("/evidence", files=large)
    assert (page.status_code, "<h1>Too large</h1>" in page.text, "4 MB" in page.text) == (413, True, True)
    assert "4 MB" in client.post("/api/evidence/check", files=large).json()["problem"]


def test_every_way_out_of_a_dead_end_leads_somewhere(client: TestClient) -> None:
    for place in (
        "/?hearing=nowhere",
        f"/claims/Z9?{H}",
        "/runs/0123456789ab",
        "/evidence/x",
        f"/?{H}&set=x",
        f"/world?{H}&set=journeys.ban_length%3D-1",
    ):
        answer = client.get(place)
        assert answer.status_code in (404, 422)
        for one in links(answer.text.partition("<main")[2]):
            assert client.get(one.replace("&amp;", "&")).status_code == 200, (place, one)
        assert "nowhere" not in str(links(answer.text))


def test_thousands_of_wrong_rows_are_a_page_that_can_be_read(client: TestClient) -> None:
    first, row, *_ = client.get(f"/api/hearings/{NAME}/files/evidence.csv").text.splitlines()
    wrong = row.replace(",count,", ",counted,")
    rows = "\n".join([first, *(re.sub(r"^[A-Z]+-\d+", f"FF-{i:04}", wrong) for i in range(5000))])
    answer = client.post("/evidence", files={"file": ("mine.csv", rows.encode())})
    assert answer.status_code == 422
    assert "5,000 faults" in answer.text
    assert "4,900 more are not listed" in answer.text
    assert len(answer.text) < 200_000


def test_a_file_in_another_encoding_is_told_with_the_line_and_what_to_do(client: TestClient) -> None:
    text = client.get(f"/api/hearings/{NAME}/files/evidence.csv").text.replace("invented", "inventé")
    answer = client.post("/evidence", files={"file": ("mine.csv", text.encode("latin-1"))})
    assert "byte 0xe9 is not UTF-8" in answer.text
    assert "save the file as UTF-8" in answer.text


def test_of_two_who_change_a_hearing_the_second_is_told_and_nothing_is_replaced(client: TestClient) -> None:
    client.post("/hearings", data={"name": "both"})
    page = client.get("/hearings/both").text
    stamp = re.search(r'name="stamp" value="(\w+)"', page)
    assert stamp is not None
    theirs = client.get("/api/hearings/both/files/targets.toml").content + b"# one\n"
    for content, status in ((theirs, 200), (theirs + b"# other\n", 409)):
        answer = client.post(
            "/hearings/both", files={"files": ("targets.toml", content)}, data={"stamp": stamp[1]}
        )
        assert answer.status_code == status
    assert "Somebody changed these files after you opened the page" in answer.text
    assert client.get("/api/hearings/both/files/targets.toml").content == theirs


def test_a_store_that_cannot_be_written_to_is_told_and_half_a_hearing_is_none(
    alone: TestClient, tmp_path: Path
) -> None:
    for name in ("hearings", "runs"):
        shutil.rmtree(tmp_path / "store" / name)
        (tmp_path / "store" / name).write_text("a file where a folder was")
    made = alone.post("/hearings", data={"name": "mine"})
    assert (made.status_code, "The server cannot use its folder" in made.text) == (507, True)
    run = alone.post("/api/runs", json={})
    assert (run.status_code, "Not a directory" in run.json()["problem"]) == (507, True)
    assert alone.get("/").status_code in (200, 507)


def test_a_run_stays_readable_when_its_hearing_is_gone(alone: TestClient, tmp_path: Path) -> None:
    alone.post("/hearings", data={"name": NAME})
    ledger = Ledger(Store(tmp_path / "store"))
    record = ledger.new(RunRequest(hearing=NAME, changes=("journeys.ban_length=3",)))
    ledger.begin(record)
    ledger.ended(record, "interrupted")
    assert "is of other files" not in alone.get(f"/runs/{record.id}").text
    shutil.rmtree(tmp_path / "store" / "hearings" / NAME)
    text = alone.get(f"/runs/{record.id}").text
    assert "This run is of other files" in text
    assert "Open the verdicts" not in text


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    store = Store(tmp_path)
    store.open()
    new(store.hearings / NAME)
    yield Ledger(store)
    store.close()


def test_a_run_that_is_taken_up_again_is_of_the_files_it_was_asked_for(ledger: Ledger) -> None:
    queue = Queue(ledger, Settings(ledger.store.root))
    run = queue.ask(WANTED).id
    queue.cancel(run)
    own = ledger.hearing(ledger.read(run)) / "targets.toml"
    before = own.read_bytes()
    (ledger.store.hearings / NAME / "targets.toml").write_bytes(before + b"# changed since\n")
    assert queue.resume(run).state == "waiting"
    assert own.read_bytes() == before


def test_a_run_of_files_that_are_gone_is_not_taken_up_again(ledger: Ledger) -> None:
    queue = Queue(ledger, Settings(ledger.store.root))
    record = queue.ask(RunRequest(kind="programmes"))
    queue.cancel(record.id)
    cancelled = ledger.read(record.id)
    ledger.write(cancelled.model_copy(update={"made_of": cancelled.made_of | {"scenario.toml": "another"}}))
    with pytest.raises(Faults, match=r"before scenario\.toml changed"):
        queue.resume(record.id)
    assert ledger.read(record.id).state == "cancelled"


class FullDisk(Ledger):
    """A ledger whose disk has filled up since."""

    full = False

    def write(self, record: RunRecord) -> None:
        """See `Ledger`."""
        if self.full:
            raise OSError(28, "No space left on device")
        super().write(record)


def test_a_run_whose_end_cannot_be_written_is_told_and_taken_up_again(ledger: Ledger) -> None:
    disk = FullDisk(ledger.store)
    disk.begin(disk.new(WANTED).model_copy(update={"state": "running"}))
    disk.full = True
    queue = Queue(disk, Settings(ledger.store.root))
    queue.open()
    (record,) = disk.all()
    assert queue.shown(record.id).state == "interrupted"
    queue.close()
    disk.full = False
    assert queue.resume(record.id).state == "waiting"
