"""`tagcache check`, `explain` and `diff` on schemas of 3000 queries and 3000 mutations end in time, and find what they find in small
ones. Usage: large_schemas.py GENERATOR FOLDER"""
import pathlib
import re
import subprocess
import sys

COUNT = 3000
SECONDS = 30  # for one command; each takes about one of a debug build


def schema(ids, tag, query_tags, invalidates, name="get", takes=("user",)):
    """A schema with COUNT queries and mutations; `{i}` in a tag is the number of its query."""
    lines = ["cache: LargeCache", "defaults: { ttl: 30s }", f"ids: {{ {ids} }}", "tags:"]
    lines += sorted({f"  - {tag.format(i=i)}" for i in range(COUNT)})
    lines.append("queries:")
    for i in range(COUNT):
        lines.append(f"  {name}_{i}: {{ args: [user], returns: int, tags: [{query_tags.format(i=i)}], ttl: 5m }}")
    lines.append("mutations:")
    for i in range(COUNT):
        lines.append(f"  put_{i}: {{ args: [{', '.join(takes)}], invalidates: [{invalidates.format(i=i)}] }}")
    return "\n".join(lines) + "\n"


USER = "user: std::uint64_t"
ITEM = USER + ", item: std::string"
# What is checked, and how often each rule speaks; of more than a thousand findings the rest is counted.
CASES = {
    "one_tag": (schema(USER, "users(user)", "users(user)", "users(user)"), {}),
    "many_tags": (schema(USER, "users(user).part{i}", "users(user).part{i}", "users(user)"), {}),
    "reaching_nothing": (schema(USER, "users(user).part{i}", "users(user)", "users(user).part{i}"), {"never-invalidated": 1000}),
    "whole_collections": (schema(ITEM, "users.kind{i}(user)", "users.kind{i}(user)", "users"), {"whole-collection": 1000}),
    "wide": (schema(ITEM, "users.kind{i}(user)", "users.kind{i}(user)", "users", takes=("item",)), {"blast-radius": 1000}),
}


def run(generator, *words):
    return subprocess.run([generator, *words, "--without-clang"], capture_output=True, text=True, timeout=SECONDS)


def check(generator, path, wanted):
    done = run(generator, "check", str(path))
    found = {}
    for rule in re.findall(r"warning: .*\[([a-z-]+)\]$", done.stderr, re.MULTILINE):
        found[rule] = found.get(rule, 0) + 1
    if found != wanted or done.returncode != 0:
        yield f"{path.name}: {found} instead of {wanted}, exit code {done.returncode}: {done.stderr[-400:]}"
    if wanted and not re.search(r"^and \d+ more findings$", done.stderr, re.MULTILINE):
        yield f"{path.name}: does not count the findings that are left out"


def main():
    generator, folder = sys.argv[1], pathlib.Path(sys.argv[2]) / "large"
    folder.mkdir(parents=True, exist_ok=True)
    problems = []
    for name, (text, wanted) in CASES.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        problems += check(generator, path, wanted)
        document = run(generator, "explain", str(path), "--format=json")
        if document.returncode != 0 or len(document.stdout) > 30 * len(text) or f'"put_{COUNT - 1}"' not in document.stdout:
            problems.append(f"{name}: explained in {len(document.stdout)} bytes of JSON, exit code {document.returncode}")
        explained = run(generator, "explain", str(path))
        if f"put_{COUNT - 1}(" not in explained.stdout:
            problems.append(f"{path.name}: not explained: {explained.stderr[-400:]}")
    renamed = folder / "renamed.yaml"
    renamed.write_text(schema(USER, "users(user).part{i}", "users(user).part{i}", "users(user)", name="load"), encoding="utf-8")
    changes = run(generator, "diff", str(folder / "many_tags.yaml"), str(renamed)).stdout
    if changes.count(f"get_{COUNT - 1}") == 0 or changes.count(f"load_{COUNT - 1}") == 0:
        problems.append(f"diff does not see queries that were renamed: {changes[:400]}")
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
