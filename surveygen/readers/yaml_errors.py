"""Complaints of libyaml, in the words that an author of YAML needs."""

from __future__ import annotations

from dataclasses import dataclass

from surveygen.messages import N_

QUOTE_HELP = N_("put a value into quotes that starts with a sign or holds ': ' or ' #'")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint of libyaml, and what its author should hear; both texts are marked messages."""

    context: str
    problem: str
    message: str
    help: str
    is_at_opening: bool = False
    """Whether the cause is where the construct begins, not where reading ended."""
    is_of_brackets: bool = False
    """The same, where reading ended on another line."""

    def fits(self, context: str, problem: str) -> bool:
        """Whether it is about this: what libyaml was doing, and what it found."""
        return self.context in context and self.problem in problem


TAB = Complaint("", "a tab character", N_("a tab cannot indent YAML"), N_("indent with blanks"))
BAD_START = N_("a value cannot start with {character}")
BAD_START_HELP = N_("put the value into quotes")
MISFIT = N_("this does not fit the lines above")
_MISFIT_HELP = N_("mend the indentation, or put the whole value into quotes")
NOT_OPEN = Complaint("", "", N_("{character} closes nothing that is open here"), N_("delete it"))
QUOTE_NOT_CLOSED = Complaint(
    "quoted scalar",
    "end of stream",
    N_("the quote that opens here is not closed"),
    N_("write the closing quote"),
    is_at_opening=True,
)
_COMPLAINTS = (
    TAB,
    Complaint("", "nesting depth", N_("the YAML nests too deep"), N_("nest it less deep")),
    Complaint("", "cannot start any token", BAD_START, BAD_START_HELP),
    Complaint("", "expected node content", BAD_START, BAD_START_HELP),
    Complaint("scanning an a", "alphabetic", BAD_START, BAD_START_HELP, is_at_opening=True),
    Complaint(
        "",
        "mapping values are not allowed",
        N_("a colon in a value without quotes"),
        N_("put the value into quotes, or mend the indentation"),
    ),
    QUOTE_NOT_CLOSED,
    Complaint(
        "",
        "unknown escape",
        N_("a backslash in double quotes begins no character here"),
        N_("use single quotes, or write two backslashes"),
    ),
    Complaint(
        "flow sequence",
        "",
        N_("the list in brackets is not closed, or lacks a comma"),
        N_("write the bracket or the comma"),
        is_of_brackets=True,
    ),
    Complaint(
        "flow mapping",
        "",
        N_("the mapping in braces is not closed, or lacks a comma"),
        N_("write the brace or the comma"),
        is_of_brackets=True,
    ),
    Complaint(
        "simple key",
        "",
        N_("a line without a colon"),
        N_("write name: value, or put the value that it goes on with into quotes"),
        is_at_opening=True,
    ),
    Complaint(
        "",
        "sequence entries are not allowed",
        N_("a list cannot begin behind its name"),
        N_("write it on the lines below, or as [a, b]"),
    ),
    Complaint("", "expected key", MISFIT, _MISFIT_HELP),
    Complaint("", "'-' indicator", MISFIT, _MISFIT_HELP),
)
OTHER = Complaint("", "", N_("the YAML cannot be read: {problem}"), QUOTE_HELP)


def complaint(context: str, problem: str) -> Complaint:
    """What is known of a complaint, by what libyaml was doing and what it found."""
    return next((it for it in _COMPLAINTS if it.fits(context, problem)), OTHER)


def unclosed(*, is_map: bool) -> Complaint:
    """What is said of a list in brackets or a mapping in braces that does not end."""
    return complaint("flow mapping" if is_map else "flow sequence", "")
