"""Training over HTTP: the film of a spec, the same again from what is kept, and what is said when there is none."""

import base64
import gzip
import json
import threading
from typing import Any

import numpy as np
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from simulator.api import results as api_results
from simulator.api.results import accepts_gzip
from simulator.limits import RUN_LIMITS
from simulator.runs import running, worker
from simulator.runs.crew import Crew
from simulator.runs.films import Films
from simulator.runs.places import Places, leave, take_one_of_each
from simulator.runs.turns import Turns
from simulator.runs.worker import Result
from tests.simulator.run_doubles import MODULE
from tests.simulator.waiting import waits_until

RUNS = "/api/simulator/runs/"
SPEC: dict[str, Any] = {
    "data": {"set": "xor", "count": 40, "noise": 0, "seed": 1},
    "layers": [{"units": 2, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "epochs": 4,
    "frames": 3,
    "map": 4,
}


@pytest.fixture(scope="module")
def warm():
    """One crew for all tests of this file; each has a folder of its own."""
    crew = Crew("simulator.runs.child")
    yield crew
    crew.dismiss()


@pytest.fixture(autouse=True)
def machine(settings, tmp_path, monkeypatch, warm):
    settings.RUNS_DIR, settings.RUNS_AT_ONCE = tmp_path / "runs", 2
    monkeypatch.setattr(running, "CREW", warm)


@pytest.fixture
def job(monkeypatch):
    """Puts a job of the doubles in the place of a run."""
    crew = Crew(MODULE)
    original = crew.ask
    original("echo", {}, 60)  # started before the seconds are counted

    def pretend(name, within=30):
        monkeypatch.setattr(crew, "ask", lambda job, order, seconds: original(name, {"seconds": 60}, within))
        monkeypatch.setattr(running, "CREW", crew)

    yield pretend
    crew.dismiss()


def post(body, client=None, headers=None, **environment):
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    return (client or Client()).post(RUNS, sent, "application/json", headers=headers, **environment)


def refused(reply, status, code):
    said = reply.json()
    assert (reply.status_code, said["code"]) == (status, code)
    assert said["message"]
    assert said["next"]
    return said


# ---- the film


def test_a_spec_gives_its_film():
    reply = post(SPEC)
    film = reply.json()
    assert reply.status_code == 200
    assert reply["Content-Type"] == "application/json"
    assert film["epochs"] == [0, 2, 4]
    assert len(film["theta"]) == len(film["train"]["loss"]) == len(film["maps"]["frames"]) == 3
    assert reply["ETag"] == f'W/"{film["hash"]}"'


def test_a_run_without_biases_gives_its_film():
    film = post(SPEC | {"biases": False}).json()
    assert film["spec"]["biases"] is False
    assert film["hash"] != post(SPEC).json()["hash"]
    for text in film["theta"]:  # W 2 × 2, b 2, W 1 × 2, b 1
        assert not np.frombuffer(base64.b64decode(text), "<f4")[[4, 5, 8]].any()


def test_the_second_time_it_is_the_same_to_the_byte_and_nothing_is_run(job):
    first = post(SPEC, headers={"Accept-Encoding": "gzip"})
    job("crash")
    second = post(SPEC, headers={"Accept-Encoding": "gzip"})
    assert second.status_code == 200
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_who_takes_gzip_gets_it_and_who_does_not_gets_plain_json():
    zipped, plain = (
        post(SPEC, headers={"Accept-Encoding": "br, gzip;q=0.5"}),
        post(SPEC, headers={"Accept-Encoding": "gzip;q=0, identity"}),
    )
    assert zipped["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(zipped.content) == plain.content
    assert "Accept-Encoding" in zipped["Vary"]
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize(
    "header, takes",
    [
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("*", True),
        ("*;q=0.1", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("identity", False),
    ],
)
def test_the_header_says_who_takes_gzip(header, takes):
    assert accepts_gzip(header) is takes


def test_a_film_goes_on_from_its_checkpoint_and_has_a_hash_of_its_own():
    first = post(SPEC).json()
    second = post({"spec": SPEC, "checkpoint": first["checkpoint"]}).json()
    assert second["epochs"][0] == first["epochs"][-1]
    assert second["theta"][0] == first["theta"][-1]
    assert second["hash"] != first["hash"]


def test_a_spec_may_stand_alone_or_in_its_place():
    assert post(SPEC).content == post({"spec": SPEC}).content == post({"spec": SPEC, "checkpoint": None}).content


# ---- the film again


def test_a_film_is_there_under_its_hash_for_ever():
    film = post(SPEC)
    again = Client().get(f"{RUNS}{film.json()['hash']}/")
    assert again.content == film.content
    assert again["Cache-Control"] == "private, max-age=31536000, immutable"
    assert again["ETag"] == film["ETag"]


def test_a_browser_that_has_it_is_told_so():
    name = post(SPEC).json()["hash"]
    reply = Client().get(f"{RUNS}{name}/", headers={"If-None-Match": f'W/"{name}"'})
    assert (reply.status_code, reply.content) == (304, b"")
    assert reply["ETag"] == f'W/"{name}"'
    assert reply["Cache-Control"] == "private, max-age=31536000, immutable"


def test_whoever_has_any_film_is_not_told_that_he_has_this_one():
    refused(Client().get(f"{RUNS}{'0' * 64}/", headers={"If-None-Match": "*"}), 404, "run_again")


@pytest.mark.django_db
def test_the_browser_of_a_signed_in_person_may_keep_it_and_no_other_cache(client):
    client.force_login(get_user_model().objects.create_user("learner"))
    name = post(SPEC, client).json()["hash"]
    assert client.get(f"{RUNS}{name}/")["Cache-Control"] == "private, max-age=31536000, immutable"
    assert client.get(f"{RUNS}{'0' * 64}/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["0" * 64, "no-hash", "a" * 2000])
def test_a_film_that_is_not_kept_is_to_be_run_again(name):
    said = refused(Client().get(f"{RUNS}{name}/"), 404, "run_again")
    assert "/api/simulator/runs/" in said["next"]


def test_what_was_trained_on_own_data_is_given_and_not_kept():
    own = SPEC | {"data": {"csv": "x1,x2,label\n0,0,a\n1,1,b\n2,0,a\n0,2,b\n"}}
    reply = post(own)
    assert reply.status_code == 200
    assert "ETag" not in reply
    refused(Client().get(f"{RUNS}{reply.json()['hash']}/"), 404, "run_again")
    assert not running.films().folder.exists()


def test_a_film_that_the_clock_cut_short_is_given_and_not_kept(job, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 30)
    job("patient", within=0.2)
    reply = post(SPEC)
    assert reply.json()["stopped"]["reason"] == "time"
    assert "ETag" not in reply
    job("crash")
    refused(post(SPEC), 503, "unavailable")


# ---- what is asked wrongly


@pytest.mark.parametrize(
    "change, field",
    [
        ({"data": None}, "data"),
        ({"data": {"set": "circle", "count": 1_001}}, "data.count"),
        ({"data": {"csv": "x1,x2,label\n1,2"}}, "data.csv"),
        ({"layers": [{"units": 33, "activation": "tanh"}, SPEC["layers"][1]]}, "layers[0].units"),
        ({"layers": [SPEC["layers"][0]] * 9}, "layers"),
        ({"epochs": 1_001}, "epochs"),
        ({"epochs": None}, "epochs"),
        ({"epochs": "1,000"}, "epochs"),
        ({"biases": "no"}, "biases"),
        ({"frames": 201}, "frames"),
        ({"map": 101}, "map"),
        ({"optimiser": {"kind": "lion"}}, "optimiser.kind"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_spec_that_cannot_be_run_is_refused_at_the_field(change, field):
    assert refused(post(SPEC | change), 400, "invalid")["field"] == field
    assert refused(post({"spec": SPEC | change}), 400, "invalid")["field"] == f"spec.{field}"


def test_every_fault_is_named_and_at_most_twenty():
    said = refused(post({"spec": SPEC | {"epochs": 0, "map": -1}, "checkpoint": 3, "more": 1}), 400, "invalid")
    assert {fault["field"] for fault in said["faults"]} == {"spec.epochs", "spec.map", "checkpoint", "more"}
    many = SPEC | {"data": {"csv": "x1,x2,label\n" + "a,b,c\n" * 500}, **{f"s{i}": 1 for i in range(30)}}
    assert len(refused(post(many), 400, "invalid")["faults"]) == 20


@pytest.mark.parametrize("checkpoint", ["", "AAAA", "no base64 at all", "é", "A" * 100_000])
def test_a_checkpoint_of_another_run_is_refused_at_its_field(checkpoint):
    assert refused(post({"spec": SPEC, "checkpoint": checkpoint}), 400, "invalid")["field"] == "checkpoint"


@pytest.mark.parametrize("body", ["", "{", "[]", '{"epochs": NaN}', '{"epochs": 1e400}', "[" * 1000, b"\xff"])
def test_a_body_that_is_no_plain_json_is_refused(body):
    assert post(body).status_code == 400


def test_a_body_that_is_too_large_is_413():
    refused(post(SPEC | {"data": {"csv": "x" * 300_000}}), 413, "too_large")


# One fault or none in each place: what is refused costs no process, and what is not is small enough to be run.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 5) | st.floats(-2, 2) | st.text(max_size=5) | st.sampled_from(["xor"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@given(place=st.sampled_from([*SPEC, "features", "optimiser", "batch", "patience", "dropout", "seed"]), value=ANYTHING)
def test_no_value_in_any_place_breaks_the_door(place, value):
    assert post(SPEC | {place: value}).status_code in (200, 400)


LAST_LAYERS = [("xor", 1, "sigmoid"), ("moons", 1, "tanh"), ("xor", 2, "softmax"), ("spiral", 2, "relu")]
LAST_LAYERS += [("waves", 1, "identity"), ("plane", 1, "leaky_relu")]
CHOICES = {
    "validation": st.sampled_from([0, 0.1, 0.9]),
    "loss": st.just("squared_error"),
    "optimiser": st.fixed_dictionaries(
        {"kind": st.sampled_from(["sgd", "momentum", "rmsprop", "adam"])},
        optional={"learning_rate": st.sampled_from([0, 1e-300, 0.1, 1000])},
    ),
    "batch": st.sampled_from([None, 1, 1000]),
    "initial": st.sampled_from(["zero", "constant", "he"]),
    "l1": st.sampled_from([0, 1]),
    "dropout": st.sampled_from([0, 0.9]),
    "epochs": st.integers(1, 4),
    "map": st.integers(2, 4),
}


@given(last=st.sampled_from(LAST_LAYERS), count=st.integers(4, 12), choices=st.fixed_dictionaries({}, optional=CHOICES))
def test_whatever_the_limits_allow_ends_with_a_film(last, count, choices):
    name, units, activation = last
    layers = [{"units": 2, "activation": "relu"}, {"units": units, "activation": activation}]
    reply = post(SPEC | {"data": {"set": name, "count": count}, "layers": layers} | choices)
    assert reply.status_code == 200, reply.content
    assert "NaN" not in reply.content.decode()


# ---- when there is none


def test_a_run_that_is_killed_says_what_to_make_smaller(job, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 0.1)
    job("endless", within=0.1)
    reply = post(SPEC)
    assert "fewer" in refused(reply, 503, "too_slow")["next"]
    assert int(reply["Retry-After"]) > 0


def test_a_process_that_crashes_is_no_fault_of_the_learner_and_the_next_run_works(job, caplog):
    job("crash")
    reply = post(SPEC)
    refused(reply, 503, "unavailable")
    assert int(reply["Retry-After"]) > 0
    job("echo")
    assert post(SPEC).status_code == 200


def test_a_run_that_wants_too_much_memory_says_what_to_make_smaller(job):
    job("greedy")
    assert "fewer" in refused(post(SPEC), 400, "too_large")["next"]


def test_a_fault_of_our_own_is_logged_whole_and_tells_no_secret(job, caplog):
    job("broken")
    client = Client(raise_request_exception=False)
    assert "nobody" not in json.dumps(refused(post(SPEC, client), 500, "error"))
    assert "nobody foresaw this" in caplog.text


# ---- whose turn it is


@pytest.fixture
def full(settings):
    """Every place to run and every place in the queue is held by others."""
    folder = running.turns().folder
    folder.mkdir(parents=True)
    places = Places(folder, "running", settings.RUNS_AT_ONCE), Places(folder, "waiting", RUN_LIMITS.queue)
    held = {kind.name: [kind.take() for _ in range(kind.count)] for kind in places}
    yield held
    for descriptors in held.values():
        leave(descriptors)


def test_beyond_the_queue_one_is_asked_to_come_again(full):
    reply = post(SPEC)
    refused(reply, 429, "busy")
    assert 1 <= int(reply["Retry-After"]) <= api_results.SOON + 1


def test_what_is_kept_needs_no_turn(full):
    film = running.CREW.ask("run", {"spec": SPEC, "checkpoint": None}, 30)
    name = json.loads(gzip.decompress(film.body))["hash"]
    running.films().put(name, film.body)
    assert post(SPEC).json()["hash"] == name


def test_a_class_that_runs_one_preset_at_once_is_served_by_one_run(full, monkeypatch):
    film = running.CREW.ask("run", {"spec": SPEC, "checkpoint": None}, 30)
    name = json.loads(gzip.decompress(film.body))["hash"]
    waiting, served, has = set(), [], Films.has
    monkeypatch.setattr(Films, "has", lambda films, name: waiting.add(threading.get_ident()) or has(films, name))
    leave(full.pop("waiting"))  # there is room to wait, and none to run
    addresses = [f"203.0.113.{i}" for i in range(5)]
    threads = [threading.Thread(target=lambda at=at: served.append(post(SPEC, REMOTE_ADDR=at))) for at in addresses]
    for thread in threads:
        thread.start()
    waits_until(lambda: len(waiting) == len(threads))
    running.films().put(name, film.body)
    for thread in threads:
        thread.join()
    assert [reply.status_code for reply in served] == [200] * len(threads)


# ---- who asks


@pytest.fixture
def people(monkeypatch):
    """Those for whom a run was asked."""
    found = []

    def run(name, job, order, person, seconds):
        found.append(person)
        return Result(gzip.compress(b"{}"), keep=False)

    monkeypatch.setattr(running, "run", run)
    return found


@pytest.mark.django_db
def test_who_is_signed_in_runs_one_at_a_time_from_wherever_they_are(people, client):
    client.force_login(get_user_model().objects.create_user("learner"))
    for address in ("203.0.113.7", "203.0.113.8"):
        post(SPEC, client, REMOTE_ADDR=address)
    assert people[0] == people[1]
    assert people[0].running == RUN_LIMITS.at_once == 1


def test_visitors_of_one_address_may_be_a_class_and_yet_never_fill_the_queue(people, settings):
    settings.RUNS_AT_ONCE = 4
    for address in ("203.0.113.7", "203.0.113.7", "203.0.113.8"):
        post(SPEC, REMOTE_ADDR=address)
    assert people[0] == people[1] != people[2]
    assert people[0].running == 4
    assert 1 < people[0].waiting < RUN_LIMITS.queue


@pytest.mark.django_db
def test_guests_of_one_address_count_as_their_address_like_visitors(people):
    """A guest's session is free, so sixteen of them are no sixteen people."""
    for _ in range(16):
        client = Client()
        client.force_login(get_user_model().objects.create_guest())
        post(SPEC, client, REMOTE_ADDR="203.0.113.7")
    post(SPEC, REMOTE_ADDR="203.0.113.7")
    assert len({person.name for person in people}) == 1


@pytest.mark.django_db
def test_beside_guests_who_fill_their_share_a_signed_in_learner_still_finds_a_place_to_wait(people, client, tmp_path):
    learner = get_user_model().objects.create_user("learner")
    for user in (get_user_model().objects.create_guest(), learner):
        client.force_login(user)
        post(SPEC, client, REMOTE_ADDR="203.0.113.7")
    guests, person = people
    turns = Turns(tmp_path, at_once=1, queue=RUN_LIMITS.queue, patience=0.1)
    held = [turns.begin(guests)]
    own, all = Places(tmp_path, f"{guests.bucket}-waiting", guests.waiting), Places(tmp_path, "waiting", turns.queue)
    while (one := take_one_of_each(own, all)) is not None:
        held.append(one)
    assert len(held) == 1 + guests.waiting
    assert take_one_of_each(Places(tmp_path, f"{person.bucket}-waiting", person.waiting), all) is not None
    for one in held:
        leave(one)


@pytest.mark.parametrize("address", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "[2001:db8:1:2::7]:4711"])
def test_the_addresses_of_one_visitor_of_ipv6_are_one(people, address):
    for one in ("2001:db8:1:2::1", address, "2001:db8:1:3::1"):
        post(SPEC, REMOTE_ADDR=one)
    assert people[0] == people[1] != people[2]


@pytest.mark.django_db
def test_a_made_up_session_is_no_further_person(people):
    for cookie in ("a" * 32, "b" * 32):
        post(SPEC, Client(headers={"Cookie": f"sessionid={cookie}"}))
    assert people[0] == people[1]
