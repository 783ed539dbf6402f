"""Runs the browser's tests: python run.py BINARY [--only PART] [--share 1/2] [--shots FOLDER]. Prints "N passed, N failed".

Shares of the tests may run at the same time, each with a server and a browser of its own; those that hold seconds against the clock are a share
of their own, `--share clock`, and want the machine for themselves.
"""

import argparse
import pathlib
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

import accounts_tests
import compare_tests
import counts_tests
import habits_tests
import live_tests
import page_tests
import report_tests
import solid_tests
import traffic_tests
import water_tests
from visit import FLAGS, ROOT, Server, chromium

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("binary", type=pathlib.Path)
arguments.add_argument("--only", default="", help="only tests whose name holds this")
arguments.add_argument("--share", default="", help="1/2 and 2/2: half of the tests that do not look at the clock; clock: the others")
arguments.add_argument("--shots", type=pathlib.Path, default=ROOT / ".setup/browser/screenshots")
given = arguments.parse_args()
given.shots.mkdir(parents=True, exist_ok=True)

PARTS = (
    page_tests, water_tests, traffic_tests, compare_tests, counts_tests, accounts_tests, habits_tests, solid_tests,
    report_tests, live_tests)
CLOCKED = (live_tests,)


def chosen(share):
    """The parts of a share; every part is in one of them. Parts with many tests are dealt out first."""
    if not share:
        return PARTS
    if share == "clock":
        return CLOCKED
    number, count = map(int, share.split("/"))
    size = lambda part: sum(name.startswith("test_") for name in vars(part))
    shares = [[] for _ in range(count)]
    for part in sorted((part for part in PARTS if part not in CLOCKED), key=size, reverse=True):
        min(shares, key=lambda parts: sum(map(size, parts))).append(part)
    return shares[number - 1]


passed, failed = 0, []
server = Server(given.binary.resolve())
try:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        tests = [item for part in chosen(given.share) for item in vars(part).items()]
        for name, test in tests:
            if not name.startswith("test_") or given.only not in name:
                continue
            began = time.monotonic()
            title = name.removeprefix("test_").replace("_", " ")
            try:
                test(browser, server, given.shots)
                passed += 1
                print(f"  ✓ {title} ({time.monotonic() - began:.1f} s)", flush=True)
            except Exception as error:
                failed.append(name)
                print(f"  ✗ {title}\n      {error}", flush=True)
                if not isinstance(error, AssertionError):
                    traceback.print_exc()
        browser.close()
finally:
    server.close()
print(f"browser: {passed} passed, {len(failed)} failed")
sys.exit(1 if failed or passed == 0 else 0)
