"""Which language a passage is in, as far as the reader must know: English, which it reads, or another."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["ENGLISH_ONLY", "other_language"]

ENGLISH_ONLY = "the reader reads English only; give a translation"

_SCRIPTS = {
    "Cyrillic": "\u0400-\u052f",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "Hebrew": "\u0590-\u05ff",
    "Greek": "\u0370-\u03ff",
    "Armenian": "\u0530-\u058f",
    "Georgian": "\u10a0-\u10ff",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Sinhala": "\u0d80-\u0dff",
    "Tamil": "\u0b80-\u0bff",
    "Thai": "\u0e00-\u0e7f",
    "Burmese": "\u1000-\u109f",
    "Ethiopic": "\u1200-\u137f",
    "Korean": "\uac00-\ud7af",
    "Chinese or Japanese": "\u3040-\u30ff\u4e00-\u9fff",
}
_IN_SCRIPT = {name: re.compile(f"[{characters}]") for name, characters in _SCRIPTS.items()}
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON_ENGLISH = (
    "the of and to a in that is was he for it with as his on be at by had not are but from or have an they which you "
    "were her she there been their has would will said who its after over into about than more"
)
_ENGLISH = frozenset(_COMMON_ENGLISH.split())
_COMMON = {
    "Spanish": "el la los las que de del en y se por una con no un para al su lo como más fue dijo",
    "French": "le la les des et est une dans que pour un du au qui pas sur ne ce se par avec il elle aux ses",
    "German": "der die das und den dem nicht mit von ist ein eine sich des im zu auf für dass werden sagte am bei",
    "Portuguese": "o os as do da não em um uma que e de para com por dos das ao no na se foi disse",
    "Italian": "il che di non per una gli della del la le un in con è dei sono alla ha nel i lo",
    "Dutch": "de het een van en niet dat is op te zijn met voor die aan er om ook door zei",
    "Turkish": "ve bir bu ile için olarak da de dedi olan daha çok gibi sonra ancak kadar",
    "Indonesian or Malay": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke telah",
    "Swahili": "ya wa na kwa ni katika za la kuwa hiyo huyo alisema cha hao",
}
_WORDS = {name: frozenset(words.split()) for name, words in _COMMON.items()}
_LEAST = 8


def other_language(text: str) -> str | None:
    """Return in which other language or script a passage seems to be; None where it is English or too short to tell.

    Examples
    --------
    >>> other_language("El ministro dijo el lunes que el Gobierno no negociará con la guerrilla.")
    'Spanish'
    >>> other_language("Министр заявил, что переговоры возобновятся."), other_language("The minister said no to them.")
    ('the Cyrillic script', None)
    """
    latin = len(_LATIN.findall(text))
    script, count = max(
        ((name, len(found.findall(text))) for name, found in _IN_SCRIPT.items()), key=lambda one: one[1]
    )
    if count > latin and count >= _LEAST:
        return f"the {script} script" if " " not in script else script
    words = Counter(word.lower() for word in _WORD.findall(text))
    total = words.total()
    if total < _LEAST:
        return None
    english = sum(words[word] for word in _ENGLISH)
    shares = {name: sum(words[word] for word in common) for name, common in _WORDS.items()}
    name, most = max(shares.items(), key=lambda one: one[1])
    return name if most >= 0.15 * total and most > 2 * english else None
