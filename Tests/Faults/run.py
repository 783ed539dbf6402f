"""Slow, hostile and killed: faults against a started server, over HTTP and MQTT.

    run.py path/to/kembar [--only WORD] [--keep FOLDER]

Makes a town, serves it and hurts it. KEMBAR_KILLS says how often it is killed (5). Prints a line a test and "N passed, N failed"; exit code 1
when one failed. Nothing beyond Python's own library is needed.
"""

import concurrent.futures
import http.client
import json
import os
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.parse

PORT = int(os.environ.get("KEMBAR_FAULTS_PORT", 8095))
MQTT = int(os.environ.get("KEMBAR_FAULTS_MQTT_PORT", 1895))
KILLS = int(os.environ.get("KEMBAR_KILLS", 5))
IDLE = 30  # seconds after which the server closes a connection that does nothing
TRICKLE = 40  # and one whose body comes a byte a second
tests = []


def test(function):
    tests.append(function)
    return function


class Server:
    """The server in a process of its own."""

    def __init__(self, program, town):
        self.program, self.town, self.process = program, town, None
        self.log = open(town + ".log", "ab")

    def start(self):
        command = [self.program, "serve", self.town, "--port", str(PORT), "--mqtt-port", str(MQTT), "--made-up-days", "0"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if ask("GET", "/v1.1", patience=2)[0] == 200:
                    socket.create_connection(("127.0.0.1", MQTT), 2).close()
                    return
            except OSError:
                pass
            assert self.process.poll() is None, f"the server ended with {self.process.returncode}: see {self.town}.log"
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def memory(self):
        """Megabytes of memory it has now."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024

    def is_well(self):
        assert self.process.poll() is None, f"the server ended with {self.process.returncode}"
        began = time.monotonic()
        status, body = ask("GET", "/v1.1/Things?$top=1")
        assert status == 200, (status, body[:200])
        return time.monotonic() - began


def ask(method, path, body=None, headers=None, patience=20):
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=patience)
    try:
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        headers = {"Content-Type": "application/json", **(headers or {})} if body is not None else headers or {}
        connection.request(method, path, body.encode() if isinstance(body, str) else body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error))
    finally:
        connection.close()


def say(data, patience=10):
    """Sends bytes as they are; what comes back until the end or for so long."""
    came = b""
    with socket.create_connection(("127.0.0.1", PORT), patience) as link:
        try:
            link.sendall(data)
        except OSError:
            pass
        link.settimeout(patience)
        try:
            while part := link.recv(65536):
                came += part
                if b"\r\n\r\n" in came:
                    link.settimeout(0.3)
        except OSError:
            pass
    return came


def furnish(name="Station"):
    """A thing with a stream; the stream's number."""
    status, body = ask("POST", "/v1.1/Things", {
        "name": name, "description": "", "Locations": [{
            "name": "Bank", "description": "", "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [100.0, 3.9]}}],
        "Datastreams": [{
            "name": name, "description": "", "unitOfMeasurement": {"name": "metre", "symbol": "m", "definition": "ucum:m"},
            "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
            "Sensor": {"name": "Radar", "description": "", "encodingType": "text/plain", "metadata": ""},
            "ObservedProperty": {"name": "Level", "definition": "x", "description": ""}}]})
    assert status == 201, (status, body[:300])
    thing = json.loads(body)["@iot.id"]
    return json.loads(ask("GET", f"/v1.1/Things({thing})/Datastreams")[1])["value"][0]["@iot.id"]


# MQTT, as little of it as is needed.

def text(value):
    data = value if isinstance(value, bytes) else value.encode()
    return struct.pack(">H", len(data)) + data


def packet(kind, body):
    length, rest = b"", len(body)
    while True:
        rest, low = divmod(rest, 128)
        length += bytes([low | (128 if rest else 0)])
        if not rest:
            return bytes([kind]) + length + body


def connect(name, clean=True):
    return packet(0x10, text("MQTT") + bytes([4, 2 if clean else 0]) + struct.pack(">H", 60) + text(name))


def publish(topic, payload, number=0, qos=1):
    return packet(0x30 | qos << 1, text(topic) + (struct.pack(">H", number) if qos else b"") + payload)


class Device:
    """A client of MQTT 3.1.1 that publishes at QoS 1."""

    def __init__(self, name):
        self.link = socket.create_connection(("127.0.0.1", MQTT), 10)
        self.rest = b""
        self.link.sendall(connect(name))
        assert self.next()[0] == 0x20, "no CONNACK"

    def next(self):
        while True:
            if len(self.rest) >= 2:
                length, place, shift = 0, 1, 0
                while place < len(self.rest):
                    byte = self.rest[place]
                    length |= (byte & 127) << shift
                    place, shift = place + 1, shift + 7
                    if byte < 128:
                        if len(self.rest) >= place + length:
                            found = self.rest[0], self.rest[place:place + length]
                            self.rest = self.rest[place + length:]
                            return found
                        break
            part = self.link.recv(65536)
            if not part:
                raise ConnectionError("closed")
            self.rest += part

    def send(self, data):
        self.link.sendall(data)

    def close(self):
        self.link.close()


# The faults.

@test
def slow(server):
    """hundreds of connections that send a byte a second keep nobody waiting, and are closed"""
    stream = furnish("Slow")
    heads, bodies = [], []
    for number in range(200):
        link = socket.create_connection(("127.0.0.1", PORT), 5)
        if number % 2:
            link.sendall(f"POST /v1.1/Datastreams({stream})/Observations HTTP/1.1\r\nHost: localhost\r\n"
                         "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n".encode())
            bodies.append(link)
        else:
            link.sendall(b"GET /v1.1 HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            heads.append(link)
    began, slowest, closed = time.monotonic(), 0, {}
    while time.monotonic() - began < TRICKLE + 12 and len(closed) < 200:
        for link in heads + bodies:
            if link in closed:
                continue
            try:
                link.sendall(b"x")
                if select.select([link], [], [], 0)[0] and not link.recv(4096):
                    raise ConnectionError
            except OSError:
                closed[link] = time.monotonic() - began
        slowest = max(slowest, server.is_well())
        time.sleep(1)
    for link in heads + bodies:
        link.close()
    assert slowest < 3, f"others waited {slowest:.1f} s"
    late = [sum(link not in closed for link in links) for links in (heads, bodies)]
    assert late == [0, 0], f"after {TRICKLE + 12} s {late[0]} slow heads and {late[1]} slow bodies are still open"
    assert max(closed[link] for link in heads) < IDLE + 8, "slow heads are closed late"


@test
def long_body(server):
    """a body of 1 GB is refused early, said or unsaid, and takes no memory"""
    stream, before = furnish("Long"), server.memory()
    head = f"POST /v1.1/Datastreams({stream})/Observations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    for more in ("Content-Length: 1000000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"):
        sent, came, highest, chunk = 0, b"", 0, b" " * 1_000_000
        with socket.create_connection(("127.0.0.1", PORT), 10) as link:
            link.sendall((head + more).encode())
            try:
                while sent < 1_000_000_000:
                    link.sendall((b"f4240\r\n" + chunk + b"\r\n") if "chunked" in more else chunk)
                    sent += len(chunk)
                    if sent % 8_000_000 == 0:
                        highest = max(highest, server.memory())
                    if select.select([link], [], [], 0)[0]:
                        came += link.recv(65536)
                        if came:
                            break
            except OSError:
                pass
            try:
                link.settimeout(2)
                came += link.recv(65536)
            except OSError:
                pass
        assert sent <= 200_000_000, f"{sent} bytes were taken ({more.strip()})"
        assert not came or b" 413 " in came[:40], came[:100]
        assert highest < before + 250, f"memory went from {before:.0f} to {highest:.0f} MB"
    server.is_well()


@test
def deep(server):
    """filters 10⁵ deep, expansions without end, a million commas: a refusal with a sentence, at once"""
    deep, stream = 100_000, furnish("Deep")
    expand = "Datastreams"
    for _ in range(200):
        expand = f"Datastreams($expand=Thing($expand={expand}))"
    wide = ",".join(["Datastreams($expand=Observations,Thing($expand=Locations))"] * 2_000)
    queries = {
        "parentheses": "$filter=" + "(" * deep + "1 eq 1" + ")" * deep, "nots": "$filter=" + "not " * deep + "true",
        "minuses": "$filter=" + "-" * deep + "1 eq 1", "ands": "$filter=" + "true and " * deep + "true",
        "functions": "$filter=" + "floor(" * deep + "1" + ")" * deep + " eq 1", "commas": "$select=" + "," * 1_000_000,
        "orders": "$orderby=" + ",".join(["name"] * 200_000), "expand deep": "$expand=" + expand, "expand wide": "$expand=" + wide,
        "top": "$top=" + "9" * 100_000, "skip": "$skip=99999999999999999999", "text": "$filter=name eq '" + "a" * 1_000_000,
    }
    for size in (1, 50):
        for name, query in queries.items():
            cut = query if size == 1 else query[:len(query) // size]
            began = time.monotonic()
            try:
                status, body = ask("GET", "/v1.1/Things?" + urllib.parse.quote(cut, safe="$=,()'-"))
            except ConnectionError:
                status, body = 400, b""
            took = time.monotonic() - began
            assert 400 <= status < 500 or status == 200 and size == 50, f"{name}: {status} {body[:200]}"
            assert took < 3, f"{name}: {took:.1f} s"
    # As bodies, which may be longer: a batch asks for them, and JSON that is as deep.
    for name, body in {
        "batch": {"requests": [{"id": "1", "method": "get", "url": "Things?" + queries["parentheses"]}]},
        "lists": '{"result": ' + "[" * deep + "]" * deep + "}", "objects": '{"a":' * deep + "1" + "}" * deep,
        "open lists": "[" * 1_000_000, "commas": "[" + "," * 1_000_000 + "]", "number": '{"result": ' + "9" * 1_000_000 + "}",
        "many": {"requests": [{"id": str(n), "method": "get", "url": "Things"} for n in range(20_000)]},
    }.items():
        path = "/v1.1/$batch" if name in ("batch", "many") else f"/v1.1/Datastreams({stream})/Observations"
        began = time.monotonic()
        status, answer = ask("POST", path, body)
        took = time.monotonic() - began
        assert status < 500, f"{name}: {status} {answer[:200]}"
        assert took < 8, f"{name}: {took:.1f} s"
    server.is_well()


@test
def bytes_that_are_no_text(server):
    """invalid UTF-8 in paths, queries, names and bodies is refused or kept harmless"""
    stream = furnish("Text")
    for bad in (b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80", b"\xe2\x82"):
        quoted = urllib.parse.quote_from_bytes(bad)
        for path in (f"/v1.1/{quoted}", f"/v1.1/Things?$filter=name%20eq%20'{quoted}'", f"/api/v1/{quoted}", f"/{quoted}"):
            status, body = ask("GET", path)
            assert status < 500, (path, status)
            body.decode()
        came = say(b"GET /v1.1/Things?$filter=name%20eq%20'" + bad + b"' HTTP/1.1\r\nHost: localhost\r\nX: " + bad + b"\r\n\r\n", 3)
        assert b" 500 " not in came[:20], came[:80]
        status, body = ask("POST", f"/v1.1/Datastreams({stream})/Observations", b'{"result": "' + bad + b'"}')
        assert 400 <= status < 500, (bad, status, body[:200])
    server.is_well()


@test
def heads(server):
    """floods of headers, half requests and nonsense end the connection and nothing else"""
    before = server.memory()
    start = b"GET /v1.1 HTTP/1.1\r\nHost: localhost\r\n"
    for name, data in {
        "many": start + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\n",
        "long": start + b"X: " + b"y" * 5_000_000 + b"\r\n\r\n", "name": start + b"y" * 5_000_000 + b": x\r\n\r\n",
        "line": b"GET /" + b"a" * 5_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "nothing": b"\r\n" * 1_000_000, "noise": random.Random(1).randbytes(1_000_000),
        "two lengths": start.replace(b"GET", b"POST") + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        "length and chunks": start.replace(b"GET", b"POST") + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /",
        "negative": start.replace(b"GET", b"POST") + b"Content-Length: -1\r\n\r\n",
        "no host": b"GET /v1.1 HTTP/1.1\r\n\r\n", "other host": b"GET /v1.1 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "fold": b"GET /v1.1 HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    }.items():
        came = say(data, 4)
        if name not in ("fold", "nothing"):
            # What comes back may be an answer of 4xx, or the end of the connection without one.
            assert not came or b" 4" in came[:14], (name, came[:100])
    server.is_well()
    assert server.memory() < before + 200, f"memory went from {before:.0f} to {server.memory():.0f} MB"


@test
def malformed(server):
    """malformed MQTT, by mutation, ends its connection and nothing else"""
    dice = random.Random(7)
    good = [connect("m"), publish("a/b", b'{"x": 1}', 7), packet(0x82, struct.pack(">H", 3) + text("a/#") + b"\1"),
            packet(0x62, struct.pack(">H", 9)), packet(0xC0, b""), packet(0xA2, struct.pack(">H", 4) + text("a/#")),
            publish("v1.1/Datastreams(1)/Observations", b'{"result": 1}', 8), packet(0xE0, b""),
            packet(0x10, text("MQTT") + b"\5\2\0\60" + b"\5\x11\0\0\0\7" + text("five"))]
    before = server.memory()
    for _ in range(1_500):
        data = bytearray(b"".join([good[0]] + dice.choices(good, k=4))) if dice.random() < 0.8 else bytearray(dice.choice(good))
        for _ in range(dice.randrange(1, 6)):
            place = dice.randrange(len(data))
            way = dice.randrange(5)
            if way == 0:
                data[place] = dice.randrange(256)
            elif way == 1:
                data[place] ^= 1 << dice.randrange(8)
            elif way == 2:
                del data[place:place + dice.randrange(1, 9)]
            elif way == 3:
                data[place:place] = dice.randbytes(dice.randrange(1, 9))
            else:
                data[place:place] = b"\xff\xff\xff\x7f"
            data = data or bytearray(b"\x10")
        with socket.create_connection(("127.0.0.1", MQTT), 5) as link:
            try:
                link.sendall(data)
                link.settimeout(0.002)
                link.recv(4096)
            except OSError:
                pass
    device = Device("well")
    device.send(publish("fine", b"1", 5))
    kind, body = device.next()
    assert kind == 0x40 and body == b"\0\5", (kind, body)
    device.close()
    server.is_well()
    assert server.memory() < before + 150, f"memory went from {before:.0f} to {server.memory():.0f} MB"


EVIL = ["'; DROP TABLE thing; --", "\" OR \"\"=\"", "1) UNION SELECT 1,2,3 --", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd",
        "....//....//etc/passwd", "/etc/passwd\0.json", "x\r\nSet-Cookie: evil=1\r\n\r\n<html>", "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>", "{{7*7}}", "${jndi:ldap://x/}", "file:///etc/passwd", "/vsicurl/http://x/", "%00", "%n%s%x",
        "\u202e\u0000\ufffe", "a" * 5_000]


@test
def injection(server):
    """nothing put into any parameter is run, read from elsewhere, or comes back as anything but JSON"""
    document = json.loads(ask("GET", "/api/v1/openapi.json")[1])
    paths = [(path, verb) for path, verbs in document["paths"].items() for verb in verbs]
    assert len(paths) > 10, "the API's document lists nothing"
    stream = furnish("Injected")
    asked = 0

    def look(name, status, headers, body):
        assert status < 500 or status in (501, 503), f"{name}: {status} {body[:200]}"
        assert b"root:" not in body, f"{name}: a file of the machine came back"
        assert headers.get("set-cookie") is None, f"{name}: a header came from a parameter"
        kind = headers.get("content-type", "")
        if b"<script>alert" in body or b"onerror=alert" in body:
            assert "json" in kind or "text/plain" in kind, f"{name}: script text came back as {kind}"
        assert headers.get("x-content-type-options") == "nosniff", f"{name}: no nosniff"

    def probe(method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
            answer = connection.getresponse()
            headers = {k.lower(): v for k, v in answer.getheaders()}
            endless = "event-stream" in headers.get("content-type", "") or (
                "octet-stream" in headers.get("content-type", "") and "content-length" not in headers)
            # What goes on for ever is heard once.
            look(f"{method} {path[:120]}", answer.status, headers, answer.read1() if endless else answer.read())
        except http.client.HTTPException:
            pass  # The connection was ended: nothing came back.
        finally:
            connection.close()

    jobs = []
    for path, verb in paths:
        if verb not in ("get", "post", "patch", "put", "delete"):
            continue
        names = re.findall(r"\{(\w+)\}", path)
        parameters = [p["name"] for p in document["paths"][path][verb].get("parameters", []) if p.get("in") == "query"]
        for evil in EVIL:
            quoted = urllib.parse.quote(evil, safe="%")
            spot = re.sub(r"\{\w+\}", lambda _: quoted, path)
            body = json.dumps({"name": evil, "scenario": evil, evil: evil}) if verb in ("post", "patch", "put") else None
            if verb != "delete" and (names or body):
                jobs.append((verb.upper(), spot, body))
            if verb == "get" and not names:
                for parameter in parameters:
                    jobs.append(("GET", f"{path}?{urllib.parse.quote(parameter)}={quoted}", None))
    for evil in EVIL:
        quoted = urllib.parse.quote(evil, safe="")
        for option in ("$filter", "$select", "$orderby", "$expand", "$top", "$skip", "$count", "$resultFormat"):
            jobs.append(("GET", f"/v1.1/Things?{option}={quoted}", None))
        jobs += [("GET", f"/v1.1/Things('{quoted}')", None), ("GET", f"/v1.1/{quoted}", None), ("GET", f"/{quoted}", None),
                 ("GET", f"/v1.1/Things?$filter=name%20eq%20'{quoted.replace('%27', '%27%27')}'", None)]
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        for job in [pool.submit(probe, *job) for job in jobs]:
            job.result(timeout=120)
            asked += 1
    # Stored, it comes back as it was.
    for evil in EVIL:
        if "\0" in evil:
            continue
        status, body = ask("POST", f"/v1.1/Datastreams({stream})/Observations", {"result": evil, "parameters": {"note": evil}})
        assert status == 201, (evil, status, body[:200])
    found = json.loads(ask("GET", f"/v1.1/Datastreams({stream})/Observations?$top=1000")[1])["value"]
    assert sorted(o["result"] for o in found) == sorted(e for e in EVIL if "\0" not in e), "a text is not what it was"
    assert asked > 300
    server.is_well()


@test
def kills(server):
    """killed while HTTP and MQTT publish, it has every acknowledged observation once"""
    over_http, over_mqtt = furnish("Killed HTTP"), furnish("Killed MQTT")
    acknowledged = {over_http: set(), over_mqtt: set()}
    lock, state = threading.Lock(), {"number": 0}

    def next_number():
        with lock:
            state["number"] += 1
            return state["number"]

    def observation(number):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1_790_000_000 + number))
        return json.dumps({"result": number, "phenomenonTime": moment + "Z"}).encode()

    def poster(stop):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        while not stop.is_set():
            number = next_number()
            try:
                connection.request("POST", f"/v1.1/Datastreams({over_http})/Observations", observation(number),
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            if answer.status == 201:
                with lock:
                    acknowledged[over_http].add(number)

    def publisher(stop, name):
        try:
            device, sent, count = Device(name), {}, 0
            while not stop.is_set():
                while len(sent) < 50:
                    number, count = next_number(), count % 60_000 + 1
                    sent[count] = number
                    device.send(publish(f"v1.1/Datastreams({over_mqtt})/Observations", observation(number), count))
                kind, body = device.next()
                if kind == 0x40:
                    with lock:
                        acknowledged[over_mqtt].add(sent.pop(struct.unpack(">H", body[:2])[0]))
        except (OSError, AssertionError):
            return

    dice = random.Random(3)
    for _ in range(KILLS):
        stop = threading.Event()
        workers = [threading.Thread(target=poster, args=(stop,)) for _ in range(4)]
        workers += [threading.Thread(target=publisher, args=(stop, f"kill-{n}")) for n in range(2)]
        for worker in workers:
            worker.start()
        time.sleep(0.3 + dice.random() * 0.5)
        server.kill()
        stop.set()
        for worker in workers:
            worker.join()
        server.start()
    for stream, numbers in acknowledged.items():
        found, path = [], f"/v1.1/Datastreams({stream})/Observations?$top=1000&$select=result"
        while path:
            page = json.loads(ask("GET", path)[1])
            found += [int(o["result"]) for o in page["value"]]
            path = page.get("@iot.nextLink", "").split(str(PORT), 1)[-1]
        lost, twice = numbers - set(found), len(found) - len(set(found))
        assert not lost, f"{len(lost)} of {len(numbers)} acknowledged observations are lost"
        assert not twice, f"{twice} observations are there twice"
        assert len(numbers) > 5 * KILLS, f"only {len(numbers)} were acknowledged"


def main():
    words = sys.argv[1:]
    if not words or words[0].startswith("-"):
        sys.exit(__doc__)
    only = words[words.index("--only") + 1] if "--only" in words else ""
    keep = words[words.index("--keep") + 1] if "--keep" in words else None
    folder = keep or tempfile.mkdtemp(prefix="faults-")
    town = os.path.join(folder, "town")
    passed = failed = 0
    server = None
    try:
        if not os.path.exists(town):
            subprocess.run([words[0], "sandbox", town, "--people", "1000"], check=True, capture_output=True)
        server = Server(words[0], town)
        server.start()
        # The slow ones take their time beside the others, in a server that all share.
        chosen = [function for function in tests if only in function.__name__]
        beside = None
        outcome = {}

        def run(function):
            began = time.monotonic()
            try:
                function(server)
                outcome[function] = None
            except Exception as error:
                outcome[function] = "".join(traceback.format_exception_only(error)).strip()
                if not isinstance(error, AssertionError):
                    outcome[function] = traceback.format_exc()
            if outcome[function] is None:
                print(f"passed: {function.__doc__} ({time.monotonic() - began:.1f} s)", flush=True)
            else:
                print(f"FAILED: {function.__doc__} ({time.monotonic() - began:.1f} s)\n  {outcome[function]}", flush=True)
            if server.process.poll() is not None:
                server.start()

        for function in chosen:
            if function is slow:
                beside = threading.Thread(target=run, args=(function,))
                beside.start()
                continue
            if function is kills and beside:
                beside.join()
            run(function)
        if beside:
            beside.join()
        failed = sum(words is not None for words in outcome.values())
        passed = len(outcome) - failed
    finally:
        if server and server.process and server.process.poll() is None:
            server.kill()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
