"""Training as a person does it: a film that is there at once, played, gone back in, compared, and taken along."""

import base64
import json
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from simulator.engine.data.features import FEATURES, featured
from simulator.engine.training.film import film_of
from simulator.engine.training.model import Model
from simulator.engine.training.spec import read_spec
from simulator.permalinks import read_permalink
from simulator.training.links import read_run, training_url
from simulator.training.situations import SITUATIONS
from tests.browser.conftest import DESKTOP, PHONE, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RUNS = "**/api/simulator/runs/"
MODULES = "/static/simulator/train"


def state(page: Page):
    return page.locator("[data-state]")


def moment(page: Page):
    return page.locator("[data-moment]")


def notice(page: Page):
    return page.locator("[data-notice]")


def control(page: Page, name: str):
    return page.locator(f"[name='{name}']")


def open_film(page: Page, slug: str = "circle") -> None:
    page.goto(training_url(SITUATIONS[slug].run))
    expect(state(page)).to_have_text(re.compile("trained|ended"))


def change(page: Page, name: str, text: str) -> None:
    control(page, name).fill(text)
    control(page, name).press("Tab")


def reading(page: Page, row: str, column: int = 0) -> str:
    return page.locator("[data-readings] tr", has_text=row).locator("td").nth(column).inner_text()


def test_the_first_film_is_there_without_pressing_anything(page):
    page.goto("/simulator/train/")
    expect(moment(page)).to_have_text("Epoch 150")
    film = film_of(read_spec(SITUATIONS["circle"].run))
    assert reading(page, "Train") == f"{film['train']['loss'][-1]:.3f}".rstrip("0")
    assert reading(page, "Validation", 1) == f"{round(100 * film['validation']['accuracy'][-1])} %"
    expect(page.locator("[data-points] .point")).to_have_count(200)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_the_keyboard_plays_and_goes_back(page):
    open_film(page)
    page.get_by_role("button", name="To the start").focus()
    page.keyboard.press("Home")
    expect(moment(page)).to_have_text("Epoch 0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Moment of the film")).to_have_value("2")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Moment of the film")).to_have_value("1")
    page.get_by_label("Moment of the film").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.keyboard.press("End")
    expect(moment(page)).to_have_text("Epoch 150")


def test_a_film_plays_by_itself_to_its_end_where_motion_is_welcome(visit):
    page = visit(reduced_motion="no-preference")
    page.goto("/simulator/train/")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.locator("[data-speed]").select_option("25")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(moment(page)).to_have_text("Epoch 150")


def test_a_changed_setting_trains_anew_and_the_address_follows(page):
    open_film(page)
    page.get_by_role("button", name="One unit more in layer 1").click()
    expect(state(page)).to_have_text("150 epochs of a 2-5-1 tanh network on circle with noise: trained.")
    page.get_by_role("button", name="Add layer").click()
    expect(state(page)).to_have_text("150 epochs of a 2-5-5-1 tanh network on circle with noise: trained.")
    page.get_by_role("button", name="To the start").click()
    page.get_by_role("button", name="One frame on").click()
    expect(moment(page)).to_have_text("Epoch 3")
    page.wait_for_url("**frame=3")
    page.reload()
    expect(state(page)).to_have_text(re.compile("2-5-5-1.*trained"))
    expect(moment(page)).to_have_text("Epoch 3")


def test_going_back_is_the_run_before_and_its_settings(page):
    open_film(page)
    page.get_by_role("button", name="One unit more in layer 1").click()
    expect(state(page)).to_have_text(re.compile("2-5-1.*trained"))
    change(page, "optimiser.learning_rate", "0.1")
    expect(page).to_have_url(re.compile("frame="))
    page.wait_for_url(lambda url: read_run(re.findall(r"s=([^&]+)", url)[0]).optimiser.learning_rate == 0.1)
    page.go_back()
    expect(control(page, "optimiser.learning_rate")).to_have_value("0.3")
    expect(state(page)).to_have_text(re.compile("2-5-1.*trained"))
    page.go_back()
    expect(state(page)).to_have_text(re.compile("2-4-1.*trained"))
    page.go_forward()
    expect(control(page, "layers[0].units")).to_have_value("5")


