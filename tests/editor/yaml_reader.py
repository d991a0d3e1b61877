"""Reads YAML as editors do: the core schema of YAML 1.2, in which `off` is text, `010` is ten and `1e3` a number."""
import re

import yaml


class CoreLoader(yaml.SafeLoader):
    """PyYAML knows YAML 1.1; these are the rules of 1.2 in their place."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$|^0o[0-7]+$|^0x[0-9a-fA-F]+$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    CoreLoader.add_implicit_resolver(tag, re.compile(pattern), list(first))

CoreLoader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(node.value, 0) if "x" in node.value or "o" in node.value
    else int(node.value))
CoreLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


class Unreadable(Exception):
    """An editor's YAML reader stops here, or shows an error of its own."""


def read(text):
    """The value of a document, and the line of each of its parts: by the path to a value, and to a key with None behind."""
    lines = {}

    def value_of(node, path):
        lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return [value_of(item, path + (index,)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            result = {}
            for key_node, item in node.value:
                key = loader.construct_object(key_node, deep=True)
                if not isinstance(key, str) or key in result:
                    raise Unreadable(f"line {key_node.start_mark.line + 1}: a key that is no text, or is there twice")
                result[key] = value_of(item, path + (key,))
                lines[path + (key, None)] = key_node.start_mark.line + 1
            return result
        return loader.construct_object(node)

    loader = CoreLoader(text)
    try:
        node = loader.get_single_node()
        return (None, {(): 1}) if node is None else (value_of(node, ()), lines)
    except yaml.YAMLError as error:
        raise Unreadable(str(error)) from error
    finally:
        loader.dispose()
