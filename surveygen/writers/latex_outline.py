r"""Sections of a survey as a LaTeX outline: nested lists whose items cite what stands in them.

The form is that which `readers.latex_outline` reads, so a survey can leave and come back:
``\item \textbf{Title}~\citep{home}; \citep[see also][]{also}``, behind a line break what is said of
the section.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from surveygen.survey.outline import SEE_ALSO
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Placement, Section
from surveygen.text.latex import from_unicode
from surveygen.writers.latex_prose import latex_paragraphs, latex_text

_LEVELS_OF_LATEX = 4
"""How deep LaTeX's own lists nest."""
_HEAD = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\usepackage[numbers]{natbib}
\usepackage{hyperref}
"""
_DEEPER = r"""\usepackage{enumitem}
\setlistdepth{9}
\renewlist{itemize}{itemize}{9}
\setlist[itemize]{label=\textbullet}
"""
_WIDTH = 100


def write_latex_outline(
    survey: Survey,
    keys: Collection[str],
    *,
    bibliography: str,
    section: Section | None = None,
) -> str:
    """An outline of these works and the sections that they stand in.

    Args:
        survey: what to write of.
        keys: works that are written; a section without any, and without text, only where all of
            the survey's are.
        bibliography: name of the .bib file beside it, without ending.
        section: write only this one and what is below it.

    """
    tops = survey.taxonomy.sections if section is None else (section,)
    outline = _Outline(survey, keys)
    taxonomy = survey.taxonomy
    authors = r" \and ".join(from_unicode(author.name) for author in taxonomy.authors)
    depth = max((level + 1 for top in tops for level, _one in top.walk()), default=0)
    background = [key for key in survey.background if key in keys]
    lines = [
        _HEAD + (_DEEPER if depth > _LEVELS_OF_LATEX else ""),
        rf"\title{{{from_unicode(taxonomy.title)}}}",
        rf"\author{{{authors}}}",
        rf"\date{{{from_unicode(taxonomy.date)}}}",
        "",
        r"\begin{document}",
        r"\maketitle",
    ]
    if taxonomy.abstract:
        lines += [r"\begin{abstract}", from_unicode(taxonomy.abstract), r"\end{abstract}"]
    if background:
        lines += _filled(rf"\nocite{{{_keys(background)}}}", "")
    lines += outline.items(tops, "")
    lines += [r"\bibliographystyle{plainnat}", rf"\bibliography{{{bibliography}}}"]
    return "\n".join([*lines, r"\end{document}"]) + "\n"


class _Outline:
    def __init__(self, survey: Survey, keys: Collection[str]) -> None:
        self.survey = survey
        self.keys = keys
        self.is_whole = all(key in keys for key in survey.papers)

    def items(self, sections: Sequence[Section], indent: str) -> Iterator[str]:
        shown = [section for section in sections if self.is_shown(section)]
        if not shown:
            return
        yield rf"{indent}\begin{{itemize}}"
        for section in shown:
            yield from self.item(section, indent)
            yield from self.items(section.sections, f"{indent}  ")
        yield rf"{indent}\end{{itemize}}"

    def is_shown(self, section: Section) -> bool:
        return self.is_whole or any(
            self.chosen(part.papers) or self.chosen(part.also) for _depth, part in section.walk()
        )

    def chosen(self, placements: Sequence[Placement]) -> list[str]:
        return [one.key for one in placements if one.key in self.keys]

    def item(self, section: Section, indent: str) -> Iterator[str]:
        home = self.chosen(section.papers)
        also = [key for key in self.chosen(section.also) if key not in home]
        line = rf"\item \label{{{section.id}}}\textbf{{{from_unicode(section.title)}}}"
        line += rf"~\citep{{{_keys(home)}}}" if home else ""
        line += (";" if home else "") + rf" \citep[{SEE_ALSO}][]{{{_keys(also)}}}" if also else ""
        yield from _filled(line, indent)
        paragraphs = [latex_text(section.description)] if section.description else []
        prose = self.survey.narratives.get(section.id)
        if prose is not None:
            paragraphs += latex_paragraphs(prose.markdown, self.survey.taxonomy.aliases)
        if len(paragraphs) == 1 and not paragraphs[0].startswith(r"\["):
            yield rf"{indent}\\\textit{{{paragraphs[0]}}}"
        elif paragraphs:
            # Braces, for a bracket behind the break would be a length.
            yield rf"{indent}\\{{}}{paragraphs[0]}"
            for paragraph in paragraphs[1:]:
                yield ""
                yield paragraph
            yield ""


def _keys(keys: Sequence[str]) -> str:
    """A list of keys that `_filled` may break."""
    return "\0".join(keys)


def _filled(line: str, indent: str) -> list[str]:
    """A line, its lists of keys broken where it would be too long."""
    lines, current = [], indent
    for number, part in enumerate(line.split("\0")):
        piece = part if number == 0 else f",{part}"
        if number and len(current) + len(piece) > _WIDTH:
            # A comment takes the line end along, so that no blank joins a key.
            lines.append(f"{current},%")
            current, piece = f"{indent}  ", part
        current += piece
    return [*lines, current]
