"""What all emitted headers make a compiler read and instantiate is what header_cost.txt lists: time is not measured here.

Usage: header_cost.py ROOT CLANG FOLDER; UPDATE_GOLDENS=1 in the environment writes the list anew. Clang traces two files in FOLDER,
one that includes <tagcache/generated.hpp> and one that includes its headers of the standard library, and the difference counts.
"""
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys

INCLUDE = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.MULTILINE)
# Those of weight; what they are made of comes and goes with them.
CLASSES = re.compile(r"std::(any|array|deque|function|list|map|optional|pair|set|shared_ptr|span|tuple|unique_ptr|unordered_\w+"
                     r"|variant|vector|weak_ptr|chrono::time_point|chrono::duration)<.*")
HEAD = """# Written by UPDATE_GOLDENS=1 ctest -R tidy.header_cost, for people to read whether they want it: each line is paid by
# each file that includes an emitted header, one to three milliseconds of Clang for an optional or a smart pointer.
"""


def standard_headers(name, includes, seen):
    """Those that the header `name` of the runtime includes, or what it includes of the runtime."""
    found = set()
    for included in INCLUDE.findall((includes / name).read_text(encoding="utf-8")):
        if not (includes / included).exists():
            found.add(included)
        elif included not in seen:
            seen.add(included)
            found |= standard_headers(included, includes, seen)
    return found


def instantiated(clang, includes, path):
    command = [clang, "-std=c++20", "-c", f"-I{includes}", "-ftime-trace", "-ftime-trace-granularity=0", path, "-o", path.with_suffix(".o")]
    subprocess.run(command, check=True)
    events = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["traceEvents"]
    classes = {event["args"]["detail"] for event in events if event["name"] == "InstantiateClass"}
    return {name for name in classes if CLASSES.fullmatch(name)}


def main():
    root, clang, folder = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    includes = root / "runtime" / "include"
    headers = sorted(standard_headers("tagcache/generated.hpp", includes, set()))
    own, standard = folder / "own.cpp", folder / "standard.cpp"
    own.write_text("#include <tagcache/generated.hpp>\n")
    standard.write_text("".join(f"#include <{name}>\n" for name in headers))
    classes = sorted(instantiated(clang, includes, own) - instantiated(clang, includes, standard))
    assert classes, "Clang's trace names no class"
    text = HEAD + "".join(f"#include <{name}>\n" for name in headers) + "".join(f"{name}\n" for name in classes)
    golden = pathlib.Path(__file__).with_name("header_cost.txt")
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(text, encoding="utf-8")
    listed = golden.read_text(encoding="utf-8") if golden.exists() else ""
    difference = list(difflib.unified_diff(listed.splitlines(), text.splitlines(), "header_cost.txt", "now", lineterm="", n=0))
    print("\n".join(difference))
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
