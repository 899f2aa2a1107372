"""What somebody wants to add is found by number, address or title, as the version it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metadata.fake_services import Work, status
from metadata.world import PERES, FakeWorld
from surveygen.metadata.resolving import Kind, Resolved, Unresolved, read_wanted, resolve
from surveygen.metadata.run import Run

DOI = "10.5555/12345678"


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("2307.04963", Kind.ARXIV, "2307.04963"),
        ("2307.04963v2", Kind.ARXIV, "2307.04963"),
        ("arXiv:2307.04963", Kind.ARXIV, "2307.04963"),
        ("<https://arxiv.org/abs/2307.04963v2>", Kind.ARXIV, "2307.04963"),
        ("http://arxiv.org/pdf/2307.04963.pdf", Kind.ARXIV, "2307.04963"),
        ("https://export.arxiv.org/abs/hep-th/9901001", Kind.ARXIV, "hep-th/9901001"),
        ("10.48550/arXiv.2307.04963", Kind.ARXIV, "2307.04963"),
        ("10.1145/3292500.3330701", Kind.DOI, "10.1145/3292500.3330701"),
        ("DOI: 10.1145/3292500.3330701.", Kind.DOI, "10.1145/3292500.3330701"),
        ("https://doi.org/10.1007/BF01700692", Kind.DOI, "10.1007/bf01700692"),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701", Kind.DOI, "10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/pdf/10.1145/1.2?x=1#s", Kind.DOI, "10.1145/1.2"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/x.1/full", Kind.DOI, "10.1002/x.1"),
        ("https://link.springer.com/content/pdf/10.1007/s1-2.pdf", Kind.DOI, "10.1007/s1-2"),
        ("https://link.springer.com/chapter/10.1007%2F978-3-1_2", Kind.DOI, "10.1007/978-3-1_2"),
        (
            "https://www.nature.com/articles/s41586-020-2649-2",
            Kind.DOI,
            "10.1038/s41586-020-2649-2",
        ),
        (
            "https://openreview.net/forum?id=abc",
            Kind.ADDRESS,
            "https://openreview.net/forum?id=abc",
        ),
        ("Attention is all you need", Kind.TITLE, "Attention is all you need"),
        ("  Two\n lines ", Kind.TITLE, "Two lines"),
        ("2999.00001", Kind.NOTHING, "2999.00001"),
        ("", Kind.NOTHING, ""),
    ],
)
def test_what_a_text_names(text: str, kind: Kind, id: str) -> None:
    wanted = read_wanted(text)
    assert (wanted.kind, wanted.id) == (kind, id)


def resolved(world: FakeWorld, text: str) -> Resolved | Unresolved:
    run = Run(world.lookups(), world.world.questions, world.pace)
    (one,) = resolve(run, [read_wanted(text)])
    return one


def entry(world: FakeWorld, text: str) -> dict[str, str]:
    one = resolved(world, text)
    assert isinstance(one, Resolved), one
    return {"type": one.joined.entry.entry_type, **one.joined.entry.fields}


@pytest.mark.parametrize("text", ["2207.01234", DOI, PERES.title, PERES.title.lower()])
def test_the_published_version_with_the_number_of_its_preprint(world: FakeWorld, text: str) -> None:
    one = resolved(world, text)
    assert isinstance(one, Resolved)
    it = one.joined.entry
    assert it.entry_type == "inproceedings"
    assert (it.year, it.doi, str(it.arxiv)) == ("2023", DOI, "2207.01234")
    assert it.venue == "Journal of Test Research"
    assert one.joined.first_year == 2022
    assert one.abstract == PERES.abstract
    assert one.joined.sources["eprint"].source == "arXiv"
    assert one.joined.sources["doi"].source == "Crossref"


def test_other_people_make_it_another_version(world: FakeWorld) -> None:
    others = (*PERES.authors, "Zoe Fourth")
    world.services.works[1] = replace(world.services.works[1], crossref_authors=others)
    it = entry(world, "2207.01234")
    assert it["type"] == "misc"
    assert it["year"] == "2022"
    assert it["x-published"] == (
        f"Journal of Test Research 2023, doi:{DOI}, with a different author list"
    )


def test_a_title_that_changed_is_said(world: FakeWorld) -> None:
    world.services.works[1] = replace(world.services.works[1], crossref_title="Fields and Files")
    assert entry(world, "2207.01234")["x-published"].endswith('as "Fields and Files"')
    assert "eprint" not in entry(world, DOI)


def test_a_preprint_alone(world: FakeWorld) -> None:
    world.services.works[0] = replace(PERES, arxiv_doi="")
    del world.services.works[1]
    assert entry(world, "2207.01234") == {
        "type": "misc",
        "author": "Peres, Ada and van der Meer, Ludwig and Ząbek, Łukasz",
        "title": PERES.title,
        "year": "2022",
        "eprint": "2207.01234",
        "archiveprefix": "arXiv",
    }


def test_data_of_another_agency(world: FakeWorld) -> None:
    data = Work("Data of a Test", ("Bo Ek",), 2021, doi="10.5555/d", agency="x", type="dataset")
    world.services.works.append(data)
    assert entry(world, "10.5555/D")["title"] == "Data of a Test"


def test_a_withdrawn_preprint_and_a_retracted_article(world: FakeWorld) -> None:
    world.services.works[0] = replace(PERES, arxiv_doi="", comment="withdrawn due to an error")
    del world.services.works[1]
    assert entry(world, "2207.01234")["x-status"] == "withdrawn"
    update = {"DOI": "10.5555/1", "type": "retraction"}
    world.services.works.append(Work("Retraction", doi="10.5555/r", update_to=[update]))
    it = entry(world, "10.5555/1")
    assert (it["x-status"], it["x-status-note"]) == ("retracted", "doi:10.5555/r")


class TestNotFound:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("2207.99999", "arXiv does not know 2207.99999"),
            ("10.5555/none", "no agency knows the DOI 10.5555/none"),
            ("https://example.org/paper", "names neither DOI nor arXiv number"),
            ("2999.00001", "no arXiv number, DOI, address or title"),
            ("Quite Another Thing Altogether", "no service knows a work of this title"),
        ],
    )
    def test_it_says_why(self, world: FakeWorld, text: str, reason: str) -> None:
        one = resolved(world, text)
        assert isinstance(one, Unresolved)
        assert reason in one.reason

    def test_a_title_that_is_nearly_right_has_candidates(self, world: FakeWorld) -> None:
        one = resolved(world, "On the Value of Preparing the Field")
        assert isinstance(one, Unresolved)
        assert {found.id for found in one.candidates} >= {"2207.01234", DOI}

    def test_a_title_of_two_works(self, world: FakeWorld) -> None:
        world.services.works.append(Work(PERES.title, ("Else Someone",), 1999, doi="10.5555/e"))
        one = resolved(world, PERES.title)
        assert isinstance(one, Unresolved)
        assert "several works" in one.reason
        assert "10.5555/e" in {found.id for found in one.candidates}


@pytest.mark.slow
class TestBadDays:
    def test_arxiv_is_down_and_its_dois_are_not(self, world: FakeWorld) -> None:
        world.services.works.append(replace(PERES, arxiv="", doi="10.48550/arxiv.2207.01234"))
        world.services.only, world.services.always = "arXiv", status(503)
        it = entry(world, "2207.01234")
        assert (it["eprint"], it["doi"]) == ("2207.01234", DOI)

    def test_all_are_down(self, world: FakeWorld) -> None:
        world.services.always = status(503)
        for text in ("2207.01234", DOI, PERES.title):
            one = resolved(world, text)
            assert isinstance(one, Unresolved)
            assert "503" in one.reason

    def test_crossref_is_down(self, world: FakeWorld) -> None:
        world.services.only, world.services.always = "Crossref", status(503)
        assert entry(world, "2207.01234")["type"] == "misc"
        # doi.org has another way to the same record.
        assert entry(world, DOI)["doi"] == DOI
