"""Other people's MQTT clients against the broker: paho-mqtt, mosquitto_pub and mosquitto_sub, as they are.

    run.py path/to/broker-under-test [--only PART]

Prints a line a test and "N passed, N failed"; exit code 1 when one failed.
"""

import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

VERSIONS = {"3.1.1": mqtt.MQTTv311, "5": mqtt.MQTTv5}
PATIENCE = 10
tests = []


def test(*arguments):
    def add(function):
        for argument in arguments or [None]:
            tests.append((f"{function.__doc__}{f' ({argument})' if argument else ''}", function, argument))
        return function
    return add


class Client:
    """A client of paho whose callbacks fill queues."""

    def __init__(self, broker, name="", version="5", clean=True, carrier="tcp", expiry=0, will=None, inflight=None):
        self.messages, self.acks, self.version = queue.Queue(), queue.Queue(), VERSIONS[version]
        self.up, self.down, self.reason, self.present = threading.Event(), threading.Event(), None, None
        options = {} if self.version == mqtt.MQTTv5 else {"clean_session": clean}
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name, protocol=self.version,
                                  transport="websockets" if carrier in ("ws", "wss") else "tcp", **options)
        if carrier in ("ws", "wss"):
            self.client.ws_set_options(path="/mqtt")
        if carrier in ("tls", "wss"):
            self.client.tls_set(ca_certs=broker.certificate)
        if inflight:
            self.client.max_inflight_messages_set(inflight)
        self.client.on_message = lambda client, data, message: self.messages.put(message)
        self.client.on_connect = self.connected
        self.client.on_disconnect = self.disconnected
        self.client.on_subscribe = lambda client, data, mid, codes, properties: self.acks.put(codes)
        self.client.on_publish = lambda client, data, mid, reason, properties: self.acks.put(reason)
        if will:
            self.client.will_set(*will)
        more = {}
        if self.version == mqtt.MQTTv5:
            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = expiry
            more = {"clean_start": clean, "properties": properties}
        self.client.connect("localhost" if carrier in ("tls", "wss") else "127.0.0.1", broker.ports[carrier], keepalive=30, **more)
        self.client.loop_start()
        assert self.up.wait(PATIENCE), "no CONNACK"

    def connected(self, client, data, flags, reason, properties):
        self.present = flags.session_present
        self.up.set()

    def disconnected(self, client, data, flags, reason, properties):
        self.reason = reason
        self.down.set()

    def subscribe(self, topic, qos=0, **options):
        if options:
            self.client.subscribe(topic, options=SubscribeOptions(qos=qos, **options))
        else:
            self.client.subscribe(topic, qos)
        return self.acks.get(timeout=PATIENCE)

    def publish(self, topic, payload, qos=0, retain=False, properties=None):
        info = self.client.publish(topic, payload, qos, retain, properties)
        info.wait_for_publish(PATIENCE)
        assert info.is_published(), "no acknowledgement"

    def next(self):
        return self.messages.get(timeout=PATIENCE)

    def silent(self, seconds=0.3):
        time.sleep(seconds)
        return self.messages.empty()

    def leave(self):
        self.client.disconnect()
        self.client.loop_stop()

    def vanish(self):
        self.client.loop_stop()
        self.client.socket().close()


class Broker:
    """The broker, and a certificate for its doors with TLS where openssl can make one."""

    def __init__(self, binary, folder):
        words = [binary]
        self.certificate = None
        if shutil.which("openssl"):
            self.certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                            self.certificate], check=True, stderr=subprocess.DEVNULL)
            words += ["--certificate", self.certificate, "--key", key]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.ports = json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(PATIENCE) == 0, "the broker did not end well"


@test("3.1.1", "5")
def qualities(broker, version):
    """paho: QoS 0, 1 and 2 both ways"""
    client = Client(broker, version=version)
    for wanted in (0, 1, 2):
        client.subscribe(f"q/{wanted}/#", wanted)
        for qos in (0, 1, 2):
            client.publish(f"q/{wanted}/x", f"{wanted}{qos}", qos)
            message = client.next()
            assert (message.payload.decode(), message.qos) == (f"{wanted}{qos}", min(wanted, qos)), message.qos
    assert client.silent()
    client.leave()


@test("3.1.1", "5")
def retained(broker, version):
    """paho: retained messages come, change and go"""
    client = Client(broker, version=version)
    client.publish(f"kept/{version}", "first", 1, True)
    client.publish(f"kept/{version}", "second", 1, True)
    late = Client(broker, version=version)
    late.subscribe(f"kept/{version}", 1)
    message = late.next()
    assert message.payload == b"second" and message.retain
    client.publish(f"kept/{version}", "", 1, True)
    later = Client(broker, version=version)
    later.subscribe(f"kept/{version}", 1)
    assert later.silent()
    for one in (client, late, later):
        one.leave()


