"""What publishing finds in a drawn and rendered question: each mistake at its field, and nothing in good ones."""

from copy import deepcopy

import pytest

from quizzes.publishing.drafts import prepare
from quizzes.questions.base import QuestionError
from tests.quizzes.bodies import BODIES, EXPRESSION, LAYER, MATCHING, NUMBER, ORDERING, PARTS, SINGLE, TEXT

DRAWN = SINGLE | {"draw": {"w": {"from": "-3", "to": "3", "not": ["0"]}}}


def found(body, variants=10):
    """The problems of a body as pairs of a field and a sentence."""
    try:
        prepare("a-question", body, "", variants)
    except QuestionError as error:
        return [(fault.field, fault.message) for fault in error.faults]
    return []


def fields(body):
    return [field for field, _ in found(body)]


def with_option(text, number=2, body=SINGLE):
    changed = deepcopy(body)
    changed["options"][number]["text"] = text
    return changed


def warned(body):
    return [(fault.field, fault.message) for fault in prepare("a-question", body, "", 3).warnings]


@pytest.mark.parametrize("name", BODIES)
def test_good_questions_have_no_problem(name):
    assert found(BODIES[name]) == []


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $6, or $1,000.50, or $5k.",
        r"It costs 5\$ and \$x.",
        "In the shell, $HOME is where $PATH begins.",
        "Write `$x` and `\\frac{1}{2}`.",
        "```\nx_{1} = $y\n- a\n```",
        "A point:\n\n- one\n- two\n    - inner\n\n1. first\n2. second",
        "| $P(A|B)$ | $\\ln|x|$ |\n|---|---|\n| 1 | $|z|$ |",
        r"\(\frac{a}{b}\) and \[ \sum_i x_i \]",
        "Three minus two - or five - is less.",
        "See [the simulator](/simulator/) and [a page](https://example.org/).",
        "The loss $-3$ is $x = -3$, $(-3)$, $10^{-3}$ and $a, -3$.",
        r"$\text{loss of the network}$",
    ],
)
def test_good_texts_have_no_problem(text):
    assert found(SINGLE | {"prompt": text}) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("$\frac{1}{2}$", "“\\frac”"),
        ("so \beta is", "“\\beta”"),
        ("$\theta$", "“\\theta”"),
        ("$x\times y$", "“\\times”"),
        ("\theta is the angle", "“\\theta”"),
        ("$\to 0$", "“\\to”"),
        ("$\nabla L$", "“\\nabla”"),
        ("$a\neq b$", "“\\neq”"),
        ("$\nu$", "“\\nu”"),
        ("a\x01b", "U+0001"),
        ("a\x1bb", "U+001B"),
        ("one\ttwo", "tab"),
    ],
)
def test_a_control_character_is_named_with_what_was_meant(text, words):
    [(field, message)] = found(SINGLE | {"explanation": text})
    assert field == "explanation"
    assert words in message
    assert "'''…'''" in message


def test_a_control_character_is_found_in_any_field():
    assert fields(with_option("a\x0bb")) == ["options.2.text"]
    assert fields(TEXT | {"answer": TEXT["answer"] | {"accept": ["over\x08fitting"]}}) == ["answer.accept.0"]
    assert fields(EXPRESSION | {"answer": EXPRESSION["answer"] | {"unit": "\x07"}}) == ["answer.unit"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It costs 5$ and $x?", "dollar sign"),
        ("Let $x be", "dollar sign"),
        ("Is $2x + 1 even?", "dollar sign"),
        ("$$x$$ in a line", "dollar sign"),
        ("Here \\beta is", "TeX outside"),
        ("So x_{1} and w^{2}", "TeX outside"),
        ("<div>$x$</div>", "dollar sign"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "more cells"),
        ("| a | b |\n|---|---|---|\n| 1 | 2 |", "table is not one"),
        ("Points:\n- one\n- two", "list is not one"),
        ("• one\n• two", "list is not one"),
        ("1) one\n2) two", "list is not one"),
        ("- one\n  - two", "four spaces"),
        ("Let $x and y$ be", "prose in it"),
        ("![a plot](fig.png)", "no image"),
        ("![a plot](/static/nowhere.png)", "no image"),
        ("![a plot](https://example.org/fig.png)", "another site"),
        ("![a plot](//example.org/fig.png)", "another site"),
        ("![a plot](data:image/png;base64,AAAA)", "no address"),
        ("[here](nowhere)", "leads nowhere"),
        ("[here](/no/such/page/)", "leads nowhere"),
        ("[here](#nowhere)", "leads nowhere"),
        ("[](/simulator/)", "no words"),
    ],
)
def test_what_a_learner_would_see_broken_is_refused_at_its_field(text, words):
    [(field, message)] = found(SINGLE | {"prompt": text})
    assert field == "prompt"
    assert words in message


def test_an_image_without_words_is_refused():
    assert "no text for those" in found(SINGLE | {"prompt": "![](/static/courseware/icon.svg)"})[-1][1]


