"""The page that trains, as a browser without scripts meets it, and the doors that its script uses."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from simulator.engine.training.spec import as_json, read_spec
from simulator.limits import RUN_LIMITS
from simulator.permalinks import pack
from simulator.runs import running
from simulator.runs.turns import Busy
from simulator.training.form import form_of
from simulator.training.links import PATH, read_run, training_url, write_run
from simulator.training.situations import DEFAULT, SITUATIONS
from tests.simulator.test_training_form import QUICK, typed

CSV = "x1,x2,label\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n"


@pytest.fixture(autouse=True)
def _no_rows_are_read(db):
    """The page names who is signed in, as every page does; it needs no other row."""


@pytest.fixture(autouse=True)
def machine(settings, tmp_path):
    settings.RUNS_DIR = tmp_path / "runs"


def test_the_script_is_told_the_limits_of_the_table(client):
    page = client.get(PATH).content.decode()
    assert f'data-most-units="{RUN_LIMITS.units}"' in page
    assert f'data-most-layers="{RUN_LIMITS.layers - 1}"' in page  # hidden ones


@pytest.fixture(scope="module", autouse=True)
def crew():
    """The processes that train end with the tests of this file."""
    yield running.CREW
    running.CREW.dismiss()


def words(response):
    html = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(html))


def spec_in(response):
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    return read_run(query["s"][0]), query


def send(texts, features=("x1", "x2"), do="train", **headers):
    return Client().post(PATH, {**texts, "features": list(features), "do": do}, headers=headers)


def test_the_address_of_a_link_is_the_address_of_the_page():
    assert reverse("simulator:train") == PATH


def test_a_plain_visit_shows_the_settings_of_the_first_situation():
    response = Client().get(PATH)
    assert response.status_code == 200
    assert as_json(response.context["form"].spec) == as_json(read_spec(SITUATIONS[DEFAULT].run))
    assert SITUATIONS[DEFAULT].about in words(response)


@pytest.mark.parametrize("slug", SITUATIONS)
def test_every_situation_has_a_link_that_says_what_to_look_for(slug):
    response = Client().get(PATH, {"situation": slug}, follow=True)
    assert response.status_code == 200
    assert SITUATIONS[slug].about in words(response)


def test_the_situations_are_a_tour_that_ends():
    following = [Client().get(training_url(one.run)).context["following"] for one in SITUATIONS.values()]
    assert following == [*list(SITUATIONS.values())[1:], None]


def test_training_without_a_script_gives_readings_and_a_map():
    response = Client().get(send(typed(QUICK))["Location"])
    moments = response.context["outcome"].moments
    assert [(moment.name, moment.epoch) for moment in moments] == [("Start", 0), ("Middle", 3), ("End", 6)]
    html = response.content.decode()
    assert html.count('class="point kind-') == 40
    assert "What the network says at the end." in words(response)


def test_own_data_is_trained_and_stands_in_no_address():
    response = send(typed(QUICK) | {"data.set": "own", "data.csv": CSV, "validation": "0"})
    assert response.status_code == 200
    assert response.context["outcome"].moments[-1].epoch == 6
    assert response.context["data"]["run"]["link"] == ""
    assert "no, " not in response.context["about"]
    assert "0,1,yes" in response.content.decode()


def test_what_is_wrong_stands_at_its_control_and_nothing_typed_is_lost():
    response = send(typed(QUICK) | {"optimiser.learning_rate": "fast", "data.noise": "9"})
    assert response.status_code == 400
    html = response.content.decode()
    assert re.search(r'value="fast"[^>]*aria-invalid="true"', html)
    assert re.search(r'value="9"[^>]*aria-invalid="true"', html)
    assert "“fast” cannot be read as a number." in words(response)
    assert "Give a number from 0 to 0.5." in words(response)


@pytest.mark.parametrize(("do", "sizes"), [("add-layer", [2, 4, 1]), ("remove-layer", [1])])
def test_layers_come_and_go_without_a_script_and_nothing_is_trained_yet(do, sizes):
    spec, query = spec_in(send(typed(QUICK), do=do))
    assert [layer.units for layer in spec.layers] == sizes
    assert "run" not in query


def test_a_setting_with_two_meanings_is_answered_by_a_button():
    response = send(typed(QUICK) | {"epochs": "1.000"})
    buttons = re.findall(r'<button class="button" name="epochs" value="(.*?)">', response.content.decode())
    assert (response.status_code, buttons) == (400, ["1", "1000"])
    spec, _ = spec_in(send(typed(QUICK) | {"epochs": ["1.000", "1000"]}))  # as the form sends it
    assert spec.epochs == 1000


def test_a_script_is_told_both_meanings():
    said = send(typed(QUICK) | {"optimiser.learning_rate": "1,234"}, accept="application/json").json()
    assert said["choices"]["optimiser.learning_rate"] == ["1.234", "1234"]


def test_a_script_is_told_the_run_and_its_link():
    told = send(typed(QUICK), Accept="application/json").json()
    assert told["spec"] == as_json(read_spec(QUICK))
    assert as_json(read_run(told["link"])) == told["spec"]
    assert told["words"] == "6 epochs of a 2-2-1 tanh network on XOR"


def test_a_script_is_told_what_is_wrong_by_the_name_of_the_control():
    response = send(typed(QUICK) | {"data.set": "own", "data.csv": "1,2,a\nx,3,b\n"}, Accept="application/json")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["data.csv"]
    assert "Line 2, column 1" in response.json()["errors"]["data.csv"][0]


@pytest.mark.parametrize(
    ("permalink", "reason"),
    [
        ("v1.e30", "cannot be trained"),  # {}
        ("v2.e30", "not made by this simulator"),
        ("v1.!", "damaged"),
        ("v1." + "A" * 5000, "longer than 4096 characters"),
        (pack(QUICK | {"epochs": 100_000}), "epochs: Give a whole number from 1 to 1,000."),
        (pack(QUICK | {"data": {"csv": CSV}}), "brings data of its own"),
    ],
)
@pytest.mark.parametrize("name", ["s", "t"])
def test_a_bad_link_is_told_so_and_the_page_begins_anew(name, permalink, reason):
    response = Client().get(PATH, {name: permalink})
    assert response.status_code == 400
    assert reason in words(response)
    assert as_json(response.context["form"].spec) == as_json(read_spec(SITUATIONS[DEFAULT].run))


def test_of_two_runs_the_second_is_in_the_settings():
    second = QUICK | {"seed": 7}
    response = Client().get(PATH, {"s": write_run(read_spec(QUICK)), "t": write_run(read_spec(second))})
    assert response.context["data"]["run"]["spec"]["seed"] == 7
    assert response.context["data"]["beside"]["spec"]["seed"] == 1


def test_while_the_machine_is_busy_the_settings_stay(monkeypatch):
    def busy(*_, **__):
        raise Busy

    monkeypatch.setattr(running, "run", busy)
    response = Client().get(training_url(QUICK, run="1"))
    assert response.status_code == 429
    assert "press Train again" in words(response)
    assert as_json(response.context["form"].spec) == as_json(read_spec(QUICK))


@pytest.mark.parametrize("by", ["link", "form"])
def test_the_program_comes_as_a_file(by):
    response = Client().get(training_url(QUICK, **{"as": "code"})) if by == "link" else send(typed(QUICK), do="code")
    assert response["Content-Disposition"] == 'attachment; filename="training.py"'
    assert response.content.decode().startswith("import numpy as np")


def test_what_a_visitor_types_is_escaped_wherever_it_is_shown():
    text = 'x1,x2,label\n0,0,<b>a</b>\n1,1,"<script>"\n'
    response = send(typed(QUICK) | {"data.set": "own", "data.csv": text, "validation": "0"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "<b>a</b>" not in html
    assert json.loads(re.findall(r'id="training"[^>]*>(.*?)</script>', html)[0])["run"]["spec"]["data"]["csv"]


def test_each_of_the_rooms_leads_to_the_others():
    for name in ("step", "train", "experiments"):
        html = Client().get(reverse(f"simulator:{name}")).content.decode()
        [rooms] = re.findall(r'<nav class="rooms".*?</nav>', html, flags=re.DOTALL)
        assert rooms.count("<a ") == 3
        assert re.findall(r'href="([^"]+)" aria-current="page"', rooms) == [reverse(f"simulator:{name}")]


def test_the_form_of_the_page_sends_what_it_shows():
    html = Client().get(training_url(QUICK)).content.decode()
    names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', html))
    names -= {
        "situation",
        "features",
        "csrfmiddlewaretoken",
        "layers[1].units",
        "layers[1].activation",
    }  # 1: the pattern
    assert names == {*form_of(read_spec(QUICK)).texts, "data.csv", "optimiser.momentum", "optimiser.decay"}
