"""How often a paper's home is found again when the survey does not know the paper; see README.md.

Each placed paper is left out in turn: its entry, note, tags and place are not there, and its title,
or title and abstract, are asked for. Abstracts are those of .surveygen/abstracts.jsonl; without
them titles alone are asked for.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from surveygen.intake.abstracts import read_abstracts
from surveygen.mapping.places import FLOOR, WEIGHTS, WITHOUT_KEYWORDS, Evidence, Places
from surveygen.mapping.proposal import Confidence, Proposal
from surveygen.project import load
from surveygen.survey.paper import Paper
from surveygen.survey.survey import Survey
from surveygen.survey.taxonomy import Section

FOLDS = 10
FOREIGN = Path(__file__).with_name("works-of-other-fields.yaml")
"""Works that fit nowhere."""

Scores = Mapping[str, float]
Asked = tuple[Paper, Mapping[str, Evidence], Sequence[Proposal]]


def left_out(survey: Survey, abstracts: Mapping[str, str]) -> Iterator[Asked]:
    """Each placed paper, and what a survey without it says of its title and abstract."""
    for paper in survey.papers.values():
        if paper.home is not None:
            others = {key: other for key, other in survey.papers.items() if key != paper.key}
            places = Places(dataclasses.replace(survey, papers=others))
            work = paper.entry.title, abstracts.get(paper.key, "")
            yield paper, places.evidence(*work), places.propose(*work)


def weighed(evidence: Mapping[str, Evidence], weights: Evidence) -> Scores:
    """One number for each section that something speaks for."""
    return {
        id: found.keywords * weights.keywords
        + found.papers * weights.papers
        + found.words * weights.words
        for id, found in evidence.items()
    }


def ranks(survey: Survey, paper: Paper, scores: Scores) -> tuple[int, int]:
    """Rank of the home among all topics and of its top section among those, from 1."""
    topics = [section.id for section in survey.sections.values() if not section.sections]
    ordered = sorted(topics, key=lambda id: -scores.get(id, -math.inf))
    tops = list(dict.fromkeys(survey.ancestors[id][0].id for id in ordered))
    home = str(paper.home)
    return ordered.index(home) + 1, tops.index(survey.ancestors[home][0].id) + 1


def row(name: str, survey: Survey, asked: Iterable[tuple[Paper, Scores]]) -> str:
    """A line of the table of methods."""
    found = [ranks(survey, paper, scores) for paper, scores in asked]
    topic, top = ([rank[place] for rank in found] for place in (0, 1))

    def share(ranked: Sequence[int], at: int) -> str:
        return f"{sum(rank <= at for rank in ranked) / len(ranked):.3f}"

    def reciprocal(ranked: Sequence[int]) -> str:
        return f"{sum(1 / rank for rank in ranked) / len(ranked):.3f}"

    figures = share(topic, 1), share(topic, 3), reciprocal(topic), share(top, 1), reciprocal(top)
    return f"| {name} | {' | '.join(figures)} |"


def methods(survey: Survey, asked: Sequence[Asked]) -> Iterator[str]:
    """What each kind of evidence finds alone, and all of it with weights of its own or shipped."""
    sizes = Counter(paper.home for paper, _evidence, _proposals in asked)

    def scored(name: str, score: Callable[[Asked], Scores]) -> str:
        return row(name, survey, ((one[0], score(one)) for one in asked))

    yield scored(
        "the largest section", lambda one: {id: n - (id == one[0].home) for id, n in sizes.items()}
    )
    for name, weights in (
        ("keywords alone", Evidence(keywords=1)),
        ("papers alone", Evidence(papers=1)),
        ("words alone", Evidence(words=1)),
        ("papers and words", WITHOUT_KEYWORDS),
        ("all three", WEIGHTS),
    ):
        yield scored(name, lambda one, weights=weights: weighed(one[1], weights))
    fits = [fitted(asked[at::FOLDS], asked) for at in range(FOLDS)]
    cross = [(one[0], weighed(one[1], fits[number % FOLDS])) for number, one in enumerate(asked)]
    yield row("all three, cross-validated", survey, cross)


def fitted(held_out: Sequence[Asked], asked: Sequence[Asked]) -> Evidence:
    """Weights under which the homes of all but the held out are likeliest, by Newton's method.

    The likelihood is that of a conditional logit: McFadden, Conditional logit analysis of
    qualitative choice behavior (1974).
    """
    apart = {paper.key for paper, _evidence, _proposals in held_out}
    examples = [
        ([dataclasses.astuple(found) for found in evidence.values()], list(evidence).index(home))
        for paper, evidence, _proposals in asked
        if paper.key not in apart and (home := str(paper.home)) in evidence
    ]
    weights = dataclasses.astuple(WEIGHTS)
    for _ in range(6):
        gradient, curvature = [0.0] * 3, [[0.0] * 3 for _ in range(3)]
        for options, home in examples:
            strengths = [math.exp(dot(option, weights)) for option in options]
            whole = sum(strengths)
            chances = [strength / whole for strength in strengths]
            mean = [
                sum(p * option[a] for p, option in zip(chances, options, strict=True))
                for a in range(3)
            ]
            for a in range(3):
                gradient[a] += options[home][a] - mean[a]
                for b in range(3):
                    product = sum(
                        p * option[a] * option[b]
                        for p, option in zip(chances, options, strict=True)
                    )
                    curvature[a][b] += product - mean[a] * mean[b]
        step = solved(curvature, gradient)
        weights = tuple(weight + change for weight, change in zip(weights, step, strict=True))
    return Evidence(*weights)


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    """The sum of products."""
    return sum(a * b for a, b in zip(one, other, strict=True))


def solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """The solution of a small, positive definite system, by Gauss's elimination."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at, pivot in enumerate(rows):
        for number, line in enumerate(rows):
            if number != at:
                factor = line[at] / pivot[at]
                rows[number] = [a - factor * b for a, b in zip(line, pivot, strict=True)]
    return [line[-1] / line[at] for at, line in enumerate(rows)]


