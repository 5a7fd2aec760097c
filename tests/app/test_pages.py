"""Pages as they are answered: what stands in them, and that the address bar holds all of it."""

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

H = "hearing=harvest"
PAGES = (
    "/", f"/?{H}", f"/?{H}&standing=supported&witness=official&q=harvest", f"/claims/A1?{H}", f"/world?{H}",
    f"/world?{H}&group=journeys", f"/world?{H}&q=mobility", f"/world/map?{H}", f"/world/flows?{H}", f"/runs?{H}",
    "/runs/compare", f"/decision?{H}", f"/evidence?{H}", f"/evidence/conflicts?{H}", f"/evidence/rates?{H}",
    f"/evidence/fitted?{H}", f"/life?{H}", "/hearings", "/hearings/harvest", f"/about?{H}", "/enter",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_answered_without_scripts_or_styles_of_its_own(client: TestClient, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 200
    assert not re.search(r"<script(?! src=\"/static/)|<style| style=| on[a-z]+=\"", answer.text)
    assert "http" not in "".join(re.findall(r'(?:src|href)="(?!https?://)([^"]*)', answer.text))
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_the_first_page_of_a_new_store_is_filled_from_what_ships(client: TestClient) -> None:
    text = client.get("/").text
    assert "Daniel Rosenblum" in text
    assert "Recruited abroad" in text


def test_it_is_told_what_the_figures_say_of_the_model_and_claims_lead_there(client: TestClient) -> None:
    text = client.get("/evidence/fitted").text
    assert "The main driver under the account" in text
    assert text.count("Tajikistan, ever left, 07/2015") > 1  # in words beside the chart, and in the table
    for place in ("/", "/claims/R1", "/evidence"):
        assert 'href="/evidence/fitted"' in client.get(place).text


def test_a_hearing_that_was_not_fitted_says_so_and_its_claims_lead_nowhere(client: TestClient) -> None:
    assert "has not been fitted to its figures" in client.get(f"/evidence/fitted?{H}").text
    assert "/evidence/fitted" not in client.get(f"/claims/A1?{H}").text


def test_what_a_change_moves_is_what_reads_otherwise_and_another_standing_comes_first(
    client: TestClient,
) -> None:
    text = client.get(f"/?set={quote('belief.exposure_ratio=[2,6,12]')}").text
    table = text.partition("have another verdict or chance")[2].partition("</table>")[0]
    rows = [re.findall(r"<td.*?</td>", row, re.DOTALL)[-2:] for row in table.split("<tr")[2:]]
    assert rows
    before, now = zip(*[[re.sub(r"<[^>]*>", "", cell) for cell in row] for row in rows], strict=True)
    assert all(one != other for one, other in zip(before, now, strict=True))
    firsts = [one.split("<br>")[0].count("differs") for one in table.split("<tr")[2:]]
    assert firsts == sorted(firsts, reverse=True)


def test_figures_are_found_by_the_words_they_are_shown_with(client: TestClient) -> None:
    text = client.get("/evidence?q=ever+left+to+fight+tajikistan").text
    assert "Tajikistan: ever left to fight" in text
    assert "ff_cumulative" not in text.partition('id="rows"')[2]


def test_a_filter_keeps_claims_that_fit_and_says_where_none_does(client: TestClient) -> None:
    everything, some = client.get(f"/?{H}").text, client.get(f"/?{H}&witness=official").text
    assert "The organiser" in everything.partition("board")[2]
    assert "hw-organiser" not in some
    assert "No claim fits" in client.get(f"/?{H}&q=nobody+said+this").text


def test_what_is_not_there_is_told_in_words(client: TestClient) -> None:
    for path in (
        "/nowhere",
        "/claims/Z9",
        "/runs/0123456789ab",
        "/?hearing=nowhere",
        "/hearings/nowhere",
        "/evidence/x",
    ):
        answer = client.get(path)
        assert (answer.status_code, "Not found" in answer.text) == (404, True)


def test_a_wrong_change_is_told_by_field(client: TestClient) -> None:
    answer = client.get(f"/?{H}&set=journeys.ban_lengt%3D3")
    assert answer.status_code == 422
    assert "did you mean ban_length?" in answer.text


def test_typed_numbers_become_the_address_and_back(client: TestClient) -> None:
    typed = {"hearing": "harvest", "group": "journeys", "v:journeys.ban_length": "4"}
    answer = client.post("/world", data=typed, follow_redirects=False)
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert "set=journeys.ban_length%3D4" in address
    text = client.get(address).text
    assert 'name="v:journeys.ban_length" value="4"' in text
    before = re.search(r"<b>4</b> instead of ([\d.]+)", text)
    assert before is not None
    back = client.post(
        "/world",
        data={"hearing": "harvest", "set": "journeys.ban_length=4", "v:journeys.ban_length": before[1]},
        follow_redirects=False,
    )
    assert "set=" not in back.headers["location"]


def test_what_is_no_number_is_told_and_nothing_is_changed(client: TestClient) -> None:
    answer = client.post("/world", data={"hearing": "harvest", "v:journeys.ban_length": "many"})
    assert answer.status_code == 422
    assert "many is not a number" in answer.text


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999"])
def test_what_is_not_finite_is_no_number(client: TestClient, typed: str) -> None:
    assert (
        client.post("/world", data={"hearing": "harvest", "v:journeys.ban_length": typed}).status_code == 422
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("person", "99999999999"), ("programme", "x" * 90), ("set", "x" * 301), ("kind", "x")],
)
def test_a_form_that_asks_for_too_much_is_told_and_not_broken(
    client: TestClient, field: str, value: str
) -> None:
    answer = client.post("/runs", data={"kind": "life", "hearing": "harvest", field: value})
    assert answer.status_code == 422
    assert "That could not be done" in answer.text


def test_a_life_asked_for_by_a_name_that_cannot_be_is_told(client: TestClient) -> None:
    assert client.get(f"/life?{H}&programme={'x' * 90}").status_code == 422
    assert client.get(f"/life?{H}&person=x&seed=-1").status_code == 200


def test_a_changed_belief_is_answered_at_once_and_marked(client: TestClient) -> None:
    text = client.get(f"/?{H}&set={quote('belief.exposure_ratio=[2,4,9]')}").text
    assert "Answered at once" in text
    assert "instead of" in text
    assert "Take back all" in text


def test_a_changed_number_is_not_answered_but_offered_to_be_run(client: TestClient) -> None:
    text = client.get(f"/?{H}&set=journeys.ban_length%3D4").text
    assert "Not answered yet" in text
    assert "Run it with the change" in text


def test_a_broken_csv_is_told_row_by_row_and_a_mended_one_is_taken(client: TestClient) -> None:
    good = client.get("/api/hearings/harvest/files/evidence.csv").content
    lines = good.decode().splitlines()
    broken = "\n".join([lines[0], lines[1].replace(",count,", ",counted,"), *lines[2:]]).encode()
    answer = client.post("/evidence", files={"file": ("mine.csv", broken)}, data={"hearing": "harvest"})
    assert answer.status_code == 422
    assert "evidence.csv, line 2" in answer.text
    mended = client.post("/evidence", files={"file": ("mine.csv", good)}, data={"hearing": "harvest"})
    assert (mended.status_code, "nothing wrong" in mended.text) == (200, True)


def test_a_hearing_is_made_its_files_are_replaced_and_faults_are_listed(client: TestClient) -> None:
    assert client.post("/hearings", data={"name": "mine"}).status_code == 200
    assert client.post("/hearings", data={"name": "mine"}).status_code == 422
    assert client.post("/hearings", data={"name": "../mine"}).status_code == 422
    broken = client.get("/api/hearings/mine/files/hearing.toml").text.replace(
        'kind = "figure"', 'kind = "figur"'
    )
    answer = client.post("/hearings/mine", files={"files": ("hearing.toml", broken.encode())})
    assert answer.status_code == 422
    assert "figur" in answer.text
    assert re.search(r"hearing.toml, line \d+", answer.text)
    wrong = client.post("/hearings/mine", files={"files": ("../../x.toml", b"")})
    assert (wrong.status_code, "is no file of a hearing" in wrong.text) == (422, True)
    assert (
        client.post("/hearings/central_asia_2015", files={"files": ("hearing.toml", b"")}).status_code == 404
    )
