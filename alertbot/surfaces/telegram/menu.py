"""The command menus Telegram shows, in every language and for chats and groups. Edge."""

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from alertbot.language import Language, language, languages


async def set_menus(bot: Bot, *, email: bool) -> None:
    for tag in languages():
        words = language(tag)
        code = "" if tag == "en" else tag
        private, group = private_menu(words, email=email), group_menu(words, email=email)
        await bot.set_my_commands(private, scope=BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_commands(group, scope=BotCommandScopeAllGroupChats(), language_code=code)


def private_menu(words: Language, *, email: bool) -> list[BotCommand]:
    mail = [BotCommand("email", words.say("The same by e-mail"))] if email else []
    return [
        BotCommand("watch", words.say("Watch something: /watch sovereign AI")),
        BotCommand("list", words.say("My watches")),
        BotCommand("pause", words.say("Hold everything, for 2h or until resumed")),
        BotCommand("resume", words.say("Let alerts come again")),
        BotCommand("quiet", words.say("Quiet hours, such as 22-7")),
        BotCommand("digest", words.say("A daily summary, such as at 8:00")),
        *mail,
        BotCommand("timezone", words.say("Where I am")),
        BotCommand("mute", words.say("Silence a watch or an outlet")),
        BotCommand("sources", words.say("Where stories come from")),
        BotCommand("why", words.say("Why a story was told, or was not")),
        BotCommand("share", words.say("A link to my watchlist")),
        BotCommand("export", words.say("My watchlist as a file")),
        BotCommand("help", words.say("What I understand")),
        BotCommand("privacy", words.say("What is kept about me")),
        BotCommand("forget", words.say("Delete everything about this chat")),
    ]


def group_menu(words: Language, *, email: bool) -> list[BotCommand]:
    admins = BotCommand("admins", words.say("Who may change the watches of this group"))
    personal = ("timezone", "privacy")
    return [*(each for each in private_menu(words, email=email) if each.command not in personal), admins]
