"""What playing a film costs a browser: frames a second, and the CPU time of the page's main thread for each of them.

    python benchmarks/bench_playing.py [rounds]

Chromium plays films of several networks at the fastest speed, 25 frames a second, as fast as this machine goes and
slowed down four times, as a phone is. The page comes from Django in this process: no server is needed. Where the
machine is busy with other work, frames a second suffer; the CPU time of a frame tells of the page alone, and 40 ms is
all that it may take.
"""

import os
import statistics
import sys
import tempfile
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is imported
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import CDPSession, Page, Route, sync_playwright

from dev import find_chromium
from simulator.runs.running import CREW
from simulator.training.links import training_url

HOST = "http://localhost"
FRAMES = 76  # three seconds of them
SLOWED = (1, 4)
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
FEATURES = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]


def network(*units: int, **more: Any) -> dict[str, Any]:
    """Hidden layers of so many units each, on a circle."""
    return {
        "data": {"set": "circle", "count": 200, "noise": 0.1},
        "layers": [{"units": each, "activation": "tanh"} for each in units] + [{"units": 1, "activation": "sigmoid"}],
        "optimiser": {"kind": "sgd", "learning_rate": 0.03},
        "epochs": FRAMES - 1,
        "frames": FRAMES,
        "map": 50,
        **more,
    }


def of_four_classes() -> dict[str, Any]:
    data = {"set": "gaussians", "count": 1000, "noise": 0.2, "classes": 4}
    spec = network(*[8] * 6, data=data, features=FEATURES)
    return spec | {"layers": [*spec["layers"][:-1], {"units": 4, "activation": "softmax"}]}


FILMS = {
    "2-4-1": network(4),
    "2-8-8-1": network(8, 8),
    "2, six layers of 8, 1": network(*[8] * 6),
    "7, six layers of 8, 4 classes": of_four_classes(),
}


def answer(client: Client, route: Route) -> None:
    """The page's own requests, by Django; whatever else is asked for does not exist."""
    request, address = route.request, urlsplit(route.request.url)
    if address.path.startswith("/static/"):
        file = finders.find(address.path.removeprefix("/static/"))
        return route.fulfill(status=404) if not file else route.fulfill(path=file, content_type=guess_type(file)[0])
    where = f"{address.path}?{address.query}"
    if request.method == "POST":
        kind, accept = request.headers["content-type"], request.headers["accept"]
        response = client.post(where, request.post_data_buffer, content_type=kind, headers={"Accept": accept})
    else:
        response = client.get(where)
    return route.fulfill(status=response.status_code, body=response.content, content_type=response["Content-Type"])


RESTS = "document.querySelector('[data-play]').textContent === 'Play'"
WATCH = """() => {
  const seen = [], moment = document.querySelector("[data-moment]");
  new MutationObserver(() => seen.push(performance.now())).observe(moment, { childList: true });
  window.seen = seen;
}"""


def played(page: Page, spec: dict, slowed: int) -> tuple[float, float, float]:
    """Frames a second; main thread's CPU milliseconds a frame, all work, and that of scripts alone."""
    page.goto(HOST + training_url(spec))
    page.wait_for_function("document.querySelector('[data-moment]').textContent !== ''")
    page.locator("[data-speed]").select_option("25")
    page.locator("[data-go=start]").click()
    page.evaluate(WATCH)
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    before = metrics(tools)
    page.locator("[data-play]").click()
    page.wait_for_function(RESTS, polling=200, timeout=120_000)
    after = metrics(tools)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    seen = page.evaluate("seen")
    task, script = (1000 * (after[name] - before[name]) / len(seen) for name in ("TaskDuration", "ScriptDuration"))
    return 1000 * (len(seen) - 1) / (seen[-1] - seen[0]), task, script


def metrics(tools: CDPSession) -> dict[str, float]:
    return {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}


def main(rounds: int) -> None:
    client = Client(SERVER_NAME="localhost")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        print(f"{'':30}  screen  slowed  frames/s  main thread  of it scripts")
        for name, spec in FILMS.items():
            for screen in (WIDE, NARROW):
                context = browser.new_context(viewport=screen, reduced_motion="reduce")
                context.route("**/*", lambda route: answer(client, route))
                page = context.new_page()
                for slowed in SLOWED:
                    told = zip(*(played(page, spec, slowed) for _ in range(rounds)), strict=True)
                    rate, task, script = (statistics.median(each) for each in told)
                    place = f"{name:30}  {screen['width']:6}  {slowed:5}×"
                    print(f"{place}  {rate:8.1f}  {task:8.1f} ms  {script:10.1f} ms", flush=True)
                context.close()
        browser.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "courseware.settings", "DATA_DIR": folder, "DATABASE_URL": ""}
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in this thread
        django.setup()
        call_command("migrate", verbosity=0)
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
        CREW.dismiss()
