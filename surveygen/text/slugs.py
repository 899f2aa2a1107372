"""Names that we make: file names and URLs of papers, citation keys of new entries."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import count
from typing import Final

from surveygen.text.names import Person
from surveygen.text.romanise import to_ascii

MAX_LENGTH: Final = 80
_HASH_LENGTH: Final = 10

_UNSAFE: Final = re.compile(r"[^a-z0-9._-]+")
_HASHED: Final = re.compile(rf".*-[0-9a-f]{{{_HASH_LENGTH}}}|.*-[0-9a-f]{{64}}", re.DOTALL)
# Names of devices, with any extension ("Naming files", learn.microsoft.com).
_DEVICE: Final = re.compile(r"\A(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|\Z)")
_APOSTROPHES: Final = re.compile("['’‘ʼ`´′]")
_WORD: Final = re.compile(r"[^\W_]+")
#: Words that tell nothing of a work. Keys that were made leave these out, so the list stays.
STOP_WORDS: Final = frozenset(
    "a an and are as at by for from in into is it its of on or over per s the to under via with "
    "das der des die ein eine für un une und la le les du de el los et".split()
)


def slug(text: str) -> str:
    """Return a file name for `text`: safe on every system and in a URL path.

    Lower-case letters, digits, ``.``, ``_`` and ``-`` only; begins with a letter or digit; holds
    no ``..``, is no Windows device, not empty, at most 80 characters. Different texts may have
    one slug: see `unique_slugs`. ``slug(slug(text)) == slug(text)``.
    """
    return _cut(_UNSAFE.sub("-", to_ascii(text)), MAX_LENGTH)


def unique_slugs(keys: Iterable[str], reserved: Collection[str] = ()) -> dict[str, str]:
    """Give every key a file name of its own.

    A key that is its own slug keeps it; any other key, and any that is reserved, gets its slug
    and a hash of the key: ``smith2020`` -> ``smith2020``, ``Smith2020`` ->
    ``smith2020-5c1d3b7a90``. So the name of a paper depends on its key alone: papers that come
    and go never move it. A key that looks as if it ended in such a hash gets one too, so no
    key can take the name of another.

    Args:
        keys: the citation keys; repeated ones count once.
        reserved: names that are taken, compared without regard to case.

    Returns:
        Key -> name, in the order of `keys`; names differ in more than case and Unicode form.

    """
    taken = {name.casefold() for name in reserved}
    names = {key: _name(key, taken, _HASH_LENGTH) for key in keys}
    # Short hashes can be made to collide by someone who tries; full ones cannot.
    uses = Counter(names.values())
    return {key: name if uses[name] == 1 else _name(key, taken, 64) for key, name in names.items()}


def citation_key(
    authors: Sequence[Person], year: int | str | None, title: str, taken: Container[str] = ()
) -> str:
    """The first of `citation_keys` that is not among those ``taken``."""
    return next(key for key in citation_keys(authors, year, title) if key not in taken)


def citation_keys(authors: Sequence[Person], year: int | str | None, title: str) -> Iterator[str]:
    """Make citation keys of a new entry: ``vanbaalen2023quantized``, then with b, c, ... behind.

    The surname of the first author (particles and hyphens join, apostrophes vanish), the year,
    and the first word of the title that is no stop word, all in lower-case ASCII; Greek and
    Cyrillic letters are spelled out. Without an author who has a Latin, Greek or Cyrillic name,
    the title word stands before the year; without a title the key ends in the year. Where there is
    neither author nor year, three words of the title make the key. What remains empty is ``entry``.
    The keys never end.

    Args:
        authors: the people, Unicode.
        year: of first appearance, None if not known.
        title: plain text, not LaTeX.

    """
    words = _title_words(title)
    word = words[0] if words else ""
    spoken = str(year) if year is not None else ""
    shown_year = "".join(c for c in spoken if c.isascii() and c.isdigit())
    surname = _surname(authors[0]) if authors else ""
    if surname:
        base = f"{surname}{shown_year}{word}"
    else:
        # One word alone would be the key of many.
        base = f"{word if shown_year else ''.join(words[:3])}{shown_year}"
        base = base if word else f"entry{shown_year}"
    yield base
    yield from (base + letters for letters in _letters())


def identifier_key(kind: str, identifier: str) -> str:
    """Make the citation key of an entry of which only an identifier is known.

    ``doi-10.1145-3292500.3330701``, ``arxiv-2311.10721``, ``url-example.org-report``: a slug, so
    that the paper's address is its key.
    """
    return slug(f"{kind}-{identifier.partition('://')[2] or identifier}")


def _name(key: str, taken: Container[str], hash_length: int) -> str:
    own = slug(key)
    if own == key and own not in taken and not _HASHED.fullmatch(own):
        return own
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:hash_length]
    room = max(MAX_LENGTH - len(digest) - 1, 15)
    return f"{_cut(own, room)}-{digest}"


def _cut(text: str, length: int) -> str:
    text = re.sub(r"\.{2,}", ".", text).lstrip("._-")[:length].rstrip(".-")
    text = _DEVICE.sub(r"\1_", text)[:length]
    return text or "untitled"


def _surname(person: Person) -> str:
    return "".join(c for c in to_ascii(person.surname) if c.isalnum())


def _title_words(title: str) -> list[str]:
    """The words that are no stop words, or all where there are no others."""
    words = [to_ascii(word) for word in _WORD.findall(_APOSTROPHES.sub("", title))]
    spelled = [kept for word in words if (kept := "".join(filter(str.isalnum, word)))]
    return [word for word in spelled if word not in STOP_WORDS] or spelled


def _letters() -> Iterator[str]:
    """b, c, ..., z, then two letters: aa, ab, ..."""
    yield from "bcdefghijklmnopqrstuvwxyz"
    for number in count():
        first, second = divmod(number, 26)
        if first >= 26:
            yield f"x{number}"
        else:
            yield chr(97 + first) + chr(97 + second)
