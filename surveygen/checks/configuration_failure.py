"""Why a build ended in ``docs/conf.py``: what ran there, or what it names that Sphinx lacks.

`configuration` finds what the text alone shows. This module is asked after the file was executed,
when the exception knows more.
"""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from surveygen.checks.configuration import check_configuration, extension_is_missing
from surveygen.checks.configuration_options import CONFIGURATION, Options
from surveygen.checks.front_page import check_front_page
from surveygen.messages import _
from surveygen.survey.codes import Code, Severity
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Place
from surveygen.survey.survey import Survey

_PLUGINS = ("extensions", "html_theme", "html_math_renderer")
"""Options that name what is installed beside Sphinx."""


def explain_failure(survey: Survey, error: BaseException) -> list[Diagnostic]:
    """Findings on an exception that came out of Sphinx.

    Args:
        survey: its ``docs/conf.py`` was executed.
        error: the exception; those that it was raised from tell where it began.

    Returns:
        What is wrong with conf.py, at its place; nothing where the exception is not about it.

    """
    found = _visible_errors(survey)
    if found:
        return found
    file = survey.root / CONFIGURATION
    file = file.parent.resolve() / file.name  # as Sphinx names it, where docs/ is a link
    causes = list(_causes(error))
    for cause in reversed(causes):
        place = _place_of_code(cause, file)
        if place:
            reason = f"{type(cause).__name__}: {cause}"
            message = _("Python stops here: {reason}").format(reason=reason)
            return [Diagnostic(Code.UNUSABLE_CONFIGURATION, message, CONFIGURATION, *place)]
    # Whatever else Sphinx wraps was raised within a plug-in that it has found.
    is_about_plugin = error is causes[-1] or isinstance(causes[-1], ImportError)
    place = _place_of_plugin(str(error), file) if is_about_plugin else None
    if place:
        message = _("Sphinx stops here: {reason}").format(reason=error)
        help = _("install it, or correct its name")
        return [Diagnostic(Code.UNUSABLE_CONFIGURATION, message, CONFIGURATION, *place, help)]
    return []


def explain_missing_extension(survey: Survey) -> list[Diagnostic]:
    """Findings on a conf.py that was executed and has not loaded surveygen."""
    return _visible_errors(survey) or [extension_is_missing((1, 1), is_list=True)]


def _visible_errors(survey: Survey) -> list[Diagnostic]:
    """What can be told without running conf.py."""
    found = [*check_configuration(survey), *check_front_page(survey)]
    return [finding for finding in found if finding.severity is Severity.ERROR]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _place_of_code(error: BaseException, file: Path) -> Place | None:
    """The last place of a file that an exception passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename) == file]
    return (lines[-1], 1) if lines and lines[-1] else None


def _place_of_plugin(message: str, file: Path) -> Place | None:
    """Where conf.py names the extension, theme or renderer that a message names."""
    options = Options.of(file.read_bytes().decode("utf-8-sig"))
    words = re.findall(r"[\w.-]+", message)
    for name in _PLUGINS:
        value = options.value(name)
        for node in ast.walk(value) if value else ():
            if isinstance(node, ast.Constant) and node.value in words:
                return options.place(node)
    return None
