"""What live data costs: a served town under the load of devices and of readers, CPU of the server an operation.

    Benchmarks/live.py KEMBAR MEASURE-BROKER MEASURE-LIVE RESULTS.json

Each figure is the median of five rounds; the peers' figures are of FROST's kind of servers as measured once on two cores (istSOS4 with
PostgreSQL, pygeoapi), CPU an operation.
"""

import http.client
import json
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from broker import cpu, free_port, memory  # noqa: E402
from measuring import ROUNDS, Failed, Table, rows, run  # noqa: E402

STREAMS = 400


class Town:
    """A served town without made-up devices."""

    def __init__(self, kembar, folder):
        self.folder = pathlib.Path(folder) / "town"
        subprocess.run([kembar, "sandbox", str(self.folder), "--people", "1000"], check=True, capture_output=True)
        self.kembar = kembar
        self.process = None
        self.start()

    def start(self):
        """Starts the server; seconds until its SensorThings API answers."""
        self.port, self.mqtt = free_port(), free_port()
        words = [self.kembar, "serve", str(self.folder), "--port", str(self.port), "--mqtt-port", str(self.mqtt), "--made-up-days", "0"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        began = time.perf_counter()
        while time.perf_counter() - began < 120:
            try:
                if self.connect_and_get("/v1.1"):
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.02)
        raise Failed(f"the server does not answer: {self.process.stderr.read1(4000)}")

    def connect_and_get(self, path):
        with_server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with_server.request("GET", path)
        answer = with_server.getresponse()
        body = answer.read()
        with_server.close()
        if answer.status != 200:
            raise Failed(f"{path}: {answer.status} {body[:200]}")
        return body

    def end(self):
        self.process.terminate()
        self.process.wait()


class Client:
    """A connection that is kept."""

    def __init__(self, town):
        self.connection = http.client.HTTPConnection("127.0.0.1", town.port, timeout=120)

    def ask(self, method, path, body=None):
        headers = {"content-type": "application/json"} if body else {}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Failed(f"{method} {path}: {answer.status} {text[:300]}")
        return text


