"""The completion scripts, run by the shells that are there.

    completions.py GENERATOR

bash runs always; zsh and fish when they are installed, and otherwise a line says that they were left out.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

generator = sys.argv[1]
failures = []


def script_of(shell):
    return subprocess.run([generator, "completion", shell], check=True, stdout=subprocess.PIPE, text=True).stdout


def expect(what, found, wanted):
    if found != wanted:
        failures.append(f"{what}\n  found:  {found}\n  wanted: {wanted}")


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        failures.append(f"{command[0]} failed ({done.returncode}): {done.stdout}")
    return done.stdout


# The words as bash cuts them: `=` is a word.
BASH = r"""
source "$1"; shift
[[ $(complete -p tagcache) == *'-F _tagcache tagcache' ]] || { echo 'nothing completes tagcache'; exit 1; }
COMP_WORDS=(tagcache "$@")
COMP_CWORD=$#
_tagcache
printf '%s\n' "${COMPREPLY[@]}"
"""


def complete_in_bash(script, folder, *words):
    return sorted(run(["bash", "--norc", "-c", BASH, "bash", str(script), *words], folder).split("\n")[:-1])


def check_bash(script, folder):
    cases = [
        (["gen"], ["generate"]),
        (["--co"], ["--color"]),
        (["--color", "=", "al"], ["always"]),
        (["--color", "=", "never", "comp"], ["completion"]),
        (["completion", ""], ["bash", "fish", "zsh"]),
        (["generate", ""], ["folder", "one.yaml", "two words.yml"]),
        (["generate", "two"], ["two words.yml"]),
        (["generate", "--out", ""], ["folder"]),
        (["generate", "--out", "=", "fo"], ["folder"]),
        (["generate", "--du"], ["--dump"]),
        (["generate", "--dump", "mo"], ["model"]),
        (["generate", "--dump", "="], ["catalog", "document", "expanded", "model", "unit"]),
        (["generate", "one.yaml", "--flags-file", "no"], ["notes.txt"]),
        (["generate", "one.yaml", "--", "no"], ["notes.txt"]),
        (["man", "--he"], ["--help"]),
        (["man", ""], [""]),
    ]
    for words, wanted in cases:
        expect(f"bash: tagcache {' '.join(words)}", complete_in_bash(script, folder, *words), wanted)


def check_fish(script, folder):
    def complete(text):
        lines = run(["fish", "--no-config", "-c", f"source {script}; complete -C '{text}'"], folder).splitlines()
        return sorted(line.split("\t")[0] for line in lines)

    expect("fish: commands", complete("tagcache gen"), ["generate"])
    expect("fish: options", complete("tagcache generate --du"), ["--dump"])
    expect("fish: values", complete("tagcache generate --dump=mo"), ["--dump=model"])
    expect("fish: schemas", "one.yaml" in complete("tagcache generate o"), True)
    expect("fish: folders", complete("tagcache generate --out fo"), ["folder/"])
    expect("fish: shells", complete("tagcache completion "), ["bash", "fish", "zsh"])
    expect("fish: options of another command", complete("tagcache man --dum"), [])


# zsh completes only what is typed into a terminal.
ZSH = r"""
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell "PS1= ; stty -echo; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; zstyle ':completion:*' menu no"
zpty -w shell "echo 'READ''Y'"
zpty -r shell answer '*READY*'
zpty -w -n shell "$2"$'\t'
zpty -w -n shell $'\C-a'"echo 'LIN''E' "$'\n'
zpty -r shell answer '*LINE tagcache*'$'\n'
print -r -- "${answer##*LINE }"
"""


def check_zsh(script, folder):
    run(["zsh", "-n", str(script)], folder)

    def complete(text):
        return run(["zsh", "-f", "-c", ZSH, "zsh", str(script.parent), text], folder).strip()

    expect("zsh: commands", complete("tagcache gen"), "tagcache generate")
    expect("zsh: options", complete("tagcache generate --prin"), "tagcache generate --print-outputs")
    expect("zsh: values", complete("tagcache generate --dump=mod"), "tagcache generate --dump=model")
    expect("zsh: schemas", complete("tagcache generate o"), "tagcache generate one.yaml")
    expect("zsh: shells", complete("tagcache completion f"), "tagcache completion fish")


with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch) / "files"
    (folder / "folder").mkdir(parents=True)
    for name in ("one.yaml", "two words.yml", "notes.txt"):
        (folder / name).touch()
    for shell, file, check in (("bash", "tagcache", check_bash), ("zsh", "_tagcache", check_zsh),
                               ("fish", "tagcache.fish", check_fish)):
        script = pathlib.Path(scratch) / file
        script.write_text(script_of(shell))
        if shutil.which(shell):
            check(script, folder)
        else:
            print(f"{shell} is not installed: its script was only printed")

for failure in failures:
    print(failure)
sys.exit(1 if failures else 0)
