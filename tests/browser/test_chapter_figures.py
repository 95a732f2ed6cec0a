"""The live figures of a chapter: numbers follow the hand, and stand there without a script."""

import gzip

import pytest
from axe_core_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from courseware.figures.digits import output_text, squares
from courseware.figures.shapes import Layer
from simulator.engine.counts import count
from simulator.engine.network import read_network
from simulator.engine.numbers import written
from simulator.engine.trace import trace
from simulator.experiments.digit_reader import pixels, reads
from simulator.permalinks import read_permalink
from tests.browser.conftest import PHONE
from tests.courseware.test_figures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(transactional_db, live_server):
    """The chapter needs no bank: without it a test begins at once."""
    cache.clear()
    return live_server


ADDRESS = "/chapters/introduction/"


def figure_of(page, words):
    """The figure with these words in its caption, once its module has come."""
    found = page.locator("figure.live", has=page.get_by_text(words, exact=True)).first
    found.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    return found


def slide(figure, name, value):
    """Moves the slider of this name, or of a name that begins so, as a hand does."""
    figure.locator(f'input[type=range][name="{name}"]').fill(str(value))


def address_of(figure):
    return figure.locator("[data-open]").get_attribute("href").split("n=")[1].split("&")[0]


def test_numbers_follow_the_sliders_and_are_those_of_the_engine(page):
    page.goto(ADDRESS)
    neuron = figure_of(page, "One neuron.")
    data = read_permalink(address_of(neuron))
    slide(neuron, "W[1,1,2]", 0.7)
    slide(neuron, "b[1,1]", -1.5)
    data["layers"][0]["weights"][0][1], data["layers"][0]["biases"][0] = 0.7, -1.5
    traced = trace(read_network(data))
    for probe in ("z[1,1]", "a[1,1]"):
        expect(neuron.locator(f'[data-tell="{probe}"]')).to_have_text(written(traced[probe]))
    drawn = neuron.locator("svg:visible").first
    expect(drawn.locator('.weight[data-probe="W[1,1,2]"]')).to_have_text("0.7")
    expect(drawn.locator('.edge[data-probe="W[1,1,2]"]')).to_contain_class("pos")
    expect(drawn.locator('.caption[data-probe="b[1,1]"]')).to_have_text("b −1.5")
    expect(drawn.locator('.caption[data-probe="z[1,1]"]')).to_have_text(f"z {written(traced['z[1,1]'], 3)}")
    spoken = f"−1.5; weighted sum z {written(traced['z[1,1]'])}, output {written(traced['a[1,1]'])}"
    expect(neuron.get_by_label("bias b")).to_have_attribute("aria-valuetext", spoken)
    assert read_network(read_permalink(address_of(neuron))) == read_network(data)
    neuron.get_by_role("button", name="As it was").click()
    expect(neuron.locator('[data-tell="a[1,1]"]')).to_have_text("0.3659")

    update = figure_of(page, "After one update.")
    slide(update, "eta", 1)
    expect(update.locator('[data-tell="W_new[2,1,1]"]')).to_have_text("0.2657")  # 0.6 − 1 · 0.3343

    softmax = figure_of(page, "Three sums become three probabilities.")
    softmax.get_by_label("sum of class 2").fill("2")
    expect(softmax.locator("[data-class]").nth(1)).to_contain_text("0.488")  # 1 / (2 + e^-3)


def test_a_sum_that_cancels_is_drawn_as_0(page):
    # z₂ = −0.6 · (−0.5) + −0.2 · 1 − 0.1 = 0.3 − 0.2 − 0.1 = 0, which floats make 2.8e−17
    page.goto(ADDRESS)
    films = figure_of(page, "The film network.")
    slide(films, "x[1]", -0.5)
    slide(films, "x[2]", 1)
    drawn = films.locator("svg:visible").first
    expect(drawn.locator('.caption[data-probe="z[1,2]"]')).to_have_text("z 0")
    expect(films.locator('[data-tell="a[1,2]"]')).to_have_text("0")
    expect(films).not_to_contain_text("≈")
    data = read_permalink(address_of(films))
    assert data["inputs"] == [-0.5, 1]
    assert [str(trace(read_network(data))[probe]) for probe in ("z[1,2]", "slope[1,2]")] == ["0.0", "0.0"]


