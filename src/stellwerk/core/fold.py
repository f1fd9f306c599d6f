"""Text folding for search and for names that must be unique."""

import unicodedata


def fold(text: str) -> str:
    """Fold text so that MÜLLER, Müller and muller meet, and Straße meets strasse.

    Casefolding, then compatibility decomposition without combining marks. Used for both sides
    of a search, never for identity.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def search_text(*parts: str) -> str:
    """One searchable line: the words of every part folded, and once more with ü as ue.

    Words are looked for anywhere in it, so what occurs inside another word is left out.
    """
    plain = " ".join(parts)
    folded = fold(plain)
    spelled = fold(unicodedata.normalize("NFC", plain).casefold().translate(_GERMAN))
    line = ""
    for word in sorted({*folded.split(), *spelled.split()}, key=lambda one: (-len(one), one)):
        if word not in line:
            line += f" {word}"
    return line[1:]


def key(text: str) -> str:
    """The comparison key of a name that is unique ignoring case (login, mail, display name)."""
    return unicodedata.normalize("NFC", text).strip().casefold()
