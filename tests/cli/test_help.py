"""Every command explains itself, and the guide says the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from surveygen.cli.main import VERBS, main
from surveygen.cli.verb import Verb


def verb(name: str) -> Verb:
    found = main.get_command(click.Context(main), name)
    assert isinstance(found, Verb)
    return found


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--help"], terminal_width=100)
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("name", VERBS)
class TestEveryVerb:
    def test_has_a_summary_and_an_explanation(self, name: str) -> None:
        summary, _, rest = (verb(name).help or "").partition("\n\n")
        assert 10 < len(summary) < 80
        assert summary.endswith(".")
        assert rest.strip()

    def test_has_examples_that_can_be_called(self, name: str) -> None:
        assert verb(name).examples
        for example in verb(name).examples:
            program, called, *arguments = shlex.split(re.sub(r"\s*>.*", "", example.command))
            assert (program, called) == ("surveygen", name)
            # Of files, only those are asked for that the example can know.
            verb(name).make_context(name, arguments, resilient_parsing=True)
            known = {option for param in verb(name).params for option in param.opts}
            options = {word for word in arguments if word.startswith("-")}
            assert options <= known

    def test_has_help_for_every_option(self, name: str) -> None:
        for param in verb(name).params:
            if isinstance(param, click.Option):
                assert param.help, param.opts
                assert param.help[0].isupper()
                assert param.help.endswith("."), param.help

    def test_tells_its_exit_codes(self, name: str) -> None:
        output = shown(name)
        assert "Exit codes:" in output
        for code in (0, 1, 2, 130):
            assert re.search(rf"(?m)^  {code} ", output)

    def test_is_in_the_overview(self, name: str) -> None:
        assert re.search(rf"(?m)^  {name} ", shown())


def test_the_overview_says_where_to_begin() -> None:
    assert "surveygen init my-survey" in shown()


def test_no_line_is_wider_than_a_terminal() -> None:
    for name in VERBS:
        assert max(map(len, shown(name).splitlines())) <= 100


def test_the_options_of_all_verbs_may_stand_on_either_side(sample: Path) -> None:
    root = str(sample)
    before = CliRunner().invoke(main, ["-q", "-C", root, "check"])
    behind = CliRunner().invoke(main, ["check", "-C", root, "-q"])
    assert before.output == behind.output
    assert before.exit_code == behind.exit_code == 0