def type_number(page, text):
    """Into the field that has the focus, in place of what stands there."""
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_worked_pass_is_hidden_and_worked_out_by_keyboard(page):
    page.goto(ADDRESS)
    walk = figure_of(page, "The forward pass of film A.")
    first, output = (walk.locator(f'[data-step="{probe}"] .value') for probe in ("z[1,1]", "a[2,1]"))
    drawn, loss = (walk.locator(f'svg .node[data-probe="{probe}"] .value') for probe in ("a[2,1]", "loss"))
    expect(first).to_have_text("1.5")
    walk.get_by_role("button", name="Hide every step").focus()
    page.keyboard.press("Enter")
    expect(walk.get_by_label("Weighted sum z of hidden unit 1?")).to_be_focused()
    for hidden in (first, output, drawn, loss):
        expect(hidden).to_be_hidden()  # nothing is told too early
    said = walk.locator("[data-said]")
    type_number(page, "much")
    expect(said).to_contain_text("This did not count as a try.")
    type_number(page, "1.2")  # 0.3 · 2 + 0.4 · 1.5
    expect(said).to_contain_text("You left out the bias.")
    sums = {"Weighted sum z of hidden unit 2": "-1", "Hidden unit 2": "0", "Weighted sum z of the output": "1.4"}
    for name, number in {
        "Weighted sum z of hidden unit 1": "1.5",
        "Hidden unit 1": "1.5",
        **sums,
        "Output": "0.802",
    }.items():
        expect(walk.get_by_label(f"{name}?", exact=True)).to_be_focused()
        type_number(page, number)
    expect(walk.locator(".came").last).to_be_focused()
    expect(walk.locator(".came").last).to_have_text("Right: 0.8022.")
    expect(loss).to_be_visible()
    walk.get_by_role("button", name="Hide the last step").click()
    expect(first).to_be_visible()
    expect(output).to_be_hidden()


def test_after_two_misses_a_step_is_shown_and_the_next_one_starts_from_its_right_number(page):
    page.goto(ADDRESS)
    open_steps = figure_of(page, "The forward pass of film B.")
    expect(open_steps.locator('[data-step="a[2,1]"]')).to_be_hidden()
    open_steps.get_by_label("Weighted sum z of the output?").focus()
    type_number(page, "-1.92")
    expect(open_steps.locator("[data-said]")).to_contain_text("bias")
    page.keyboard.press("Enter")  # the same number again is no second miss
    type_number(page, "7")
    expect(open_steps.locator('[data-step="z[2,1]"] .came')).to_contain_text("Go on from its number.")
    expect(open_steps.locator('[data-step="z[2,1]"] .value')).to_have_text("−1.42")
    expect(open_steps.get_by_label("Output?")).to_be_focused()
    type_number(page, "0.195")
    expect(open_steps.locator(".came").last).to_have_text("Right: 0.1947.")


def test_each_option_of_why_has_its_reason_and_one_is_open_at_a_time(visit):
    page = visit(java_script_enabled=False)
    page.goto(ADDRESS)
    why = page.locator(".why-step").first
    for option in why.locator("summary").all():
        option.press("Enter")
        expect(why.locator("details[open] p")).to_have_count(1)
        expect(why.locator("details[open] summary")).to_have_text(option.inner_text())


def test_without_a_script_an_open_step_is_checked_in_the_simulator_and_can_be_shown(visit):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto(ADDRESS)
    open_steps = page.locator("figure", has=page.get_by_text("The forward pass of film B.", exact=True))
    expect(open_steps.locator('[data-step="z[2,1]"] .worked')).to_be_hidden()
    open_steps.get_by_text("Show the step").first.click()
    expect(open_steps.locator('[data-step="z[2,1]"] .worked')).to_be_visible()
    open_steps.get_by_label("Weighted sum z of the output?").fill("-1.92")
    open_steps.get_by_role("button", name="Check").click()
    page.wait_for_url("**/simulator/?n=*")
    expect(page.locator(".notice")).to_contain_text("bias")


def test_offline_before_the_script_came_a_number_waits_on_the_page_for_the_connection(page):
    page.goto(ADDRESS)
    box = page.locator("figure.live .try:has(form:not([hidden]))").first
    page.context.set_offline(True)
    box.locator("[name=answer]").fill("much")
    box.get_by_role("button", name="Check").click()
    expect(box.locator("[data-said]")).to_contain_text("You are offline.")
    page.context.set_offline(False)
    expect(box.locator("[data-said]")).to_contain_text("This did not count as a try.")


def test_a_point_rolls_down_the_bowl_and_leaps_out_of_it_with_too_large_a_rate(page):
    page.goto(ADDRESS)
    bowl = figure_of(page, "A point rolls downhill.")
    step = bowl.get_by_role("button", name="One step")
    step.click()
    # by hand: w = 0.6 − 0.1 · 3.9 = 0.21, and L = (1.5 · 0.21 + 0.4)² = 0.5112
    expect(bowl.locator("[data-told]")).to_contain_text("w 0.21")
    expect(bowl.locator("[data-said]")).to_contain_text("0.6 − 0.1 · (3.9) = 0.21. The loss went from 1.69 to 0.5112")
    bowl.get_by_role("button", name="Start again").click()
    slide(bowl, "rate", 0.5)
    bowl.get_by_role("button", name="Ten steps").click()
    expect(bowl.locator("[data-said]")).to_contain_text("out of the picture")


