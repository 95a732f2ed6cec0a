"""What the page before a quiz tells: its rules, what counts, and how far its learner is. Knows no rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.pages import amount
from quizzes.policies import Policy, result


def door(policy: Policy, questions: int, past: Sequence[Mapping[str, Any]], window: dict[str, str]) -> dict[str, Any]:
    """What a learner should know before starting, in the order of importance."""
    minutes, attempts = policy.minutes, policy.attempts
    lines = {
        "Questions": str(questions) if questions else "as many as you ask for",
        "Time": f"{amount(minutes, 'minute')}, counted by the server" if minutes else "no limit",
        "Attempts": str(attempts) if attempts else "any number",
    }
    rules = PRACTICE if policy.mode == "practice" else graded_rules(policy)
    return {
        "rules": lines | window | rules,
        "past": past,
        "practice": policy.mode == "practice",
        "standing": standing(policy, past),
    }


PRACTICE = {"Feedback": "after each answer", "Score": "none: practice is yours alone"}


def graded_rules(policy: Policy) -> dict[str, str]:
    rules = {"Feedback": WHEN_RELEASED[policy.release], "To pass": f"{policy.pass_mark} %"}
    if policy.tries > 1:
        shares = [policy.credit[min(number, len(policy.credit) - 1)] for number in range(policy.tries)]
        rules["Feedback"] = f"a verdict at each check; the review {rules['Feedback']}"
        rules |= {"Tries at each question": f"{policy.tries}; a right one earns {', '.join(shares)}"}
    if policy.attempts != 1:
        rules |= {"What counts": COUNTING[policy.counts]}
    if policy.simulator == "closed":
        rules |= {"The simulator": "closed until you submit"}
    return rules


COUNTING = {
    "best": "the best attempt",
    "last": "the last attempt",
    "first": "the first attempt",
    "average": "the average of your attempts",
}


def standing(policy: Policy, past: Sequence[Mapping[str, Any]]) -> str:
    """The result so far, of the attempts that are released; nothing in practice."""
    shares = [attempt["share"] for attempt in reversed(past) if attempt["share"] is not None]
    found = result(policy.counts, shares)
    if found is None:
        return ""
    passed = "passed" if found * 100 >= policy.pass_mark - 1e-9 else f"{policy.pass_mark} % are needed"
    return f"{round(found * 100)} % so far, {passed}."


WHEN_RELEASED = {
    "submit": "as soon as you submit",
    "close": "when the quiz closes",
    "by hand": "when your instructor releases it",
}

# The same for somebody who has submitted and waits; grading itself takes a moment
WHEN_SHOWN = {**WHEN_RELEASED, "submit": "in a moment: please load this page again"}