def test_two_runs_are_told_apart_by_the_setting_that_differs(page):
    open_film(page)
    page.get_by_role("button", name="Keep this run").click()
    change(page, "optimiser.learning_rate", "0.03")
    expect(page.locator("[data-picture=kept] figcaption")).to_contain_text("on circle with noise, learning rate 0.3.")
    expect(page.locator("[data-picture=now] figcaption")).to_contain_text("on circle with noise, learning rate 0.03.")


def test_somebody_who_looks_at_a_moment_stays_there_when_a_setting_changes(page):
    open_film(page)
    page.get_by_role("button", name="To the start").click()
    page.get_by_role("button", name="One frame on").click()
    change(page, "optimiser.learning_rate", "0,5")
    expect(page).to_have_url(re.compile("frame=3"))
    expect(state(page)).to_have_text(re.compile("trained"))
    expect(moment(page)).to_have_text("Epoch 3")


def test_another_start_is_another_seed_and_the_same_seed_the_same_film(page):
    open_film(page)
    page.get_by_role("button", name="To the start").click()
    first = reading(page, "Train")
    page.get_by_role("button", name="Another start").click()
    expect(page.locator("[data-readings] td").first).not_to_have_text(first)
    page.get_by_text("More settings").click()
    change(page, "seed", "1")
    expect(page.locator("[data-readings] td").first).to_have_text(first)


def test_every_fault_stands_at_its_control_and_the_film_stays(page):
    open_film(page)
    change(page, "optimiser.learning_rate", "fast")
    expect(page.locator(".field.bad")).to_contain_text("cannot be read")
    expect(control(page, "optimiser.learning_rate")).to_have_attribute("aria-invalid", "true")
    expect(state(page)).to_contain_text("The film is of the settings before.")
    expect(moment(page)).to_have_text("Epoch 150")
    change(page, "optimiser.learning_rate", "0.2")
    expect(page.locator(".field.bad")).to_have_count(0)
    expect(state(page)).to_have_text(re.compile("trained"))


def test_own_data_is_read_and_its_faults_named_by_line_and_column(page):
    open_film(page)
    page.locator(".picture", has_text="Your own").click()
    change(page, "data.csv", "x1;x2;label\n1,5;2;yes\nx;3;no\n")
    expect(page.locator(".own-data")).to_contain_text("Line 3, column 1")
    change(page, "data.csv", "x1;x2;label\n" + "1,5;2;<b>yes</b>\n0,5;3;no\n" * 10)
    expect(state(page)).to_have_text("150 epochs of a 2-4-1 tanh network on your own data: trained.")
    expect(page.locator("[data-picture=now] figcaption")).to_contain_text("class <b>yes</b>")
    in_its_own_units = re.compile(r"\((1\.5, 2|0\.5, 3)\)")
    expect(page.locator("[data-example-words]")).to_contain_text(in_its_own_units)
    expect(page).to_have_url(re.compile("/simulator/train/$"))


def test_own_data_is_invited_first_and_no_fault_while_there_is_none(page):
    open_film(page)
    page.locator(".picture", has_text="Your own").click()
    expect(state(page)).to_contain_text("Paste your points")
    expect(page.locator(".bad, [aria-invalid]")).to_have_count(0)
    expect(moment(page)).to_have_text("Epoch 150")


def test_own_data_outlives_going_back_and_reloading_until_it_is_cleared(page):
    text = "1,5;2;yes\n0,5;3;no\n" * 10
    open_film(page)
    page.wait_for_url("**frame=150")
    page.get_by_role("button", name="Add layer").click()
    page.locator(".picture", has_text="Your own").click()
    change(page, "data.csv", text)
    expect(state(page)).to_have_text("150 epochs of a 2-4-4-1 tanh network on your own data: trained.")
    page.reload()
    expect(state(page)).to_have_text("150 epochs of a 2-4-4-1 tanh network on your own data: trained.")
    page.go_back()
    expect(state(page)).to_have_text(re.compile("on circle.*trained"))
    expect(control(page, "data.csv")).to_have_value(text)
    page.locator(".picture", has_text="Your own").click()
    expect(state(page)).to_have_text(re.compile("your own data: trained"))
    page.get_by_role("button", name="Clear my data").click()
    expect(control(page, "data.csv")).to_have_value("")
    page.goto("/simulator/train/")
    expect(state(page)).to_have_text(re.compile("on circle.*trained"))
    expect(control(page, "data.csv")).to_have_value("")


