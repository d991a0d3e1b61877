"""Counts the calls of the system that a program makes, where strace is and may look."""
import collections
import shutil
import subprocess


def missing():
    """Whether it may look differs from machine to machine."""
    return shutil.which("strace") is None or \
        subprocess.run(["strace", "-c", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0


def of(command, scratch):
    """By name, of all threads. Two runs that differ in their work differ by what the work takes."""
    said = scratch / "strace.txt"
    subprocess.run(["strace", "-f", "-c", "-o", said, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    calls = collections.Counter()
    for line in said.read_text().splitlines():
        words = line.split()
        if len(words) >= 5 and words[0][:1].isdigit() and words[-1] != "total":
            calls[words[-1]] = int(words[3])
    return calls
