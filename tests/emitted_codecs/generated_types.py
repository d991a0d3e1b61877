"""Makes random structs and a schema that returns them, runs the generator, compiles what it emits, and sees random values come back.
What the program wrote is read by another implementation of MessagePack, when Python has one.

Usage: generated_types.py GENERATOR COMPILER RUNTIME_INCLUDES RUNTIME_LIBRARY FOLDER [SEED [COUNT]]
       generated_types.py --kinds docs/codecs.md SEED...

The first does COUNT seeds from SEED on, each in a folder of its own. The second looks whether each kind of type that the page says
to have a codec is among those that the seeds give.
"""
import pathlib
import random
import re
import shutil
import subprocess
import sys

STRUCTS = 6
VALUES = 50
SCALARS = ["bool", "char", "unsigned char", "char8_t", "char32_t", "wchar_t", "std::int8_t", "std::uint16_t", "int", "long long",
           "std::uint64_t", "float", "double", "std::string", "std::byte", "std::monostate", "Role", "Level", "UserId", "Name",
           "std::chrono::milliseconds", "std::chrono::duration<std::int32_t, std::ratio<1, 60>>", "std::chrono::sys_seconds",
           "std::chrono::sys_time<std::chrono::microseconds>"]
HASHED = ["bool", "int", "std::uint64_t", "std::string", "std::int8_t", "Role", "UserId"]
ORDERED = HASHED + ["Name", "Level", "std::pair<int, std::string>", "std::array<std::uint8_t, 4>", "std::tuple<bool, UserId>",
                    "std::vector<int>", "std::optional<std::string>"]

# Each struct uses those before it, and itself behind what allocates.
PRELUDE = """#pragma once
{includes}
namespace made {{
enum class Role : std::int16_t {{ reader = -1, editor = 5, owner = 300 }};
enum Level {{ low = -1, high = 1 }};
struct UserId {{
  std::uint64_t value = 0;
  friend auto operator<=>(const UserId&, const UserId&) = default;
}};
template <class T, class Tag>
struct Strong {{
  T value{{}};
  friend auto operator<=>(const Strong&, const Strong&) = default;
}};
using Name = Strong<std::string, struct NameTag>;
template <class T>
struct Page {{
  std::vector<T> items;
  std::optional<std::uint32_t> next;
}};
template <class First, class Second>
struct Both : Page<Second> {{
  First first{{}};
  std::map<std::string, Second> more;
}};
template <class T, std::size_t N>
struct Block {{
  T cells[N]{{}};
}};
template <class T, std::size_t N>
using CArray = T[N];
}}  // namespace made
template <>
struct std::hash<made::UserId> {{
  std::size_t operator()(made::UserId id) const noexcept {{ return std::hash<std::uint64_t>()(id.value); }}
}};
namespace made {{
"""
INCLUDES = ["array", "chrono", "compare", "cstddef", "cstdint", "deque", "functional", "list", "map", "memory", "optional", "set", "string",
            "tuple", "unordered_map", "unordered_set", "utility", "variant", "vector"]

# For the random values; UserId and Name are compared as they are.
FIELDS_OF_TEMPLATES = """
template <>
struct Fields<made::UserId> {
  static void both(auto& left, auto& right, auto visit) { visit(left.value, right.value); }
};
template <class T, class Tag>
struct Fields<made::Strong<T, Tag>> {
  static void both(auto& left, auto& right, auto visit) { visit(left.value, right.value); }
};
template <class T>
struct Fields<made::Page<T>> {
  static void both(auto& left, auto& right, auto visit) { visit(left.items, right.items), visit(left.next, right.next); }
};
template <class First, class Second>
struct Fields<made::Both<First, Second>> {
  static void both(auto& left, auto& right, auto visit) {
    Fields<made::Page<Second>>::both(left, right, visit);
    visit(left.first, right.first), visit(left.more, right.more);
  }
};
template <class T, std::size_t N>
struct Fields<made::Block<T, N>> {
  static void both(auto& left, auto& right, auto visit) { visit(left.cells, right.cells); }
};
"""

# What the page calls kinds that have no name of their own in C++, and what shows that one was made.
WORDS = {"`bool`": r"\bbool\b", "integers": r"\bint\b", "character types": r"\bchar8_t\b", "`float`": r"\bfloat\b", "`double`": r"\bdouble\b",
         "enumerations": r"\bRole\b", "C arrays": r"\bCArray<", "unordered ones": r"\A(?=.*std::unordered_set<).*std::unordered_multiset<",
         "plain structs": r"\bStruct\d", "templates": r"\bPage<", "strong typedef": r"\bUserId\b", "derive from plain structs": r" : Struct",
         "contain themselves": r"struct (Struct\d+)\b(?:(?!\n\};).)*<\1>"}


