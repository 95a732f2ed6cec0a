"""The address of a network: what is written can be read, and whatever else comes in is refused in a sentence."""

import base64
import json
from contextlib import suppress
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.network import NetworkError, as_json, read_network
from simulator.permalinks import PermalinkError, read_permalink, simulator_url, write_permalink

NEURON = {"inputs": [2, 1], "layers": [{"weights": [[1, -1]], "biases": [0.5], "activation": "sigmoid"}]}
numbers = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def networks(draw):
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    row = lambda width: draw(st.lists(numbers, min_size=width, max_size=width))  # noqa: E731
    layers = [
        {"weights": [row(before) for _ in range(units)], "biases": row(units), "activation": "tanh"}
        for before, units in pairwise(sizes)
    ]
    return {"inputs": row(sizes[0]), "target": row(sizes[-1]), "layers": layers, "learning_rate": abs(draw(numbers))}


def encoded(text):
    return "v1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(networks())
def test_a_network_comes_back_as_it_went_into_its_address(network):
    assert read_permalink(write_permalink(network)) == as_json(read_network(network))


def test_the_same_network_has_one_address_however_it_was_written():
    other = {"layers": [{"activation": "sigmoid", "weights": [[1.0, -1.0]], "biases": [0.5]}], "inputs": [2.0, 1.0]}
    assert write_permalink(other) == write_permalink(NEURON)


def test_an_address_names_the_probe_and_the_misconception():
    query = parse_qs(urlsplit(simulator_url(NEURON, "z[1,1]", "z.no_bias")).query)
    assert query["at"] == ["z[1,1]"]
    assert query["wrong"] == ["z.no_bias"]
    assert read_permalink(query["n"][0])["inputs"] == [2, 1]


def test_a_network_that_is_none_gets_no_address():
    with pytest.raises(NetworkError):
        simulator_url({"inputs": [1]})


def test_a_network_too_large_for_an_address_is_refused_in_a_sentence():
    row = [0.123456789012 + i for i in range(32)]
    large = {"inputs": row, "layers": [{"weights": [row] * 32, "biases": row, "activation": "relu"}]}
    with pytest.raises(PermalinkError, match="too large for a link"):
        simulator_url(large)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v1.",
        "v1",
        "v0." + "e30",
        "v2." + "e30",
        "e30",
        "v1.!!!!",
        "v1.e30é",
        "v1.A",
        "v1._w",  # byte ff: not UTF-8
        encoded("{"),
        encoded("[]"),
        encoded("null"),
        encoded("{}"),
        encoded('{"inputs": [NaN], "layers": []}'),
        encoded('{"inputs": [1e400], "layers": []}'),
        encoded("[" * 2000),
        encoded(json.dumps(NEURON | {"inputs": [1, "2"]})),
        encoded(json.dumps(NEURON | {"inputs": [True, 2]})),
        encoded(json.dumps(NEURON | {"inputs": [1]})),
        encoded(json.dumps(NEURON | {"unknown": 1})),
        "v1." + "A" * 5000,
    ],
)
def test_an_address_that_names_no_network_is_refused_in_a_sentence(text):
    with pytest.raises(PermalinkError) as refused:
        read_permalink(text)
    assert str(refused.value).endswith((".", "needs 2 numbers."))


@given(st.text(max_size=60))
def test_any_text_is_a_network_or_refused(text):
    with pytest.raises(PermalinkError):
        read_permalink(text)


@given(networks(), st.data())
def test_a_changed_letter_gives_a_valid_network_or_a_refusal(network, data):
    letters = list(write_permalink(network))
    letters[data.draw(st.integers(0, len(letters) - 1))] = data.draw(st.characters())
    with suppress(PermalinkError):
        read_network(read_permalink("".join(letters)))
