"""Proposals: nothing unless title, first author and year agree; one entry describes one version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveygen.metadata.found import Found, Notice
from surveygen.metadata.proposals import Change, Confidence, Known, Proposal, propose
from surveygen.readers.bibtex import read_bibtex
from surveygen.survey.entry import Entry


def entry(kind: str = "misc", **fields: str) -> Entry:
    given = {
        "author": "Peres, Ada and Ek, Bo",
        "title": "On the Value of Preparing the Field",
        "year": "2022",
        **fields,
    }
    listed = ",".join(f"{name.replace('_', '-')}={{{value}}}" for name, value in given.items())
    bib = f"@{kind}{{k,{listed}}}".encode()
    return read_bibtex([("r.bib", bib)]).entries["k"]


def preprint(**fields: str) -> Entry:
    return entry(eprint="2207.01234", archiveprefix="arXiv", **fields)


def found(kind: str = "inproceedings", id: str = "10.5555/1", **fields: str) -> Found:
    venue = {"inproceedings": "booktitle", "article": "journal"}.get(kind, "publisher")
    given = {venue: "Conference on Fields", "year": "2023", "doi": "10.5555/1", **fields}
    return Found("Crossref", id, entry(kind, **given))


ARXIV = Found("arXiv", "2207.01234", preprint())


def only(proposals: list[Proposal]) -> Proposal:
    (one,) = proposals
    return one


class TestPublishedSince:
    def test_a_link_of_the_archive_is_certain(self) -> None:
        it = only(propose(preprint(), Known(ARXIV, linked=found()))[0])
        assert (it.change, it.confidence) == (Change.PUBLISHED, Confidence.CERTAIN)
        assert it.entry_type == "inproceedings"
        assert it.fields == {
            "booktitle": "Conference on Fields",
            "doi": "10.5555/1",
            "year": "2023",
        }

    def test_title_author_and_year_make_it_likely(self) -> None:
        it = only(propose(preprint(), Known(ARXIV, titled=[found()]))[0])
        assert (it.change, it.confidence) == (Change.PUBLISHED, Confidence.LIKELY)

    @pytest.mark.parametrize(
        "theirs",
        [
            {"title": "On the Value of Preparing the Soil"},
            {"author": "Ek, Bo and Peres, Ada"},
            {"author": "Peres, Jan and Ek, Bo"},
            {"year": "2035"},
            {"year": "2019"},
        ],
        ids=str,
    )
    def test_nothing_where_one_of_them_differs(self, theirs: dict[str, str]) -> None:
        assert propose(preprint(), Known(ARXIV, titled=[found(**theirs)])) == ([], [])

    def test_another_title_of_the_published_version_is_a_remark(self) -> None:
        other = found(title="Preparing Fields, Revisited")
        it = only(propose(preprint(), Known(ARXIV, linked=other))[0])
        assert it.change is Change.OTHER_VERSION
        assert it.fields == {
            "x-published": "Conference on Fields 2023, doi:10.5555/1, "
            'as "Preparing Fields, Revisited"'
        }
        assert not it.entry_type

    def test_other_people_are_a_remark(self) -> None:
        other = found(author="Peres, Ada and Ek, Bo and Third, Cy")
        it = only(propose(preprint(), Known(ARXIV, linked=other))[0])
        assert it.fields["x-published"].endswith("with a different author list")

    def test_a_linked_work_of_other_people_is_nothing(self) -> None:
        other = found(title="Soil", author="Someone, Else")
        assert propose(preprint(), Known(ARXIV, linked=other))[0] == []

    def test_what_people_decided_stays(self) -> None:
        decided = preprint(x_published="ICML 2023, as something else")
        assert propose(decided, Known(ARXIV, linked=found(), titled=[found()]))[0] == []

    def test_the_month_of_the_preprint_goes(self) -> None:
        it = only(propose(preprint(month="7"), Known(ARXIV, linked=found()))[0])
        assert it.removed == ("month",)

    def test_a_date_is_replaced_by_a_date(self) -> None:
        text = "@online{k, author={Peres, Ada and Ek, Bo}, date={2022-07-09}, eprint={2207.01234},"
        bib = f"{text} title={{On the Value of Preparing the Field}}, eprinttype={{arxiv}}}}"
        dated = read_bibtex([("r.bib", bib.encode())]).entries["k"]
        it = only(propose(dated, Known(ARXIV, linked=found()))[0])
        assert it.fields["date"] == "2023"
        assert "year" not in it.fields

    def test_another_preprint_is_no_publication(self) -> None:
        server = found("misc", id="10.5555/2")
        no_venue = replace(server, entry=entry("misc", year="2023", doi="10.5555/2"))
        assert propose(preprint(), Known(ARXIV, linked=no_venue, titled=[no_venue]))[0] == []


class TestFilled:
    def article(self, **fields: str) -> Entry:
        return entry("article", journal="J. Test. Res.", **fields)

    def record(self, **fields: str) -> Found:
        given = {"journal": "Journal of Test Research", "year": "2022", "volume": "3"}
        return found("article", **{**given, **fields})

    def test_missing_fields_of_its_own_record(self) -> None:
        it = only(propose(self.article(doi="10.5555/1"), Known(record=self.record()))[0])
        assert (it.change, it.confidence) == (Change.FILLED, Confidence.CERTAIN)
        assert it.fields == {"volume": "3"}

    def test_nothing_of_ours_is_replaced(self) -> None:
        full = self.article(doi="10.5555/1", volume="4")
        assert propose(full, Known(record=self.record()))[0] == []

    def test_a_missing_doi_of_the_same_venue(self) -> None:
        ours = entry("article", journal="Test Research")
        it = only(propose(ours, Known(titled=[self.record(journal="Test Research")]))[0])
        assert it.confidence is Confidence.LIKELY
        assert it.fields == {"volume": "3", "doi": "10.5555/1"}

    def test_not_of_another_venue(self) -> None:
        ours = entry("article", journal="Soil Science")
        assert propose(ours, Known(titled=[self.record()]))[0] == []

    def test_not_of_another_year(self) -> None:
        ours = entry("article", journal="Test Research", year="2019")
        theirs = self.record(journal="Test Research")
        assert propose(ours, Known(titled=[theirs]))[0] == []

    def test_a_venue_in_other_words_is_not_written_twice(self) -> None:
        ours = entry("article", journaltitle="Test Research", doi="10.5555/1")
        it = only(propose(ours, Known(record=self.record()))[0])
        assert it.fields == {"volume": "3"}


class TestLocked:
    def test_a_locked_field_is_left_alone(self) -> None:
        ours = entry("article", journal="Test", doi="10.5555/1", x_locked="volume")
        theirs = found("article", year="2022", volume="3", number="4")
        it = only(propose(ours, Known(record=theirs))[0])
        assert it.fields == {"number": "4"}

    def test_a_change_of_version_is_whole_or_none(self) -> None:
        assert propose(preprint(x_locked="{year, title}"), Known(ARXIV, linked=found()))[0] == []

    def test_a_status_can_be_locked(self) -> None:
        ours = entry("article", journal="T", doi="10.5555/1", x_locked="x-status")
        notices = [Notice("retraction", "10.5555/9")]
        assert propose(ours, Known(notices=notices))[0] == []


class TestStatus:
    ours = entry("article", journal="T", doi="10.5555/1")

    @pytest.mark.parametrize(
        ("kind", "status"),
        [
            ("retraction", "retracted"),
            ("removal", "retracted"),
            ("withdrawal", "withdrawn"),
            ("erratum", "corrected"),
            ("correction", "corrected"),
            ("partial_retraction", "corrected"),
        ],
    )
    def test_notices(self, kind: str, status: str) -> None:
        notice = Notice(kind, "10.5555/9", "2024-05-03", "retraction-watch")
        it = only(propose(self.ours, Known(notices=[notice]))[0])
        assert it.fields == {"x-status": status, "x-status-note": "2024-05-03, doi:10.5555/9"}

    @pytest.mark.parametrize("kind", ["new_edition", "addendum", "", "whatever"])
    def test_others_change_nothing(self, kind: str) -> None:
        assert propose(self.ours, Known(notices=[Notice(kind, "10.5555/9")]))[0] == []

    def test_the_gravest_counts(self) -> None:
        notices = [Notice("correction", "10.5555/8"), Notice("retraction", "10.5555/9")]
        it = only(propose(self.ours, Known(notices=notices))[0])
        assert it.fields["x-status"] == "retracted"

    def test_a_status_is_not_said_twice_and_never_made_less_grave(self) -> None:
        for status in ("retracted", "withdrawn"):
            ours = entry("article", journal="T", doi="10.5555/1", x_status=status)
            assert propose(ours, Known(notices=[Notice("correction", "10.5555/9")]))[0] == []

    def test_a_withdrawn_preprint(self) -> None:
        withdrawn = replace(ARXIV, is_withdrawn=True)
        it = only(propose(preprint(), Known(withdrawn))[0])
        assert (it.fields, it.source) == ({"x-status": "withdrawn"}, "arXiv")

    def test_not_of_what_was_published_since(self) -> None:
        ours = entry("article", journal="T", doi="10.5555/1", eprint="2207.01234")
        assert propose(ours, Known(replace(ARXIV, is_withdrawn=True)))[0] == []

    def test_concern_is_for_people(self) -> None:
        notice = Notice("expression_of_concern", "10.5555/9")
        proposals, doubts = propose(self.ours, Known(notices=[notice]))
        assert not proposals
        assert doubts[0].parts == {"doi": "10.5555/9"}


class TestDoubts:
    def test_another_work_under_the_identifier(self) -> None:
        other = found("article", title="Soil", author="Someone, Else")
        ours = entry("article", journal="T", doi="10.5555/1")
        proposals, doubts = propose(ours, Known(record=other))
        assert not proposals
        assert doubts[0].parts["title"] == "Soil"

    def test_a_new_title_of_the_same_people_is_none(self) -> None:
        renamed = replace(ARXIV, entry=preprint(title="Preparing Fields"))
        assert propose(preprint(), Known(renamed)) == ([], [])
