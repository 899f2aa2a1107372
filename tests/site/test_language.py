"""Pages are in the language of the survey; what the author reads is in that of the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import run_surveygen
from message_catalogues import read, translations_of

from site_surveys import SAMPLE, Copy
from surveygen.checks.read_back import visible_texts
from surveygen.project import load
from surveygen.survey.entry import Entry
from surveygen.survey.note import Note

PAGES = (
    "index",
    "guide/index",
    "survey/index",
    "survey/means",
    "survey/complexity",
    "survey/typesetting",
    "survey/references",
    "survey/not-placed",
    "papers/noether1908formen",
    "papers/zuse1935rechner",
    "papers/hilbert1934grundlagen",
    "papers/halley1687principia",
    "papers/scott1970outline",
    "papers/encyclopedie1751",
    "papers/karp1972reducibility",
)
NAMES = {"DOI", "arXiv", "BibTeX", "RIS", "CSL", "JSON", "CSV", "PDF"}
"""Of formats and services; they are the same in every language."""
ROOMS = ("pages/", "references/", "site/", "writers/")
"""Where pages get their words from."""
GERMAN_TERMINAL = {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "de:en"}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The site of a German survey, with a PDF that LaTeX seems to have made."""
    survey = Copy.with_every_word(tmp_path_factory.mktemp("language") / "german")
    survey.translate("de")
    latex = survey.root / "build" / "latex"
    latex.mkdir(parents=True)
    (latex / "survey.pdf").write_bytes(b"%" * 1_234_567)
    (latex / "survey.log").write_text("Output written on survey.pdf (124 pages, 1 bytes).\n")
    assert survey.sphinx("html").returncode == 0
    return survey


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", text))


def shown(page: str) -> str:
    """What a page shows in its main part, also when a pointer rests on it or it is read aloud."""
    main = page[page.index('role="main"') :]
    main = re.sub(r'<a class="headerlink".*?</a>', "", main)  # Sphinx's
    main = re.sub(r'<span class="Z3988" title="[^"]*"></span>', "", main)  # for programs
    tips = re.findall(r'(?:title|aria-label)="([^"]*)"', main)
    # A browser sets elements apart that have nothing between them here.
    return " ".join([visible_texts(page.replace("<", " <"))[""], *tips])


def words_of_the_survey(survey: Copy) -> set[str]:
    """Words that people wrote."""
    loaded = load(survey.root)
    parts = [loaded.taxonomy.title, *(author.name for author in loaded.taxonomy.authors)]
    for section in loaded.sections.values():
        parts += [section.title, section.description]
    for paper in (*loaded.papers.values(), *loaded.background.values()):
        parts += said_by_entry(paper.entry)
        parts += said_by_note(paper.note) if paper.note else []
    for name in ("index.md", "guide/index.md", "sections/computability.md"):
        parts.append((survey.root / "docs" / name).read_text(encoding="utf-8"))
    return words(" ".join(parts))


def said_by_entry(entry: Entry) -> Iterator[str]:
    yield entry.key
    yield from map(entry.text, entry.fields)


def said_by_note(note: Note) -> Iterator[str]:
    yield from (note.tldr, note.body.markdown, note.about, *note.tags)
    for name, address in note.links.items():
        yield from (address, *([name.capitalize()] if name not in ("code", "data") else []))
    for claim in note.claims:
        yield from (claim.metric, claim.value, claim.on, claim.versus)