def test_curves_are_followed_and_another_run_is_chosen(page):
    page.goto(ADDRESS)
    film = figure_of(page, "An overfitting run, epoch by epoch.")
    film.locator("summary").click()
    slide(film, "at", 0)
    first = film.locator("tbody tr").first.locator("th, td").all_inner_texts()
    expect(film.locator("[data-told]")).to_have_text(f"validation {first[1]} · training {first[2]}")
    film.get_by_role("radio", name="800 digits").check()
    expect(film.locator("[data-told]")).to_have_text(f"validation {first[5]} · training {first[6]}")
    film.get_by_role("button", name="Play").click()
    expect(film.locator("[data-at]")).to_have_text(film.locator("tbody tr").last.locator("th").inner_text())
    expect(film.get_by_role("button", name="Play")).to_be_visible()


def test_another_digit_goes_through_the_network_and_another_unit_is_looked_into(page):
    page.goto(ADDRESS)
    reader = figure_of(page, "One image through the layers.")
    reader.get_by_role("radio", name="7").check()
    found = reads(7)
    texts = [output_text(value) for layer in found.forward[:2] for value in layer.a[0]]
    expect(reader.locator(".disc text")).to_have_text(texts)
    expect(reader.locator("[data-output] .end")).to_have_text([f"{share:.2f}" for share in found.forward[2].a[0]])
    expect(reader.locator("[data-says]")).to_have_text("7")
    spoken = picture("digit", "show: 7")
    expect(reader.locator("svg.reader")).to_have_attribute(
        "aria-label", f"One image through the layers. {spoken['words']}"
    )
    expect(reader.locator("[data-ink]")).to_have_attribute("d", squares(pixels(7)))
    slide(reader, "unit", 5)
    weights = found.network.layers[0].weights[4]
    held = squares([max(0, -weight) for weight in weights], max(abs(weights)))
    expect(reader.locator("[data-below]")).to_have_attribute("d", held)
    expect(reader.locator(".disc.now text")).to_have_text(texts[4])


def test_layer_sizes_slide_and_the_parameters_are_those_that_the_engine_counts(page):
    page.goto(ADDRESS)
    shapes = figure_of(page, "What a network has to learn.")
    shapes.get_by_label("hidden units").fill("8")
    shapes.get_by_label("inputs").fill("1")
    expect(shapes.locator("[data-shape]")).to_have_text(["W (8, 1), b (8,)", "W (3, 8), b (3,)"])
    expect(shapes.locator("[data-weights]")).to_have_text("8 · 1 + 3 · 8 = 32")
    expect(shapes.locator("[data-total]")).to_have_text(f"32 + 11 = {count('parameters', [1, 8, 3])}")
    drawn = Layer("", 8, 1)
    expect(shapes.locator("[data-layer] path").nth(0)).to_have_attribute("d", drawn.weights)
    expect(shapes.locator("[data-layer] path").nth(1)).to_have_attribute("d", drawn.biases)


def test_a_bar_is_hidden_until_it_was_guessed(page):
    page.goto(ADDRESS)
    shuffled = figure_of(page, "Shuffled pixels.")
    bar = shuffled.locator("[data-guess]")
    expect(bar).to_be_hidden()
    shuffled.get_by_label("guess: one shuffle for all").fill("40")
    shuffled.get_by_role("button", name="Show the run").click()
    expect(bar).to_be_visible()
    expect(shuffled.locator("[data-said]")).to_have_text("Your guess was 0.4, the run gave 0.923.")


def test_without_a_script_each_figure_shows_its_picture_and_its_numbers(visit):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto(ADDRESS)
    for figure in page.locator("figure.live").all():
        expect(figure.locator("svg:visible, .walk").first).to_be_visible()
        assert figure.locator("table, .walk, .told, svg.rings").count()
    expect(page.locator(".told", has_text="weighted sum")).to_contain_text("output 0.3659")
    expect(page.locator("[data-guess]").first).to_be_visible()


def test_axe_finds_nothing_in_the_figures_light_and_dark(page):
    page.goto(ADDRESS)
    for words in (
        "One neuron.",
        "The forward pass of film A.",
        "Shuffled pixels.",
        "An overfitting run, epoch by epoch.",
    ):
        figure_of(page, words).locator("summary, [data-hide], [data-reset]").first.click()
    for words in ("One image through the layers.", "What a network has to learn."):
        figure_of(page, words)
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faults += [(scheme, fault["id"], fault["nodes"]) for fault in Axe().run(page, ".live")["violations"]]
    assert faults == []


def test_a_chapter_read_to_its_end_with_every_figure_and_question_alive_is_at_most_seventy_eight_kilobytes(page):
    replies = []
    page.on("response", lambda reply: replies.append(reply))
    page.goto(ADDRESS)
    for figure in page.locator("figure[data-live]").all():
        figure.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    counted = [reply for reply in replies if reply.request.resource_type in ("document", "stylesheet", "script")]
    sizes = {reply.url: len(gzip.compress(reply.body(), 6)) for reply in counted}
    assert sum("/figures/" in url for url in sizes) >= 6
    assert sum(sizes.values()) <= 78_000, sum(sizes.values())
