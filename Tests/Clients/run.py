"""Other people's clients against the SensorThings API, as they are: frost_sta_client, pygeoapi, paho-mqtt, mosquitto_pub and mosquitto_sub.

    run.py path/to/kembar [--only PART]          makes a small town, serves it without devices, and asks that
    run.py --at URL --mqtt-port PORT [--only …]   asks a server that runs and is empty: between tests all that is there is deleted, so one
                                                  that holds anything is refused

Prints a line a test and "N passed, N failed"; exit code 1 when one failed.
"""

import argparse
import contextlib
import json
import pathlib
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

import frost_sta_client as fsc
import geojson
import paho.mqtt.client as mqtt
from frost_sta_client.model.ext.data_array_document import DataArrayDocument
from frost_sta_client.model.ext.data_array_value import DataArrayValue
from pygeoapi.provider.sensorthings import SensorThingsProvider

PATIENCE = 10
tests = []


def test(function):
    tests.append(function)
    return function


class Server:
    """Where the service is, plain requests to it, and what is to be deleted after a test."""

    def __init__(self, url, port):
        self.url, self.port = url, port

    def ask(self, method, address, body=None, kind="application/json"):
        """Status, headers and body of an answer."""
        data = body.encode() if isinstance(body, str) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{address}", data, {"Content-Type": kind}, method=method)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def get(self, address):
        status, _, body = self.ask("GET", address.replace(" ", "%20"))
        assert status == 200, f"{address}: {status} {body[:300]}"
        return json.loads(body)

    def holds(self):
        """The sets in which something is."""
        names = ["Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties", "Observations", "FeaturesOfInterest"]
        return [name for name in names if self.get(f"{name}?$top=1&$select=id")["value"]]

    def clear(self):
        for name in ["Things", "Sensors", "ObservedProperties", "Locations", "FeaturesOfInterest"]:
            while found := self.get(f"{name}?$select=id&$top=1000")["value"]:
                for entity in found:
                    status, _, _ = self.ask("DELETE", f"{name}({entity['@iot.id']})")
                    assert status == 200


def station(name="Station"):
    """A thing with a place and a stream, as a client of frost_sta_client builds it."""
    thing = fsc.Thing(name=name, description="By the river", properties={"floor": 2, "owner": "town"})
    thing.locations = [fsc.Location(name="Bank", description="Left bank", encoding_type="application/geo+json",
                                    location=geojson.Point((101.1, 4.6)))]
    unit = fsc.UnitOfMeasurement(name="metre", symbol="m", definition="ucum:m")
    stream = fsc.Datastream(
        name="Level", description="Water level", unit_of_measurement=unit,
        observation_type="http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        sensor=fsc.Sensor(name="Radar", description="d", encoding_type="application/pdf", metadata="x.pdf"),
        observed_property=fsc.ObservedProperty(name="Water level", definition="http://example.org/level", description="d"))
    thing.datastreams = [stream]
    return thing


def furnished(server, observations=0):
    """A service of frost_sta_client, its stream, and so many observations a minute apart."""
    service = fsc.SensorThingsService(server.url)
    service.create(station())
    stream = service.datastreams().query().list().get(0)
    if observations:
        rows = [[f"2025-01-01T{n // 60:02}:{n % 60:02}:00Z", n] for n in range(observations)]
        status, _, body = server.ask("POST", "CreateObservations", [
            {"Datastream": {"@iot.id": stream.id}, "components": ["phenomenonTime", "result"], "dataArray": rows}])
        assert status == 201 and b"error" not in body, body[:200]
    return service, stream


# frost_sta_client

@test
def frost_deep_insert(server):
    """frost_sta_client: a thing with its place, stream, sensor and observations is created, found and read"""
    service = fsc.SensorThingsService(server.url)
    thing = station()
    thing.datastreams.get(0).observations = [fsc.Observation(result=1.5, phenomenon_time="2025-01-01T00:00:00Z")]
    service.create(thing)
    assert isinstance(thing.id, int), thing.id
    found = service.things().find(thing.id)
    assert found.name == "Station" and found.properties["floor"] == 2
    stream = found.get_datastreams().query().list().get(0)
    assert stream.unit_of_measurement.symbol == "m"
    assert stream.get_observations().query().list().get(0).result == 1.5
    assert found.get_locations().query().list().get(0).location["coordinates"] == [101.1, 4.6]
    past = found.get_historical_locations().query().list()
    assert len(past.entities) == 1


