"""RoutingKit's customizable contraction hierarchy on a graph and questions that measure-traffic wrote.

  routing_peer.py FOLDER

Prints one JSON object: seconds of its order, re-weighting, routes without and with path, the matrix, and how many of its
answers differ from ours. Seconds are the processor's, of this process, medians of several rounds; the step from Python
into the library (about a microsecond a question) is in them.
"""

import array
import json
import pathlib
import statistics
import sys
import time

import routingkit_cch


def numbers(folder, name):
    """A list that measure-traffic wrote."""
    out = array.array("i")
    out.frombytes((folder / f"{name}.i32").read_bytes())
    return out.tolist()


def median(rounds, work):
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


def main():
    folder = pathlib.Path(sys.argv[1])
    tails, heads, weights = (numbers(folder, name) for name in ["tails", "heads", "weights"])
    x, y = ([value / 1e6 for value in numbers(folder, name)] for name in ["x", "y"])
    said = {}
    said["order"], order = median(
        1, lambda: routingkit_cch.compute_order_inertial(len(x), tails, heads, y, x))
    graph = routingkit_cch.CCH(order, tails, heads, False)
    metric = routingkit_cch.CCHMetric(graph, weights)
    said["re-weight"], _ = median(9, lambda: metric.reset(weights))

    pairs = list(zip(numbers(folder, "from"), numbers(folder, "to")))
    query = routingkit_cch.CCHQuery(metric)
    plain, times = median(5, lambda: [query.run(a, b).distance for a, b in pairs])

    def whole():
        return [query.run(a, b).arc_path for a, b in pairs]

    path, _ = median(5, whole)
    said["route without path"], said["route with path"] = plain / len(pairs), path / len(pairs)
    del query
    origins, targets = numbers(folder, "origins"), numbers(folder, "targets")

    def matrix():
        pinned = routingkit_cch.CCHOneToMany(metric, targets)
        return [pinned.distances_from(origin) for origin in origins]

    said["matrix"], rows = median(9, matrix)
    longest = 0x3FFFFFFF
    same = [-1 if time is None or time >= longest else time for time in times]
    flat = [longest if time is None else min(time, longest) for row in rows for time in row]
    said["different"] = sum(a != b for a, b in zip(same, numbers(folder, "times")))
    said["different"] += sum(a != b for a, b in zip(flat, numbers(folder, "matrix")))
    print(json.dumps(said))


if __name__ == "__main__":
    main()
