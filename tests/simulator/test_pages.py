"""The page that steps through one example, as a browser without scripts meets it."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.network import as_json, read_network
from simulator.permalinks import PATH, read_permalink, simulator_url, write_permalink
from simulator.stepping.presets import BY_HAND, DEFAULT, PRESETS, SATURATED
from simulator.stepping.sizes import resized, sizes_of
from simulator.stepping.steps import steps_of

TWO_EXAMPLES = BY_HAND | {"inputs": [[1, 2], [0, -1]], "target": [[1], [0]]}


@pytest.fixture(autouse=True)
def _no_rows_are_read(db):
    """The page names who is signed in, as every page does; it needs no other row."""


def page(network=BY_HAND, at=None, status=200, **more):
    asked = {"n": write_permalink(network), **({"at": at} if at else {}), **more}
    response = Client().get(PATH, asked)
    assert response.status_code == status, response
    return response.content.decode()


def words(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<script.*?</script>|<[^>]+>", "", html, flags=re.DOTALL)))


def cell(html, probe):
    [found] = re.findall(rf'<button[^>]*value="{re.escape(probe)}"[^>]*data-cell[^>]*>(.*?)</button>', html)
    return found


def going_to(response):
    assert response.status_code == 302
    query = parse_qs(urlsplit(response["Location"]).query)
    return read_permalink(query["n"][0])


def test_the_address_of_a_permalink_is_the_address_of_the_page():
    assert reverse("simulator:step") == PATH


def test_a_plain_visit_opens_the_default_network_at_its_first_step():
    response = Client().get(PATH)
    assert response.status_code == 200
    assert response.context["moment"].network == read_network(PRESETS[DEFAULT].network)
    assert response.context["moment"].at == "z[1,1]"


@pytest.mark.parametrize("slug", PRESETS)
def test_every_preset_can_be_stepped_through_to_its_end(slug):
    network = going_to(Client().get(PATH, {"preset": slug}))
    for step in steps_of(read_network(network)):
        assert step.title in words(page(network, step.probe))


def test_values_are_shown_up_to_the_step_and_not_beyond():
    html = page(at="a[2,1]")
    # z = 1*1 - 2*0 + 0.3 = 1.3; a = 1/(1 + e**-1.3) = 0.7858
    assert cell(html, "z[2,1]") == "1.3"
    assert cell(html, "a[2,1]") == "0.7858"
    assert cell(html, "loss") == "·"
    assert cell(html, "delta[1,1]") == "·"


def test_both_formulas_and_both_drawings_are_on_the_page():
    html = page(at="a[2,1]")
    assert html.count("<math") == 2
    assert html.count('<svg class="network') == 2
    assert "With symbols" in html
    assert "With this network’s numbers" in html


def test_a_hidden_value_is_nowhere_a_person_could_see_it():
    html = page(SATURATED, at="a[1,1]", predict="1")
    assert cell(html, "a[1,1]") == "?"
    assert "0.9997" not in words(html)
    assert 'name="answer"' in html


def test_a_right_answer_is_said_and_shown():
    html = page(at="a[2,1]", predict="1", answer="0,786")
    assert "Right: 0.7858." in words(html)
    assert cell(html, "a[2,1]") == "0.7858"


def test_a_wrong_answer_is_diagnosed_and_the_value_stays_hidden():
    html = page(at="a[2,1]", predict="1", answer="0.214")  # 1 − 0.7858: the exponent with the wrong sign
    assert "Not 0.214. The exponent is −z, not z" in words(html)
    assert cell(html, "a[2,1]") == "?"


def test_a_mistake_at_a_step_that_is_shown_is_not_named():
    said = words(page(at="a[2,1]", predict="1", answer="0.731"))  # without the bias, but the sum 1.3 is in the table
    assert "Not 0.731. We do not recognise this mistake." in said
    assert "You left out the bias" not in said


def test_an_unknown_mistake_shows_the_line_to_check_without_its_value():
    html = page(at="z[2,1]", predict="1", answer="0.9")
    assert "Start from the line with the numbers" in words(html)
    [line] = re.findall(r'aria-label="The first line to check">(.+?)</div>', html, re.S)
    assert re.sub("<[^>]+>", "", line).endswith("=1·1+(−2)·0+0.3=?")


def test_an_unreadable_answer_is_asked_again():
    said = words(page(at="a[2,1]", predict="1", answer="0.7.3"))
    assert "There is more than one “.” in “0.7.3”. Write one number, such as 0.73. This did not count as a try." in said


def test_what_was_typed_is_never_markup():
    html = page(at="a[2,1]", predict="1", answer='"><script>alert(1)</script>')
    assert "<script>alert" not in html


def test_showing_it_ends_the_prediction():
    html = page(at="a[2,1]", predict="1", show="1", answer="")
    assert cell(html, "a[2,1]") == "0.7858"


def test_a_step_goes_on_to_the_next_and_back_to_the_one_before():
    html = page(at="a[1,2]")
    assert re.search(r'value="a\[1,1\]" data-back|value="z\[1,2\]" data-back', html)
    assert re.search(r'value="z\[2,1\]" data-next', html)


def test_the_ends_have_no_further_step():
    assert re.search(r"data-back\s+disabled", page(at="z[1,1]"))
    assert re.search(r"data-next\s+disabled", page(at="loss_new"))


def test_a_network_without_target_has_no_backward_stage():
    network = {name: value for name, value in BY_HAND.items() if name not in ("target", "loss", "learning_rate")}
    html = page(network)
    assert re.search(r'data-stage="backward"[^>]*disabled', html)
    assert "∂L/∂w" not in words(html)


def test_several_examples_are_stepped_through_one_after_the_other():
    html = page(TWO_EXAMPLES, at="a[2,1]@2")
    assert "example 2" in words(html)
    assert cell(html, "a[2,1]@2") not in ("·", "?")


def test_half_steps_and_other_names_are_steps_when_asked_for():
    assert "The change of the weight" in words(page(at="W_change[1,1,1]"))
    assert "Input 2" in words(page(at="x[2]"))
    assert "The value of the output" in words(page(at="output[1]"))


@pytest.mark.parametrize("n", ["", "zzz", "v1.", "v1.e30", "v2.e30", "v1." + "A" * 9000, "\x00", "v1.é"])
def test_a_damaged_permalink_gets_a_kind_word_and_the_default_network(n):
    response = Client().get(PATH, {"n": n})
    assert response.status_code == 400
    assert "Here is the network that we could open" in words(response.content.decode())
    assert response.context["moment"].network == read_network(PRESETS[DEFAULT].network)


@pytest.mark.parametrize("at", ["q", "z[9,9]", "z[1,1]@2", "a" * 5000, "<b>", "loss@0"])
def test_a_step_that_is_not_there_gets_a_kind_word_and_the_first_one(at):
    html = page(at=at, status=400)
    assert "The weighted sum of hidden unit 1" in words(html)
    assert "<b><b>" not in html


def test_a_wrong_step_from_a_review_stands_beside_the_right_one():
    response = Client().get(simulator_url(BY_HAND, "z[2,1]", "z.no_bias@2"))
    said = words(response.content.decode())
    # without the bias: 1*1 - 2*0 = 1, right is 1.3
    assert "This is the step that went wrong." in said
    assert "With this mistake 1 " in said
    assert "Right 1.3" in said
    assert 'class="caption fault' in response.content.decode()


def test_a_pair_of_wrong_ideas_has_both_sentences():
    response = Client().get(simulator_url(BY_HAND, "a[2,1]", "sig.exp_sign+z.no_bias@2"))
    assert len(response.context["wrong"].reasons) == 2


@pytest.mark.parametrize("key", ["", "none", "z.no_bias@9+a+b", "+", "loss", "<b>", "z.no_bias+z.no_bias"])
def test_a_misconception_that_means_nothing_here_is_passed_over(key):
    assert Client().get(simulator_url(BY_HAND, "z[2,1]", key)).status_code == 200


def test_a_large_network_is_stepped_through_layer_by_layer():
    row = [0.1] * 20
    network = {
        "inputs": [1] * 20,
        "layers": [
            {"weights": [row] * 10, "biases": [0] * 10, "activation": "relu"},
            {"weights": [[0.1] * 10] * 10, "biases": [0] * 10, "activation": "tanh"},
        ],
    }
    html = page(network, at="z[1,3]")
    assert "Layer 1 of 2." in html
    assert list(data_in(html)["trace"]["explain"]) == ["z[1,3]"]  # the script fetches the others when it needs them
    part = page(network, at="a[2,3]", part="table")
    assert "Layer 2 of 2." in part
    assert "<html" not in part


def data_in(html: str) -> dict:
    """What the page gives its script."""
    [text] = re.findall(r'<script id="stepper" type="application/json">(.*?)</script>', html)
    return json.loads(text)


@pytest.mark.parametrize(
    "stage, first, after", [("forward", "z[1,1]", "loss"), ("backward", "da[2,1]", "W_new[1,1,1]")]
)
def test_a_whole_stage_is_hidden_until_it_is_left(stage, first, after):
    html = page(BY_HAND, at=first, predict=stage)
    own = [step["probe"] for step in data_in(html)["trace"]["steps"] if step["stage"] == stage]
    hidden = re.findall(r'value="([^"]+)"\s+data-cell\s+aria-label="yours to find"', html)
    assert sorted(hidden) == sorted(own)
    assert "Your number" in html
    beyond = page(BY_HAND, at=after, predict=stage)
    assert 'aria-label="yours to find"' not in beyond
    assert 'name="predict" value="1"' not in beyond.partition('class="bench"')[0]


def test_each_of_several_examples_is_a_press_away():
    html = page(PRESETS["four-points"].network, at="a[1,2]@3")
    pressed = dict(re.findall(r'data-example="(\d)"[^>]*aria-pressed="(\w+)"', html))
    assert pressed == {"1": "false", "2": "false", "3": "true", "4": "false"}
    assert 'value="a[1,2]@4"' in html
    shared = page(PRESETS["four-points"].network, at="dW[2,1,1]")  # a mean over the examples: each has its own signal
    assert 'value="delta[2,1]@4"' in shared
    assert 'aria-label="Example"' not in page(BY_HAND)


def test_a_wrong_number_comes_with_the_formula_that_gives_it():
    html = page(BY_HAND, at="z[2,1]", predict="1", answer="1.000")  # 1·1 + (−2)·0 = 1, without the bias
    assert "The mistake, with its numbers" in html
    assert 'class="node chosen asked fault' in html
    assert ">(</mo>" in html


# ---- changing the network


def change(network=BY_HAND, **typed):
    return Client().get(PATH, {"n": write_permalink(network), "edit": "1", **typed})


def test_a_number_that_is_typed_leads_to_its_own_permalink():
    found = going_to(change(**{"layers[0].weights[1][0]": "−0,75", "learning_rate": "0.1", "at": "loss"}))
    assert found["layers"][0]["weights"][1][0] == -0.75
    assert found["learning_rate"] == 0.1
    assert found["layers"][1] == as_json(read_network(BY_HAND))["layers"][1]


def test_blank_target_and_loss_leave_a_network_that_only_runs_forward():
    found = going_to(change(**{"target[0]": "", "loss": "", "learning_rate": " "}))
    assert "target" not in found
    assert "loss" not in found
    assert "learning_rate" not in found


def test_a_change_keeps_the_step_where_the_network_still_has_it():
    kept = change(**{"at": "a[2,1]", "inputs[0]": "3"})
    lost = change(**{"at": "delta[1,1]", "loss": ""})
    assert "at=a" in kept["Location"]
    assert "at=" not in lost["Location"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"inputs[0]": "one"}, "inputs[0]"),
        ({"inputs[0]": ""}, "inputs[0]"),
        ({"layers[1].weights[0][1]": "1e9"}, "layers[1].weights[0][1]"),
        ({"layers[0].activation": "softmax"}, "layers[0].activation"),
        ({"layers[0].activation": "swish"}, "layers[0].activation"),
        ({"loss": "cross_entropy"}, "loss"),
        ({"learning_rate": "-1"}, "learning_rate"),
    ],
)
def test_a_mistake_stands_at_its_field_and_what_was_typed_stays(typed, field):
    response = change(**typed)
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    html = response.content.decode()
    assert re.search(rf'name="{re.escape(field)}"[^>]*aria-invalid="true"', html)


@pytest.mark.parametrize(
    "field", ["inputs[0]", "target[0]", "layers[0].weights[0][1]", "layers[0].biases[0]", "learning_rate"]
)
def test_a_number_with_two_meanings_is_answered_by_a_button(field):
    response = change(**{field: "1,234"})
    buttons = re.findall(rf'<button class="button" name="{re.escape(field)}" value="(.*?)">', response.content.decode())
    assert response.context["form"].errors[field] == "“1,234” could be 1.234 or 1234. Which one do you mean?"
    assert buttons == ["1.234", "1234"]


def test_presets_survive_the_form_unchanged():
    for preset in PRESETS.values():
        html = page(preset.network)
        fields = re.findall(r'<input id="f-[^"]*"\s+name="([^"]*)"\s+value="([^"]*)"', html)
        assert len(fields) > 3
        found = going_to(change(preset.network, **{unescape(name): unescape(value) for name, value in fields}))
        assert found == as_json(read_network(preset.network))


def test_sizes_are_changed_and_numbers_that_fit_are_kept():
    asked = {"n": write_permalink(BY_HAND), "resize": "1", "units-1": "3", "more": "2"}
    found = going_to(Client().get(PATH, asked))
    assert sizes_of(read_network(found)) == [2, 3, 2, 1]
    assert found["layers"][0]["weights"][:2] == [[0.5, 0.5], [-1, 0.25]]
    assert found["layers"][-1]["activation"] == "sigmoid"


def test_a_layer_is_taken_away_by_choosing_none():
    found = going_to(Client().get(PATH, {"n": write_permalink(BY_HAND), "resize": "1", "units-1": "0"}))
    assert sizes_of(read_network(found)) == [2, 1]


def test_examples_are_added_and_taken_away():
    found = going_to(Client().get(PATH, {"n": write_permalink(BY_HAND), "resize": "1", "examples": "3"}))
    assert (found["inputs"], found["target"]) == ([[1, 2]] * 3, [[1]] * 3)
    back = going_to(Client().get(PATH, {"n": write_permalink(found), "resize": "1", "examples": "1"}))
    assert back == as_json(read_network(BY_HAND))


def test_more_layers_than_there_may_be_is_said_kindly():
    layer = {"weights": [[1]], "biases": [0], "activation": "relu"}
    response = Client().get(
        PATH, {"n": write_permalink({"inputs": [1], "layers": [layer] * 8}), "resize": "1", "more": "1"}
    )
    assert response.status_code == 400
    assert "at most 8" in words(response.content.decode())


@given(st.data())
def test_any_preset_at_any_size_is_a_network(data):
    network = read_network(data.draw(st.sampled_from(list(PRESETS.values()))).network)
    sizes = data.draw(st.lists(st.integers(1, 8), min_size=2, max_size=5))
    assert sizes_of(resized(network, sizes)) == sizes


@given(
    st.dictionaries(
        st.sampled_from(["n", "at", "wrong", "answer", "predict", "edit", "preset", "inputs[0]"]), st.text()
    )
)
def test_no_address_breaks_the_page(asked):
    assert Client().get(PATH, asked).status_code in (200, 302, 400)


def test_the_page_is_only_read():
    assert Client().post(PATH).status_code in (403, 405)
