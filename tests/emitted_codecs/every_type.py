"""Every type that the headers of Box2D and Assimp declare: those that get a codec come back, and why the others get none is known.

Usage: every_type.py GENERATOR COMPILER RUNTIME_INCLUDES RUNTIME_LIBRARY FOLDER CLANG BOX2D_INCLUDES ASSIMP_INCLUDES ASSIMP_LIBRARY

Clang says which types there are, so that none is forgotten. UPDATE_GOLDENS=1 writes real_headers/every_type.txt anew.
"""
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys

VALUES = 20
# Some headers use what they do not include; these are for them.
BEFORE = ["climits", "cstddef", "cstdint", "cstring"]
LEFT_OUT = {"XmlParser.h"}  # needs pugixml
# What Clang's filter for names is, and what the names look like in full.
NAMES = {"b2": r"b2[A-Z]\w*", "ai": r"ai[A-Z]\w*", "Assimp::": r"Assimp::\w+"}
HEAD = """# Every type that the headers of Box2D 2.4 and Assimp 5.2 (Debian 12) declare outside of classes: what its values look like as bytes,
# then those that get no codec, with the first reason. Class templates stand here by the names of their instances; classes that are only
# declared are no values of anybody's. Written by UPDATE_GOLDENS=1 ctest -R 'every type of real headers'.
"""

PROGRAM = """#include "whole_cache.cpp"
#include "random_value.hpp"

// What the emitted codec says that a record consists of.
template <class Record, class... F>
void both_of(const tagcache::RecordCodec<Record, F...>&, [[maybe_unused]] auto& left, [[maybe_unused]] auto& right, [[maybe_unused]] auto visit) {
  (visit(left.*F::member, right.*F::member), ...);
}
template <class Record>
  requires std::is_class_v<Record>
struct Fields<Record> {
  static void both(auto& left, auto& right, auto visit) { both_of(tagcache::Codec<Record>(), left, right, visit); }
};
// Its own comparison and copies believe its length.
template <>
struct Fields<aiString> {
  template <class String>
  static void both(String& left, String& right, auto visit) {
    visit(left.length, right.length), visit(left.data, right.data);
    if constexpr (!std::is_const_v<String>) {
      left.length %= sizeof(left.data);
      std::memset(left.data + left.length, 0, sizeof(left.data) - left.length);
    }
  }
};

/// Whether each bit of a value is read: nothing of what was there before is left, neither zeros nor ones.
template <class T>
bool reads_all(const char* name, RandomValues& random) {
  if constexpr (std::is_trivially_copyable_v<T>) {
    const auto bytes = tagcache::encode(random.one<T>()).value();
    T places[2]{};
    for (int i = 0; i < 2; ++i) {
      std::memset(static_cast<void*>(&places[i]), i == 0 ? 0 : 0xFF, sizeof(T));
      tagcache::Unpacker unpacker(bytes);
      if (!unpacker.read(places[i])) return false;
      __builtin_clear_padding(&places[i]);
    }
    if (std::memcmp(static_cast<void*>(&places[0]), static_cast<void*>(&places[1]), sizeof(T)) != 0) {
      std::cerr << name << ": its codec leaves something out\\n";
      return false;
    }
  }
  return true;
}

int main(int, char** arguments) {
  RandomValues random(1);
  std::ofstream file(arguments[1], std::ios::binary);
  int failures = 0;
"""


def types(clang, folder, includes):
    """Those that the headers declare, in order of their names."""
    names = set()
    for start, pattern in NAMES.items():
        command = [clang, "-std=c++20", "-fsyntax-only", "-w", *includes, "-Xclang", "-ast-dump", "-Xclang",
                   f"-ast-dump-filter={start}", "-x", "c++", folder / "every.hpp"]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, errors="replace").stdout
        for name, what in re.findall(rf"^Dumping ({pattern}):\n(.*)$", said, re.MULTILINE):
            kind = what.split(" ", 1)[0]
            if kind in ("EnumDecl", "TypedefDecl", "TypeAliasDecl") or (kind == "CXXRecordDecl" and what.endswith(" definition")):
                names.add(name)
    assert len(names) > 150, f"Clang names only {len(names)} types"
    return sorted(names)


