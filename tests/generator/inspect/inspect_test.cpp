#include "inspect/inspect.hpp"

#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "inspect/compile_flags.hpp"
#include "inspect/headers_in_a_folder.hpp"
#include "inspect/probe.hpp"
#include "inspect/resource_directory.hpp"
#include "inspect/type_text.hpp"

using namespace tagcache::generator;

namespace {

/// What is known of `type`, looked up inside namespace shop with model.hpp included.
TypeFacts facts_of(const std::string& type, const std::string& header) {
  const HeadersInAFolder headers;
  headers.add("model.hpp", header);
  Diagnostics diagnostics;
  const auto catalog =
      inspect({"shop", {without_place("model.hpp")}, {without_place(type)}}, headers.settings(), diagnostics);
  INFO(diagnostics.text());
  REQUIRE(diagnostics.empty());
  REQUIRE(catalog.has_value());
  REQUIRE(catalog->types.contains(type));
  return catalog->types.at(type);
}

}  // namespace

TEST_CASE("type texts: names of types pass") {
  for (const char* const text :
       {"int", "std::map<int, std::vector<a::B>>", "unsigned long long", "f(*)(int)", "A<(1 + 2)>"}) {
    INFO(text);
    CHECK(why_no_type_text(text).empty());
  }
}

TEST_CASE("type texts: what could become other code does not") {
  for (const char* const text :
       {"", "  ", "int; int", "struct { int a; }", "int // x", "int /* x */", "int\nint", "A<int", "int)", "A<(int>)",
        "#define x", "\"text\"", "int\\", "R\"(x)\"", "int\tx", "`x`"}) {
    INFO(text);
    CHECK_FALSE(why_no_type_text(text).empty());
  }
}

TEST_CASE("flags: what does not change the meaning of headers is dropped") {
  const std::vector<std::string> flags{"ccache",
                                       "g++",
                                       "-Ia b",
                                       "-isystem",
                                       "inc",
                                       "-DNAME=\"x\"",
                                       "-std=c++23",
                                       "-O2",
                                       "-c",
                                       "main.cpp",
                                       "-o",
                                       "main.o",
                                       "-MD",
                                       "-MF",
                                       "main.d",
                                       "-Werror",
                                       "-Wall",
                                       "-fconcepts-diagnostics-depth=3",
                                       "-fplugin=evil.so",
                                       "--unknown-flag"};
  CHECK(header_reading_flags(flags) ==
        std::vector<std::string>{"-I", "a b", "-isystem", "inc", "-D", "NAME=\"x\"", "-std=c++23", "-O2"});
}

TEST_CASE("flags: those of GCC, of sanitizers, of processors and of other steps of a build leave nothing behind") {
  const std::vector<std::string> flags{"/usr/bin/ccache",
                                       "aarch64-linux-gnu-g++",
                                       "-fno-tree-vectorize",
                                       "-fno-semantic-interposition",
                                       "-fsanitize=address,pointer-compare",
                                       "-fsanitize-address-use-after-scope",
                                       "-fno-sanitize-recover=all",
                                       "-march=znver99",
                                       "-mtune=native",
                                       "-mno-such-feature",
                                       "-mbranch-protection=standard",
                                       "-fmodules-ts",
                                       "-fmodule-mapper=modules.txt",
                                       "-fmodules",
                                       "-fmodule-file=std=std.pcm",
                                       "-fimplicit-modules",
                                       "-Winvalid-pch",
                                       "-fpch-preprocess",
                                       "-include-pch",
                                       "all.pch",
                                       "-Xclang",
                                       "-load",
                                       "-Xclang",
                                       "plugin.so",
                                       "-Wp,-MD,main.d",
                                       "-Wl,--as-needed",
                                       "-Wa,--noexecstack",
                                       "--param",
                                       "max-inline-insns=3",
                                       "-specs=no.specs",
                                       "-fprofile-use=old.profile",
                                       "-fdiagnostics-color=always",
                                       "-fuse-ld=mold",
                                       "-flto=auto",
                                       "-gz",
                                       "-ggdb3",
                                       "-pg",
                                       "-save-temps=obj",
                                       "-fopenmp",
                                       "main.cpp.o"};
  CHECK(header_reading_flags(flags) == std::vector<std::string>{"-std=c++20"});
}

