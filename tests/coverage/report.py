"""Prints how many lines of the product the tests ran, and names those that they did not.

    report.py LINES.json PERCENT FOLDER...       LINES.json is what `gcovr --json` writes; run it where the paths in it begin

The exit code is 1 when a folder has fewer than PERCENT of its lines run.
"""
import json
import pathlib
import re
import sys

ONLY_ENDS = re.compile(r"[\s{}();,]*")  # such a line is run by who leaves a block by an exception, if at all


def ranges(lines):
    """1, 2, 3, 7 as "1-3, 7"."""
    found = []
    for line in sorted(lines):
        if found and line == found[-1][1] + 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def counts(file):
    text = pathlib.Path(file["file"]).read_text(encoding="utf-8").splitlines()
    return {line["line_number"]: line["count"] for line in file["lines"]
            if not line.get("gcovr/noncode") and not ONLY_ENDS.fullmatch(text[line["line_number"] - 1])}


def main():
    files = json.load(open(sys.argv[1], encoding="utf-8"))["files"]
    wanted, folders = float(sys.argv[2]), sys.argv[3:]
    too_few = []
    totals = []
    print("Not run:")
    for folder in folders:
        run_in_all, lines_in_all = 0, 0
        for file in sorted((file for file in files if file["file"].startswith(folder + "/")), key=lambda file: file["file"]):
            lines = counts(file)
            missed = [number for number, count in lines.items() if count == 0]
            run_in_all += len(lines) - len(missed)
            lines_in_all += len(lines)
            if missed:
                print(f"  {file['file']}:{ranges(missed)}")
        if lines_in_all == 0:
            sys.exit(f"{folder}: nothing was counted")
        percent = 100 * run_in_all / lines_in_all
        totals.append(f"{folder}: {percent:.1f} % of the lines are run, {run_in_all} of {lines_in_all}")
        if percent < wanted:
            too_few.append(folder)
    print("\n".join(totals))
    if too_few:
        sys.exit(f"fewer than {wanted:g} %: {', '.join(too_few)}")


main()
