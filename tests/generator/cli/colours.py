"""When messages have colours: on a terminal, unless NO_COLOR or --color say otherwise.

    colours.py GENERATOR WRONG_SCHEMA
"""
import os
import pty
import subprocess
import sys

generator, schema = sys.argv[1:3]
failures = []


def messages(options, environment, terminal):
    words = [generator, "generate", schema, "--out", os.devnull + "/nothing", *options]
    environment = {**{"PATH": os.environ["PATH"], "TERM": "xterm"}, **environment}
    if not terminal:
        return subprocess.run(words, env=environment, stderr=subprocess.PIPE, check=False).stderr
    reader, writer = pty.openpty()
    process = subprocess.Popen(words, env=environment, stderr=writer)
    os.close(writer)
    text = b""
    try:
        while piece := os.read(reader, 65536):
            text += piece
    except OSError:  # how a terminal says that nobody writes any more
        pass
    os.close(reader)
    process.wait()
    return text


cases = [  # options, environment, on a terminal, colours wanted
    ([], {}, True, True),
    ([], {}, False, False),
    ([], {"NO_COLOR": "1"}, True, False),
    ([], {"NO_COLOR": ""}, True, True),
    ([], {"TERM": "dumb"}, True, False),
    (["--color=never"], {}, True, False),
    (["--color", "always"], {}, False, True),
    (["--color=always"], {"NO_COLOR": "1"}, True, True),
    (["--color=auto"], {}, True, True),
    (["--color=nonsense"], {}, True, True),
]
for options, environment, terminal, wanted in cases:
    text = messages(options, environment, terminal)
    if b"error:" not in text:
        failures.append(f"{options} {environment}: no error in {text!r}")
    elif (b"\x1b[1;31merror:\x1b[0m" in text) != wanted:
        failures.append(f"{options} {environment} terminal={terminal}: colours {not wanted}, not {wanted}")
plain = messages([], {}, False)
coloured = messages(["--color=always"], {}, False)
bare = b"".join(part if index == 0 else part.split(b"m", 1)[1] for index, part in enumerate(coloured.split(b"\x1b[")))
if bare != plain:
    failures.append("the coloured text, without its colours, is another text")

for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
