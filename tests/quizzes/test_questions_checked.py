"""Every slip of an author is named at its field, with a sentence that says what to do. Nothing raises."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions.making import check
from tests.quizzes.bodies import BODIES, COUNT, EXPRESSION, MULTIPLE, NUMBER, SINGLE, TRUE_FALSE, WEIGHTS

GONE = object()


def changed(body, path, value):
    """The body with one field set, or taken out."""
    body = copy.deepcopy(body)
    *way, last = path.split(".")
    place = body
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    if value is GONE:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return body


SLIPS = [
    # body, field to change, its new value, field of the fault
    (SINGLE, "type", "essay", "type"),
    (SINGLE, "type", 3, "type"),
    (SINGLE, "type", GONE, "type"),
    (SINGLE, "concepts", [], "concepts"),
    (SINGLE, "concepts", "layers", "concepts"),
    (SINGLE, "concepts", ["layers", "layers"], "concepts.1"),
    (SINGLE, "level", "master", "level"),
    (SINGLE, "level", ["apply"], "level"),
    (SINGLE, "prompt", "  ", "prompt"),
    (SINGLE, "prompt", 12, "prompt"),
    (SINGLE, "prompt", "Half a character: \ud800", "prompt"),
    (SINGLE, "options.1.reason", "Not \0 this", "options.1.reason"),
    (EXPRESSION, "answer.unit", "\0", "answer.unit"),
    (SINGLE, "prompt", "x" * 8001, "prompt"),
    (SINGLE, "prompt", "What is {{x1}}?", "prompt"),
    (SINGLE, "explanation", GONE, "explanation"),
    (SINGLE, "hint", "Look again.", "hint"),
    (SINGLE, "require", None, "require"),
    (SINGLE, "network", None, "network"),
    (NUMBER, "answer.decimals", None, "answer.decimals"),
    (MULTIPLE, "answer", {}, "answer"),
    (SINGLE, "shuffle", "no", "shuffle"),
    (SINGLE, "show_network", True, "show_network"),
    (SINGLE, "options", GONE, "options"),
    (SINGLE, "options", "one", "options"),
    (SINGLE, "options", ["one", "two"], "options"),
    (SINGLE, "options", SINGLE["options"][:1], "options"),
    (SINGLE, "options", SINGLE["options"] * 3, "options"),
    (SINGLE, "options.1.right", True, "options"),
    (SINGLE, "options.0.right", False, "options"),
    (SINGLE, "options.0.right", 1, "options.0.right"),
    (SINGLE, "options.0.right", GONE, "options.0.right"),
    (SINGLE, "options.0.right", "x1 > 0", "options.0.right"),
    (SINGLE, "options.2.reason", GONE, "options.2.reason"),
    (SINGLE, "options.2.reason", "", "options.2.reason"),
    (SINGLE, "options.2.reason", "{{(a}}", "options.2.reason"),
    (SINGLE, "options.2.text", "The input layer", "options.2.text"),
    (SINGLE, "options.2.weight", 2, "options.2.weight"),
    (MULTIPLE, "options.0.reason", 5, "options.0.reason"),
    (TRUE_FALSE, "right", "maybe", "right"),
    (TRUE_FALSE, "right", GONE, "right"),
    (TRUE_FALSE, "reason_true", GONE, "reason_true"),
    (TRUE_FALSE, "reason_false", False, "reason_false"),
    (TRUE_FALSE, "options", [], "options"),
    (NUMBER, "draw", ["x1"], "draw"),
    (NUMBER, "draw.x1", "0.5", "draw.x1"),
    (NUMBER, "draw.x1.from", GONE, "draw.x1.from"),
    (NUMBER, "draw.x1.from", "a", "draw.x1.from"),
    (NUMBER, "draw.x1.from", True, "draw.x1.from"),
    (NUMBER, "draw.x1.from", "nan", "draw.x1.from"),
    (NUMBER, "draw.x1.step", "0", "draw.x1.step"),
    (NUMBER, "draw.x1.step", "-0.5", "draw.x1.step"),
    (NUMBER, "draw.x1.step", "0.3", "draw.x1.step"),
    (NUMBER, "draw.x1.step", "0.000001", "draw.x1.step"),
    (NUMBER, "draw.x1.to", "-3", "draw.x1.to"),
    (NUMBER, "draw.x1.not", ["zero"], "draw.x1.not.0"),
    (NUMBER, "draw.x1.not", "0", "draw.x1.not"),
    (NUMBER, "draw.x1.steps", "1", "draw.x1.steps"),
    (NUMBER, "draw.x1", {"choices": []}, "draw.x1.choices"),
    (NUMBER, "draw.x1", {"choices": ["1"], "not": ["1"]}, "draw.x1.not"),
    (NUMBER, "draw.x1", {"choices": ["1"], "step": "1"}, "draw.x1.step"),
    (NUMBER, "draw.max", {"choices": ["1"]}, "draw.max"),
    (NUMBER, "draw.x-1", {"choices": ["1"]}, "draw.x-1"),
    (NUMBER, "let", ["z"], "let"),
    (NUMBER, "let.x1", "2", "let.x1"),
    (NUMBER, "let.q", "z + later", "let.q"),
    (NUMBER, "let.q", "1 +", "let.q"),
    (NUMBER, "let.q", "z > 0", "let.q"),
    (NUMBER, "let.q", "a[2,1]", "let.q"),
    (NUMBER, "let.q", "ln(z - z)", "let.q"),
    (NUMBER, "let.q", "1 / (x1 - x1)", "let"),
    (NUMBER, "let.q", "loss", "let.q"),
    (NUMBER, "require", "z > 0", "require"),
    (NUMBER, "require", ["z + 1"], "require.0"),
    (NUMBER, "require", ["w3 > 0"], "require.0"),
    (NUMBER, "require", ["dW[1,1,1] > 0"], "require.0"),
    (NUMBER, "network", "small", "network"),
    (NUMBER, "network.inputs", GONE, "network.inputs"),
    (NUMBER, "network.inputs", ["x1"], "network.layers.0.weights.0"),
    (NUMBER, "network.inputs", ["x1", "x9"], "network.inputs.1"),
    (NUMBER, "network.inputs", ["x1", "z[1,1]"], "network.inputs.1"),
    (NUMBER, "network.inputs", ["x1", "z"], "network.inputs.1"),
    (NUMBER, "network.layers.0.activation", "gelu", "network.layers.0.activation"),
    (NUMBER, "network.layers.0.biases", ["b", "b"], "network.layers.0.biases"),
    (NUMBER, "network.layers.0.weights", [["w1", True]], "network.layers.0.weights.0.1"),
    (NUMBER, "network", GONE, "let.z"),
    (NUMBER, "answer", GONE, "answer"),
    (NUMBER, "answer", "a[1,1]", "answer"),
    (NUMBER, "answer", {"decimals": 3}, "answer.probe"),
    (NUMBER, "answer.expression", "x1", "answer.expression"),
    (NUMBER, "answer.probe", 7, "answer.probe"),
    (NUMBER, "answer.probe", "a[1,2]", "answer.probe"),
    (NUMBER, "answer.probe", "loss", "answer.probe"),
    (NUMBER, "answer.probe", "output", "answer.probe"),
    (NUMBER, "answer.decimals", "abc", "answer.decimals"),
    (NUMBER, "answer.decimals", 9, "answer.decimals"),
    (NUMBER, "answer.decimals", True, "answer.decimals"),
    (NUMBER, "answer.decimals", 2.0, "answer.decimals"),
    (NUMBER, "answer.tolerance", -1, "answer.tolerance"),
    (NUMBER, "answer.tolerance", "0.1", "answer.tolerance"),
    (NUMBER, "answer.tolerance", float("nan"), "answer.tolerance"),
    (NUMBER, "answer.tolerance", 10**400, "answer.tolerance"),  # TOML has no largest integer; floats do
    (NUMBER, "answer.unit", 3, "answer.unit"),
    (NUMBER, "answer.separate", ["sig.unheard"], "answer.separate.0"),
    (NUMBER, "answer.separate", "sig.preact", "answer.separate"),
    (NUMBER, "answer.separate", ["sig.preact", "bce.no_log"], "answer.separate.1"),
    (NUMBER, "answer.steps", ["z[1,1]", "z[3,1]"], "answer.steps.1"),
    (NUMBER, "answer.marks", 2, "answer.marks"),
    (NUMBER, "answer.wrong", [{"value": "x1"}], "answer.wrong.0.feedback"),
    (NUMBER, "answer.wrong", [{"feedback": "Look again."}], "answer.wrong.0.value"),
    (NUMBER, "answer.wrong", [{"value": "q", "feedback": "Look again."}], "answer.wrong.0.value"),
    (NUMBER, "answer.wrong", [{"value": "x1", "feedback": "Not {{x1}}."}], "answer.wrong.0.feedback"),
    (NUMBER, "prompt", "What is {{z}}? Not {{x9}}.", "prompt"),
    (NUMBER, "prompt", "Bias {{b:12}}.", "prompt"),
    (NUMBER, "answer.probe", "z[1,1]", "answer.separate.0"),
    (EXPRESSION, "answer.expression", "ceil(n/size)", "answer.expression"),
    (EXPRESSION, "answer.expression", "n > batch", "answer.expression"),
    (EXPRESSION, "answer.expression", "a[1,1]", "answer.expression"),
    (EXPRESSION, "answer.expression", ["n"], "answer.expression"),
    (EXPRESSION, "answer.expression", "1/0", "answer"),
    (EXPRESSION, "answer.separate", ["z.no_bias"], "answer.separate"),
    (EXPRESSION, "answer.steps", ["z[1,1]"], "answer.steps.0"),
    (COUNT, "answer.count", "layers", "answer.count"),
    (COUNT, "answer.sizes", ["n"], "answer.sizes"),
    (COUNT, "answer.sizes", ["n", "m"], "answer.sizes.1"),
    (COUNT, "answer.sizes", "n", "answer.sizes"),
    (COUNT, "answer.biases", "no", "answer.biases"),
    (COUNT, "answer", {"count": "neurons", "sizes": [2, 3], "biases": False}, "answer.biases"),
    (WEIGHTS, "answer.separate", ["pc.no_bias"], "answer.separate.0"),
    (COUNT, "answer.separate", ["mc.params"], "answer.separate.0"),
    (COUNT, "answer.sizes", ["n", "batch", "0.5"], "answer"),
]  # fmt: skip


@pytest.mark.parametrize("body, path, value, field", SLIPS)
def test_a_slip_is_named_at_its_field_with_what_to_do(body, path, value, field):
    faults = check(changed(body, path, value))
    assert field in [fault.field for fault in faults]
    assert all(fault.message.endswith((".", "].")) for fault in faults)


def test_all_slips_of_the_fields_are_told_at_once():
    body = changed(changed(SINGLE, "options.1.reason", ""), "level", "master") | {"hint": "x"}
    assert {fault.field for fault in check(body)} == {"options.1.reason", "level", "hint"}


def test_no_quotes_are_asked_for_where_a_form_has_none():
    [fault] = check(changed(NUMBER, "draw.x1.from", "a"))
    assert fault.message == "Give a decimal, such as 0.5 or -2, with at most 9 decimals."


def test_a_prompt_that_gives_the_right_answer_away_is_refused():
    body = changed(NUMBER, "let.a", "a[1,1]") | {"prompt": "Is {{x1}} or {{a}} the output?"}
    assert [fault.field for fault in check(body)] == ["prompt"]


def test_multiple_needs_a_right_option_and_a_wrong_one():
    for truth in (True, False):
        options = [option | {"right": truth} for option in MULTIPLE["options"]]
        assert [fault.field for fault in check(MULTIPLE | {"options": options})] == ["options"]


@pytest.mark.parametrize("body", [None, [], "a question", 3])
def test_what_is_no_table_is_no_question(body):
    assert check(body)


def fields_of(value, path=()):
    yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from fields_of(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from fields_of(inner, (*path, number))


PLACES = [(name, path) for name, body in BODIES.items() for path in fields_of(body) if path]
STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**20), st.floats(), st.text(max_size=8),
    st.sampled_from(["a[1,1]", "x1", "1/0", "{{x1}}", "{{", "\ud800", "9**9**9", "loss", "z.no_bias"]),
    st.lists(st.one_of(st.text(max_size=3), st.integers(), st.none()), max_size=3),
    st.dictionaries(st.text(max_size=4), st.one_of(st.text(max_size=3), st.integers()), max_size=2),
)  # fmt: skip


@given(st.sampled_from(PLACES), STRANGE)
def test_whatever_stands_in_a_field_is_a_fault_or_serves(place, value):
    name, (*way, last) = place
    body = copy.deepcopy(BODIES[name])
    inner = body
    for step in way:
        inner = inner[step]
    inner[last] = value
    assert all(isinstance(fault.field, str) and fault.message for fault in check(body))