def test_a_text_too_long_to_be_sent_says_so_at_its_field(page):
    open_film(page)
    page.locator(".picture", has_text="Your own").click()
    control(page, "data.csv").evaluate("""field => {
      field.value = `1,2,${"a".repeat(200_000)}`;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }""")
    expect(page.locator(".own-data")).to_contain_text("more than 200 KB. Leave points out: at most 1,000 fit.")
    expect(notice(page)).to_be_empty()


def test_a_file_can_be_dropped(page):
    open_film(page)
    page.locator("[data-settings]").evaluate("""form => {
      const files = new DataTransfer();
      files.items.add(new File(["0,0,a\\n1,1,b\\n0,1,a\\n1,0,b\\n"], "points.csv", { type: "text/csv" }));
      form.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
    }""")
    expect(state(page)).to_have_text(re.compile("your own data: trained"))


def test_a_loss_without_bound_is_explained_and_a_press_trains_with_the_rate_that_holds(page):
    open_film(page, "too-fast")
    told = film_of(read_spec(SITUATIONS["too-fast"].run))["stopped"]
    expect(notice(page)).to_contain_text(told["words"].split(". ")[0])
    page.get_by_role("button", name=f"Train with a learning rate of {told['rate']}").click()
    expect(notice(page)).to_be_empty()
    expect(control(page, "optimiser.learning_rate")).to_have_value(str(told["rate"]))
    expect(moment(page)).to_have_text("Epoch 40")


def test_a_run_that_ends_worse_than_it_began_says_so_and_offers_the_rate_that_holds(page):
    run = SITUATIONS["circle"].run | {"optimiser": {"kind": "sgd", "learning_rate": 1000}}
    page.goto(training_url(run))
    expect(state(page)).to_contain_text("trained")
    expect(notice(page)).to_contain_text("The loss ended above where it began")
    page.get_by_role("button", name="Train with a learning rate of").click()
    expect(notice(page)).to_be_empty()


def test_on_a_phone_the_curves_follow_the_film_and_a_press_of_train_shows_them(visit):
    page = visit(viewport=PHONE)
    open_film(page)
    height = {part: page.locator(part).bounding_box()["y"] for part in ("[data-plot=loss]", "[data-settings]")}
    assert height["[data-plot=loss]"] < height["[data-settings]"]
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.locator("[data-play]")).to_be_in_viewport()


def test_a_press_of_train_leads_to_the_first_fault(visit):
    page = visit(viewport=PHONE)
    open_film(page)
    page.get_by_text("More settings").click()
    control(page, "l1").fill("much")
    control(page, "l1").press("Enter")
    expect(control(page, "l1")).to_be_focused()
    expect(control(page, "l1")).to_be_in_viewport()


def test_two_runs_are_compared_at_the_same_epoch_and_by_one_link(page):
    open_film(page, "xor-line")
    page.get_by_role("button", name="Keep this run").click()
    page.get_by_role("button", name="Add layer").click()
    expect(state(page)).to_have_text(re.compile("2-4-1.*trained"))
    expect(page.locator("[data-readings] th")).to_have_text(["A, train", "A, validation", "B, train", "B, validation"])
    expect(page.locator("[data-map]:visible")).to_have_count(2)
    page.get_by_role("button", name="To the start").click()
    page.wait_for_url("**frame=0")
    [first, second] = [re.findall(rf"[?&]{name}=([^&]+)", page.url)[0] for name in "st"]
    assert [len(read_run(run).layers) for run in (first, second)] == [1, 2]
    page.reload()
    expect(page.locator("[data-readings] th")).to_have_count(4)
    page.get_by_role("button", name="End the comparison").click()
    expect(page.locator("[data-readings] th")).to_have_text(["Train", "Validation"])


def test_training_goes_on_where_it_ended(page):
    open_film(page)
    page.get_by_role("button", name="Go on training").click()
    expect(state(page)).to_contain_text("Trained on to epoch 300.")
    expect(moment(page)).to_have_text("Epoch 300")
    page.get_by_role("button", name="To the start").click()
    expect(moment(page)).to_have_text("Epoch 0")
    assert page.get_by_label("Moment of the film").get_attribute("max") == "118"  # 60 frames, and 59 after them


def test_a_run_out_of_patience_cannot_be_gone_on_with(page):
    hasty = {"patience": 1, "optimiser": {"kind": "sgd", "learning_rate": 8}}
    page.goto(training_url(SITUATIONS["circle"].run | hasty))
    expect(notice(page)).to_contain_text("the validation loss had not fallen for 1 epoch")
    expect(page.get_by_role("button", name="Go on training")).to_be_disabled()


