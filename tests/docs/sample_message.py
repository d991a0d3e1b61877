"""The message on the first page is what the generator says about the schema on the same page, with one letter lost.

    sample_message.py GENERATOR SOURCE_FOLDER
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

generator, root = sys.argv[1], pathlib.Path(sys.argv[2])
page = (root / "README.md").read_text()
shown = re.search(r"^```text\n(blog\.yaml:.*?)^```$", page, re.MULTILINE | re.DOTALL)
if not shown:
    sys.exit("README.md shows no message about blog.yaml")
with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch) / "blog"
    shutil.copytree(root / "examples/blog", folder)
    schema = folder / "blog.yaml"
    text = schema.read_text()
    schema.write_text(text.replace("tags: [users(user)]", "tags: [users(usr)]", 1))
    done = subprocess.run([generator, "generate", "blog.yaml", "--out", "out"], cwd=folder,
                          stderr=subprocess.PIPE, text=True, check=False)
if done.returncode != 1 or done.stderr != shown.group(1):
    sys.exit(f"README.md shows\n{shown.group(1)}\nand the generator says\n{done.stderr}")
