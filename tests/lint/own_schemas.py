"""tagcache check finds nothing in the schemas that the product shows, and can read each golden schema.

    own_schemas.py GENERATOR ROOT
"""
import pathlib
import subprocess
import sys

generator, root = sys.argv[1], pathlib.Path(sys.argv[2])
own = [path for pattern in ("schemas/*.yaml", "examples/*/*.yaml") for path in sorted(root.glob(pattern))
       if "cache:" in path.read_text()]
golden = [path for path in sorted(root.glob("tests/golden/*/*.yaml")) if path.stem == path.parent.name]
failed = False
for path in own + golden:
    strict = ["--strict"] if path in own else []
    words = [generator, "check", path.name, *strict, "--", "-std=c++20", f"-I{root}/runtime/include"]
    done = subprocess.run(words, cwd=path.parent, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0 or (strict and done.stderr):
        failed = True
        print(f"{path}: exit code {done.returncode}\n{done.stderr}")
if len(own) < 3 or len(golden) < 15:
    sys.exit(f"only {len(own)} schemas of our own and {len(golden)} golden ones found: are they elsewhere now?")
sys.exit(1 if failed else 0)
