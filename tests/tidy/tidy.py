"""The rules of CONTRIBUTING.md that a program can check. Usage: tidy.py ROOT RULE; prints each breach, exit status 1."""
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from cpp_functions import functions  # noqa: E402

FUNCTION_LINES_MAX = 70
FUNCTION_LINES_WANTED = 40
FILE_CODE_LINES_MAX = 300
PUBLIC_HEADER_LINES_MAX = 150

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)

# Third-party headers, and the one place that may include them.
ROOMS = [
    (re.compile(r"^yaml-cpp/"), ["generator/document/"]),
    (re.compile(r"^(clang|clang-c|llvm|llvm-c)/"), ["generator/inspect/"]),
    (re.compile(r"^CLI/"), ["generator/cli/"]),
    (re.compile(r"^fmt/"), ["generator/"]),
    (re.compile(r"^msgpack"), ["tests/codec/"]),
    (re.compile(r"^(benchmark|oneapi|boost/unordered)/"), ["benchmarks/hits/"]),
    (re.compile(r"^boost/asio"), ["runtime/redis/src/", "runtime/asio/", "tests/"]),
    (re.compile(r"^openssl/"), ["runtime/redis/src/"]),
    (re.compile(r"^sqlite3\.h$"), ["examples/cluster/database/", "examples/packages/database/"]),
]

# Rooms of the generator, and those that each may include beside itself. `main.cpp` knows all.
GENERATOR_ROOMS = {
    "support": [],
    "document": ["support"],
    "format": ["support", "document"],
    "inspect": ["support"],
    "model": ["support", "document", "inspect"],
    "emit": ["support", "document", "inspect", "model"],
    "reach": ["model"],
    "lint": ["support", "document", "model", "reach"],
    "explain": ["support", "document", "model", "reach"],
    "diff": ["support", "document", "model", "reach"],
    "cli": ["support", "document", "format", "inspect", "model", "emit", "reach", "lint", "explain", "diff"],
}


def files(root, *patterns):
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            parts = path.relative_to(root).parts
            if path.is_file() and parts[0] not in (".git", "build") and "__pycache__" not in parts:
                yield path


def text_files(root):
    for path in files(root, "**/*"):
        if path.suffix not in (".xz", ".png", ".svg"):
            yield path, path.read_text(encoding="utf-8", errors="replace")


def name(root, path):
    return path.relative_to(root).as_posix()


def code_lines(text):
    """Lines that are neither empty nor comment alone."""
    return sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("//"))


def rule_function_sizes(root):
    for path in files(root, "generator/**/*.?pp", "runtime/**/*.?pp", "examples/**/*.?pp", "benchmarks/**/*.?pp"):
        for function in functions(path.read_text(encoding="utf-8")):
            where = f"{name(root, path)}:{function.line}"
            if function.lines > FUNCTION_LINES_MAX:
                yield f"{where}: {function.name} has {function.lines} lines; the most is {FUNCTION_LINES_MAX}"
            elif function.lines > FUNCTION_LINES_WANTED:
                print(f"{where}: note: {function.name} has {function.lines} lines; "
                      f"up to {FUNCTION_LINES_WANTED} read better")


