"""The numbers that a chapter begins with: networks made from one another, and what the text quotes of them."""

import re

import pytest

from courseware.chapters import ChapterError, read_chapter
from courseware.course import stamp
from courseware.example import Example, ExampleError, read_example
from courseware.quoting import QuoteError, quoted
from tests.courseware.conftest import CHAPTER
from tests.simulator.networks import RUNNING

NUMBERS = """
[network.A]  # z = 0.5·2 − 1·(−1.5) − 0.1 = 2.4
inputs = [2, -1.5]
target = [0.5]
layers = [{weights = [[0.5, -1]], biases = [-0.1], activation = "identity"}]
loss = "squared_error"
learning_rate = 0.1

[network.B]
like = "A"
inputs = [-2, -1.5]

[network.both]
examples = ["A", "B"]

[network.raised]
like = "A"
raise = {"W[1,1,1]" = 0.01, "b[1,1]" = -1}

[network.stepped]
like = "both"
steps = 1
on = "A"

[network.bent]
like = "A"
activations = ["relu"]

[network.bent_B]  # 0.5·(−4) + 1.5 − 0.1 = −0.6
like = "bent"
inputs = [-4, -1.5]

[network.settled]
like = "A"
steps = 200

[let]
epochs = 10
half = "epochs / 2"
"""
EXAMPLE = read_example(NUMBERS)


@pytest.mark.parametrize(
    "text, is_written",
    [
        ("{{A: z[1,1]}}", "2.4"),
        ("{{B: z[1,1]}}", "0.4"),
        ("{{A: x[2]}}", "−1.5"),
        ("{{(A: x[2])}} {{(A: x[1])}}", "(−1.5) 2"),
        ("{{ A: loss : 1 }}", "3.6"),  # 1.9² = 3.61
        ("{{A: loss}}", "3.61"),
        ("{{A: loss:3}}", "3.610"),
        ("{{both: loss@2}}", "0.01"),
        ("{{both: loss}}", "1.81"),
        ("{{raised: z[1,1]}}", "1.42"),  # 0.51·2 + 1.5 − 1.1
        ("{{stepped: W[1,1,1]}}", "−0.26"),  # 0.5 − 0.1·2·1.9·2
        ("{{stepped: z[1,1]@2}}", "0.685"),  # b = −0.48, w₂ = −0.43: 0.52 + 0.645 − 0.48
        ("{{settled: a[1,1]}}", "0.5"),
        ("{{bent: a[1,1]}} {{bent_B: a[1,1]}} {{bent_B: slope[1,1]}}", "2.4 0 0"),
        ("{{A: parameters}} {{A: learning_rate}} {{settled: steps}}", "3 0.1 200"),
        ("{{epochs}} {{half}} {{2 * half}} {{epochs:1}}", "10 5 10 10.0"),
        ("{{(epochs + 2) * (half - 6)}} {{(half - 6)}}", "−12 (−1)"),
        ("{{A: exp(-epochs)}}", "4.5 × 10^−5"),
    ],
)
def test_a_quotation_is_the_number_of_its_network(text, is_written):
    assert quoted(text, EXAMPLE) == is_written


def test_a_minus_is_of_the_place_in_which_it_stands():
    text = "{{A: x[2]}} `{{A: x[2]}}` $x = {{A: x[2]}}$\n\n$$e^{{A: x[2]}}$$\n"
    assert quoted(text, EXAMPLE) == "−1.5 `-1.5` $x = {−1.5}$\n\n$$e^{−1.5}$$\n"


def test_a_caption_is_text_and_code_is_code():
    fences = "```network\ncaption: {{A: x[2]}}\nfrom: {{A: x[2]}}\n```\n\n```python\nx = {{A: x[2]}}\n```\n"
    written = "```network\ncaption: −1.5\nfrom: -1.5\n```\n\n```python\nx = -1.5\n```\n"
    assert quoted(fences, EXAMPLE) == written


