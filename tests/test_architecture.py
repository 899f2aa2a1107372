"""Data goes one way through the house: a room imports only from rooms before it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "surveygen"
# What `init` copies is no part of the package.
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "starter" not in path.parts)

#: Rooms in the order of the flow; those of one line may not import one another.
FLOW = [
    {"text"},
    {"survey"},
    {"readers", "writers", "references", "matching", "mapping", "summaries"},
    {"metadata"},
    {"checks"},
    {"readings"},
    {"project"},
    {"history"},
    {"intake"},
    {"pages"},
    {"site"},
    {"cli"},
]
PLACE = {room: place for place, rooms in enumerate(FLOW) for room in rooms}
EVERYWHERE = {"", "contents", "environment", "files", "messages"}
"""The package itself, for its version, and what knows of files and programs alone."""


def name(module: Path) -> str:
    return ".".join(module.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def room(dotted: str) -> str:
    """The room of ``site.math``; the package itself has the empty name."""
    return dotted.split(".")[0].removeprefix("__init__")


def imported(module: Path) -> Iterator[str]:
    """Full names of what a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            for alias in node.names:
                is_module = (PACKAGE.parent / (node.module or "").replace(".", "/")).is_dir()
                yield f"{node.module}.{alias.name}" if is_module else str(node.module)


# The public face imports whatever it shows.
@pytest.mark.parametrize("module", [module for module in MODULES if room(name(module))], ids=name)
def test_a_room_imports_only_from_rooms_before_it(module: Path) -> None:
    own = room(name(module))
    for target in imported(module):
        if target.split(".")[0] != "surveygen":
            continue
        other = room(target.removeprefix("surveygen").removeprefix("."))
        if other not in PLACE:
            assert other in EVERYWHERE or target == "surveygen.__version__", target
        elif own in EVERYWHERE:
            pytest.fail(f"surveygen.{own} is used everywhere and imports {target}")
        elif own != other:
            assert PLACE[other] < PLACE[own], f"{name(module)} imports {target}"


def test_every_room_has_its_place() -> None:
    rooms = {room(name(module)) for module in MODULES}
    assert rooms - EVERYWHERE <= PLACE.keys()


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_only_the_site_and_its_builder_know_sphinx(module: Path) -> None:
    if room(name(module)) in {"site", ""} or name(module) == "cli.building":
        return
    assert not [target for target in imported(module) if target.split(".")[0] == "sphinx"]


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_says_what_it_is_for(module: Path) -> None:
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_is_named_after_what_it_does(module: Path) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "base"}
    assert not vague & set(name(module).replace("_", ".").split("."))
