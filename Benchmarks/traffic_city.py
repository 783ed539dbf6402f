"""Networks of SUMO read as cities, beside the same networks read directly.

One run each of the queue model on the network as it is, on the city with all the network says, and on the city whose
movements, lanes and plans were taken away, once under the network's own plans; and how far the movements worked out by geometry agree with netconvert's. SUMO
itself runs once a network, for its routes.
"""

import json
import os
import tempfile

import measuring
import traffic_queues

#: Besides the networks of the queue model: folder, network, routes, additional files, begin, end.
OTHERS = {
    "cologne1": ("resco_cologne1", "cologne1.net.xml", "cologne1.rou.xml", "", 25200, 28800),
    "ingolstadt1": ("resco_ingolstadt1", "ingolstadt1.net.xml", "ingolstadt1.rou.xml", "", 57600, 61200),
    "grid4x4": ("resco_grid4x4", "grid4x4.net.xml.gz", "grid4x4_1.rou.xml", "", 0, 3600),
    "arterial4x4": ("resco_arterial4x4", "arterial4x4.net.xml", "arterial4x4_1.rou.xml.gz", "", 0, 3600),
    "tavf_hamburg": (
        "tavf_hamburg", "network.net.xml.gz", "bus_route.rou.xml,PKW_automatic.rou.xml.gz,LKW_automatic.rou.xml",
        "busStops.add.xml,vType.xml", 0, 1200),
}


class Case(traffic_queues.Case):
    def __init__(self, name, data, scratch):
        where = traffic_queues.NETWORKS.get(name) or OTHERS[name]
        folder, self.net, routes, additional, self.begin, self.end = where
        self.name, self.folder, self.scratch = name, os.path.join(data, folder), scratch
        self.routes, self.additional = routes.split(","), [f for f in additional.split(",") if f]


def rows(table, case, measure):
    case.sumo(1)
    words = [os.path.abspath(measure), "city", os.path.join(case.folder, case.net), case.dump()]
    _, text = traffic_queues.cpu(words + [str(case.begin), str(case.end), "1"], None)
    run, name = json.loads(text.splitlines()[-1]), case.name
    table.add("city: mean delay, all the map knows", name, "s", run["city"], None, run["sumoQueues"], "the network itself")
    table.add("city: off the network's delay", name, "%", 100 * abs(run["city"] / run["sumoQueues"] - 1), 2)
    table.add("city: mean delay, own plans", name, "s", run["ownPlans"], None, run["city"], "the whole city")
    table.add("city: mean delay, streets alone", name, "s", run["bare"], None, run["city"], "the whole city")
    # With the network's own bans turns would be right by themselves.
    table.add("city: turns, precision", name, "", run["turnsPrecisionNoBans"], 0.98, is_least=True)
    table.add("city: turns, recall", name, "", run["turnsRecallNoBans"], 0.98, is_least=True)
    for what in ("lanes", "yields"):
        for share in ("Precision", "Recall"):
            table.add(f"city: {what}, {share.lower()}", name, "", run[what + share], None)
    table.add("city: vehicles that cannot go", name, "", run["cityStranded"] + run["bareStranded"], None)


def city(table, program, data):
    """Delay and movements of cities out of networks."""
    data = data / "traffic"
    if not data.is_dir():
        print(f"traffic: city skipped, {data} is missing")
        return
    with tempfile.TemporaryDirectory(prefix="kembar-bench-") as scratch:
        for name in [*traffic_queues.NETWORKS, *OTHERS]:
            rows(table, Case(name, data, scratch), program)
