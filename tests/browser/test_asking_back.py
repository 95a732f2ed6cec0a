"""A number with two meanings is asked back where it was typed; every field can take a minus on a phone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Grade, Response
from quizzes.publishing.drafts import prepare
from tests.browser.conftest import PHONE, faults_of
from tests.quizzes.attempts import factory
from tests.quizzes.attempts.test_unread import CELLS, DECIMAL, WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
BODIES = {"decimal": DECIMAL, "cells": CELLS, "whole": WHOLE}


@pytest.fixture
def offered(site, monkeypatch):
    """A quiz of one number with decimals, two cells and one whole number; offered(mode) makes it."""
    made = {id(body): prepare(f"a-{name}", body, "", 1).made for name, body in BODIES.items()}
    monkeypatch.setattr(factory, "made", lambda body, count: made[id(body)])
    return lambda mode, **policy: factory.offer(*map(factory.publish, BODIES.values()), mode=mode, **policy)


def start(page: Page) -> None:
    page.goto("/quizzes/the-quiz/")
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_url("**/quizzes/attempts/*/")


def look(page: Page, name: str) -> None:
    """For people who want to look: PICTURES=<folder>."""
    if "PICTURES" in os.environ:
        page.screenshot(path=Path(os.environ["PICTURES"]) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_number_with_two_meanings_is_asked_back_and_sent_by_a_button(visit, offered, scheme):
    offered("check")
    page = visit(color_scheme=scheme)
    start(page)
    question = page.locator("#q1")
    question.locator("input[data-number]").fill("1,234")
    expect(question.locator("[data-echo]")).to_have_text("“1,234” could be 1.234 or 1234. Which one do you mean?")
    expect(question.locator("[data-save]")).to_contain_text("Not read yet")
    expect(question.locator("[data-save]")).to_contain_text("could be 1.234 or 1234")  # heard
    look(page, f"asked-back-{scheme}")
    assert faults_of(page) == []
    question.get_by_role("button", name="1.234").click()
    expect(question.locator("input[data-number]")).to_have_value("1.234")
    expect(question.locator("[data-echo]")).to_have_text("We read 1.234")
    expect(question.locator("[data-save]")).to_have_text("Saved")
    expect(question.locator(".choices")).to_have_count(0)
    assert [one.answer for one in Response.objects.order_by("pk")] == ["1,234", "1.234"]


def test_a_whole_number_with_a_comma_is_no_question(page, offered):
    offered("check")
    start(page)
    question = page.locator("#q3")
    question.locator("input[data-number]").fill("27,136")
    expect(question.locator("[data-echo]")).to_have_text("We read 27136")
    expect(question.locator("[data-save]")).to_have_text("Saved")


def test_an_unread_cell_is_pointed_at_and_the_other_is_saved(visit, offered):
    offered("check")
    page = visit(**TOUCH)
    start(page)
    question = page.locator("#q2")
    first, second = question.locator("input[data-number]").all()
    first.fill("0.5")
    second.fill("1,234")
    expect(question.locator("#e2-1")).to_have_text("“1,234” could be 1.234 or 1234. Which one do you mean?")
    expect(second).to_have_attribute("aria-invalid", "true")
    expect(first).not_to_have_attribute("aria-invalid", "true")
    expect(question.locator("[data-save]")).to_contain_text("Saved, but we could not read all of it")
    expect(question.locator("#e2")).to_have_text("We read 0.5; –")
    expect(page.locator("[data-count]")).to_have_text("0 of 3 answered")
    look(page, "unread-cell-phone")
    page.get_by_role("button", name="Submit answers").first.click()
    expect(page.locator(".confirm")).to_contain_text("Number 2: Your entry, “1,234”, could be 1.234 or 1234.")
    look(page, "still-open-phone")
    assert faults_of(page) == []
    question.get_by_role("button", name="1.234").click()
    expect(question.locator("[data-save]")).to_have_text("Saved")
    expect(second).to_have_value("1.234")


def test_a_check_asks_back_and_then_checks(page, offered):
    offered("practice")
    start(page)
    question = page.locator("#q1")
    question.locator("input[data-number]").fill("1,234")
    question.get_by_role("button", name="Check").click()
    question.get_by_role("button", name="1.234").click()
    expect(question.locator("[data-verdict]")).to_contain_text("Right.")
    assert Grade.objects.count() == 1


def test_without_scripts_a_button_sends_what_was_meant(visit, offered):
    offered("check")
    page = visit(java_script_enabled=False)
    start(page)
    page.locator("#q1 input[data-number]").fill("1,234")
    page.get_by_role("button", name="Save answers").last.click()
    page.locator("#q1").get_by_role("button", name="1.234").click()
    assert page.url.endswith("#q1")
    expect(page.locator("#q1 [data-echo]")).to_have_text("We read 1.234")
    expect(page.locator("#q1 [data-save]")).to_have_text("Saved")


def test_the_review_says_what_was_used(page, offered):
    offered("check")
    start(page)
    field = page.locator("#q1 input[data-number]")
    field.fill("1.2340")
    expect(page.locator("#q1 [data-save]")).to_have_text("Saved")
    field.fill("1,234")
    expect(page.locator("#q1 [data-save]")).to_contain_text("Not read yet")
    page.get_by_role("button", name="Submit answers").first.click()
    page.get_by_role("button", name="Submit now").click()
    page.wait_for_url("**/review/")
    said = "Your last entry, “1,234”, could be 1.234 or 1234. We used your earlier answer 1.2340."
    expect(page.locator("#q1")).to_contain_text(said)
    look(page, "review")


def test_the_stepper_asks_back_and_checks_the_choice(page, site):
    page.goto("/simulator/?predict=1&at=z[1,1]")
    page.get_by_label("Your number").fill("1,234")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("[data-said]")).to_contain_text("could be 1.234 or 1234. Which one do you mean?")
    page.locator("[data-said]").get_by_role("button", name="1.234").click()
    expect(page.get_by_label("Your number")).to_have_value("1.234")
    expect(page.locator("[data-said]")).to_contain_text("Not 1.234.")


def test_an_experiment_asks_back_before_it_runs(page, site):
    page.goto("/simulator/experiments/loss/")
    page.locator("[data-ask] input[inputmode]").first.fill("4,605")
    page.get_by_role("button", name="Run it").press("Enter")
    expect(page.locator("#ask-0-echo")).to_have_text("“4,605” could be 4.605 or 4605. Which one do you mean?")
    page.locator("[data-ask]").get_by_role("button", name="4.605").click()
    expect(page.locator("[data-verdicts]")).to_contain_text("Right: 4.605.")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_setting_of_a_training_is_asked_back(visit, site, scripts):
    page = visit(java_script_enabled=scripts)
    page.goto("/simulator/train/")
    page.get_by_label("Epochs", exact=True).fill("1.000")
    page.get_by_role("button", name="Train", exact=True).first.click()
    expect(page.locator("#f-epochs-words")).to_contain_text("“1.000” could be 1 or 1000. Which one do you mean?")
    page.get_by_role("group", name="Which one do you mean?").get_by_role("button", name="1", exact=True).click()
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("1")
    expect(page.get_by_role("group", name="Which one do you mean?")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number_of_a_network_is_asked_back(visit, site, scripts):
    page = visit(java_script_enabled=scripts)
    page.goto("/simulator/")
    page.locator("#change summary").click()
    page.locator("#f-inputs-0").fill("1,234")
    page.get_by_role("button", name="Use these numbers").click()
    expect(page.locator("#change")).to_contain_text("“1,234” could be 1.234 or 1234. Which one do you mean?")
    page.locator("#change").get_by_role("button", name="1.234").click()
    expect(page.locator("#f-inputs-0")).to_have_value("1.234")
    expect(page.locator("#change .choices")).to_have_count(0)


def test_a_parameter_of_an_experiment_is_asked_back(page, site):
    page.goto("/simulator/experiments/depth/")
    page.evaluate("document.querySelector('[data-more]').hidden = false")  # it is there after the first run
    page.locator("[data-more] > summary").click()
    page.locator("#of-units").fill("1.000")
    page.get_by_role("button", name="Run this one").click()
    expect(page.locator("#of-units-echo")).to_have_text("“1.000” could be 1 or 1000. Which one do you mean?")
    page.locator("[data-change] .choices").get_by_role("button", name="1000").click()
    expect(page.locator("#of-units")).to_have_value("1000")
    expect(page.locator("#of-units-echo")).to_have_text("Give a number from 1 to 32.")
    expect(page.locator("[data-change] .choices")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_phone_offers_a_minus_in_every_number_field(visit, offered, scripts):
    offered("check")
    page = visit(**TOUCH, java_script_enabled=scripts)
    start(page)
    fields = page.locator("input[data-number]").all()
    assert [field.get_attribute("inputmode") for field in fields] == ["text"] * 4
