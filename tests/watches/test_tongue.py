"""The language of a story: stated, recognised from its words, or not known. Original sentences."""

import pytest

from alertbot.watches.document import Document
from alertbot.watches.index import Index
from alertbot.watches.query import parse
from alertbot.watches.tongue import Tongue, recognised, tongue

SENTENCES = """
en The harbour town will build a second ferry terminal before the end of next year.
en Port town plans second ferry terminal
fr La petite ville portuaire construira un second quai avant la fin de l'année prochaine.
fr Le pont résiste mieux que prévu
de Die kleine Hafenstadt will bis Ende nächsten Jahres einen zweiten Anleger bauen.
de Hafenstadt plant zweiten Anleger
es La pequeña ciudad portuaria construirá un segundo muelle antes de que termine el año.
it La piccola città portuale costruirà un secondo molo entro la fine dell'anno prossimo.
pt A pequena cidade portuária vai construir um segundo cais até ao fim do próximo ano.
nl Het havenstadje bouwt voor het einde van volgend jaar een tweede aanlegsteiger.
sv Ingenjörerna säger att bron klarar dubbelt så mycket trafik som beräknat.
da Ingeniørerne siger, at broen kan bære dobbelt så meget trafik som beregnet.
no Den lille havnebyen skal bygge en ny fergekai før utgangen av neste år.
fi Pieni satamakaupunki rakentaa toisen lauttalaiturin ennen ensi vuoden loppua.
pl Małe miasto portowe zbuduje drugi terminal promowy przed końcem przyszłego roku.
cs Malé přístavní město postaví do konce příštího roku druhé přístaviště trajektů.
hu A kis kikötőváros a jövő év végéig új kompkikötőt épít a folyó partján.
ro Micul oraș portuar va construi un al doilea chei înainte de sfârșitul anului viitor.
tr Küçük liman kenti gelecek yılın sonuna kadar ikinci bir feribot iskelesi yapacak.
ca La petita ciutat portuària construirà un segon moll abans que acabi l'any vinent.
id Kota pelabuhan kecil itu akan membangun dermaga kedua sebelum akhir tahun depan.
vi Thành phố cảng nhỏ sẽ xây bến phà thứ hai trước cuối năm sau.
el Η μικρή πόλη θα χτίσει μια δεύτερη προβλήτα πριν από το τέλος του επόμενου έτους.
ru Небольшой портовый город построит второй паромный причал до конца следующего года.
uk Невелике портове місто збудує другий поромний причал до кінця наступного року.
bg Малкият пристанищен град ще построи втори ферибот терминал до края на следващата година.
ar ستبني المدينة الساحلية الصغيرة رصيفا ثانيا للعبارات قبل نهاية العام المقبل.
he עיר הנמל הקטנה תבנה רציף מעבורות שני לפני סוף השנה הבאה.
fa این شهر کوچک بندری تا پایان سال آینده اسکله دوم خود را خواهد ساخت.
hi यह छोटा बंदरगाह शहर अगले साल के अंत तक दूसरा घाट बनाएगा।
th เมืองท่าเล็กๆ แห่งนี้จะสร้างท่าเรือข้ามฟากแห่งที่สองก่อนสิ้นปีหน้า
zh 这座港口小城将在明年年底前再建一座轮渡码头。
ja この小さな港町は来年末までに二つ目のフェリー乗り場を建設する。
ko 이 작은 항구 도시는 내년 말까지 두 번째 여객선 부두를 건설한다.
"""

UNSURE = [
    "",
    "…",
    "Q3 2026",
    "12,5 %",
    "Nvidia, OpenAI, Microsoft",
    "Rolex Daytona 116500LN",
    "Elon Musk",
    "Volkswagen ID. Polo",
    "https://example.com/the-port-town-plans-a-second-ferry",
    "@harbour #ferry #terminal",
    "The ferry left the harbour before noon and nobody in the town had been told of it in time. "
    "Le bac a quitté le port avant midi et personne dans la ville n'en avait été prévenu à temps.",
    "\x00\x01\ud800",
    "a" * 10_000,
]


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_a_sentence_shows_its_language(line: str) -> None:
    tag, _, text = line.partition(" ")
    assert recognised(text) == tag


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_too_short_or_mixed_is_in_no_language(text: str) -> None:
    assert recognised(text) == ""


def test_what_the_recogniser_refuses_to_read_is_left_out() -> None:
    assert recognised("\x00The port \ud800 is closed \uffff\U0010ffff and the town waits for the ferry") == "en"


def test_the_stated_language_comes_first() -> None:
    text = "Le pont résiste mieux que prévu, disent les ingénieurs de la ville."
    assert tongue(Document(title=text, lang="en-US")) == Tongue("en-us", "stated")
    assert tongue(Document(title="Le pont", text=text)) == Tongue("fr", "recognised")
    assert tongue(Document(title="Le pont", text=text, lang="und")) == Tongue("fr", "recognised")
    assert tongue(Document(title="Elon Musk")) == Tongue("", "unknown")


ASKED = [
    ("lang:fr", "", True),
    ("lang:en", "", False),
    ("pont lang:fr", "", True),
    ("pont -lang:fr", "", False),
    ("pont -lang:en", "", True),
    ("lang:fra", "", True),
    ("lang:en", "eng", True),
    ("lang:en-gb", "en_GB", True),
    ("lang:he", "iw", True),
    ("lang:iw", "he-IL", True),
    ("lang:no", "nb", True),
    ("lang:nb", "no", True),
    ("lang:nn", "no", False),
]


@pytest.mark.parametrize(("query", "stated", "hit"), ASKED)
def test_a_watch_asks_for_the_stated_or_else_the_recognised_language(query: str, stated: str, hit: bool) -> None:
    index = Index()
    index.add("w", parse(query))
    story = Document(title="Le pont", text="Le pont résiste mieux que prévu, disent les ingénieurs.", lang=stated)
    assert bool(index.match(story)) == hit
    index.remove("w")
    assert not index.match(story)
