"""A redis-server for benchmarks, and what it says of itself."""
import collections
import contextlib
import pathlib
import re
import shutil
import socket
import subprocess
import time

HOST = "127.0.0.1"
PATIENCE_SECONDS = 20
# The same program under two names; Debian has the second in redis-tools, which starts no service.
PROGRAMS = ("redis-server", "redis-check-rdb")

Counts = collections.namedtuple("Counts", "processor reads input output commands")


def missing():
    wanted = {"redis-server (Debian: redis-tools)": any(map(shutil.which, PROGRAMS)),
              "redis-benchmark (Debian: redis-tools)": shutil.which("redis-benchmark"), "setpriv": shutil.which("setpriv")}
    return [name for name, found in wanted.items() if not found]


class Server:
    """On a free port of the loopback, with nothing in it; keeps nothing, and ends with this program."""

    def __init__(self, folder):
        program = pathlib.Path(folder) / "redis-server"  # it is that by what it is called
        program.symlink_to(next(filter(None, map(shutil.which, PROGRAMS))))
        with contextlib.closing(socket.create_server((HOST, 0))) as probe:
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", program, "--port", str(self.port), "--bind", HOST, "--save", "",
             "--daemonize", "no", "--dir", str(folder)], stdout=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.connection = socket.create_connection((HOST, self.port))
                break
            except ConnectionRefusedError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit("redis-server does not start")
                time.sleep(0.02)
        self.answers = self.connection.makefile("rb")

    def ask(self, *words):
        encoded = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        self.connection.sendall(b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(each), each) for each in encoded))
        return self.answer()

    def answer(self):
        line = self.answers.readline().rstrip(b"\r\n")
        mark, rest = line[:1], line[1:]
        if mark == b"-":
            raise SystemExit(f"redis-server: {rest.decode()}")
        if mark == b"$":
            return self.answers.read(int(rest) + 2)[:-2] if int(rest) >= 0 else None
        if mark == b"*":
            return [self.answer() for _ in range(int(rest))]
        return int(rest) if mark == b":" else rest

    def counts(self):
        """Of all since it started: seconds of the processor, reads from connections, bytes, and calls by command."""
        said = self.ask("INFO", "everything").decode()
        fields = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
        commands = {name: int(calls) for name, calls in re.findall(r"^cmdstat_(.*):calls=(\d+)", said, re.MULTILINE)
                    if name != "info"}
        return Counts(float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"]), int(fields["total_reads_processed"]),
                      int(fields["total_net_input_bytes"]), int(fields["total_net_output_bytes"]), commands)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.process.kill()
        self.process.wait()


def between(before, after):
    """What was done between two countings; the second one is read by the server too."""
    commands = {name: calls - before.commands.get(name, 0) for name, calls in after.commands.items()}
    return Counts(after.processor - before.processor, after.reads - before.reads - 1, after.input - before.input,
                  after.output - before.output, {name: calls for name, calls in commands.items() if calls})
