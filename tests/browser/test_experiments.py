"""The experiments as a person uses them: predicting, running, stopping, going on, and saying what was seen."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from simulator.experiments.describing import page_json
from simulator.experiments.questions import Choice
from simulator.experiments.running import run_sweep
from simulator.experiments.stored import stored_readings
from simulator.experiments.table import EXPERIMENTS
from simulator.experiments.telling import number_text, told_text
from tests.browser.conftest import PHONE, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOOR = "**/api/simulator/experiments/*/"
MODULES = "/static/simulator/experiments/"
QUICK = "cost"  # fourteen runs that take no time
SLOW = {"rates", "digits", "reviews", "overfitting"}  # of these only what the sweep itself draws
WIDTHS = [288, 340, 480, 680, 900]


def visit_page(page: Page, slug: str) -> None:
    page.goto(f"/simulator/experiments/{slug}/")


def run_button(page: Page):
    return page.get_by_role("button", name="Run it")


def predict(page: Page, number: str = "4") -> None:
    page.locator("[data-ask] input").first.fill(number)
    run_button(page).click()


def readings(page: Page):
    return page.locator("[data-readings] tbody tr")


def is_done(page: Page) -> None:
    expect(page.get_by_role("heading", name="What did you see?")).to_be_visible()


def answer_from(slug: str):
    """A door that answers from the kept readings, so that a page is looked at without computing."""
    points = stored_readings()[slug]

    def fulfil(route: Route) -> None:
        asked = route.request.post_data_json
        point = next(point for point in points if point["parameters"] == asked)
        route.fulfill(json={"slug": slug, **point, "film": None})

    return fulfil


def test_a_prediction_unlocks_the_run_and_what_was_seen_unlocks_the_conclusion(page):
    visit_page(page, QUICK)
    expect(run_button(page)).to_have_attribute("aria-disabled", "true")
    expect(readings(page)).to_have_count(0)
    predict(page, "2")
    is_done(page)
    expect(readings(page)).to_have_count(14)
    expect(page.locator("[data-verdicts]")).to_contain_text("You predicted2")
    expect(page.locator("[data-verdicts]")).to_contain_text("It was4")
    expect(page.get_by_role("heading", name="What it shows")).to_be_hidden()
    page.get_by_label("They double").check()
    page.get_by_role("button", name="This is what I saw").click()
    expect(page.locator("[data-told]")).to_contain_text("from 1,184 at 16 units to 75,776")
    expect(page.locator("[data-seen-verdict] .reason")).to_have_count(3)
    page.get_by_role("link", name="Read the paragraph").click()
    expect(page).to_have_url(re.compile("/chapters/introduction/#computational-cost$"))


def test_the_keyboard_alone_gets_through(page):
    visit_page(page, QUICK)
    page.locator("[data-ask] input").first.focus()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    is_done(page)
    expect(page.locator("[data-verdicts]")).to_be_focused()
    expect(page.locator("[data-verdicts]")).to_contain_text("Right: 4.")
    page.locator("[data-seen] [name=seen]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("[data-seen-verdict]")).to_be_focused()
    expect(page.get_by_role("heading", name="What it shows")).to_be_visible()


def test_a_run_without_a_prediction_asks_for_it_at_the_field(page):
    visit_page(page, QUICK)
    run_button(page).press("Enter")
    expect(page.get_by_text("Enter a number, such as 0.73.")).to_be_visible()
    expect(page.locator("[data-ask] input").first).to_be_focused()
    expect(readings(page)).to_have_count(0)


def test_a_double_click_runs_it_once(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    visit_page(page, QUICK)
    page.locator("[data-ask] input").first.fill("4")
    run_button(page).dblclick()
    is_done(page)
    assert len(asked) == 14
    expect(readings(page)).to_have_count(14)


def test_a_lost_answer_keeps_what_is_done_and_goes_on_from_there(page):
    visit_page(page, QUICK)
    answered = []

    def third_is_lost(route):
        answered.append(route)
        route.abort("connectionreset") if len(answered) == 3 else route.continue_()

    page.route(DOOR, third_is_lost)
    predict(page)
    expect(page.get_by_text("The server did not answer.")).to_be_visible()
    expect(page.get_by_text("2 of 14 runs are done. What is done is kept.")).to_be_visible()
    expect(page.locator("[data-ask] input").first).to_have_value("4")
    page.get_by_role("button", name="Go on").click()
    is_done(page)
    expect(readings(page)).to_have_count(14)
    assert len(answered) == 15


def test_to_cancel_is_to_stop_after_what_is_done(page):
    visit_page(page, QUICK)
    held = []

    def hold_the_fourth(route):
        held.append(route)
        if len(held) != 4:
            route.continue_()

    page.route(DOOR, hold_the_fourth)
    predict(page)
    expect(page.get_by_text("3 of 14 runs done.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Stopped.")).to_be_visible()
    expect(readings(page)).to_have_count(3)
    page.get_by_role("button", name="Go on").click()
    is_done(page)


def test_a_busy_server_is_asked_again_when_it_says_so(page):
    visit_page(page, QUICK)
    asked = []

    def busy_once(route):
        asked.append(route)
        if len(asked) == 2:
            route.fulfill(
                status=429, headers={"Retry-After": "1"}, json={"code": "busy", "message": "Busy.", "next": ""}
            )
        else:
            route.continue_()

    page.route(DOOR, busy_once)
    predict(page)
    is_done(page)
    assert len(asked) == 15


def test_going_to_the_chapter_and_back_loses_nothing(page):
    visit_page(page, QUICK)
    predict(page)
    is_done(page)
    page.locator("[data-seen] [name=seen]").first.check()
    page.get_by_role("button", name="This is what I saw").click()
    page.goto("/chapters/introduction/")
    page.go_back()
    expect(readings(page)).to_have_count(14)
    expect(page.locator("[data-verdicts]")).to_contain_text("Right: 4.")
    expect(page.get_by_role("heading", name="What it shows")).to_be_visible()


def test_a_slider_that_moves_computes_anew_and_the_point_is_the_learners(page):
    visit_page(page, "loss")
    predict(page, "4.6")
    is_done(page)
    page.get_by_role("slider").fill("0.2")
    own = page.get_by_role("group", name="Runs of your own")
    expect(own).to_contain_text("1.609")  # −ln 0.2
    expect(page.locator("svg.plot .own .dot").first).to_be_visible()
    page.get_by_role("slider").fill("0.4")
    expect(own).to_contain_text("0.916")
    expect(own.locator("tbody tr")).to_have_count(1)


def test_other_parameters_make_another_run_or_another_sweep_and_a_fault_stands_at_its_field(page):
    visit_page(page, "depth")
    page.locator("[data-ask] input").last.check()
    run_button(page).click()
    is_done(page)
    before = readings(page).first.inner_text()
    page.get_by_text("Change it and run again").click()
    page.get_by_label("Units of a hidden layer").fill("99")
    page.get_by_role("button", name="Run this one").click()
    expect(page.locator("#of-units-echo")).to_have_text("Give a number from 1 to 32.")
    expect(page.get_by_label("Units of a hidden layer")).to_be_focused()
    page.get_by_label("Units of a hidden layer").fill("8")
    page.get_by_role("button", name="Run this one").click()
    expect(page.get_by_role("group", name="Runs of your own").locator("tbody tr")).to_have_count(1)
    page.get_by_label("Seed").fill("2")
    page.get_by_role("button", name="Run the whole sweep so").click()
    expect(readings(page).first).not_to_have_text(before)
    is_done(page)
    expect(page.locator("[data-verdicts] .reason")).to_have_count(4)


def test_every_plot_has_its_words_and_its_numbers_as_a_table(page):
    visit_page(page, QUICK)
    predict(page)
    is_done(page)
    drawing = page.locator("[data-plots] svg.plot")
    expect(drawing).to_have_attribute("aria-label", re.compile("two hidden: from 1440 at 16"))
    page.get_by_text("The numbers as a table").first.click()
    expect(page.get_by_role("row", name="1024 1,124,000 75,780")).to_be_visible()


@pytest.mark.parametrize(
    "options", [{}, {"viewport": PHONE, "color_scheme": "dark"}], ids=["wide and light", "narrow and dark"]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_before_and_after(visit, options):
    page = visit(**options)
    for slug, experiment in EXPERIMENTS.items():
        if experiment.number % 2 == len(options) // 2:  # every other one, as it takes time
            check_before_and_after(page, slug)


def check_before_and_after(page: Page, slug: str) -> None:
    page.route(DOOR, answer_from(slug))
    visit_page(page, slug)
    assert faults_of(page) == [], slug
    for question in page.locator("[data-question^='ask-']").all():
        if question.locator("[type=radio]").count():
            question.locator("[type=radio]").first.check()
        else:
            question.locator("input").fill("1")
    run_button(page).click()
    is_done(page)
    page.locator("[data-seen] [name=seen]").first.check()
    page.get_by_role("button", name="This is what I saw").click()
    expect(page.get_by_role("heading", name="What it shows")).to_be_visible()
    assert faults_of(page) == [], slug
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), slug
    page.unroute(DOOR)


def test_the_plots_of_one_run_are_drawn_anew_at_another_width_too(page):
    visit_page(page, "one-neuron")
    predict(page, "1")
    is_done(page)
    page.set_viewport_size(PHONE)
    plots = page.locator("[data-look] svg.plot")
    expect(plots.first).to_have_attribute("width", re.compile(r"^3[0-9]{2}$"))  # type is never scaled


def test_the_list_has_no_faults(page):
    page.goto("/simulator/experiments/")
    assert faults_of(page) == []
    assert page.locator("main h3").count() == 18


SAYS = """async ([base, experiment, points]) => {
  const { outcomeOf, rightOptions, toldText } = await import(base + "outcomes.js");
  const { numberText } = await import(base + "numbers.js");
  const questions = [...experiment.ask, experiment.seen];
  const { readings: declared } = experiment;
  return {
    outcomes: questions.map(({ about }) => outcomeOf(about, points)),
    right: questions.map((one) => (one.kind === "choice" ? rightOptions(one, points) : [])),
    told: toldText(experiment.shows, points),
    numbers: points.flatMap(({ readings }) => declared.map((one) => numberText(readings[one.name], one.decimals))),
  };
}"""


def test_script_and_server_say_the_same_of_every_sweep(page):
    page.goto("/simulator/experiments/")
    for slug, experiment in EXPERIMENTS.items():
        points = stored_readings()[slug]
        said = page.evaluate(SAYS, [MODULES, page_json(experiment), points])
        questions = (*experiment.ask, experiment.seen)
        assert said["outcomes"] == pytest.approx([one.about.value(points) for one in questions])
        assert said["right"] == [one.right(points) if isinstance(one, Choice) else [] for one in questions]
        assert said["told"] == told_text(experiment.shows, points)
        assert said["numbers"] == [
            number_text(point["readings"].get(one.name), one.decimals)
            for point in points
            for one in experiment.readings
        ]


DRAWS = """async ([base, experiment, points, widths]) => {
  const { draw } = await import(base + "plot.js");
  const { plotsOfSweep } = await import(base + "plotting.js");
  const own = plotsOfSweep(experiment, points, points.slice(0, 1));
  const plots = [...own, ...points.flatMap(({ film }) => film?.plots ?? [])];
  const host = document.body.appendChild(document.createElement("div")), faults = new Set();
  const isBeside = (p, q) => p.left < q.left - 1 || p.right > q.right + 1;
  const isOutside = (p, q) => isBeside(p, q) || p.top < q.top - 2 || p.bottom > q.bottom + 1;
  const touch = (p, q) => p.left < q.right && q.left < p.right && p.top + 4 < q.bottom && q.top + 4 < p.bottom;
  const boxes = (selector) => [...host.querySelectorAll(selector)]
    .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  for (const width of widths) for (const plot of plots) {
    host.innerHTML = draw(plot, width, plot.title);
    const frame = host.firstChild.getBoundingClientRect();
    const say = (words) => faults.add(`${plot.title} ${width}: ${words}`);
    for (const { text, box } of boxes("text")) if (isOutside(box, frame)) say(`${text} is cut off`);
    boxes("text.name").forEach((one, i, names) => names.slice(0, i).forEach((other) => {
      if (touch(one.box, other.box)) say(`${one.text} lies on ${other.text}`);
    }));
    if (/NaN|undefined|Infinity/.test(host.innerHTML)) say("a number is missing");
  }
  host.remove();
  return [...faults];
}"""


def test_no_word_of_a_plot_is_cut_off_or_lies_on_a_name_at_any_width(page):
    visit_page(page, QUICK)  # for its style sheet
    for slug, experiment in EXPERIMENTS.items():
        points = stored_readings()[slug] if slug in SLOW else list(run_sweep(experiment, {}))
        assert page.evaluate(DRAWS, [MODULES, page_json(experiment), points, WIDTHS]) == [], slug


def test_a_plot_is_drawn_while_its_first_run_only_is_known_and_from_nothing_that_is_finite(page):
    visit_page(page, QUICK)
    experiment = json.loads(page.locator("#experiment").text_content())
    first = stored_readings()[QUICK][:1]
    assert page.evaluate(DRAWS, [MODULES, experiment, first, [340]]) == []
    nothing = [{**first[0], "readings": dict.fromkeys(first[0]["readings"])}]
    assert page.evaluate(DRAWS, [MODULES, experiment, nothing, [340]]) == []


def test_the_modules_of_the_plot_need_no_page():
    folder = Path(__file__).resolve().parents[2] / "simulator/static/simulator/experiments"
    for name in ("plot", "bars", "images", "scales", "summary", "outcomes", "plotting", "numbers", "text"):
        text = (folder / f"{name}.js").read_text(encoding="utf-8")
        assert "document" not in text
        assert "window" not in text
