"""Each rule of generator/document/lint_rules.hpp has a section in docs/lint.md, in that order, a folder here whose transcript
reports it, and a schema that breaks it and silences it; and nothing speaks of a rule that is gone. Usage: documented.py ROOT"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
rules = re.findall(r'LintRule \w+\{\s*"([a-z-]+)"', (root / "generator/document/lint_rules.hpp").read_text())
sections = re.findall(r"^### ([a-z-]+)$", (root / "docs/lint.md").read_text(), re.MULTILINE)
problems = [] if rules == sections else [f"docs/lint.md has the sections {sections}, the rules are {rules}"]
if len(rules) < 13:
    problems.append(f"only {len(rules)} rules found: this check no longer sees them")
for rule in rules:
    transcript = root / "tests/lint" / rule.replace("-", "_") / "transcript.txt"
    if not transcript.is_file() or f"[{rule}]" not in transcript.read_text():
        problems.append(f"{transcript} does not report {rule}")
for transcript in root.glob("tests/lint/*/transcript.txt"):
    for code in re.findall(r": warning: .*\[([a-z-]+)\]$", transcript.read_text(), re.MULTILINE):
        if code not in rules:
            problems.append(f"{transcript} reports {code}, which is no rule")
# A strict check that finds nothing. An allow without a use would be found, unless that is allowed too.
SILENT = re.compile(r"^\$ tagcache check (\S+) --strict\n(?=\n|\Z)", re.MULTILINE)
silenced = set()
for transcript in root.glob("tests/lint/*/transcript.txt"):
    for schema in SILENT.findall(transcript.read_text()):
        lists = re.findall(r"\ballow: \[([^\]]*)\]|^allow:\n((?:  - .*\n)+)", (transcript.parent / schema).read_text(), re.MULTILINE)
        allowed = {rule for written in lists for rule in re.findall(r"[a-z]+(?:-[a-z]+)+", re.sub(r"\(.*?\)", "", "".join(written)))}
        silenced |= {"unused-allow"} if "unused-allow" in allowed else allowed
for rule in rules:
    if rule not in silenced:
        problems.append(f"no schema below tests/lint breaks {rule} and silences it")
print("\n".join(problems))
sys.exit(1 if problems else 0)
