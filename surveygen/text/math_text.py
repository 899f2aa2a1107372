"""Plain text of formulas: how the texts of their parts are put together."""

import re
import unicodedata


def join(pieces: list[str]) -> str:
    """Join texts of neighbours, with a blank where two words would run together."""
    return re.sub(r" +", " ", re.sub(r"(?<=[(\[{|]) +| +(?=[)\]},^_])", "", "".join(pieces)))


def script_text(mark: str, script: str) -> str:
    """Text of a script: ``^2``, ``_(i=1)``, and the degree sign where it is one."""
    script = script.strip()
    if mark == "^" and script in {"∘", "′", "†", "‡"}:
        return "°" if script == "∘" else script
    return mark + (script if re.fullmatch(r"[-+−]?\w+|\W", script) else f"({script})")


def closed(text: str) -> str:
    """Text that may stand beside a slash: a word as it is, all else in parentheses."""
    text = text.strip()
    return text if re.fullmatch(r"\w+", text) else f"({text})"


def accented(text: str, mark: str) -> str:
    """Put a combining mark on a single letter; longer text stays without."""
    return unicodedata.normalize("NFC", text + mark) if len(text) == 1 else text
