r"""What stands in a citation role, ``{see}key1{p. 3},key2``, and which keys can stand there.

The syntax is that of sphinxcontrib-bibtex 2.7: keys with commas between, each with text before and
after it in braces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(
    r"\s*(?:\{(?P<pre>[^{}`\\]+)\})?\s*(?P<key>[^{}\s,`\\]+)\s*(?:\{(?P<post>[^{}`\\]+)\})?\s*"
)
_BAD_IN_KEY = re.compile(r"[\s,{}\\#%~`]|\.\.")
_KEY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Cited:
    """One key of a citation, with the text before and after it."""

    key: str
    pre: str = ""
    post: str = ""

    def __str__(self) -> str:
        """As it is written in the role."""
        pre = f"{{{self.pre}}}" if self.pre else ""
        post = f"{{{self.post}}}" if self.post else ""
        return f"{pre}{self.key}{post}"

    @property
    def after(self) -> str:
        """What follows the year: a comma is put before the text where it has none."""
        return f", {self.post.lstrip(', ')}" if self.post else ""


def is_citable(key: str) -> bool:
    """Whether a text may be a citation key: printable, no blank, comma, brace or TeX's signs."""
    fits = 0 < len(key) <= _KEY_LIMIT and key.isprintable()
    return fits and _BAD_IN_KEY.search(key) is None


def parse_citation(content: str) -> tuple[Cited, ...]:
    """The parts of a citation; empty where the content is none."""
    found: list[Cited] = []
    position = 0
    while match := _ITEM.match(content, position):
        pre, post = (" ".join((match[name] or "").split()) for name in ("pre", "post"))
        found.append(Cited(match["key"], pre, post))
        position = match.end() + 1
        if content[match.end() : position] != ",":
            break
    return tuple(found) if position > len(content) else ()
