"""Each key that a schema may have is in a schema whose generated code is compared, or is about lint and in one of its cases; each
option is emitted there too, and a mistake in it is shown by an error case. Usage: keys_shown.py ROOT"""
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
schema = json.loads((root / "schemas/tagcache.schema.json").read_text(encoding="utf-8"))


def text(*patterns):
    paths = sorted(path for pattern in patterns for path in root.glob(pattern))
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)


shown = text("tests/golden/*/*.yaml", "tests/lint/*/*.yaml")
emitted = text("tests/golden/*/expected/*.cpp")
flagged = re.findall(r"^ +\d+ \|(.*)$", text("tests/errors/*/stderr.txt"), re.MULTILINE)

keys = set(schema["properties"]) | {key for part in schema["definitions"].values() for key in part.get("properties", {})}
options = set(schema["definitions"]["options"]["properties"])
problems = [f"no golden case has the key {key}" for key in sorted(keys) if key != "$schema" and not re.search(rf"\b{key}:", shown)]
for option in sorted(options):
    if f".{option} = " not in emitted:
        problems.append(f"no golden case emits the option {option}")
    if not any(re.search(rf"\b{option}:", line) for line in flagged):
        problems.append(f"no error case shows a mistake in the option {option}")
if len(keys) < 40 or len(options) < 15:
    problems.append(f"only {len(keys)} keys and {len(options)} options found: this check no longer sees them")
print("\n".join(problems))
sys.exit(1 if problems else 0)
