"""Dates as other languages spell them, put as RFC 822 does. Text in, text out. No IO. Never raises.

The names are those of CLDR (https://cldr.unicode.org), as babel has them, and their first three letters; without
accents, in small letters. Left out is what means two months in two languages, which is most of Croatian.
"""

import re
import unicodedata
from typing import Final

NAMES: Final = {
    "Jan": """
        ene enero gen gener gennaio ian ianuarie jaa jaan jaanuar jan janar janeiro janner januar januara
        januari january janv janvaris janvier led leden ledna oca ocak sau saus sausio sausis sty styczen
        stycznia tam tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν ιανουαριοσ
        ιανουαριου січ січень січня янв январь января яну януари јан јануар јануари ינו ינואר ينا يناير
    """,
    "Feb": """
        feb febbraio febr febreiro febrer febrero februar februara februari februarie februaris february fev
        fevereiro fevr fevral fevrier hel helmi helmikuu helmikuuta lut lutego luty ots otsaila shk shkurt
        sub subat uno unor unora vas vasario vasaris vee veebr veebruar φεβ φεβρουαριοσ φεβρουαριου лют
        лютии лютого феб фебруар фев февр февраль февраля февруари פבר פברואר شبا شباط فبر فبراير
    """,
    "Mar": """
        bre brezen brezna kov kovas kovo maa maalis maaliskuu maaliskuuta maart mac mar marc marca march
        marcius marco marec maret mars mart martie marts martxoa marz marzec marzo mrt mrz μαρ μαρτιοσ
        μαρτιου бер березень березня мар март марта מרץ اذا اذار مار مارس
    """,
    "Apr": """
        abr abril api apirila apr aprel april aprila aprile aprilie aprilis aprill avr avril bal balandis
        balandzio dub duben dubna huh huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan pri prill
        απρ απριλιοσ απριλιου апр апрель апреля април кві квіт квітень квітня אפר אפריל ابر ابريل نيس نيسان
    """,
    "May": """
        geg geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj maja majus may mayo
        mayıs mei tou touko toukokuu toukokuuta μαι μαιοσ μαιου маи мая мај тра трав травень травня מאי ايا
        ايار ماي مايو
    """,
    "Jun": """
        bir birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno haz haziran
        iun iunie iyn iyun juin jun juna june junho juni junij junijs junio junius juny juuni kes kesa
        kesakuu kesakuuta qer qershor xun xuno ιουν ιουνιοσ ιουνιου июн июнь июня чер черв червень червня
        юни јун јуни יונ יוני حزي حزيران يون يونيو
    """,
    "Jul": """
        cervence cervenec cvc hei heina heinakuu heinakuuta iul iulie iyl iyul juil juill juillet jul jula julai
        julho juli julij julijs julio juliol julius july juuli kor korr korrik lie liep liepa liepos lip
        lipca lipiec lug luglio tem temmuz uzt uztaila xul xullo ιουλ ιουλιοσ ιουλιου июл июль июля лип
        липень липня юли јул јули יול יולי تمو تموز يول يوليو
    """,
    "Aug": """
        abu abuztua ag ago agost agosto agu agust agustos agustus aou aout aug august augusta augusti
        augusts augustus augusztus avg avgust avq avqust elo elokuu elokuuta gus gush gusht ogo ogos rugp
        rugpjucio rugpjutis sie sierpien sierpnia srp srpen srpna αυγ αυγουστοσ αυγουστου авг август августа
        сер серп серпень серпня אוג אוגוסט اب اغس اغسطس
    """,
    "Sep": """
        eyl eylul ira iraila rugs rugsejis rugsejo sen sentyabr sep sept septembar september septembra
        septembre septembrie septembris septiembre set setembre setembro settembre sht shtator syy syys
        syyskuu syyskuuta sze szept szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριοσ σεπτεμβριου
        вер вересень вересня сен сент сентябрь сентября сеп септембар септември ספט ספטמבר ايل ايلول سبت
        سبتمبر
    """,
    "Oct": """
        eki ekim lok loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktobar oktober
        oktobra oktobris oktoober oktyabr ott ottobre out outubro paz pazdziernik pazdziernika rij rijen
        rijna spa spal spalio spalis tet tetor urr urria οκτ οκτωβριοσ οκτωβριου жов жовт жовтень жовтня окт
        октобар октомври октябрь октября אוק אוקטובר اكت اكتوبر
    """,
    "Nov": """
        aza azaroa kas kasım lap lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu
        marraskuuta nen nentor noi noiembrie nov novembar november novembra novembre novembris novembro
        noviembre noy noyabr νοε νοεμβριοσ νοεμβριου лис лист листопад листопада нов новембар ное ноември
        ноя нояб ноябрь ноября נוב נובמבר نوف نوفمبر
    """,
    "Dec": """
        abe abendua ara aralık dec decembar december decembra decembre decembrie decembris decembro dek
        dekabr des desember desembre det dets detsember dez dezember dezembro dhj dhjetor dic dicembre
        diciembre dis disember gru grudnia grudzien gruod gruodis gruodzio jou joulu joulukuu joulukuuta pro
        prosince prosinec δεκ δεκεμβριοσ δεκεμβριου гру груд грудень грудня дек декабрь декабря декември дец
        децембар דצמ דצמבר ديس ديسمبر
    """,
}
MONTHS: Final = {name: english for english, names in NAMES.items() for name in names.split()}
NUMBERED: Final = dict(enumerate(NAMES, 1))

