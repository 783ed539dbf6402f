"""Networks of SUMO read as cities, beside the same networks read directly.

One run each of the queue model on the network as it is, on the city with all the network says, and on the city whose
movements, lanes and plans were taken away, once under the network's own plans; and how far the movements worked out by geometry agree with netconvert's. SUMO
itself runs once a network, for its routes.
"""

import json
import os

from traffic_sumo import NETWORKS, Case, cpu, scratch_folder


def rows(table, case, measure):
    case.sumo(1)
    words = [os.path.abspath(measure), "city", os.path.join(case.folder, case.net), case.dump()]
    _, text = cpu(words + [str(case.begin), str(case.end), "1"], None)
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
    with scratch_folder() as scratch:
        for name in NETWORKS:
            rows(table, Case(name, data, scratch), program)
