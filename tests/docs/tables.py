"""The tables of keys in docs/schema.md list what the parser reads: every key, no other, and the same defaults.

    tables.py GENERATOR SOURCE_FOLDER

The keys are those of `tagcache schema`, which is printed from the parser's own table.
"""
import json
import pathlib
import re
import subprocess
import sys

failures = []


def rows(page, heading):
    """The cells of the first table below a heading, without its head."""
    section = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL).group(1)
    table = re.search(r"^\|.*\n\|[-|]+\|\n((?:\|.*\n)+)", section, re.MULTILINE).group(1)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]


def compare(heading, found, wanted):
    for key in wanted:
        if key not in found:
            failures.append(f"docs/schema.md, {heading}: `{key}` has no row")
    for key in found:
        if key not in wanted:
            failures.append(f"docs/schema.md, {heading}: `{key}` is no key")
    if len(set(found)) != len(found):
        failures.append(f"docs/schema.md, {heading}: a key has two rows")


def keys(table):
    return [row[0].strip("`") for row in table]


def main(generator, root):
    schema = json.loads(subprocess.run([generator, "schema"], stdout=subprocess.PIPE, check=True).stdout)
    definitions = {name: list(each["properties"]) for name, each in schema["definitions"].items()}
    options = definitions["options"]
    page = (root / "docs/schema.md").read_text()

    compare("Top level", keys(rows(page, "Top level")), [key for key in schema["properties"] if key != "$schema"])
    # Documentation is the same everywhere and has a section of its own.
    for heading, name in (("queries", "query"), ("mutations", "mutation")):
        own = [key for key in definitions[name] if key not in options and key != "doc"]
        compare(heading, keys(rows(page, heading)), own)

    table = rows(page, "Options")
    compare("Options", keys(table), options)
    for row in table:
        described = schema["definitions"]["options"]["properties"].get(row[0].strip("`"), {})
        default = described.get("default")
        if default and row[-1].strip("| `") != default:
            failures.append(f"docs/schema.md, Options: {row[0]} is `{default}` when it is absent, not {row[-1]}")
        for word in described.get("enum", []):
            if isinstance(word, bool):
                word = str(word).lower()  # another word for on or off, which the page says once of all keys
                if f"`{word}` is another word for" not in page and f"`{word}` for `off`" not in page:
                    failures.append(f"docs/schema.md does not say what `{word}` stands for")
            elif f"`{word}`" not in row[1]:
                failures.append(f"docs/schema.md, Options: {row[0]} may be `{word}`")

    for failure in failures:
        print(failure)
    sys.exit(1 if failures else 0)


main(sys.argv[1], pathlib.Path(sys.argv[2]))
