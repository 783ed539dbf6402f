"""What the tests cost: processor seconds of the servers, the browser and all they started."""

import os
import pathlib

TICK = os.sysconf("SC_CLK_TCK")
#: Seconds by process, as last seen: a process that ended keeps what it took.
seen = {}


def look():
    """Notes what each process below this one has taken so far."""
    found = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:
            continue
        fields = text[text.rindex(")") + 2:].split()
        # The parent, the moment it began (numbers of processes come back), the time in and for the process.
        found[int(stat.parent.name)] = (int(fields[1]), fields[19], (int(fields[11]) + int(fields[12])) / TICK)
    ours = {os.getpid()}
    for process in sorted(found, key=lambda one: int(found[one][1])):
        if found[process][0] in ours:
            ours.add(process)
    for process in ours & found.keys():
        seen[process, found[process][1]] = found[process][2]


def seconds():
    """Processor seconds so far; 0 where the system does not tell."""
    look()
    return sum(seen.values())
