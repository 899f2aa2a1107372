"""``surveygen``: the command line. Every verb is a module, imported when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from surveygen import __version__
from surveygen.text.normal import one_line

_VERBS = {
    "build": "Build the site, the PDF and the exports.",
    "check": "Say what is wrong with the survey, and where.",
    "export": "Write the bibliography of the survey or of a part of it.",
    "import": "Read saved listing pages and keep their abstracts.",
}


INTERRUPTED = 130


class _Verbs(click.Group):
    """Verbs are looked up by name, so that ``--version`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _VERBS:
            return None
        # `import` is no name that a module may have.
        module = "import_" if name == "import" else name
        command = import_module(f"surveygen.cli.{module}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("surveygen: interrupted; run the same command again to go on", err=True)
            sys.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params["traceback"]:
                raise
            reason = one_line(f"{type(error).__name__}: {error}", 300)
            click.echo(f"surveygen: unexpected {reason}", err=True)
            click.echo("run it again with `surveygen --traceback ...` and report it", err=True)
            sys.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_VERBS.items()))


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="surveygen")
@click.option(
    "-C",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Work on the survey in or above this folder.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings.")
@click.option("-v", "--verbose", is_flag=True, help="Show what Sphinx and TeX say.")
@click.option("--traceback", is_flag=True, help="Show the traceback of an unexpected error.")
@click.pass_context
def main(ctx: click.Context, directory: Path, quiet: bool, verbose: bool, traceback: bool) -> None:
    """Living literature surveys from a taxonomy, a bibliography and short notes."""
    from surveygen.cli.session import Session

    ctx.obj = Session(directory, quiet=quiet, verbose=verbose, traceback=traceback)
