"""Any agency's DOI, by content negotiation at doi.org: DataCite's of data and software among them.

Source: "DOI Content Negotiation", citation.doi.org; the format is CSL JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from surveygen.messages import _
from surveygen.metadata.crossref import entry_of, json_object
from surveygen.metadata.failures import NotAnAnswer
from surveygen.metadata.found import Found
from surveygen.metadata.question import DAY
from surveygen.metadata.service import Answer, Request, Service
from surveygen.text import identifiers

DOI: Final = Service(
    "doi.org", "https://doi.org", interval=1.0, budget=200, may_redirect_elsewhere=True
)
_CSL: Final = "application/vnd.citationstyles.csl+json"


@dataclass(frozen=True, slots=True)
class DoiWorks:
    """Works by DOI in lower case."""

    service: Service = DOI
    kind: str = "doi"
    batch: int = 1
    lifetime: float = 30 * DAY

    def stands_alone(self, id: str) -> bool:
        """Every DOI does."""
        return True

    def request(self, ids: Sequence[str]) -> Request:
        """The DOI as an address, and the format."""
        return Request(f"/{quote(ids[0], safe='/:;()-._~')}", {"Accept": _CSL})

    def items(self, answer: Answer, ids: Sequence[str]) -> Mapping[str, str]:
        """The work."""
        return {ids[0]: json.dumps(json_object(answer.body), ensure_ascii=False)}

    def read(self, id: str, item: str) -> Found:
        """The work; an agency may name a DOI otherwise, never another one."""
        work = json_object(item.encode("utf-8", "surrogatepass"))
        named = work.get("DOI")
        doi = identifiers.doi(named) if isinstance(named, str) else None
        if doi is not None and doi.lower() != id:
            raise NotAnAnswer(_("the answer is about another work"))
        entry = entry_of({**work, "DOI": id})
        if "title" not in entry.fields:
            raise NotAnAnswer(_("the answer lacks DOI or title"))
        return Found(DOI.name, id, entry)
