"""Experiments over HTTP: the list, one run, and what is said of parameters that cannot be used."""

import json

import pytest
from django.test import Client

from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS
from simulator.runs import running
from simulator.runs.crew import Crew

DOOR = "/api/simulator/experiments/"


@pytest.fixture(scope="module")
def warm():
    crew = Crew("simulator.runs.child")
    yield crew
    crew.dismiss()


@pytest.fixture(autouse=True)
def machine(settings, tmp_path, monkeypatch, warm):
    settings.RUNS_DIR, settings.RUNS_AT_ONCE = tmp_path / "runs", 2
    monkeypatch.setattr(running, "CREW", warm)


def post(slug, body):
    sent = body if isinstance(body, str) else json.dumps(body)
    return Client().post(f"{DOOR}{slug}/", sent, "application/json")


def test_the_list_has_what_a_program_needs_to_run_each_of_them_and_no_answers():
    listed = Client().get(DOOR).json()["experiments"]
    assert [one["slug"] for one in listed] == list(EXPERIMENTS)
    assert {len(one["sweep"]) > 0 and len(one["questions"]) > 0 for one in listed} == {True}
    assert not [one["slug"] for one in listed if {"ask", "seen", "shows"} & one.keys()]


@pytest.mark.parametrize("slug", ["loss", "depth"])  # computed at once, and in a process of its own
def test_a_run_gives_the_readings_that_are_kept_and_what_is_drawn(slug):
    kept = stored_readings()[slug][0]
    reply = post(slug, kept["parameters"])
    assert reply.status_code == 200
    assert reply.json()["readings"] == pytest.approx(kept["readings"])
    assert reply.json()["parameters"] == kept["parameters"]


def test_the_film_is_plots_as_data():
    film = post("depth", {"depth": 2}).json()["film"]
    [plot] = film["plots"]
    assert plot["kind"] == "lines"
    assert [x for x, _ in plot["series"][0]["points"]] == [1, 2, 3]


def test_the_same_run_is_not_computed_twice(monkeypatch):
    first = post("depth", {"depth": 3}).json()
    monkeypatch.setattr(running.CREW, "ask", lambda *order: pytest.fail("computed again"))
    assert post("depth", {"depth": 3}).json() == first


def test_every_fault_is_said_at_its_field_before_a_process_is_asked(monkeypatch):
    monkeypatch.setattr(running.CREW, "ask", lambda *order: pytest.fail("asked"))
    reply = post("depth", {"depth": 99, "units": "many", "speed": 1})
    said = reply.json()
    assert (reply.status_code, said["code"]) == (400, "invalid")
    assert {fault["field"] for fault in said["faults"]} == {"depth", "units", "speed"}


@pytest.mark.parametrize("body", ["[]", "{", '{"depth": NaN}', '{"depth": 1e999}', "null", '{"depth": 1, "depth": 2}'])
def test_what_is_no_object_of_parameters_is_refused(body):
    assert post("depth", body).status_code == 400


@pytest.mark.parametrize("slug", ["none", "one-neuron-"])
def test_an_experiment_that_there_is_not_is_said_as_data(slug):
    reply = post(slug, {})
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