@test
def frost_whole_links(server):
    """frost_sta_client: entities linked whole are linked by their number"""
    service, stream = furnished(server)
    thing = service.things().query().list().get(0)
    sensor = service.sensors().query().list().get(0)
    stream.thing, stream.sensor = thing, sensor
    for number in range(3):
        observation = fsc.Observation(result=number, datastream=stream, phenomenon_time=f"2025-01-01T00:0{number}:00Z")
        service.create(observation)
        found = service.observations().find(observation.id)
        assert found.result == number, found.result
    assert server.get("Datastreams?$count=true")["@iot.count"] == 1
    feature = fsc.FeatureOfInterest(name="F", description="d", encoding_type="application/geo+json",
                                    feature=geojson.Point((101.2, 4.7)))
    service.create(feature)
    service.create(fsc.Observation(result=9, datastream=stream, feature_of_interest=feature, phenomenon_time="2025-01-02T00:00:00Z"))
    assert server.get("Datastreams")["value"][0]["observedArea"]["type"] == "Polygon"


@test
def frost_update(server):
    """frost_sta_client: every kind of entity is updated, patched and deleted"""
    service, stream = furnished(server, 1)
    lists = {"things": "description", "locations": "name", "sensors": "name", "observed_properties": "name",
             "features_of_interest": "name", "datastreams": "name"}
    for kind, property in lists.items():
        entity = getattr(service, kind)().query().list().get(0)
        setattr(entity, property, f"new {kind}")
        service.update(entity)
        assert getattr(getattr(service, kind)().find(entity.id), property) == f"new {kind}"
    observation = service.observations().query().list().get(0)
    observation.result = 77
    service.update(observation)
    assert service.observations().find(observation.id).result == 77
    thing = service.things().query().list().get(0)
    service.patch(thing, [{"op": "add", "path": "/properties", "value": {"a": 1}}, {"op": "copy", "from": "/properties/a", "path": "/properties/b"}])
    assert service.things().find(thing.id).properties == {"a": 1, "b": 1}
    service.delete(observation)
    service.delete(thing)
    try:
        service.things().find(thing.id)
    except Exception:
        pass
    else:
        raise AssertionError("a deleted thing is found")
    assert server.get("Datastreams?$count=true")["@iot.count"] == 0


@test
def frost_query(server):
    """frost_sta_client: filters, orders, selections, expansions, and lists that follow their links to the end"""
    service, stream = furnished(server, 450)
    found = service.observations().query().filter("result ge 10 and result lt 20").orderby("result", "desc").list()
    assert [o.result for o in found] == list(range(19, 9, -1))
    everything = [o.result for o in stream.get_observations().query().orderby("phenomenonTime", "asc").list()]
    assert everything == list(range(450)), len(everything)
    assert [o.result for o in service.observations().query().top(7).list()][:7] == list(range(7))
    thing = service.things().query().expand("Datastreams($expand=Observations($top=2;$orderby=phenomenonTime desc)),Locations").list().get(0)
    inner = thing.datastreams.get(0)
    assert [o.result for o in inner.observations.entities] == [449, 448]
    assert thing.locations.get(0).name == "Bank"
    assert service.observations().query().filter("result gt 440").count().list().count == 9
    assert service.things().query().select("name", "id").list().get(0).name == "Station"
    for text in ["name eq 'Station'", "substringof('tat',name)", "properties/floor eq 2", "not name eq 'x'",
                 "st_within(Locations/location, geography'POLYGON((101 4,102 4,102 5,101 5,101 4))')", "id in (1,2,3) or name ne ''"]:
        assert service.things().query().filter(text).list().entities, text