@pytest.mark.parametrize(
    "works, is_written",
    [
        (
            "A: W[1,1,1]*x[1] + W[1,1,2]*x[2] + b[1,1] =",
            r"{0.5} \cdot {2} + (−1) \cdot (−1.5) - 0.1 = {2.4}",
        ),
        ("A: (a[1,1] - y[1])**2 = : 3", r"( {2.4} - {0.5} ) ^ {2} = {3.610}"),
        ("A: b[1,1] - learning_rate*x[2] =", r"{−0.1} - {0.1} \cdot (−1.5) = {0.05}"),
        ("A: x[1] - x[2] =", r"{2} - (−1.5) = {3.5}"),
        ("1 / half =", r"{1} / {5} = {0.2}"),
    ],
)
def test_a_sum_is_shown_with_its_numbers_and_its_result(works, is_written):
    assert quoted(f"${{{{{works}}}}}$", EXAMPLE) == f"${is_written}$"


@pytest.mark.parametrize(
    "quote, says",
    [
        ("", "write an expression"),
        ("A", "there is nothing called A"),
        ("C: loss", "there is no network “C”. There are A, B, both"),
        ("A: loss@2", "no example 2"),
        ("A: steps", "names no quantity"),
        ("A: weight", "names no quantity"),
        ("A: W[1,2,1]", "no unit 2"),
        ("both: a[1,1]", "Say which example"),
        ("A: 1 / (z[1,1] - z[1,1])", "cannot be computed"),
        ("weeks", "there is nothing called weeks"),
        ("A: loss:33", "cannot be read here"),
        ("A: x[1] =", "between $ signs"),
    ],
)
def test_a_quotation_that_stands_for_nothing_says_what_there_is(quote, says):
    with pytest.raises(QuoteError, match=re.escape(says)) as error:
        quoted(f"One line,\nthen $x$ and\n{{{{{quote}}}}}.", EXAMPLE)
    assert error.value.line == 2
    assert f"{{{{{quote}}}}}" in str(error.value)


@pytest.mark.parametrize("works", ["A: exp(x[1]) =", "A: x[1] // 2 =", "A: x[1] > 2 =", "A: ="])
def test_a_sum_that_cannot_be_shown_is_refused(works):
    with pytest.raises(QuoteError):
        quoted(f"${{{{{works}}}}}$", EXAMPLE)


@pytest.mark.parametrize(
    "was, becomes, line, says",
    [
        ('like = "A"\ninputs', 'like = "Z"\ninputs', 9, "no network “Z”. There are A."),
        ('like = "A"\ninputs', 'like = ["A"]\ninputs', 9, "There are A."),
        ('like = "A"\ninputs = [-2, -1.5]', 'like = "A"\ninputs = [-2]', 9, "layers[0]"),
        ("learning_rate", "rate", 2, "no “rate” in a network"),
        ('examples = ["A", "B"]', 'examples = "A"', 13, "a list of networks"),
        ('examples = ["A", "B"]', 'examples = ["A", "raised"]', 13, "no network “raised”"),
        ('["relu"]', '["relu", "identity"]', 25, "one for each layer"),
        ('["relu"]', '"relu"', 25, "one for each layer"),
        ('["relu"]', '["bend"]', 25, "layers[0].activation"),
        ('"W[1,1,1]" = 0.01', '"x[1]" = 0.01', 16, "only a weight"),
        ('"W[1,1,1]" = 0.01', '"W[1,1,9]" = 0.01', 16, "no input 9"),
        ('"W[1,1,1]" = 0.01', '"W[1,1,1]" = "a"', 16, "by how much"),
        ("steps = 1\n", "steps = 0\n", 20, "whole number from 1"),
        ("steps = 1\n", "", 20, "whole number from 1"),
        ("steps = 1\n", "steps = true\n", 20, "whole number from 1"),
        ('loss = "squared_error"\n', "", 19, "needs a loss"),
        ("[let]", "[names]", 37, "neither a network"),
        ("epochs = 10", "epochs = [10]", 38, "cannot be read here"),
        ("epochs = 10", "loss = 10", 38, "means nothing else"),
        ("epochs = 10", "exp = 10", 38, "means nothing else"),
        ('half = "epochs / 2"', 'half = "weeks / 2"', 39, "nothing called weeks"),
        ("epochs = 10", "epochs = ", 38, "not TOML"),
        ('[network.B]\nlike = "A"\ninputs = [-2, -1.5]', "[network]\nB = 3", 1, "write a network as a table"),
    ],
)
def test_a_slip_in_the_numbers_is_named_with_its_line(was, becomes, line, says):
    with pytest.raises(ExampleError, match=re.escape(says)) as error:
        read_example(NUMBERS.replace(was, becomes, 1))
    assert error.value.line == line