TEST_CASE("flags: what decides about types is kept") {
  const std::vector<std::string> flags{"-std=gnu++20",
                                       "--target=aarch64-linux-gnu",
                                       "--sysroot=/opt/root",
                                       "-m32",
                                       "-funsigned-char",
                                       "-fshort-enums",
                                       "-iquote",
                                       "here",
                                       "-idirafter",
                                       "there",
                                       "-isysroot",
                                       "root",
                                       "-include",
                                       "all.hpp",
                                       "-nostdinc++",
                                       "-stdlib=libc++",
                                       "-U",
                                       "NDEBUG",
                                       "--gcc-install-dir=/usr/lib/gcc/x86_64-linux-gnu/12"};
  CHECK(header_reading_flags(flags) == flags);
}

TEST_CASE("flags: quotes and blanks are part of a definition") {
  const std::vector<std::string> flags{"-DNAME=\"a b\"", "-DEMPTY=", "-D", "PLUS(a, b)=a + b", "-std=c++20"};
  CHECK(header_reading_flags(flags) ==
        std::vector<std::string>{"-D", "NAME=\"a b\"", "-D", "EMPTY=", "-D", "PLUS(a, b)=a + b", "-std=c++20"});
}

TEST_CASE("flags: a standard of tomorrow becomes the newest that is known") {
  CHECK(header_reading_flags({"-std=c++99z"}) == std::vector<std::string>{"-std=c++2b"});
  CHECK(header_reading_flags({"-std=gnu++99z"}) == std::vector<std::string>{"-std=gnu++2b"});
}

TEST_CASE("flags: those that were hardly meant are reported, with what was") {
  const std::map<std::vector<std::string>, std::string> wrong{
      {{"-sdt=c++20"}, "-std=c++20"},
      {{"-std", "c++20"}, "-std=<value>"},
      {{"std=c++20"}, "-std=c++20"},
      {{"-isytem", "inc"}, "-isystem"},
      {{"--sysrot=/opt"}, "--sysroot=/opt"},
      {{"-fno-rti"}, "-fno-rtti"},
      {{"-std=c++2O"}, "-std=c++20"},
      {{"-std=c17"}, "-std=c++20"},
      {{"-std=c++20", "-std=gnu++17"}, "-std=gnu++20"},
      {{"-DNAME", "-I"}, "-I <value>"},
      {{"@missing.rsp"}, "the flags themselves, or --flags-file FILE"},
  };
  for (const auto& [flags, cure] : wrong) {
    Diagnostics diagnostics;
    CHECK_FALSE(report_wrong_flags(flags, diagnostics));
    INFO(diagnostics.text());
    CHECK(diagnostics.text().find("[wrong-flag]\n") != std::string::npos);
    CHECK(diagnostics.text().find("write:    " + cure + "\n") != std::string::npos);
  }
}

TEST_CASE("flags: those of other compilers, and a standard that a later one replaces, are no mistakes") {
  Diagnostics diagnostics;
  CHECK(
      report_wrong_flags({"-std=c++17", "-std=c++20", "-fconcepts-diagnostics-depth=3", "-mno-such-feature",
                          "-fplugin=a.so", "-Wno-such", "-iplugindir=x", "Include/main.cpp", "main.cpp.o", "--unknown"},
                         diagnostics));
  CHECK(report_wrong_flags({"-std=gnu++26"}, diagnostics));
  CHECK(report_wrong_flags({"-std=c++99z"}, diagnostics));
  CHECK(diagnostics.text().empty());
}