@test
def frost_data_array(server):
    """frost_sta_client: observations as rows"""
    service, stream = furnished(server)
    values = DataArrayValue()
    values.datastream = stream
    values.components = {values.Property.PHENOMENON_TIME, values.Property.RESULT}
    for number in range(5):
        values.add_observation(fsc.Observation(result=number, datastream=stream, phenomenon_time=f"2025-01-01T00:0{number}:00Z"))
    document = DataArrayDocument()
    document.add_data_array_value(values)
    created = service.observations().create(document)
    assert len(created) == 5
    assert sorted(o.result for o in service.observations().query().list()) == [0, 1, 2, 3, 4]


# pygeoapi

def provider(server, entity, **more):
    return SensorThingsProvider({"name": "SensorThings", "type": "feature", "data": f"{server.url}/", "entity": entity, **more})


@test
def pygeoapi_items(server):
    """pygeoapi: things, streams, observations and observed properties are features, with their fields"""
    furnished(server, 30)
    for entity in ["Things", "Datastreams", "Observations", "ObservedProperties"]:
        source = provider(server, entity)
        assert source.get_fields(), entity
        items = source.query(limit=5)
        assert items["features"], entity
        feature = items["features"][0]
        assert feature["geometry"]["type"] == "Point", (entity, feature)
        assert source.get(feature["id"])["id"] == feature["id"], entity
        assert source.query(resulttype="hits")["numberMatched"] == len(source.query(limit=1000)["features"]), entity


@test
def pygeoapi_queries(server):
    """pygeoapi: pages, box, time, order and properties"""
    furnished(server, 30)
    source = provider(server, "Observations", time_field="phenomenonTime")
    results = [f["properties"]["result"] for f in source.query(offset=10, limit=10, sortby=[{"property": "result", "order": "-"}])["features"]]
    assert results == list(range(19, 9, -1)), results
    assert len(source.query(limit=100, bbox=[101, 4, 102, 5])["features"]) == 30
    assert not source.query(limit=100, bbox=[10, 4, 12, 5])["features"]
    within = source.query(limit=100, datetime_="2025-01-01T00:10:00Z/2025-01-01T00:19:00Z")["features"]
    assert len(within) == 10
    assert len(source.query(limit=100, datetime_="2025-01-01T00:25:00Z/..")["features"]) == 5
    assert len(source.query(limit=100, datetime_="2025-01-01T00:25:00Z")["features"]) == 1
    assert len(source.query(limit=100, properties=[("result", 7)])["features"]) == 1
    assert len(source.query(limit=100, properties=[("Datastream", server.get("Datastreams")["value"][0]["@iot.id"])])["features"]) == 30
    things = provider(server, "Things")
    assert things.query(bbox=[101, 4, 102, 5])["features"][0]["properties"]["floor"] == 2


@test
def pygeoapi_writes(server):
    """pygeoapi: an item is created, replaced and deleted"""
    source = provider(server, "Things")
    name = source.create({"name": "A", "description": "a"})
    assert source.update(name, {"name": "B", "description": "b"})
    assert server.get(f"Things({name})")["name"] == "B"
    assert source.delete(name)


# MQTT

class Client:
    """A client of paho whose messages fill a queue."""

    def __init__(self, server, version, *topics):
        self.messages = queue.Queue()
        acknowledged = queue.Queue()
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=version)
        self.client.on_message = lambda client, data, message: self.messages.put((message.topic, json.loads(message.payload)))
        self.client.on_subscribe = lambda client, data, mid, codes, properties: acknowledged.put(codes)
        self.client.connect("127.0.0.1", server.port)
        self.client.loop_start()
        for topic in topics:
            self.client.subscribe(topic, qos=1)
            codes = acknowledged.get(timeout=PATIENCE)
            assert not any(code.is_failure for code in codes), (topic, codes)

    def hear(self, count):
        found = [self.messages.get(timeout=PATIENCE) for _ in range(count)]
        with contextlib.suppress(queue.Empty):
            raise AssertionError(f"one too many: {self.messages.get(timeout=0.3)}")
        return found

    def say(self, topic, body):
        self.client.publish(topic, json.dumps(body), qos=1).wait_for_publish(PATIENCE)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def by_mqtt(version):
    def run(server):
        _, stream = furnished(server)
        topics = ["v1.1/Observations", f"v1.1/Datastreams({stream.id})/Observations?$select=result,phenomenonTime",
                  "v1.1/Observations?$filter=result gt 4&$expand=Datastream($select=name)"]
        client = Client(server, version, *topics)
        client.say(f"v1.1/Datastreams({stream.id})/Observations", {"result": 3, "phenomenonTime": "2025-01-01T00:00:00Z"})
        client.say("v1.1/Observations", {"result": 5, "Datastream": {"@iot.id": stream.id}})
        heard = client.hear(5)
        assert sorted(p["result"] for t, p in heard if t == topics[0]) == [3, 5]
        assert {"result": 3, "phenomenonTime": "2025-01-01T00:00:00Z"} in [p for t, p in heard if t == topics[1]]
        assert [p["Datastream"] for t, p in heard if t == topics[2]] == [{"name": "Level"}]
        assert sorted(o["result"] for o in server.get("Observations")["value"]) == [3, 5]
        client.close()
    run.__doc__ = f"paho-mqtt {'5' if version == mqtt.MQTTv5 else '3.1.1'}: observations are created and heard of, with $select, $filter and $expand"
    return run


