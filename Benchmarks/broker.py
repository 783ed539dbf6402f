"""CPU of the broker per message beside Debian's mosquitto, the same load interleaved, and the memory of idle clients.

    Benchmarks/broker.py MEASURE-BROKER RESULTS.json
"""

import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from measuring import ROUNDS, Failed, Table, median, run  # noqa: E402

CASES = [  # bar, qos, messages, options, limit in µs
    ("broker, QoS 0, under way 100", 0, 200_000, [], None),
    ("broker, QoS 1, under way 100", 1, 200_000, [], 14),
    ("broker, QoS 0, one by one", 0, 20_000, ["--rate", "4000"], None),
    ("broker, QoS 1, one by one", 1, 20_000, ["--rate", "4000"], None),
]


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def cpu(process):
    """CPU seconds of a process so far, all its threads, to the nanosecond."""
    total = 0
    for task in pathlib.Path(f"/proc/{process.pid}/task").iterdir():
        total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def memory(process):
    """Resident memory of a process, in MB."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise Failed("no memory is told")


class Broker:
    def __init__(self, command, port):
        self.port = port
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.05)
        raise Failed(f"{command[0]} does not answer")

    def end(self):
        self.process.terminate()
        self.process.wait()


def load(binary, broker, qos, count, options):
    """Microseconds of the broker's CPU a message."""
    words = [binary, "load", "--port", str(broker.port), "--qos", str(qos), "--count", str(count), *options]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "ready":
        raise Failed(f"the load does not begin: {process.stderr.read()}")
    before = cpu(broker.process)
    process.stdin.write("\n")
    process.stdin.flush()
    process.stdout.readline()
    after = cpu(broker.process)
    if process.wait() != 0:
        raise Failed(f"the load failed: {process.stderr.read()}")
    return (after - before) / count * 1e6


def idle(binary, broker, count):
    """Resident memory before and with so many idle clients, in MB."""
    before = memory(broker.process)
    process = subprocess.Popen([binary, "idle", "--port", str(broker.port), "--count", str(count)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    if process.stdout.readline().strip() != "ready":
        raise Failed("the idle clients do not connect")
    time.sleep(1)
    after = memory(broker.process)
    process.stdin.close()
    process.wait()
    return before, after


def main():
    binary, results = sys.argv[1:3]
    mosquitto = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        ours = Broker([binary, "serve", "--port", str(port)], port)
        peer = None
        if mosquitto:
            port = free_port()
            file = pathlib.Path(folder) / "mosquitto.conf"
            file.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_inflight_messages 1000\n"
                            "max_queued_messages 100000\nset_tcp_nodelay true\n")
            peer = Broker([mosquitto, "-c", str(file)], port)
        else:
            print("broker: mosquitto is missing (apt-get install mosquitto): ours alone", flush=True)
        try:
            for bar, qos, count, options, limit in CASES:
                mine, theirs = [], []
                for _ in range(ROUNDS):
                    mine.append(load(binary, ours, qos, count, options))
                    if peer:
                        theirs.append(load(binary, peer, qos, count, options))
                table.add(bar, f"{count} of 120 B", "µs", median(mine), limit, round(median(theirs), 2) if theirs else None,
                          "mosquitto")
                if theirs:
                    print(f"    mosquitto {median(theirs):.2f} µs; ours {min(mine):.2f}–{max(mine):.2f}", flush=True)
            fresh_port = free_port()
            fresh = Broker([binary, "serve", "--port", str(fresh_port)], fresh_port)
            before, after = idle(binary, fresh, 1000)
            fresh.end()
            theirs = idle(binary, peer, 1000) if peer else None
            table.add("broker, 1,000 idle clients", "resident", "MB", after, None, theirs and theirs[1], "mosquitto")
            print(f"    ours from {before:.1f} MB" + (f"; mosquitto from {theirs[0]:.1f} to {theirs[1]:.1f} MB" if theirs else ""))
        finally:
            ours.end()
            if peer:
                peer.end()
    return table.finish(results)


if __name__ == "__main__":
    run(main)
