"""What questions say of the experiments is what the stored runs say: their numbers are typed, as versions are kept."""

import re
import tomllib
from pathlib import Path

import pytest

import courseware
from courseware.quoting import quoted
from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS

FOLDER = Path(courseware.__file__).parent / "content" / "questions"
SPOKEN_OF = re.compile(r"\b(?:[Oo]ur|[Tt]his) (?:runs?|experiment)\b|/simulator/experiments/")
NUMBER = re.compile(r"(?<![\d.−-])\d+\.\d+")

DIGITS = [f"{{{{reading digits.accuracy count={n} pixels=plain width=32 decimals=2}}}}" for n in (100, 200, 500)]
MORE_DIGITS = [f"{{{{reading digits.accuracy count={n} pixels=plain width=32 decimals=2}}}}" for n in (1000, 2000)]
OVERFITTED = "count=80 l2=0"


def unit(number):
    weights = f"{{{{reading black-box.weights unit={number} decimals=1}}}}"
    return f"| {number} | {weights} | {{{{reading black-box.accuracy unit={number} decimals=3}}}} |"


def rank(number):
    errors = [f"{{{{reading tastes.{part} rank={number} decimals=3}}}}" for part in ("training", "validation")]
    return f"| {number} | {errors[0]} | {errors[1]} |"


def epoch(number, suffix, loss):
    names = [f"training{suffix} {OVERFITTED} decimals=3", f"{loss} {OVERFITTED} decimals=3"]
    names.append(f"accuracy{suffix} {OVERFITTED} decimals=2")
    return f"| {number} | " + " | ".join(f"{{{{reading overfitting.{name}}}}}" for name in names) + " |"


QUOTED = {
    "after-epoch-fifty": [
        "lowest at epoch {{reading overfitting.best_epoch count=80 l2=0}}",
        epoch("{{reading overfitting.best_epoch count=80 l2=0}}", "_at_best", "best"),
        epoch("150", "", "last"),
    ],
    "cures-for-overfitting": [
        "rising since epoch {{reading overfitting.best_epoch count=80 l2=0}}",
        "was {{reading overfitting.last count=80 l2=0 decimals=3}} after 150 epochs",
        "large weights it ended at {{reading overfitting.last l2=0.01 decimals=3}}",
        "would have kept {{reading overfitting.best count=80 l2=0 decimals=3}}",
        "brought it to {{reading overfitting.last count=800 decimals=3}}",
        "from {{reading overfitting.accuracy count=80 l2=0 decimals=3}} to "
        "{{reading overfitting.accuracy count=800 decimals=3}}",
    ],
    "how-much-more-data": [" | ".join(["| accuracy", *DIGITS, *MORE_DIGITS]) + " |"],
    "larger-batch-higher-loss": [
        "after {{reading rates.updates study=updates batch=8}} updates the training loss was "
        "{{reading rates.loss study=updates batch=8 decimals=2}} with batches of 8 and "
        "{{reading rates.loss study=updates batch=500 decimals=2}} with batches of 500",
    ],
    "largest-rate-that-settles": [
        "from 0.25 to 0.75 end at the same low loss, {{reading rates.loss study=rate rate=0.75 decimals=4}}",
        "end at the same low loss, {{reading rates.loss study=rate rate=0.25 decimals=4}}",
        "At 1.0 it ends at {{reading rates.loss study=rate rate=1 decimals=2}}",
        "is {{reading rates.limit study=rate rate=1 decimals=3}},",
    ],
    "linear-layers-and-xor": [
        "in {{reading exclusive-or.solved activation=identity depth=3}} of 20",
        "in {{reading exclusive-or.solved activation=tanh width=4}} of 20",
    ],
    "pieces-of-folded-layers": ["the first layer gives {{reading tents.pieces shape=deep folds=1}} straight pieces"],
    "rank-to-keep": [rank(1), rank(2), rank(3), rank(10)],
    "same-words-other-order": [
        "from {{reading reviews.accuracy seen=bag negated=0.3 hidden=0 count=4000 decimals=2}} to "
        "{{reading reviews.accuracy seen=pairs count=4000 decimals=2}}",
    ],
    "sensitive-pixels": [
        "from {{reading black-box.accuracy pixels=none unit=0 decimals=2}} to "
        "{{reading black-box.accuracy pixels=sensitive decimals=2}}",
        "drops it to {{reading black-box.accuracy pixels=random decimals=2}}",
    ],
    "shuffled-pixels": [
        "it reached {{reading digits.accuracy pixels=fixed decimals=2}}, against " + MORE_DIGITS[0],
        "it fell to {{reading digits.accuracy pixels=each decimals=2}}",
    ],
    "smallest-training-set": [
        f"With 100 its accuracy on new digits is {DIGITS[0]}, with 200 it is {DIGITS[1]}.",
        f"500, with {DIGITS[2]} in our runs",
        f"the accuracy is {MORE_DIGITS[1]}",
    ],
    "switching-units-off": [
        "accuracy of {{reading black-box.accuracy pixels=none unit=0 decimals=3}}",
        *map(unit, (4, 9, 11, 12)),
    ],
    "tanh-layer-and-xor": ["in {{reading exclusive-or.solved activation=tanh width=4}} of 20"],
    "vowels-in-hertz": [
        "an accuracy of {{reading vowels.accuracy scale=raw decimals=2}}",
        "it reaches {{reading vowels.accuracy scale=thousand decimals=2}}",
    ],
}
# Numbers in these questions that are no readings: what is asked about, or follows from the readings beside it.
THEIRS = {
    "how-much-more-data": {"0.16", "0.03", "0.42", "0.26", "0.07", "0.04", "0.13"},  # differences and shares of errors
    "largest-rate-that-settles": {"0.005", "0.05", "0.25", "0.5", "0.75", "1.0"},  # the rates
    "smallest-training-set": {"0.80", "0.16"},  # the mark; 0.74 − 0.58
    "vowels-in-hertz": {"0.99", "2.29"},  # saturated; the largest frequency, divided by 1,000
}


