"""What hits, misses, tags and invalidations of the memory engine take, beside floors and peers: memory_benchmarks, and
Caffeine where Java is.

One thread is judged by the time of the processor, which other work on the machine disturbs little; two threads can only
be judged at the wall.
"""
import pathlib
import re
import shutil
import statistics
import subprocess

import plot
from measurement import measure_in_turn, measure_once, ratio, table, with_spread

GENERATED = "tagcache: generated method"
FLOOR, SHARED_FLOOR, NEW_FLOOR = "F_ptr", "F_sp", "F_new"
BY_HAND = "unordered_map + shared_mutex, text key"
LRU = "LRU list + mutex, text key"
CAFFEINE = "Caffeine LoadingCache, record key"
CAFFEINE_JAR = pathlib.Path("/usr/share/java/caffeine.jar")
MOST_KEYS_OF_ALL = 1_000_000
FAST_GROUPS = "^(hits|misses|tags|invalidate)/"


def tables(settings):
    """Yields tables by name."""
    if settings.programs is None or not (settings.programs / "memory_benchmarks").exists():
        print("memory_benchmarks was not built: Google Benchmark is not there, or no --programs was given\n")
        return
    sequence = settings.scratch / "zipf.u64"
    milliseconds = 1 if settings.quick else 20
    program = [settings.programs / "memory_benchmarks", f"--keys={settings.keys}", "--on-request",
               f"--benchmark_min_time={milliseconds / 1000}"]
    first = [*program, f"--benchmark_filter={FAST_GROUPS}", f"--sequence={sequence}"]
    write_sequence(settings, sequence)
    if settings.keys > MOST_KEYS_OF_ALL:
        yield "large", large(settings, program, sequence)
        return
    measured = measure_in_turn([first, *caffeine(settings, sequence, milliseconds)], settings.rounds)
    yield "hits", hits(measured) + left_out(measured) + picture(settings, measured)
    yield "writes", writes(measured)
    yield "misses", misses(measured)
    yield "tags", tags(measured)
    yield "invalidations", invalidations(measured)
    few = 1 if settings.quick else 5
    slow = [*program, "--benchmark_filter=^latencies/", f"--sequence={sequence}"]
    yield "latencies", latencies(measure_in_turn([slow], few))
    yield "footprints", footprints(program, sequence)
    yield "aims", aims(measured)


def large(settings, program, sequence):
    """So many keys that not all who hold them find room beside each other."""
    few, measured = min(settings.rounds, 5), {}
    for group in (f"^hits/(zipf|chain|hot)/({FLOOR}|{SHARED_FLOOR}|{GENERATED})/", "^invalidate/"):
        measured |= measure_in_turn([[*program, f"--benchmark_filter={group}", f"--sequence={sequence}"]], few)
    calls = measure_once([*program, "--benchmark_filter=^pauses/", f"--sequence={sequence}"])
    return f"{settings.keys:,} keys.\n\n{hits(measured)}\n{invalidations(measured)}\n{pauses(calls[0])}"


def pauses(told):
    """The longest of all calls of one thread; see pauses.cpp."""
    scenes = {"growth": "loads while the store fills up", "evictions": "loads into a full store",
              "resize": "loads while another thread halves the bound and doubles it", "clear": "`clear`",
              "cleared": "loads after it", "disconnect": "loads while another thread gives up the store"}
    rows = [[text, f"{told[scene + '_us']:,.0f}", f"{told[scene + '_wall_us']:,.0f}"] for scene, text in scenes.items()]
    return table(["longest call of", "µs of the processor", "µs at the wall"], rows)


def picture(settings, measured):
    chain = Group(measured, "hits/chain")
    settings.pictures["hits.svg"] = plot.bars("A hit, one after the other", "ns",
                                              {peer: chain.alone(peer) for peer in peers(measured, "hits/chain")})
    return "\n![Nanoseconds of a hit, one after the other](images/hits.svg)\n"


