r"""Formulas between dollars in a line of plain text, as the Markdown of notes has them.

The rule is pandoc's (manual, extension ``tex_math_dollars``): no blank inside of the dollars, no
digit outside, so that "$5 or $6" is money; ``\$`` is always a dollar.
"""

import re
from functools import lru_cache
from typing import Final

from surveygen.text.richtext import RichText, Run, normalised

_DOLLAR: Final = re.compile(
    r"\\(?P<literal>\$)|(?<![\d$])\$(?P<formula>(?![\s$])(?:[^$\\]|\\.)+(?<!\s))\$(?![\d$])"
)


@lru_cache(maxsize=4096)
def with_formulas(text: str) -> RichText:
    """Plain text with its formulas as math runs; whether these can be set is not looked at."""
    runs = []
    end = 0
    for found in _DOLLAR.finditer(text):
        runs.append(Run(text[end : found.start()], "plain"))
        formula = found["formula"]
        runs.append(Run(formula, "math") if formula else Run("$", "plain"))
        end = found.end()
    return normalised((*runs, Run(text[end:], "plain")))
