"""Compiled templates are kept, and never run where they are not those of the text."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from surveygen.pages.compiled_templates import CompiledTemplates


def environment(root: Path, **options: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(root / "templates"),
        bytecode_cache=CompiledTemplates(root),
        autoescape=True,
        **options,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page").write_text("{% if true %}\none{% endif %}")
    return tmp_path


def shown(root: Path, **options: bool) -> str:
    return environment(root, **options).get_template("page").render()


def kept(root: Path) -> Path:
    [file] = (root / ".surveygen/cache/templates").iterdir()
    return file


def test_a_template_is_compiled_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(root) == "\none"
    monkeypatch.delattr(jinja2.Environment, "_generate")
    assert shown(root) == "\none"


def test_another_text_and_other_options_are_compiled(root: Path) -> None:
    shown(root)
    assert shown(root, trim_blocks=True) == "one"
    assert shown(root) == "\none"
    (root / "templates/page").write_text("two")
    assert shown(root) == "two"


@pytest.mark.parametrize("damage", [b"", b"\x80", b"cut", b"other"])
def test_damage_is_compiled_anew(root: Path, damage: bytes) -> None:
    shown(root)
    data = kept(root).read_bytes()
    kept(root).write_bytes({b"cut": data[:-5], b"other": data[:-5] + b"12345"}.get(damage, damage))
    assert shown(root) == "\none"
    assert kept(root).read_bytes() == data


def test_a_folder_that_cannot_be_written_costs_time_alone(root: Path) -> None:
    (root / ".surveygen").write_text("a file")
    assert shown(root) == "\none"
