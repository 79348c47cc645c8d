"""The bot's own words in the languages people speak: one gettext catalogue a language."""

from alertbot.language.language import ENGLISH, Language, language, languages

__all__ = ["ENGLISH", "Language", "language", "languages"]
