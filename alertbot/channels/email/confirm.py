"""The one message that asks whether an address may be written to. No IO."""

from alertbot.alerts.alert import Alert
from alertbot.channels.email.message import Content
from alertbot.channels.email.page import document
from alertbot.language import language

MOST_WATCHES = 5


def render_confirmation(alert: Alert, link: str, *, lang: str) -> Content:
    """Says who asked and for what; nothing follows unless the reader opens `link`."""
    words = language(lang)
    watches = " · ".join(alert.watches[:MOST_WATCHES])
    subject = words.say("Do you want to get news from alertbot?")
    said = words.say("{subscriber} asked alertbot to write to this address.", subscriber=alert.subscriber)
    about = (
        words.many(len(alert.watches), "Watch: {watches}", "Watches: {watches}", watches=watches)
        if watches
        else ""
    )
    ignore = words.say("If this was not you, do nothing: you will not hear from alertbot again.")
    button = words.say("Yes, write to me")
    text = "\n\n".join(part for part in (said, about, f"{button}\n{link}", ignore) if part) + "\n"
    shown = {"lang": lang, "subject": subject, "said": said, "about": about, "ignore": ignore}
    return Content(subject=subject, text=text, html=document("confirm.html", **shown, button=button, link=link))