TEST_CASE("inspect: what another compiler has precompiled is left alone") {
  const HeadersInAFolder headers;
  headers.add("all.hpp", "struct FromAll { int value; };");
  headers.add("all.hpp.gch", "gpch.013 and no file of Clang");
  CompileSettings settings = headers.settings();
  settings.flags.insert(settings.flags.end(), {"-include", (headers.path / "all.hpp").string(), "-Winvalid-pch"});
  Diagnostics diagnostics;
  const auto catalog = inspect({"", {}, {without_place("FromAll")}}, settings, diagnostics);
  CHECK(diagnostics.text() == "");
  REQUIRE(catalog.has_value());
  CHECK(catalog->types.contains("FromAll"));
}

TEST_CASE("flags: C++20 unless something else is said") {
  CHECK(header_reading_flags({}) == std::vector<std::string>{"-std=c++20"});
  CHECK(header_reading_flags({"-std=gnu++23"}) == std::vector<std::string>{"-std=gnu++23"});
}

TEST_CASE("flags: files with flags are expanded") {
  const HeadersInAFolder folder;
  folder.add("inner.rsp", "-DINNER");
  folder.add("outer.rsp", "-I\"with blank\" @" + (folder.path / "inner.rsp").string());
  CHECK(header_reading_flags({"@" + (folder.path / "outer.rsp").string(), "@missing.rsp"}) ==
        std::vector<std::string>{"-I", "with blank", "-D", "INNER", "-std=c++20"});
}

TEST_CASE("resource directory: found by itself, or where it is said to be") {
  const auto found = resource_directory("");
  REQUIRE(found.has_value());
  CHECK(resource_directory(*found) == found);
  CHECK_FALSE(resource_directory("/nowhere").has_value());
}

TEST_CASE(
    "resource directory: that of the build comes first; where it is gone, what lies beside the library is taken") {
  const HeadersInAFolder elsewhere;
  std::filesystem::create_directory(elsewhere.path / "include");
  elsewhere.add("include/stddef.h", "");
  CHECK(resource_directory("", elsewhere.path.string()) == elsewhere.path.string());
  for (const std::string& gone : {std::string("/nowhere"), std::string()}) {
    const auto found = resource_directory("", gone);
    REQUIRE(found.has_value());
    CHECK(*found != gone);
    CHECK(std::filesystem::exists(std::filesystem::path(*found) / "include" / "stddef.h"));
  }
}

TEST_CASE("inspect: a missing resource directory is reported with its cure") {
  Diagnostics diagnostics;
  CHECK_FALSE(inspect({"", {}, {without_place("int")}}, {{}, "/nowhere"}, diagnostics).has_value());
  CHECK(diagnostics.text().find("[no-resource-directory]") != std::string::npos);
  CHECK(diagnostics.text().find("--resource-dir") != std::string::npos);
}

TEST_CASE("inspect: flags with which nothing can be read are reported") {
  Diagnostics diagnostics;
  static_cast<void>(inspect({"", {}, {without_place("int")}}, {{"-nostdinc++"}, ""}, diagnostics));
  CHECK(diagnostics.text().find("[clang-failed]") != std::string::npos);
}

TEST_CASE("inspect: an error in the standard library is that of the header that asked for it") {
  const HeadersInAFolder headers;
  headers.add("first.hpp", "#include <optional>\n#include <vector>\n");
  headers.add("inner.hpp", "namespace shop { template <class T> struct Box { std::optional<T> value; }; }\n");
  const auto told = [&](const std::string& model, const std::string& type) {
    headers.add("model.hpp", "#include \"inner.hpp\"\nnamespace shop {\n" + model + "\n}\n");
    SourceFile schema("schema.yaml", "first.hpp\nmodel.hpp\n" + type + "\n");
    const auto place = [&](std::uint32_t line, const std::string& text) {
      return Text{text, {&schema, line, 1, static_cast<std::uint32_t>(text.size())}};
    };
    Diagnostics diagnostics;
    static_cast<void>(inspect({"shop", {place(1, "first.hpp"), place(2, "model.hpp")}, {place(3, type)}},
                              headers.settings(), diagnostics));
    const std::string text = diagnostics.text();
    return text.substr(0, text.find('\n'));
  };
  const std::string broken = "schema.yaml:2:1: error: 'model.hpp' does not compile [broken-header]";
  CHECK(told("struct Self { std::optional<Self> next; };", "int") == broken);
  CHECK(told("struct List { std::vector<int&> list; };", "int") == broken);
  CHECK(told("inline Box<void> box;", "int") == broken);
  CHECK(told("", "Box<void>") == "schema.yaml:3:1: error: cannot form a reference to 'void' [unknown-type]");
}

