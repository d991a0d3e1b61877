"""The manual page says all that the help says, and roff formatters have nothing to say about it.

    manual_page.py GENERATOR
"""
import re
import shutil
import subprocess
import sys

generator = sys.argv[1]
failures = []


def output(*words, **options):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options).stdout


page = output(generator, "man")
plain = page.replace("\\-", "-")
commands = re.findall(r"^  (\w+)  ", output(generator, "--help").split("Commands:")[1].split("Options:")[0], re.MULTILINE)
if len(commands) < 2:
    failures.append(f"--help lists the commands {commands}")
for command in commands:
    text = output(generator, command, "--help")
    for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE) + [f".SS {command}"]:
        if option not in plain:
            failures.append(f"the page does not have {option} of {command}")
if page != output(generator, "man"):
    failures.append("the page is not always the same")

if shutil.which("mandoc"):
    found = subprocess.run(["mandoc", "-T", "lint"], input=page, stdout=subprocess.PIPE, text=True, check=False).stdout
    # There is no date, so that the page depends on the sources alone.
    failures += [line for line in found.splitlines() if "missing date" not in line]
if shutil.which("groff"):
    found = subprocess.run(["groff", "-man", "-ww", "-z"], input=page, stderr=subprocess.PIPE, text=True, check=False).stderr
    failures += found.splitlines()

for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
