"""The browser reads a number as the engine does, and what its scripts write reads back as itself."""

import random

import pytest

from simulator.engine.typed_numbers import read_typed
from tests.simulator.test_typed_numbers import random_text
from tests.simulator.typed_numbers import IN_TWO_WAYS, READ, REFUSED

pytestmark = pytest.mark.browser
SIGNS = "0123456789.,' -+eE^×·*x10OlI/%½²³⁻{}()\u00a0\u200b\u066b\u00ad١２−–=_m\tａ𝟏"
READ_ALL = """
async (cases) => {
  const { readTyped } = await import("/static/simulator/typed_numbers.js");
  return cases.map(([text, isWhole, unit]) => readTyped(text, { isWhole, unit }));
}
"""
WRITE_ALL = """
async (values) => {
  const { written } = await import("/static/simulator/writing.js");
  const { brief, numberText } = await import("/static/simulator/experiments/numbers.js");
  const { readTyped } = await import("/static/simulator/typed_numbers.js");
  const back = (text, isWhole = false) => ({ text, ...readTyped(text, { isWhole }) });
  return values.map((value) => ({
    written: back(written(value)),
    brief: back(brief(value)),
    number: back(numberText(value, 4)),
    count: back(numberText(value, 0), true),
  }));
}
"""


def test_the_browser_reads_as_the_engine_does(run_in_browser):
    chance = random.Random(7)
    odd = ["".join(chance.choices(SIGNS, k=chance.randint(1, 9))) for _ in range(4000)]
    texts = [*READ, *IN_TWO_WAYS, *REFUSED, *(random_text(chance) for _ in range(2000)), *odd]
    cases = [(text, is_whole, chance.choice(("", "%", "m"))) for text in texts for is_whole in (False, True)]
    for (text, is_whole, unit), found in zip(cases, run_in_browser(READ_ALL, cases), strict=True):
        typed = read_typed(text, is_whole=is_whole, unit=unit)
        value = None if typed.value is None else float(typed.value)
        assert found == {"value": value, "choices": list(typed.choices), "problem": typed.problem}, (
            text,
            is_whole,
            unit,
        )


def test_what_scripts_write_reads_back(run_in_browser):
    chance = random.Random(11)
    values = [chance.uniform(-1, 1) * 10 ** chance.randint(-6, 12) for _ in range(2000)]
    values += [0, 1000, -27136, 1234.5, 0.00002, 9999.5, 123456, 1e9, -1e9, 0.001]
    for value, found in zip(values, run_in_browser(WRITE_ALL, values), strict=True):
        for name, (leeway, least) in {"written": (0.06, 5e-5), "brief": (0.06, 0), "number": (0.06, 5e-5)}.items():
            meanings = [found[name]["value"]] if found[name]["value"] is not None else found[name]["choices"]
            assert any(abs(float(one) - value) <= leeway * abs(value) + least for one in meanings), found[name]
        assert found["count"]["value"] == pytest.approx(value, abs=0.5000001, rel=1e-12), found["count"]
