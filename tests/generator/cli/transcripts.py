"""Runs the command lines of transcripts and compares what they print and their exit codes, exactly.

    transcripts.py GENERATOR FOLDER TRANSCRIPT...

A transcript holds, for each command line: `$ tagcache ...`, what it prints (errors as well), and `[exit code]` unless that is 0.
They run in a copy of FOLDER. With UPDATE_GOLDENS=1 in the environment the transcripts are written anew.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile


def play(generator, line, folder):
    words = shlex.split(line)
    done = subprocess.run([generator, *words[1:]], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    code = f"[{done.returncode}]\n" if done.returncode else ""
    return f"$ {line}\n{done.stdout}{code}"


def main():
    generator, folder, transcripts = sys.argv[1], sys.argv[2], [pathlib.Path(path) for path in sys.argv[3:]]
    failed = False
    for transcript in transcripts:
        wanted = transcript.read_text()
        with tempfile.TemporaryDirectory() as scratch:
            place = pathlib.Path(scratch) / "schemas"
            shutil.copytree(folder, place)
            lines = re.findall(r"^\$ (tagcache.*)$", wanted, re.MULTILINE)
            found = "\n".join(play(generator, line, place) for line in lines)
        if not lines:
            sys.exit(f"{transcript}: no command lines")
        if os.environ.get("UPDATE_GOLDENS"):
            transcript.write_text(found)
        elif found != wanted:
            failed = True
            subprocess.run(["diff", "-u", str(transcript), "-"], input=found, text=True, check=False)
    sys.exit(1 if failed else 0)


main()
