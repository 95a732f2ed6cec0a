"""Every number that a page writes is read as what it meant by the field that it is typed into, or asked back so."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from quizzes.pages import plain as points_of
from quizzes.pages import score
from quizzes.questions.defaults import with_minus
from quizzes.questions.number import Number
from quizzes.questions.ranges import accepted, told_right
from quizzes.questions.wording import Hole, placed, shown
from simulator.drawing.plot_words import brief as on_an_axis
from simulator.drawing.scales import RAISED
from simulator.drawing.view import brief as in_a_diagram
from simulator.engine.numbers import significant, written
from simulator.engine.typed_numbers import read_typed
from simulator.experiments.parameters import plain as bound
from simulator.experiments.telling import number_text

FLOATS = st.floats(-1e12, 1e12, allow_subnormal=False).filter(lambda value: value == 0 or abs(value) > 1e-15)
DECIMALS = st.integers(0, 8)
GROUPED = re.compile(r"[−-]?[1-9][0-9]{0,2},[0-9]{3}")


def meant(text, value, relative=0.0, absolute=0.0, *, is_whole=False):
    """The field reads what was meant, or asks and offers it; it never reads something else."""
    typed = read_typed(text, is_whole=is_whole)
    numbers = [typed.value] if typed.value is not None else [Decimal(one) for one in typed.choices]
    near = [abs(float(one) - value) <= relative * abs(value) + absolute + 1e-12 * max(1, abs(value)) for one in numbers]
    return any(near) and (typed.value is not None or GROUPED.fullmatch(text) is not None or is_whole)


WRITERS = {
    "a value": lambda value, n: (written(value, n), 0.051, 0.5 * 10**-n),
    "a value in significant digits": lambda value, n: (significant(value, n + 1), 0.5 * 10**-n, 0),
    "a tick": lambda value, n: (on_an_axis(value), 0.006, 0),
    "a number of a diagram": lambda value, n: (in_a_diagram(value, 4), 0.051, 5e-5),
    "a bound": lambda value, n: (bound(value), 1e-5, 0),
    "the right answer": lambda value, n: (told_right(value, {"decimals": n}), 0, 0.5 * 10**-n),
    "the right answer with a true minus": lambda value, n: (
        with_minus(told_right(value, {"decimals": n})),
        0,
        0.5 * 10**-n,
    ),
    "a result": lambda value, n: (number_text(value, n), 0.051, 0.5 * 10**-n),
    "points": lambda value, n: (points_of(value), 0, 0.005),
    "a score": lambda value, n: (score(value), 1e-9, 0.0051),
    "filled into text": lambda value, n: (placed(shown(hole(), {}, {"x": value}), True, "text"), 0.051, 5e-5),
    "filled into code": lambda value, n: (placed(shown(hole(), {}, {"x": value}), False, "code"), 0.051, 5e-5),
    "filled in with decimals": lambda value, n: (placed(shown(hole(n), {}, {"x": value}), True, "text"), 0, 10**-n),
}


def hole(decimals=None):
    return Hole("x", decimals, True)


@pytest.mark.parametrize("name", WRITERS)
@given(value=FLOATS, decimals=DECIMALS, is_whole=st.booleans())
def test_what_a_page_writes_reads_back(name, value, decimals, is_whole):
    text, relative, absolute = WRITERS[name](value, decimals)
    assert meant(text, value, relative, absolute, is_whole=is_whole), text


@given(value=FLOATS)
def test_counts_in_groups_are_read_where_a_whole_number_is_asked(value):
    typed = read_typed(number_text(value, 0), is_whole=True)
    assert typed.value == Decimal(f"{value:.0f}")


@given(value=FLOATS, decimals=DECIMALS)
def test_the_ends_of_what_is_accepted_read_back(value, decimals):
    right = {"value": value, "decimals": decimals, "tolerance": 2 * 10**-decimals}
    for end in accepted(right).values():
        assert meant(with_minus(end), float(end))


@given(power=st.integers(-300, 300))
def test_powers_on_an_axis_read_back(power):
    assert read_typed(f"10{str(power).translate(RAISED)}").value == Decimal(f"1e{power}")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15), DECIMALS)
def test_what_we_read_is_told_so_that_it_reads_back(value, decimals):
    ask = {"decimals": decimals}
    told = with_minus(Number().echo(value, ask))
    assert len(told) > 40 or read_typed(told, is_whole=decimals == 0).value == value


@pytest.mark.parametrize("path", sorted(Path(settings.BASE_DIR, "courseware", "content", "chapters").glob("*.md")))
def test_numbers_with_groups_in_chapters_are_never_read_as_decimals(path):
    for text in set(GROUPED.findall(path.read_text(encoding="utf-8"))):
        assert read_typed(text, is_whole=True).value == Decimal(text.replace(",", "").replace("−", "-"))
        assert read_typed(text).value is None