@test("3.1.1", "5")
def will(broker, version):
    """paho: a will when the connection breaks, none after a farewell"""
    listener = Client(broker, version=version)
    listener.subscribe("will/#", 1)
    Client(broker, version=version, will=("will/a", "farewell", 1)).leave()
    assert listener.silent()
    Client(broker, version=version, will=("will/a", "broken", 1)).vanish()
    assert listener.next().payload == b"broken"
    listener.leave()


@test("3.1.1", "5")
def persistent(broker, version):
    """paho: a session waits with its messages"""
    name = f"persistent-{version}"
    client = Client(broker, name, version, clean=False, expiry=60)
    client.subscribe(f"wait/{version}", 2)
    client.leave()
    other = Client(broker, version=version)
    for number in range(50):
        other.publish(f"wait/{version}", str(number), 1 + number % 2)
    back = Client(broker, name, version, clean=False, expiry=60)
    assert back.present
    came = [int(back.next().payload) for _ in range(50)]
    # paho hands a message of QoS 2 over when it is released, later than one of QoS 1 behind it.
    assert [number for number in came if number % 2 == 0] == list(range(0, 50, 2)), came
    assert [number for number in came if number % 2 == 1] == list(range(1, 50, 2)), came
    back.leave()
    fresh = Client(broker, name, version, clean=True)
    assert not fresh.present
    fresh.leave()
    other.leave()


@test("3.1.1", "5")
def wildcards(broker, version):
    """paho: + and #, and $ in topics of SensorThings"""
    client = Client(broker, version=version)
    client.subscribe("w/+/level")
    client.subscribe("w/deep/#")
    for topic in ("w/1/level", "w/1/2/level", "w/deep", "w/deep/a/b"):
        client.publish(topic, topic, 1)
    assert [client.next().topic for _ in range(3)] == ["w/1/level", "w/deep", "w/deep/a/b"]
    topic = "v1.1/Datastreams(1)/Observations?$select=result,phenomenonTime"
    client.subscribe(topic)
    client.publish(topic, "{}", 1)
    assert client.next().topic == topic
    assert client.silent()
    client.leave()


@test("3.1.1", "5")
def shared(broker, version):
    """paho: a shared subscription's messages go round"""
    crew = [Client(broker, version=version) for _ in range(3)]
    for one in crew:
        one.subscribe("$share/crew/job/#", 1)
    other = Client(broker, version=version)
    for number in range(30):
        other.publish("job/x", str(number), 1)
    time.sleep(0.5)
    counts = [one.messages.qsize() for one in crew]
    assert counts == [10, 10, 10], counts
    for one in crew + [other]:
        one.leave()


