"""Whether ``docs/conf.py`` builds the survey, and says of it what the taxonomy says.

The file is parsed, never executed. What it computes is passed over: only a literal can be compared.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator

from surveygen.checks.configuration_options import CONFIGURATION, Options
from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.entry import Place
from surveygen.survey.identity import identity_options
from surveygen.survey.survey import Survey
from surveygen.text.lines import place_behind
from surveygen.text.normal import one_line

_EXTENSION = "surveygen"
_RIVAL = "sphinxcontrib.bibtex"
_SPHINX_LANGUAGE = "en"
"""What Sphinx takes where conf.py names no language."""
_VALUE_LIMIT = 100


def check_configuration(survey: Survey) -> Iterator[Diagnostic]:
    """Faults that stop a build, and every option whose value differs from the taxonomy's."""
    language = survey.taxonomy.language
    try:
        source = (survey.root / CONFIGURATION).read_bytes().decode("utf-8-sig")
        options = Options.of(source)
    except FileNotFoundError:
        message = _("there is no configuration for Sphinx")
        help = _("write the file: {lines}").format(lines=_starter(language))
        yield Diagnostic(Code.UNREADABLE_FILE, message, CONFIGURATION, help=help)
    except OSError as error:
        message = _("cannot be read: {reason}").format(reason=error.strerror)
        yield Diagnostic(Code.UNREADABLE_FILE, message, CONFIGURATION)
    except UnicodeDecodeError as error:
        message = _("the byte 0x{byte} is not UTF-8").format(
            byte=f"{error.object[error.start]:02x}"
        )
        place = place_behind(error.object[: error.start].decode("utf-8"))
        yield Diagnostic(Code.PROSE_ENCODING, message, CONFIGURATION, *place)
    except SyntaxError as error:
        message = _("Python cannot read it: {reason}").format(reason=error.msg)
        place = (error.lineno, error.offset or 1) if error.lineno else _place_of_nul(source)
        yield Diagnostic(Code.UNUSABLE_CONFIGURATION, message, CONFIGURATION, *place)
    except (ValueError, RecursionError, MemoryError) as error:
        # A NUL (a SyntaxError from Python 3.11.4 on), or what nests too deep: without a place.
        message = _("Python cannot read it: {reason}").format(reason=error)
        place = _place_of_nul(source)
        yield Diagnostic(Code.UNUSABLE_CONFIGURATION, message, CONFIGURATION, *place)
    else:
        yield from _check_extensions(options)
        yield from _check_identity(options, survey)
        yield from _check_language(options, language)


def _place_of_nul(source: str) -> tuple[int, int]:
    """Line and column of the first NUL; of the file's start where there is none."""
    return place_behind(source[: max(0, source.find("\0"))])


def _starter(language: str) -> str:
    lines = [f'extensions = ["{_EXTENSION}"]']
    if _normal(language) != _SPHINX_LANGUAGE:
        lines.append(_language_line(language))
    return "; ".join(lines)


def _check_extensions(options: Options) -> Iterator[Diagnostic]:
    """The extension is loaded, and none beside it that Sphinx refuses to load with it."""
    place = (1, 1)
    names: list[ast.expr] = []
    if not options.is_silent("extensions"):
        listed = options.value("extensions")
        place = options.place_of("extensions")
        if isinstance(listed, ast.List | ast.Tuple):
            names = listed.elts
        elif not isinstance(listed, ast.Constant):
            return
    literals = {node.value: node for node in names if isinstance(node, ast.Constant)}
    is_known = all(isinstance(node, ast.Constant) for node in names)
    if is_known and _EXTENSION not in literals:
        yield extension_is_missing(place, is_list=bool(names))
    elif is_known and options.is_silent("sys"):  # extensions of the survey's own may lie anywhere
        yield from _check_installed(
            options, [node for node in names if node is not literals.get(_RIVAL)]
        )
    if _RIVAL in literals:
        message = _('"{rival}" defines the cite roles, as "{name}" does; the build would stop')
        yield Diagnostic(
            Code.UNUSABLE_CONFIGURATION,
            message.format(rival=_RIVAL, name=_EXTENSION),
            CONFIGURATION,
            *options.place(literals[_RIVAL]),
            help=_("delete it from the list"),
        )


def extension_is_missing(place: Place, *, is_list: bool) -> Diagnostic:
    """That surveygen is not loaded; ``is_list`` where other extensions are listed."""
    message = _('"{name}" is not among the extensions; the build would show no survey')
    help = _('add "{name}" to the list') if is_list else _('write extensions = ["{name}"]')
    return Diagnostic(
        Code.UNUSABLE_CONFIGURATION,
        message.format(name=_EXTENSION),
        CONFIGURATION,
        *place,
        help=help.format(name=_EXTENSION),
    )


def _check_installed(options: Options, names: Iterable[ast.expr]) -> Iterator[Diagnostic]:
    for node in names:
        name = node.value if isinstance(node, ast.Constant) else None
        if not (isinstance(name, str) and name[:1].isalpha()):
            continue
        if importlib.util.find_spec(name.partition(".")[0]) is None:
            message = _('the extension "{name}" is not installed; the build would stop')
            yield Diagnostic(
                Code.UNUSABLE_CONFIGURATION,
                message.format(name=name),
                CONFIGURATION,
                *options.place(node),
                help=_("install it, or delete it from the list"),
            )


def _check_identity(options: Options, survey: Survey) -> Iterator[Diagnostic]:
    for name, wanted in identity_options(survey.taxonomy).items():
        value = options.text(name)
        if wanted and value is not None and value != wanted:
            yield _differs(options, name, value, wanted)


def _check_language(options: Options, wanted: str) -> Iterator[Diagnostic]:
    """Sphinx uses the language before an extension can set it, so conf.py must say it too."""
    if options.is_silent("language"):
        if _normal(wanted) != _SPHINX_LANGUAGE:
            message = _('conf.py sets no language, the taxonomy says "{other}"')
            message = message.format(other=one_line(wanted, _VALUE_LIMIT))
            help = _("add the line: {line}").format(line=_language_line(wanted))
            yield Diagnostic(Code.IDENTITY_DIFFERS, message, CONFIGURATION, 1, help=help)
        return
    value = options.text("language")
    if value is not None and _normal(value) != _normal(wanted):
        yield _differs(options, "language", value, wanted, help=_("make both equal"))


def _differs(options: Options, name: str, value: str, other: str, *, help: str = "") -> Diagnostic:
    message = _('conf.py sets {name} to "{value}", the taxonomy says "{other}"').format(
        name=name, value=one_line(value, _VALUE_LIMIT), other=one_line(other, _VALUE_LIMIT)
    )
    place = options.place_of(name)
    return Diagnostic(Code.IDENTITY_DIFFERS, message, CONFIGURATION, *place, help=help)


def _language_line(language: str) -> str:
    return f'language = "{language.replace("-", "_")}"'


def _normal(language: str) -> str:
    """Sphinx writes ``pt_BR`` what others write ``pt-BR``."""
    return language.replace("_", "-").casefold()
