"""The program hit_ratios, on traces of which the hits are known, packed and not, and on files that are none."""
import lzma
import pathlib
import subprocess
import struct
import sys
import tempfile

program = sys.argv[1]


def said(path, *entries):
    done = subprocess.run([program, path, *entries], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout + done.stderr


with tempfile.TemporaryDirectory() as scratch:
    trace = pathlib.Path(scratch) / "made.u64"
    keys = [7919 * key << 33 & 2**64 - 1 for key in range(100)]  # of all 64 bits
    trace.write_bytes(b"".join(struct.pack("<Q", key) for key in keys * 3))
    packed = trace.with_suffix(".u64.xz")
    packed.write_bytes(lzma.compress(trace.read_bytes()))
    cut_off = pathlib.Path(scratch) / "cut_off.u64"
    cut_off.write_bytes(trace.read_bytes()[:-3])
    absent = pathlib.Path(scratch) / "absent.u64"
    expected = [
        (said(trace, "200", "100"), (0, "200 300 200 100\n100 300 200 100\n")),
        (said(packed, "200"), (0, "200 300 200 100\n")),
        (said(cut_off, "200"), (1, f"{cut_off} ends within a key: it is cut off, or no trace\n")),
        (said(absent, "200"), (1, f"{absent} cannot be read\n")),
        (said(trace, "many"), (1, "many is no number of entries\n")),
    ]
    wrong = [pair for pair in expected if pair[0] != pair[1]]
    for found, wanted in wrong:
        print(f"expected {wanted}\nfound    {found}")
    sys.exit(1 if wrong else 0)