@pytest.mark.parametrize("slug", ["xor-feature", "four-classes", "waves"])
def test_any_moment_opens_in_the_stepper_as_the_same_network(page, slug):
    open_film(page, slug)
    page.get_by_role("button", name="The next example").click()
    says = re.findall(r"The network says (.*)\.$", page.locator("[data-example-words]").inner_text())[0]
    link = page.get_by_role("link", name="Open this network in the stepper")
    network = read_permalink(re.findall(r"n=([^&]+)", link.get_attribute("href"))[0])
    assert len(network["inputs"]) == len(SITUATIONS[slug].run.get("features", ["x1", "x2"]))
    link.click()
    outputs = page.locator(f"[data-cell][value^='a[{len(network['layers'])},']")
    page.get_by_role("group", name="Stage").get_by_role("button", name="Loss").click()
    shown = [f"{float(text.replace('−', '-')):.2f}" for text in outputs.all_inner_texts()]
    assert shown == [f"{float(text.replace('−', '-')):.2f}" for text in says.split(", ")]


def test_a_network_without_biases_shows_none_and_opens_in_the_stepper_without(page):
    page.goto(training_url(SITUATIONS["circle"].run | {"biases": False, "epochs": 5}))
    expect(state(page)).to_have_text(re.compile("network without biases on .*trained"))
    expect(control(page, "biases")).to_have_value("false")
    page.get_by_role("button", name="Input x₁").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-unit-words]")).to_have_text(re.compile(r"^Layer 1, unit \d: [−0-9.]+ from Input x₁"))
    link = page.get_by_role("link", name="Open this network in the stepper")
    layers = read_permalink(re.findall(r"n=([^&]+)", link.get_attribute("href"))[0])["layers"]
    assert [(layer["bias"], "biases" in layer) for layer in layers] == [(False, False)] * len(layers)
    link.click()
    expect(page.locator("#change")).to_be_attached()
    expect(page.locator("[name^='layers[0].biases']")).to_have_count(0)


def test_a_point_of_the_map_is_chosen_by_a_click(page):
    open_film(page)
    point = page.locator("[data-picture=now] .point").nth(17)
    box = point.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-example-words]")).to_contain_text("Example ")
    expect(page.locator("[data-example-words]")).not_to_contain_text("Example 1 of")


def test_a_network_too_large_for_a_link_says_so(page):
    open_film(page, "memorising")
    for k in (0, 1):
        change(page, f"layers[{k}].units", "32")
    expect(page.locator("[data-stepper-words]")).to_contain_text("too large for the stepper’s link")
    assert page.locator("[data-stepper]").get_attribute("href") is None


def test_the_keyboard_walks_the_units_and_hears_their_weights(page):
    open_film(page)
    page.get_by_role("button", name="Input x₁").focus()
    expect(page.locator("[data-unit-words]")).to_contain_text("Input x₁ goes out with")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-unit-words]")).to_contain_text("Layer 1, unit 1: bias")
    expect(page.locator("[data-picture=now] figcaption")).to_contain_text("What layer 1, unit 1 says.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Layer 1, unit 2")).to_have_attribute("aria-pressed", "true")


def test_the_weights_of_a_moment_are_taken_along(page):
    open_film(page, "xor")
    page.get_by_role("button", name="To the start").click()
    page.get_by_text("Take it with you").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the weights").click()
    with open(download.value.path()) as file:
        taken = json.load(file)
    spec = read_spec(SITUATIONS["xor"].run)
    film = film_of(spec)
    assert taken["epoch"] == 0
    outputs = np.array(film["points"]["x"])
    for layer, activation in zip(taken["layers"], (np.tanh, lambda z: 1 / (1 + np.exp(-z))), strict=True):
        outputs = activation(outputs @ np.array(layer["weights"]).T + layer["biases"])
    right = (outputs[:, 0] > 0.5) == np.array(film["points"]["y"])
    train = np.array(film["points"]["part"]) == "train"
    assert right[train].mean() == pytest.approx(film["train"]["accuracy"][0], abs=1e-5)