for version in (mqtt.MQTTv311, mqtt.MQTTv5):
    test(by_mqtt(version))


@test
def mqtt_entities(server):
    """paho-mqtt: sets, single entities and properties are heard of when they are created and changed"""
    sets = ["Things", "Locations", "HistoricalLocations", "Datastreams", "Sensors", "ObservedProperties"]
    client = Client(server, mqtt.MQTTv5, *[f"v1.1/{name}" for name in sets])
    _, stream = furnished(server)
    heard = client.hear(6)
    assert sorted(topic for topic, _ in heard) == sorted(f"v1.1/{name}" for name in sets)
    client.close()
    thing = server.get("Things")["value"][0]["@iot.id"]
    topics = [f"v1.1/Things({thing})", f"v1.1/Things({thing})/name", f"v1.1/Datastreams({stream.id})/Thing", f"v1.1/Things({thing})/properties",
              "v1.1/Things?$select=name"]
    client = Client(server, mqtt.MQTTv311, *topics)
    server.ask("PATCH", f"Things({thing})", {"name": "Other"})
    heard = dict(client.hear(4))
    assert heard[topics[1]] == {"name": "Other"} and heard[topics[4]] == {"name": "Other"}
    assert heard[topics[0]]["name"] == "Other" and heard[topics[2]]["@iot.id"] == thing
    client.close()


@test
def mosquitto(server):
    """mosquitto_pub and mosquitto_sub: a value goes in by a topic and comes out by another"""
    if not shutil.which("mosquitto_pub"):
        print("      mosquitto_pub is missing: apt-get install mosquitto-clients")
        return
    _, stream = furnished(server)
    common = ["-h", "127.0.0.1", "-p", str(server.port)]
    heard = subprocess.Popen(["mosquitto_sub", *common, "-C", "1", "-W", str(PATIENCE), "-t",
                              f"v1.1/Datastreams({stream.id})/Observations?$select=result"], stdout=subprocess.PIPE)
    time.sleep(0.7)
    subprocess.run(["mosquitto_pub", *common, "-q", "1", "-t", f"v1.1/Datastreams({stream.id})/Observations", "-m", '{"result": 2.5}'], check=True)
    assert json.loads(heard.communicate(timeout=PATIENCE)[0]) == {"result": 2.5}


# The standard's own forms, by plain requests

@test
def batch_in_parts(server):
    """a batch in parts is answered in parts, with the type that says so"""
    furnished(server)
    thing = server.get("Things")["value"][0]["@iot.id"]
    body = (f"--b\r\nContent-Type: application/http\r\n\r\nGET /v1.1/Things({thing})?$select=name HTTP/1.1\r\nHost: x\r\n\r\n\r\n"
            "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\nContent-ID: s\r\n\r\n"
            'POST /v1.1/Things HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"name":"N","description":""}\r\n--c--\r\n--b--')
    status, headers, answer = server.ask("POST", "$batch", body, "multipart/mixed;boundary=b")
    assert status == 200 and headers["Content-Type"].startswith("multipart/mixed; boundary=batch_"), (status, headers["Content-Type"])
    assert b'{"name":"Station"}' in answer and b"HTTP/1.1 201 Created" in answer and b"Content-ID: s" in answer, answer


