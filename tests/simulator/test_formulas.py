"""Every quantity explained: the written formula comes to the value, and the markup is safe and well formed."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine import mathml
from simulator.engine.formulas import explain, formula_of
from simulator.engine.mathml import MathML
from simulator.engine.names import Notation, names_at
from simulator.engine.network import read_network
from simulator.engine.probes import MissingQuantity, UnknownProbe, parse, probes
from simulator.engine.trace import trace
from simulator.engine.writing import Fixed, as_numbers, as_symbols
from tests.simulator.arithmetic import worked_out
from tests.simulator.networks import BOTH, NEURON, RUNNING, TWO_TWO_ONE
from tests.simulator.test_misconceptions import RICH

NO_BREAK = "\N{NO-BREAK SPACE}"


def text(markup: MathML) -> str:
    """The characters of a formula, a fraction as (top)/(bottom) and a power as ^."""
    root = ET.fromstring(markup)

    def flat(node: ET.Element) -> str:
        parts = [flat(child) for child in node]
        if node.tag == "mfrac":
            return f"({parts[0]})/({parts[1]})"
        if node.tag == "msup":
            return f"{parts[0]}^{parts[1]}"
        return (node.text or "") + "".join(parts)

    return flat(root).replace("\u2061", "")


@pytest.mark.parametrize("data", RICH)
def test_every_formula_comes_to_its_value(data):
    found = trace(read_network(data))
    for probe in probes(found.network):
        place = parse(probe)
        formula = formula_of(found.network, place) if place.name != "loss_new" else None
        if formula is not None:
            assert worked_out(formula, names_at(Notation(found), place)) == pytest.approx(found[probe], abs=1e-12), (
                probe
            )


@pytest.mark.parametrize("data", RICH)
def test_every_probe_is_explained_in_well_formed_mathml_and_in_words(data):
    found = trace(read_network(data))
    for probe in probes(found.network):
        explanation = explain(found, probe)
        for markup in (explanation.symbols, explanation.numbers, explanation.asked):
            assert isinstance(markup, MathML)
            assert ET.fromstring(markup).tag == "math"
        assert text(explanation.asked).endswith("=?")
        assert explanation.words.endswith(".")


@pytest.mark.parametrize(
    "probe, symbols, numbers",
    [
        ("z[1,2]", "z2(1)=w21(1)·x1+w22(1)·x2+b2(1)", "z2(1)=(−1)·1+0.25·2+0.2=−0.3"),
        ("a[1,2]", "a2(1)=max(0,z2(1))", "a2(1)=max(0,−0.3)=0"),
        ("z[2,1]", "z1(2)=w11(2)·a1(1)+w12(2)·a2(1)+b1(2)", "z1(2)=1·1+(−2)·0+0.3=1.3"),
        ("output[1]", "y=(1)/(1+e^−z1(2))", "y=(1)/(1+e^−1.3)=0.7858"),
        ("loss", "L=(y−t)^2", "L=(0.7858−0.2)^2=0.3432"),
        ("da[2,1]", "(∂L)/(∂y)=2·(y−t)", "(∂L)/(∂y)=2·(0.7858−0.2)=1.1717"),
        ("slope[2,1]", "σ^′(z1(2))=y·(1−y)", "σ^′(z1(2))=0.7858·(1−0.7858)=0.1683"),
        ("delta[2,1]", "δ1(2)=(∂L)/(∂y)·σ^′(z1(2))", "δ1(2)=1.1717·0.1683=0.1972"),
        ("da[1,2]", "(∂L)/(∂a2(1))=w12(2)·δ1(2)", "(∂L)/(∂a2(1))=(−2)·0.1972=−0.3944"),
        ("dW[2,1,1]", "(∂L)/(∂w11(2))=δ1(2)·a1(1)", "(∂L)/(∂w11(2))=0.1972·1=0.1972"),
        (
            "W_new[2,1,1]",
            f"new{NO_BREAK}w11(2)=w11(2)−η·(∂L)/(∂w11(2))",
            f"new{NO_BREAK}w11(2)=1−0.5·0.1972=0.9014",
        ),
        ("W_change[2,1,1]", "Δw11(2)=−η·(∂L)/(∂w11(2))", "Δw11(2)=−0.5·0.1972=−0.0986"),
        ("x[2]", "x2", "x2=2"),
        ("y[1]", "t", "t=0.2"),
    ],
)
def test_a_formula_reads_as_a_person_would_write_it(probe, symbols, numbers):
    found = explain(trace(read_network(TWO_TWO_ONE)), probe)
    assert (text(found.symbols), text(found.numbers)) == (symbols, numbers)


def test_several_examples_are_averaged_in_the_formula():
    found = trace(read_network(BOTH))
    assert text(explain(found, "loss").numbers) == "L=(0.4931+0.4975)/(2)=0.4953"
    assert text(explain(found, "loss@2").numbers) == "L2=(0.1947−0.9)^2=0.4975"
    assert text(explain(found, "db[2,1]").numbers) == "(∂L)/(∂b1(2))=(0.2229+(−0.2211))/(2)=0.0008512"
    assert text(explain(found, "db[2,1]").symbols) == "(∂L)/(∂b1(2))=(δ1(2)@1+δ1(2)@2)/(2)"


def test_biases_that_are_held_fixed_say_so():
    found = trace(read_network({**NEURON, "update_biases": False}))
    assert text(explain(found, "b_new[1,1]").numbers) == f"new{NO_BREAK}b1=0.5"
    assert text(explain(found, "b_change[1,1]").numbers) == "Δb1=0"


def test_a_long_sum_is_shortened():
    layer = {"weights": [[1] * 9], "biases": [0], "activation": "identity"}
    found = trace(read_network({"inputs": [1] * 9, "layers": [layer]}))
    assert text(explain(found, "z[1,1]").symbols) == "z1=w11·x1+w12·x2+w13·x3+⋯+w19·x9+b1"


def test_words_name_no_value():
    found = trace(read_network(RUNNING["network_B"]))
    for probe in probes(found.network):
        assert not re.search(r"\d[.]\d", explain(found, probe).words)


def test_asking_for_what_is_not_there_is_refused():
    found = trace(read_network({**NEURON, "target": None}))
    with pytest.raises(MissingQuantity):
        explain(found, "loss")
    with pytest.raises(UnknownProbe):
        explain(found, "z[4,1]")


# ---- the builder


@given(st.text(max_size=40))
def test_text_is_escaped_wherever_it_comes_in(raw):
    for made in (mathml.name(raw), mathml.operator(raw), mathml.words(raw), mathml.indexed(mathml.name("x"), raw, raw)):
        inside = re.sub(r"</?(mi|mo|mn|mtext|mrow|msub|msubsup)( [a-z]+=\"[a-z]+\")*>", "", made)
        assert "<" not in inside
        assert ">" not in inside


def test_markup_cannot_be_made_from_a_string():
    with pytest.raises(TypeError):
        MathML("<script>")
    with pytest.raises(TypeError):
        mathml.row("<script>")


def test_a_template_writes_markup_as_it_is():
    assert mathml.name("a<b").__html__() == "<mi>a&lt;b</mi>"


def test_numbers_are_written_with_signs_and_powers_of_ten():
    assert text(mathml.number("\u22120.25")) == "−0.25"
    assert text(mathml.number("\u22122e\u22125")) == "−2·10^−5"


def test_words_within_a_formula_keep_their_distance():
    assert mathml.words(" if ") == "<mtext>\u00a0if\u00a0</mtext>"  # browsers drop plain spaces at the ends


def test_brackets_are_as_tall_as_the_text():
    assert mathml.brackets(mathml.number("1")).count('<mo stretchy="false">') == 2


def test_brackets_stand_where_they_must():
    names = {"w": Fixed([mathml.name("w")], [-2.0]), "x": Fixed([mathml.name("x")], [3.0])}
    assert text(as_numbers("w*x", names)) == "(−2)·3"
    assert text(as_numbers("w-w", names)) == "−2−(−2)"
    assert text(as_numbers("x+w", names)) == "3+(−2)"
    assert text(as_numbers("w**2", names)) == "(−2)^2"
    assert text(as_numbers("(x+x)**2", names)) == "(3+3)^2"
    assert text(as_numbers("x-(x+x)", names)) == "3−(3+3)"
    assert text(as_numbers("x-(x-x)", names)) == "3−(3−3)"
    assert text(as_numbers("x*(x+w)", names)) == "3·(3+(−2))"
    assert text(as_numbers("-w", names)) == "−(−2)"
    assert text(as_numbers("-(x*w)", names)) == "−3·(−2)"
    assert text(as_numbers("w/x", names)) == "(−2)/(3)"
    assert text(as_symbols("x-x", names)) == "x−x"
