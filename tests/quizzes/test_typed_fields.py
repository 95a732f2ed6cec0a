"""Authors' fields take numbers by the grammar of every other field, and say the same where they cannot."""

from decimal import Decimal

import pytest
from django import forms

from quizzes.authoring.allowance_forms import AllowanceForm
from quizzes.authoring.forms import OptionForm
from quizzes.authoring.number_forms import AnswerForm, WrongForm
from quizzes.authoring.quiz_forms import QuizForm, SlotForm
from quizzes.authoring.type_forms import PartForm
from quizzes.authoring.typed import Expression, Number, Whole

FORMS = [AllowanceForm, AnswerForm, OptionForm, PartForm, QuizForm, SlotForm, WrongForm]


def refusal(field: forms.Field, text: str) -> str:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(text)
    return str(caught.value.messages[0])


@pytest.mark.parametrize("form", FORMS)
def test_no_field_reads_a_number_by_another_grammar(form):
    readers = {name: type(field) for name, field in form.base_fields.items()}
    others = (forms.IntegerField, forms.DecimalField, forms.FloatField)
    assert [name for name, kind in readers.items() if kind in others] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,5", "1.5"), ("1.5", "1.5"), (" ２ ", "2"), ("2×10^-3", "0.002"), ("−1", "-1"), ("0,731", "0.731")],
)
def test_a_number_is_read_as_people_type_it(text, value):
    assert Number().clean(text) == Decimal(value)


@pytest.mark.parametrize(("text", "value"), [("1,000", 1000), ("1 000", 1000), ("３", 3), ("3.0", 3), (7, 7)])
def test_a_whole_number_is_read_as_people_type_it(text, value):
    assert Whole().clean(text) == value


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (Number(), "1,234", "“1,234” could be 1.234 or 1234. Which one do you mean?"),
        (Whole(), "1.000", "“1.000” could be 1 or 1000. Which one do you mean?"),
        (Expression(), "1,234", "“1,234” could be 1.234 or 1234. Which one do you mean?"),
        (Whole(), "1.5", "Enter a whole number."),
        (Whole(), "two", "“two” cannot be read as a number. Write a number, such as 0.73 or 2e-5."),
        (Number(), "1/2", "“/” cannot be read here. Write 0.5 instead of 1/2."),
        (Whole(min_value=1), "-1", "Ensure this value is greater than or equal to 1."),
    ],
)
def test_what_is_not_read_is_said_in_the_same_sentences(field, text, message):
    assert refusal(field, text) == message


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1,5", "1.5"),
        ("−2", "-2"),
        ("0.50", "0.50"),
        ("n * 2", "n * 2"),
        ("max(x1, 2)", "max(x1, 2)"),
        ("a[1,1]", "a[1,1]"),
        ("", ""),
    ],
)
def test_an_expression_stays_and_a_number_becomes_one(typed, kept):
    assert Expression().clean(typed) == kept
