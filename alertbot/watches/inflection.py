"""Plurals and spellings that readers take for the same word. A plain lower-case word in, its form out. No IO.

Light on purpose: a stemmer would make Boeing "BoE" and nation "national". What is listed here is what
rules get wrong, in words that news are made of.
"""

import re
from typing import Final

UNCHANGED: Final = frozenset(
    """news series species means goods customs odds lens thanks always perhaps this his its has was does physics
    mathematics politics economics electronics ethics athletics gymnastics logistics analytics robotics genetics
    linguistics statistics dynamics aerodynamics mechanics acoustics optics bias atlas canvas alias christmas
    pancreas texas kansas arkansas vegas dallas hamas thomas lucas nicolas elias jonas judas midas adidas madras
    chaos cosmos ethos kudos pathos laos lagos davos carlos marcos santos james jones charles hughes yates
    rhodes barnes forbes hermes mercedes angeles aires athens brussels naples reuters keynes wales siemens
    netherlands philippines chaux decaux michaux mieux vieux pieux""".split()
)

IRREGULAR: Final = {
    **dict(
        pair.split("/")
        for pair in """women/woman men/man children/child feet/foot teeth/tooth mice/mouse geese/goose
    wives/wife knives/knife
    halves/half shelves/shelf thieves/thief wolves/wolf loaves/loaf criteria/criterion phenomena/phenomenon
    indices/index matrices/matrix vertices/vertex appendices/appendix fungi/fungus alumni/alumnus
    stimuli/stimulus bacteria/bacterium referenda/referendum crises/crisis analyses/analysis theses/thesis
    diagnoses/diagnosis hypotheses/hypothesis oases/oasis parentheses/parenthesis gases/gas biases/bias
    atlases/atlas canvases/canvas aliases/alias lenses/lens buses/bus viruses/virus campuses/campus
    bonuses/bonus statuses/status censuses/census choruses/chorus geniuses/genius walruses/walrus
    octopuses/octopus caucuses/caucus focuses/focus surpluses/surplus minuses/minus pluses/plus
    prospectuses/prospectus syllabuses/syllabus circuses/circus apparatuses/apparatus consensuses/consensus
    quizzes/quiz gpus/gpu cpus/cpu tpus/tpu npus/npu menus/menu gurus/guru emus/emu haikus/haiku taxis/taxi
    skis/ski bikinis/bikini saudis/saudi israelis/israeli pakistanis/pakistani iraqis/iraqi iranis/irani
    nazis/nazi emojis/emoji safaris/safari houthis/houthi rabbis/rabbi alibis/alibi omanis/omani qataris/qatari
    yemenis/yemeni kuwaitis/kuwaiti emiratis/emirati bangladeshis/bangladeshi tsunamis/tsunami
    wikis/wiki millones/million milhoes/million jeux/jeu feux/feu""".split()
    ),
}

IE: Final = frozenset(
    """movie cookie zombie calorie brownie selfie rookie hoodie smoothie prairie genie collie budgie indie birdie
    bookie foodie freebie goalie groupie hippie junkie newbie oldie techie veggie yuppie aussie eerie sortie
    talkie auntie barbie biscotie cabbie caddie camaraderie laddie lassie pixie townie walkie zombie""".split()
)
"""Nouns in -ie: their plural is not a -y word's."""

OE: Final = frozenset("""shoe toe foe hoe canoe doe oboe woe floe horseshoe tiptoe""".split())
CHE: Final = frozenset(
    """ache headache cache niche avalanche psyche moustache porsche quiche creche apache cliche""".split()
)

_CONTINENTAL: Final = (
    ("eaux", "eau"),  # French: bureaux
    ("aux", "al"),  # journaux; tuyaux and the like, whose word is in -au, are few
    ("eux", "eu"),  # jeux
    ("iones", "ion"),  # Spanish: elecciones
    ("acoes", "acao"),  # Portuguese, without its accents: nações
    ("icoes", "icao"),
    ("ecoes", "ecao"),
    ("ionen", "ion"),  # German: Millionen
    ("heiten", "heit"),
    ("keiten", "keit"),
    ("schaften", "schaft"),
    ("erungen", "erung"),  # not Jungen, who are not Jung
    ("itaten", "itat"),
)
"""Endings of plurals that no English word shares, and those of their words."""


