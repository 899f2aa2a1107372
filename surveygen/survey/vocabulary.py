"""The controlled words of notes: tags, and the metrics of claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Better(StrEnum):
    """Which way a metric improves."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured quantity that claims may state."""

    id: str
    name: str
    better: Better
    definition: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every tag with its definition, and every metric, by id."""

    tags: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)
