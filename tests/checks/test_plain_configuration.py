"""Which conf.py leaves what Sphinx builds to the files in docs/ alone."""

from __future__ import annotations

import pytest

from surveygen.checks.configuration_options import is_plain

LISTED = b'extensions = ["surveygen"]\n'


@pytest.mark.parametrize(
    "option",
    [
        b"",
        b'"""Says what it is for."""\n# and more',
        b'language = "en"',
        b'html_theme = "furo"',
        b'html_static_path = ["_static"]',
        b'html_theme_options = {"footer": "see ...", "source_branch": "main"}',
        b"numfig = True",
        b'extensions = ["surveygen", "myst_parser", "sphinx.ext.todo"]',
    ],
)
def test_literals_are_plain(option: bytes) -> None:
    assert is_plain(LISTED + option)


@pytest.mark.parametrize(
    "option",
    [
        b"import datetime",
        b"project = open('name').read()",
        b"if True:\n    language = 'en'",
        b"def setup(app):\n    pass",
        b"extensions += ['other']",
        b"extensions.append('other')",
        b'extensions = ["surveygen", "sphinx.ext.intersphinx"]',
        b"extensions = [['surveygen']]",
        b"extensions = 3",
        b'html_theme = "of_another_kind"',
        b'html_static_path = ["../shared"]',
        b'templates_path = ["/usr/share/templates"]',
        b'html_theme_options = {"light_logo": "a/../../logo.svg"}',
        b'html_last_updated_fmt = "%Y"',
        b"language = f'{1}'",
        b"language = name",
        b"a = b = 1",
        b"\0",
        b"(" * 1000,
        b"\xff",
    ],
)
def test_in_doubt_it_is_not(option: bytes) -> None:
    assert not is_plain(LISTED + option)
