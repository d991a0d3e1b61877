"""Runs all benchmarks and prints their tables in Markdown. Called by scripts/bench, which builds what is measured.

Each benchmark is a module with `tables(settings)`, which yields names and texts. With --keep a text takes the place of
what stands below `<!-- benchmark: its name -->` on the page of its subject.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from generator import emitted_header, generation  # noqa: E402
from hits import instructions, memory_engine  # noqa: E402
from redis import redis_store  # noqa: E402
from traces import hit_ratio  # noqa: E402

# Subjects, their pages in docs/, and their benchmarks.
SUBJECTS = {
    "generator": ("benchmarks.md", [generation, emitted_header]),
    "memory": ("performance.md", [memory_engine, instructions, hit_ratio]),
    "redis": ("performance_redis.md", [redis_store]),
}


class Settings:
    """What every benchmark is told."""

    def __init__(self, root, options, scratch):
        self.root = root
        self.generator = options.generator and options.generator.resolve()
        self.programs = options.programs and options.programs.resolve()
        self.traces = options.traces
        self.keys = 1_000 if options.quick else options.keys
        self.quick = options.quick
        self.rounds = 1 if options.quick else options.rounds
        self.scratch = scratch  # a folder that is gone at the end
        self.pictures = {}      # for docs/images, by name of the file


def machine():
    compilers = []
    for command in filter(shutil.which, ["g++", "clang++-19"]):
        said = subprocess.run([command, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
        kind = "Clang" if "clang" in said else "GCC"
        compilers.append(f"{kind} {re.search(r'[0-9]+[.][0-9]+[.][0-9]+', said)[0]}")
    return f"{os.cpu_count()} cores; {', '.join(compilers)}"


def keep(path, page, name, text):
    mark = f"<!-- benchmark: {name} -->\n"
    before, found, behind = page.partition(mark)
    if not found:
        sys.exit(f"{path} has no line {mark.strip()}")
    _, end, rest = behind.partition("<!-- end -->\n")
    if not end:
        sys.exit(f"{path} has no <!-- end --> below {mark.strip()}")
    return f"{before}{mark}\n{text}\n{end}{rest}"


def measure(settings, path, benchmarks):
    """Prints the tables of one page; returns it with them in their places."""
    page = path.read_text()
    rounds = min([settings.rounds, *(getattr(benchmark, "ROUNDS_MAX", settings.rounds) for benchmark in benchmarks)])
    results = [("machine", f"{machine()}; {rounds} rounds.\n")]
    for benchmark in benchmarks:
        results += benchmark.tables(settings)
    for name, text in results:
        print(f"## {name}\n\n{text}")
        page = keep(path, page, name, text)  # also when it is not written: a table without a place is noticed
    return page


def main():
    root = pathlib.Path(__file__).resolve().parents[1]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=SUBJECTS, help="one subject; all unless told")
    parser.add_argument("--generator", type=pathlib.Path, help="the tagcache to measure, optimised")
    parser.add_argument("--programs", type=pathlib.Path, help="the folder of memory_benchmarks and its like, optimised")
    parser.add_argument("--traces", type=pathlib.Path, default=root.parent / "shared" / "traces",
                        help="a folder of access traces with reference.csv; %(default)s unless told")
    parser.add_argument("--keys", type=int, default=100_000, help="keys of the memory engine; above a million its peers are left out")
    parser.add_argument("--rounds", type=int, default=25, help="how often each case runs")
    parser.add_argument("--quick", action="store_true", help="one round: whether it all runs, not how fast")
    parser.add_argument("--keep", action="store_true", help="write the tables into their pages in docs/")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(root, options, pathlib.Path(scratch))
        for subject, (name, benchmarks) in SUBJECTS.items():
            if options.only not in (None, subject):
                continue
            path = root / "docs" / name
            page = measure(settings, path, benchmarks)
            if options.keep:
                path.write_text(page)
        for name, picture in settings.pictures.items() if options.keep else ():
            (root / "docs" / "images" / name).write_text(picture)


main()