def furnish(town, streams, things):
    """So many streams of so many things, a batch at a time."""
    client = Client(town)
    client.ask("POST", "/v1.1/Sensors", json.dumps({"name": "s", "description": "", "encodingType": "text/plain", "metadata": ""}))
    client.ask("POST", "/v1.1/ObservedProperties", json.dumps({"name": "Water level", "description": "", "definition": "x"}))
    for thing in range(things):
        body = {
            "name": f"Gauge {thing}", "description": "A gauge",
            "Locations": [{"name": "p", "description": "", "encodingType": "application/geo+json",
                           "location": {"type": "Point", "coordinates": [100 + thing * 1e-4, 3.9]}}],
            "Datastreams": [{
                "name": f"Level {thing}.{number}", "description": "", "observationType":
                "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
                "Sensor": {"@iot.id": 1}, "ObservedProperty": {"@iot.id": 1},
            } for number in range(streams // things)],
        }
        client.ask("POST", "/v1.1/Things", json.dumps(body))


def moment(number):
    """The number-th minute of 2025."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1735689600 + 60 * number))


def array(stream, start, count):
    rows = [[moment(start + number), round(2 + (number % 100) / 50, 2)] for number in range(count)]
    return json.dumps([{"Datastream": {"@iot.id": stream}, "components": ["phenomenonTime", "result"], "dataArray": rows}])


def bulk(town, table):
    client = Client(town)
    figures, walls = [], []
    for number in range(ROUNDS):
        bodies = [array(1 + part % STREAMS, number * 10_000 + part // STREAMS * 100, 100) for part in range(400)]
        before, began = cpu(town.process), time.perf_counter()
        for body in bodies:
            client.ask("POST", "/v1.1/CreateObservations", body)
        walls.append(time.perf_counter() - began)
        figures.append((cpu(town.process) - before) / 40_000 * 1e6)
    ours = statistics.median(figures)
    table.add("dataArray, 100 a request", "CPU an observation", "µs", ours, 50, 1220, "istSOS4")
    table.add("dataArray, 100 a request", "a second of one core", "1/s", 1e6 / ours, 20_000, 820, "istSOS4", is_least=True)


def singles(town, store, table):
    """Single durable POSTs by 32 clients."""
    rates, figures = [], []
    for _ in range(ROUNDS):
        before = cpu(town.process)
        said = subprocess.run([store, "posts", "--port", str(town.port), "--clients", "32", "--count", "500"], check=True, capture_output=True)
        rates.append(json.loads(said.stdout)["ours"])
        figures.append((cpu(town.process) - before) / 16_000 * 1e3)
    table.add("durable POST, 32 clients", "stored a second", "1/s", statistics.median(rates), 2_000, is_least=True)
    table.add("durable POST, 32 clients", "CPU each", "ms", statistics.median(figures), None, 3.97, "istSOS4")


def mqtt(town, table):
    """QoS 1 to stored: 100 under way, acknowledged after the commit."""
    payload = b'{"result": 2.5}'
    topic = b"v1.1/Datastreams(5)/Observations"
    rates, figures = [], []
    for _ in range(ROUNDS):
        with socket.create_connection(("127.0.0.1", town.mqtt)) as door:
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            door.sendall(bytes([0x10, 16, 0, 4]) + b"MQTT" + bytes([4, 2, 0, 60, 0, 4]) + b"load")
            heard = door.recv(4)
            if heard[:1] != b"\x20" or heard[3] != 0:
                raise Failed(f"the broker does not let us in: {heard}")
            count, window = 20_000, 100
            packets = []
            for number in range(count):
                name = (number % 60_000 + 1).to_bytes(2, "big")
                length = 2 + len(topic) + 2 + len(payload)
                packets.append(bytes([0x32, length]) + len(topic).to_bytes(2, "big") + topic + name + payload)
            before, began = cpu(town.process), time.perf_counter()
            sent, done, rest = 0, 0, b""
            while done < count:
                if sent - done <= window // 2 and sent < count:
                    part = packets[sent:done + window]
                    door.sendall(b"".join(part))
                    sent += len(part)
                rest += door.recv(65_536)
                done += len(rest) // 4
                rest = rest[len(rest) // 4 * 4:]
            rates.append(count / (time.perf_counter() - began))
            figures.append((cpu(town.process) - before) / count * 1e6)
    table.add("MQTT QoS 1 to stored", "100 under way", "1/s", statistics.median(rates), 5_000, is_least=True)
    table.add("MQTT QoS 1 to stored", "CPU each, storage included", "µs", statistics.median(figures), None)


def reads(town, table):
    client = Client(town)
    # A year of one stream, each five minutes.
    for start in range(0, 105_120, 1_000):
        rows = [[moment(5 * (start + number)), (start + number) % 288] for number in range(min(1_000, 105_120 - start))]
        client.ask("POST", "/v1.1/CreateObservations", json.dumps(
            [{"Datastream": {"@iot.id": 7}, "components": ["phenomenonTime", "result"], "dataArray": rows}]))
    cases = [
        ("latest of 400 streams", "/v1.1/Datastreams?$top=400&$select=id&$expand=Observations($top=1;$orderby=phenomenonTime%20desc;$select=result,phenomenonTime)", 2, 125, "istSOS4", 50),
        ("latest of 400 streams, the page's", "/api/v1/live/latest", None, 125, "istSOS4", 50),
        ("$top=100 of one stream", "/v1.1/Datastreams(7)/Observations?$top=100", 0.5, 7.5, "istSOS4", 200),
        ("newest 100 of one stream", "/v1.1/Datastreams(7)/Observations?$top=100&$orderby=phenomenonTime%20desc", None, 7.5, "istSOS4", 200),
        ("Things?$top=100&$expand=Datastreams", "/v1.1/Things?$top=100&$expand=Datastreams", 3, 46.6, "istSOS4", 50),
        ("GET by id", "/v1.1/Things(1)", None, 4.8, "istSOS4", 200),
        ("chart of a year from roll-ups", "/api/v1/live/streams/7/series?from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", 20, None, "", 50),
    ]
    first = json.loads(client.ask("GET", "/ogc/collections/buildings/items?limit=1"))["features"][0]["id"]
    cases += [
        ("features limit=100", "/ogc/collections/streets/items?limit=100", 0.7, 7.0, "pygeoapi", 200),
        ("features limit=100, areas", "/ogc/collections/buildings/items?limit=100", 0.7, 7.0, "pygeoapi", 200),
        ("features limit=100, sensors", "/ogc/collections/sensors/items?limit=100", 0.7, 7.0, "pygeoapi", 200),
        ("feature by its key", "/ogc/collections/buildings/items/" + urllib.parse.quote(first, safe=""), None, 3.1, "pygeoapi", 200),
    ]
    for bar, path, limit, peer, name, count in cases:
        client.ask("GET", path)
        figures = []
        for _ in range(ROUNDS):
            before = cpu(town.process)
            for _ in range(count):
                client.ask("GET", path)
            figures.append((cpu(town.process) - before) / count * 1e3)
        table.add(bar, "CPU a request", "ms", statistics.median(figures), limit, peer, name)


def crowd(town, binary, table):
    """10,000 streams and 1,000 idle MQTT clients."""
    furnish(town, 10_000, 100)
    town.end()
    table.add("start with what was stored", "until the API answers", "s", town.start(), None)
    idle = subprocess.Popen([binary, "idle", "--port", str(town.mqtt), "--count", "1000"], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    if idle.stdout.readline().strip() != "ready":
        raise Failed("the idle clients do not connect")
    time.sleep(1)
    table.add("1,000 idle clients, 10,400 streams", "resident", "MB", memory(town.process), 150)
    idle.stdin.close()
    idle.wait()


def main():
    kembar, binary, store, results = sys.argv[1:5]
    table = Table()
    folder = tempfile.mkdtemp()
    town = Town(kembar, folder)
    try:
        furnish(town, STREAMS, STREAMS)
        bulk(town, table)
        singles(town, store, table)
        mqtt(town, table)
        reads(town, table)
        crowd(town, binary, table)
        # 2,000,000 observations unless told; 400,000,000 take 20 minutes and 8 GB.
        rows(table, [store, "store", *(["--observations", os.environ["OBSERVATIONS"]] if "OBSERVATIONS" in os.environ else [])], "store: ")
    finally:
        town.end()
        shutil.rmtree(folder, ignore_errors=True)
    return table.finish(results)


if __name__ == "__main__":
    run(main)
