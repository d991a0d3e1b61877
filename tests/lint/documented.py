"""Each rule of generator/document/lint_rules.hpp has a section in docs/lint.md, in that order, and a folder here whose transcript
reports it; and nothing speaks of a rule that is gone. Usage: documented.py ROOT"""
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
print("\n".join(problems))
sys.exit(1 if problems else 0)
