"""What has become of somebody or something, as headlines say it in four languages. Titles in, names out. No IO."""

import re
from functools import lru_cache

from alertbot.events.wording import stems, term

STATUSES = {
    "arrested": r"arrest|arrests|arrested|detained|interpellé|interpellée|interpellés|arrêté|arrêtée|arrêtés"
    r"|festgenommen|verhaftet|detenido|detenida|detenidos|detienen",
    "charged": r"charged|indicted|indictment|mis\sen\sexamen|mise\sen\sexamen|inculpé|inculpée|inculpés|angeklagt"
    r"|imputado|imputada|imputados|procesado|procesada",
    "pleaded": r"plea(?:ds?|ded)\s(?:not\s)?guilty|plaide\s(?:non\s)?coupable",
    "convicted": r"convicted|convicts|found\sguilty|reconnue?\scoupable|schuldig\sgesprochen",
    "acquitted": r"acquitted|acquits|found\snot\sguilty|cleared\sof|acquitté|acquittée|relaxé|relaxée"
    r"|freigesprochen|absuelto|absuelta|absueltos",
    "sentenced": r"sentenced|jailed\sfor|condamné|condamnée|condamnés|verurteilt|condenado|condenada|condenados",
    "resigned": r"resigns?|resigned|steps\sdown|stepped\sdown|quits?|démissionne|démissionné|tritt\szurück"
    r"|zurückgetreten|dimite|dimitió",
    "died": r"dies|died|dead|passes\saway|meurt|décédé|décédée|est\smorte?|gestorben|stirbt|muere|murió|fallece"
    r"|falleció",
    "approved": r"approves?|approved|approuve|approuvé|approuvée|genehmigt|billigt|gebilligt|aprueba"
    r"|aprobado|aprobada",
    "rejected": r"rejects?|rejected|blocks?|blocked|rejette|rejettent|rejeté|rejetée|abgelehnt|rechaza|rechazado"
    r"|rechazada",
    "cancelled": r"cancell?ed|cancels?|call\soff|calls\soff|called\soff|scraps|scrapped|annule|annulé|annulée"
    r"|abgesagt|cancela|cancelado|cancelada",
    "completed": r"completes|completed|closes\sdeal|finali[sz]es",
    "recalled": r"recalls?",
    "denied": r"denies|denied|dément|dementiert|desmiente",
    "confirmed": r"confirms|confirmed|confirme|bestätigt|confirma",
    "bankrupt": r"bankruptcy|insolvency|faillite|insolvenz|quiebra",
    "released": r"freed|released\sfrom|libéré|libérée|libérés|freigelassen|liberado|liberada|liberados",
    "ended": r"(?:strike|walkout|war|siege|stand-?off|blockade|shutdown|search|manhunt)\s(?:ends|ended|is\sover)"
    r"|ends?\s(?:(?:the|its|their)\s)?(?:strike|walkout|siege|blockade)|fin\sde\sla\sgrève|grève\slevée"
    r"|streik\sbeendet|fin\sde\sla\shuelga",
    "collapsed": r"collapses|collapsed|breaks\sdown|falls\sapart",
    "found": r"found\s(?:alive|safe|unharmed)|retrouvée?s?\s(?:vivante?s?|saine?s?)|lebend\sgefunden"
    r"|con\svida",
    "won": r"wins?\s(?:(?:a|the|his|her|snap|early|general|presidential|parliamentary)\s){0,3}"
    r"(?:election|vote|referendum)|concedes|concede|re-?elected",
    "wrecked": r"explodes|crashes|stürzt\sab|explose|s[’']écrase",
}
"""By name, what tells of it. Words that stand alone are whole ones: their stems are looked for in texts too."""
LATE = frozenset(("ended", "collapsed", "found", "won", "wrecked"))
"""Of these first reports speak in so many ways that one is news only when the event has settled."""
COURSE = ("arrested", "charged", "pleaded", "convicted", "sentenced")
"""Each of these says that those before it have happened."""
DEATHS = re.compile(
    r"\b(?:kill(?:s|ed|ing)?|deaths?|deadly|fatal(?:ly)?|murder(?:s|ed)?|assassinat\w+|drown(?:s|ed)?|morts?|tote|tués?"
    r"|muertos|getötet)\b"
)
"""Words that tell of a death beside those that are a status; in small letters, as all patterns here: one that
ignores case is searched five times as slowly."""
_NAMED = "|".join(rf"(?P<{name}>{words})" for name, words in STATUSES.items())
_STATUS = re.compile(rf"(?<!\w)(?:{_NAMED})\b")


def statuses(title: str) -> frozenset[str]:
    """The names of all that `title` tells."""
    return frozenset(match.lastgroup for match in _STATUS.finditer(title.lower()) if match.lastgroup)


def implied(title: str, told: frozenset[str]) -> frozenset[str]:
    """What `title`, which tells `told`, takes for known."""
    furthest = max((COURSE.index(status) for status in told if status in COURSE), default=0)
    return frozenset((*COURSE[:furthest], *(("died",) if DEATHS.search(title.lower()) else ())))


@lru_cache(maxsize=64)
def status_terms(status: str) -> tuple[int, ...]:
    """The terms of the single words that would tell of `status` in a text."""
    words = re.sub(r"\(\?:[^)]*\)|\?", "", STATUSES[status]).split("|")
    if status == "died":
        words += ["killed", "death", "deadly", "fatal", "drowned"]
    return tuple(term(stem) for word in words if word.isalpha() for stem in stems(word))
