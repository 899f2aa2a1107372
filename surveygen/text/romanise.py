"""ASCII spellings of names and titles, for citation keys and file names."""

from typing import Final

from surveygen.text.normal import without_accents

# The base letters; accents are gone before the table is used. Greek after ELOT 743, Cyrillic
# after BGN/PCGN, both without their rules for combinations: a key is a label, not a transcription.
_LETTERS: Final = (
    "α:a β:b γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y "
    "φ:f χ:ch ψ:ps ω:o ϵ:e ϕ:f ϑ:th ϱ:r "
    "а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh "
    "ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i є:ye ґ:g ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz"
)
_TABLE: Final = str.maketrans(dict(pair.split(":") for pair in _LETTERS.split()))


def to_ascii(text: str) -> str:
    """Return `text` in lower-case ASCII: accents go, ß is ss, Greek and Cyrillic are spelled out.

    Characters of other scripts vanish; ASCII punctuation and blanks stay.
    """
    lowered = without_accents(text).casefold()
    spelled = without_accents(lowered).translate(_TABLE)
    return spelled.encode("ascii", "ignore").decode("ascii")
