"""However the cluster demo ends, neither processes nor files of it are left: ends.py <cluster_demo>"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 30


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"waited in vain: {what}")
        time.sleep(0.01)


def processes_with(text):
    """Ids of processes that have a text in their command line: both nodes and the server name the folder."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            # A server that is up shows `redis-server 127.0.0.1:port`, and nothing of its arguments; its folder is where it is.
            try:
                folder = os.readlink(entry / "cwd")
            except OSError:
                folder = ""
            if text in words or text in folder:
                found.append(int(entry.name))
    return found


def nodes_of(folder):
    def command(process):
        try:
            return pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return b""
    return [process for process in processes_with(folder) if b"--node" in command(process)]


def run(demo, how, expected_code, files_remain=False):
    with tempfile.TemporaryDirectory() as folder:
        program = subprocess.Popen([demo], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env={**os.environ, "TMPDIR": folder})
        wait_for(lambda: len(processes_with(folder)) == 3, "two nodes and a server")
        program.stdout.readline()
        how(program, folder)
        error = program.communicate(timeout=PATIENCE)[1].decode()
        assert program.returncode == expected_code, (how.__name__, program.returncode, error)
        wait_for(lambda: not processes_with(folder), f"the end of all processes after {how.__name__}")
        left = os.listdir(folder)
        assert bool(left) == files_remain, (how.__name__, left)
        return error


def interrupted(program, _):
    program.send_signal(signal.SIGINT)


def hung_up(program, _):
    program.send_signal(signal.SIGHUP)


def loses_a_node(_, folder):
    os.kill(nodes_of(folder)[0], signal.SIGKILL)


def killed(program, _):
    program.kill()


demo = sys.argv[1]
run(demo, interrupted, 128 + signal.SIGINT)
run(demo, hung_up, 128 + signal.SIGHUP)
error = run(demo, loses_a_node, 1)
assert error == "cluster_demo: node A has ended, with the code 137\n" or \
    error == "cluster_demo: node B has ended, with the code 137\n", error
run(demo, killed, -signal.SIGKILL, files_remain=True)  # nobody is there to remove them
