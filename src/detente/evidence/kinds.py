"""What a statement does: commits, demands, threatens, denies, refuses, evades, assesses, wants; negated or hedged."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.evidence.lexicon import COMMON
from detente.evidence.refusals import REFUSING

__all__ = ["Manner", "evades", "manner_of"]


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


_DENIAL = _any(
    r"den(?:y|ies|ied|ying)|denials?|refut(?:e|es|ed)|disput(?:e|es|ed)|"
    r"reject(?:s|ed)? (?:the |any |an? |all |such |those )?(?:claims?|reports?|charges?|allegations?|accusations?|"
    r"suggestions?|idea|complaints?|comparisons?|links?|accounts?|versions?|criticism|notion)|reject(?:s|ed)? that|"
    r"dismiss(?:es|ed)|contradict(?:s|ed)|disavow(?:s|ed)|rebut(?:s|ted)"
)
_UNTRUE = _any(
    r"(?:is|are|was|were)(?:n[’']t| not) (?:true|correct|accurate|genuine|authentic)|"
    r"(?:is|are|was|were) (?:untrue|false|fake|baseless|a lie)"
)
_CALLED_UNTRUE = re.compile(
    r"^(?:this|that|it|them|the \w+(?: \w+)?) (?:an? )?(?:lies?|untrue|false|falsehoods?|fabricat\w+|invent\w+|"
    r"baseless|nonsense|forger(?:y|ies)|fakes?|hoax(?:es)?)\b",
    re.IGNORECASE,
)
_HARM = (
    r"(?:withdraw|pull out|walk (?:out|away)|leave the (?:talks|table|process|truce|ceasefire)|quit|retaliate|strike|"
    r"attack|march|block|shut|close|blockade|resume (?:the )?(?:fighting|attacks|war|operations|shelling)|"
    r"act (?:alone|on (?:its|their|our) own)|respond (?:with|by)|fight|go (?:back )?to war|"
    r"return to (?:war|arms|the (?:bush|jungle|forest))|take up arms|end the (?:truce|ceasefire)|bomb|shell|shoot|"
    r"punish|be treated as a declaration of war)"
)
_WILL_HARM = rf"\b(?:will|would|shall|[’']ll|[’']d)\s+(?:\w+ly\s+|not hesitate to\s+)?{_HARM}\b"
_THREATENING = re.compile(
    rf"{_WILL_HARM}.{{0,160}}\b(?:if|unless|should)\b|\b(?:if|unless|should)\b.{{0,160}}{_WILL_HARM}", re.I | re.S
)
_OWN_HARM = re.compile(
    rf"\b(?:(?:his|her|its|their|our)\s+\w+|we|they|it|he|she)\s+{_WILL_HARM}|\bdeclaration of war\b", re.IGNORECASE
)
_THREAT = _any(
    r"threat(?:s|en|ens|ened|ening)?|vow(?:s|ed)? to (?:attack|retaliate|avenge|fight|strike|"
    r"punish|crush|defeat|destroy|bomb|resume)"
)
_WARNING = _any(r"warn(?:s|ed|ing)?|caution(?:s|ed)?")
_CONSEQUENCE = re.compile(
    r"\b(?:if|unless|should)\b.{0,160}\b(?:will|would|shall|face|attack|consequences|respond|retaliat\w+)\b"
    r"|\b(?:will|would|shall|face|consequences|respond|retaliat\w+)\b.{0,160}\b(?:if|unless|should)\b",
    re.IGNORECASE | re.DOTALL,
)
_DEMAND = _any(
    r"demand(?:s|ed|ing)?|insist(?:s|ed)? (?:on|that .{0,60}(?:must|should|leave|go|step|resign))|ultimatums?|"
    r"urg(?:e|es|ed|ing)|encourag(?:es|ed|ing)(?! by)|"
    r"call(?:s|ed|ing)? (?:on|for|upon)|press(?:es|ed|ing)? for|appeal(?:s|ed)?|"
    r"plead(?:s|ed)? (?:with|for)|request(?:s|ed)?|"
    r"ask(?:s|ed)? for|ask(?:s|ed)? (?!(?:whether|if|why|how|what|when|who|where|about)\b)(?:\S+ ){0,6}to\b|"
    r"challeng(?:es|ed) (?:\S+ ){1,6}to\b|reiterat(?:es|ed) (?:his|her|its|their) (?:calls?|demands?|appeals?)|"
    r"preconditions?|order(?:s|ed)?|require(?:s|d)|propos(?:e|es|ed|ing)|suggest(?:s|ed)?|recommend(?:s|ed)?"
)
_INSISTING = _any(r"insist(?:s|ed|ing)?")
_BEFORE = _any(r"before|first|unless|until|must|should|leave|go|resign|withdraw")
_SOFT_DEMAND = _any(r"propos(?:e|es|ed|ing)|suggest(?:s|ed)?|recommend(?:s|ed)?")
_DEMANDING = re.compile(
    r"\b(?:we|I) (?:ask|urge|demand|call on|appeal to)\b"
    r"|\b(?:condition is|our (?:condition|demand)s?|ultimatum|must (?:first )?(?:go|leave|resign|step|stop|end|"
    r"release|withdraw|"
    r"agree|accept)|ha(?:s|ve) to (?:go|leave|resign|step|stop|end|release|withdraw))\b"
    r"|\b(?:as|so) long as\b.{0,120}\b(?:not|never|no)\b|\b(?:not|never|no)\b.{0,120}\b(?:as|so) long as\b"
    r"|\b(?:must|has to|have to|needs? to) (?:come|be \w+|happen) (?:before|first)\b"
    r"|\b(?:will|would|can|could)\b(?! not).{0,80}\bonly (?:after|if|once|when|on condition)\b"
    r"|\b(?:will|would)\b.{0,80}\bunless\b"
    r"|\b(?:must|has to|have to) be \w+\b.{0,80}\b(?:before|until)\b"
    r"|\bmust be (?:released|freed|withdrawn|lifted|removed|disbanded|dismantled|returned)\b"
    r"|\bwill not\b.{0,120}\b(?:unless|until|while)\b|\b(?:unless|until|while)\b.{0,120}\bwill not\b",
    re.IGNORECASE | re.DOTALL,
)
_COMMITMENT = _any(
    r"promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|vow(?:s|ed|ing)?|commit(?:s|ted|ting|ment)?|guarantee(?:s|d)?|"
    r"agree(?:s|d)? to|"
    r"undert(?:ake|akes|ook)|sw(?:ear|ore)|assur(?:e|es|ed)|offer(?:s|ed)? to|announced? .{0,40}(?:would|will)"
)
_COMMITTING = re.compile(
    r"\b(?:we|I)(?:[’']ll| will| shall| intend to| are going to| am going to| are committed to| pledge|"
    r" promise)(?! be\b)\b",
    re.IGNORECASE,
)
_ATTITUDE = _any(
    r"want(?:s|ed)?|wish(?:es|ed)?|hop(?:e|es|ed|ing)|support(?:s|ed)?|oppos(?:e|es|ed)|favou?r(?:s|ed)?|"
    r"fear(?:s|ed)?|"
    r"worr(?:y|ies|ied)|prefer(?:s|red)?|lik(?:e|es|ed)|welcom(?:e|es|ed)|regret(?:s|ted)?|condemn(?:s|ed)?|"
    r"prais(?:e|es|ed)|"
    r"reluctant|eager|willing|resent(?:s|ed)?|aim(?:s|ed)? to|seek(?:s)?|sought|intend(?:s|ed)?|plan(?:s|ned)?|"
    r"decid(?:e|es|ed)|"
    r"concern(?:s|ed)?|frustrat(?:ed|ion)|contention"
)
_ASSESSMENT = _any(
    r"believ(?:e|es|ed)|think(?:s)?|thought|assess(?:es|ed|ment)?|estimat(?:e|es|ed)|judg(?:e|es|ed)|"
    r"conclud(?:e|es|ed)|"
    r"predict(?:s|ed)?|forecast|expect(?:s|ed)?|consider(?:s|ed)?|view(?:s|ed)?|see[sn]?|suspect(?:s|ed)?|"
    r"doubt(?:s|ed)?|"
    r"analy[sz](?:e|es|ed)|argu(?:e|es|ed)|acknowledg(?:e|es|ed)|conced(?:e|es|ed)|admit(?:s|ted)?"
)
_REPORT = _any(
    r"report(?:s|ed|ing)?|publish(?:es|ed)|according to|obtained|cit(?:e|es|ed|ing)|learn(?:s|ed)|quot(?:e|es|"
    r"ed)|broadcast"
)
_NOR = re.compile(r"\bnor\s+(?:did|would|will|has)\s+.{1,40}\b(?:say|comment|explain|tell)\b", re.IGNORECASE)
_NO_WORD = re.compile(
    r"^\W*(?:that )?(?:he|she|they|it|I|we)(?:[’']m| am|[’']re| are)? (?:would not|wouldn[’']t|will not|won[’']t|"
    r"could not|cannot|can[’']t|not going to) (?:comment|answer|discuss|speculate|elaborate|speak (?:about|on)|"
    r"talk about|go into|be drawn|be named|tell you)\b"
    r"|^\W*(?:that )?(?:he|she|they|it|I|we) (?:could|can|would|will) neither confirm nor deny\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|never|nor|neither|no longer|stopped short of|without)\b|n[’']t\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|apparently|purportedly|supposedly|said to|appear(?:s|ed)? to|seem(?:s|ed)? to|"
    r"suggest(?:s|ed)?|"
    r"impl(?:y|ies|ied)|hint(?:s|ed)?|signal(?:s|ed|led)?|indicat(?:e|es|ed)|may have|might have|unclear|"
    r"it is thought|rumou?red)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?:When |While )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned)\b(?P<question>[^,]*(?:,[^,]{0,60})??),"
)
_ANSWERS = re.compile(
    r"\b(?:yes|no|not|never|agree\w*|confirm\w*|den\w+|correct|right|true|false|absolutely|of course|do|does|did)\b",
    re.I,
)
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Manner:
    """How something was said.

    Parameters
    ----------
    kind
        One of ``detente.evidence.statement.KINDS``.
    negated
        Whether the saying itself is negated ("did not say that").
    hedged
        Whether the saying is softened ("reportedly said", "appeared to").
    """

    kind: str
    negated: bool = False
    hedged: bool = False


def manner_of(cue: str, content: str, *, lead: str = "", rule: str = "") -> Manner:
    """Return what a statement does, from its cue first and its content second.

    Parameters
    ----------
    cue, content
        As the document has them.
    lead
        What stands right before the cue ("nor did he").
    rule
        The rule that found it, if one did.

    Examples
    --------
    >>> manner_of("urged", "both sides to stop").kind, manner_of("said", "“We will leave by May”").kind
    ('demand', 'commitment')
    >>> manner_of("did not say", "when talks would start")
    Manner(kind='statement', negated=True, hedged=False)
    """
    hedged = bool(_HEDGE.search(cue))
    refusing = REFUSING.search(f"{lead} {cue} {content[:40]}")
    before_content = refusing is not None and refusing.start() <= len(lead) + len(cue)
    if rule == "refusal" or before_content or _NOR.search(f"{lead} {cue}"):
        return Manner("refusal", hedged=hedged)
    if _NO_WORD.search(content):
        return Manner("refusal", hedged=hedged)
    negated = bool(_NEGATION.search(cue)) and rule != "relayed"
    return Manner(_kind(cue, content, rule), negated, hedged)


def _kind(cue: str, content: str, rule: str) -> str:
    if (
        _at_cue(_DENIAL, cue, content)
        or _UNTRUE.search(content)
        or (cue == "called" and _CALLED_UNTRUE.search(content))
    ):
        return "denial"
    warned = _WARNING.search(cue) and (_CONSEQUENCE.search(content) or _OWN_HARM.search(content))
    if _at_cue(_THREAT, cue, content) or warned or (_THREATENING.search(content) and not _ASSESSMENT.search(cue)):
        return "threat"
    if rule == "relayed" or (_at_cue(_DEMAND, cue, content) and not _SOFT_DEMAND.search(cue)):
        return "demand"
    if _INSISTING.search(cue) and _BEFORE.search(content):
        return "demand"
    if _at_cue(_COMMITMENT, cue, content):
        return "commitment"
    if _DEMANDING.search(content) and not _ASSESSMENT.search(cue):
        return "demand"
    if _SOFT_DEMAND.search(cue):
        return "demand" if re.search(r"\b(?:that|to)\b", content[:40]) else "statement"
    if _COMMITTING.search(content):
        return "commitment"
    for kind, pattern in (("report", _REPORT), ("attitude", _ATTITUDE), ("assessment", _ASSESSMENT)):
        if pattern.search(cue):
            return kind
    return "statement"


def _at_cue(pattern: re.Pattern[str], cue: str, content: str) -> bool:
    """Tell whether a pattern begins in the cue; it may run on into the content ("rejected | the claim that")."""
    match = pattern.search(f"{cue} {content[:40]}")
    return match is not None and match.start() <= len(cue)


def evades(sentence: str, content: str) -> bool:
    """Tell whether a sentence says what was asked, and the answer takes up no word of the question.

    Examples
    --------
    >>> evades("Asked whether the Front negotiates in earnest, Lund called it “a neighbour”.", "“a neighbour”")
    True
    >>> evades("Asked whether the Front negotiates in earnest, Lund said it does.", "it does")
    False
    """
    asked = _ASKED.match(sentence)
    if asked is None or content.strip(" .,") in asked.group():
        return False
    question = set(_WORD.findall(asked.group("question").lower())) - COMMON
    answer = set(_WORD.findall(content.lower())) - COMMON
    shared = any(one[:6] == other[:6] for one in question for other in answer)
    return bool(question) and not shared and not _ANSWERS.search(content)
