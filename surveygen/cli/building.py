"""The steps of a build: Sphinx in this process, LaTeX in another, one build at a time."""

from __future__ import annotations

import fcntl
import io
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from surveygen.files import delete_half_written, write_if_changed
from surveygen.messages import _
from surveygen.project import GENERATED_PAGES, Unreadable
from surveygen.survey.survey import Survey
from surveygen.writers.exports import exports

TEX_PACKAGES = (
    "latexmk texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended "
    "texlive-xetex tex-gyre fonts-freefont-otf"
)
"""Debian packages that the PDF needs."""
_TEX_COMPLAINT = re.compile(
    r"^(?:LaTeX (?:Font )?Warning: .*|Missing character: .*|Package \S+ Warning: .*"
    r"|Overfull \\[hv]box \((?P<points>[0-9.]+)pt too .*)",
    re.MULTILINE,
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_UNDER_WAY = "under way"
"""What the lock file says during a build, and after one that was killed."""
OVERFULL_LIMIT = 1.0
"""Points; nobody sees that a line sticks out less."""


class BuildFailed(Exception):
    """Nothing usable was written; the message says why and what to do."""


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep any other build of this survey out until this one is done.

    Raises:
        BuildFailed: another build is under way.

    """
    folder = root / "build"
    try:
        folder.mkdir(exist_ok=True)
        # It is emptied in the end, so it must not be a link to what somebody needs.
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        lock = os.fdopen(os.open(folder / ".lock", flags, 0o666), "r+")
    except OSError as error:
        raise BuildFailed(f"{error.filename}: {error.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = _("another build of this survey is under way; wait for it")
            raise BuildFailed(message) from None
        lock.seek(0)
        if lock.read():
            delete_half_written(folder, root / GENERATED_PAGES)
        else:
            lock.write(_UNDER_WAY)
            lock.flush()
        yield
        lock.truncate(0)


def build_exports(survey: Survey) -> Path:
    """Write ``build/exports/``; returns the bibliography of the whole survey.

    Raises:
        BuildFailed: a file cannot be written.
    """
    folder = survey.root / "build" / "exports"
    wanted = {}
    for name, data in exports(survey):
        wanted[folder / name] = data
    try:
        for path, data in wanted.items():
            write_if_changed(path, data)
    except OSError as error:
        raise BuildFailed(f"{error.filename}: {error.strerror}") from None
    # Files of papers and sections that are gone; whatever else lies there is not ours.
    for name in ("papers", "sections"):
        for path in (folder / name).glob("*.bib"):
            if path not in wanted:
                path.unlink()
    return folder / "survey.bib"


def build_html(survey: Survey, jobs: int, *, verbose: bool) -> tuple[Path, int]:
    """Build ``build/html/``; returns the front page and the number of Sphinx's warnings.

    Raises:
        BuildFailed: Sphinx gave up.
        Unreadable: conf.py keeps it from building; the diagnostics say why.

    """
    out = survey.root / "build" / "html"
    count = _sphinx(survey, "html", out, jobs, verbose=verbose)
    pdf = survey.root / "build" / "latex" / "survey.pdf"
    if pdf.is_file():
        write_if_changed(out / "survey.pdf", pdf.read_bytes())
    return out / "index.html", count


def build_epub(survey: Survey, jobs: int, *, verbose: bool) -> tuple[Path, int]:
    """Build ``build/epub/survey.epub``; returns it and the number of Sphinx's warnings.

    Raises:
        BuildFailed: Sphinx gave up.
        Unreadable: conf.py keeps it from building; the diagnostics say why.

    """
    out = survey.root / "build" / "epub"
    count = _sphinx(survey, "epub", out, jobs, verbose=verbose)
    return out / "survey.epub", count


def build_pdf(survey: Survey, jobs: int, *, verbose: bool) -> tuple[Path, int]:
    """Build ``build/latex/survey.pdf``; returns it and the number of complaints.

    Raises:
        BuildFailed: there is no LaTeX, or it gave up.
        Unreadable: conf.py keeps Sphinx from building; the diagnostics say why.

    """
    if not (shutil.which("latexmk") and shutil.which("xelatex")):
        message = _("the PDF needs LaTeX: {command}")
        raise BuildFailed(message.format(command=f"apt-get install -y {TEX_PACKAGES}"))
    out = survey.root / "build" / "latex"
    count = _sphinx(survey, "latex", out, jobs, verbose=verbose)
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or _epoch(survey.taxonomy.date)
    done = subprocess.run(
        [
            "latexmk",
            "-xelatex",
            "-xelatex=xelatex -no-shell-escape %O %S",
            "-interaction=nonstopmode",
            "-halt-on-error",
            "survey.tex",
        ],
        cwd=out,
        env={
            **os.environ,
            # TeX may read what lies below this folder and what its own tree holds, nothing else.
            "openin_any": "p",
            "openout_any": "p",
            "max_print_line": "10000",
            "SOURCE_DATE_EPOCH": epoch,
            "FORCE_SOURCE_DATE": "1",
        },
        stdout=None if verbose else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    log = (out / "survey.log").read_text(encoding="utf-8", errors="replace")
    if done.returncode:
        errors = re.findall(r"^! .*(?:\n.*){0,2}", log, re.MULTILINE)
        shown = errors[0] if errors else _("see {file}").format(file="build/latex/survey.log")
        raise BuildFailed(_("LaTeX gave up: {reason}").format(reason=shown))
    complaints = list(tex_complaints(log))
    for complaint in complaints:
        sys.stderr.write(f"build/latex/survey.log: {_('warning')}: {complaint}\n")
    pdf = out / "survey.pdf"
    site = survey.root / "build" / "html"
    if site.is_dir():
        write_if_changed(site / "survey.pdf", pdf.read_bytes())
    return pdf, count + len(complaints)


def tex_complaints(log: str) -> Iterator[str]:
    """Warnings of a LaTeX log that a reader of the PDF would notice."""
    for found in _TEX_COMPLAINT.finditer(log):
        if found["points"] is None or float(found["points"]) > OVERFULL_LIMIT:
            yield found[0]


def _plain(text: str, root: Path) -> str:
    """What Sphinx said, without colours and with paths relative to the survey."""
    # Sphinx knows docs/ by its real path, which lies elsewhere where docs/ is a link.
    docs = f"{(root / 'docs').resolve()}{os.sep}"
    return _COLOUR.sub("", text).replace(docs, "docs/").replace(f"{root}{os.sep}", "")


def _epoch(date: str) -> str:
    """Seconds since 1970 of an ISO date at midnight UTC; of 1970 where there is none."""
    import datetime

    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return "0"
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    return str(int(midnight.timestamp()))


def _first_cause(error: BaseException) -> BaseException:
    """What Sphinx wraps into an exception of its own when a part of it raises."""
    while error.__cause__ is not None:
        error = error.__cause__
    return error


def _sphinx(survey: Survey, builder: str, out: Path, jobs: int, *, verbose: bool) -> int:
    from sphinx import locale
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from surveygen.checks.configuration_failure import explain_failure, explain_missing_extension
    from surveygen.site.state import handed_over

    docs = survey.root / "docs"
    warnings = io.StringIO()
    status = sys.stderr if verbose else None
    token = handed_over.set(survey)
    # Sphinx adds the language of a further build in this process behind that of the one before.
    locale.translators.clear()
    try:
        with patch_docutils(docs), docutils_namespace():
            app = Sphinx(
                docs,
                docs,
                out,
                survey.root / "build" / "doctrees",
                builder,
                status=status,
                warning=warnings,
                parallel=jobs,
            )
            if "surveygen" not in app.extensions:
                raise Unreadable(explain_missing_extension(survey))
            app.build()
    except Unreadable:
        raise
    except (Exception, SystemExit) as error:  # code of conf.py may raise anything
        if verbose:
            traceback.print_exception(error)
        if found := explain_failure(survey, error):
            raise Unreadable(found) from None
        cause = _first_cause(error)
        if isinstance(cause, OSError):
            parts = filter(None, (cause.filename, cause.strerror))
            raise BuildFailed(": ".join(map(str, parts))) from None
        if isinstance(error, SphinxError):
            raise BuildFailed(f"{error.category}: {error}") from None
        raise
    finally:
        handed_over.reset(token)
        sys.stderr.write(_plain(warnings.getvalue(), survey.root))
    return app._warncount