TEST_CASE("inspect: kinds of types") {
  CHECK(facts_of("bool", "").kind == TypeKind::boolean);
  CHECK(facts_of("std::uint64_t", "").kind == TypeKind::integral);
  CHECK(facts_of("double", "").kind == TypeKind::floating);
  CHECK(facts_of("std::string", "").kind == TypeKind::string);
  CHECK(facts_of("std::array<std::uint8_t, 16>", "").kind == TypeKind::byte_array);
  CHECK(facts_of("std::array<std::byte, 4>", "").not_a_key.empty());
  CHECK_FALSE(facts_of("std::array<float, 4>", "").not_a_key.empty());
  CHECK_FALSE(facts_of("std::wstring", "").not_a_key.empty());
  CHECK(facts_of("Color", "namespace shop { enum class Color : short { red }; }").kind == TypeKind::enumeration);
  CHECK(facts_of("void", "").size_bytes == 0);
}

TEST_CASE("inspect: what holds other types may be in a key, but names no one thing") {
  const std::string header = R"(#include <chrono>
#include <optional>
#include <string>
#include <vector>
    namespace shop { struct Item { std::string name; std::optional<int> size; }; })";
  const TypeFacts list = facts_of("std::vector<std::optional<Item>>", header);
  CHECK(list.kind == TypeKind::holder);
  CHECK(list.not_a_key.empty());
  CHECK(list.not_an_id.find("names one thing") != std::string::npos);
  REQUIRE(list.held.size() == 1);
  REQUIRE(list.held[0].held.size() == 1);
  CHECK(list.held[0].held[0].canonical == "shop::Item");
  CHECK(facts_of("std::pair<int, std::string>", header).not_an_id.empty());
  CHECK_FALSE(facts_of("std::pair<int, Item>", header).not_an_id.empty());
  CHECK(facts_of("std::chrono::sys_days", header).kind == TypeKind::time);
  CHECK(facts_of("std::chrono::milliseconds", header).not_an_id.empty());
  CHECK_FALSE(facts_of("std::chrono::steady_clock::time_point", header).not_a_key.empty());
}

TEST_CASE("inspect: aliases are resolved") {
  const std::string header =
      "#include <cstdint>\nnamespace shop { using Id = std::uint32_t; struct A { Id id; }; using B = A; }";
  CHECK(facts_of("Id", header).canonical == "unsigned int");
  CHECK(facts_of("B", header).canonical == facts_of("shop::A", header).canonical);
}

TEST_CASE("inspect: members of structs, and of structs in them") {
  const TypeFacts facts = facts_of("Order", R"(#include <string>
    namespace shop {
    struct Number { int year; unsigned char serial; };
    struct Order { Number number; std::string suffix; static int count; int twice() const; };
    })");
  CHECK(facts.kind == TypeKind::record);
  CHECK(facts.not_a_key.empty());
  CHECK_FALSE(facts.trivially_copyable);
  REQUIRE(facts.fields.size() == 2);
  CHECK(facts.fields[0].name == "number");
  REQUIRE(facts.fields[0].type.fields.size() == 2);
  CHECK(facts.fields[0].type.fields[1].name == "serial");
  CHECK(facts.fields[0].type.size_bytes == 8);
  CHECK(facts.fields[1].type.kind == TypeKind::string);
}

