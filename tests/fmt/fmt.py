"""Checks `tagcache fmt`.

    fmt.py GENERATOR SOURCE_FOLDER goldens|files|meaning|product
"""
import os
import pathlib
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile

generator, root, part = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
failures = []


def expect(what, found, wanted):
    if found != wanted:
        failures.append(f"{what}\n--- found\n{found}\n--- wanted\n{wanted}")


def tagcache(*words, text=None, folder=None):
    done = subprocess.run([generator, *words], input=text, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, errors="replace", check=False)
    return done.returncode, done.stdout, done.stderr


def formatted(text):
    code, out, err = tagcache("fmt", "-", text=text)
    if code:
        failures.append(f"fmt refused:\n{text}\n{err}")
    return out


def check_goldens():
    cases = sorted(path.parent for path in (root / "tests/fmt").glob("*/input.yaml"))
    expect("there are cases", len(cases) >= 6, True)
    for case in cases:
        found = formatted((case / "input.yaml").read_text())
        if os.environ.get("UPDATE_GOLDENS"):
            (case / "expected.yaml").write_text(found)
        expect(case.name, found, (case / "expected.yaml").read_text())
        expect(f"{case.name}, formatted twice", formatted(found), found)


def check_files():
    """What happens to files, and what is said about them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)

        def run(*words):
            return tagcache("fmt", *words, folder=folder)

        ugly, tidy = "cache:   A\n\n\ntags: [a,b]\n", "cache: A\n\ntags: [a, b]\n"
        schema = folder / "a.yaml"
        schema.write_text(ugly)
        schema.chmod(0o640)
        (folder / "link.yaml").symlink_to("a.yaml")
        (folder / "b.yaml").write_text(tidy)
        difference = "a.yaml\n    1 - cache:   A\n    2 - \n    1 + cache: A\n    4 - tags: [a,b]\n    3 + tags: [a, b]\n"
        wrong = ("error: 'a.yaml' is not formatted [not-formatted]\nexpected: the layout of tagcache fmt\n"
                 "write:    tagcache fmt a.yaml\n")
        expect("--check", run("--check", "b.yaml", "a.yaml"), (1, difference, wrong))
        expect("--check writes nothing", schema.read_text(), ugly)
        before = (folder / "b.yaml").stat()
        expect("in place", run("link.yaml", "b.yaml"), (0, "", ""))
        expect("the file", schema.read_text(), tidy)
        expect("its permissions", stat.S_IMODE(schema.stat().st_mode), 0o640)
        expect("the link", (folder / "link.yaml").is_symlink(), True)
        expect("a formatted file is not written", (folder / "b.yaml").stat().st_ino, before.st_ino)
        unseen = {"\ufeffa: b\n": "      - a byte order mark in front of line 1\n",
                  "a: b\r\nc: d\r\n": "      - carriage returns at the ends of lines: 2\n",
                  "a: b": "      + a line break behind the last line\n",
                  "a: b \t\n": "    1 - a: b··\n    1 + a: b\n",
                  "\ufeffa:  b\r\n": "      - a byte order mark in front of line 1\n      - carriage returns at the ends of "
                                    "lines: 1\n    1 - a:  b\n    1 + a: b\n"}
        for text, shown in unseen.items():
            (folder / "unseen.yaml").write_bytes(text.encode())
            expect(f"--check of {text!r}", run("--check", "unseen.yaml")[:2], (1, "unseen.yaml\n" + shown))
        (folder / "unseen.yaml").unlink()
        expect("--check of what is formatted", run("--check", "a.yaml", "b.yaml"), (0, "", ""))
        expect("standard input", tagcache("fmt", "-", text=ugly), (0, tidy, ""))
        expect("standard input, --check", tagcache("fmt", "--check", "-", text=tidy), (0, "", ""))
        with open("/dev/full", "w") as full:
            lost = subprocess.run([generator, "fmt", "-"], input=ugly.encode(), stdout=full, stderr=subprocess.PIPE)
        expect("standard output that takes nothing", lost.returncode, 3)

        refused = "cache: A\nx-note: one\n  two\n"
        (folder / "refused.yaml").write_text(refused)
        schema.write_text(ugly)
        code, out, err = run("refused.yaml", "missing.yaml", "a.yaml")
        expect("several", (code, out), (3, ""))
        expect("what was refused", err, "refused.yaml:3:3: error: text that goes on in a further line is left as it is, and "
               "so is the file [cannot-format]\n    3 |   two\n      |   ^\nexpected: a schema without it\n"
               "write:    the text in one line\n\nerror: the schema 'missing.yaml' cannot be read [cannot-read]\n"
               "expected: the path of a schema; there are: a.yaml, b.yaml, link.yaml, refused.yaml\n")
        expect("a refused file is left alone", (folder / "refused.yaml").read_text(), refused)
        expect("the others are formatted", schema.read_text(), tidy)
        expect("no other files are left", sorted(path.name for path in folder.iterdir()),
               ["a.yaml", "b.yaml", "link.yaml", "refused.yaml"])
        for text in ("a: |+\n  b\n", "a:\n  |\n   b\n", "%YAML 1.2\n---\na: b\n", "a: 'b\n  c'\n", "a: [b\n  c]\n",
                     "? a\n: b\n"):
            code, out, err = tagcache("fmt", "-", text=text)
            expect(f"refused: {text}", (code, out, "error: " in err), (1, "", True))


def outline(path):
    """What the parser makes of a schema, and what it complains about, without the places."""
    code, out, err = tagcache("generate", path.name, "--dump=document", folder=path.parent)
    messages = sorted(re.findall(r"error: (.*)", err))
    return code, re.sub(r"  \([^()]*:\d+:\d+\)", "", out), messages


def comments(text):
    return [line.strip() for line in re.findall(r"(?:^|(?<=\s))#.*$", re.sub(r"\"[^\"\n]*\"|'[^'\n]*'", "''", text), re.MULTILINE)]


WORDS = ["user", "post", "a_b", "std::string", "users(user).posts(post)", "5m", "10%", "off", '"std::map<int, A>"', "'x'",
         "'it''s'", '"# no comment"', "a#b", "http://x.org/#y", "010", "~", '"a\\"b"']


def random_value(dice, depth):
    kind = dice.random()
    blanks = lambda: " " * dice.choice([0, 0, 1, 2])
    if depth > 2 or kind < 0.5:
        return dice.choice(WORDS)
    items = [random_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    newline = dice.choice(["", "", "\n" + " " * 30])
    remarks = dice.random() < 0.3

    def gap():
        """Blanks, or comments and lines."""
        if not remarks or dice.random() < 0.5:
            return newline + blanks()
        lines = [f" {blanks()}# in {dice.random()}"] * dice.choice([0, 1, 1])
        lines += [" " * dice.randrange(1, 9) + f"# own {dice.random()}"] * dice.choice([0, 0, 1])
        return "\n".join(lines) + "\n" + " " * 30

    if kind < 0.8:
        return "[" + gap() + ("," + gap() + " ").join(item + gap() for item in items) + "]"
    pairs = [f"k{number}:{' ' + gap()}{item}" for number, item in enumerate(items)]
    return "{" + gap() + ("," + gap() + " ").join(pair + gap() for pair in pairs) + "}"


def random_lines(dice, indent, depth):
    """A block map or list with comments, empty lines and any indentation."""
    lines = []
    is_list = depth > 0 and dice.random() < 0.4
    for number in range(dice.randrange(1, 5)):
        blank = " " * indent
        if dice.random() < 0.2:
            lines += [""] * dice.randrange(1, 3)
        if dice.random() < 0.2:
            lines.append(" " * dice.choice([indent, indent, indent + 1, 0]) + f"# remark {dice.random()}")
        remark = f" {' ' * dice.randrange(9)}# about {dice.random()}" if dice.random() < 0.3 else ""
        head = blank + "-" + " " * dice.choice([1, 1, 3]) if is_list else f"{blank}key{number}:" + " " * dice.choice([1, 2])
        kind = dice.random()
        if depth < 3 and kind < 0.35 and not is_list:
            lines.append(head.rstrip() + remark)
            lines += random_lines(dice, indent + dice.choice([1, 2, 4]), depth + 1)
        elif kind < 0.42 and not is_list:
            lines.append(head + dice.choice(["|", ">", "|-"]) + remark)
            lines += [blank + "   text", "", blank + "     further # in", blank + "   end"]
        elif is_list and kind < 0.3:
            lines.append(head + "key: " + random_value(dice, 1) + remark)
            lines.append(" " * len(head) + "other: " + random_value(dice, 1))
        else:
            lines.append(head + random_value(dice, 0) + remark)
    return lines


def check_meaning():
    """A formatted schema means the same, keeps its comments, and is formatted."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(scratch) / "tree"
        for name in ("tests/errors", "tests/golden", "examples", "schemas"):
            shutil.copytree(root / name, copy / name)
        paths = sorted(copy.rglob("*.yaml"))
        before = {path: (path.read_bytes(), outline(path)) for path in paths}
        code, _, err = tagcache("fmt", *map(str, paths))
        refused = {path for path in paths if f"{path}:" in err}
        expect("what is said of those refused", (code, err.count("error: ") >= len(refused)), (1 if refused else 0, True))
        for path in paths:
            text, meaning = before[path]
            if path in refused:
                expect(f"{path}: refused and left alone", path.read_bytes(), text)
                continue
            expect(f"{path}: meaning", outline(path), meaning)
            expect(f"{path}: comments", sorted(comments(path.read_text())), sorted(comments(text.decode())))
        tidy = [str(path) for path in paths if path not in refused]
        expect("schemas were compared", len(tidy) > 60, True)
        expect("formatted twice", tagcache("fmt", "--check", *tidy), (0, "", ""))
        seeds = {pathlib.Path(scratch) / f"seed_{seed}.yaml": "\n".join(random_lines(random.Random(seed), 0, 0)) + "\n"
                 for seed in range(int(os.environ.get("FMT_SEEDS", "60")))}
        for path, text in seeds.items():
            path.write_text(text)
        expect("random ones", tagcache("fmt", *map(str, seeds)), (0, "", ""))
        for path, text in seeds.items():
            once = path.read_text()
            expect(f"{path.name}: comments of\n{text}", sorted(comments(once)), sorted(comments(text)))
            expect(f"{path.name}: two empty lines", "\n\n\n" in re.sub(r"[|>]-?(\s+#.*)?\n(\n| .*\n)*", "", once), False)
        expect("random ones, formatted twice", tagcache("fmt", "--check", *map(str, seeds)), (0, "", ""))


def check_product():
    paths = [path for folder in ("examples", "schemas", "tests/golden", "tests/cmake")
             for path in sorted((root / folder).rglob("*.yaml"))]
    expect("schemas were found", len(paths) > 15, True)
    expect("the schemas of the product", tagcache("fmt", "--check", *map(str, paths)), (0, "", ""))


{"goldens": check_goldens, "files": check_files, "meaning": check_meaning, "product": check_product}[part]()
for failure in failures[:10]:
    print(failure)
sys.exit(1 if failures else 0)
