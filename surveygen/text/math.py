"""Formulas: which may be shown as math, and how.

In HTML a formula is MathML made at build time; in LaTeX its source reaches TeX, which would obey
any command in it. So both take only what `math_grammar` can read and docutils can convert;
the rest is shown as literal text.
"""

from functools import lru_cache

from surveygen.messages import _
from surveygen.text.math_grammar import parse
from surveygen.text.math_scanner import MAX_LENGTH, Formula, RefusedError, too_long
from surveygen.text.math_typed import spelled_out
from surveygen.text.mathml_spacing import space_functions


def refusal(source: str) -> str | None:
    """Say why a formula may not be shown as math.

    Args:
        source: TeX without the dollars.

    Returns:
        The reason, one line for people; None if the formula is allowed. What `to_tex` makes of
        an allowed formula sets in LaTeX with amsmath and amssymb, and `to_mathml` converts it.

    """
    read = _read(source)
    if isinstance(read, RefusedError):
        return read.reason
    return None if _convert(read.tex, display=False) else _("docutils cannot convert the formula")


def to_tex(source: str) -> str | None:
    """Return the formula as TeX may have it, all in ASCII; None where it is refused.

    Args:
        source: TeX without the dollars; characters such as ``τ`` and ``≤`` may stand for commands.

    """
    return None if refusal(source) else spelled_out(source)


def to_mathml(source: str, *, display: bool = False) -> str | None:
    """Return the formula as a MathML ``math`` element, None where it is refused.

    Args:
        source: TeX without the dollars.
        display: a formula on a line of its own.

    """
    read = _read(source)
    return None if isinstance(read, RefusedError) else _convert(read.tex, display=display)


def to_unicode(source: str) -> str:
    """Return a formula as readable plain text: ``O(n^2)``, ``ε``, ``a/(b+c)``.

    A refused formula is the literal source between dollars.
    """
    read = _read(source)
    return f"${' '.join(source.split())}$" if isinstance(read, RefusedError) else read.text


def _read(source: str) -> Formula | RefusedError:
    """Return the formula, or why it is refused."""
    if len(source) > MAX_LENGTH:  # not worth a place in the cache
        return too_long()
    return _read_short(source)


@lru_cache(maxsize=4096)
def _read_short(source: str) -> Formula | RefusedError:
    try:
        return parse(spelled_out(source))
    except RefusedError as error:
        # Without the frames that it passed through, for the cache keeps it.
        return error.with_traceback(None)


@lru_cache(maxsize=4096)
def _convert(tex: str, *, display: bool) -> str | None:
    # Imported here: most runs of the command line never meet a formula.
    from docutils.utils.math import MathError
    from docutils.utils.math.latex2mathml import tex2mathml

    # The converter is provisional and meets some input with slips of its own.
    slips = (AttributeError, IndexError, KeyError, TypeError, UnboundLocalError, ValueError)
    try:
        mathml = tex2mathml(tex, as_block=display)
    except (MathError, *slips):
        return None
    # XML knows no such entity.
    return space_functions(mathml.replace("&ApplyFunction;", "\N{FUNCTION APPLICATION}"))
