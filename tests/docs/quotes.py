"""Checks that each yaml, cpp and cmake block of the pages stands in a file that the build compiles.  [SX-01][SX-23]

    quotes.py SOURCE_FOLDER
"""
import pathlib
import re
import sys

COMPILED = {"yaml": "*.yaml", "cpp": "*.?pp", "cmake": "CMakeLists.txt"}
BLOCK = re.compile(r"^```(yaml|cpp|cmake)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def normal(text):
    """Lines without their indentation, so that a page may show the inside of a function."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def main(root):
    sources = {
        language: [normal(path.read_text()) for folder in ("examples", "schemas", "tests")
                   for path in sorted((root / folder).rglob(pattern)) if "errors" not in path.parts]
        for language, pattern in COMPILED.items()
    }
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md")), *sorted((root / "examples").rglob("README.md"))]
    blocks = [(page, language, text) for page in pages for language, text in BLOCK.findall(page.read_text())]
    lost = [(page, text) for page, language, text in blocks
            if not any(normal(text) in source for source in sources[language])]
    for page, text in lost:
        print(f"{page.relative_to(root)}: no compiled file contains this block:\n{text}")
    if not blocks:
        sys.exit("no block was found: is this the right folder?")
    print(f"{len(blocks) - len(lost)} of {len(blocks)} blocks stand in compiled files")
    sys.exit(1 if lost else 0)


main(pathlib.Path(sys.argv[1]))
