"""A city being served, for benchmarks that ask it over HTTP."""

import gzip
import pathlib
import re
import subprocess
import threading
import urllib.request

import measuring


def sent(server, path):
    """What the server sends to who takes gzip: bytes on the line, and the same unpacked."""
    request = urllib.request.Request(server.address + "/" + path.lstrip("/"), headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        body = answer.read()
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return len(body), gzip.decompress(body) if is_packed else body


class Server:
    """A city being served on a port of its own."""

    def __init__(self, kembar, folder, *more):
        self.process = subprocess.Popen(
            [kembar, "serve", folder, "--port", "0", *more], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.address = None
        for line in self.process.stderr:
            found = re.search(r"http://\S+?(?=[\s—]|$)", line)
            if found:
                self.address = found[0].rstrip("/.")
                break
        if self.address is None:
            raise measuring.Failed("kembar serve printed no address")
        # What it says later is not needed, but must not fill the pipe.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return answer.read()

    def cpu(self):
        """CPU seconds of all its threads so far, to the nanosecond."""
        total = 0
        for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except OSError:
                pass
        return total / 1e9

    def stop(self):
        self.process.terminate()
        self.process.wait()
