"""Runs the browser's tests: python run.py BINARY [--only PART] [--shots FOLDER] [--keep]. Prints "N passed, N failed"."""

import argparse
import pathlib
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import accounts_tests
import compare_tests
import cost
import counts_tests
import estimate_tests
import frame_tests
import habits_tests
import live_tests
import newcity_tests
import page_tests
import report_tests
import scenes_tests
import solid_tests
import stories_tests
import tables_tests
import traffic_tests
import vehicles_tests
import water_tests
from visit import FLAGS, ROOT, Server, chromium

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("binary", type=pathlib.Path)
arguments.add_argument("--only", default="", help="only tests whose name, or whose file's, holds this")
arguments.add_argument("--shots", type=pathlib.Path, default=ROOT / ".setup/browser/screenshots")
arguments.add_argument("--keep", action="store_true", help="keep the scenes as they look now (scenes_tests.py)")
given = arguments.parse_args()
given.shots.mkdir(parents=True, exist_ok=True)

PARTS = (
    page_tests, water_tests, traffic_tests, compare_tests, counts_tests, accounts_tests, habits_tests, solid_tests,
    report_tests, tables_tests, estimate_tests, stories_tests, newcity_tests, vehicles_tests, live_tests, frame_tests,
    scenes_tests)

passed, failed, spent = 0, [], 0.0
server = Server(given.binary.resolve())
try:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tests = [(part.__name__, *item) for part in PARTS for item in vars(part).items()]
        for part, name, test in tests:
            if not name.startswith("test_") or given.only not in f"{part}: {name}":
                continue
            began, before = time.monotonic(), cost.seconds()
            title = name.removeprefix("test_").replace("_", " ")
            try:
                test(browser, server, given.shots)
                passed += 1
                print(f"  ✓ {title} ({time.monotonic() - began:.1f} s, of a processor {cost.seconds() - before:.1f} s)", flush=True)
            except Exception as error:
                failed.append(name)
                print(f"  ✗ {title}\n      {error}", flush=True)
                if not isinstance(error, AssertionError):
                    traceback.print_exc()
        spent = cost.seconds()
        browser.close()
finally:
    server.close()
print(f"browser: {spent:.0f} s of a processor")
print(f"browser: {passed} passed, {len(failed)} failed")
sys.exit(1 if failed or passed == 0 else 0)
