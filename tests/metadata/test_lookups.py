"""Services may fail in any way: they are asked again or left alone, never too fast; what was kept
stands in for them."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest

from metadata.fake_services import (
    Fault,
    Reply,
    Work,
    atom_entry,
    atom_feed,
    crossref_work,
    cut_off,
    damaged_gzip,
    empty,
    envelope,
    gzip_bomb,
    gzipped,
    html,
    redirect_loop,
    redirect_to,
    slow_drip,
    status,
    wrong_length,
)
from metadata.world import PERES, FakeWorld
from surveygen.metadata.arxiv import ARXIV
from surveygen.metadata.crossref import CROSSREF
from surveygen.metadata.lookups import State
from surveygen.metadata.question import DAY

NUMBER = PERES.arxiv
DOI = "10.5555/12345678"


def found(world: FakeWorld, id: str = NUMBER) -> object:
    outcome = world.lookups().look_up(world.arxiv, [id])[id]
    assert outcome.state is State.FOUND and outcome.value, outcome
    return outcome.value.entry.title


class TestFaults:
    """A fault of one moment is got over; one that lasts costs what it hits, and is told."""

    PASSING = (
        ("429 without Retry-After", status(429), [2.0]),
        ("429 with Retry-After", status(429, Retry_After="40"), [40.0]),
        ("429 until a date", status(429, Retry_After="Wed, 18 Nov 2026 09:07:10 GMT"), None),
        ("429 with nonsense", status(429, Retry_After="soon"), [2.0]),
        ("503", status(503), [2.0]),
        ("503 with Retry-After", status(503, Retry_After="7"), [7.0]),
        ("500", status(500), [2.0]),
        ("502", status(502), [2.0]),
        ("504", status(504), [2.0]),
        ("cut off", cut_off, [2.0]),
        ("wrong length", wrong_length, [2.0]),
        ("HTML with status 200", html, [2.0]),
        ("empty", empty, [2.0]),
        ("damaged gzip", damaged_gzip, [2.0]),
    )

    @pytest.mark.parametrize(("name", "fault", "waits"), PASSING, ids=[it[0] for it in PASSING])
    def test_what_passes_is_asked_again(
        self, world: FakeWorld, name: str, fault: Fault, waits: list[float] | None
    ) -> None:
        world.services.faults = [fault]
        assert found(world) == PERES.title
        times = [seen.time for seen in world.services.log]
        assert len(times) == 2
        gap = times[1] - times[0]
        assert gap >= (3.0 if waits is None else max(3.0, waits[0]))

    LASTING = (
        ("429", status(429)),
        ("429 for an hour", status(429, Retry_After="3600")),
        ("503", status(503)),
        ("401", status(401)),
        ("403", status(403)),
        ("418", status(418)),
        ("cut off", cut_off),
        ("wrong length", wrong_length),
        ("HTML with status 200", html),
        ("redirect loop", redirect_loop),
        ("redirect to a file", redirect_to("file:///etc/passwd")),
        ("redirect to another scheme", redirect_to("ftp://example.org/x")),
        ("redirect without encryption", redirect_to("http://example.org/x")),
        ("redirect to another host", redirect_to("https://example.org/x")),
        ("redirect to this machine", redirect_to("https://127.0.0.1:1/x")),
        ("redirect to a cloud's secrets", redirect_to("http://169.254.169.254/latest/")),
        ("redirect with a password", redirect_to("https://me:secret@export.arxiv.org/x")),
        ("gzip bomb", gzip_bomb),
        ("unknown coding", lambda reply: replace(reply, headers={"Content-Encoding": "br"})),
    )

    @pytest.mark.parametrize(("name", "fault"), LASTING, ids=[it[0] for it in LASTING])
    def test_what_lasts_is_told_and_never_kept(
        self, world: FakeWorld, name: str, fault: Fault
    ) -> None:
        world.services.always = fault
        lookups = world.lookups()
        outcome = lookups.look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.state is State.FAILED
        assert outcome.reason
        assert lookups.failures == {"arXiv": outcome.reason}
        assert not list(world.folder.glob("kept/**/*.json"))
        world.services.always = None
        assert found(world) == PERES.title

    def test_a_redirect_loop_ends(self, world: FakeWorld) -> None:
        world.services.always = redirect_loop
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.reason == "it is redirected without end"
        assert len(world.services.log) == 6

    def test_a_drip_ends_in_time(self, world: FakeWorld) -> None:
        world.deadline = 0.3
        world.services.always = slow_drip
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.state is State.FAILED
        assert "too long" in outcome.reason

    def test_packed_answers_are_read(self, world: FakeWorld) -> None:
        world.services.always = gzipped
        assert found(world) == PERES.title

    def test_no_service_at_all(self, world: FakeWorld) -> None:
        world.services.close()
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.state is State.FAILED
        assert "connected" in outcome.reason

    def test_a_service_that_keeps_failing_is_left_alone(self, world: FakeWorld) -> None:
        world.services.always = status(503)
        lookups = world.lookups()
        ids = [f"10.5555/{n},x" for n in range(1, 30)]  # a request each
        outcomes = lookups.look_up(world.crossref, ids)
        assert {it.state for it in outcomes.values()} == {State.FAILED}
        assert len(world.services.log) == 8  # two times four attempts

    def test_one_that_asks_for_an_hour_is_left_alone_at_once(self, world: FakeWorld) -> None:
        world.services.always = status(429, Retry_After="3600")
        lookups = world.lookups()
        outcome = lookups.look_up(world.arxiv, [NUMBER])[NUMBER]
        assert "60 minutes" in outcome.reason
        lookups.look_up(world.arxiv, ["2001.00001"])
        assert len(world.services.log) == 1

    def test_others_are_asked_all_the_same(self, world: FakeWorld) -> None:
        world.services.only = "arXiv"
        world.services.always = status(503)
        lookups = world.lookups()
        assert lookups.look_up(world.arxiv, [NUMBER])[NUMBER].state is State.FAILED
        assert lookups.look_up(world.crossref, [DOI])[DOI].state is State.FOUND


class TestAnswers:
    """An answer that is not what was asked for is none."""

    def entry(self, old: str, new: str) -> Fault:
        text = atom_entry(PERES)
        assert old in text
        spoiled = text.replace(old, new)
        feed = atom_feed([PERES]).decode().replace(text, spoiled)
        return lambda reply: replace(reply, body=feed.encode())

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("<name>Ada Peres</name>", "<name></name>"),
            ("<published>2022", "<published>soon"),
            ("<published>2022-07-09T17:59:59Z</published>", ""),
            ("</entry>", ""),
            ("<entry>", "<entry><!DOCTYPE x>"),
        ],
    )
    def test_atom_with_a_part_missing(self, world: FakeWorld, old: str, new: str) -> None:
        if "name" in old:
            world.services.works[0] = replace(PERES, authors=("",))
        else:
            world.services.always = self.entry(old, new)
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.state is State.FAILED
        assert not list(world.folder.glob("kept/**/*.json"))

    def test_entities_do_not_grow(self, world: FakeWorld) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'
        world.services.always = lambda reply: replace(
            reply, body=reply.body.replace(b"<feed", bomb + b"<feed")
        )
        assert world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER].state is State.FAILED

    def test_another_work_of_arxiv(self, world: FakeWorld) -> None:
        other = replace(PERES, arxiv="2207.99999")
        world.services.always = lambda reply: replace(reply, body=atom_feed([other]))
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.state is State.UNKNOWN

    @pytest.mark.parametrize(
        "spoil",
        [
            {"title": None},
            {"title": []},
            {"title": [None]},
            {"title": {"a": 1}},
            {"title": 7},
            {"DOI": None},
            {"DOI": ["x"]},
            {"DOI": "10.5555/other"},
            {"DOI": 12},
        ],
        ids=str,
    )
    def test_crossref_with_a_field_of_another_type(
        self, world: FakeWorld, spoil: dict[str, object]
    ) -> None:
        work = crossref_work(world.services.works[1]) | spoil
        work = {name: value for name, value in work.items() if value is not None}
        world.services.always = lambda reply: replace(reply, body=envelope("work", work))
        outcome = world.lookups().look_up(world.crossref, [DOI])[DOI]
        assert outcome.state is not State.FOUND

    @pytest.mark.parametrize(
        "spoil",
        [
            {name: value}
            for name in ("author", "issued", "container-title", "volume", "page", "publisher")
            for value in (None, 7, [], {}, "x", [None], [[None]], {"date-parts": [[None]]}, [{}])
        ]
        + [
            {"author": [{"family": None, "given": 3}]},
            {"issued": {"date-parts": [["2023", "x"]]}},
            {"relation": []},
            {"relation": {"is-preprint-of": {"id": 1}}},
            {"updated-by": {"type": "retraction"}},
            {"updated-by": [{"type": None, "DOI": 1, "updated": {"date-parts": [[None]]}}]},
        ],
        ids=str,
    )
    def test_crossref_with_what_is_not_needed_of_any_type(
        self, world: FakeWorld, spoil: dict[str, object]
    ) -> None:
        work = crossref_work(world.services.works[1]) | spoil
        world.services.always = lambda reply: replace(reply, body=envelope("work", work))
        outcome = world.lookups().look_up(world.crossref, [DOI])[DOI]
        assert outcome.state is State.FOUND and outcome.value
        assert outcome.value.entry.title == PERES.title

    @pytest.mark.parametrize(
        "body",
        [b"[]", b"null", b"{}", b'{"message-type": "work"}', b"[" * 100_000, b"\xff\xfe", b'"x"'],
        ids=lambda body: repr(body[:30]),
    )
    def test_json_of_another_shape(self, world: FakeWorld, body: bytes) -> None:
        world.services.always = lambda reply: Reply(body=body)
        for question, id in ((world.crossref, DOI), (world.doi, DOI), (world.notices, DOI)):
            outcome = world.lookups().look_up(question, [id])[id]  # type: ignore[var-annotated]
            if question is not world.doi or body != b"{}":
                assert outcome.state is State.FAILED

    def test_notices_that_are_not_all_there(self, world: FakeWorld) -> None:
        message = {"total-results": 300, "items": []}
        world.services.always = lambda reply: Reply(body=envelope("work-list", message))
        assert world.lookups().look_up(world.notices, [DOI])[DOI].state is State.FAILED


class TestBatches:
    def test_numbers_go_together(self, world: FakeWorld) -> None:
        ids = [f"2001.{n:05}" for n in range(1, 251)]
        outcomes = world.lookups().look_up(world.arxiv, ids)
        assert list(outcomes) == ids
        assert {it.state for it in outcomes.values()} == {State.FOUND}
        assert len(world.services.log) == 3

    def test_unknown_ones_are_asked_for_twice_before_it_is_believed(self, world: FakeWorld) -> None:
        ids = ["2001.00001", "2001.99999", "2001.99998"]
        outcomes = world.lookups().look_up(world.arxiv, ids)
        states = [it.state for it in outcomes.values()]
        assert states == [State.FOUND, State.UNKNOWN, State.UNKNOWN]
        assert len(world.services.log) == 2

    def test_what_a_batch_lacks_for_once_is_found(self, world: FakeWorld) -> None:
        ids = ["2001.00001", "2001.00002", "2001.00003"]
        world.services.faults = [
            lambda reply: replace(reply, body=atom_feed(world.services.works[2:3]))
        ]
        outcomes = world.lookups().look_up(world.arxiv, ids)
        assert {it.state for it in outcomes.values()} == {State.FOUND}

    def test_one_that_the_service_does_not_take_costs_only_itself(self, world: FakeWorld) -> None:
        ids = [*(f"2001.{n:05}" for n in range(1, 9)), "bad"]
        outcomes = world.lookups().look_up(world.arxiv, ids)
        assert [id for id, it in outcomes.items() if it.state is State.UNKNOWN] == ["bad"]

    def test_a_doi_with_a_comma_goes_alone(self, world: FakeWorld) -> None:
        odd = "10.5555/a,b"
        world.services.works.append(Work("Commas", ("Bo Ek",), doi=odd))
        outcomes = world.lookups().look_up(world.crossref, ["10.5555/1", odd, "10.5555/2"])
        assert {it.state for it in outcomes.values()} == {State.FOUND}

    def test_every_identifier_is_asked_for_once(self, world: FakeWorld) -> None:
        world.lookups().look_up(world.arxiv, [NUMBER, NUMBER])
        assert world.services.log[0].query["id_list"] == [NUMBER]


class TestKept:
    def test_what_is_kept_is_not_asked_for_again(self, world: FakeWorld) -> None:
        found(world)
        found(world)
        assert len(world.services.log) == 1

    def test_what_is_old_is(self, world: FakeWorld) -> None:
        found(world)
        world.clock.time += 31 * DAY
        found(world)
        assert len(world.services.log) == 2

    def test_refresh_asks_for_all(self, world: FakeWorld) -> None:
        found(world)
        world.lookups(refresh=True).look_up(world.arxiv, [NUMBER])
        assert len(world.services.log) == 2

    def test_unknown_ones_are_asked_for_again_on_the_next_day(self, world: FakeWorld) -> None:
        for _run in range(2):
            world.lookups().look_up(world.arxiv, ["2001.99999"])
        assert len(world.services.log) == 1
        world.clock.time += DAY
        world.lookups().look_up(world.arxiv, ["2001.99999"])
        assert len(world.services.log) == 2

    def test_offline_any_age_will_do(self, world: FakeWorld) -> None:
        found(world)
        world.clock.time += 3000 * DAY
        outcomes = world.lookups(offline=True).look_up(world.arxiv, [NUMBER, "2001.00001"])
        assert [it.state for it in outcomes.values()] == [State.FOUND, State.FAILED]
        assert outcomes["2001.00001"].reason.startswith("no answer of it is kept")
        assert len(world.services.log) == 1

    def test_old_ones_stand_in_for_a_service_that_is_down(self, world: FakeWorld) -> None:
        found(world)
        world.clock.time += 31 * DAY
        world.services.always = status(503)
        lookups = world.lookups()
        outcome = lookups.look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.state is State.FOUND
        assert outcome.stands_in
        assert "503" in lookups.failures["arXiv"]

    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: data[: len(data) // 2],
            lambda data: b"",
            lambda data: b"\x00" * len(data),
            lambda data: data.replace(b"Peres", b"Perez"),
            lambda data: data.replace(b"2207.01234", b"2207.01235"),
            lambda data: b"[1]",
            lambda data: b'{"text": 3, "asked": "x", "id": 1, "sha256": ""}',
        ],
    )
    def test_damaged_ones_are_asked_for_again(self, world: FakeWorld, damage: object) -> None:
        found(world)
        (file,) = world.folder.glob("kept/arxiv/*.json")
        file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
        assert found(world) == PERES.title
        assert len(world.services.log) == 2
        assert found(world) == PERES.title
        assert len(world.services.log) == 2

    def test_an_interrupted_run_goes_on_where_it_was(self, world: FakeWorld) -> None:
        ids = [f"2001.{n:05}" for n in range(1, 251)]

        def interrupt(done: int, total: int) -> None:
            if done >= 100:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            world.lookups().look_up(world.arxiv, ids, interrupt)
        outcomes = world.lookups().look_up(world.arxiv, ids)
        assert {it.state for it in outcomes.values()} == {State.FOUND}
        sizes = [len(seen.query["id_list"][0].split(",")) for seen in world.services.log]
        assert sizes == [100, 100, 50]


class TestPace:
    def test_the_rule_is_kept_within_and_across_runs(self, world: FakeWorld) -> None:
        ids = [f"2001.{n:05}" for n in range(1, 251)]
        world.lookups().look_up(world.arxiv, ids)
        world.lookups(refresh=True).look_up(world.arxiv, ids)
        times = [seen.time for seen in world.services.asked(ARXIV)]
        gaps = [after - before for before, after in itertools.pairwise(times)]
        assert len(times) == 6
        assert min(gaps) >= ARXIV.interval

    def test_it_is_kept_through_faults_and_redirects(self, world: FakeWorld) -> None:
        world.services.faults = [status(500), cut_off, redirect_to("?moved"), html]
        world.lookups().look_up(world.arxiv, [NUMBER])
        times = [seen.time for seen in world.services.log]
        gaps = [after - before for before, after in itertools.pairwise(times)]
        assert min(gaps) >= ARXIV.interval

    def test_too_often_makes_it_slower_than_the_rule(self, world: FakeWorld) -> None:
        world.services.faults = [status(429, Retry_After="1"), status(429, Retry_After="1")]
        found(world)
        times = [seen.time for seen in world.services.log]
        assert times[1] - times[0] >= 2 * ARXIV.interval
        assert times[2] - times[1] >= 4 * ARXIV.interval

    def test_a_stated_limit_is_heeded(self, world: FakeWorld) -> None:
        stated = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "5s"}
        world.services.always = lambda reply: replace(reply, headers=stated)
        lookups = world.lookups()
        for n in range(1, 4):
            lookups.look_up(world.crossref, [f"10.5555/{n}"])
        times = [seen.time for seen in world.services.log]
        assert times[1] - times[0] >= 5
        assert times[2] - times[1] >= 5

    @pytest.mark.parametrize("stated", ["nan", "-1", "0", "x", "1e400", "", "0.0000001"])
    def test_nonsense_is_not(self, world: FakeWorld, stated: str) -> None:
        headers = {"x-rate-limit-limit": stated, "x-rate-limit-interval": "1s"}
        world.services.always = lambda reply: replace(reply, headers=headers)
        lookups = world.lookups()
        for n in range(1, 3):
            lookups.look_up(world.crossref, [f"10.5555/{n}"])
        times = [seen.time for seen in world.services.log]
        assert CROSSREF.interval <= times[1] - times[0] + 1e-3 <= 61

    def test_a_budget_ends_a_run_and_the_next_goes_on(self, world: FakeWorld) -> None:
        world.arxiv = replace(world.arxiv, service=replace(world.arxiv.service, budget=2))
        ids = [f"2001.{n:05}" for n in range(1, 251)]
        lookups = world.lookups()
        states = [it.state for it in lookups.look_up(world.arxiv, ids).values()]
        assert states.count(State.FAILED) == 50
        assert "run the command again" in lookups.failures["arXiv"]
        states = [it.state for it in world.lookups().look_up(world.arxiv, ids).values()]
        assert states.count(State.FOUND) == 250

    def test_a_clock_that_went_wrong_blocks_nothing(self, world: FakeWorld) -> None:
        world.clock.time += 10 * 365 * DAY
        found(world)
        world.clock.time -= 10 * 365 * DAY
        world.lookups().look_up(world.arxiv, ["2001.00001"])
        assert sum(world.clock.slept) < 10


class TestSecrets:
    def test_a_key_goes_to_its_service_alone(
        self, world: FakeWorld, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CROSSREF_PLUS_API_TOKEN", "Bearer s3cret")
        world.services.always = status(403)
        lookups = world.lookups()
        outcome = lookups.look_up(world.crossref, [DOI])[DOI]
        lookups.look_up(world.arxiv, [NUMBER])
        (crossref,) = world.services.asked(CROSSREF)
        assert crossref.headers["crossref-plus-api-token"] == "Bearer s3cret"
        assert not any("s3cret" in str(seen) for seen in world.services.asked(ARXIV))
        assert "s3cret" not in outcome.reason
        world.services.always = None
        world.lookups().look_up(world.crossref, [DOI])
        files = [file for file in world.folder.rglob("*") if file.is_file()]
        assert files
        assert not any(b"s3cret" in file.read_bytes() or "s3cret" in file.name for file in files)

    def test_not_behind_a_redirect(self, world: FakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CROSSREF_PLUS_API_TOKEN", "Bearer s3cret")
        world.services.faults = [redirect_to(f"http://localhost:{world.services.port}/doi.org/x")]
        world.lookups().look_up(world.crossref, [DOI])
        assert [seen for seen in world.services.log if "s3cret" in str(seen.headers)]
        assert {seen.service for seen in world.services.log} == {"crossref"}


class TestWhatIsRead:
    def test_arxiv(self, world: FakeWorld) -> None:
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        it = outcome.value
        assert it is not None
        assert dict(it.entry.fields) == {
            "author": "Peres, Ada and van der Meer, Ludwig and Ząbek, Łukasz",
            "title": "On the Value of Preparing the Field for Citation Files",
            "year": "2022",
            "eprint": "2207.01234",
            "archiveprefix": "arXiv",
        }
        assert (it.published_doi, it.published_in) == ("10.5555/12345678", PERES.journal_ref)
        assert not it.is_withdrawn

    @pytest.mark.parametrize(
        ("comment", "abstract"),
        [
            ("This paper has been withdrawn by the author due to an error in Lemma 2", "We show."),
            ("withdrawn due to a crucial error", "We show."),
            ("", "This paper has been withdrawn."),
        ],
    )
    def test_arxiv_says_what_was_withdrawn(
        self, world: FakeWorld, comment: str, abstract: str
    ) -> None:
        world.services.works[0] = replace(PERES, comment=comment, abstract=abstract)
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.value and outcome.value.is_withdrawn

    @pytest.mark.parametrize(
        ("title", "shown"),
        [
            (
                r"An $\ell_1$-norm for G\"odel & 5% of NeRF",
                r"An $\ell_1$-norm for Gödel \& {5}\% of {NeRF}",
            ),
            (r"Costs of $5 and $\input{x}$", r"Costs of \${5} and \$\textbackslash{}input\{x\}\$"),
        ],
    )
    def test_arxiv_titles_are_latex(self, world: FakeWorld, title: str, shown: str) -> None:
        world.services.works[0] = replace(PERES, title=title)
        outcome = world.lookups().look_up(world.arxiv, [NUMBER])[NUMBER]
        assert outcome.value
        assert outcome.value.entry.fields["title"] == shown

    def test_crossref(self, world: FakeWorld) -> None:
        world.services.works[1] = replace(
            world.services.works[1],
            type="book-chapter",
            venue=("Lecture Notes in Testing", "Computer Tests &amp; Trials – CTT 2023"),
            crossref_title="On the Value of <i>Preparing</i> the Field for Citation Files",
            volume="7",
            page="1-12",
            publisher="Test House",
            more={"abstract": "<jats:p>We study.</jats:p>", "ISBN": ["http://id/9783161484100"]},
        )
        outcome = world.lookups().look_up(world.crossref, [DOI])[DOI]
        assert outcome.value
        assert dict(outcome.value.entry.fields) == {
            "author": "Peres, Ada and van der Meer, Ludwig and Ząbek, Łukasz",
            "title": r"On the Value of \emph{Preparing} the Field for Citation Files",
            "booktitle": r"Computer Tests \& Trials – CTT 2023",
            "series": "Lecture Notes in Testing",
            "volume": "7",
            "pages": "1--12",
            "year": "2023",
            "publisher": "Test House",
            "isbn": "9783161484100",
            "doi": DOI,
        }
        assert outcome.value.abstract == "We study."

    def test_notices(self, world: FakeWorld) -> None:
        update = {
            "DOI": "10.5555/12345678",
            "type": "retraction",
            "label": "Retraction",
            "source": "retraction-watch",
            "updated": {"date-parts": [[2024, 5, 3]]},
        }
        notice = Work("Retraction: On the Value", doi="10.5555/9999", update_to=(update,))
        world.services.works.append(notice)
        outcomes = world.lookups().look_up(world.notices, [DOI, "10.5555/1"])
        (found,) = outcomes[DOI].value or ()
        assert (found.kind, found.doi, found.date) == ("retraction", "10.5555/9999", "2024-05-03")
        assert outcomes["10.5555/1"].value == ()

    def test_titles(self, world: FakeWorld) -> None:
        asked = f"{PERES.title}\nPeres"
        works = world.lookups().look_up(world.crossref_titles, [asked])[asked].value
        assert works
        assert works[0].id == DOI
        works = world.lookups().look_up(world.arxiv_titles, [PERES.title])[PERES.title].value
        assert works
        assert works[0].id == NUMBER

    def test_a_doi_of_another_agency(self, world: FakeWorld) -> None:
        world.services.works.append(
            Work(
                "Data of a Test",
                ("Bo Ek",),
                2021,
                doi="10.5555/data.1",
                agency="datacite",
                type="dataset",
            )
        )
        outcomes = world.lookups().look_up(world.doi, ["10.5555/data.1", "10.5555/none"])
        it = outcomes["10.5555/data.1"].value
        assert it
        assert (it.entry.declared_type, it.entry.title) == ("dataset", "Data of a Test")
        assert outcomes["10.5555/none"].state is State.UNKNOWN


def test_kept_answers_are_json_that_people_can_read(world: FakeWorld) -> None:
    world.lookups().look_up(world.arxiv, [NUMBER, "2001.99999"])
    kept = [json.loads(file.read_text()) for file in sorted(world.folder.glob("kept/arxiv/*.json"))]
    assert {it["id"]: it["text"] is None for it in kept} == {NUMBER: False, "2001.99999": True}