TEST_CASE("inspect: what can be copied, and with what the compiler can compute") {
  const std::string header = R"(#include <memory>
    namespace shop {
    struct Plain { int value; };
    struct Built { explicit Built(int v) : value(v) {} int value; };
    struct Single { Single(const Single&) = delete; int value; };
    struct Owner { std::unique_ptr<int> value; };
    })";
  CHECK(facts_of("Plain", header).literal);
  CHECK(facts_of("Plain", header).trivially_copyable);
  CHECK_FALSE(facts_of("Built", header).literal);
  CHECK(facts_of("Built", header).trivially_copyable);
  CHECK_FALSE(facts_of("Single", header).copyable);
  CHECK_FALSE(facts_of("Owner", header).copyable);
  CHECK(facts_of("Plain", header).copyable);
}

TEST_CASE("inspect: headers of the user are listed, those of the system are not") {
  const HeadersInAFolder headers;
  headers.add("outer.hpp", "#include \"inner.hpp\"\n#include <vector>\n");
  headers.add("inner.hpp", "struct Inner {};\n");
  Diagnostics diagnostics;
  const auto catalog =
      inspect({"", {without_place("outer.hpp")}, {without_place("Inner")}}, headers.settings(), diagnostics);
  REQUIRE(catalog.has_value());
  CHECK(catalog->headers_read ==
        std::vector<std::string>{(headers.path / "inner.hpp").string(), (headers.path / "outer.hpp").string()});
}

TEST_CASE("inspect: of the standard library only what the schema names is read at first") {
  const Probe named({"", {}, {without_place("std::vector<std::string>")}}, StandardHeaders::named);
  CHECK(
      named.text().starts_with("#include <cstddef>\n#include <cstdint>\n#include <string>\n#include <vector>\nusing "));
  const Probe everyday({"", {}, {without_place("std::bitset<8>")}}, StandardHeaders::everyday);
  CHECK(everyday.text().find("#include <chrono>\n") != std::string::npos);
  CHECK(everyday.text().find("#include <bitset>\n") != std::string::npos);
}

TEST_CASE("inspect: a header may lean on standard headers that it does not include") {
  const TypeFacts facts = facts_of("Span", "namespace shop { struct Span { std::chrono::seconds begin, end; }; }");
  REQUIRE(facts.fields.size() == 2);
  CHECK(facts.fields[0].type.kind == TypeKind::time);
  CHECK(facts_of("Paths", "namespace shop { using Paths = std::vector<std::filesystem::path>; }").size_bytes > 0);
}

TEST_CASE("inspect: bodies of functions are not looked at") {
  CHECK(facts_of("A", "namespace shop { struct A { int a; }; inline int f() { return no_such_function(); } }")
            .not_a_key.empty());
}

TEST_CASE("inspect: templates of the user are taken apart") {
  const TypeFacts facts = facts_of("Strong<int, struct UserTag>",
                                   "namespace shop { template <class T, class Tag> struct Strong { T value; }; }");
  CHECK(facts.kind == TypeKind::record);
  REQUIRE(facts.fields.size() == 1);
  CHECK(facts.fields[0].type.kind == TypeKind::integral);
}

TEST_CASE("inspect: an error in an instantiation belongs to the type that asked for it") {
  const SourceFile schema("schema.yaml", "Checked<float>\n");
  const HeadersInAFolder headers;
  headers.add("model.hpp",
              "template <class T> struct Checked { static_assert(sizeof(T) == 8, \"eight bytes\"); T value; };\n");
  Diagnostics diagnostics;
  const Text type{"Checked<float>", {&schema, 1, 1, 14}};
  const auto catalog = inspect({"", {without_place("model.hpp")}, {type}}, headers.settings(), diagnostics);
  INFO(diagnostics.text());
  REQUIRE(catalog.has_value());
  CHECK_FALSE(catalog->types.contains("Checked<float>"));
  CHECK_FALSE(diagnostics.empty());
  CHECK(diagnostics.text().find("eight bytes") != std::string::npos);
}