def words_of(slug):
    """The question's texts, one line each."""
    [question] = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))["question"]
    texts = [question[name] for name in ("prompt", "explanation", "reason_true", "reason_false") if name in question]
    for option in question.get("options", []):
        texts += [option["text"], option["reason"]]
    return "\n".join(texts)


def same_zeros(text):
    """The house writes 0.6 where a table of a question has 0.60."""
    return NUMBER.sub(lambda number: number[0].rstrip("0").rstrip("."), text)


@pytest.mark.parametrize("slug", QUOTED)
def test_what_a_question_says_of_a_run_is_what_the_run_gave(slug):
    words = same_zeros(words_of(slug))
    said = [same_zeros(quoted(sentence)) for sentence in QUOTED[slug]]
    assert [sentence for sentence in said if sentence not in words] == []


@pytest.mark.parametrize("slug", QUOTED)
def test_no_number_of_such_a_question_stands_beside_the_runs(slug):
    known = same_zeros(" ".join([*map(quoted, QUOTED[slug]), *THEIRS.get(slug, ())]))
    found = set(NUMBER.findall(same_zeros(words_of(slug))))
    assert found - set(NUMBER.findall(known)) == set()


def test_every_question_that_speaks_of_a_run_is_held_to_it():
    speaking = {file.stem for file in FOLDER.glob("*.toml") if SPOKEN_OF.search(words_of(file.stem))}
    assert speaking - QUOTED.keys() == set()


def test_the_right_answers_that_are_read_off_a_run_are_those_of_the_run():
    rates, digits = (EXPERIMENTS[slug].ask[0].about for slug in ("rates", "digits"))
    assert rates.value(stored_readings()["rates"]) == 0.75
    assert digits.value(stored_readings()["digits"]) == 500


def test_pixels_that_matter_are_ink_as_often_as_others():
    inked = [f"{{{{reading black-box.inked pixels={chosen} decimals=2}}}}" for chosen in ("sensitive", "random")]
    assert [quoted(one) for one in inked] == ["0.31", "0.31"]
    assert "31 in 100" in words_of("sensitive-pixels")


def test_the_three_learning_rates_are_three_runs_down_one_bowl():
    """L = 1.6·(1 − ηc)^2n + 0.1·(1 − 10ηc)^2n, with ηc = 0.002, 0.05, 0.203: two weights, one ten times as steep."""
    words = words_of("three-learning-rates")
    for n in (0, 5, 20, 100):
        losses = [1.6 * (1 - step) ** (2 * n) + 0.1 * (1 - 10 * step) ** (2 * n) for step in (0.002, 0.05, 0.203)]
        assert f"| {n} | " + " | ".join(f"{loss:.3f}" for loss in losses) + " |" in words
