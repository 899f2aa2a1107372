"""Tables of cases for the tests of `surveygen.text`."""

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def rows(name: str) -> list[tuple[str, ...]]:
    """Return the lines of a table in tests/data, cut at tabs, without its remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("# ")]
