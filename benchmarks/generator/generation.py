"""How long `tagcache generate` takes: by the size of the schema, with and without reading headers, and by stage.

All runs are warm: the files are there already and are what the schema gives, as in a build where another file changed.
"""
import statistics
import subprocess

from generator.large_schema import large_schema
from measurement import run_in_turn, table, with_spread

SIZES = [50, 500, 2000]


def commands(settings):
    generate = [settings.generator, "generate"]
    cases = {"nothing: `tagcache --version`": [settings.generator, "--version"]}
    for size in SIZES:
        schema = settings.scratch / f"large_{size}.yaml"
        schema.write_text(large_schema(size))
        cases[f"{size} queries, without Clang"] = [*generate, schema, "--out", settings.scratch, "--without-clang"]
    demo = settings.root / "examples" / "packages" / "packages.yaml"
    cases["the demo's schema, with Clang"] = [*generate, demo, "--out", settings.scratch, "--", "-std=c++20"]
    large = settings.scratch / "large_500.yaml"
    cases["500 queries, with Clang"] = [*generate, large, "--out", settings.scratch / "with_clang", "--", "-std=c++20"]
    return cases


def stages_of(command, rounds):
    """Milliseconds by stage, a list with a value a round, from --time-report."""
    split = command.index("--") if "--" in command else len(command)
    command = [*command[:split], "--time-report", *command[split:]]
    stages = {}
    for _ in range(rounds):
        done = subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True)
        for line in done.stderr.splitlines()[1:]:
            name, milliseconds, _, _ = line.rsplit(maxsplit=3)
            stages.setdefault(name, []).append(float(milliseconds))
    return stages


def stage_table(title, stages):
    sums = stages["all"]
    rows = []
    for name, values in stages.items():
        share = statistics.median(100 * value / whole for value, whole in zip(values, sums))
        rows.append([name, with_spread(values, 2), f"{share:.1f} %"])
    return f"{title}\n\n" + table(["stage", "ms at the wall", "share"], rows)


def tables(settings):
    cases = commands(settings)
    times = run_in_turn(cases, settings.rounds)
    rows = [[name, with_spread(of.wall), with_spread(of.processor)] for name, of in times.items()]
    yield "generate", table(["`tagcache generate`", "ms at the wall", "ms of the processor"], rows)
    large = stages_of(cases["500 queries, without Clang"], settings.rounds)
    demo = stages_of(cases["the demo's schema, with Clang"], settings.rounds)
    yield "stages", "\n".join([
        stage_table("The demo's schema, with Clang:", demo), stage_table("500 queries, without Clang:", large)])