def levels(asked: Sequence[Asked]) -> Iterator[str]:
    """How often the first proposal of each level is right, and its mean score."""
    first = [(paper, proposals[0]) for paper, _evidence, proposals in asked if proposals]
    for confidence in Confidence:
        found = [(p, one) for p, one in first if one.confidence == confidence]
        home = sum(one.section == paper.home for paper, one in found)
        listed = sum(one.section in (paper.home, *paper.also) for paper, one in found)
        score = sum(one.score for _paper, one in found)
        count = len(found) or 1
        yield (
            f"| {confidence} | {len(found)} | {score / count:.2f} | {home / count:.2f} "
            f"| {listed / count:.2f} |"
        )
    yield f"| nothing fits | {len(asked) - len(first)} | below {FLOOR} | - | - |"


def seconds(survey: Survey, asked: Sequence[Asked], abstracts: Mapping[str, str]) -> str:
    """CPU time to read a survey of ten times the papers and to ask it once."""
    papers = {
        f"{key}-{copy}": dataclasses.replace(
            paper, entry=dataclasses.replace(paper.entry, key=f"{key}-{copy}")
        )
        for copy in range(10)
        for key, paper in survey.papers.items()
    }
    begin = time.process_time()
    places = Places(dataclasses.replace(survey, papers=papers))
    built = time.process_time()
    for paper, _evidence, _proposals in asked:
        places.propose(paper.entry.title, abstracts.get(paper.key, ""))
    each = (time.process_time() - built) / max(len(asked), 1)
    return f"{len(papers)} papers: {built - begin:.2f} CPU s to read, {each:.4f} to ask"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--survey", type=Path, default=Path(__file__).parents[1])
    options = parser.parse_args()
    survey = load(options.survey)
    known = read_abstracts(options.survey)
    print(of_other_fields(survey))
    print(f"without keywords, {of_other_fields(without_keywords(survey))}")
    for name, abstracts in (("titles", {}), ("titles and abstracts", known)):
        if name != "titles" and not known:
            print("no abstracts: titles alone were asked for", file=sys.stderr)
            return
        asked = list(left_out(survey, abstracts))
        print(f"\n{len(asked)} papers, {name}\n")
        print(
            "| evidence | topic @1 | @3 | MRR | top section @1 | MRR |\n|---|---|---|---|---|---|"
        )
        print("\n".join(methods(survey, asked)))
        fit = ", ".join(f"{weight:.1f}" for weight in dataclasses.astuple(fitted((), asked)))
        print(f"\nweights fitted to all papers: {fit}\n")
        print_levels(asked)
        print(f"\n{seconds(survey, asked, abstracts)}")
        print(f"\n{name}, of a survey whose sections have no keywords\n")
        print_levels(list(left_out(without_keywords(survey), abstracts)))


def print_levels(asked: Sequence[Asked]) -> None:
    """The table of levels."""
    print("| level | papers | mean score | home | home or also |\n|---|---|---|---|---|")
    print("\n".join(levels(asked)))


def of_other_fields(survey: Survey) -> str:
    """How many works of other fields are proposed nothing, by title alone and with text."""
    places = Places(survey)
    works = yaml.safe_load(FOREIGN.read_text(encoding="utf-8"))
    found = [places.propose(work["title"], text) for work in works for text in ("", work["text"])]
    return f"of other fields: {sum(not one for one in found)} of {len(found)} fit nowhere"


def without_keywords(survey: Survey) -> Survey:
    """A survey whose sections have none."""

    def bare(section: Section) -> Section:
        below = tuple(map(bare, section.sections))
        return dataclasses.replace(section, keywords=(), sections=below)

    sections = tuple(map(bare, survey.taxonomy.sections))
    return dataclasses.replace(
        survey, taxonomy=dataclasses.replace(survey.taxonomy, sections=sections)
    )


if __name__ == "__main__":
    main()
