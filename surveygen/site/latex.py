"""The shape of the PDF: one document of the survey alone, set by XeLaTeX."""

from __future__ import annotations

from pathlib import Path

from sphinx.config import Config
from sphinx.util import texescape

from surveygen.messages import Words
from surveygen.site.serialize import latex_address, latex_text, latex_url
from surveygen.survey.identity import author_names
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import SurveyAuthor, Taxonomy
from surveygen.writers.survey_citation import survey_reference

DOCUMENT = "survey/index"
"""The page whose toctree becomes the chapters."""
METHOD = "method"
"""A page that says how the survey was made; the PDF ends with it, where there is one."""
PDF_NAME = "survey"

_PARTS = ("page", "tables", "title", "citations", "cards", "authors")
"""Files of ``static_latex`` that make the preamble, in this order."""
_SETUP = (
    "hmargin={30mm,30mm}, vmargin={25mm,27mm}, "
    "TitleColor={rgb}{0.07,0.20,0.34}, "
    "InnerLinkColor={rgb}{0.10,0.29,0.48}, OuterLinkColor={rgb}{0.10,0.29,0.48}"
)
"""Options of Sphinx's style. About 90 letters to a line, as journals of surveys have."""


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
        "pointsize": "11pt",
        "extraclassoptions": "openany,oneside",
        "fncychap": "",
        # Only pdfTeX knows what cmap is for; XeTeX complains about it.
        "cmappkg": "",
        "sphinxsetup": _SETUP,
        "releasename": latex_text(words.gettext("Edition")),
        "preamble": _names(survey.taxonomy, words) + _metadata(survey.taxonomy) + _preamble(),
        "maketitle": _first_page(survey.taxonomy, words),
        "tableofcontents": r"\surveycontents",
        "printindex": "",
    }


def _preamble() -> str:
    folder = Path(__file__).parent / "static_latex"
    parts = (folder / f"{part}.tex" for part in _PARTS)
    text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return f"\\makeatletter\n{text}\\makeatother\n"


def _names(taxonomy: Taxonomy, words: Words) -> str:
    """The words that commands of the preamble put in."""
    foot = ", ".join(filter(None, (taxonomy.title, _edition(taxonomy, words))))
    names = {
        r"\surveyfoottext": foot,
        r"\surveyabstractname": words.gettext("Abstract"),
        # Translators: stands before the number of a page.
        r"\surveypagename": words.gettext("p."),
        # Translators: stands before the number of the only page that cites a work.
        r"\surveycitedonpage": words.gettext("Cited on page"),
        # Translators: stands before the numbers of the pages that cite a work.
        r"\surveycitedonpages": words.gettext("Cited on pages"),
    }
    return "".join(
        rf"\newcommand{{{name}}}{{{latex_text(word)}}}" + "\n" for name, word in names.items()
    )


def _metadata(taxonomy: Taxonomy) -> str:
    """What the file says of itself; readers and catalogues look there."""
    facts = {
        "pdftitle": taxonomy.title,
        "pdfauthor": author_names(taxonomy),
        "pdfkeywords": ", ".join(taxonomy.keywords),
        "pdflang": taxonomy.language,
    }
    given = ", ".join(f"{name}={{{latex_text(value)}}}" for name, value in facts.items() if value)
    return rf"\hypersetup{{{given}, bookmarksnumbered, bookmarksdepth=1}}" + "\n"


def _edition(taxonomy: Taxonomy, words: Words) -> str:
    edition = words.gettext("Edition {edition}").format(edition=taxonomy.edition)
    return edition if taxonomy.edition else ""


def _first_page(taxonomy: Taxonomy, words: Words) -> str:
    """Title, authors, abstract, and how to cite the survey."""
    dated = " · ".join(filter(None, (_edition(taxonomy, words), taxonomy.date)))
    parts = [rf"\surveytitle{{{_authors(taxonomy)}}}{{{latex_text(dated)}}}"]
    if taxonomy.abstract:
        abstract = latex_text(taxonomy.abstract)
        parts.append(rf"\begin{{surveyabstract}}{abstract}\end{{surveyabstract}}")
    if taxonomy.keywords:
        keywords = latex_text(", ".join(taxonomy.keywords))
        parts.append(_notice(words.gettext("Keywords:"), keywords))
    parts.append(r"\begin{surveyimprint}")
    reference = survey_reference(taxonomy, words).split(" ")
    shown = (latex_address(word) if "://" in word else latex_text(word) for word in reference)
    parts.append(_notice(words.gettext("How to cite:"), " ".join(shown)))
    if taxonomy.repository:
        parts.append(_notice(words.gettext("Source:"), latex_address(taxonomy.repository)))
    if taxonomy.license:
        licence = words.gettext(
            "{license} for notes and narratives; bibliographic entries are facts and free to use."
        )
        licence = latex_text(licence.format(license=taxonomy.license))
        parts.append(_notice(words.gettext("Licence:"), licence))
    parts.append(r"\end{surveyimprint}")
    return "\n".join(parts)


def _authors(taxonomy: Taxonomy) -> str:
    """Names in a row; a line for each author where there is more to say of any."""
    people = taxonomy.authors
    if not any(author.affiliation or author.orcid for author in people):
        return latex_text(author_names(taxonomy))
    return r"\\".join(map(_author, people))


def _author(author: SurveyAuthor) -> str:
    more = latex_text(author.affiliation)
    if author.orcid:
        address = f"https://orcid.org/{author.orcid}"
        orcid = rf"\sphinxhref{{{latex_url(address)}}}{{{latex_text(author.orcid)}}}"
        more = ", ".join(filter(None, (more, orcid)))
    return rf"{latex_text(author.name)}\surveyaffiliation{{{more}}}"


def _notice(label: str, text: str) -> str:
    return rf"\surveynotice{{{latex_text(label)}}}{{{text}}}"
