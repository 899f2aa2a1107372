"""How a verb describes itself: translated help, examples, exit codes, and the options of all verbs.

Texts are marked messages, translated when help is shown, because a module is imported once and the
language may differ from one call to the next.
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveygen.messages import N_, _
from surveygen.text.normal import one_line

if TYPE_CHECKING:
    from surveygen.cli.session import Session

INTERRUPTED = 130
EXIT_CODES = {
    0: N_("done, or nothing to do"),
    1: N_("nothing could be done; with --strict, also when anything is wrong"),
    2: N_("the command line is wrong"),
    INTERRUPTED: N_("interrupted"),
}
"""What a verb says unless it says more exactly itself."""


@dataclass(frozen=True, slots=True)
class Example:
    """A command line that does something useful."""

    command: str
    says: str
    """A marked message: what it does."""


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help."""
        spoken = copy.copy(self)
        spoken.help = _(self.help) if self.help else None
        return super(Option, spoken).get_help_record(ctx)


option = partial(click.option, cls=Option)


class Verb(click.Command):
    """A command with examples and exit codes, and the options that all commands have."""

    def __init__(
        self,
        *args: Any,
        examples: Sequence[Example] = (),
        exit_codes: dict[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.exit_codes = {**EXIT_CODES, **(exit_codes or {})}
        self.own = tuple(self.params)
        self.params = [*self.params, *shared_options()]

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; whatever goes wrong ends in a line that says what to do, not in a traceback."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # `surveygen check | head` has read enough
            sys.stderr.close()
            os._exit(0)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.obj.traceback:
                raise
            if isinstance(error, OSError) and _is_gone():
                click.echo("surveygen: " + _("the current folder is gone; go to another"), err=True)
                sys.exit(1)
            reason = one_line(f"{type(error).__name__}: {error}", 300)
            click.echo("surveygen: " + _("unexpected {reason}").format(reason=reason), err=True)
            click.echo(_("run it again with `surveygen --traceback ...` and report it"), err=True)
            sys.exit(1)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Paragraphs."""
        spoken = copy.copy(self)
        spoken.help = _(self.help or "")
        super(Verb, spoken).format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence."""
        return _(self.help or "").split("\n\n")[0].strip()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Own options, then those of all verbs, then examples and exit codes."""
        own = [param for param in self.params if param in self.own]
        shared = [param for param in self.get_params(ctx) if param not in self.own]
        for title, params in ((_("Options"), own), (_("Options of every command"), shared)):
            options = (param for param in params if isinstance(param, click.Option))
            records = [record for param in options if (record := param.get_help_record(ctx))]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
        write_examples(formatter, self.examples)
        with formatter.section(_("Exit codes")):
            formatter.write_dl([(str(code), _(says)) for code, says in self.exit_codes.items()])


verb = partial(click.command, cls=Verb)


def _is_gone() -> bool:
    """Whether the current folder was deleted."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def write_examples(formatter: click.HelpFormatter, examples: Sequence[Example]) -> None:
    """A section of commands and what they do."""
    with formatter.section(_("Examples")):
        formatter.write_dl(
            [(example.command, _(example.says)) for example in examples],
            col_max=max((len(example.command) for example in examples), default=0),
        )


def shared_options() -> list[click.Option]:
    """The options that stand before or behind a verb."""

    def into_session(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
        def keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
            session: Session | None = ctx.obj
            if session is not None and value not in (None, False):
                ctx.obj = replace(session, **{name: value})
            if name == "no_color" and value:
                ctx.color = False

        return keep

    def flag(*names: str, to: str, help: str) -> Option:
        return Option(
            [*names], is_flag=True, help=help, expose_value=False, callback=into_session(to)
        )

    return [
        Option(
            ["-C", "--directory"],
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            help=N_("Work on the survey in or above this folder."),
            expose_value=False,
            callback=into_session("directory"),
        ),
        flag("-q", "--quiet", to="quiet", help=N_("Say nothing but findings.")),
        flag("-v", "--verbose", to="verbose", help=N_("Say more; show what Sphinx and TeX say.")),
        flag("--no-color", to="no_color", help=N_("No colours; so does the variable NO_COLOR.")),
        flag("--traceback", to="traceback", help=N_("Show the traceback of an unexpected error.")),
    ]
