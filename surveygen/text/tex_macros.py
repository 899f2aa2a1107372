"""What the macros of bibliography fields mean: tables for the reader of `latex`.

Names are those of LaTeX's text mode (LaTeX companion; encguide), of biblatex's and csquotes'
markup, and, for anything rarer that stands for one character, of pylatexenc's table.
"""

from functools import lru_cache
from typing import Final

from surveygen.text.math_symbols import LETTERS, SYMBOLS
from surveygen.text.richtext import Style

#: Accent macros -> the combining character.
ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323",
    "b": "\u0331", "k": "\u0328", "r": "\u030a", "t": "\u0361", "h": "\u0309", "G": "\u030f",
    "textcommabelow": "\u0326", "textcommaabove": "\u0313", "textogonekcentered": "\u0328",
}  # fmt: skip

#: Accents over nothing, such as ``\~{}``.
SPACING_ACCENTS: Final = {
    "`": "`", "'": "´", "^": "^", "~": "~", '"': "¨", "=": "¯", ".": "˙", "u": "˘", "v": "ˇ",
    "H": "˝", "c": "¸", "k": "˛", "r": "˚",
}  # fmt: skip

_TEXT: Final = {
    "&": "&", "%": "%", "_": "_", "#": "#", "$": "$", "{": "{", "}": "}",
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "l": "ł", "L": "Ł", "ss": "ß", "SS": "ẞ", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð",
    "eth": "ð", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "th": "þ", "TH": "Þ", "ij": "ĳ",
    "IJ": "Ĳ", "ohorn": "ơ", "OHORN": "Ơ", "uhorn": "ư", "UHORN": "Ư",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£",
    "dots": "…", "ldots": "…", "textellipsis": "…", "slash": "/", "degree": "°",
    "textendash": "–", "textemdash": "—", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textasciigrave": "`", "textbar": "|", "textbardbl": "‖",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textbraceleft": "{",
    "textbraceright": "}", "textdollar": "$", "textquotedbl": '"', "textquotesingle": "'",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "lq": "‘", "rq": "’",
    "textquotedblright": "”", "quotedblbase": "„", "quotesinglbase": "‚", "dq": '"',
    "guillemetleft": "«", "guillemetright": "»", "guillemotleft": "«", "guillemotright": "»",
    "textperiodcentered": "·", "textcelsius": "°C", "texttildelow": "˷", "mu": "μ",
    "textmu": "µ", "textdegree": "°", "textregistered": "®", "texttrademark": "™",
    "textexclamdown": "¡", "textquestiondown": "¿", "euro": "€", "texteuro": "€", "EUR": "€",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "XeLaTeX": "XeLaTeX", "LuaTeX": "LuaTeX", "AmS": "AMS", "backslash": "\\",
}  # fmt: skip


#: Macros that leave nothing: hints for the line breaker, fonts that no style here shows.
def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SILENT: Final = _names(
    "- / @ ! allowbreak bgroup boldmath break egroup footnotesize huge Huge ignorespaces large "
    "Large LARGE leavevmode md mdseries nobreak nocorr noindent nolinebreak normalsize null "
    "penalty0 protect relax sc scriptsize scshape selectfont sf sffamily sloppy small "
    "textcompwordmark tiny unskip xspace"
)

#: Macros that leave a blank.
_BLANK: Final = _names(
    ", : ; \\ > enskip enspace hfill hfil linebreak newline nobreakspace par qquad quad space "
    "thinspace medspace thickspace"
)

_OWN: Final = (
    dict.fromkeys(_SILENT, "") | dict.fromkeys([*_BLANK, " ", "\n", "\t", "\r"], " ") | _TEXT
)

#: Macros that set their argument in a style.
STYLED: Final[dict[str, Style]] = {
    "emph": "emph", "textit": "emph", "textsl": "emph", "mkbibemph": "emph",
    "mkbibitalic": "emph", "textbf": "strong", "mkbibbold": "strong", "texttt": "code",
    "textsuperscript": "sup", "mkbibsuperscript": "sup", "textsubscript": "sub",
    "mkbibsubscript": "sub",
}  # fmt: skip

#: Declarations that set the rest of their group in a style.
DECLARED: Final[dict[str, Style]] = {
    "em": "emph", "it": "emph", "itshape": "emph", "sl": "emph", "slshape": "emph",
    "bf": "strong", "bfseries": "strong", "tt": "code", "ttfamily": "code", "rm": "plain",
    "rmfamily": "plain", "normalfont": "plain", "upshape": "plain",
}  # fmt: skip

#: Macros that show their argument as it is.
TRANSPARENT: Final = _names(
    "emphasize fbox hbox mbox text textlf textmd textnormal textrm textsc textsf textup uline "
    "underline vbox"
)

#: Macros that put their argument between two texts.
WRAPPED: Final = {"mkbibparens": ("(", ")"), "mkbibbrackets": ("[", "]")}

#: Quotation marks by level.
QUOTED: Final = frozenset({"enquote", "mkbibquote", "textquote"})

UPPER: Final = frozenset({"MakeUppercase", "MakeTextUppercase", "uppercase"})
LOWER: Final = frozenset({"MakeLowercase", "MakeTextLowercase", "lowercase"})

#: Macros whose argument is an address, taken literally.
ADDRESS: Final = frozenset({"nolinkurl", "path", "url"})

#: Macros whose first argument is for the machine and whose second is shown.
SECOND: Final = frozenset({"foreignlanguage", "href", "hyperlink", "raisebox", "textcolor"})

#: Macros that show their first argument and leave out the second.
FIRST: Final = frozenset({"texorpdfstring"})

#: Macros whose only argument is for the machine. ``\noopsort`` is BibTeX's own device for sorting
#: (btxdoc, section 4): its argument is not part of what is printed.
HIDDEN: Final = _names("begin color end hspace noopsort selectlanguage SortNoop vspace")


def symbol(name: str) -> str | None:
    """Return what a macro without argument shows, None for a macro that no table holds."""
    shown = _OWN.get(name)
    if shown is None:
        shown = SYMBOLS.get(name)
    if shown is None and name.startswith("text"):
        shown = LETTERS.get(name[4:])  # \textalpha of the package textgreek
    if shown is None:
        shown = _rare().get(name)
    return shown


@lru_cache(maxsize=1)
def _rare() -> dict[str, str]:
    """Return pylatexenc's macros for one character: Cyrillic, currencies, phonetics, signs."""
    # Imported when the first such macro turns up: it takes longer than reading a small survey.
    from pylatexenc.latex2text import get_default_latex_context_db

    return {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str)
        and len(spec.simplify_repl) == 1
        and not spec.simplify_repl.isspace()
    }
