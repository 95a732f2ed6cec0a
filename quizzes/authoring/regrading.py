"""The page on which an instructor sees what a repaired question changes, and then applies it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from quizzes import attempts
from quizzes.models import Question
from quizzes.pages import amount, score
from quizzes.refusals import Refused


class RegradeForm(forms.Form):
    why = forms.CharField(max_length=300, label="Why", help_text="Learners read this beside their new grade.")
    may_lower = forms.BooleanField(required=False, label="Scores may also fall")


def regrade_page(request: HttpRequest, question: Question, site: dict[str, Any]) -> HttpResponse:
    """GET shows the differences; POST applies them, if they are the ones that were shown."""
    form = RegradeForm(request.POST or None)
    may_lower = bool((request.POST or request.GET).get("may_lower"))
    try:
        if form.is_valid():
            plan = attempts.apply_regrade(question, by=request.user, **form.cleaned_data)
            changed = amount(len(plan.changes), "score")
            messages.success(request, f"{amount(len(plan.grades), 'answer')} graded anew, {changed} changed.")
            return redirect("admin:quizzes_question_change", question.pk)
        plan, refused = attempts.plan_regrade(question, may_lower=may_lower), None
    except Refused as refusal:
        plan, refused = None, refusal
    context = {
        **site,
        "title": f"Regrade {question}",
        "question": question,
        "form": form,
        "may_lower": may_lower,
        "refused": refused,
        "told": told(plan) if plan else None,
    }
    return TemplateResponse(request, "admin/quizzes/question/regrade.html", context)


def told(plan: attempts.Plan) -> dict[str, Any]:
    """The differences by learner, the largest first."""
    changes = sorted(plan.changes, key=lambda one: (one.before - one.after, str(one.attempt.user)))
    rows = [
        {
            "attempt": one.attempt,
            "before": score(one.before),
            "after": score(one.after),
            "falls": one.after < one.before,
        }
        for one in changes
    ]
    return {"answers": amount(len(plan.grades), "answer"), "grades": len(plan.grades), "rows": rows, "kept": plan.kept}


def row_of(one: attempts.Difference) -> dict[str, Any]:
    before, after = score(one.before), score(one.after)
    return {"attempt": one.attempt, "before": before, "after": after, "falls": one.after < one.before}