class Types:
    """Random types; each struct uses only those before it, or itself behind what allocates."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.structs = []  # of (name, bases, fields)
        # Moving a deque may throw, so a vector copies what has one as a member, and cannot when a container of unique pointers is beside it.
        self.deque, self.unique = [("std::deque", "std::shared_ptr"), ("std::list", "std::unique_ptr")][seed % 2]
        self.decks = {}    # of what there is to choose from: what is still to come before any of it comes again

    def pick(self, *choices):
        deck = self.decks.setdefault(choices, [])
        if not deck:
            deck += choices
            self.random.shuffle(deck)
        return deck.pop()

    def any(self, own, depth=0):
        """A type within `own`, the struct that is being made, `depth` types deep in its field."""
        if depth > 2 or self.random.random() < 0.15 + 0.2 * depth:
            known = [name for name, _, _ in self.structs]
            return self.random.choice(known) if known and self.random.random() < 0.3 else self.pick(*SCALARS)
        make = self.pick(*(name for name in dir(self) if name.startswith("make_")))
        return getattr(self, make)(lambda: self.any(own, depth + 1), own)

    def make_vector(self, inner, own):
        return f"std::vector<{inner()}>"

    def make_bytes(self, inner, own):
        return self.pick("std::vector", self.deque) + f"<{self.pick('std::byte', 'std::uint8_t', 'char')}>"

    def make_sequence(self, inner, own):
        return self.pick(self.deque, "std::list") + f"<{inner()}>"

    def make_array(self, inner, own):
        return f"std::array<{inner()}, {self.random.randrange(4)}>"

    def make_c_array(self, inner, own):
        return f"Block<{inner()}, {self.random.randrange(1, 4)}>"

    def make_set(self, inner, own):
        return self.pick("std::set", "std::multiset") + f"<{self.pick(*ORDERED)}>"

    def make_unordered_set(self, inner, own):
        return self.pick("std::unordered_set", "std::unordered_multiset") + f"<{self.pick(*HASHED)}>"

    def make_map(self, inner, own):
        return self.pick("std::map", "std::multimap") + f"<{self.pick(*ORDERED)}, {inner()}>"

    def make_unordered_map(self, inner, own):
        return self.pick("std::unordered_map", "std::unordered_multimap") + f"<{self.pick(*HASHED)}, {inner()}>"

    def make_optional(self, inner, own):
        return f"std::optional<{inner()}>"

    def make_unique(self, inner, own):
        return f"{self.unique}<{self.pick('', 'const ')}{inner()}>"

    def make_shared(self, inner, own):
        return f"std::shared_ptr<{self.pick('', 'const ')}{inner()}>"

    def make_variant(self, inner, own):
        return "std::variant<" + self.pick("std::monostate, ", "") + ", ".join(inner() for _ in range(self.random.randrange(1, 4))) + ">"

    def make_pair(self, inner, own):
        return f"std::pair<{inner()}, {inner()}>"

    def make_tuple(self, inner, own):
        return "std::tuple<" + ", ".join(inner() for _ in range(self.random.randrange(4))) + ">"

    def make_page(self, inner, own):
        return f"Page<{inner()}>"

    def make_both(self, inner, own):
        return f"Both<{inner()}, {inner()}>"

    def make_own(self, inner, own):
        return self.pick("std::vector", "std::list", self.unique, "std::shared_ptr") + f"<{own}>"

    def field(self, own):
        kind = self.any(own)
        while self.random.random() < 0.1:
            kind = f"CArray<{kind}, {self.random.randrange(1, 4)}>"  # only members are of such types
        return kind

    def bases(self):
        """Structs that have no base in common."""
        chosen, ancestors = [], set()
        for struct in self.random.sample(self.structs, len(self.structs)):
            own = {name for name, _, _ in self.family(struct)}
            if self.random.random() < 0.25 and not ancestors & own:
                chosen.append(struct)
                ancestors |= own
        return chosen

    def add_struct(self):
        name = f"Struct{len(self.structs)}"
        bases = self.bases()
        fields = [(f"{name.lower()}_{i}", self.field(name)) for i in range(self.random.randrange(8))]
        self.structs.append((name, bases, fields))

    def family(self, struct):
        """The struct behind all that it derives from, in the order of their fields."""
        return [ancestor for base in struct[1] for ancestor in self.family(base)] + [struct]

    def fields_of(self, struct):
        return [field for _, _, fields in self.family(struct) for field in fields]


def types_of(seed):
    types = Types(seed)
    for _ in range(STRUCTS):
        types.add_struct()
    return types


def structs(types):
    text = []
    for name, bases, fields in types.structs:
        text.append(f"struct {name}{' : ' if bases else ''}{', '.join(base for base, _, _ in bases)} {{")
        text += [f"  {kind} {field}{{}};" for field, kind in fields]
        text.append("};")
    return "\n".join(text + ["}  // namespace made"]) + "\n"


def schema(types):
    queries = "".join(f"  get_{name.lower()}: {{ returns: {name}, tags: [all] }}\n" for name, _, _ in types.structs)
    return f"cache: MadeCache\nnamespace: made\ninclude: [made.hpp]\ntags: [all]\nqueries:\n{queries}"


def program(types):
    text = ['#include "made_cache.cpp"', '#include "random_value.hpp"', FIELDS_OF_TEMPLATES]
    for struct in types.structs:
        visits = [f"    visit(left.{field}, right.{field});" for field, _ in types.fields_of(struct)]
        text += ["template <>", f"struct Fields<made::{struct[0]}> {{",
                 "  static void both([[maybe_unused]] auto& left, [[maybe_unused]] auto& right, [[maybe_unused]] auto visit) {"]
        text += visits + ["  }", "};"]
    text += ["int main(int, char** arguments) {", "  RandomValues random(std::stoull(arguments[1]));",
             "  std::ofstream file(arguments[2], std::ios::binary);", "  int failures = 0;"]
    text += [f'  failures += round_trips<made::{name}>("{name}", {VALUES}, random, file);' for name, _, _ in types.structs]
    return "\n".join(text + ["  return failures == 0 ? 0 : 1;", "}"]) + "\n"


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


def try_seed(seed, folder, generator, compiler, includes, library):
    here = pathlib.Path(__file__).resolve().parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    types = types_of(seed)
    prelude = PRELUDE.format(includes="".join(f"#include <{name}>\n" for name in INCLUDES))
    (folder / "made.hpp").write_text(prelude + structs(types))
    (folder / "made.yaml").write_text(schema(types))
    (folder / "main.cpp").write_text(program(types))
    print(f"seed {seed}, in {folder}", flush=True)
    subprocess.run([generator, "generate", folder / "made.yaml", "--out", folder, "--", "-std=c++20"], check=True)
    subprocess.run([compiler, "-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", f"-I{includes}",
                    f"-I{folder}", f"-I{here}", folder / "main.cpp", library, "-pthread", "-o", folder / "program"],
                   check=True)
    subprocess.run([folder / "program", str(seed), folder / "values"], check=True)
    read_elsewhere(folder / "values", types)


def kinds_never_made(page, seeds):
    """Each row of the table of types, and each promise about structs below it, in the words of the page."""
    made = "\n".join(structs(types_of(seed)) for seed in seeds)
    rows = re.findall(r"^\| (.+?) \| .+ \|$", page, re.MULTILINE)[1:]
    assert len(rows) > 10, "the page has no table of types"
    for row in rows:
        names = re.findall(r"std::\w+(?:::\w+)*", row)
        if not names and not any(word in row for word in WORDS):
            yield f"{row}: WORDS has no word of this row"
        yield from (f"{row}: no type has {name}" for name in names if not re.search(rf"\b{name}\b", made))
    for word, pattern in WORDS.items():
        if word not in page:
            yield f"the page says nothing of {word}"
        elif not re.search(pattern, made, re.DOTALL):
            yield f"{word}: no type matches {pattern}"


def main():
    if sys.argv[1] == "--kinds":
        missing = list(kinds_never_made(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"), map(int, sys.argv[3:])))
        print("\n".join(missing))
        return 1 if missing else 0
    generator, compiler, includes, library, folder = sys.argv[1:6]
    first, count = (list(map(int, sys.argv[6:8])) + [1, 1][len(sys.argv[6:8]):])
    for seed in range(first, first + count):
        try_seed(seed, pathlib.Path(folder) / str(seed), generator, compiler, includes, library)
    return 0


if __name__ == "__main__":
    sys.exit(main())