def singular(word: str) -> str:
    """The form a plural shares with its word; other words stay as they are."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or word in UNCHANGED:
        return word
    for ending, end in _CONTINENTAL:
        if word.endswith(ending) and len(word) > 4:
            return word[: -len(ending)] + end
    if word.endswith("men"):
        return word[:-2] + "an" if len(word) > 6 and word.endswith(("smen", "rmen", "emen", "women")) else word
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("es"):
        return _without_es(word)
    return word[:-1]


def _without_es(word: str) -> str:
    short = word[:-1]
    if word.endswith("ies"):
        return short if len(word) < 5 or short in IE else word[:-3] + "y"
    if word.endswith("oes"):
        return short if short in OE else word[:-2]
    if word.endswith("ches"):
        return short if short in CHE else word[:-2]
    return word[:-2] if word.endswith(("sses", "xes", "tzes", "shes")) else short


SPELLINGS: Final = dict(
    pair.split("/")
    for pair in """calibre/caliber sombre/somber spectre/specter lustre/luster sabre/saber
    meagre/meager manoeuvre/maneuver
    centred/centered defence/defense offence/offense licence/license pretence/pretense catalogue/catalog
    dialogue/dialog analogue/analog monologue/monolog programme/program aluminium/aluminum tyre/tire grey/gray
    plough/plow jewellery/jewelry moustache/mustache sceptic/skeptic scepticism/skepticism sceptical/skeptical
    mould/mold ageing/aging judgement/judgment acknowledgement/acknowledgment foetus/fetus
    aeroplane/airplane analyse/analyze analysed/analyzed
    analysing/analyzing paralyse/paralyze paralysed/paralyzed skilful/skillful fulfil/fulfill
    fulfilment/fulfillment enrol/enroll enrolment/enrollment instalment/installment wilful/willful
    yoghurt/yogurt sulphur/sulfur artefact/artifact cosy/cozy pyjama/pajama bn/billion mln/million mio/million
    mrd/billion draught/draft
    marvellous/marvelous oestrogen/estrogen diarrhoea/diarrhea oesophagus/esophagus
    foetal/fetal caesarean/cesarean mediaeval/medieval milliarden/billion milliard/billion milliarde/billion
    miliardo/billion miliardi/billion millon/million milione/million milioni/million milhao/million
    pct/percent prozent/percent""".split()
)

_OUR: Final = re.compile(
    r"^(colo|hono|labo|favo|neighbo|harbo|humo|rumo|vapo|savo|armo|behavio|endeavo|flavo|glamo|odo|parlo|rigo|"
    r"splendo|tumo|valo|vigo|savio|clamo|cando|demeano|fervo|ardo|arbo|disco?lo|dishono|misdemeano)u(r\w*)$"
)
_ISE: Final = re.compile(r"^(\w{4,})is(e|ed|er|ing|ation|ational)$")
_RE: Final = re.compile(r"(cent|theat|met|lit|fib)re$")
_AE: Final = re.compile(
    r"^(an|leuk|encyclop|gyn|arch|pal|orthop|p|h)ae(?=sth|mi|diatr|di[acs]|colog|olog|ont|mo|ma)"
)
_LL: Final = re.compile(
    r"^(cancel|label|model|signal|fuel|travel|counsel|level|dial|panel|tunnel|total|quarrel|rival|channel|shovel|"
    r"funnel|equal|initial|jewel)l(ed|ing|er|or)$"
)


def american(word: str) -> str:
    """A British spelling as Americans write it; other words stay, some in a form no one writes."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    for pattern, form in ((_OUR, r"\1\2"), (_RE, r"\1er"), (_ISE, r"\1iz\2"), (_LL, r"\1\2"), (_AE, r"\1e")):
        changed = pattern.sub(form, word)
        if changed != word:
            return changed
    return word
