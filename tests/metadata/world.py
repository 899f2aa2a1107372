"""Services on loopback, a clock and a folder: what it takes to ask them."""

from __future__ import annotations

from pathlib import Path

from metadata.fake_services import FakeServices, ManualClock, Work
from surveygen.metadata.arxiv import ARXIV, ArxivTitles, ArxivWorks
from surveygen.metadata.asking import Asking
from surveygen.metadata.crossref import CROSSREF, CrossrefNotices, CrossrefTitles, CrossrefWorks
from surveygen.metadata.doi import DOI, DoiWorks
from surveygen.metadata.kept import KeptAnswers
from surveygen.metadata.lookups import Lookups
from surveygen.metadata.network import Network
from surveygen.metadata.pace import Pace
from surveygen.metadata.run import Questions, World

PERES = Work(
    title="On the Value of Preparing the Field for Citation Files",
    authors=("Ada Peres", "Ludwig van der Meer", "Łukasz Ząbek"),
    year=2022,
    arxiv="2207.01234",
    version=3,
    comment="12 pages, accepted at a workshop",
    arxiv_doi="10.5555/12345678",
    journal_ref="J. Test. Res. 12, 3 (2023)",
)


class FakeWorld:
    """Fake services, a clock, a folder: all that a run of look-ups needs."""

    def __init__(self, folder: Path, works: list[Work]) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.services = FakeServices(works, self.clock)
        at = self.services.at
        self.arxiv = ArxivWorks(at(ARXIV))
        self.arxiv_titles = ArxivTitles(at(ARXIV))
        self.crossref = CrossrefWorks(at(CROSSREF))
        self.crossref_titles = CrossrefTitles(at(CROSSREF))
        self.notices = CrossrefNotices(at(CROSSREF))
        self.doi = DoiWorks(at(DOI))
        self.deadline = 5.0
        self.networks: list[Network] = []
        self.pace = Pace(folder / "pace", self.clock)

    @property
    def world(self) -> World:
        """What a command takes for the real one."""
        questions = Questions(
            self.arxiv,
            self.arxiv_titles,
            self.crossref,
            self.crossref_titles,
            self.notices,
            self.doi,
        )
        return World(questions, self.clock)

    def lookups(self, *, offline: bool = False, refresh: bool = False) -> Lookups:
        """A new run."""
        network = Network(agent="surveygen/test", deadline=self.deadline)
        self.networks.append(network)
        self.pace = Pace(self.folder / "pace", self.clock)
        asking = None if offline else Asking(network, self.pace, self.clock)
        kept = KeptAnswers(self.folder / "kept", self.clock)
        return Lookups(asking, kept, self.clock, refresh=refresh)

    def close(self) -> None:
        for network in self.networks:
            network.__exit__(None, None, None)
        self.services.close()
