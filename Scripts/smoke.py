#!/usr/bin/env python3
"""Runs the commands a page of documentation shows, so that the page cannot go stale.

Fenced blocks that begin with ```sh smoke are run line by line in an empty folder, `kembar` being the given binary. A line
that ends in `&` keeps running until the block ends.
usage: smoke.py KEMBAR PAGE…
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```sh smoke\n(.*?)^```", re.MULTILINE | re.DOTALL)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    kembar = pathlib.Path(sys.argv[1]).resolve()
    if not kembar.exists():
        sys.exit(f"smoke: {kembar} is missing; build it with 'make build'.")
    for page in sys.argv[2:]:
        blocks = BLOCK.findall(pathlib.Path(page).read_text(encoding="utf-8"))
        if not blocks:
            sys.exit(f"smoke: {page} shows no command to run; mark a block with ```sh smoke.")
        for block in blocks:
            with tempfile.TemporaryDirectory() as folder:
                run(block, folder, kembar, page)
    print("smoke: every command shown works")


def run(block, folder, kembar, page):
    environment = dict(os.environ, PATH=f"{kembar.parent}:{os.environ['PATH']}")
    running = []
    try:
        for line in block.replace("\\\n", " ").splitlines():
            command = line.split(" #")[0].strip()
            if not command:
                continue
            print(f"smoke: {command}", flush=True)
            if command.endswith("&"):
                running.append(subprocess.Popen(["bash", "-c", "exec " + command[:-1]], cwd=folder, env=environment))
                continue
            done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=folder, env=environment,
                                  capture_output=True, text=True, timeout=300)
            if done.returncode != 0:
                sys.exit(f"smoke: {page}: '{command}' ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    finally:
        for process in running:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