@test
def root_says_what_it_can(server):
    """the root names the sets, what the service conforms to, and where MQTT is"""
    root = server.get("")
    assert {s["name"] for s in root["value"]} >= {"Things", "Observations", "FeaturesOfInterest"}
    assert all(s["url"] == f"{server.url}/{s['name']}" for s in root["value"])
    settings = root["serverSettings"]
    for part in ["receive-updates-via-mqtt/receive-updates", "create-observations-via-mqtt/observations-creation"]:
        name = f"http://www.opengis.net/spec/iot_sensing/1.1/req/{part}"
        assert name in settings["conformance"], name
        assert any(e.startswith("mqtt://") and e.endswith(f":{server.port}") for e in settings[name]["endpoints"]), settings


@test
def features_by_owslib(server):
    """OWSLib reads the features: collections, items in a box, one by its key"""
    from owslib.ogcapi.features import Features
    furnished(server, 1)
    ogc = Features(server.url.replace("/v1.1", "/ogc"))
    names = ogc.feature_collections()
    assert {"sensors", "streets", "buildings", "places"} <= set(names), names
    streets = ogc.collection_items("streets", limit=5)
    assert len(streets["features"]) == 5, streets
    one = ogc.collection_item("streets", streets["features"][0]["id"])
    assert one["id"] == streets["features"][0]["id"], one
    assert not ogc.collection_items("streets", bbox=[0, 0, 1, 1])["features"]


@test
def features_by_gdal(server):
    """GDAL's OAPIF driver lists the layers and reads them page by page"""
    if not shutil.which("ogrinfo"):
        print("      ogrinfo is missing, not run: apt-get install gdal-bin")
        return
    address = "OAPIF:" + server.url.replace("/v1.1", "/ogc")
    listed = subprocess.run(["ogrinfo", "-q", address], capture_output=True, text=True, timeout=60)
    assert "streets" in listed.stdout and "buildings" in listed.stdout, listed
    count = subprocess.run(["ogrinfo", "-q", "-so", address, "buildings"], capture_output=True, text=True, timeout=60)
    with tempfile.TemporaryDirectory() as folder:
        target = pathlib.Path(folder) / "buildings.gpkg"
        read = subprocess.run(["ogr2ogr", "-f", "GPKG", target, address, "buildings", "-oo", "PAGE_SIZE=100"],
                              capture_output=True, text=True, timeout=120)
        assert read.returncode == 0 and target.stat().st_size > 50_000, (read, count)


@contextlib.contextmanager
def served(binary):
    """A small town served without devices, on ports of its own."""
    def port():
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            return door.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        town = pathlib.Path(folder) / "town"
        subprocess.run([binary, "sandbox", town, "--people", "500"], check=True, capture_output=True)
        for file in (town / "observations").iterdir():
            file.unlink()
        http, mqtt_port = port(), port()
        log = open(pathlib.Path(folder) / "log", "w")
        process = subprocess.Popen([binary, "serve", town, "--port", str(http), "--mqtt-port", str(mqtt_port), "--made-up-days", "0"],
                                   stdout=log, stderr=log)
        server = Server(f"http://localhost:{http}/v1.1", mqtt_port)
        try:
            for _ in range(300):
                with contextlib.suppress(OSError, AssertionError):
                    server.get("Things")
                    break
                assert process.poll() is None, (pathlib.Path(folder) / "log").read_text()
                time.sleep(0.1)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--at")
    parser.add_argument("--mqtt-port", type=int, default=1883)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if not given.binary and not given.at:
        parser.error("name the built program, or a server with --at")
    place = contextlib.nullcontext(Server(given.at, given.mqtt_port)) if given.at else served(given.binary)
    failed = passed = 0
    with place as server:
        if given.at and (found := server.holds()):
            sys.exit(f"{given.at} holds {', '.join(found)}: these tests delete all there is, so they ask an empty server alone.")
        for function in tests:
            if given.only not in function.__doc__:
                continue
            try:
                server.clear()
                function(server)
                passed += 1
                print(f"ok    {function.__doc__}", flush=True)
            except Exception:
                failed += 1
                print(f"FAIL  {function.__doc__}\n{traceback.format_exc()}", flush=True)
        server.clear()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