def write_sequence(settings, path):
    """For all who are to read the same keys in the same order."""
    program = settings.programs / "memory_benchmarks"
    subprocess.run([program, f"--keys={settings.keys}", f"--sequence={path}", "--benchmark_filter=^none$"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def caffeine(settings, sequence, milliseconds):
    if shutil.which("java") is None or not CAFFEINE_JAR.exists():
        return []
    source = settings.root / "benchmarks" / "hits" / "CaffeineHits.java"
    return [["java", "-cp", CAFFEINE_JAR, source, sequence, settings.keys, milliseconds]]


def left_out(measured):
    peers = {"Caffeine (libcaffeine-java and a JDK)": CAFFEINE, "oneTBB (libtbb-dev)": "tbb::",
             "Boost 1.81 (libboost1.81-dev)": "boost::"}
    absent = [what for what, mark in peers.items() if not any(mark in name for name, _ in measured)]
    return f"\nLeft out, because not installed: {', '.join(absent)}.\n" if absent else ""


def peers(measured, group):
    return [name.partition(f"{group}/")[2] for name, threads in measured if name.startswith(f"{group}/") and threads == 1]


class Group:
    """The times of one group of cases."""

    def __init__(self, measured, name):
        self.measured = measured
        self.name = name

    def alone(self, peer):
        """Nanoseconds of the processor, with one thread."""
        return self.measured[f"{self.name}/{peer}", 1].processor

    def together(self, peer):
        """Nanoseconds at the wall for one access, of all that two threads do."""
        return self.measured[f"{self.name}/{peer}", 2].wall

    def more(self, peer):
        """How much more two threads do than one, at the wall."""
        return [one / two for one, two in zip(self.measured[f"{self.name}/{peer}", 1].wall, self.together(peer))]


def hits(measured):
    zipf, chain, hot = (Group(measured, f"hits/{name}") for name in ("zipf", "chain", "hot"))
    rows = [[peer, with_spread(chain.alone(peer), 1), ratio(chain.alone(peer), chain.alone(FLOOR)),
             with_spread(zipf.alone(peer), 1), ratio(zipf.alone(peer), zipf.alone(FLOOR)),
             with_spread(zipf.more(peer), 2), with_spread(hot.more(peer), 2)] for peer in peers(measured, "hits/zipf")]
    return table(["read only, Zipf 0.99", "ns, one after the other", "× F_ptr", "ns, overlapping", "× F_ptr",
                  "2 threads ÷ 1", "one hot key: 2 threads ÷ 1"], rows)


def writes(measured):
    rows = []
    for peer in peers(measured, "hits/95"):
        row = [peer]
        for name in ("hits/95", "hits/50"):
            group = Group(measured, name)
            row += [with_spread(group.alone(peer), 0), with_spread(group.more(peer), 2)]
        rows.append(row)
    return table(["Zipf 0.99", "95/5: ns", "2 threads ÷ 1", "50/50: ns", "2 threads ÷ 1"], rows)


def misses(measured):
    group = Group(measured, "misses")
    rows = [[peer, with_spread(group.alone(peer)), ratio(group.alone(peer), group.alone(GENERATED)),
             with_spread(group.more(peer), 2) if (f"misses/{peer}", 2) in measured else "—"]
            for peer in peers(measured, "misses")]
    return table(["miss, empty load, store, evict", "ns", "× generated method", "2 threads ÷ 1"], rows)


def tags(measured):
    quiet, storm, near = (Group(measured, f"tags/{name}") for name in ("quiet", "storm", "near"))
    rows = []
    for few, many in (("generated method, one tag of depth 1", "generated method, four tags of depth 8"),
                      ("primitives().query, no tags", "primitives().query, four tags of depth 8")):
        for peer in (few, many):
            rows.append([peer, with_spread(quiet.alone(peer), 1), ratio(quiet.alone(peer), quiet.alone(few)),
                         with_spread(storm.alone(peer), 1), ratio(storm.alone(peer), quiet.alone(few)),
                         with_spread(near.alone(peer), 1), ratio(near.alone(peer), quiet.alone(few))])
    return table(["hit, Zipf 0.99", "quiet: ns", "× first", "others invalidated: ns", "× first, quiet",
                  "siblings invalidated: ns", "× first, quiet"], rows)


def invalidations(measured):
    cases = sorted((int(name.partition("/")[2]), times) for (name, _), times in measured.items()
                   if name.startswith("invalidate/"))
    rows = [[f"{entries:,}", with_spread(times.processor), ratio(times.processor, cases[0][1].processor)]
            for entries, times in cases]
    return table(["entries below the tag", "ns", "× one entry"], rows)


def latencies(measured):
    rows = []
    for (name, _), times in measured.items():
        told = times.counters
        rows.append([name.partition("/")[2], *(with_spread(told[counter]) for counter in ("half_ns", "99_ns")),
                     *(with_spread([value / 1000 for value in told[counter]], 1)
                       for counter in ("99.99_ns", "longest_ns"))])
    timer = statistics.median(value for times in measured.values() for value in times.counters["timer_ns"])
    return table(["hits during", "half within: ns", "99 % within: ns", "99.99 % within: µs", "longest: µs"], rows) + \
        f"\nReading the time takes {timer:.0f} ns of each.\n"


def footprints(program, sequence):
    """Each in a program of its own, so that none finds memory that another has given back."""
    names = [GENERATED, f"{GENERATED}, one tag of its own", BY_HAND, LRU,
             "LRU list + mutex, integer key", "16 boost::unordered_flat_map + shared_mutex, integer key",
             "tbb::concurrent_hash_map, integer key", "tbb::concurrent_lru_cache, integer key"]
    rows = []
    for name in names:
        pattern = re.sub(r"([^\w /,:])", r"\\\1", name)
        command = [*program, f"--benchmark_filter=^footprint/{pattern}/", f"--sequence={sequence}"]
        for told in measure_once(command):
            rows.append([name, f"{told['overhead_bytes']:.0f}", f"{told['resident_bytes']:.0f}"])
    bound = measure_once([*program, "--benchmark_filter=^bound/", f"--sequence={sequence}"])
    most = bound[0]["most_percent"]
    return table(["an entry takes beyond key and value", "bytes, of the allocator", "bytes, resident"], rows) + \
        f"\nA cache bounded by bytes and overfilled took at most {most:.1f} % of its bound, counted by the allocator.\n"


def aims(measured):
    """What the engine is to reach, in ratios within a round."""
    zipf, chain, hot, missed = (Group(measured, name) for name in ("hits/zipf", "hits/chain", "hits/hot", "misses"))
    quiet, storm = Group(measured, "tags/quiet"), Group(measured, "tags/storm")
    few, many = "primitives().query, no tags", "primitives().query, four tags of depth 8"
    slowest, fastest = "one tag of depth 1", "four tags of depth 8"
    rows = []
    for name, group in (("one after the other", chain), ("overlapping", zipf)):
        rows += [[f"hit of a generated method, {name}: × F_ptr", "≤ 2", ratio(group.alone(GENERATED), group.alone(FLOOR))],
                 [f"the same: × F_sp", "< 1", ratio(group.alone(GENERATED), group.alone(SHARED_FLOOR))]]
    rows += [["2 threads ÷ 1, Zipf", "≥ 1.9", with_spread(zipf.more(GENERATED), 2)],
             ["2 threads ÷ 1, one hot key", "≥ 1.7", with_spread(hot.more(GENERATED), 2)],
             [f"{BY_HAND} ÷ generated method, 1 thread", "≥ 6", ratio(zipf.alone(BY_HAND), zipf.alone(GENERATED))],
             ["the same, 2 threads", "≥ 8", ratio(zipf.together(BY_HAND), zipf.together(GENERATED))],
             ["the same, 1 thread, one after the other", "—", ratio(chain.alone(BY_HAND), chain.alone(GENERATED))],
             [f"{BY_HAND} ÷ F_ptr, 1 thread, one after the other", "—", ratio(chain.alone(BY_HAND), chain.alone(FLOOR))],
             ["four tags of depth 8 ÷ none, quiet", "≤ 1.05", ratio(quiet.alone(many), quiet.alone(few))],
             [f"{fastest} ÷ {slowest}, generated methods, quiet", "≤ 1.05",
              ratio(quiet.alone(f"generated method, {fastest}"), quiet.alone(f"generated method, {slowest}"))],
             ["four tags of depth 8, 1,000 invalidations a second ÷ none, quiet", "≤ 1.5",
              ratio(storm.alone(many), quiet.alone(few))],
             ["the same of siblings", "—", ratio(Group(measured, "tags/near").alone(many), quiet.alone(few))],
             [f"miss: {LRU} ÷ generated method", "≥ 2", ratio(missed.alone(LRU), missed.alone(GENERATED))],
             [f"miss: {LRU} ÷ {NEW_FLOOR}, which looks nothing up", "—",
              ratio(missed.alone(LRU), missed.alone(NEW_FLOOR))]]
    if (f"hits/zipf/{CAFFEINE}", 1) in measured:
        rows[10:10] = [["Caffeine ÷ generated method, 1 thread, one after the other", "≥ 2",
                        ratio(chain.alone(CAFFEINE), chain.alone(GENERATED))],
                       ["Caffeine ÷ F_ptr, the same", "—", ratio(chain.alone(CAFFEINE), chain.alone(FLOOR))]]
    return table(["figure", "aim", "measured"], rows)
