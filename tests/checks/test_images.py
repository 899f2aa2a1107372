"""Whether a file is the image that its name promises, by its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveygen.checks.images import image_fault

IMAGES = Path(__file__).parents[1] / "data" / "images"
WHOLE = ["whole.png", "png-with-another-name.jpg", "whole.svg"]
DAMAGED = sorted(
    file.name for file in IMAGES.iterdir() if file.name not in (*WHOLE, ".gitattributes")
)


@pytest.mark.parametrize("name", WHOLE)
def test_an_image_has_no_fault(name: str) -> None:
    assert image_fault(IMAGES / name, name) is None


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_no_image_is_named_with_something_to_do(name: str) -> None:
    fault = image_fault(IMAGES / name, f"docs/{name}")
    assert fault is not None
    assert f"docs/{name}" in fault.message
    assert fault.help


def test_every_prefix_of_a_png_is_damaged(tmp_path: Path) -> None:
    data = (IMAGES / "whole.png").read_bytes()
    file = tmp_path / "plan.png"
    for length in range(len(data)):
        file.write_bytes(data[:length])
        assert image_fault(file, "plan.png") is not None, length


def test_a_folder_or_a_format_that_is_not_known_raises_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "plan.png"
    folder.mkdir()
    assert image_fault(folder, "plan.png") is not None
    (tmp_path / "plan.xyz").touch()
    assert image_fault(tmp_path / "plan.xyz", "plan.xyz") is None
