"""A server with a made-up city, and visits to its page in headless Chromium.

Every visit notes what must never happen — an error in the console, a breach of the content security policy, a request to
anywhere but the server — and fails the test when it ends if anything did.
"""

import contextlib
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

from axe_playwright_python.sync_playwright import Axe

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
# Software rendering, and nothing that Chromium would fetch of its own accord.
FLAGS = (
    "--no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-default-apps --no-pings "
    "--disable-features=OptimizationHints,MediaRouter,Translate"
).split()


def chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise SystemExit("Chromium is missing: apt-get install chromium")


class Server:
    """A city of 8000 made-up people, served on a free port; its attribution tries to run a script."""

    def __init__(self, binary):
        self.binary = binary
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kembar-browser-"))
        self.city = self.folder / "city"
        subprocess.run(
            [binary, "sandbox", self.city, "--people", "8000", "--seed", "1", "--without", "history"],
            check=True, capture_output=True)
        profile = self.city / "city.yaml"
        self.name = re.search(r"^name: (.+)$", profile.read_text(), re.MULTILINE)[1].strip("'\"")
        closing = (self.city / "scenarios/close-the-main-street.yaml").read_text()
        self.street = re.search(r"named: ([^,}]+)", closing)[1]
        probe = "<details open onload=1 ontoggle=window.pwned=1><img src=x onerror=window.pwned=1>"
        text, count = re.subn(r"attribution: .*", f"attribution: '{probe}'", profile.read_text(), count=1)
        assert count == 1, "city.yaml states no attribution"
        profile.write_text(text)
        self.probe = probe
        self.water = ""  # the address of a page with water on it, once a test made one
        self.binary = binary
        self.process = subprocess.Popen(
            [binary, "serve", self.city, "--port", "0", "--mqtt-port", "0", "--made-up-days", "0", "--web", ROOT / "Sources/Doors/Web"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.address = ""
        for line in self.process.stderr:
            if found := re.search(r"(http://localhost:\d+/)", line):
                self.address = found[1]
                break
        assert self.address, "the server did not say where it is"

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Visit:
    """One page in a browser of its own; `wait` polls, because waiting functions need what the policy forbids."""

    def __init__(self, browser, server, size="wide", fragment="", bypass=False, expected=(), before=None):
        width, height = SIZES[size]
        self.server = server
        self.expected = expected
        self.trouble = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=size == "phone", bypass_csp=bypass, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("request", self.requested)
        if before:
            before(self.page)
        began = time.monotonic()
        self.page.goto(f"{server.address}#v=1&{fragment}")
        self.wait("document.documentElement.dataset.drawn === 'yes' || document.querySelector('.note, #signin-name')", 60)
        self.seconds = time.monotonic() - began

    def heard(self, message):
        text = message.text
        if message.type == "error" or "Content Security Policy" in text:
            if not any(part in text for part in self.expected):
                self.trouble.append(f"console: {text[:300]}")

    def requested(self, request):
        url = request.url
        if not url.startswith((self.server.address, "blob:", "data:")):
            self.trouble.append(f"a request to {url}")

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.page.evaluate(f"(() => ({condition}))()"):
                return value
            time.sleep(0.05)
        raise AssertionError(f"waited {seconds} s in vain for {condition}")

    def there(self, selector, seconds=30):
        return self.wait(f"!!document.querySelector({selector!r})", seconds)

    def text(self, selector):
        return self.page.evaluate(f"document.querySelector({selector!r})?.textContent ?? ''")

    def barriers(self):
        """What keeps people out of the page as it stands: each rule of axe-core that is broken, and where first."""
        found = []
        for one in Axe().run(self.page).response["violations"]:
            node = one["nodes"][0]
            found.append(f"{one['id']}, {node['html'][:160]} {node.get('failureSummary', '')[:240]}")
        return found

    def drawn(self):
        """The map is at rest, with everything loaded."""
        self.wait("window.kembar?.map && window.kembar.map.loaded() && window.kembar.map.areTilesLoaded()")

    def close(self):
        self.context.close()
        assert not self.trouble, "; ".join(self.trouble)


@contextlib.contextmanager
def visit(*arguments, **options):
    it = Visit(*arguments, **options)
    try:
        yield it
    except BaseException:
        it.context.close()
        raise
    it.close()
