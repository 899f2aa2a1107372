"""Builds of the site in processes that are forked off one which has imported all they need.

Each begins as clean as a build of its own and without waiting for Sphinx; nothing that Sphinx, an
extension or conf.py leaves behind reaches the next.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import click

from surveygen.cli.building import AnotherBuild, BuildFailed, import_sphinx
from surveygen.cli.recorded_build import recorded_build
from surveygen.cli.session import papers_and_sections
from surveygen.messages import _
from surveygen.pages.build_records import Record, finished_build, inputs_now
from surveygen.project import Unreadable, kept_readings, load
from surveygen.readings import Readings
from surveygen.survey.diagnostics import Diagnostic
from surveygen.text.normal import one_line

TARGETS = ("html",)
"""What is built: the site, which holds the exports too."""
_PATIENCE = 0.2
"""Seconds until a build that found another one under way looks again."""
_MOMENT = 0.01
"""Seconds until an interrupt that was lost comes again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build."""

    diagnostics: tuple[Diagnostic, ...] = ()
    contents: str = ""
    """What the survey holds, as people are told."""
    failure: str = ""
    """Why no pages were written, in a line; empty where they were."""


class ForkedBuilds:
    """Builds of one survey, one at a time. The process that makes them must have no threads."""

    def __init__(self, root: Path, environment: str, *, verbose: bool) -> None:
        """Make none yet.

        Args:
            root: the survey's.
            environment: that of `environment_digest`.
            verbose: whether to show what Sphinx says.

        """
        self._root = root
        self._environment = environment
        self._verbose = verbose
        self._readings: Readings | None = None
        self._forked = multiprocessing.get_context("fork")
        self._process: multiprocessing.process.BaseProcess | None = None

    def finished(self) -> Outcome | None:
        """What came of the last build, where another would write just the same; None elsewhere.

        What Sphinx warned of is said again.
        """
        records = finished_build(
            self._root, TARGETS, self._environment, inputs_now(self._root, TARGETS)
        )
        if not records:
            return None
        [record] = records  # one for each of `TARGETS`
        click.echo(record.said, nl=False, err=True)
        return Outcome(record.diagnostics, record.contents)

    def prepare(self) -> None:
        """Import what builds need, and read what most of them will find unchanged."""
        if self._readings is None:
            import_sphinx()
            self._readings = kept_readings(self._root)
            with suppress(Unreadable):
                load(self._root, self._readings)
            # What builds have in common is looked through by none of them.
            gc.freeze()

    def build(self) -> Outcome:
        """Build the site; comes back when the pages are written, or nothing was.

        Their search is made while nobody waits, and not at all where the next build begins sooner.
        """
        self.stop()
        self.prepare()
        receiver, sender = self._forked.Pipe(duplex=False)
        self._process = self._forked.Process(target=self._run, args=(sender,))
        self._process.start()
        sender.close()
        with receiver:
            try:
                outcome = receiver.recv()
            except EOFError:
                outcome = Outcome(failure=_("the process of the build was ended by another"))
        assert isinstance(outcome, Outcome)
        return outcome

    def stop(self) -> None:
        """End what is under way; the next build mends what it leaves."""
        if self._process is None or self._process.pid is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGINT)
        except ProcessLookupError:  # ended, or only just begun
            self._process.terminate()
        self._process.join()
        self._process.close()
        self._process = None

    def _run(self, reports: Connection) -> None:
        """Build in the forked process, and report once."""
        # It ends soon, and its memory with it.
        gc.disable()
        reported: list[Outcome] = []

        def report(outcome: Outcome) -> None:
            if reported:  # what fails behind the pages, while nobody waits
                click.echo(f"surveygen: {outcome.failure}", err=True)
            else:
                reports.send(outcome)
            reported.append(outcome)

        sys.unraisablehook = _raise_later
        try:
            # A group of its own, with the programs that it runs: who stops it means all of them,
            # and Ctrl-C reaches it once, by `stop`.
            os.setpgid(0, 0)
            with reports:
                self._build_and(report)
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _build_and(self, report: Callable[[Outcome], None]) -> None:
        try:
            while not self._is_built(report):
                time.sleep(_PATIENCE)
        except Unreadable as error:
            report(Outcome(tuple(error.diagnostics), failure=str(error.diagnostics[0])))
        except BuildFailed as error:
            report(Outcome(failure=str(error)))
        except Exception as error:
            if self._verbose:
                traceback.print_exception(error)
            reason = one_line(f"{type(error).__name__}: {error}", 300)
            report(Outcome(failure=_("unexpected {reason}").format(reason=reason)))

    def _is_built(self, report: Callable[[Outcome], None]) -> bool:
        """Build; False where another build is under way."""
        inputs = inputs_now(self._root, TARGETS)
        survey = load(self._root, self._readings)
        contents = papers_and_sections(survey)
        record = Record(inputs, self._environment, contents, survey.diagnostics)
        outcome = Outcome(survey.diagnostics, contents)
        try:
            recorded_build(
                survey,
                record,
                TARGETS,
                verbose=self._verbose,
                pages_written=lambda: report(outcome),
            )
        except AnotherBuild:
            return False
        return True


def _raise_later(ignored: sys.UnraisableHookArgs) -> None:
    """Interrupt again a moment after an interrupt that came where nothing can be raised.

    Python tells of it, as in the end of an object, and goes on as if there had been none.
    """
    if ignored.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(ignored)
        return
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, _MOMENT)
