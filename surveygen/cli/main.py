"""``surveygen``: the command line. Every verb is a module, imported when it is called."""

from __future__ import annotations

import gettext
import os
import sys
from importlib import import_module
from typing import Any

import click

from surveygen import __version__
from surveygen.cli.session import Session
from surveygen.cli.verb import INTERRUPTED, Example, Verb, shared_options, write_examples
from surveygen.messages import DOMAIN, FOLDER, N_, _, environment_language, speak

VERBS = (
    "init",
    "import",
    "add",
    "fetch",
    "merge",
    "check",
    "status",
    "build",
    "serve",
    "export",
    "diff",
    "clean",
)
"""In the order in which people meet them."""
_MODULES = {"import": "import_"}
"""Where a verb is no name that a module may have."""


class Verbs(click.Group):
    """Verbs are looked up by name, so that ``--version`` imports none of them."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line in the language of the environment."""
        language = environment_language(os.environ)
        speak(language)
        # The messages of click come from the same catalogue.
        gettext.bindtextdomain(DOMAIN, FOLDER)
        gettext.textdomain(DOMAIN if language else "messages")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Load and run a verb; Ctrl-C ends in a line that says how to go on."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            message = _("interrupted; run the same command again to go on")
            click.echo(f"surveygen: {message}", err=True)
            sys.exit(INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The verb of a name."""
        if name not in VERBS:
            return None
        found = import_module(f"surveygen.cli.{_MODULES.get(name, name)}").command
        assert isinstance(found, Verb)
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it is for."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(_(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, commands, and where to begin."""
        super().format_options(ctx, formatter)
        write_examples(formatter, _EXAMPLES)


_EXAMPLES = (
    Example("surveygen init my-survey", N_("make a small survey that builds")),
    Example("surveygen init my-survey --from refs.bib", N_("make one of a bibliography")),
    Example("surveygen import --help", N_("explain a command")),
)


@click.command(
    cls=Verbs,
    params=shared_options(),
    help=N_("Living literature surveys from a taxonomy, a bibliography and short notes."),
    context_settings={"help_option_names": ["-h", "--help"], "obj": Session()},
)
@click.version_option(__version__, prog_name="surveygen")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run a verb."""
    if os.environ.get("NO_COLOR"):  # no-color.org
        ctx.color = False
