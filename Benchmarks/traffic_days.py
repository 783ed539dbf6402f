"""Whole days of traffic from a map alone, and the chain from rain to ambulances; no peer answers either question."""

import measuring


def days(table, program, data):
    """A real town, streets closed in it and in a made-up one, a hundred thousand people under rain, and a million."""
    town = data / "traffic" / "badhersfeld_osm" / "osm_bbox.osm.xml.gz"
    if town.is_file():
        measuring.rows(table, [program, "day", "map", str(town)])
        measuring.rows(table, [program, "whatif", "map", str(town)])
    else:
        print(f"traffic: Bad Hersfeld skipped, {town} is missing")
    measuring.rows(table, [program, "whatif", "sandbox", "20000"])
    measuring.rows(table, [program, "chain", "100000"])
    measuring.rows(table, [program, "day", "sandbox", "1000000"])
