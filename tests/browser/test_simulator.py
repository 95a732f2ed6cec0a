"""The simulator as a person uses it: stepping, predicting, changing the network, by mouse, by keyboard, on a phone."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from simulator.engine.network import read_network
from simulator.engine.numbers import written
from simulator.engine.trace import trace
from simulator.permalinks import read_permalink, simulator_url
from simulator.stepping.presets import PRESETS
from tests.browser.conftest import PHONE, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BY_HAND = PRESETS["two-two-one"].network  # z = (1, −0.3), a = (1, 0); z of the output 1.3, its value σ(1.3) = 0.7858
OUTPUT, RIGHT, WRONG_SIGN = "a[2,1]", "0.786", "0.214"  # 1 − 0.7858: the exponent has the wrong sign


def title(page: Page):
    return page.locator("[data-what]")


def stage(page: Page, name: str):
    """The button of a stage; the loss has a node of the same name in the drawing."""
    return page.get_by_role("group", name="Stage").get_by_role("button", name=name)


def table_cell(page: Page, probe: str):
    return page.locator(f"[data-cell][value='{probe}']")


def answer(page: Page, number: str) -> None:
    page.get_by_label("Your number").fill(number)
    page.get_by_role("button", name="Check").click()


def hide(page: Page, probe: str) -> None:
    page.goto(simulator_url(BY_HAND, probe))
    page.get_by_role("button", name="Hide and predict").click()
    expect(page.get_by_label("Your number")).to_be_visible()


def change(page: Page, label: str, number: str, group: str) -> None:
    """Type a number into the form, as a person does, and wait until the address has followed."""
    if not page.locator("#change").get_attribute("open"):
        page.locator("#change").evaluate("details => { details.open = true }")
    before = page.url
    page.get_by_role("group", name=group, exact=True).get_by_label(label, exact=True).fill(number)
    page.wait_for_url(lambda url: url != before)


def network_in(page: Page) -> dict:
    [permalink] = re.findall(r"[?&]n=([^&]+)", page.url)
    return read_permalink(permalink)


def test_the_keyboard_steps_from_the_first_sum_to_the_last_update(page):
    page.goto("/simulator/")
    expect(title(page)).to_have_text("The weighted sum of hidden unit 1")
    page.get_by_role("button", name="Next").focus()
    stages = []
    while page.get_by_role("button", name="Next").is_enabled():
        page.keyboard.press("Enter")
        stages.append(page.locator("[data-stage][aria-pressed=true]").get_attribute("data-stage"))
    assert list(dict.fromkeys(stages)) == ["forward", "loss", "backward", "update"]
    expect(title(page)).to_have_text("The loss after this step")
    assert page.url.endswith("&at=loss_new")
    shown = {cell.inner_text() for cell in page.locator("[data-cell]").all()}
    assert not {"·", "?"} & shown


def test_the_stages_are_a_press_away(page):
    page.goto("/simulator/")
    stage(page, "Backward").focus()
    page.keyboard.press("Space")
    expect(title(page)).to_have_text("The slope of the loss for the value of the output")
    expect(page.locator("svg.network")).to_have_class("network backward")


def test_arrows_walk_the_units_and_enter_or_space_choose_one(page):
    page.goto("/simulator/")
    page.locator("svg.network .node[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("The value of hidden unit 2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(title(page)).to_have_text("The value of the output")
    expect(page.locator("svg.network .node:focus")).to_have_attribute("aria-pressed", "true")


def test_a_double_click_on_a_unit_chooses_it_and_hides_nothing(page):
    page.goto("/simulator/")
    page.locator("svg.network .node[data-probe^='a[1,2]']").dblclick()
    expect(title(page)).to_have_text("The value of hidden unit 2")
    expect(page.get_by_label("Your number")).to_be_hidden()
    page.wait_for_timeout(600)  # longer than a double click
    page.locator("svg.network .node[aria-pressed='true']").click()
    expect(page.get_by_label("Your number")).to_be_visible()


def test_a_wrong_prediction_is_diagnosed_and_a_right_one_counted(page):
    hide(page, OUTPUT)
    answer(page, WRONG_SIGN)
    said = page.locator("[data-said]")
    expect(said).to_contain_text("Not 0.214.")
    expect(said).to_contain_text("The exponent is −z, not z")
    expect(page.get_by_label("Your number")).to_be_focused()
    answer(page, "0,786")
    expect(said).to_have_text(re.compile(r"Right: 0\.7858\."))
    expect(page.locator("[data-tally]")).to_have_text("1 right later.")
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    expect(page.get_by_role("button", name="Next")).to_be_focused()


def test_what_cannot_be_read_or_stops_too_early_is_asked_again(page):
    hide(page, OUTPUT)
    for typed, said in (("1/2", "“/” cannot be read here"), ("0.8", "right as far as it goes")):
        answer(page, typed)
        expect(page.locator("[data-said]")).to_contain_text(said)
        expect(page.locator("[data-said]")).to_contain_text("This did not count as a try.")
    expect(page.locator("[data-tally]")).to_have_text("Nothing predicted yet.")


def test_a_mistake_at_a_step_that_is_shown_is_not_named(page):
    hide(page, OUTPUT)
    answer(page, "0.731")  # without the bias of the output; but its sum, 1.3, is in the table
    expect(page.locator("[data-said]")).to_contain_text("Not 0.731. We do not recognise this mistake.")
    expect(page.locator("[data-said] math")).to_contain_text("=?")


def test_each_new_value_can_be_hidden_on_the_way(page):
    page.goto("/simulator/")
    page.get_by_label("Hide each new value").check()
    answer(page, "1.000")
    expect(page.locator("[data-tally]")).to_have_text("1 right at the first try.")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Your number")).to_be_focused()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("[data-tally]")).to_have_text("1 right at the first try, 1 shown.")


def leaks(page: Page, value: float) -> list[str]:
    """The places of the page where any writing of a value can be read. What the script keeps for itself is none."""
    texts = page.locator("body").inner_text().split()
    attributes = page.evaluate(
        "[...document.querySelectorAll('main *:not(script)')].flatMap((part) => [...part.attributes]"
        ".filter(({ name }) => !['d', 'viewBox'].includes(name)).map(({ value }) => value))"
    )
    written_ways = {written(value, decimals) for decimals in (2, 3, 4, 6)} | {str(value)}
    found = [*texts, *(word for attribute in attributes for word in re.split(r"[\s,:;=]", attribute))]
    return [word for word in found if word.strip(".") in written_ways]


def test_a_hidden_value_stands_nowhere_on_the_page(page):
    found = trace(read_network(BY_HAND))
    for probe in (OUTPUT, "loss", "delta[2,1]", "loss_new"):
        hide(page, probe)
        assert leaks(page, found[probe]) == []
        page.get_by_role("button", name="Show it").click()
        assert leaks(page, found[probe]) != []


def test_going_on_without_an_answer_shows_the_value_that_later_formulas_use(page):
    hide(page, OUTPUT)
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Next").click()
    expect(table_cell(page, OUTPUT)).to_have_text("?")
    page.get_by_role("button", name="Next").click()
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    expect(page.locator("[data-tally]")).to_have_text("1 shown.")


def test_an_edited_weight_moves_every_number_and_back_undoes_it(page):
    page.goto(simulator_url(BY_HAND, OUTPUT))
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    change(page, "w₁", "2,5", "Output layer, unit 1")  # z = 2.5·1 − 2·0 + 0.3 = 2.8; σ(2.8) = 0.9427
    expect(table_cell(page, OUTPUT)).to_have_text("0.9427")
    expect(page.locator("[data-given='W[2,1,1]']")).to_have_text("2.5")
    expect(page.locator("svg.network")).to_contain_text("2.5")
    assert network_in(page)["layers"][1]["weights"] == [[2.5, -2]]
    assert "2.5" in page.locator("[data-code]").text_content()
    page.go_back()
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    assert network_in(page)["layers"][1]["weights"] == [[1, -2]]
    expect(page.get_by_role("group", name="Output layer, unit 1").get_by_label("w₁")).to_have_value("1")


def test_a_change_is_undone_and_done_again_by_button_and_by_key(page):
    page.goto(simulator_url(BY_HAND, OUTPUT))
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    change(page, "w₁", "2.5", "Output layer, unit 1")  # σ(2.8) = 0.9427
    expect(page.get_by_label("Another network")).to_have_value("")
    undo.click()
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    expect(page.get_by_label("Another network")).to_have_value("two-two-one")
    assert network_in(page)["layers"][1]["weights"] == [[1, -2]]
    redo.click()
    expect(table_cell(page, OUTPUT)).to_have_text("0.9427")
    expect(redo).to_be_disabled()
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Control+z")
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    page.keyboard.press("Control+Shift+z")
    expect(table_cell(page, OUTPUT)).to_have_text("0.9427")


def test_in_a_field_undo_stays_with_what_was_typed(page):
    page.goto(simulator_url(BY_HAND, OUTPUT))
    change(page, "w₁", "2.5", "Output layer, unit 1")
    page.get_by_role("group", name="Output layer, unit 1").get_by_label("w₂").focus()
    page.keyboard.press("Control+z")  # the browser's own: the number is typed back
    expect(table_cell(page, OUTPUT)).to_have_text("0.7858")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()


def test_other_layers_are_undone_too_although_the_server_lays_out_their_page(page):
    page.goto(simulator_url(BY_HAND, OUTPUT))
    page.locator("#change summary").click()
    page.get_by_label("hidden 1").select_option("3")
    page.get_by_role("button", name="Build it").click()
    page.wait_for_url(lambda url: len(network_in(page)["layers"][0]["biases"]) == 3)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda url: len(network_in(page)["layers"][0]["biases"]) == 2)
    page.get_by_role("button", name="Redo").click()
    page.wait_for_url(lambda url: len(network_in(page)["layers"][0]["biases"]) == 3)


def test_the_score_stands_while_one_steps_changes_and_undoes(page):
    tally = page.locator("[data-tally]")
    hide(page, OUTPUT)
    answer(page, RIGHT)
    expect(tally).to_have_text("1 right at the first try.")
    page.get_by_role("button", name="Next").click()
    change(page, "w₁", "2.5", "Output layer, unit 1")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-undone]")).to_have_text("One change undone.")
    expect(tally).to_have_text("1 right at the first try.")
    page.get_by_role("button", name="Back", exact=True).click()
    page.get_by_role("button", name="Hide and predict").click()
    answer(page, RIGHT)  # the same value of the same network counts once
    page.get_by_label("Another network").select_option("One neuron")
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/simulator/?n=v1.*")
    expect(tally).to_have_text("1 right at the first try.")
    page.get_by_role("button", name="Start the score over").click()
    expect(tally).to_have_text("Nothing predicted yet.")


def test_a_whole_stage_is_predicted_value_by_value(page):
    page.goto(simulator_url(BY_HAND, OUTPUT))
    page.get_by_role("button", name="Hide the whole stage").click()
    expect(title(page)).to_have_text("The weighted sum of hidden unit 1")
    for probe in ("z[1,1]", "a[1,2]", OUTPUT):
        expect(table_cell(page, probe)).to_have_text("?")
    for number, left in (("1", 5), ("1", 4), ("-0.3", 3), ("0", 2), ("1.3", 1), (RIGHT, 0)):
        page.get_by_label("Your number").fill(number)
        page.keyboard.press("Enter")
        expect(page.locator("[data-tally]")).to_contain_text(f"{left} of this stage" if left else "6 right at")
        page.keyboard.press("Enter")  # Next has the focus, and gives it to the field again
    expect(page.locator("[data-tally]")).to_have_text("6 right at the first try.")
    expect(title(page)).to_have_text("The loss")


def test_an_edge_is_a_button_for_mouse_and_keyboard(page):
    page.goto(simulator_url(BY_HAND, "loss"))
    stage(page, "Backward").click()
    edge = page.get_by_role("button", name="Slope of the weight from layer 1, unit 1 to output")
    edge.click()
    expect(title(page)).to_have_text("The slope of the loss for the weight from hidden unit 1 to the output")
    assert page.locator("svg.network [tabindex='0']").count() == 1
    page.locator("svg.network .node[data-unit='2.0']").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.locator("svg.network .hit:focus")).to_have_attribute("data-probe", "dW[2,1,2]")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("The slope of the loss for the weight from hidden unit 2 to the output")


def test_a_wrong_number_shows_its_formula_and_marks_its_unit(page):
    hide(page, OUTPUT)
    answer(page, WRONG_SIGN)
    line = page.locator("[data-said] math")
    expect(line).to_contain_text("=0.2142")
    expect(page.locator("svg.network .fault").first).to_be_attached()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("svg.network .fault")).to_have_count(0)


def test_a_large_network_is_stepped_through_without_a_page_for_each_step(page):
    layers = [{"weights": [[0.5] * before] * units, "biases": [0] * units, "activation": "tanh"}
              for before, units in ((16, 16), (16, 16), (16, 1))]  # fmt: skip
    large = {"inputs": [1] * 16, "target": [1], "layers": layers, "loss": "squared_error", "learning_rate": 0.1}
    page.goto(simulator_url(large, "z[1,1]"))
    page.evaluate("window.isSamePage = true")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-working] math").first).to_contain_text("e")
    page.locator("svg.network .node[data-unit='2.3']").click()
    expect(title(page)).to_have_text("The value of hidden unit 4 of layer 2")
    expect(page.locator("[data-note]")).to_have_text("Layer 2 of 3.")
    expect(table_cell(page, "a[2,4]")).to_have_text("1")
    assert page.evaluate("window.isSamePage")
    assert page.locator("svg.network [role=button]").count() < 200


def test_a_formula_that_was_broken_into_lines_is_one_line_again_where_there_is_room(page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(simulator_url(BY_HAND, "z[2,1]"))
    lines = page.locator("[data-working] .scroll").first.locator("math")
    expect(lines).not_to_have_count(1)
    page.set_viewport_size({"width": 820, "height": 900})
    expect(lines).to_have_count(1)


def test_an_example_is_chosen_by_its_number(page):
    page.goto(simulator_url(PRESETS["four-points"].network, "a[1,2]@1"))
    page.get_by_role("button", name="Example 4").click()
    expect(title(page)).to_have_text("The value of hidden unit 2, example 4")
    expect(page.locator("svg.network .input .value")).to_have_text(["1", "1"])
    stage(page, "Backward").click()
    page.locator("[data-cell][value^='dW[2,1,1]']").click()
    page.get_by_role("button", name="Example 2").click()
    expect(title(page)).to_have_text("The slope of the loss for the weighted sum of the output, example 2")


def test_a_number_that_cannot_be_used_is_said_at_its_field(page):
    page.goto("/simulator/")
    page.locator("#change summary").click()
    field = page.get_by_role("group", name="Inputs").get_by_label("x₁")
    for typed, said in (("abc", "“abc” cannot be read as a number"), ("1e9", "between −1,000,000 and 1,000,000")):
        field.fill(typed)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator("[data-change-error]")).to_contain_text(said)
    field.fill("1")
    expect(page.locator("[data-change-error]")).to_be_empty()


def test_another_activation_with_other_steps_is_laid_out_anew(page):
    page.goto(simulator_url(PRESETS["three-classes"].network, "loss"))
    page.locator("#change summary").click()
    page.get_by_role("group", name="Training").get_by_label("Learning rate").fill("")
    expect(stage(page, "Update")).to_be_disabled()
    assert "learning_rate" not in network_in(page)
    page.go_back()
    expect(stage(page, "Update")).to_be_enabled()


def test_a_permalink_opens_the_same_network_at_the_same_step(page, visit):
    page.goto("/simulator/")
    change(page, "b", "-0.25", "Output layer, unit 1")
    stage(page, "Loss").click()
    other = visit()
    other.goto(page.url)
    expect(title(other)).to_have_text("The loss")
    assert network_in(other) == network_in(page)
    assert table_cell(other, "loss").inner_text() == table_cell(page, "loss").inner_text()


def test_the_link_of_a_review_shows_the_wrong_step_beside_the_right_one(page):
    page.goto(simulator_url(BY_HAND, "z[2,1]", "z.no_bias@2"))
    wrong = page.locator("[data-wrong]")
    expect(wrong).to_contain_text("This is the step that went wrong.")
    expect(wrong.locator("dd")).to_have_text(["1", "1.3"])
    expect(page.locator("svg.network .fault").first).to_be_attached()
    page.get_by_role("button", name="Next").click()
    expect(wrong).to_be_hidden()


def test_another_network_is_opened_from_the_list(page):
    page.goto("/simulator/")
    page.get_by_label("Another network").select_option("XOR, by hand")
    page.get_by_role("button", name="Open").click()
    page.wait_for_url("**/simulator/?n=v1.*")
    assert network_in(page)["target"] == [0]
    expect(page.get_by_label("Another network")).to_have_value("exclusive-or")


@pytest.mark.parametrize("query", ["n=v1.abc", "n=v9.e30", "n=", f"n=v1.{'a' * 5000}", "at=z[9,9]", f"at={'z' * 3000}"])
def test_a_broken_link_says_so_and_opens_what_it_can(page, query):
    response = page.goto(f"/simulator/?{query}")
    assert response.status == 400
    expect(page.locator("main > .notice")).to_contain_text("Here is the network that we could open")
    assert len(page.locator("main > .notice").inner_text()) < 250
    page.get_by_role("button", name="Next").click()
    expect(title(page)).to_have_text("The value of hidden unit 1")


def test_without_javascript_a_value_is_predicted_by_a_form(visit):
    page = visit(java_script_enabled=False)
    page.goto(simulator_url(BY_HAND, OUTPUT))
    page.get_by_role("button", name="Hide and predict").click()
    expect(page.locator("main")).not_to_contain_text("0.7858")
    answer(page, WRONG_SIGN)
    expect(page.locator("[data-said]")).to_contain_text("The exponent is −z, not z")
    expect(page.locator("main")).not_to_contain_text("0.7858")
    answer(page, RIGHT)
    expect(page.locator("[data-said]")).to_contain_text("Right: 0.7858.")
    page.get_by_role("button", name="Next").click()
    expect(title(page)).to_have_text("The loss")


def test_the_numpy_code_runs_and_prints_these_numbers(page):
    page.goto("/simulator/")
    page.get_by_text("As NumPy code").click()
    program = page.locator("[data-code]").inner_text()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    printed = [float(number) for number in re.findall(r"-?\d+\.\d*", done.stdout)]
    found = trace(read_network(BY_HAND))
    for probe in (OUTPUT, "loss", "delta[2,1]", "W_new[1,1,1]", "loss_new"):
        assert any(number == pytest.approx(found[probe], abs=1e-5) for number in printed), probe


def test_a_phone_turned_round_draws_the_network_anew_and_never_scrolls_sideways(visit):
    page = visit(viewport=PHONE)
    for slug in PRESETS:
        page.goto(f"/simulator/?preset={slug}")
        for name in ("Forward", "Loss", "Backward", "Update"):
            stage(page, name).click()
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.set_viewport_size({"width": PHONE["height"], "height": PHONE["width"]})
    expect(page.locator("svg.network")).to_have_attribute("width", re.compile("^[678]"))


def test_no_line_of_a_formula_is_cut_off_or_lies_on_another(page):
    page.goto(simulator_url(PRESETS["three-classes"].network))
    for _ in range(40):
        assert crowded(page) == []
        page.get_by_role("button", name="Next").click()


def test_lines_are_broken_again_when_their_font_comes_late(page):
    page.route("**/*.woff2", lambda route: route.abort())
    with page.expect_request("**/*.woff2") as asked:
        page.goto(simulator_url(PRESETS["three-classes"].network))
    assert crowded(page) == []
    page.evaluate(COMES_LATE, f"{asked.value.url.rpartition('/')[0]}/formulas.woff2?late")
    assert crowded(page) == []


COMES_LATE = """(address) => {
  const face = new FontFace("STIX Two Math", `url("${address}")`);
  document.fonts.add(face);
  return face.load().then(() => true);
}"""


def crowded(page: Page) -> list[str]:
    """The lines of the formula that are cut off or overlap, once its fonts have come."""
    page.evaluate("document.fonts.ready.then(() => true)")
    expect(page.locator(".working")).not_to_have_attribute("aria-busy", "true")
    return page.locator(".working").evaluate(CROWDED)


CROWDED = """(working) => {
  const lines = [...working.querySelectorAll(".scroll > math")].map((line) => [line, line.getBoundingClientRect()]);
  const cut = lines.filter(([line, box]) => box.right > line.parentElement.getBoundingClientRect().right + 1);
  const onAnother = lines.filter(([, box], i) => i > 0 && box.top < lines[i - 1][1].bottom - 1);
  return [...cut, ...onAnother].map(([line]) => line.textContent);
}"""


def predict_wrongly(page: Page) -> None:
    page.get_by_role("button", name="Hide and predict").click()
    answer(page, "17")
    expect(page.locator("[data-said]")).to_contain_text("Not 17.")


def diagnosed(page: Page) -> None:
    hide(page, OUTPUT)
    answer(page, WRONG_SIGN)
    expect(page.locator("[data-said] math")).to_be_visible()


def examples_with_a_hidden_stage(page: Page) -> None:
    page.goto(simulator_url(PRESETS["four-points"].network, "da[2,1]@2"))
    page.get_by_role("button", name="Hide the whole stage").click()


STATES: dict[str, Callable[[Page], object]] = {
    "forward, with the form": lambda page: page.locator("#change summary").click(),
    "loss": lambda page: stage(page, "Loss").click(),
    "backward": lambda page: stage(page, "Backward").click(),
    "update": lambda page: stage(page, "Update").click(),
    "predicting": predict_wrongly,
    "diagnosed": diagnosed,
    "several examples, a whole stage hidden": examples_with_a_hidden_stage,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_stage(visit, scheme):
    page = visit(color_scheme=scheme)
    for name, reach in STATES.items():
        page.goto("/simulator/")
        reach(page)
        assert faults_of(page) == [], name
