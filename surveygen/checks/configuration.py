"""Whether ``docs/conf.py`` builds the survey, and says of it what the taxonomy says.

The file is parsed, never executed. What it computes is passed over: only a literal can be compared.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from surveygen.messages import _
from surveygen.survey.codes import Code
from surveygen.survey.diagnostics import Diagnostic
from surveygen.survey.identity import identity_options
from surveygen.survey.survey import Survey
from surveygen.text.normal import one_line

CONFIGURATION = "docs/conf.py"
"""Sphinx's configuration, relative to the survey's root."""
_EXTENSION = "surveygen"
_RIVAL = "sphinxcontrib.bibtex"
_SPHINX_LANGUAGE = "en"
"""What Sphinx takes where conf.py names no language."""
_VALUE_LIMIT = 100
_LINE_END = re.compile(r"\r\n|\r|\n")


def check_configuration(survey: Survey) -> Iterator[Diagnostic]:
    """Faults that stop a build, and every option whose value differs from the taxonomy's."""
    language = survey.taxonomy.language
    try:
        source = (survey.root / CONFIGURATION).read_bytes().decode("utf-8-sig")
        options = _Options.of(source)
    except FileNotFoundError:
        message = _("there is no configuration for Sphinx")
        help = _("write the file: {lines}").format(lines=_starter(language))
        yield Diagnostic(Code.UNREADABLE_FILE, message, CONFIGURATION, help=help)
    except OSError as error:
        message = _("cannot be read: {reason}").format(reason=error.strerror)
        yield Diagnostic(Code.UNREADABLE_FILE, message, CONFIGURATION)
    except UnicodeDecodeError as error:
        lines = _LINE_END.split(error.object[: error.start].decode("utf-8"))
        message = _("the byte 0x{byte} is not UTF-8").format(
            byte=f"{error.object[error.start]:02x}"
        )
        place = (len(lines), len(lines[-1]) + 1)
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
    lines = _LINE_END.split(source[: max(0, source.find("\0"))])
    return len(lines), len(lines[-1]) + 1


def _starter(language: str) -> str:
    lines = [f'extensions = ["{_EXTENSION}"]']
    if _normal(language) != _SPHINX_LANGUAGE:
        lines.append(_language_line(language))
    return "; ".join(lines)


def _check_extensions(options: _Options) -> Iterator[Diagnostic]:
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
        message = _('"{name}" is not among the extensions; the build would show no survey')
        help = _('add "{name}" to the list') if names else _('write extensions = ["{name}"]')
        yield Diagnostic(
            Code.UNUSABLE_CONFIGURATION,
            message.format(name=_EXTENSION),
            CONFIGURATION,
            *place,
            help=help.format(name=_EXTENSION),
        )
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


def _check_installed(options: _Options, names: Iterable[ast.expr]) -> Iterator[Diagnostic]:
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


def _check_identity(options: _Options, survey: Survey) -> Iterator[Diagnostic]:
    for name, wanted in identity_options(survey.taxonomy).items():
        value = options.text(name)
        if wanted and value is not None and value != wanted:
            yield _differs(options, name, value, wanted)


def _check_language(options: _Options, wanted: str) -> Iterator[Diagnostic]:
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


def _differs(options: _Options, name: str, value: str, other: str, *, help: str = "") -> Diagnostic:
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


_Assigned: TypeAlias = dict[str, tuple[ast.Name, ast.expr] | None]


@dataclass(frozen=True, slots=True)
class _Options:
    """What conf.py does with names, outside of functions and classes."""

    lines: list[str]
    assigned: _Assigned
    """Name to the target and value of its last assignment; None where it is not a plain one."""

    @classmethod
    def of(cls, source: str) -> _Options:
        """Read a file.

        Raises:
            SyntaxError: or ValueError, RecursionError, MemoryError: it is no Python.

        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about escapes in strings: none of our business
            tree = ast.parse(source)
        return cls(_LINE_END.split(source), _assigned(tree))

    def is_silent(self, name: str) -> bool:
        """Whether conf.py surely leaves an option alone."""
        return name not in self.assigned and "*" not in self.assigned

    def value(self, name: str) -> ast.expr | None:
        """What an option is set to; None where it is not set, or not plainly."""
        found = self.assigned.get(name)
        return found[1] if found else None

    def text(self, name: str) -> str | None:
        """What an option is set to as text, where it is a literal."""
        value = self.value(name)
        if not isinstance(value, ast.Constant):
            return None
        return "" if value.value is None else str(value.value)

    def place_of(self, name: str) -> tuple[int, int]:
        """Line and column of an option's assignment; of the file's start where it has none."""
        found = self.assigned.get(name)
        return self.place(found[0]) if found else (1, 1)

    def place(self, node: ast.expr) -> tuple[int, int]:
        """Line and column of a node; Python counts columns in bytes of UTF-8."""
        before = self.lines[node.lineno - 1].encode()[: node.col_offset]
        return node.lineno, len(before.decode()) + 1


def _assigned(tree: ast.Module) -> _Assigned:
    found: _Assigned = {}
    for statement in tree.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                pass
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if isinstance(target, ast.Name):
                        found[target.id] = (target, value)
                    else:
                        found |= dict.fromkeys(_touched(target))
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                found[target.id] = (target, value)
            case _:
                found |= dict.fromkeys(_touched(statement))
    return found


def _touched(tree: ast.AST) -> Iterator[str]:
    """Names that a statement may set or change: ``if``, ``import``, ``extensions.append(...)``."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Attribute(value=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name