def test_the_program_is_downloaded_with_the_settings_as_they_stand(page):
    open_film(page)
    change(page, "epochs", "20")
    page.get_by_text("Take it with you").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a NumPy program").click()
    assert download.value.suggested_filename == "training.py"
    with open(download.value.path()) as file:
        assert "epochs, rate = 20, 0.3" in file.read()


def test_a_busy_machine_is_told_and_asked_again_by_a_press(page):
    open_film(page)
    busy = {"code": "busy", "message": "More runs are asked for than this machine takes at once.", "next": "Wait."}
    page.route(RUNS, lambda route: route.fulfill(status=429, json=busy, headers={"Retry-After": "1"}))
    change(page, "optimiser.learning_rate", "0.4")
    expect(state(page)).to_contain_text("this run comes again in 1 s")
    expect(notice(page)).to_contain_text("More runs are asked for than this machine takes at once.")
    expect(moment(page)).to_have_text("Epoch 150")
    page.unroute(RUNS)
    page.get_by_role("button", name="Train again").click()
    expect(notice(page)).to_be_empty()
    expect(state(page)).to_have_text(re.compile("trained"))
    expect(control(page, "optimiser.learning_rate")).to_have_value("0.4")


def test_without_a_connection_everything_stays(page):
    open_film(page)
    page.context.set_offline(True)
    change(page, "optimiser.learning_rate", "0.4")
    expect(notice(page)).to_contain_text("You are offline.")
    expect(notice(page)).to_contain_text("train again when the connection is back")
    expect(control(page, "optimiser.learning_rate")).to_have_value("0.4")


GONE = {
    "at once": lambda route: route.abort("connectionreset"),
    "behind a proxy": lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html"),
}


@pytest.mark.parametrize("door", ["**/simulator/train/", RUNS])
@pytest.mark.parametrize("how", GONE)
def test_a_server_that_is_gone_is_not_taken_for_a_lost_connection(page, door, how):
    open_film(page)
    page.route(door, GONE[how])
    change(page, "optimiser.learning_rate", "0.4")
    expect(notice(page)).to_contain_text("The server did not answer. Nothing is lost.")
    page.unroute(door)
    page.get_by_role("button", name="Train again").click()
    expect(state(page)).to_have_text(re.compile("trained"))
    expect(control(page, "optimiser.learning_rate")).to_have_value("0.4")


def test_a_run_can_be_cancelled(page):
    open_film(page)
    page.route(RUNS, lambda route: None)  # never answered
    change(page, "optimiser.learning_rate", "0.4")
    expect(state(page)).to_have_text("Training 150 epochs…")
    page.get_by_role("button", name="Cancel").click()
    expect(state(page)).to_contain_text("Cancelled.")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()


# ---- numbers


def drawn(sizes, activations):
    """A model with large and small numbers, and its θ as a film has it: W row by row, then b."""
    model = Model(sizes, activations, "squared_error")
    theta = np.sin(np.arange(model.parameters) * 1.7).astype(np.float32) * 1.5
    flat = np.concatenate([numbers.ravel() for layer in model.layers(theta) for numbers in layer])
    return model, theta, flat.tolist()