def rule_file_sizes(root):
    for path in files(root, "generator/**/*.?pp", "runtime/**/*.?pp", "examples/**/*.?pp", "benchmarks/**/*.?pp"):
        lines = code_lines(path.read_text(encoding="utf-8"))
        if lines > FILE_CODE_LINES_MAX:
            yield f"{name(root, path)}: {lines} lines of code; the most is {FILE_CODE_LINES_MAX}"
    for path in files(root, "runtime/include/**/*.hpp", "runtime/asio/include/**/*.hpp", "runtime/redis/include/**/*.hpp"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > PUBLIC_HEADER_LINES_MAX:
            yield f"{name(root, path)}: {lines} lines; a public header has at most {PUBLIC_HEADER_LINES_MAX}"


def rule_rooms(root):
    for path in files(root, "generator/**/*.?pp", "runtime/**/*.?pp", "examples/**/*.?pp", "benchmarks/**/*.?pp", "tests/**/*.?pp"):
        own = name(root, path)
        for match in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            for pattern, allowed in ROOMS:
                if pattern.search(match[2]) and not any(own.startswith(place) for place in allowed):
                    yield f"{own}: includes <{match[2]}>, which belongs into {allowed[0]} alone"


def rule_includes_point_one_way(root):
    for path in files(root, "generator/*/*.?pp"):
        own = path.parent.name
        for match in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            room = match[2].split("/")[0]
            if match[1] == '"' and room in GENERATOR_ROOMS and room != own and room not in GENERATOR_ROOMS.get(own, []):
                yield f"{name(root, path)}: the room {own}/ includes {match[2]}; it may include {GENERATOR_ROOMS.get(own)}"
    for path in files(root, "runtime/**/*.?pp"):
        if re.search(r'#\s*include\s+["<](support|document|inspect|model|emit|reach|lint|explain|diff|cli)/', path.read_text(encoding="utf-8")):
            yield f"{name(root, path)}: the runtime knows nothing of the generator"


def rule_installed_headers(root):
    for path in files(root, "runtime/include/**/*.hpp", "runtime/redis/include/**/*.hpp"):
        text = path.read_text(encoding="utf-8")
        if not text.startswith("#pragma once"):
            yield f"{name(root, path)}: does not begin with #pragma once"
        for match in INCLUDE.finditer(text):
            standard = match[1] == "<" and re.fullmatch(r"[a-z_]+", match[2])
            own = match[1] == "<" and match[2].startswith("tagcache/")
            if not standard and not own:
                yield f"{name(root, path)}: includes {match[2]}; installed headers include the standard library and <tagcache/...>"


def rule_words(root):
    words = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    machine = re.compile(r"(?<![\w.}$])/" + r"(?:work|home|root)/\w")
    for path, text in text_files(root):
        for number, line in enumerate(text.splitlines(), 1):
            if words.search(line):
                yield f"{name(root, path)}:{number}: unfinished work is not left behind in comments: {line.strip()}"
            if machine.search(line):
                yield f"{name(root, path)}:{number}: a path of one machine: {line.strip()}"


def rule_crowded_names(root):
    attics = {"utils", "util", "helpers", "helper", "common", "misc"}
    for path in files(root, "**/*"):
        if path.stem in attics or path.parent.name in attics:
            yield f"{name(root, path)}: a name for everything is a name for nothing; say what is in there"


def mentioned_paths(text):
    """Paths in `code` that begin in a folder of the project, and targets of relative links, with their line numbers."""
    top = r"(?:generator|runtime|schemas|templates|tests|examples|benchmarks|cmake|docs|scripts|\.ci)"
    in_code = False
    for number, line in enumerate(text.splitlines(), 1):
        in_code ^= line.startswith("```")
        for code in re.findall(r"`([^`]+)`", line):
            for word in code.split():
                if re.match(top + "/", word):
                    yield number, word.rstrip(".,;:)"), False
        for target in [] if in_code else re.findall(r"\]\(([^)#\s]+)[^)]*\)", line):  # [](int) is a lambda in code
            if "://" not in target and not target.startswith("mailto:"):
                yield number, target, True


def rule_documented_paths(root):
    for path in files(root, "**/*.md"):
        for number, mentioned, is_link in mentioned_paths(path.read_text(encoding="utf-8")):
            if re.search(r"[<>$…]|\bx[_./]|_x\b", mentioned):
                continue  # a place to be filled in: tests/golden/<case>/
            base = path.parent if is_link else root
            pattern = re.sub(r"\{[^}]*\}", "*", mentioned)
            found = any(base.glob(pattern)) if "*" in pattern else (base / pattern).exists()
            if not found:
                yield f"{name(root, path)}:{number}: {mentioned} does not exist"


def main():
    root, rule = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    breaches = list(globals()[f"rule_{rule}"](root))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
