"""Makes random structs and a schema that returns them, runs the generator, compiles what it emits, and sees random values come back.
What the program wrote is read by another implementation of MessagePack, when Python has one.

Usage: generated_types.py GENERATOR COMPILER RUNTIME_INCLUDES RUNTIME_LIBRARY FOLDER [SEED]
"""
import pathlib
import random
import shutil
import subprocess
import sys

STRUCTS = 12
VALUES = 50
SCALARS = ["bool", "char", "std::int8_t", "std::uint16_t", "int", "std::uint64_t", "float", "double", "std::string",
           "std::byte", "std::chrono::milliseconds", "std::chrono::sys_seconds", "Role"]
ORDERED = ["bool", "int", "std::uint64_t", "std::string", "std::int8_t"]


class Types:
    """Random types; each struct uses only those before it, or itself behind a vector."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.structs = []  # of (name, base, fields)

    def any(self, depth=0, own=None):
        kind = self.random.randrange(14 if depth < 3 else 5)
        if kind < 4 or (kind == 4 and not self.structs):
            return self.random.choice(SCALARS)
        if kind == 4:
            return self.random.choice(self.structs)[0]
        if kind == 13:
            return f"std::vector<{own}>" if own else "std::vector<std::byte>"

        def inner():
            return self.any(depth + 1, own)

        def key():
            return self.random.choice(ORDERED)
        return [
            lambda: f"std::vector<{inner()}>",
            lambda: f"std::optional<{inner()}>",
            lambda: f"std::map<{key()}, {inner()}>",
            lambda: f"std::set<{key()}>",
            lambda: f"std::unordered_map<{key()}, {inner()}>",
            lambda: f"std::array<{inner()}, {self.random.randrange(4)}>",
            lambda: f"std::tuple<{inner()}, {inner()}>",
            lambda: f"std::variant<std::monostate, {inner()}, {inner()}>",
        ][kind - 5]()

    def add_struct(self):
        name = f"Struct{len(self.structs)}"
        bases = [known for known in self.structs if known[1] is None and known[2]]
        base = self.random.choice(bases) if bases and self.random.random() < 0.3 else None
        fields = [(f"{name.lower()}_{i}", self.any(own=name)) for i in range(self.random.randrange(1, 7))]
        self.structs.append((name, base, fields))

    def fields_of(self, struct):
        name, base, fields = struct
        return (self.fields_of(base) if base else []) + fields


def header(types):
    standard = ["array", "chrono", "cstddef", "cstdint", "map", "optional", "set", "string", "tuple", "unordered_map",
                "variant", "vector"]
    text = ["#pragma once"] + [f"#include <{name}>" for name in standard] + ["namespace made {"]
    text.append("enum class Role : std::int16_t { reader = -1, editor = 5, owner = 300 };")
    for name, base, fields in types.structs:
        text.append(f"struct {name}{' : ' + base[0] if base else ''} {{")
        text += [f"  {kind} {field}{{}};" for field, kind in fields]
        text.append(f"  friend bool operator==(const {name}&, const {name}&) = default;")
        text.append("};")
    return "\n".join(text + ["}"]) + "\n"


def schema(types):
    queries = "".join(f"  get_{name.lower()}: {{ returns: {name}, tags: [all] }}\n" for name, _, _ in types.structs)
    return f"cache: MadeCache\nnamespace: made\ninclude: [made.hpp]\ntags: [all]\nqueries:\n{queries}"


def program(types):
    text = ['#include "made_cache.cpp"', '#include "random_value.hpp"', ""]
    for name, base, fields in types.structs:
        text.append(f"void fill({name}& value, Random& random) {{")
        if base:
            text.append(f"  fill(static_cast<{base[0]}&>(value), random);")
        text += [f"  ::fill_any(value.{field}, random);" for field, _ in fields]
        text.append("}")
    # In their namespace and declared first, so that all structs may hold each other.
    text[2:2] = ["namespace made {"] + [f"void fill({name}& value, Random& random);" for name, _, _ in types.structs]
    text.append("}")
    text.append("int main(int, char** arguments) {")
    text.append("  Random random(std::stoull(arguments[1]));")
    text.append("  std::ofstream file(arguments[2], std::ios::binary);")
    text.append("  int failures = 0;")
    for name, _, _ in types.structs:
        text.append(f'  failures += round_trips<made::{name}>("{name}", {VALUES}, random, file);')
    text.append("  return failures == 0 ? 0 : 1;\n}")
    return "\n".join(text) + "\n"


def read_elsewhere(path, types):
    """Each value is a map whose keys are the fields of its struct, in order."""
    try:
        import msgpack
    except ImportError:
        print("python3-msgpack is not installed: what was written is not read by another implementation")
        return
    with open(path, "rb") as file:
        values = list(msgpack.Unpacker(file, raw=True, strict_map_key=False, object_pairs_hook=list))
    assert len(values) == STRUCTS * VALUES, f"{len(values)} values instead of {STRUCTS * VALUES}"
    for index, value in enumerate(values):
        expected = [field.encode() for field, _ in types.fields_of(types.structs[index // VALUES])]
        assert [key for key, _ in value] == expected, f"value {index}: {value} instead of {expected}"
    print(f"{len(values)} values read by msgpack for Python")


def main():
    generator, compiler, includes, library, folder = sys.argv[1:6]
    seed = int(sys.argv[6]) if len(sys.argv) > 6 else 1
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    types = Types(seed)
    for _ in range(STRUCTS):
        types.add_struct()
    (folder / "made.hpp").write_text(header(types))
    (folder / "made.yaml").write_text(schema(types))
    (folder / "main.cpp").write_text(program(types))
    print(f"seed {seed}, in {folder}")
    subprocess.run([generator, "generate", folder / "made.yaml", "--out", folder, "--", "-std=c++20"], check=True)
    subprocess.run([compiler, "-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", f"-I{includes}",
                    f"-I{folder}", f"-I{here}", folder / "main.cpp", library, "-pthread", "-o", folder / "program"],
                   check=True)
    subprocess.run([folder / "program", str(seed), folder / "values"], check=True)
    read_elsewhere(folder / "values", types)


if __name__ == "__main__":
    main()