@pytest.mark.parametrize("table", ["steps = 3", 'activations = ["relu"]', 'raise = {"b[1,1]" = 1}', "layers = [3]", ""])
def test_a_network_without_its_parts_is_named(table):
    with pytest.raises(ExampleError, match='bare: inputs: Add "inputs"'):
        read_example(f"[network.bare]\n{table}\n")


def test_without_such_a_file_there_is_nothing_to_quote():
    assert read_example("") == Example()


# ---- a chapter and the file beside it


@pytest.fixture
def file(tmp_path):
    (tmp_path / "first.toml").write_text(NUMBERS, encoding="utf-8")
    return tmp_path / "first.md"


def test_a_chapter_quotes_the_numbers_beside_it_and_draws_its_networks(file):
    file.write_text(CHAPTER + "\nIt is {{A: z[1,1]}}.\n\n```network\nnetwork: A\nat: loss\n```\n", encoding="utf-8")
    chapter = read_chapter(file)
    assert "It is 2.4." in chapter.text
    assert chapter.figures[-1].network == EXAMPLE.network("A")


@pytest.mark.parametrize(
    "fence, says",
    [
        ("network: Z", "line 29: no network “Z” is declared"),
        ('network: A\n{"inputs": [1]}', "line 28: this fence names a network, or holds one"),
        ("at: loss", "line 28: this fence names a network, or holds one"),
    ],
)
def test_a_fence_names_a_network_or_holds_one(file, fence, says):
    file.write_text(CHAPTER + f"\n```network\n{fence}\n```\n", encoding="utf-8")
    with pytest.raises(ChapterError, match=re.escape(says)):
        read_chapter(file)


def test_a_slip_beside_the_chapter_names_that_file(file):
    file.write_text(CHAPTER, encoding="utf-8")
    file.with_suffix(".toml").write_text("[let]\nexp = 1\n")
    with pytest.raises(ChapterError, match=r"^first\.toml, line 2: exp: a name is"):
        read_chapter(file)


def test_other_numbers_beside_it_make_another_chapter(file):
    file.write_text(CHAPTER, encoding="utf-8")
    before, stamped = read_chapter(file).digest, stamp(file)
    file.with_suffix(".toml").write_text(NUMBERS + "# more\n", encoding="utf-8")
    assert read_chapter(file).digest != before
    assert stamp(file) != stamped


def test_steps_are_those_of_the_running_example():
    films = {"A": RUNNING["network"], "B": RUNNING["network_B"]}
    lines = ['[network.both]\nexamples = ["A", "B"]\n']
    for steps in RUNNING["losses"]["batch steps: loss A, loss B, mean"]:
        lines.append(f'[network.after_{steps}]\nlike = "both"\nsteps = {steps}\n')
    text = "".join(f"[network.{name}]\n{as_toml(network)}" for name, network in films.items()) + "".join(lines)
    example = read_example(text)
    for steps, losses in RUNNING["losses"]["batch steps: loss A, loss B, mean"].items():
        found = [example.value(f"after_{steps}: {loss}") for loss in ("loss@1", "loss@2", "loss")]
        assert found == pytest.approx(losses, abs=5.1e-5)


def as_toml(network):
    layers = ", ".join(
        f'{{weights = {layer["weights"]}, biases = {layer["biases"]}, activation = "{layer["activation"]}"}}'
        for layer in network["layers"]
    )
    return (
        f"inputs = {network['inputs']}\ntarget = {network['target']}\nlayers = [{layers}]\n"
        f'loss = "{network["loss"]}"\nlearning_rate = {network["learning_rate"]}\n'
    )
