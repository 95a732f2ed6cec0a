"""No number of a chapter is typed twice: it is quoted, or given by a run that is quoted beside it, or a plain word."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import courseware
from courseware.chapters import FRONT_MATTER, numbers_beside, read_chapter
from courseware.example import read_example
from courseware.quoting import experiment_of, parameter, run_at
from quizzes.questions.grammar import ExpressionError, Scope, read_expression
from quizzes.questions.wording import HOLE, stretches
from simulator.experiments.films import FILM_A, FILM_B, film_network
from tests.simulator.networks import RUNNING

CHAPTERS = Path(courseware.__file__).parent / "content" / "chapters"
FILES = sorted(CHAPTERS.glob("*.md"))
INTRODUCTION = CHAPTERS / "introduction.md"
PLAIN = {  # words of a chapter in which digits stand for no quantity of its example
    "introduction": (
        "a handwritten 7",
        "a 7 looks like",
        "2-2-1",  # how the network is called
        "(8, 2) times (2, 3) gives (8, 3), three",
        "books put ½ in front",
        "50 points",
        "MIT course 6.S191",
        "digits of 8×8 pixels",
        "values[-1]",
        "divided by 1,000",
        "from −1 to 1",  # the range of tanh
        "between −1 and 1",
    ),
}
CONSTANTS = {"0", "1", "2"}  # of formulas, of ranges, and the numbers of units and inputs; with a sign they are values
NUMBER = re.compile(r"(?:(?<![\w)}\s])|(?<=\s)|^)[-−]?(?<![\w.])\d+(?:[.,]\d+)*|½", re.MULTILINE)
INDEX = re.compile(r"_(?:\{\d+\}|\d)")  # w_{12}
REFERENCES = re.compile(r"\[\[\d+\]\]\(#references\)|(?<=^### References\n).*?(?=^## )", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"^(?!caption|why|options|reasons)[a-z_]+:.*$", re.MULTILINE)  # at: a[1,1]
DATA_FENCE = re.compile(r"^([`~]{3,})(?![ \t]*python)[ \t]*\w[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)


def typed(source, plain=()):
    """Each number of a chapter's source that is typed, as "line 12: 0.8022"."""
    text = DATA_FENCE.sub(lambda fence: SETTING.sub("", fence[0]), source)
    front = FRONT_MATTER.match(text)
    text = re.sub(r"[^\n]", " ", front[0]) + text[front.end() :]
    text = REFERENCES.sub(lambda cited: re.sub(r"[^\n]", " ", cited[0]), text)
    found = []
    line = 1
    for block in re.split(r"(?<=\n)(?=\n)", text):
        bare = INDEX.sub("", HOLE.sub("{}", block))
        for words in plain:
            bare = bare.replace(words, "")
        known = CONSTANTS | given(block)
        found += [
            f"line {line + bare.count(chr(10), 0, number.start())}: {number[0]}"
            for number in NUMBER.finditer(bare)
            if number[0].replace(",", "") not in known
        ]
        line += block.count("\n")
    return found


def given(block):
    """The parameters of the runs that a paragraph or table quotes."""
    found = set()
    for hole in HOLE.finditer(block):
        kind, *words = hole[1].split()
        if kind == "reading":
            at = dict(map(parameter, words[1:]))
            at.pop("decimals", None)
            run = run_at(experiment_of(words[0].partition(".")[0]), at)
            values = [value for value in run["parameters"].values() if not isinstance(value, str)]
            found |= {form for value in values for form in (f"{value:g}", str(value))}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_number_of_a_chapter_is_quoted_or_given_or_a_plain_word(file):
    assert typed(file.read_text(encoding="utf-8"), PLAIN.get(file.stem, ())) == []


def test_no_plain_words_are_kept_in_vain():
    source = INTRODUCTION.read_text(encoding="utf-8")
    assert [words for words in PLAIN["introduction"] if words not in source] == []


@pytest.mark.parametrize(
    "typing",
    [
        "It says 0.8022 of it.",
        "It says −1 of it.",
        "$z = -1$",
        "$0.6 \\cdot x$",
        "$$e^{0.55}$$",
        "| output | 1.4 |",
        "- a 3",
        "Half of it, ½, and",
        "`x = 0.3`",
        "```python\nx = np.array([2, -1.5])\n```",
        '```network\nat: a[1,3]\n{"inputs": [3]}\n```',
        "```network\nnetwork: A\ncaption: It is 0.3.\n```",
        "of 300 epochs",
        "{{reading starts.loss start=zero}} after 300 steps",
    ],
)
def test_a_typed_number_is_found_with_its_line(typing):
    source = f"---\ntitle: 7\n---\nOne {{{{A: loss:3}}}} and $w_{{12}}$.\n\nAbove.\n{typing}\n"
    [found] = typed(source)
    assert re.match(r"line ([789]|10): ", found)