@test("tcp", "ws", "tls", "wss")
def large(broker, carrier):
    """paho: payloads of up to nearly 1 MiB arrive as they went"""
    if carrier not in broker.ports:
        return "skipped: openssl is not there to make a certificate"
    client = Client(broker, carrier=carrier, version="3.1.1" if carrier == "ws" else "5")
    client.subscribe("large", 2)
    for size in (0, 1, 127, 128, 16_384, 300_000, 1_048_000):
        payload = bytes(index * 7 % 256 for index in range(1000)) * (size // 1000) + b"x" * (size % 1000)
        for qos in (0, 2):
            client.publish("large", payload, qos)
            assert client.next().payload == payload, size
    client.leave()


@test()
def too_large(broker, _):
    """paho 5: a packet longer than the broker said ends the connection with a reason"""
    client = Client(broker)
    client.client.publish("large", b"x" * 1_048_577, 1)
    assert client.down.wait(PATIENCE)
    client.client.loop_stop()
    assert client.reason.getName() == "Packet too large", client.reason


@test()
def properties(broker, _):
    """paho 5: request and response with properties, and no local"""
    client, server = Client(broker), Client(broker)
    client.subscribe("answer/1", 1)
    server.subscribe("ask", 1, noLocal=True)
    asks = Properties(PacketTypes.PUBLISH)
    asks.ResponseTopic, asks.CorrelationData, asks.ContentType = "answer/1", b"\x00\x01", "text/plain"
    asks.UserProperty = [("unit", "m"), ("unit", "cm")]
    server.publish("ask", "own", 1)
    client.publish("ask", "how high?", 1, properties=asks)
    got = server.next()
    assert got.payload == b"how high?" and got.properties.UserProperty == [("unit", "m"), ("unit", "cm")]
    answer = Properties(PacketTypes.PUBLISH)
    answer.CorrelationData = got.properties.CorrelationData
    server.publish(got.properties.ResponseTopic, "3 m", 1, properties=answer)
    got = client.next()
    assert got.payload == b"3 m" and got.properties.CorrelationData == b"\x00\x01"
    client.leave()
    server.leave()


@test()
def takeover(broker, _):
    """paho 5: a second connection by a name ends the first with a reason"""
    first = Client(broker, "twin")
    second = Client(broker, "twin")
    assert first.down.wait(PATIENCE)
    first.client.loop_stop()
    assert first.reason.getName() == "Session taken over", first.reason
    second.leave()


@test("3.1.1", "5")
def many(broker, version):
    """paho: 3,000 messages of QoS 2 arrive once each, in order"""
    publisher, subscriber = Client(broker, version=version), Client(broker, version=version)
    subscriber.subscribe("many", 2)
    infos = [publisher.client.publish("many", str(number), 2) for number in range(3000)]
    got = [int(subscriber.messages.get(timeout=30).payload) for _ in range(3000)]
    assert got == list(range(3000))
    infos[-1].wait_for_publish(PATIENCE)
    assert subscriber.silent()
    publisher.leave()
    subscriber.leave()


@test("mqttv311", "mqttv5")
def mosquitto(broker, version):
    """mosquitto_pub to mosquitto_sub: every QoS, lines of a file, retained"""
    port = ["-p", str(broker.ports["tcp"]), "-V", version]
    for qos in "012":
        listener = subprocess.Popen(["stdbuf", "-oL", "mosquitto_sub", *port, "-q", qos, "-t", f"m/{version}/#", "-C", "101", "-W", "10", "-v", "-d"],
                                    stdout=subprocess.PIPE, text=True)
        # Line by line, so that what follows is still to be read.
        while "SUBACK" not in listener.stdout.readline():
            assert listener.poll() is None, "mosquitto_sub ended"
        lines = "".join(f"{number}\n" for number in range(100))
        subprocess.run(["mosquitto_pub", *port, "-q", qos, "-t", f"m/{version}/lines", "-l"], input=lines, text=True, check=True,
                       timeout=PATIENCE)
        subprocess.run(["mosquitto_pub", *port, "-q", qos, "-t", f"m/{version}/end", "-m", "the end"], check=True, timeout=PATIENCE)
        out = listener.stdout.read()
        assert listener.wait() == 0, "not all came"
        got = [line for line in out.splitlines() if line.startswith(f"m/{version}/")]
        assert got == [f"m/{version}/lines {number}" for number in range(100)] + [f"m/{version}/end the end"], got[-3:]
    subprocess.run(["mosquitto_pub", *port, "-r", "-q", "1", "-t", f"mr/{version}", "-m", "kept"], check=True, timeout=PATIENCE)
    out = subprocess.run(["mosquitto_sub", *port, "-t", "mr/+", "-C", "1", "-W", "5"], capture_output=True, text=True, timeout=PATIENCE)
    assert out.stdout == "kept\n", out
    subprocess.run(["mosquitto_pub", *port, "-r", "-q", "1", "-t", f"mr/{version}", "-n"], check=True, timeout=PATIENCE)


@test()
def mosquitto_tls(broker, _):
    """mosquitto_pub and mosquitto_sub through TLS"""
    if "tls" not in broker.ports:
        return "skipped: openssl is not there to make a certificate"
    door = ["-h", "localhost", "-p", str(broker.ports["tls"]), "--cafile", broker.certificate]
    subprocess.run(["mosquitto_pub", *door, "-r", "-q", "1", "-t", "secure", "-m", "hush"], check=True, timeout=PATIENCE)
    out = subprocess.run(["mosquitto_sub", *door, "-t", "secure", "-C", "1", "-W", "5"], capture_output=True, text=True, timeout=PATIENCE)
    assert out.stdout == "hush\n", out


def main():
    binary = sys.argv[1]
    only = sys.argv[3] if len(sys.argv) > 3 and sys.argv[2] == "--only" else ""
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        broker = Broker(binary, pathlib.Path(folder))
        for name, function, argument in tests:
            if only not in name:
                continue
            if function.__name__.startswith("mosquitto") and not shutil.which("mosquitto_pub"):
                print(f"skipped: {name}: mosquitto-clients is missing: apt-get install mosquitto-clients")
                continue
            try:
                word = function(broker, argument)
                passed += 1
                print(word or f"passed: {name}", flush=True)
            except Exception:  # noqa: BLE001 - a test that fails in any way has failed
                failed += 1
                print(f"FAILED: {name}\n{traceback.format_exc()}", flush=True)
        broker.end()
    print(f"{passed} passed, {failed} failed")
    # Threads of clients whose test failed must not keep the run alive.
    sys.stdout.flush()
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
