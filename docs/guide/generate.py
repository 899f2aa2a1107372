"""Write the pages of the guide that come from the code: ``commands.md`` and ``codes.md``.

``nox -s guide`` runs it; a test fails where the pages are not those of the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from surveygen.cli.main import VERBS, main
from surveygen.cli.verb import Verb, shared_options
from surveygen.survey.codes import Code

FOLDER = Path(__file__).parent
_OPTION = re.compile(r"(?<![`\w-])(--[a-z][a-z-]*)(?![`\w])")
_GROUPS = {
    "T": ("The taxonomy", "`taxonomy.yaml`: its form, and the keys that stand in it."),
    "B": ("The bibliography", "BibTeX files: bytes, entries, fields."),
    "D": ("Duplicates", "Entries that are, or may be, one work. `import` says D002, too."),
    "N": ("Notes and narratives", "What they hold, and what they cite."),
    "C": ("Care", "What notes, narratives and configuration should keep to; `check` alone tells."),
    "L": ("Listings", "Saved pages that `import` reads."),
    "I": ("Import and export", "What `import`, `init` and `export` find."),
    "F": ("Files of other programs", "Records of RIS, CSL JSON, tables and lists."),
    "M": ("Metadata", "Where `fetch` finds that services and entries disagree."),
    "S": ("What was built", "What `check --built` finds."),
}


def pages() -> dict[str, str]:
    """Generated pages by file name."""
    return {"commands.md": "".join(_commands()), "codes.md": "".join(_codes())}


def _commands() -> Iterator[str]:
    yield "# Commands\n\n"
    yield (
        "`surveygen COMMAND --help` prints the same. The survey is found from the current folder "
        "upwards, by its `taxonomy.yaml`. Data goes to standard output, everything else to "
        "standard error. Messages are in the language of the terminal where surveygen speaks it.\n"
    )
    for name in VERBS:
        verb = main.get_command(click.Context(main), name)
        assert isinstance(verb, Verb)
        yield from _verb(name, verb)
    yield "\n## Options of every command\n\n"
    yield "They may stand before or behind the command.\n\n"
    yield from _options(shared_options())
    yield _COMPLETION


def _verb(name: str, verb: Verb) -> Iterator[str]:
    yield f"\n({name})=\n## surveygen {name}\n\n"
    usage = verb.collect_usage_pieces(click.Context(verb))
    yield f"```text\nsurveygen {name} {' '.join(usage)}\n```\n\n"
    for paragraph in re.split(r"\n\s*\n", (verb.help or "").strip()):
        yield f"{_prose(paragraph)}\n\n"
    yield from _options(verb.own)
    yield "\n```sh\n"
    for example in verb.examples:
        yield f"{example.command}  # {example.says}\n"
    yield "```\n\n| exit code | when |\n|---|---|\n"
    for code, says in verb.exit_codes.items():
        yield f"| {code} | {_prose(_cell(says))} |\n"


def _options(params: Iterable[click.Parameter]) -> Iterator[str]:
    yield "| option | does |\n|---|---|\n"
    for param in params:
        if isinstance(param, click.Option):
            record = param.get_help_record(click.Context(click.Command("guide")))
            assert record is not None
            yield f"| `{_cell(record[0])}` | {_prose(_cell(record[1]))} |\n"


def _codes() -> Iterator[str]:
    yield "# Codes of findings\n\n"
    yield (
        "Every finding has a code in brackets at its end. Codes never change their meaning. An "
        "**error** means that something is not shown as it was written, a **warning** that it is "
        "shown, but doubtful.\n"
    )
    codes = {code.id: code for code in Code}
    for letter, (title, explanation) in _GROUPS.items():
        yield f"\n## {title}\n\n{explanation}\n\n"
        yield "| code | | means | what to do |\n|---|---|---|---|\n"
        for id in sorted(codes):
            if id.startswith(letter):
                code = codes.pop(id)
                help = code.help[:1].upper() + code.help[1:]
                # What stands in angle brackets is a part to fill in, no HTML.
                means, todo = (_cell(text).replace("<", r"\<") for text in (code.explanation, help))
                yield f"| {id} | {code.severity} | {means} | {todo}. |\n"
    assert not codes, codes


def _prose(text: str) -> str:
    """A paragraph; options are code, or their hyphens would become a dash."""
    return _OPTION.sub(r"`\1`", " ".join(text.split()))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


_COMPLETION = """
## Completion

The shell completes commands, options, formats, ids of sections and keys once it is told to, in its
start-up file:

| shell | line |
|---|---|
| bash, `~/.bashrc` | `eval "$(_SURVEYGEN_COMPLETE=bash_source surveygen)"` |
| zsh, `~/.zshrc` | `eval "$(_SURVEYGEN_COMPLETE=zsh_source surveygen)"` |
| fish, `config.fish` | `_SURVEYGEN_COMPLETE=fish_source surveygen \\| source` |
"""


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
