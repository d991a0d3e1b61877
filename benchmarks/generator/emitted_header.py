"""What it costs to include an emitted header: compilers check files that do nothing else (`-fsyntax-only`).

The measure is a file that includes the same headers of the standard library: those that the emitted header, the
runtime's headers below it and the user's header name.
"""
import re
import shutil
import subprocess

from measurement import ratio, run_in_turn, table, with_spread

COMPILERS = {"GCC": "g++", "Clang": "clang++-19"}
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)
MEASURE = "the same headers of the standard library"


def standard_headers(path, runtime, seen):
    """Those that `path` includes, or what it includes of the runtime or of the user."""
    found = set()
    for name in INCLUDE.findall(path.read_text()):
        own = next((place / name for place in (runtime, path.parent) if (place / name).exists()), None)
        if own is None:
            found.add(name)
        elif own not in seen:
            seen.add(own)
            found |= standard_headers(own, runtime, seen)
    return found


def files(settings, runtime):
    """The files to compile, by what they include."""
    example = settings.root / "examples" / "packages"
    folder = settings.scratch / "emitted"
    folder.mkdir(exist_ok=True)
    shutil.copy(example / "model.hpp", folder)
    generate = [settings.generator, "generate", example / "packages.yaml", "--out", folder, "--", "-std=c++20"]
    subprocess.run(generate, check=True)
    emitted = folder / "packages_cache.hpp"
    standard = sorted(standard_headers(emitted, runtime, set()))
    texts = {
        "nothing": "",
        "the user's header": '#include "model.hpp"\n',
        MEASURE: "".join(f"#include <{name}>\n" for name in standard),
        "what all emitted headers include": "#include <tagcache/generated.hpp>\n",
        "the emitted header": '#include "packages_cache.hpp"\n',
    }
    paths = {}
    for number, (what, text) in enumerate(texts.items()):
        paths[what] = folder / f"includes_{number}.cpp"
        paths[what].write_text(text)
    return paths


def tables(settings):
    runtime = settings.root / "runtime" / "include"
    paths = files(settings, runtime)
    cases = {}
    for name, compiler in COMPILERS.items():
        for what, path in paths.items():
            cases[name, what] = [compiler, "-std=c++20", "-fsyntax-only", f"-I{runtime}", f"-I{path.parent}", path]
    times = run_in_turn(cases, settings.rounds)
    rows = []
    for what in paths:
        row = [what]
        for name in COMPILERS:
            of, base = times[name, what].processor, times[name, MEASURE].processor
            row += [with_spread(of), ratio(of, base)]
        rows.append(row)
    heads = ["a file that includes"]
    for name in COMPILERS:
        heads += [f"{name}: ms of the processor", "ratio"]
    yield "emitted_header", table(heads, rows)