def test_a_mistake_is_found_in_every_text_of_a_question():
    assert fields(with_option("$x")) == ["options.2.text"]
    body = deepcopy(PARTS)
    body["parts"][1]["prompt"] = "Here \\beta is"
    assert fields(body) == ["parts.1.prompt"]
    assert fields(SINGLE | {"hints": ["One.", "Let $x be"]}) == ["hints.1"]


@pytest.mark.parametrize(
    "text",
    [
        "$5 - {{w}}$", "$5 + {{w}}$", r"$5 \cdot {{w}}$", "$2{{w}}$", "$x {{w}}$", "$-{{w}}$", "${{w}}^2$",
        r"\(5 - {{w}}\)", "$5 - {{ w:2 }}$", "It is 5 - {{w}}.", "$5 - -3$", "$2 \\cdot -3$", "It is 5 - -3.",
    ],
)  # fmt: skip
def test_a_negative_number_without_brackets_is_refused_at_any_draw(text):
    [(field, message)] = found(DRAWN | {"prompt": text})
    assert field == "prompt"
    assert "{{(w" in message if "{{" in text else "brackets" in message


@pytest.mark.parametrize(
    "text",
    [
        "$5 - {{(w)}}$", "$w = {{w}}$", "${{w}} + 5$", "$x_{{w}}$", "$2^{{w}}$", r"$\frac{{w}}{2}$", r"$\sqrt{{w}}$",
        "`5 - {{w}}`", "- {{w}}\n- 5", "${{w}}, {{w}}$", "$({{w}}, 2)$", "From 1 to {{w}}",
    ],
)  # fmt: skip
def test_a_negative_number_where_it_reads_well_is_left_alone(text):
    assert found(DRAWN | {"prompt": text}) == []


def test_a_number_that_is_never_negative_needs_no_brackets():
    positive = SINGLE | {"draw": {"w": {"from": "1", "to": "3"}}}
    assert found(positive | {"prompt": "$5 - {{w}}$"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "the output layer ", "The  output layer.", "The output\u200b layer", "Thе output layer", "**The output layer**",
        "The output\u00a0layer", "Ｔhe output layer", "<i>The output layer</i>",
    ],
)  # fmt: skip
def test_options_that_only_look_different_are_refused(text):
    [(field, message)] = found(with_option(text))
    assert field == "options.2.text"
    assert "option 1" in message


@pytest.mark.parametrize(
    ("one", "other"), [("$W$", "$w$"), ("`X.T`", "`x.t`"), ("x<sub>1</sub>", "x1"), ("2", "−2"), ("x²", "x2")]
)
def test_options_that_differ_in_what_they_mean_are_left_alone(one, other):
    assert found(with_option(one, 0, with_option(other))) == []


def test_formulas_that_render_alike_are_the_same_option():
    assert fields(with_option("$ab$", 0, with_option("$a{b}$"))) == ["options.2.text"]
    assert fields(with_option("$x+1$", 0, with_option(r"\(x + 1\)"))) == ["options.2.text"]


def test_lines_and_pairs_that_look_the_same_are_refused():
    ordering = deepcopy(ORDERING)
    ordering["items"][1]["text"] = ordering["items"][0]["text"].upper() + " "
    assert fields(ordering) == ["items.1.text"]
    matching = deepcopy(MATCHING)
    matching["decoys"] = [matching["pairs"][0]["right"].upper()]
    assert fields(matching) == ["decoys.0"]


def test_pairs_may_share_their_right_side():
    matching = deepcopy(MATCHING)
    matching["pairs"][1]["right"] = matching["pairs"][0]["right"]
    assert found(matching) == []


@pytest.mark.parametrize("text", ["<span></span>", "\u200b", "$\\phantom{x}$", "&nbsp;"])
def test_an_option_that_says_nothing_is_refused(text):
    assert "options.2.text" in fields(with_option(text))


def test_a_label_of_a_cell_that_says_nothing_is_refused():
    answer = LAYER["answer"] | {"rows": ["$\\phantom{x}$", *LAYER["answer"]["rows"][1:]]}
    assert "answer.rows.0" in fields(LAYER | {"answer": answer})


def test_a_formula_in_feedback_that_is_plain_text_is_refused():
    wrong = [{"value": "n", "feedback": "Divide by $b$ first."}]
    assert fields(EXPRESSION | {"answer": EXPRESSION["answer"] | {"wrong": wrong}}) == ["answer.wrong.0.feedback"]


def test_a_right_option_that_is_much_longer_is_a_warning():
    body = with_option("The output layer, since it is the last one and gives the prediction", 0)
    [(field, message)] = warned(body)
    assert field == "options.0.text"
    assert "alike in length" in message
    assert warned(SINGLE) == []
    assert warned(with_option("$\\frac{1}{1+e^{-z}}$", 0)) == []


def test_an_unmarked_not_is_a_warning():
    [(field, message)] = warned(SINGLE | {"prompt": "A network has layers. Which of these is not one?"})
    assert (field, "**not**" in message) == ("prompt", True)
    assert warned(SINGLE | {"prompt": "A network has layers. Which of these is **not** one?"}) == []
    assert warned(SINGLE | {"prompt": "It does not learn. Which layer comes last?"}) == []


def test_numbers_of_the_network_keep_their_place():
    assert found(NUMBER) == []
