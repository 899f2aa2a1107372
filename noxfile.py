"""Habits of the project, one session each; ``nox --list`` names them, ``nox`` builds the survey."""

from __future__ import annotations

import os
import shutil
import subprocess

import nox

nox.options.sessions = ["survey"]
nox.options.reuse_existing_virtualenvs = True
nox.options.default_venv_backend = "venv"
nox.needs_version = ">=2025.2"

TEX = (
    "latexmk",
    "texlive-latex-recommended",
    "texlive-latex-extra",
    "texlive-fonts-recommended",
    "texlive-xetex",
    "tex-gyre",
    "fonts-freefont-otf",
)
READERS = ("pandoc", "poppler-utils", "default-jre-headless", "texinfo")
"""Programs that the tests read exports and books back with; epubcheck runs on Java."""
BROWSER = ("chromium",)
"""What the tests of pages open them with; Playwright drives it and never downloads another."""
PROGRAMS = {
    "latexmk": "latexmk",
    "texlive-xetex": "xelatex",
    "chromium": "chromium",
    "pandoc": "pandoc",
    "poppler-utils": "pdftotext",
    "default-jre-headless": "java",
    "texinfo": "makeinfo",
}


@nox.session
def survey(session: nox.Session) -> None:
    """Build the survey: site, exports and PDF."""
    missing = provide(session, TEX)
    session.install("--quiet", ".[search]")
    targets = ("all",) if not missing else ("html", "exports")
    session.run("surveygen", "build", *targets, *session.posargs)
    if missing:
        session.warn(f"No PDF: LaTeX is missing. To have it: {apt_line(missing)}")


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test, the slow ones too; ``nox -s tests -- -m 'not slow'`` leaves them out."""
    missing = provide(session, (*TEX, *READERS, *BROWSER))
    if missing:
        session.warn(f"Some tests will be skipped. To run them: {apt_line(missing)}")
    session.install("--quiet", "-e", ".[search]", *group("tests"), *group("browser"))
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Open pages in Chromium: accessibility, layout, print, requests; `tests` does so too."""
    missing = provide(session, BROWSER)
    if missing:
        session.error(f"Chromium is missing. To have it: {apt_line(missing)}")
    session.install("--quiet", "-e", ".[search]", *group("tests"), *group("browser"))
    session.run("pytest", "-n", "auto", "tests/browser", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and types."""
    session.install("--quiet", "-e", ".[search]", *group("lint"), *group("tests"), "nox")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")


@nox.session
def messages(session: nox.Session) -> None:
    """Bring the catalogues of the interface up to date with the code, and compile them."""
    session.install("--quiet", *group("messages"))
    session.run("python", "tests/message_catalogues.py")


@nox.session
def guide(session: nox.Session) -> None:
    """Write the guide's pages on commands and codes from the code."""
    session.install("--quiet", "-e", ".")
    session.run("python", "docs/guide/generate.py")


SIZES = ("--sizes", "0", "321", "1000", "3000", "--alone", "10000", "--runs", "1")
"""Of the surveys whose builds are measured."""


@nox.session
def bench(session: nox.Session) -> None:
    """Measure builds beside the plain stack, duplicates, places, large files, the browse page."""
    missing = provide(session, BROWSER)
    session.install("--quiet", ".[search]", *group("bench"), *group("browser"))
    session.run("python", "benchmarks/duplicates.py")
    session.run("python", "benchmarks/places.py")
    session.run("python", "benchmarks/start.py")
    session.run("python", "benchmarks/build.py", *(session.posargs or SIZES))
    session.run("python", "benchmarks/pdf.py")
    session.run("python", "benchmarks/outline.py")
    session.run("python", "benchmarks/formats.py")
    if missing:
        session.warn(f"The browse page is not measured. To do so: {apt_line(missing)}")
    else:
        session.run("python", "benchmarks/browse.py")


def group(name: str) -> list[str]:
    """Requirements of a dependency group; Debian's pip is too old for ``--group``."""
    return nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), name)


def provide(session: nox.Session, packages: tuple[str, ...]) -> list[str]:
    """Install missing Debian packages where that is possible; returns those still missing."""
    missing = [package for package in packages if not is_installed(package)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {"DEBIAN_FRONTEND": "noninteractive"}
        for line in (
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing),
        ):
            session.run(
                *line, external=True, silent=True, env=environment, success_codes=range(256)
            )
        missing = [package for package in missing if not is_installed(package)]
    return missing


def is_installed(package: str) -> bool:
    """Whether a package, or the program that it is for, is there."""
    if shutil.which("dpkg-query"):
        query = ["dpkg-query", "-W", "-f=${db:Status-Status}", package]
        done = subprocess.run(query, capture_output=True, text=True, check=False)
        return done.stdout == "installed"
    # Elsewhere the programs tell; what has none comes with them.
    program = PROGRAMS.get(package)
    return program is None or shutil.which(program) is not None


def apt_line(packages: list[str]) -> str:
    """The command that installs packages."""
    return f"apt-get install -y {' '.join(packages)}"
