"""Authors find the ids of misconceptions without reading code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from simulator.engine.misconceptions import MISCONCEPTIONS


def listed(*words):
    out = StringIO()
    call_command("misconceptions", *words, stdout=out)
    return out.getvalue()


def test_all_misconceptions_are_listed_with_their_formula_and_sentence():
    text = listed()
    for one in MISCONCEPTIONS.values():
        assert f"{one.id}\n    {one.quantity}: {one.formula}\n    {one.feedback}" in text


def test_only_those_that_contain_every_word_are_listed():
    assert "z.no_bias\n" in listed("z.", "BIAS")
    assert "sig.preact" not in listed("z.", "bias")


def test_words_that_no_misconception_contains_are_refused():
    with pytest.raises(CommandError, match="Give fewer"):
        listed("nothing-like-this")
