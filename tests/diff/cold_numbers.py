"""Checks that `tagcache diff` calls exactly those queries cold whose entries the emitted code does not find again.

    cold_numbers.py GENERATOR CASES FLAG...

Emits both versions of each schema and compares the numbers that take part in the keys with what diff says of them. FLAGs are for C++.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

QUERY = re.compile(r'std::string_view name = "(\w+)";.*?fingerprint = ([^;]+);', re.DOTALL)
PAIRS = [("keys", []), ("texts", []), ("staff", []), ("names", ["--without-clang"])]


def numbers(generator, schema, options, flags):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([generator, "generate", str(schema), "--out", folder, *options, "--", *flags], check=True)
        (source,) = pathlib.Path(folder).glob("*.cpp")
        queries = re.split(r"(?=static constexpr std::string_view name)", source.read_text())
    found = (QUERY.search(query) for query in queries)
    return {match[1]: "".join(match[2].split()) for match in found if match}


def main():
    generator, cases, flags = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    failed = False
    for name, options in PAIRS:
        before, after = cases / "before" / f"{name}.yaml", cases / "after" / f"{name}.yaml"
        old = numbers(generator, before, options, flags)
        new = numbers(generator, after, options, flags)
        emitted = {query for query, number in old.items() if new[query] != number}
        printed = subprocess.run([generator, "diff", str(before), str(after), "--format=json", *options, "--", *flags],
                                 stdout=subprocess.PIPE, text=True, check=False).stdout
        cold = {change["subject"] for change in json.loads(printed)["changes"] if change["effect"] == "cold"}
        if not emitted or emitted == set(old):
            sys.exit(f"{name}: the case shows nothing: {len(emitted)} of {len(old)} queries turn cold")
        for query in sorted(emitted ^ (cold & set(old))):
            failed = True
            print(f"{name}: {query} {'gets another number, and diff does not say so' if query in emitted else 'is cold to diff, and keeps its number'}")
    sys.exit(1 if failed else 0)


main()