def german_words() -> set[str]:
    """Words of the German catalogue for pages."""
    return {
        word
        for message in read(translations_of("de"), "de")
        if any(name.removeprefix("surveygen/").startswith(ROOMS) for name, _ in message.locations)
        for string in (message.string if message.pluralizable else [message.string])
        for word in words(string)
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_german_survey_shows_no_word_of_another_language(name: str, german: Copy) -> None:
    # An address is the same in every language.
    text = re.sub(r"https?://\S+", "", shown(german.html(f"{name}.html")))
    assert words(text) - words_of_the_survey(german) - german_words() - NAMES == set()


@pytest.mark.parametrize("name", ["survey/typesetting", "papers/zuse1935rechner", "search"])
def test_controls_of_the_theme_speak_german(name: str, german: Copy) -> None:
    page = german.html(f"{name}.html")
    around = page[page.index("<body") :]
    around = re.sub(r"(?s)<article.*?</article>|<script.*?</script>|<style.*?</style>", "", around)
    tips = re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', around)
    text = " ".join([re.sub(r"<[^>]*>", " ", around), *tips])
    of_sphinx = {"Suche", "Inhalt", "Navigation", "Copyright", "Furo", "Titel", "Schlagwörter"}
    unknown = words(text) - words_of_the_survey(german) - german_words() - NAMES - of_sphinx
    assert unknown == set()
    assert 'aria-label="Navigation ein- oder ausblenden"' in page


def test_numbers_sentences_and_labels_follow_the_language(german: Copy) -> None:
    guide = german.html("guide/index.html")
    assert "PDF</a>, 124 Seiten, 1,2 MB<" in guide
    assert "BibTeX</a> aller 18 Werke; jeder Abschnitt" in guide
    assert "17 Arbeiten in 6 Abschnitten." in german.html("survey/index.html")
    page = german.html("survey/typesetting.html")
    for cell in ("Was", "2 und 4", "Auf"):
        assert f"<p>{cell}</p>" in guide
    assert "<dt>Art</dt> <dd>Übersicht</dd>" in german.html("papers/noether1908formen.html")
    assert "Auch in" in german.html("survey/complexity.html")
    assert "mindestens 50 %" in page
    assert "David Hilbert und Paul Bernays (Hrsg.)" in page


def test_a_reference_has_german_words_around_data_that_stay_as_they_are(german: Copy) -> None:
    text = " ".join(visible_texts(german.html("survey/references.html"))[""].split())
    for reference in (
        "Emmy Noether (1908). Über die Bildung des Formensystems der ternären biquadratischen "
        "Form. Dissertation, Universität Erlangen. "
        "Veröffentlicht als: Journal für die reine und angewandte Mathematik 134.",
        "David Hilbert und Paul Bernays (Hrsg.) (1934). Grundlagen der Mathematik. In Die "
        "Grundlehren der mathematischen Wissenschaften, S. 1–471. Ersetzt: zweite Auflage.",
        "Edmond Halley (Hrsg.) (o. J.). Philosophiæ Naturalis Principia Mathematica. Widerrufen.",
        "Dana S. Scott et al. (1970). Grundriss einer Theorie. Technischer Bericht 2, Oxford.",
    ):
        assert reference in text


def test_what_is_to_mend_is_told_in_the_language_of_the_survey(german: Copy) -> None:
    page = german.html("survey/to-mend.html")
    assert "Zu berichtigende Einträge" in page
    assert "broken1900" in page


def test_an_old_address_leads_on_in_german(german: Copy) -> None:
    page = german.html("papers/turing1937computable.html")
    assert '<html lang="de">' in page
    assert 'Diese Seite ist jetzt <a href="turing1936computable.html">hier</a> zu finden.' in page


def test_latex_has_german_words(german: Copy, tmp_path: Path) -> None:
    survey = german.sources(tmp_path / "survey")
    assert survey.sphinx("latex").returncode == 0
    source = (survey.root / "build/latex/survey.tex").read_text(encoding="utf-8")
    for line in (
        r"\newcommand{\surveyabstractname}{Zusammenfassung}",
        r"\newcommand{\surveypagename}{S.}",
        r"\newcommand{\surveycitedonpage}{Angeführt auf Seite}",
        r"\renewcommand{\releasename}{Ausgabe}",
        r"\surveynotice{Schlagwörter:}",
        r"\section{Arbeiten}",
        r"\chapter{Literaturverzeichnis}",
        r"\surveystatus{Ersetzt. zweite Auflage}",
    ):
        assert line in source
    for word in ("Papers", "References", "Keywords", "Edition", "Superseded", "n.d.", " (ed"):
        assert word not in source


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["text", "epub"])
def test_other_builders_have_german_words(builder: str, german: Copy, tmp_path: Path) -> None:
    survey = german.sources(tmp_path / "survey")
    assert survey.sphinx(builder).returncode == 0
    ending = {"text": "txt", "epub": "xhtml"}[builder]
    page = survey.root / "build" / builder / "survey" / f"typesetting.{ending}"
    text = page.read_text(encoding="utf-8")
    assert "Edmond Halley (Hrsg.)" in text
    assert "bis zu 2×" in text


@pytest.mark.slow
def test_the_terminal_changes_no_byte_of_a_site(tmp_path: Path) -> None:
    outputs = []
    for environment in (GERMAN_TERMINAL, {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}):
        survey = Copy.with_every_word(tmp_path / environment["LC_ALL"])
        built = run_surveygen(survey.root, "build", "html", "exports", **environment)
        assert built.returncode == 0
        assert survey.sphinx("latex", **environment).returncode == 0
        tex = (survey.root / "build/latex/survey.tex").read_text(encoding="utf-8")
        outputs.append((survey.outputs(), tex))
    assert outputs[0] == outputs[1]


@pytest.mark.slow
def test_warnings_are_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    survey = Copy.of(SAMPLE, tmp_path / "survey")
    survey.replace("docs/guide/index.md", "{survey-claims} means", "{survey-claims} mean")
    assert 'section "mean" is unknown' in survey.sphinx("html", "-E").stderr
    assert "Abschnitt „mean“ ist unbekannt" in survey.sphinx("html", "-E", **GERMAN_TERMINAL).stderr


@pytest.mark.slow
def test_another_language_has_every_page_written_again(tmp_path: Path) -> None:
    survey = Copy.with_every_word(tmp_path / "survey")
    assert survey.sphinx("html").returncode == 0
    survey.translate("de")
    assert survey.sphinx("html").returncode == 0
    clean = survey.sources(tmp_path / "clean")
    assert clean.sphinx("html").returncode == 0
    # Sphinx leaves the English stemmer of its search where it was.
    assert survey.outputs().items() >= clean.outputs().items()


def test_a_build_leaves_its_language_to_itself(tmp_path: Path) -> None:
    english = Copy(SAMPLE).sources(tmp_path / "english")
    alone = english.build()
    german = Copy(SAMPLE).sources(tmp_path / "german")
    german.translate("de")
    german.build()
    assert Copy(SAMPLE).sources(tmp_path / "after").build() == alone


@pytest.mark.slow
def test_configuration_wins_and_the_taxonomy_stands_in_for_it(tmp_path: Path) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    survey.replace("docs/index.md", "godel1931formal", "erdos1960evolution")

    def front_page(*options: str) -> str:
        assert survey.sphinx("html", *options).returncode == 0
        return survey.html("index.html")

    assert "Erdős und Rényi" in front_page("-D", "language=de")
    assert "Erdős and Rényi" in front_page()
    # Of what follows Sphinx sees nothing, and the page's source stays as it is.
    survey.translate("de")
    survey.replace("docs/conf.py", 'language = "de"', "")
    assert "Erdős und Rényi" in front_page()
