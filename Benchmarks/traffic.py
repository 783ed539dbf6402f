"""Traffic: routing and the rooms around it, beside other programs.

  traffic.py MEASURE_TRAFFIC DATA RESULT.json [GROUP…]

A group is a function of the table, the program and the folder of data, one file a group.
"""

import pathlib
import sys

import measuring
import traffic_city
import traffic_days
import traffic_demand
import traffic_http
import traffic_queues
import traffic_routing
import traffic_whatifs

#: The groups, in the order of the table.
GROUPS = {"routing": traffic_routing.routing, "http": traffic_http.http, "demand": traffic_demand.demand,
          "queues": traffic_queues.queues, "whatifs": traffic_whatifs.whatifs, "days": traffic_days.days, "city": traffic_city.city}


def main():
    program, data, result, *names = sys.argv[1:]
    table = measuring.Table()
    for name in names or GROUPS:
        GROUPS[name](table, program, pathlib.Path(data))
    for row in table.rows:
        if row["peer"]:
            print(f"{row['bar']}: {row['ours']:.3f} {row['unit']}, {row['peerName']} {row['peer']:.3f} (ratio {row['ratio']:.2f})")
    return table.finish(result)


if __name__ == "__main__":
    measuring.run(main)