def test_a_parameter_of_a_quoted_run_is_given():
    assert typed("---\n---\n{{reading starts.loss start=zero}} after 2,000 steps\n") == []


# ---- what the numbers are


def chapter_text():
    return read_chapter(INTRODUCTION).text


def test_the_running_example_is_the_one_that_was_worked_by_hand_and_that_the_experiments_run():
    example = read_example(numbers_beside(INTRODUCTION).read_text(encoding="utf-8"))
    for name, by_hand, film in (("A", "network", FILM_A), ("B", "network_B", FILM_B)):
        assert example.network(name) == RUNNING[by_hand] == film_network(*film) | {"update_biases": True}


def test_the_chapter_says_what_was_worked_by_hand():
    a, b, losses = RUNNING["table_A"], RUNNING["table_B"], RUNNING["losses"]
    batches = losses["batch steps: loss A, loss B, mean"]
    sentences = [
        f"(y - t)^2 = ( {{{a['output[1]']}}} - ",
        f"of about {a['dW[2,1,1]']:.2f}.",
        f"the gradients {a['dW[1,1,1]']} and −{-a['dW[1,1,2]']} for its two weights",
        f"the loss has gone from {a['loss']} to {a['loss_new']}. One step.",
        f"went *up*, from {b['loss']} to {losses['step on A only'][1]}.",
        f"B falls to {b['loss_new']}, and A rises to {losses['step on B only'][0]:.4f}.",
        f"after 10 batch steps the mean is {batches['10'][2]:.4f}, after 100 it is {batches['100'][2]:.4f}.",
        f"so it becomes ${{0.6}} - {{0.5}} \\cdot {{0.134}} = {{{RUNNING['updates']['W2[1,1]']['after_batch']}}}$",
    ]
    names = ("before", "step on A only", "step on B only", "batch of A and B")
    sentences += [" | ".join(f"{loss:.4f}" for loss in losses[name]) for name in names]
    text = chapter_text()
    assert [sentence for sentence in sentences if sentence not in text] == []


SPOKEN = {
    r"\cdot": "*",
    "−": "-",
    "^": "**",
    r"\tanh": "tanh",
    r"\sigma": "sigmoid",
    r"\ln": "ln",
    "$": "",
    "{": "(",
    "}": ")",
}


def on_a_calculator(tex):
    """The value of a side of an equation that holds numbers alone, and the decimals in which it is written."""
    tex = re.sub(r"\be\^(\{[^}]*\})", r"exp\1", tex.strip(" .$\n"))
    for sign, meant in SPOKEN.items():
        tex = tex.replace(sign, meant)
    decimals = re.fullmatch(r"\(?-?\d+(?:\.(\d+))?\)?", tex)
    try:
        return read_expression(tex).value(Scope({})), len(decimals[1] or "") if decimals else None
    except (ExpressionError, ArithmeticError):
        return None


def equations(text):
    for tex, place in stretches(text):
        sides = [on_a_calculator(side) for side in tex.split("=")] if place == "math" else []
        for left, right in pairwise(sides):
            if left and right and right[1] is not None:
                yield tex, left[0], right


def comes_out(value, said, decimals):
    """0.42 may be 0.4200, as zeros at the end are not written; whole numbers are exact."""
    return abs(value - said) < (1.01 * 10 ** -max(decimals, 3) if decimals else 1e-9)


def test_every_sum_of_the_chapter_comes_out_on_a_pocket_calculator():
    """With the rounded numbers that the reader sees, to one unit of the last decimal, as the chapter says."""
    found = list(equations(chapter_text()))
    assert len(found) > 20
    assert [tex for tex, value, (said, decimals) in found if not comes_out(value, said, decimals)] == []


def test_a_sum_that_does_not_come_out_is_found():
    [(_, value, (said, decimals))] = equations(r"so $y = 2 \cdot (0.8022 - {0.1})^{2} = 0.9865$ it is")
    assert value == pytest.approx(0.98616968)
    assert (said, decimals) == (0.9865, 4)
    assert not comes_out(value, said, decimals)
    assert not list(equations("$y = 2x = 3$"))
