"""The bot's own words in a message, by language. English text in, the reader's words out. No IO."""

from babel import Locale, UnknownLocaleError

FRENCH = {
    "just now": "à l’instant",
    "Update": "Mise à jour",
    "Related": "Sur le même sujet",
    "Related:": "Sur le même sujet :",
    "also: {outlets}": "aussi : {outlets}",
    "Watch: {watches}": "Veille : {watches}",
    "Watches: {watches}": "Veilles : {watches}",
    "Told before: {headline}": "Déjà annoncé : {headline}",
    "{headline} · {count} more": "{headline} · {count} autres",
    "{headline} · one more": "{headline} · un autre",
    "{count} today": "{count} aujourd’hui",
    "Nothing new on your watches": "Rien de nouveau sur vos veilles",
    "One event": "Un sujet",
    "{count} events": "{count} sujets",
    "on one of your watches": "sur une de vos veilles",
    "on {hit} of your {all} watches": "sur {hit} de vos {all} veilles",
    "from one outlet": "d’un seul média",
    "from {count} outlets": "dans {count} médias",
    "also on {watches}": "aussi : {watches}",
    "and {count} more": "et {count} autres",
    "and one more": "et un autre",
    "Quiet: {watches}": "Calme : {watches}",
    "Held back: {what}": "Mis de côté : {what}",
    "one further report of an event": "un autre article sur un même sujet",
    "{count} further reports of the same events": "{count} autres articles sur les mêmes sujets",
    "one from a muted source": "un d’une source en sourdine",
    "{count} from muted sources": "{count} de sources en sourdine",
    "one on a muted watch": "un sur une veille en sourdine",
    "{count} on muted watches": "{count} sur des veilles en sourdine",
    "one published too long ago": "un publié il y a trop longtemps",
    "{count} published too long ago": "{count} publiés il y a trop longtemps",
    "one more than a summary holds": "un de plus qu’un résumé n’en contient",
    "{count} more than a summary holds": "{count} de plus qu’un résumé n’en contient",
    "one for another reason ({reason})": "un pour une autre raison ({reason})",
    "{count} for another reason ({reason})": "{count} pour une autre raison ({reason})",
    "Mentions a day over the last week: {counts}, today {today}": (
        "Mentions par jour sur une semaine : {counts}, aujourd’hui {today}"
    ),
    "Read it in the browser": "Lire dans le navigateur",
    "Do you want to get news from alertbot?": "Voulez-vous recevoir des nouvelles d’alertbot ?",
    "{subscriber} asked alertbot to write to this address.": (
        "{subscriber} a demandé à alertbot d’écrire à cette adresse."
    ),
    "If this was not you, do nothing: you will not hear from alertbot again.": (
        "Si ce n’était pas vous, ne faites rien : alertbot ne vous écrira plus."
    ),
    "Yes, write to me": "Oui, écrivez-moi",
    "Unsubscribe": "Se désabonner",
    "Sent by alertbot for the watches of {subscriber}.": "Envoyé par alertbot pour les veilles de {subscriber}.",
}
CATALOGUES = {"fr": FRENCH}


def say(lang: str, text: str, **values: object) -> str:
    """`text` in `lang` (a BCP 47 tag; English where there is no translation) with its values in place."""
    return CATALOGUES.get(_primary(lang), {}).get(text, text).format(**values)


def count(lang: str, one: str, many: str, number: int, **values: object) -> str:
    """`one` or `many`, as the language counts `number`; `many` may name it as `{count}`."""
    text = one if number == 1 or (number == 0 and _primary(lang) == "fr") else many
    return say(lang, text, count=number, **values)


def locale_of(lang: str) -> Locale:
    """The locale that dates are written in: the reader's where the words are, too."""
    try:
        return Locale.parse(_primary(lang) if _primary(lang) in CATALOGUES else "en_GB")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _primary(lang: str) -> str:
    return lang.replace("_", "-").split("-")[0].lower()
