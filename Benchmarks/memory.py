"""Peak memory and CPU seconds of importing a large map: one round, it takes minutes.

usage: memory.py KEMBAR LARGE.osm.pbf RESULTS.json
"""

import os
import shutil
import sys
import tempfile

import measuring

LIMIT_MB = 1536


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    kembar, large, results = sys.argv[1:]
    table = measuring.Table()
    folder = tempfile.mkdtemp()
    try:
        city = os.path.join(folder, "city")
        wall, cpu, memory, _ = measuring.measure(
            [kembar, "import", city, "--osm", large, "--name", "Large", "--country", "ID", "--json"])
    finally:
        shutil.rmtree(folder)
    case = f"a map of {os.path.getsize(large) / 1e6:.0f} MB"
    table.add("import, peak memory", case, "MB", memory, LIMIT_MB)
    table.add("import", case, "CPU s", cpu, None)
    return table.finish(results)


measuring.run(main)
