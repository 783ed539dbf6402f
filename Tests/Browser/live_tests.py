"""What is live on the page: a value published by MQTT reaches the map and the list; charts zoom; new devices are accepted; lines that break mend."""

import atexit
import datetime
import functools
import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

from visit import ROOT, SIZES, shared, visit

OVERFLOW = "document.querySelector('#panel-body').scrollWidth - document.querySelector('#panel-body').clientWidth"
HOUR = 3_600_000
#: What the map draws of live marks, by name of a property.
MARKS = "kembar.map.queryRenderedFeatures({layers: ['live']}).map((one) => one.properties)"


class Town:
    """A small city whose devices are silent, on ports of its own; it can be stopped and started again."""

    def __init__(self, binary):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kembar-live-"))
        self.city = self.folder / "city"
        subprocess.run([binary, "sandbox", self.city, "--people", "500", "--seed", "3", "--without", "history"], check=True, capture_output=True)
        self.binary, self.port, self.mqtt, self.address = binary, 0, 0, ""
        self.start()
        atexit.register(self.close)

    def start(self):
        self.process = subprocess.Popen(
            [self.binary, "serve", self.city, "--port", str(self.port), "--mqtt-port", str(self.mqtt), "--made-up-days", "0",
             "--web", ROOT / "Sources/Doors/Web"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for line in self.process.stderr:
            if found := re.search(r"MQTT to port (\d+)", line):
                self.mqtt = int(found[1])
            if found := re.search(r"(http://localhost:(\d+)/)", line):
                self.address, self.port = found[1], int(found[2])
                return
        raise AssertionError("the server did not say where it is")

    def stop(self):
        self.process.kill()
        self.process.wait(10)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, topic, message):
        body = message if isinstance(message, str) else json.dumps(message)
        if program := shutil.which("mosquitto_pub"):
            subprocess.run([program, "-p", str(self.mqtt), "-t", topic, "-m", body], check=True, timeout=10)
            return
        text = lambda words: len(words.encode()).to_bytes(2, "big") + words.encode()
        packet = lambda kind, rest: bytes([kind]) + (bytes([len(rest)]) if len(rest) < 128 else bytes([len(rest) % 128 | 128, len(rest) // 128])) + rest
        with socket.create_connection(("localhost", self.mqtt), 10) as door:
            door.sendall(packet(0x10, text("MQTT") + bytes([4, 2, 0, 60]) + text("test")))
            assert door.recv(4)[3] == 0, "the broker refused"
            door.sendall(packet(0x30, text(topic) + body.encode()) + packet(0xE0, b""))

    def ask(self, method, path, body=None):
        request = urllib.request.Request(f"{self.address}{path}", method=method, headers={"Content-Type": "application/json"},
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    @functools.cached_property
    def centre(self):
        """Longitude and latitude of a place that no panel covers."""
        west, south, east, north = self.ask("GET", "api/v1/city")["view"]
        return [(west + east) / 2, south + (north - south) * 0.6]

    def device(self, name, values, unit="°C", of="Air temperature", **more):
        """A thing with one stream and its values, `[milliseconds, result]`; answers both numbers."""
        self.ask("POST", "v1.1/Things", {
            "name": name, "description": name,
            "Locations": [{"name": name, "description": name, "encodingType": "application/geo+json",
                           "location": {"type": "Point", "coordinates": [self.centre[0] + 0.0006, self.centre[1] - 0.0004]}}],
            "Datastreams": [{
                "name": f"{of} of {name}", "description": "-", "unitOfMeasurement": {"name": unit, "symbol": unit, "definition": unit},
                "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                "ObservedProperty": {"name": of, "definition": "http://example.org/t", "description": "-"},
                "Sensor": {"name": "-", "description": "-", "encodingType": "text/plain", "metadata": "-"}}]})
        one = next(one for one in self.ask("GET", "api/v1/live/latest")["streams"] if one["thingName"] == name)
        iso = lambda time_: datetime.datetime.fromtimestamp(time_ / 1000, datetime.timezone.utc).isoformat().replace("+00:00", "Z")
        for start in range(0, len(values), 2000):
            rows = [[iso(time_), value] for time_, value in values[start:start + 2000]]
            self.ask("POST", "v1.1/CreateObservations", [{
                "Datastream": {"@iot.id": one["stream"]}, "components": ["phenomenonTime", "result"], "dataArray@iot.count": len(rows), "dataArray": rows}])
        if "doubt" in more:
            time_, value, quality = more["doubt"]
            self.ask("POST", f"v1.1/Datastreams({one['stream']})/Observations", {"phenomenonTime": iso(time_), "result": value, "resultQuality": quality})
        return one["thing"], one["stream"]


@functools.cache
def town_of(binary):
    return Town(binary)


def looked_at(page, shots, name):
    found = page.barriers()
    assert not found, found
    assert page.page.evaluate(OVERFLOW) <= 0, f"{name} is wider than its panel"
    page.page.screenshot(path=shots / f"{name}.png")


def within(page, condition, seconds, what):
    began = time.monotonic()
    page.wait(condition, 10)
    took = time.monotonic() - began
    assert seconds is None or took <= seconds, f"{what} took {took:.2f} s"
    return took


def forget(town):
    """Takes all things away."""
    for thing in {one["thing"] for one in town.ask("GET", "api/v1/live/latest")["streams"]}:
        town.ask("DELETE", f"v1.1/Things({thing})")


def pinched(page, selector):
    """Two fingers move apart."""
    box = page.page.locator(selector).bounding_box()
    touch = page.context.new_cdp_session(page.page)
    y = box["y"] + box["height"] / 2
    fingers = lambda apart: [{"x": box["x"] + box["width"] * 0.6 + side * apart, "y": y, "id": place} for place, side in enumerate((-1, 1))]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": fingers(20)})
    for apart in (35, 50, 65):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": fingers(apart)})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def spike():
    return [{"nameOfMeasure": "spike_test", "DQ_Result": {"code": 3, "term": "suspect", "statement": "It stands out."}}]


def test_a_published_value_is_on_the_map_within_a_second(browser, server, shots):
    town = town_of(server.binary)
    longitude, latitude = town.centre
    times = []
    for size in SIZES:
        name = f"lamp-{size}"
        with shared(browser, town, size=size, fragment="lang=en") as page:
            page.drawn()
            page.there("#tab-live")
            page.wait("document.querySelector('#tab-live') && kembar.map.getLayer('live')")
            time.sleep(0.5)
            town.publish(f"city/{name}/state", {"temperature": 31.2, "lat": latitude, "lon": longitude})
            new = f"{MARKS}.some((one) => one.sign === 'live:other:new' && one.value.startsWith('31.2'))"
            took = [within(page, new, None, "the dashed mark of a new device")]
            page.page.click("#tab-live")
            page.there(".new-device")
            assert name in page.text(".new-device") and "31.2\u00a0°C" in page.text(".new-device")
            assert not page.barriers()
            page.page.click(".new-device .button.main")
            kept = f"{MARKS}.some((one) => one.sign === 'live:weather:fresh' && one.value.startsWith('31.2')) && [...document.querySelectorAll('.now-row')].some((one) => one.textContent.includes({name!r}) && one.textContent.includes('31.2'))"
            took.append(within(page, kept, None, "an accepted value"))
            page.wait("!document.querySelector('.new-device')")
            following = []
            for value in (17.5, 18.5, 19.5):
                town.publish(f"city/{name}/state", {"temperature": value, "lat": latitude, "lon": longitude})
                following.append(within(page, kept.replace("31.2", str(value)), None, "the next value"))
            took.append(min(following))
            print(f"    {size}: new {took[0]:.2f} s, accepted {took[1]:.2f} s, next value {took[2]:.2f} s after it was sent")
            times.append(took)
            looked_at(page, shots, f"live-now-{size}")
            page.drawn()
            at = page.page.evaluate(f"(() => {{ const one = kembar.map.project([{longitude}, {latitude}]); return [one.x, one.y]; }})()")
            page.page.mouse.click(*at)
            page.wait("document.querySelector('#thing-title')")
        forget(town)
    # The best of them, because others may be at work on the machine.
    assert all(min(one) <= 1 for one in zip(*times)), times


def test_a_new_device_is_edited_placed_and_another_dismissed(browser, server, shots):
    town = town_of(server.binary)
    with shared(browser, town, size="phone", fragment="lang=en&p=live") as page:
        page.there("#live-title")
        town.publish("shed/box", {"temp": 20, "battery": 3.1})
        page.wait("document.querySelectorAll('.new-device').length === 1")
        town.publish("shed/noise", "44")
        page.wait("document.querySelectorAll('.new-device').length === 2")
        page.page.click(".new-device:has-text('noise') >> text=Dismiss")
        page.wait("document.querySelectorAll('.new-device').length === 1")
        page.page.click(".new-device >> text=Edit")
        page.wait("document.activeElement.id.startsWith('inbox-name-')")
        page.page.keyboard.press("Control+A")
        page.page.keyboard.type("Shed of the library")
        boxes = page.page.locator(".inbox-field input[type=checkbox]")
        page.page.locator(".inbox-field", has_text="battery").locator("input[type=checkbox]").uncheck()
        assert boxes.count() == 2
        page.page.locator(".inbox-field", has_text="temp").locator("input[id$=-unit]").fill("K")
        looked_at(page, shots, "live-inbox-form")
        page.page.click(".inbox-form >> text=Pick on the map")
        page.there(".picking")
        page.drawn()
        page.page.mouse.click(195, 200)
        page.wait("/\\d\\.\\d{5}/.test(document.querySelector('.inbox-form output')?.textContent ?? '')")
        page.page.click(".inbox-form >> text=Accept")
        page.wait("[...document.querySelectorAll('.now-row')].some((one) => one.textContent.includes('Shed of the library') && /20\\sK/.test(one.textContent))")
        page.wait(f"{MARKS}.length === 1")
        assert page.page.evaluate("document.querySelectorAll('.new-device').length") == 0
        page.page.click(".handle")
        page.page.click(".now-row button")
        page.wait("+document.querySelector('.plot-box')?.dataset.points === 1")
        pinched(page, ".plot-box")
        page.wait("!document.querySelector('.plot-tools [aria-pressed=true]')")
        looked_at(page, shots, "live-chart-phone")
    [one] = town.ask("GET", "api/v1/live/latest")["streams"]
    assert one["unit"] == "K" and "place" in one, one
    town.ask("DELETE", f"v1.1/Things({one['thing']})")


def test_a_chart_zooms_from_years_to_single_values(browser, server, shots):
    town = town_of(server.binary)
    now = int(time.time() * 1000) // HOUR * HOUR
    # Four hundred days by the hour, two of them missing, and one doubtful value.
    values = [[now - i * HOUR, 20 + (i % 24) / 2] for i in range(9600, 0, -1) if not 60 < i < 110]
    thing, stream = town.device("Mast", values, doubt=[now, 55, spike()])
    plot = f"document.querySelector('#plot-{stream}')"
    with shared(browser, town, fragment="lang=en&p=live") as page:
        page.there(".now-row")
        assert "doubtful" in page.text(".now-row"), page.text(".now-row")
        page.wait(f"{MARKS}.some((one) => one.sign.endsWith('-doubtful'))")
        page.page.click(".now-row button")
        page.wait(f"{plot}?.dataset.per === 'value' && +{plot}.dataset.points >= 23")
        assert "Stands out" in page.text(".stream-doubt")
        page.wait(f"{plot}.dataset.series.includes('doubts')")
        page.page.click("text=1 year")
        page.wait(f"{plot}.dataset.per === 'day' && +{plot}.dataset.points > 350")
        page.wait(f"{plot}.dataset.series.includes('band') && [...{plot}.querySelectorAll('path')].some((one) => one.getAttribute('d').length > 1000)")
        looked_at(page, shots, "live-chart-year")
        page.page.click("text=1 week")
        page.wait(f"{plot}.dataset.per === 'value' && +{plot}.dataset.points > 100")
        pieces = int(page.page.evaluate(f"{plot}.dataset.pieces"))
        assert pieces == 2, f"a gap of two days leaves {pieces} pieces"
        box = page.page.locator(f"#plot-{stream}").bounding_box()
        page.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 60)
        time.sleep(0.3)
        page.wait("/°C, /.test(document.querySelector('.plot .chart-says').textContent)")
        for _ in range(3):
            page.page.mouse.wheel(0, -400)
        page.wait(f"+{plot}.dataset.points < 25")
        before = page.text(".plot-range")
        page.page.mouse.down()
        page.page.mouse.move(box["x"] + box["width"] * 0.8 + 90, box["y"] + 60, steps=4)
        page.page.mouse.up()
        page.wait(f"document.querySelector('.plot-range').textContent !== {before!r}")
        # The same by keyboard.
        page.page.click("text=1 day")
        page.wait(f"+{plot}.dataset.points >= 23")
        page.page.focus(f"#plot-{stream}")
        say = f"{plot}.getAttribute('aria-valuetext')"
        page.page.keyboard.press("End")
        page.wait(f"{say}.includes('55') && {say}.includes('Stands out')")
        last = page.page.evaluate(say)
        page.page.keyboard.press("ArrowLeft")
        page.wait(f"{say} !== {last!r}")
        page.page.keyboard.press("+")
        page.wait(f"+{plot}.dataset.points < 23")
        page.page.keyboard.press("PageUp")
        page.page.keyboard.press("-")
        page.page.keyboard.press("-")
        page.wait(f"+{plot}.dataset.points > 23")
        page.page.click(".plot summary")
        page.wait("document.querySelectorAll('.plot tbody tr').length > 20")
        assert not page.barriers()
        page.page.click("text=All devices")
        page.wait("document.activeElement.dataset.stream")
    town.ask("DELETE", f"v1.1/Things({thing})")


def test_a_broken_line_mends_and_brings_what_was_missed(browser, server, shots):
    town = town_of(server.binary)
    now = int(time.time() * 1000)
    thing, stream = town.device("Pole", [[now - 60_000, 21.5]])
    with shared(browser, town, fragment="lang=ta&theme=dark&p=live", expected=("ERR_",)) as page:
        page.wait("document.querySelector('.line.open') && /21\\.5/.test(document.querySelector('.now-row')?.textContent ?? '')")
        town.stop()
        page.wait("document.querySelector('.line.lost')")
        assert "21.5" in page.text(".now-row"), "what was known is still there"
        looked_at(page, shots, "live-lost")
        town.start()
        town.ask("POST", f"v1.1/Datastreams({stream})/Observations", {"result": 23.75})
        page.wait("document.querySelector('.line.open') && /23\\.75/.test(document.querySelector('.now-row')?.textContent ?? '')", 20)
        town.ask("POST", f"v1.1/Datastreams({stream})/Observations", {"result": 24.25})
        within(page, "/24\\.25/.test(document.querySelector('.now-row').textContent)", 1, "a value after the line stood again")
    town.ask("DELETE", f"v1.1/Things({thing})")


def stub(page, paths, answers):
    """Lets the server seem to offer addresses, or no longer."""
    def described(route):
        body = route.fetch().json()
        body["paths"] = paths(body["paths"])
        route.fulfill(json=body)
    page.route("**/api/v1/openapi.json", described)
    for pattern, answer in answers.items():
        page.route(pattern, answer)


def test_alerts_are_acknowledged_and_feeds_tell_their_health(browser, server, shots):
    town = town_of(server.binary)
    now = int(time.time() * 1000)
    alerts = [
        {"id": "a1", "rule": "river", "headline": "River above the warning level", "description": "4.2 m at gauge 1.", "severity": "severe", "state": "raised",
         "since": now - 600_000, "updated": now, "place": town.centre, "knew": [{"stream": "Water level", "time": now - 700_000, "value": 4.2, "unit": "m", "age": 100}]},
        {"id": "a2", "rule": "quiet", "headline": "Gauge 3 is silent", "description": "", "severity": "minor", "state": "acknowledged", "since": now - 9e6, "updated": now, "knew": []},
        {"id": "a3", "rule": "heat", "headline": "Heat", "description": "", "severity": "moderate", "state": "cleared", "since": now - 9e7, "updated": now - 8e7, "knew": []}]
    feeds = [{"name": "jps", "lastSuccess": now - 120_000, "lastError": None, "newest": now - 400_000, "taken": 1200, "skipped": 3},
             {"name": "buses", "lastSuccess": now - 9e6, "lastError": "The server answered 503; next try in 5 minutes.", "newest": now - 9e6, "taken": 12, "skipped": 0}]
    notes = []

    def acknowledge(route):
        notes.append(route.request.post_data_json["note"])
        alerts[0]["state"] = "acknowledged"
        route.fulfill(json=alerts[0])

    def before(page):
        stub(page, lambda paths: {**paths, "/api/v1/live/alerts": {}, "/api/v1/live/feeds": {}}, {
            "**/live/alerts": lambda route: route.fulfill(json=alerts), "**/live/feeds": lambda route: route.fulfill(json=feeds),
            "**/live/alerts/a1/acknowledge": acknowledge})

    with visit(browser, town, size="phone", fragment="lang=en&p=live", before=before) as page:
        page.wait("document.querySelectorAll('.alerts > ul > .alert').length === 2")
        assert page.text(".badge").startswith("1")
        assert "Severe" in page.text(".alert.severe") and "10 min" in page.text(".alert.severe")
        page.wait("kembar.map.queryRenderedFeatures({layers: ['live-alerts']}).length === 1")
        page.page.click("text=What it knew >> nth=0")
        assert "4.2\u00a0m" in page.text(".alert.severe .missing")
        looked_at(page, shots, "live-alerts")
        page.page.click(".alert.severe >> text=Acknowledge")
        page.wait("document.activeElement.id === 'alert-note-a1'")
        page.page.keyboard.type("Pumps are on their way")
        page.page.keyboard.press("Enter")
        page.wait("!document.querySelector('.badge') && document.querySelector('.alert.severe.acknowledged')")
        assert notes.pop() == "Pumps are on their way"
        assert "503" in page.text(".feeds") and "Failing" in page.text(".feeds")


def test_a_what_if_begins_with_what_is_observed_now(browser, server, shots):
    town = town_of(server.binary)
    forget(town)
    now = int(time.time() * 1000)
    town.device("Thermometer", [[now - 60_000, 31.2]])
    with shared(browser, town, fragment="lang=en&p=live", expected=("422",)) as page:
        page.wait("document.querySelector('#from-now')")
        page.page.click("#from-now")
        page.wait("document.querySelector('.from-now [role=alert]')")
        assert "a sea level in m" in page.text(".from-now"), "nobody says why there is nothing to begin with"
        town.device("Tide gauge", [[now - 30_000, 1.8]], unit="m", of="Sea level")
        page.page.click("#from-now")
        page.wait("document.querySelector('.part.supposing li')")
        assert "Start from what is observed" in page.text(".part.supposing")
        [file] = (town.city / "states").iterdir()
        assert [one["value"] for one in json.loads(file.read_text())["values"]] == [1.8]
        looked_at(page, shots, "live-what-if-from-now")


def test_ten_thousand_streams_stay_quick_and_a_server_without_any_stays_quiet(browser, server, shots):
    town = town_of(server.binary)
    now = int(time.time() * 1000)
    properties = ["Air temperature", "Water level", "PM2.5", "Cars counted", "Sound level", "Rainfall"]
    west, south = town.centre[0] - 0.02, town.centre[1] - 0.02
    streams = [{"stream": i, "name": f"{properties[i % 6]} {i}", "unit": "m", "property": properties[i % 6], "thing": i // 3, "thingName": f"Device {i // 3}",
                "place": [west + (i // 3 % 60) * 0.0007, south + (i // 180) * 0.0007], "count": 5, "latest": [i, now - (i % 100) * 60_000, i / 10]} for i in range(1, 10_001)]
    with visit(browser, town, fragment="lang=en&p=live",
               before=lambda page: page.route("**/live/latest", lambda route: route.fulfill(json={"time": now, "streams": streams}))) as page:
        page.wait("document.querySelectorAll('.now-head').length === 6")
        page.page.click("[data-kind=air]")
        page.wait("document.querySelectorAll('.now-head').length === 1 && document.querySelector('.now-head').textContent.includes('PM2.5')")
        page.page.click("[data-kind=air]")
        page.wait("document.querySelectorAll('.now-head').length === 6")
        began = time.monotonic()
        page.page.fill("#now-search", "device 2718")
        page.wait("[1, 2, 3, 4, 5].includes(document.querySelectorAll('.now-row').length)")
        searched = time.monotonic() - began
        page.page.fill("#now-search", "")
        page.page.select_option("#now-property", "Water level")
        page.wait("document.querySelector('.now-list.virtual .now-row')")
        page.page.evaluate("document.querySelector('#panel-body').scrollTop = 60000")
        page.wait("[...document.querySelectorAll('.now-row')].some((one) => { const box = one.getBoundingClientRect(); return box.top > 300 && box.top < 600; })")
        assert page.page.evaluate("document.querySelectorAll('.now-row').length") < 60
        looked_at(page, shots, "live-many")
        assert searched < 1, f"the search took {searched:.2f} s"
        print(f"    a search in 10,000 streams shows after {searched:.2f} s")
    asked = []
    with visit(browser, town, fragment="lang=en&p=live", before=lambda page: (
            stub(page, lambda paths: {path: one for path, one in paths.items() if "/live/" not in path}, {}), page.on("request", lambda request: asked.append(request.url)))) as page:
        page.drawn()
        page.wait("document.querySelector('#tab-whatif')?.getAttribute('aria-selected') === 'true'")
        assert not page.page.evaluate("!!document.querySelector('#tab-live')")
        assert not [url for url in asked if "/live/" in url and "/rooms/live/" not in url], asked