def schema(names):
    queries = "".join(f'  query_{i}: {{ returns: "{name}", tags: [all] }}\n' for i, name in enumerate(names))
    return f"cache: EveryCache\nnamespace: every\ninclude: [every.hpp]\ntags: [all]\nqueries:\n{queries}"


def verdicts(generator, folder, includes, names):
    """What values look like as bytes, and why others are none, by name. A member that is in several types is told once, so ask again."""
    encodable, refused = list(names), {}
    while True:
        (folder / "every.yaml").write_text(schema(encodable))
        lines_before = schema([]).count("\n") + 1
        said = subprocess.run([generator, "generate", folder / "every.yaml", "--dump=model", "--", "-std=c++20", *includes],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if said.returncode == 0:
            shapes = re.findall(r"^  as bytes: (.*)$", said.stdout, re.MULTILINE)
            assert len(shapes) == len(encodable), said.stdout
            return dict(zip(encodable, shapes)), refused
        found = re.findall(r"^\S*every\.yaml:(\d+):\d+: error: (.*)$", said.stdout, re.MULTILINE)
        assert found, said.stdout
        for line, why in found:
            refused.setdefault(encodable[int(line) - lines_before], re.sub(r"the query query_\d+", "a query", why))
        encodable = [name for name in encodable if name not in refused]


def compare(text, golden):
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(text, encoding="utf-8")
    listed = golden.read_text(encoding="utf-8") if golden.exists() else ""
    difference = list(difflib.unified_diff(listed.splitlines(), text.splitlines(), golden.name, "now", lineterm="", n=0))
    assert not difference, "\n".join(difference)


def run(generator, compiler, runtime, libraries, folder, includes, names):
    """One struct of them all, which takes a compiler less time than a query for each."""
    here = pathlib.Path(__file__).resolve().parent
    members = "".join(f"  {name} member_{i};\n" for i, name in enumerate(names))
    (folder / "whole.hpp").write_text(f'#pragma once\n#include "every.hpp"\nstruct Whole {{\n{members}}};\n')
    (folder / "whole.yaml").write_text(schema(["Whole"]).replace("every.hpp", "whole.hpp"))
    subprocess.run([generator, "generate", folder / "whole.yaml", "--out", folder, "--", "-std=c++20", *includes], check=True)
    calls = [f'  failures += round_trips<{name}>("{name}", {VALUES}, random, file) + !reads_all<{name}>("{name}", random);' for name in names]
    (folder / "main.cpp").write_text(PROGRAM + "\n".join(calls) + "\n  return failures == 0 ? 0 : 1;\n}\n")
    subprocess.run([compiler, "-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-Wno-cpp", f"-I{runtime}", f"-I{folder}", f"-I{here}", *includes,
                    folder / "main.cpp", *libraries, "-pthread", "-o", folder / "program"], check=True)
    subprocess.run([folder / "program", folder / "values"], check=True)


def main():
    generator, compiler, runtime, library, folder, clang, box2d, assimp, assimp_library = sys.argv[1:]
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    headers = [path for place in (f"{box2d}/box2d", f"{assimp}/assimp") for path in sorted(pathlib.Path(place).glob("*.h*"))]
    lines = [f"#include <{name}>" for name in BEFORE]
    lines += [f"#include <{path.parent.name}/{path.name}>" for path in headers if path.name not in LEFT_OUT]
    (folder / "every.hpp").write_text("\n".join(["#pragma once"] + lines) + "\n")
    includes = [f"-I{box2d}", f"-I{assimp}"]
    names = types(clang, folder, includes)
    encodable, refused = verdicts(generator, folder, includes, names)
    text = "".join(f"{name}: {shape}\n" for name, shape in encodable.items()) + "\n" + "".join(f"{name}: {refused[name]}\n" for name in sorted(refused))
    compare(HEAD + "\n" + text, pathlib.Path(__file__).with_name("real_headers") / "every_type.txt")
    run(generator, compiler, runtime, [library, assimp_library], folder, includes, encodable)
    print(f"{len(encodable)} types come back, {len(refused)} are refused")


if __name__ == "__main__":
    main()
