"""The parser of prose: CommonMark and what of MyST must be recognised, and nothing that loses text.

Every inline construct remembers the text that it was read from (`source_of`) and where that stands
in its block (`start_of`), so that it can be shown as it was written, and found. Constructs that act
at a distance (reference and footnote definitions, attributes, substitutions, field and definition
lists) have no rule here: they stay text, and `UNREAD_SYNTAX` finds them there to tell their author.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.fence import make_fence_rule
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin

MAX_NESTING: Final = 20

_INLINE_RULES: Final = (
    *("math_inline", "myst_role", "backticks", "link", "image", "autolink"),
    *("html_inline", "newline"),
)
_ROLE: Final = re.compile(r"\{([a-zA-Z0-9_\-+:]+)\}(`+)")

_OPENS_MATH: Final = re.compile(r"\$\$|\\begin\{[a-zA-Z]+\*?\}")

# Lengths are bounded, so that ten thousand opening brackets are no quadratic search.
UNREAD_SYNTAX: Final = re.compile(
    r"(?P<open_role>\{[a-zA-Z0-9_\-+:]{1,40}\}`)"
    r"|(?P<open_formula>\$\$)"
    r"|(?P<citation>\\[Cc]ite[a-zA-Z]{0,20}\*?(?:\[[^\]\n]{0,99}\]){0,2}\{[^}\n]{1,199}\}"
    r"|\[(?:[^\[\]\n@]{0,99}[ ;])?-?@\w[^\[\]\n]{0,199}\])"
    r"|(?P<footnote>\[\^[^\]\n]{1,99}\])"
    r"|(?P<reference_definition>^\[[^\]\n]{1,99}\]:)"
    r"|(?P<substitution>\{\{[^}\n]{0,99}\}\})"
    r"|(?P<attributes>\{[ ]{0,9}(?:[.#%][^}\n]{0,99}|[\w:\-]{1,40}=[^}\n]{0,99})\})"
    r"|(?P<reference_link>\[[^\]\n]{1,99}\]\[[^\]\n]{0,99}\])"
    r"|(?P<definition_list>^[:~][ ]+\S)"
    r"|(?P<field_list>^:[^:\n]{1,99}:(?:[ ]|$))"
)
"""Syntax that no rule reads; where ``^`` matches, the run of text has to start a line."""


def source_of(token: Token) -> str:
    """The text that an inline construct was read from."""
    return str(token.meta.get("source", token.content))


def start_of(token: Token) -> int | None:
    """Where in its block's content an inline construct begins; None where that is not known."""
    start = token.meta.get("start")
    return start if isinstance(start, int) else None


def prose_parser() -> MarkdownIt:
    """A new parser. It holds no state between texts."""
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    md.disable(["reference", "text_join"])
    # A link with a dangerous scheme is read as one, to be refused and reported as one.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    # As in pandoc, "$5 or $6" is money: no blank inside of the dollars, no digit behind them.
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    md.use(amsmath_plugin)
    for rule in ("math_block", "amsmath"):
        _search_once(md, rule)
    md.use(myst_block_plugin)
    alternatives: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    colon_fence = make_fence_rule(markers=(":",), token_type="colon_fence")  # noqa: S106
    md.block.ruler.before("fence", "colon_fence", colon_fence, alternatives)
    md.inline.ruler.before("backticks", "myst_role", _role)
    for rule in _INLINE_RULES:
        _remember_source(md, rule)
    return md


def _remember_source(md: MarkdownIt, name: str) -> None:
    """Wrap an inline rule so that the first token it makes knows where it comes from."""
    (rule,) = (rule.fn for rule in md.inline.ruler.__rules__ if rule.name == name)

    def remembering(state: StateInline, silent: bool) -> bool:
        start = state.pos
        # A pending run of text becomes a token of its own before the first token of the rule.
        first = len(state.tokens) + bool(state.pending)
        if not rule(state, silent):
            return False
        if not silent and first < len(state.tokens):
            meta = state.tokens[first].meta
            meta["source"], meta["start"] = state.src[start : state.pos], start
        return True

    md.inline.ruler.at(name, remembering)


def _search_once(md: MarkdownIt, name: str) -> None:
    """Keep a block rule from searching the end of every unclosed formula down to the last line.

    Where one search was in vain, the next one from further down is too.
    """
    (rule,) = (rule for rule in md.block.ruler.__rules__ if rule.name == name)
    search = rule.fn

    def searching_once(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
        opening = _OPENS_MATH.match(line)
        if not opening:
            return False
        in_vain = state.env.setdefault("surveygen_in_vain", set())
        key = (name, opening[0], end)
        if key in in_vain:
            return False
        found = search(state, start, end, silent)
        if not found and "$$" not in line[2:]:
            in_vain.add(key)
        return found

    md.block.ruler.at(name, searching_once, {"alt": rule.alt})


def _role(state: StateInline, silent: bool) -> bool:
    """``{name}`content```, as MyST reads it, without copying the rest of the text each time."""
    match = _ROLE.match(state.src, state.pos) if state.src[state.pos] == "{" else None
    if not match:
        return False
    ticks = match[2]
    end = state.src.find(ticks, match.end() + 1)
    if end < 0:
        return False
    if not silent:
        token = state.push("myst_role", "", 0)
        token.meta = {"name": match[1]}
        token.content = state.src[match.end() : end].replace("\n", " ")
    state.pos = end + len(ticks)
    return True
