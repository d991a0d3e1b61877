"""What an editor shows: starts yaml-language-server on a schema that names our JSON schema, and asks for completions, for the
text under the mouse, and for diagnostics. The server is fetched with npm, in a pinned version, into FOLDER; when no registry
can be reached the test is skipped (exit status 77). Usage: language_server.py ROOT FOLDER"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading

SERVER = "yaml-language-server@1.19.2"
SKIPPED = 77

SCHEMA = """\
# yaml-language-server: $schema={schema}
cache: BlogCache

durations: { short: 30s }
ids: { user: int }
tags: [users(user)]
queries:
  get_user:
    args: [user]
    returns: int
    tags: [users(user)]
    grace: short
    
    retuns: int
  find_user:
    args: [user]
    returns: int
    tags: [users(user)]
    ttl: 5 min
"""
BLANK, GRACE, EMPTY, MISSPELT, SOON = 2, 11, 12, 13, 18  # lines, counted from 0


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def server_in(folder):
    """The program of the server; fetched when it is not there yet."""
    program = folder / "node_modules/yaml-language-server/bin/yaml-language-server"
    if not shutil.which("node") or not shutil.which("npm"):
        skip("node and npm are not installed (Debian packages nodejs, npm)")
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
                   "--fetch-retries=1", "--fetch-timeout=20000", SERVER]
        fetched = subprocess.run(command, capture_output=True, text=True)
        if fetched.returncode != 0:
            skip(f"npm cannot fetch {SERVER}:\n{fetched.stderr[-2000:]}")
    return program


class Server:
    """The client side of the language server protocol, as far as this test needs it."""

    def __init__(self, program):
        self.process = subprocess.Popen(["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.last_id = 0
        self.diagnostics = None
        self.clock = threading.Timer(60, self.process.kill)  # a server that hangs fails the test, and does not hang it
        self.clock.start()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = None
        while (line := self.process.stdout.readline().strip()) or length is None:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif not line and self.process.poll() is not None:
                sys.exit("the server ended without an answer")
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            items = message.get("params", {}).get("items", [])  # workspace/configuration: nothing special
            self.send({"id": message["id"], "result": [None] * len(items) if items else None})
        return message

    def ask(self, method, params):
        self.last_id += 1
        self.send({"id": self.last_id, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.last_id and "method" not in message:
                return message.get("result")

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait()
        self.clock.cancel()


def open_file(server, path):
    server.ask("initialize", {"processId": os.getpid(), "rootUri": path.parent.as_uri(), "capabilities": {
        "textDocument": {"completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                         "hover": {"contentFormat": ["markdown"]}}}})
    server.tell("initialized", {})
    settings = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False}}
    server.tell("workspace/didChangeConfiguration", {"settings": {"yaml": settings, "http": {}}})
    server.tell("textDocument/didOpen", {"textDocument": {
        "uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text(encoding="utf-8")}})
    while not server.diagnostics:
        server.receive()


def at(path, line, column):
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


def check(server, path):
    """The complaints of this test."""
    messages = {(item["range"]["start"]["line"], item["message"]) for item in server.diagnostics}
    if not any(line == MISSPELT and "retuns" in text for line, text in messages):
        yield f"the misspelt key is not flagged: {messages}"
    if not any(line == SOON for line, _ in messages):
        yield f"the wrong duration is not flagged: {messages}"
    if any(line not in (MISSPELT, SOON) for line, _ in messages):
        yield f"something right is flagged: {messages}"
    answer = server.ask("textDocument/completion", at(path, EMPTY, 4))
    items = answer["items"] if isinstance(answer, dict) else answer or []
    labels = {item["label"] for item in items}
    for key in ("key_only", "ttl", "soft_timeout", "layers"):
        if key not in labels:
            yield f"the key {key} is not offered inside a query: {sorted(labels)}"
    top = server.ask("textDocument/completion", at(path, BLANK, 0))
    if "async" not in {item["label"] for item in (top["items"] if isinstance(top, dict) else top or [])}:
        yield f"a key of the schema is not offered at its top: {top}"
    if {"grace", "invalidates", "cache"} & labels:
        yield f"a key is offered that cannot stand there: {sorted(labels)}"
    hover = server.ask("textDocument/hover", at(path, GRACE, 6))
    if "may be served while it is refreshed" not in json.dumps(hover):
        yield f"no text under the mouse: {hover}"


def main():
    root, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    program = server_in(folder)
    path = folder / "schema.yaml"
    path.write_text(SCHEMA.replace("{schema}", (root / "schemas/tagcache.schema.json").as_uri()), encoding="utf-8")
    server = Server(program)
    open_file(server, path)
    problems = list(check(server, path))
    server.close()
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
