"""The shape of the PDF: one document of the survey alone, set by XeLaTeX."""

from __future__ import annotations

from pathlib import Path

from sphinx.config import Config
from sphinx.util import texescape

from surveygen.messages import Words
from surveygen.site.serialize import latex_text
from surveygen.survey.identity import author_names
from surveygen.survey.survey import Survey

DOCUMENT = "survey/index"
"""The page whose toctree becomes the chapters."""
METHOD = "method"
"""A page that says how the survey was made; the PDF ends with it, where there is one."""
PDF_NAME = "survey"

_PREAMBLE = Path(__file__).parent / "static_latex" / "preamble.tex"


def configure_latex(survey: Survey, config: Config, words: Words) -> None:
    """Set what conf.py leaves open; ``latex_elements`` of conf.py win one by one."""
    # Sphinx fills its tables of escapes only when the LaTeX builder starts.
    texescape.init()
    taxonomy = survey.taxonomy
    if "latex_documents" not in config._raw_config:
        title, authors = latex_text(taxonomy.title), latex_text(author_names(taxonomy))
        config.latex_documents = [
            (DOCUMENT, f"{PDF_NAME}.tex", title, authors, "manual", False),
        ]
    for name, value in (
        ("latex_engine", "xelatex"),
        ("latex_table_style", ["booktabs"]),
        ("latex_domain_indices", False),
        ("latex_show_urls", "no"),
        ("latex_appendices", [METHOD] if _has_method(survey) else []),
    ):
        if name not in config._raw_config:
            setattr(config, name, value)
    config.latex_elements = {**_elements(survey, words), **config.latex_elements}


def _has_method(survey: Survey) -> bool:
    return (survey.root / "docs" / f"{METHOD}.md").is_file()


def _elements(survey: Survey, words: Words) -> dict[str, str]:
    return {
        "papersize": "a4paper",
        "pointsize": "10pt",
        "extraclassoptions": "openany,oneside",
        "fncychap": "",
        # Only pdfTeX knows what cmap is for; XeTeX complains about it.
        "cmappkg": "",
        "releasename": latex_text(words.gettext("Edition")),
        "preamble": _names(words) + _PREAMBLE.read_text(encoding="utf-8"),
        "tableofcontents": _abstract(survey, words) + r"\sphinxtableofcontents",
        "printindex": "",
    }


def _names(words: Words) -> str:
    """The words that commands of the preamble put in."""
    names = {
        r"\surveyabstractname": words.gettext("Abstract"),
        # Translators: stands before the number of a page.
        r"\surveypagename": words.gettext("p."),
    }
    return "".join(
        rf"\newcommand{{{name}}}{{{latex_text(word)}}}" + "\n" for name, word in names.items()
    )


def _abstract(survey: Survey, words: Words) -> str:
    """The page between title and contents."""
    taxonomy = survey.taxonomy
    if not taxonomy.abstract:
        return ""
    keywords = ", ".join(taxonomy.keywords)
    parts = [rf"\begin{{surveyabstract}}{latex_text(taxonomy.abstract)}"]
    if keywords:
        label = latex_text(words.gettext("Keywords:"))
        parts.append(rf"\par\medskip\noindent\textbf{{{label}}} {latex_text(keywords)}")
    return "\n".join([*parts, r"\end{surveyabstract}", ""])
