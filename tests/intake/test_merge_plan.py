"""A merge moves one key and nothing else, however bibliography and taxonomy are laid out."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from surveygen.intake.merge_plan import plan_merge
from surveygen.intake.plan import Draft
from surveygen.readers.bibtex import read_bibtex
from surveygen.readers.taxonomy_yaml import read_taxonomy
from surveygen.survey.crosscheck import Parts, assemble
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Placement, Section, Taxonomy
from surveygen.writers.taxonomy_yaml import write_taxonomy

PATH = "docs/references.bib"
KEYS = ["keep", "other", "1811770", "d"]
ENTRIES = {
    "keep": "@misc{keep,\n  title = {A Long and Telling Title},\n}",
    "other": "@misc{other, title = {A long and telling title}, doi = {10.1000/1}}",
    "1811770": "% of a number\n@article{1811770, title = {Numbers}\n}",
    "d": "@misc{d,\ttitle = {D}, x-own = {a},}",
}
LIST = re.compile(r"(?m)^( *)(papers|also|background): \[(.+)\]$")


def with_dashes(text: str) -> str:
    """The same taxonomy with every list as lines with a dash."""

    def lines(found: re.Match[str]) -> str:
        items = "".join(f"\n{found[1]}  - {item}  # it" for item in found[3].split(", "))
        return f"{found[1]}{found[2]}:{items}"

    return LIST.sub(lines, text)


def survey_of(bibliography: bytes, yaml: bytes) -> Survey:
    entries = read_bibtex([(PATH, bibliography)]).entries
    taxonomy, _found = read_taxonomy(yaml, path="taxonomy.yaml")
    return assemble(Parts(Path("/nowhere"), taxonomy, entries))


def shown(survey: Survey) -> dict[str, tuple[str | None, set[str]]]:
    """Home and further sections of every paper; of the background, that it is that."""
    placed = {key: (paper.home, set(paper.also)) for key, paper in survey.papers.items()}
    return {**placed, **dict.fromkeys(survey.background, ("background", set()))}


subsets = st.lists(st.sampled_from(KEYS), unique=True, max_size=4)


@settings(max_examples=80)
@given(
    homes=st.tuples(*[st.sampled_from(["a", "b", "c", "background", ""])] * 4),
    also=st.tuples(subsets, subsets, subsets),
    order=st.permutations(KEYS),
    ends=st.sampled_from(["\n", "\r\n"]),
    dashes=st.booleans(),
)
def test_only_the_other_key_goes(
    homes: tuple[str, ...],
    also: tuple[list[str], ...],
    order: list[str],
    ends: str,
    dashes: bool,
) -> None:
    def at(place: str) -> tuple[Placement, ...]:
        return tuple(Placement(key) for key, home in zip(KEYS, homes, strict=True) if home == place)

    background = {placement.key for placement in at("background")}
    taxonomy = Taxonomy(
        "T",
        tuple(
            Section(
                id,
                "T",
                papers=at(id),
                also=tuple(Placement(key) for key in keys if key not in background),
            )
            for id, keys in zip("abc", also, strict=True)
        ),
        background=at("background"),
        bibliography=(PATH,),
    )
    text = write_taxonomy(taxonomy)
    yaml = (with_dashes(text) if dashes else text).replace("\n", ends).encode()
    bibliography = "\n\n".join(ENTRIES[key] for key in order).replace("\n", ends).encode()
    before = survey_of(bibliography, yaml)
    draft = Draft(Path("/nowhere"))
    draft.write(PATH, bibliography)
    draft.write("taxonomy.yaml", yaml)

    plan_merge(draft, before, "keep", ["other"])

    after = survey_of(draft.read(PATH) or b"", draft.read("taxonomy.yaml") or b"")
    was, now = shown(before), shown(after)
    assert now.keys() == was.keys() - {"other"}
    assert {key: now[key] for key in ("1811770", "d")} == {
        key: was[key] for key in ("1811770", "d")
    }
    ours, theirs = was["keep"], was["other"]
    places = {ours[0], theirs[0], *ours[1], *theirs[1]} - {None, "background"}
    assert {now["keep"][0], *now["keep"][1]} - {None, "background"} == places
    if homes[0] in ("a", "b", "c"):
        assert now["keep"][0] == ours[0]
    # Only what the two entries, their keys and the alias need has changed.
    for key in ("1811770", "d"):
        assert ENTRIES[key].replace("\n", ends).encode() in (draft.read(PATH) or b"")
    assert (draft.read("taxonomy.yaml") or b"").count(b"# it") == (yaml.count(b"# it"))
