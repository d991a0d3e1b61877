"""The JSON schema that editors use and the generator give the same verdict: on the golden schemas that all is right, and on
each error case about each line, as far as its mistakes are ones of shape. Usage: verdicts.py ROOT"""
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import jsonschema  # noqa: E402
import yaml_reader  # noqa: E402

# Mistakes that show in the shape of a schema, in a key, or in the spelling of one value: an editor flags their lines.
SHAPE = {
    "argument-syntax", "bad-choice", "bad-duration", "bad-name", "bad-percent", "bad-size", "many-syntax", "missing-key", "no-tags",
    "path-syntax", "recache-syntax", "resource-tag", "tag-syntax", "unknown-include", "unknown-key", "unknown-rule", "wrong-shape",
}
# Mistakes that only show to who knows what names mean, what C++ types are, or which options go together.
MEANING = {
    "broken-header", "cannot-read", "conflicting-ids", "conflicting-options", "duplicate-name", "duplicate-tag",
    "include-cycle", "incomplete-type", "intersection-overlap", "key-only-in-tag", "main-only-key", "many-bools", "missing-header", "missing-star",
    "needs-clang", "no-result-path", "no-value", "not-a-key", "not-a-namespace", "not-a-sequence", "not-a-type", "not-a-value-type",
    "not-an-id", "not-a-result", "not-copyable", "not-encodable", "option-without-effect", "path-type", "private-member",
    "recache-arity", "recache-type", "reserved-name", "segment-text", "tag-arity", "tag-depth", "unknown-argument", "unknown-duration", "unknown-id",
    "unknown-intersection", "unknown-member", "unknown-query", "unknown-tag", "unknown-type", "unused-argument", "wrong-id",
}
# Mistakes that the YAML reader of an editor shows.
YAML = {"yaml-syntax", "yaml-tab", "yaml-feature", "yaml-depth", "file-encoding", "file-too-large", "duplicate-key"}

# Mistakes of which an editor sees a part at most: a text that YAML takes apart may be well-formed in pieces.
EITHER = {"several-lines", "unquoted-comma", "duplicate-item", "result-in-tags"}

# Further lines on which the two see different things, and why.
EXCEPTIONS = {
    "resources": {10: "that options need something to be read is no question of shape"},
    "argument_syntax": {11: "the editor marks the map of two arguments, the generator the second", 12: "the same"},
    "bad_names": {line: "the generator speaks of a bad name where it is declared, the editor at each use"
                  for line in (13, 15)},
    "bad_duration": {line: "how large a number may be is no question of spelling" for line in (7, 14)},
    "bad_size": {9: "how large a number may be is no question of spelling", 11: "010 is ten to an editor"},
    "bad_choice": {line: "0 is a duration, and no consistency" for line in (12, 13)},
    "keys_in_other_words": {line: "an editor does not look below a key that it does not know" for line in (9, 10, 14, 15, 18, 19)},
    "many_errors/users.yaml": {4: "the generator knows that a key is missing because it is misspelt"},
    "names_that_cannot_be": {line: "to the generator a name that is unknown, to the editor one that cannot be" for line in (4, 6, 7)},
    "numbers_and_words": {5: "010 is ten to an editor", 6: "1e3 is a whole number to an editor",
                          7: "0x10 is sixteen to an editor"},
    "unknown_keys": {9: "the generator knows that a key is missing because it is misspelt"},
}
# Cases that the reader of this test refuses and editors read, or the other way round.
UNREADABLE = {"duplicate_names": "a key twice is an error of YAML to an editor, and of names to the generator",
              "missing_blank_at_end": "a key without ':' is one with nothing behind it to the generator's reader",
              "resources_given_twice": "a key twice, as in duplicate_names",
              "unknown_duration": "the same",
              "place_of_caret": "PyYAML allows no tab where YAML does"}

MESSAGE = re.compile(r"^([^\s:]+):(\d+):\d+: error: .*\[([a-z-]+)\]$", re.MULTILINE)


def lines_flagged(schema, text):
    """The lines on which an editor shows an error."""
    document, lines = yaml_reader.read(text)
    flagged = set()
    for error in jsonschema.Draft7Validator(schema).iter_errors(document):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and error.validator_value is False:
            known = error.schema["properties"]
            flagged |= {lines[path + (key, None)] for key in error.instance if key not in known and key[:2] != "x-"}
        elif "propertyNames" in error.absolute_schema_path:
            flagged.add(lines[path + (error.instance, None)])
        elif error.validator == "required" and path:
            flagged.add(lines[path + (None,)])
        else:
            flagged.add(lines[path])
    return flagged


def check_golden(root, schema):
    paths = [path for pattern in ("tests/golden/*/*.yaml", "examples/*/*.yaml", "schemas/*.yaml")
             for path in sorted(root.glob(pattern))]
    for path in paths:
        for line in sorted(lines_flagged(schema, path.read_text(encoding="utf-8"))):
            yield f"{path}:{line}: the generator accepts this, the JSON schema does not"
    if len(paths) < 10:
        yield "the golden schemas are not where they were"


def check_error_case(path, found, schema):
    wanted = {line for line, code in found if code in SHAPE}
    case = path.parent.name if path.name == "schema.yaml" else f"{path.parent.name}/{path.name}"
    different = EXCEPTIONS.get(case, {})
    either = {line for line, code in found if code in EITHER} | set(different)
    try:
        flagged = lines_flagged(schema, path.read_bytes().decode("utf-8"))
    except (yaml_reader.Unreadable, UnicodeDecodeError) as error:
        if not any(code in YAML for _, code in found) and path.parent.name not in UNREADABLE:
            yield f"{path}: an editor cannot read this, the generator can: {error}"
        return
    for line in sorted(wanted - flagged - either):
        yield f"{path}:{line}: the generator refuses the shape of this, the JSON schema accepts it"
    for line in sorted(flagged - wanted - either):
        yield f"{path}:{line}: the JSON schema refuses this, the generator does not speak of its shape"
    for line in sorted(set(different) - (wanted ^ flagged)):
        yield f"{path}:{line}: no longer an exception"


def check_error_cases(root, schema):
    compared = 0
    for message in sorted(root.glob("tests/errors/*/stderr.txt")):
        found = MESSAGE.findall(message.read_text(encoding="utf-8", errors="replace"))
        for code in sorted({code for _, _, code in found} - SHAPE - MEANING - YAML - EITHER):
            yield f"{message}: the code {code} is in none of the lists of this test"
        if any(code in ("yaml-syntax", "yaml-tab", "yaml-feature", "yaml-depth", "file-encoding") for _, _, code in found):
            continue  # the generator says nothing about shape before the file is YAML
        for path in sorted(message.parent.glob("*.yaml")):
            own = [(int(line), code) for name, line, code in found if name == path.name]
            compared += 1
            yield from check_error_case(path, own, schema)
    if compared < 40:
        yield "the error cases are not where they were"


def main():
    root = pathlib.Path(sys.argv[1])
    schema = json.loads((root / "schemas/tagcache.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    problems = [*check_golden(root, schema), *check_error_cases(root, schema)]
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
