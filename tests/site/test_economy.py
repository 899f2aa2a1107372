"""What Sphinx is spared changes no byte of what it writes, and nothing that it remembers."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from conftest import contents
from docutils.frontend import OptionParser

from site_surveys import SAMPLE, Copy
from surveygen.cli.building import _sphinx
from surveygen.project import load
from surveygen.site import extension

PAGES = {
    "code": '# Code\n\n```python\nprint("x")  # doctest: +SKIP\n```\n\n"Quoted" -- so ...\n',
    "language": "# Language\n\n```{highlight} c\n```\n\n```{code-block}\nint x;\n```\n",
    "include": "# Include\n\n```{literalinclude} conf.py\n```\n\n:::{note}\nNested.\n:::\n",
    "plain": "# Plain\n\n| a | b |\n|---|---|\n| 'c' | {doc}`code` |\n",
}


def build(root: Path, builder: str) -> tuple[dict[str, str], object]:
    """What is written, and which files pages depend on."""
    _sphinx(load(root), builder, root / "build" / builder, 1, verbose=False)
    written = contents(root / "build" / builder)
    doctrees = root / "build" / "doctrees"
    environment = pickle.loads((doctrees / "environment.pickle").read_bytes())
    return (
        {name: text for name, text in written.items() if not name.startswith(".buildinfo")},
        {
            name: sorted(Path(file).name for file in files)
            for name, files in environment.dependencies.items()
        },
    )


@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_everything_is_as_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builder: str
) -> None:
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    for name, text in PAGES.items():
        (survey.root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    with (survey.root / "docs/index.md").open("a", encoding="utf-8") as file:
        file.write("\n```{toctree}\n" + "\n".join(PAGES) + "\n```\n")
    spared = build(survey.sources(tmp_path / "spared").root, builder)
    monkeypatch.setattr(extension, "setup_economy", lambda app: None)
    whole = build(survey.sources(tmp_path / "whole").root, builder)
    assert spared[1] == whole[1] == {"include": ["conf.py"]}
    assert spared[0] == whole[0]


def test_settings_are_put_together_a_few_times_and_read_anew_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    real = OptionParser.__init__

    def recording(self, *arguments, **options):
        made.append(self)
        real(self, *arguments, **options)

    monkeypatch.setattr(OptionParser, "__init__", recording)
    survey = Copy(SAMPLE).sources(tmp_path / "survey")
    counts = []
    for name in ("first", "second"):
        build(survey.sources(tmp_path / name).root, "html")
        counts.append(len(made))
        made.clear()
    pages = len(list((tmp_path / "first/docs/survey").glob("*.md")))
    assert 0 < counts[0] == counts[1] < pages
