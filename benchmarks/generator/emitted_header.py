"""What it costs to include an emitted header: compilers check files that do nothing else (`-fsyntax-only`).

The measure is a file that includes the same headers of the standard library: those that the emitted header, the
runtime's headers below it and the user's header name. A file beside it also has the types of the standard library that
the runtime's contract is made of, as tests/tidy/header_cost.txt lists them: nothing that offers them can cost less.
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


def types_of_the_contract(list_of_types):
    """A struct for each type of the runtime that others are made of, and for each type a struct with a member of it."""
    own = {}

    def stand_in(match):
        return own.setdefault(match[0], f"Own{len(own)}")
    types = [re.sub(r"tagcache(::\w+)+", stand_in, line) for line in list_of_types.splitlines()
             if line.startswith("std::") and ">::" not in line]
    return "".join([f"struct {name} {{ int number = 0; virtual ~{name}() = default; }};\n" for name in own.values()] +
                   [f"struct Has{number} {{ {name} member{{}}; }};\n" for number, name in enumerate(types)])


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
    includes = "".join(f"#include <{name}>\n" for name in standard)
    contract = (settings.root / "tests" / "tidy" / "header_cost.txt").read_text()
    texts = {
        "nothing": "",
        "the user's header": '#include "model.hpp"\n',
        MEASURE: includes,
        "these, and the types made of them that the contract names": includes + types_of_the_contract(contract),
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
