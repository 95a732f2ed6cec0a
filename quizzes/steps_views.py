"""Pages that open the steps of a wrong answer: where it went wrong, or, if that is not it, one line after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from quizzes import attempts
from quizzes.attempts.disputing import further_of, latest_grade
from quizzes.first_wrong_step import walk
from quizzes.grading import read
from quizzes.models import Attempt, Grade
from quizzes.moments import arrived
from quizzes.policies import read_terms
from quizzes.questions.cases import lead_of_stored
from quizzes.questions.types import TYPES
from quizzes.refusals import Refused
from quizzes.releasing import is_held, is_released
from quizzes.views import attempt_or_404, comes_from
from quizzes.working import steps_of
from simulator.drawing import ALL, draw_both
from simulator.drawing.view import stage_of

MOST_TYPED = 40  # characters of one number
MOST_LINES = 200


@require_safe
def step(request: HttpRequest, uuid: Any, position: int) -> HttpResponse:
    """The network of a wrong answer, opened at the step that went wrong, or at what was asked."""
    attempt = attempt_or_404(request, uuid)
    try:
        grade = grade_with_steps(request, attempt, position)
    except Refused as refused:
        return sent_back(request, attempt, position, refused)
    return render(request, "quizzes/step.html", {**frame(request, attempt, position), **seen(grade)})


def seen(grade: Grade) -> dict[str, Any]:
    right, ask = grade.key.right, grade.item.variant.shown["ask"]
    kind = TYPES[grade.item.variant.version.type]
    value = read(kind, grade.response.answer, ask).value if grade.response else None
    more = further_of(grade, value)
    named = list(grade.diagnoses) or more.diagnoses
    first = named[0] if named else {}
    asked = right.get("probe")
    steps = steps_of(right, first, hidden=asked)
    node = first.get("node") or asked
    return {
        "answer": "" if value is None else kind.echo(value, ask),
        "diagnoses": named,
        "lead": lead_of_stored(more.finding or grade.detail.get("finding"), len(named)) if named else "",
        "message": more.message,
        "steps": [one for one in steps if one["slip"]],
        "drawings": draw_both(
            right["network"],
            known=ALL,
            hidden=asked,
            chosen=node,
            fault=first.get("node"),
            stage=stage_of(node) if node else None,
        ),
    }


@require_safe
def find(request: HttpRequest, uuid: Any, position: int) -> HttpResponse:
    """The steps with the learner's numbers, until the first line that differs. What was typed is in the address."""
    attempt = attempt_or_404(request, uuid)
    try:
        grade = grade_with_steps(request, attempt, position)
    except Refused as refused:
        return sent_back(request, attempt, position, refused)
    typed = [one[:MOST_TYPED] for one in request.GET.getlist("v")[:MOST_LINES]]
    found = walk(grade.key.right, typed)
    return render(request, "quizzes/find.html", {**frame(request, attempt, position), "walk": found})


@require_POST
def dispute(request: HttpRequest, uuid: Any) -> HttpResponse:
    """“Not what I did”: stored, and on to the steps."""
    attempt = attempt_or_404(request, uuid)
    text = request.POST.get("dispute", "")
    position = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    try:
        grade_with_steps(request, attempt, position)
        attempts.dispute(attempt, position)
    except Refused as refused:
        return sent_back(request, attempt, position, refused)
    back = comes_from(request)
    address = reverse("quizzes:find", args=[uuid, position])
    return redirect(f"{address}?{urlencode({'from': back})}" if back else address)


def grade_with_steps(request: HttpRequest, attempt: Attempt, position: int) -> Grade:
    """The standing grade, whose steps this learner may see. Raises Refused."""
    is_practice = read_terms(attempt.terms).mode == "practice" and not is_held(attempt)
    if not (is_practice or is_released(attempt, arrived(request))):
        raise Refused("not_released", "The steps are not released yet.", "Come back when the review is.")
    grade = latest_grade(attempt, position)
    if grade is None or grade.response is None or grade.fraction == 1:
        raise Refused("no_such_item", "There is no wrong answer to look at.", "Check an answer first.", status=404)
    if not (grade.key.right.get("network") and grade.key.right.get("steps")):
        raise Refused("no_such_item", "This question has no steps.", "Reread the hints.", status=404)
    return grade


def sent_back(request: HttpRequest, attempt: Attempt, position: int, refused: Refused) -> HttpResponse:
    messages.error(request, f"{refused.message} {refused.next}")
    return redirect(address_of(attempt, position))


def frame(request: HttpRequest, attempt: Attempt, position: int) -> dict[str, Any]:
    back = comes_from(request)
    chapter = attempt.assignment.quiz.chapter_slug
    address = address_of(attempt, position)
    if back:
        address = reverse("courseware:chapter", args=[chapter]) + f"#question-{back}"
    return {"attempt": attempt, "position": position, "back": back, "back_url": address}


def address_of(attempt: Attempt, position: int) -> str:
    """Where the question is answered, or reviewed."""
    page = "quizzes:take" if attempt.state == Attempt.State.IN_PROGRESS else "quizzes:review"
    return reverse(page, args=[attempt.uuid]) + f"#q{position}"
