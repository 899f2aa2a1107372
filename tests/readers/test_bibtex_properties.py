"""Whatever happens to one entry, the others are read as if nothing had happened."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveygen.readers.bibtex import Bibliography, read_bibtex

PIECES = st.sampled_from(
    '@ { } ( ) " , = # % @misc{ @misc{k, @article(k, @string{ @comment{ @preamble{ title={ ='
    " author k \n \r \r\n \0 \ufeff \\ $ 1990 jan undefined é ñ".split(" ")
)
SNIPPETS = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


def read(data: bytes | str) -> Bibliography:
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return read_bibtex([("references.bib", raw)])


@given(st.binary(max_size=400) | SNIPPETS)
def test_any_bytes_are_read(data: bytes | str) -> None:
    found = read(data)
    for entry in found.entries.values():
        assert entry.key
        assert entry.title is not None
        assert entry.year is not None
        assert all(name == name.lower() and name for name in entry.fields)
    for diagnostic in found.diagnostics:
        assert diagnostic.line
        assert str(diagnostic).isprintable()


@given(st.binary(max_size=200), st.sampled_from(["utf-16", "utf-16-le", "utf-8-sig", "latin-1"]))
def test_any_bytes_around_an_encoded_file_are_read(noise: bytes, encoding: str) -> None:
    whole = "@misc{a, title = {Über}}\n".encode(encoding)
    read(noise + whole)
    read(whole + noise)


#: Values whose braces balance, as BibTeX asks for.
VALUES = st.lists(
    st.sampled_from(
        ["On Computable Numbers", "Erdős", "\\'e", "{DNN}", '{\\"o}', "{a {b} (c}", "$n \\log n$"]
        + ["a@b", "50\\%", ", and ", "\n  year: ", " ", "#", "🂡", "\u2028"]
    ),
    max_size=5,
).map("".join)
NAMES = st.sampled_from("author title journal booktitle year volume doi note x-remark".split())
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9:+/_-]{1,12}", fullmatch=True)
TYPES = st.sampled_from("article book misc inproceedings PhdThesis online CONFERENCE".split())


@st.composite
def entries(draw: st.DrawFn, key: str) -> str:
    """The text of a well-formed entry in one of the ways in which people write them."""
    fields = draw(st.dictionaries(NAMES, VALUES, min_size=1, max_size=3))
    opening, closing = draw(st.sampled_from(["{}", "()"]))
    written = []
    for name, value in fields.items():
        delimiter = draw(st.sampled_from(["{}", '""'])) if opening == "{" else "{}"
        equals = draw(st.sampled_from([" = ", "=", "  =\t"]))
        written.append(f"{name}{equals}{delimiter[0]}{value}{delimiter[1]}")
    glue = draw(st.sampled_from([",\n  ", ", ", " ,\n"]))
    last = draw(st.sampled_from(["", ",", ",\n"]))
    return f"@{draw(TYPES)}{opening}{key},{glue[1:]}{glue.join(written)}{last}{closing}"


@st.composite
def bibliographies(draw: st.DrawFn) -> list[str]:
    keys = draw(st.lists(KEYS, min_size=2, max_size=4, unique_by=str.casefold))
    return [draw(entries(key)) for key in keys]


def as_file(texts: list[str]) -> str:
    return "\n\n".join(texts) + "\n"


@given(bibliographies())
def test_a_well_formed_bibliography_is_read_whole(texts: list[str]) -> None:
    found = read(as_file(texts))
    assert [entry.raw for entry in found.entries.values()] == texts
    assert not found.quarantine
    assert not found.diagnostics


@given(
    bibliographies(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-16"])
)
def test_line_ends_and_encoding_change_nothing(texts: list[str], end: str, encoding: str) -> None:
    plain = as_file(texts)
    other = read(plain.replace("\n", end).encode(encoding))
    assert other.entries == read(plain).entries


@settings(max_examples=200)
@given(st.data())
def test_damage_to_one_entry_leaves_the_others_alone(data: st.DataObject) -> None:
    texts = data.draw(bibliographies())
    whole = read(as_file(texts)).entries
    victim = data.draw(st.integers(0, len(texts) - 1))
    text = texts[victim]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 8, len(text))))
    damaged = text[:start] + data.draw(SNIPPETS) + text[end:]
    found = read(as_file([*texts[:victim], damaged, *texts[victim + 1 :]]))
    for key, entry in whole.items():
        if entry.raw != text:
            assert key in found.entries
            assert found.entries[key].fields == entry.fields
