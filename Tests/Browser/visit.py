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
from playwright.sync_api import Error

import cost

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
# Software rendering, and nothing that Chromium would fetch of its own accord.
FLAGS = (
    "--no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-default-apps --no-pings "
    "--disable-features=OptimizationHints,MediaRouter,Translate"
).split()


# What the grid on a map shows, whether it is a stack of moments or a canvas: columns, rows, corners, and which cells have a colour.
GRID = """((map) => {
  const source = map.getSource('field-grid');
  if (source) {
    const { canvas, coordinates } = source;
    const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return { width: canvas.width, height: canvas.height, coordinates, isSeen: (cell) => bytes[4 * cell + 3] > 0 };
  }
  const { now, about } = map.getLayer('field-grid').implementation;
  const { bounds, colours } = now.scale;
  const isSeen = (cell) => Number.isFinite(now.values[cell]) && colours[bounds.filter((bound) => now.values[cell] >= bound).length] !== 'transparent';
  return { width: about.columns, height: about.rows, coordinates: about.corners, isSeen };
})"""
# Puts an open page back to how it opens, by its own means, and follows a link; answers whether that went well.
HAND_ON = """async (hash) => {
  const at = (path) => import(new URL(path, document.baseURI));
  const [{ LAYERS, store }, { follow }, { compare }, { beforeafter }, { drawing }, { forget }, { loadScenarios }, { solid }, { own, removeOwn }, { nextTick }, tell] = await Promise.all([
    at('core/store.js'), at('core/follow.js'), at('rooms/compare/compare.js'), at('rooms/compare/beforeafter.js').then(({ before }) => ({ beforeafter: before })),
    at('rooms/whatif/draw/drawing.js'), at('rooms/runs/runs.js'), at('rooms/whatif/scenarios.js'), at('rooms/solid/state.js'), at('rooms/own/own.js'), at('vendor/vue.js'), at('rooms/stories/tell.js')]);
  if (!store.city || document.documentElement.dataset.line) return false;
  await tell.leaveStory();
  if (store.compare.way) compare('');
  Object.assign(store.compare, { at: 0.5, name: '', mode: 'baseline', time: null });
  Object.assign(store.fieldLayer, { visible: true, opacity: 1 });
  Object.assign(store.vehicles, { visible: true, opacity: 1 });
  forget();
  const left = document.activeElement;
  if (left instanceof HTMLElement) left.blur();
  const search = document.getElementById('search');
  if (search?.value) { search.value = ''; search.dispatchEvent(new Event('input', { bubbles: true })); }
  for (const { id } of [...own.layers]) removeOwn(id);
  drawing.kind = '';
  beforeafter.isOpen = false;
  Object.assign(solid, { isOn: false, isShaded: false, colour: 'plain', pitch: 55, bearing: 0, doubts: [], isOpen: true });
  Object.assign(store, { scenario: null, past: [], future: [], selected: null, probe: null, picking: null, playing: false, sheet: 'half', dialog: '', isMore: false, layerOrder: [], scenariosError: '' });
  // A room that was left begins anew.
  store.panel = store.panel === 'how' ? 'city' : 'how';
  for (const { id } of LAYERS) store.layers[id] = { visible: id !== 'zones' && id !== 'assets', opacity: 1 };
  localStorage.clear();
  sessionStorage.clear();
  localStorage.setItem('kembar.tour', 'offered');
  await nextTick();
  await loadScenarios();
  await follow(hash);
  store.announcement = '';
  await nextTick();
  return !store.cityError;
}"""
ON_MAP = "!!kembar.map.getLayer('field-grid')"


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

    def __init__(self, browser, server, size="wide", fragment="", bypass=False, expected=(), before=None, is_new=False):
        width, height = SIZES[size]
        self.server = server
        self.size = size
        self.expected = expected
        self.trouble = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=size == "phone", bypass_csp=bypass, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.page.on("request", self.requested)
        if not is_new:  # the tour is offered to who was never here
            self.page.add_init_script("try { localStorage.setItem('kembar.tour', 'offered'); } catch {}")
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
                self.trouble.append(f"console: {text[:300]} {message.location.get('url', '')}")

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

    def press(self, selector):
        """Presses one of the map's buttons, which a phone shows when it is asked for more."""
        if not self.page.is_visible(selector) and self.page.is_visible("#open-more"):
            self.page.click("#open-more")
        self.page.click(selector)

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

    def hand_on(self, fragment, expected=(), before=None):
        """Puts the page back to how it opens and goes to a fragment, without loading anew; whether that went well."""
        page = self.page
        try:
            page.mouse.move(1, 1)
            page.emulate_media(media="null", reduced_motion="reduce")
            self.context.clear_permissions()
            width, height = SIZES[self.size]
            # A map is told of another size of its window a moment later: what it shows until then would be another view.
            if page.viewport_size != {"width": width, "height": height}:
                return False
            page.unroute_all(behavior="ignoreErrors")
            if before:
                before(page)
            words = fragment if "lang=" in fragment else f"{fragment}&lang=ms"
            words = words if "theme=" in words else f"{words}&theme=light"
            went = page.evaluate(HAND_ON, f"#v=1&{words}")
        except Error:
            return False
        # What happened between two tests is nobody's.
        self.trouble.clear()
        self.expected = expected
        return went

    def check(self):
        trouble = "; ".join(self.trouble)
        self.trouble.clear()
        assert not trouble, trouble

    def close(self):
        cost.look()
        self.context.close()
        self.check()


@contextlib.contextmanager
def visit(*arguments, **options):
    it = Visit(*arguments, **options)
    try:
        yield it
    except BaseException:
        it.context.close()
        raise
    it.close()


#: Pages that stand open between tests, by server and size.
waiting = {}


@contextlib.contextmanager
def shared(browser, server, size="wide", fragment="", expected=(), before=None):
    """A visit handed on from test to test while it is healthy: put back to how a page opens and led to the fragment, which
    takes a fraction of what loading takes. Whoever fails leaves the next one a new visit. `before` may route, no more."""
    key = (server.address, size)
    it = waiting.pop(key, None)
    if it and not it.hand_on(fragment, expected, before):
        it.context.close()
        it = None
    it = it or Visit(browser, server, size=size, fragment=fragment, expected=expected, before=before)
    try:
        yield it
        it.check()
    except BaseException:
        cost.look()
        it.context.close()
        raise
    if key in waiting:
        it.close()
    else:
        waiting[key] = it
