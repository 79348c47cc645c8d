"""The bot's own words in a message, by language. English text in, the reader's words out. No IO."""

FRENCH = {
    "Update": "Mise à jour",
    "Related": "Sur le même sujet",
    "also: {outlets}": "aussi : {outlets}",
    "Watch: {watches}": "Veille : {watches}",
    "Watches: {watches}": "Veilles : {watches}",
    "Told before: {headline}": "Déjà annoncé : {headline}",
}
CATALOGUES = {"fr": FRENCH}


def say(lang: str, text: str, **values: object) -> str:
    """`text` in `lang` (a BCP 47 tag; English where there is no translation) with its values in place."""
    catalogue = CATALOGUES.get(lang.split("-")[0], {})
    return catalogue.get(text, text).format(**values)
