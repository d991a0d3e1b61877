"""Runs all benchmarks and prints their tables in Markdown. Called by scripts/bench, which builds what is measured.

Each benchmark is a module with `tables(settings)`, which yields names and texts. With --keep a text takes the place of
what stands below `<!-- benchmark: its name -->` in docs/benchmarks.md.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from generator import emitted_header, generation  # noqa: E402

BENCHMARKS = [generation, emitted_header]


class Settings:
    """What every benchmark is told."""

    def __init__(self, root, generator, rounds, scratch):
        self.root = root
        self.generator = generator
        self.rounds = rounds
        self.scratch = scratch  # a folder that is gone at the end


def machine():
    compilers = []
    for command in ["g++", "clang++-19"]:
        said = subprocess.run([command, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
        kind = "Clang" if "clang" in said else "GCC"
        compilers.append(f"{kind} {re.search(r'[0-9]+[.][0-9]+[.][0-9]+', said)[0]}")
    return f"{os.cpu_count()} cores; {', '.join(compilers)}"


def keep(page, name, text):
    mark = f"<!-- benchmark: {name} -->\n"
    before, found, behind = page.partition(mark)
    if not found:
        sys.exit(f"docs/benchmarks.md has no line {mark.strip()}")
    _, end, rest = behind.partition("<!-- end -->\n")
    if not end:
        sys.exit(f"docs/benchmarks.md has no <!-- end --> below {mark.strip()}")
    return f"{before}{mark}\n{text}\n{end}{rest}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--generator", required=True, type=pathlib.Path, help="the tagcache to measure, optimised")
    parser.add_argument("--rounds", type=int, default=25, help="how often each case runs")
    parser.add_argument("--quick", action="store_true", help="one round: whether it all runs, not how fast")
    parser.add_argument("--keep", action="store_true", help="write the tables into docs/benchmarks.md")
    options = parser.parse_args()

    root = pathlib.Path(__file__).resolve().parents[1]
    page_path = root / "docs" / "benchmarks.md"
    page = page_path.read_text()
    rounds = 1 if options.quick else options.rounds
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(root, options.generator.resolve(), rounds, pathlib.Path(scratch))
        results = [("machine", f"{machine()}; {rounds} rounds.\n")]
        for benchmark in BENCHMARKS:
            results += benchmark.tables(settings)
    for name, text in results:
        print(f"## {name}\n\n{text}")
        page = keep(page, name, text)  # also when it is not written: a table without a place is noticed
    if options.keep:
        page_path.write_text(page)


main()
