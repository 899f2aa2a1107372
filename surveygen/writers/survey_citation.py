"""The survey itself as a thing to cite: reference text, BibTeX and RIS."""

from __future__ import annotations

from surveygen.messages import ENGLISH, Words
from surveygen.survey.taxonomy import SurveyAuthor, Taxonomy
from surveygen.text.latex import from_unicode
from surveygen.text.slugs import slug


def survey_reference(taxonomy: Taxonomy, words: Words = ENGLISH) -> str:
    """One line for people."""
    authors = ", ".join(author.name for author in taxonomy.authors)
    edition = words.gettext("Edition {edition}").format(edition=taxonomy.edition)
    year = f"({taxonomy.date[:4]})" if taxonomy.date else ""
    head = " ".join(part for part in (authors, year) if part)
    where = f"https://doi.org/{taxonomy.doi}" if taxonomy.doi else taxonomy.url
    parts = (head, taxonomy.title, edition if taxonomy.edition else "", where)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def survey_bibtex(taxonomy: Taxonomy) -> str:
    """A ``@misc`` entry; organisations are braced so that they are not split into names."""
    fields = {
        "title": f"{{{from_unicode(taxonomy.title)}}}",
        "author": " and ".join(map(_bibtex_name, taxonomy.authors)),
        "year": taxonomy.date[:4],
        "edition": taxonomy.edition,
        "doi": taxonomy.doi,
        "url": taxonomy.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(taxonomy)},", *lines, "}"])


def survey_ris(taxonomy: Taxonomy) -> str:
    """A RIS record (tags of the RIS specification, 2001) of type GEN."""
    tags = [("TY", "GEN"), ("TI", taxonomy.title)]
    tags += [("AU", author.name) for author in taxonomy.authors]
    tags += [
        ("PY", taxonomy.date[:4]),
        ("DA", taxonomy.date.replace("-", "/")),
        ("ET", taxonomy.edition),
        ("DO", taxonomy.doi),
        ("UR", taxonomy.url),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - "])


def _key(taxonomy: Taxonomy) -> str:
    words = slug(taxonomy.title).split("-")[:3]
    return "-".join([*words, taxonomy.edition or taxonomy.date[:4]]).strip("-").lower() or "survey"


def _bibtex_name(author: SurveyAuthor) -> str:
    name = from_unicode(author.name)
    return f"{{{name}}}" if author.type == "organization" else name
