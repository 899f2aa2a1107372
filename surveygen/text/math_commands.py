"""Tables of math commands that take arguments or set something apart.

`math_symbols` holds the commands that print one symbol, `math_layouts` says how those with
arguments are read. What stands in none of them is refused.
The names are those of LaTeX with amsmath and amssymb (amsldoc, sections 3 to 7).
"""

from typing import Final

from surveygen.text.math_symbols import (
    ARROWS,
    CLOSING,
    DOTS,
    FENCES,
    FUNCTIONS,
    LARGE,
    OPENING,
    RELATIONS,
)

#: Accents -> the combining character that shows them over or under one letter.
ACCENTS: Final = {
    "acute": "\u0301", "bar": "\u0304", "breve": "\u0306", "check": "\u030c", "dot": "\u0307",
    "ddot": "\u0308", "dddot": "\u20db", "grave": "\u0300", "hat": "\u0302",
    "mathring": "\u030a", "tilde": "\u0303", "vec": "\u20d7", "widehat": "\u0302",
    "widetilde": "\u0303", "overline": "\u0305", "overrightarrow": "\u20d7",
    "overleftarrow": "\u20d6", "underline": "\u0332",
}  # fmt: skip

#: One argument, shown as it is but for a brace or weight that plain text cannot show.
WRAPPERS: Final = frozenset({"overbrace", "underbrace", "boldsymbol"})

#: Alphabets whose fonts hold these letters only: elsewhere other glyphs come out.
LETTER_ALPHABETS: Final = {
    "mathbb": frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "mathcal": frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "mathfrak": frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
}
BLACKBOARD: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))

#: Alphabets for any formula.
ALPHABETS: Final = frozenset({"mathbf", "mathit", "mathrm", "mathsf", "mathtt"})

#: What these alphabets cannot hold: under XeLaTeX they are text fonts, in which the places of
#: these (class 7 of the TeXbook's appendix F) are empty.
NOT_IN_ALPHABETS: Final = frozenset(
    {"Delta", "Gamma", "Lambda", "Omega", "Phi", "Pi", "Psi", "Sigma", "Theta", "Upsilon", "Xi"}
    | {"acute", "bar", "breve", "check", "ddot", "dddot", "dot", "grave", "hat", "mathring"}
    | {"tilde", "vec"}
)

#: Words in a formula.
TEXT: Final = frozenset({"text", "textbf", "textit", "textnormal", "textrm", "textsf", "texttt"})
WORD_CHARACTERS: Final = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -+/.,:;()'"
)

FRACTIONS: Final = frozenset({"cfrac", "dfrac", "frac", "tfrac"})
BINOMIALS: Final = frozenset({"binom", "dbinom", "tbinom"})
STACKS: Final = frozenset({"overset", "stackrel", "underset"})
LABELLED_ARROWS: Final = {"xleftarrow": "←", "xrightarrow": "→"}

#: Spaces -> the text they leave.
SPACES: Final = {
    "quad": " ", "qquad": " ", "thinspace": " ", "medspace": " ", "thickspace": " ",
    "negthinspace": "", "negmedspace": "", "negthickspace": "",
    ",": " ", ":": " ", ">": " ", ";": " ", " ": " ", "!": "",
}  # fmt: skip

#: Declarations of size; LaTeX takes them anywhere, docutils at the start of a group only.
STYLES: Final = frozenset({"displaystyle", "scriptscriptstyle", "scriptstyle", "textstyle"})

#: One special character after the backslash.
ESCAPES: Final = {"{": "{", "}": "}", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_", "|": "‖"}

#: Further commands without argument.
PLAIN: Final = {"bmod": " mod ", "colon": ": ", "dots": "…", "iff": "⟺"}

#: What may follow \left, \right, \middle and the \big family.
DELIMITERS: Final = frozenset("()[]|/.<>")
DELIMITER_COMMANDS: Final = frozenset(
    {*(OPENING.keys() - {"lbrack"}), *(CLOSING.keys() - {"rbrack"}), *FENCES}
    | {"uparrow", "downarrow", "updownarrow", "Uparrow", "Downarrow", "Updownarrow"}
    | {"{", "}", "|"}
)
BIG: Final = frozenset(
    size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")
)

#: Symbols that LaTeX puts together from several tokens: after ^, _ or \sqrt they need braces.
COMPOSED: Final = (
    frozenset(LARGE)
    | frozenset(FUNCTIONS)
    | frozenset(DOTS)
    | frozenset(name for name in ARROWS if name.lower().startswith(("dash", "long", "impl")))
    | {"bowtie", "cong", "doteq", "models", "notin"}
)

#: What \not may strike through.
NEGATABLE: Final = frozenset(RELATIONS.keys() | ARROWS.keys())

#: Environments -> how many columns they hold (MaxMatrixCols of amsmath; two for cases).
ENVIRONMENTS: Final = {
    "aligned": 10, "array": 10, "bmatrix": 10, "Bmatrix": 10, "cases": 2, "matrix": 10,
    "pmatrix": 10, "smallmatrix": 10, "vmatrix": 10, "Vmatrix": 10,
}  # fmt: skip
FENCED: Final = {
    "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "cases": ("{", ""), "pmatrix": ("(", ")"),
    "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
}  # fmt: skip

#: Commands that have a meaning only inside another one.
PUNCTUATION: Final = frozenset({"\\", "end", "limits", "middle", "nolimits", "right"})

#: Our spelling of what docutils calls otherwise.
DOCUTILS_SPELLING: Final = {
    "dots": "ldots", "iff": "Longleftrightarrow", "stackrel": "overset", ">": ":",
}  # fmt: skip