BEFORE: Final = r"(?:\D{0,24}[^\w])?"
DAY: Final = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|[º°ªa])?[.,]?"
NAME: Final = r"(?:de\s+|d['’]\s*)?(?P<name>[^\W\d_]{2,20})[.'׳,]*"
YEAR: Final = r"(?P<year>\d{4})"
REST: Final = r"(?P<rest>(?:[^\w].*|t\d.*)?)"
SPELLED: Final = tuple(
    re.compile(form + REST, re.DOTALL)
    for form in (
        rf"{BEFORE}{DAY}[\s-]*{NAME}[\s-]*(?:del?\s+)?{YEAR}",
        rf"{BEFORE}{NAME}\s*{DAY}\s+{YEAR}",
        rf"{YEAR}\.?(?:\s+m\.)?[\s-]+{NAME}[\s-]+{DAY}",
    )
)
YEAR_FIRST: Final = re.compile(
    rf"{YEAR}\s?[/.年년]\s?(?P<month>\d{{1,2}})\s?[/.月월]\s?(?P<day>\d{{1,2}})(?P<rest>\D.*)?", re.DOTALL
)
YEAR_LAST: Final = re.compile(
    rf"{BEFORE}(?P<first>\d{{1,2}})(?P<mark>[./-])\s?(?P<second>\d{{1,2}})(?P=mark)\s?{YEAR}{REST}", re.DOTALL
)
CLOCK: Final = re.compile(r"(\d{1,2})\s?[:.h時时点點시]\s?(\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)?")
LATE: Final = re.compile(r"\d\s?p\.?m\b|오후|下午|午後|午后|\bμ\.?μ\b")
EARLY: Final = re.compile(r"\d\s?a\.?m\b|오전|上午|午前|\bπ\.?μ\b")
HALF: Final = re.compile(r"\b[ap]\.?m\b\.?")
ZONE: Final = re.compile(
    r"(?:\b(?:gmt|utc)\s?)?([+-])(\d\d?)(?::?(\d\d))?\b|\b(?!(?:uhr|hrs?|h)\b)([a-z]{1,5}|мск)\b"
)
"""What feedparser knows as zones, and numbers; which names are none is its business."""


def in_english(text: str) -> str:
    """`text` as RFC 822 writes the date it spells; unchanged when it spells none that is known here.

    Empty when it is a date of which nobody can say what is the day and what the month.
    """
    plain = _plain(text)
    for form in SPELLED:
        found = form.fullmatch(plain)
        month = found and (MONTHS.get(found["name"]) or MONTHS.get(found["name"].removeprefix("ב")))
        if found and month:
            return _written(found, found["day"], month)
    return _numbers(plain, text)


def _numbers(plain: str, text: str) -> str:
    """Dates of numbers only, other than those of ISO 8601."""
    if found := YEAR_FIRST.fullmatch(plain):
        return _written(found, found["day"], NUMBERED.get(int(found["month"]), ""))
    found = YEAR_LAST.fullmatch(plain)
    if found is None:
        return text
    first, second = int(found["first"]), int(found["second"])
    if found["mark"] == "." or first > 12 or first == second:
        return _written(found, first, NUMBERED.get(second, ""))
    return _written(found, second, NUMBERED.get(first, "")) if second > 12 else ""


def _written(found: re.Match[str], day: str | int, month: str) -> str:
    """The date in RFC 822; empty when the year has no such month."""
    rest = found["rest"] or ""
    clock = CLOCK.search(rest)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    if LATE.search(rest) and hour < 12:
        hour += 12
    elif EARLY.search(rest) and hour == 12:
        hour = 0
    zone = _zone(HALF.sub("", rest[clock.end() :])) if clock else "GMT"
    return month and f"{int(day)} {month} {int(found['year']):04} {hour:02}:{minute:02}:{second:02} {zone}"


def _zone(rest: str) -> str:
    """The zone as RFC 822 writes one; what is behind the time may be other words."""
    found = ZONE.search(rest)
    if found is None:
        return "GMT"
    sign, hours, minutes, name = found.groups()
    return name.upper() if name else f"{sign}{int(hours):02}{minutes or '00'}"


def _plain(text: str) -> str:
    """Without accents, in small letters, spaces and digits as usual."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(each for each in parts if not unicodedata.combining(each)))
