"""Where functions begin and end in C++ that clang-format has laid out. No parser: braces, and the words before them."""
import collections
import re

Function = collections.namedtuple("Function", "name line lines")

LITERAL = re.compile(
    r'R"(?P<mark>[^()\\\s]*)\((?:.|\n)*?\)(?P=mark)"'  # raw strings
    r"|//[^\n]*|/\*(?:.|\n)*?\*/"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'")
PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE)
NOT_A_FUNCTION = re.compile(r"^\s*(?:(?:inline|export|template\s*<.*>)\s*)*(?:namespace|class|struct|union|enum|extern)\b",
                            re.DOTALL)
NAME = re.compile(r"([~\w:<>,* ]*?(?:operator\s*\S+|~?\w+))\s*\(")


def blanked(text):
    """The text with literals, comments and directives replaced by blanks; lines stay where they are."""
    def blanks(match):
        return re.sub(r"[^\n]", " ", match[0])
    return PREPROCESSOR.sub(blanks, LITERAL.sub(blanks, text))


def is_function(head):
    head = head.strip()
    return "(" in head and not NOT_A_FUNCTION.match(head) and not re.search(r"=\s*$|\breturn\b", head)


def function_name(head):
    found = NAME.search(re.sub(r"\[\[.*?\]\]", "", head))
    return found[1].split()[-1] if found and found[1].split() else head.strip()[:40]


def functions(text):
    """All functions in `text` that are not inside of another one. Lines are counted from the brace to the brace."""
    code = blanked(text)
    stack = []  # of [kind, head, line]
    head_begin = 0
    line = 1
    for place, character in enumerate(code):
        if character == "\n":
            line += 1
        elif character == "{":
            head = code[head_begin:place]
            inside = any(kind in ("function", "braces") for kind, _, _ in stack)
            # `: member_{value} {`: braces of an initialiser belong to the head, and the body is still to come.
            initialiser = re.search(r"\)[^;{}]*:(?!:).*[\w>]$", head, re.DOTALL) and not inside
            if initialiser:
                stack.append(["initialiser", head, line])
                continue
            kind = "braces" if inside else "function" if is_function(head) else "scope"
            stack.append([kind, head, line])
            head_begin = place + 1
        elif character == "}" and stack:
            kind, head, begin = stack.pop()
            if kind == "function":
                yield Function(function_name(head), begin, line - begin + 1)
            if kind != "initialiser":
                head_begin = place + 1
        elif character == ";":
            head_begin = place + 1
