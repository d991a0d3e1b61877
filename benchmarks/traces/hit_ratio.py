"""The share of requests that the cache answers itself, on traces of real accesses: the program hit_ratios, which runs the
engine, and what well-known policies reach there, which a file beside the traces knows."""
import csv
import statistics
import subprocess

from measurement import table

NOT_POLICIES = {"trace", "size_pct", "entries", "requests", "unique", "Belady"}  # Belady sees what comes
LEAST_ENTRIES = 20  # below it the parts of most policies degenerate, and no row counts


def tables(settings):
    if settings.programs is None or not (settings.programs / "hit_ratios").exists():
        print("hit_ratios was not built\n")
        return
    reference = settings.traces / "reference.csv"
    if not reference.exists():
        print(f"No traces: {reference} is not there; --traces says where they are\n")
        return
    with reference.open() as file:
        wanted = [row for row in csv.DictReader(file) if int(row["entries"]) >= LEAST_ENTRIES]
    if settings.quick:
        wanted = wanted[-1:]
    found = {}
    for trace in dict.fromkeys(row["trace"] for row in wanted):
        sizes = [row["entries"] for row in wanted if row["trace"] == trace]
        found.update(replay(settings, trace, sizes))
    yield "hit_ratios", report(wanted, found)


def replay(settings, trace, sizes):
    path = settings.traces / f"{trace}.u64.xz"
    said = subprocess.run([settings.programs / "hit_ratios", path, *sizes], check=True, stdout=subprocess.PIPE, text=True)
    for line in said.stdout.splitlines():
        entries, requests, hits, most = map(int, line.split())
        if most > entries:
            raise SystemExit(f"{trace}: {most} entries in a cache of {entries}")
        yield (trace, str(entries)), 100 * hits / requests


def report(wanted, found):
    rows, gaps = [], []
    for row in wanted:
        ratios = {name: float(value) for name, value in row.items() if name not in NOT_POLICIES and is_number(value)}
        best = max(ratios, key=ratios.get)
        reached = found[row["trace"], row["entries"]]
        gaps.append(ratios[best] - reached)
        rows.append([row["trace"], row["entries"], f"{reached:.2f}", f"{ratios['LRU']:.2f}",
                     f"{ratios[best]:.2f} ({best})", f"{gaps[-1]:.2f}", f"{float(row['Belady']):.2f}"])
    heads = ["trace", "entries", "tagcache", "LRU", "best online policy", "gap", "Belady"]
    return table(heads, rows) + f"\nGap to the best online policy of each row, in points: {statistics.mean(gaps):.2f} " \
        f"in the mean, {max(gaps):.2f} at worst, {len(gaps)} rows.\n"


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False
