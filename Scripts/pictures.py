#!/usr/bin/env python3
"""The README's picture, made anew: Scripts/pictures.py KEMBAR [PICTURE.png]

A made-up town in a storm at high tide, with a pond and without, its water and its vehicles two hours in. The environment is
that of the browser's tests (Scripts/test-browser.sh --set-up), which this starts itself in; a picture of over 300 kB is refused.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".setup/browser/venv/bin/python"
LARGEST = 300_000
SIZE = (1400, 900)
POND = [[100.001408, 3.907418], [100.002489, 3.907416], [100.00249, 3.908502], [100.001409, 3.908503]]
STORM = {
    "scenario": "A pond, and a storm at high tide",
    "changes": [{"pond": {"area": POND, "depth": 2}}],
    "models": ["flood", "exposure", "damage", "traffic"],
    "supposing": [
        {"rain": {"depth": 140, "duration": 3}}, {"flood-settings": {"cell": 12, "hours": 4, "members": 4}},
        {"start": {"at": "2025-12-17T16:00"}}]}
# A moment of the storm, when people drive home: 18:00 of that day in the town.
MOMENT = 1_765_965_600_000
VIEW = "c=3.90050,99.99680,14.80"


def ask(address, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(address + path, data, {"Content-Type": "application/json"}), timeout=60) as answer:
        return json.load(answer)


def computed(address):
    job = ask(address, "api/v1/runs", STORM)
    while job["state"] not in ("done", "failed"):
        time.sleep(1)
        job = ask(address, f"api/v1/jobs/{job['id']}")
    if job["state"] == "failed":
        sys.exit(f"pictures: {job.get('error')}")
    return job["run"]


def take(address, run, picture):
    from playwright.sync_api import sync_playwright

    from visit import FLAGS, chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_context(viewport=dict(zip(("width", "height"), SIZE)), reduced_motion="reduce").new_page()
        page.add_init_script("try { localStorage.setItem('kembar.tour', 'offered'); } catch {}")
        page.goto(f"{address}#v=1&lang=en&theme=light&{VIEW}&r={run}&f=flood.depth~scenario&t={MOMENT}")

        def wait(condition):
            end = time.monotonic() + 120
            while not page.evaluate(f"(() => ({condition}))()"):
                if time.monotonic() > end:
                    sys.exit(f"pictures: waited in vain for {condition}")
                time.sleep(0.1)

        wait("document.documentElement.dataset.drawn === 'yes' && !!window.kembar.map.getLayer('field-grid')")
        wait("document.querySelector('.answer tbody tr') && window.kembar.vehicles?.count > 0")
        # What the changes do stands at the panel's top.
        page.evaluate("(() => { const body = document.querySelector('#panel-body'); "
                      "const head = [...body.querySelectorAll('h2')].find((one) => one.textContent === 'What changes'); "
                      "if (head) body.scrollTop += head.getBoundingClientRect().top - body.getBoundingClientRect().top - 16; })()")
        wait("window.kembar.map.loaded() && window.kembar.map.areTilesLoaded()")
        time.sleep(2)
        page.screenshot(path=picture, timeout=120_000)
        browser.close()


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    if pathlib.Path(sys.prefix) != PYTHON.parents[1]:
        subprocess.run([ROOT / "Scripts/test-browser.sh", "--set-up"], check=True)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    sys.path += [str(ROOT / "Benchmarks"), str(ROOT / "Scripts"), str(ROOT / "Tests/Browser")]
    import served
    import smaller

    kembar = str(pathlib.Path(sys.argv[1]).resolve())
    picture = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else ROOT / "Docs/images/page.png")
    with tempfile.TemporaryDirectory() as work:
        made = pathlib.Path(work) / "page.png"
        subprocess.run([kembar, "sandbox", f"{work}/town", "--people", "20000", "--seed", "1", "--without", "history"], check=True, capture_output=True)
        server = served.Server(kembar, f"{work}/town", "--mqtt-port", "0", "--made-up-days", "0", "--web", str(ROOT / "Sources/Doors/Web"))
        try:
            address = server.address + "/"
            take(address, computed(address), made)
        finally:
            server.stop()
        small = smaller.smaller(made.read_bytes())
        if len(small) > LARGEST:
            sys.exit(f"pictures: {len(small) // 1000} kB are more than {LARGEST // 1000}")
        picture.write_bytes(small)
        print(f"{picture}: {len(small) // 1000} kB")


if __name__ == "__main__":
    main()