@pytest.mark.parametrize(
    ("features", "activations"),
    [
        (list(FEATURES), ("relu", "leaky_relu", "sigmoid", "tanh", "identity", "softmax")),
        (["x1", "x2"], ("tanh",) * 7 + ("sigmoid",)),
        (["x2"], ("identity",)),
    ],
)
def test_the_browser_computes_what_the_engine_computes(page, features, activations):
    page.goto("/simulator/train/")
    sizes = (len(features), *(5 - k % 3 for k in range(len(activations))))
    model, theta, flat = drawn(sizes, activations)
    x = np.stack([np.linspace(-1.2, 1.2, 41), np.linspace(1.1, -0.9, 41)], axis=1)
    layers = [{"units": units, "activation": name} for units, name in zip(sizes[1:], activations, strict=True)]
    found = page.evaluate(
        f"""async ([spec, theta, x]) => {{
          const {{ placesOf }} = await import("{MODULES}/film.js");
          const {{ Forward }} = await import("{MODULES}/forward.js");
          const forward = new Forward(spec.features, placesOf(spec), x.map(([x1]) => x1), x.map(([, x2]) => x2));
          return forward.run(new Float32Array(theta)).at(-1).map((row) => [...row]);
        }}""",
        [{"features": features, "layers": layers}, flat, x.tolist()],
    )
    expected = model.outputs(theta.astype(float), featured(x, features))
    np.testing.assert_allclose(np.array(found).T, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("slug", ["xor", "four-classes"])
def test_the_map_lies_as_the_plane_does_with_x2_upwards(page, slug):
    open_film(page, slug)
    spec = read_spec(SITUATIONS[slug].run)
    maps = film_of(spec)["maps"]
    shades = np.frombuffer(base64.b64decode(maps["frames"][-1]), np.uint8).reshape(maps["size"], -1)[::-1]
    corners = [(0, 0), (0, -1), (-1, 0), (-1, -1)]
    pixels = page.locator("[data-picture=now] canvas").evaluate("""canvas => {
      const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return [0, width - 1, width * (width - 1), width * width - 1].map((p) => [...data.slice(4 * p, 4 * p + 3)]);
    }""")
    if slug == "xor":  # blue where the output is near 1: more blue than red
        assert [blue > red for red, _, blue in pixels] == [bool(shades[corner] > 127) for corner in corners]
    else:
        assert len({shades[corner] // 64 for corner in corners}) == len({tuple(pixel) for pixel in pixels}) == 4


def test_playing_ends_at_the_end_and_begins_anew_from_there(page):
    page.goto("/simulator/train/")
    found = page.evaluate(f"""async () => {{
      const {{ Player }} = await import("{MODULES}/player.js"), player = new Player(), log = [];
      const note = () => log.push([player.epoch, player.isPlaying]);
      player.load([0, 5, 10]);
      player.play(); note();
      player.tick(); note();
      player.tick(); note();
      player.play(); note();
      player.tick(); player.load([0, 2, 4, 6, 8]); note();
      player.move("back"); note();
      player.move("end"); player.move("next"); note();
      return log;
    }}""")
    assert found == [[0, True], [5, True], [10, False], [0, True], [4, True], [2, False], [8, False]]


def test_a_film_of_two_segments_is_the_film_of_one(page):
    spec = read_spec(SITUATIONS["xor"].run | {"epochs": 4, "frames": 5, "map": 4})
    first = film_of(spec)
    whole = film_of(read_spec(SITUATIONS["xor"].run | {"epochs": 8, "frames": 9, "map": 4}))
    page.goto("/simulator/train/")
    joined = page.evaluate(
        f"""async ([film, more]) => {{
          const {{ joined, read, layersAt }} = await import("{MODULES}/film.js"), whole = read(joined(film, more));
          return {{ ...whole, layers: layersAt(whole, 6, 9) }};
        }}""",
        [first, film_of(spec, first["checkpoint"])],
    )
    for name in ("epochs", "theta", "train", "validation", "maps", "best", "stopped", "checkpoint"):
        assert joined[name] == whole[name], name
    assert [len(layer["weights"]) for layer in joined["layers"]] == [4, 1]


# ---- looks


@pytest.mark.parametrize("options", [{"viewport": DESKTOP}, {"viewport": PHONE}, {"color_scheme": "dark"}])
def test_the_page_has_no_fault_that_axe_can_find(visit, options):
    page = visit(**options)
    open_film(page, "xor")
    page.get_by_role("button", name="Keep this run").click()
    page.get_by_role("button", name="One unit more in layer 1").click()
    expect(page.locator("[data-readings] th")).to_have_count(4)
    for summary in ("More settings", "Take it with you", "The same numbers as tables"):
        page.get_by_text(summary).click()
    change(page, "l1", "much")
    expect(page.locator(".field.bad")).to_have_count(1)
    assert faults_of(page) == []


def test_a_diverged_film_has_no_fault_that_axe_can_find(page):
    open_film(page, "too-fast")
    assert faults_of(page) == []


@pytest.mark.parametrize("slug", ["four-classes", "memorising"])
def test_nothing_scrolls_sideways_on_a_narrow_screen(visit, slug):
    page = visit(viewport={"width": 320, "height": 640})
    open_film(page, slug)
    page.get_by_text("More settings").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_the_page_trains_too(visit):
    page = visit(java_script_enabled=False)
    page.goto("/simulator/train/")
    page.locator(".picture", has_text="XOR").click()
    page.get_by_label("Epochs").fill("20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name=re.compile("What the network says at the end"))).to_be_visible()
    expect(page.locator(".outcome tbody tr")).to_have_count(3)
    assert [layer.units for layer in read_run(re.findall(r"s=([^&]+)", page.url)[0]).layers] == [4, 1]
