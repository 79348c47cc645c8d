"""What hits and what does not, and why: the language in examples.

A case is a query, a text and a reason; `title|text` puts what is before the bar in the headline.
Characters one cannot see are written as escapes.
"""

import re

HITS = r"""
# Words: case, accents, possessives, inflections
mistral => Mistral raises money => case is folded
Mistral => MISTRAL RAISES MONEY => case is folded both ways
mistral => Mistral's new plant => a possessive is the word
mistral => Mistral’s new plant => also with a curly apostrophe
mistral => MISTRAL'S NEW PLANT => also in capitals
mistral => the companies' Mistral => a possessive of a plural ends in an apostrophe
center => two new centers => a plural is the word
centers => a new center => and the other way round
company => three companies => a plural in -ies
movie => two movies => movies is not movy
box => two boxes => a plural in -xes
church => old churches => a plural in -ches
headache => two headaches => headaches is not headach
prize => three prizes => a plural in -zes
house => new houses => a plural in -ses
virus => two viruses => a plural in -uses
potato => hot potatoes => a plural in -oes
shoe => red shoes => shoes is not sho
woman => women in science => a plural without s
man => two men => also of three letters
journal => les journaux => a French plural in -aux
bateau => les bateaux => one in -eaux
jeu => les jeux => one in -eux
elección => las elecciones => a Spanish plural in -iones
eleição => as eleições => a Portuguese plural in -ções
Regierung => die Regierungen => a German plural in -ungen
Universität => zwei Universitäten => one in -itäten
İstanbul => İstanbul'da => a Turkish ending after an apostrophe
Erdoğan => Erdoğan’ın => another
crisis => two crises => a Greek plural
analysis => several analyses => another one
cafe => le café du port => accents are folded
café => the cafe downstairs => both ways
cafe => le cafe\u0301 du port => also when the accent is a character of its own
arm => arms exports => a plural that is also a name is folded like any plural
Straße => Strasse gesperrt => sharp s is ss
encyclopaedia => the Encyclopædia => a ligature is two letters
finance => new ﬁnance minister => also one of print
Mistral => Ｍｉｓｔｒａｌ opens => full-width letters are letters
Mistral => Mis\u00adtral opens => a soft hyphen is no part of a word
Mistral => Mis\u200btral opens => nor is a zero-width space
Mistral => \ufeffMistral opens => nor is a byte order mark
Mistral => _Mistral_ opens => an underscore is no letter
Mistral => #Mistral opens => a hashtag is the word
Mistral => (Mistral) => brackets end a word
Mistral => Mistral/OpenAI => so does a slash
Mistral => Mistral—the lab => and a dash
Mistral => non-Mistral models => and a hyphen
lab => AI labs-to-be => plurals also before a hyphen
Mistral => x\x00Mistral\x00y => a NUL ends a word
# Spellings
center => the Barbican Centre => British spelling
centre => the data center => American spelling
color => colourful colours => British -our
labour => the Labor Day => and back
organize => to organise a vote => British -ise
organisation => the organization => and back
defence => defense spending => -ence and -ense
program => the programmes => programme is program
modelling => language modeling => a doubled l
catalogue => the catalogs => -ogue
anaesthetic => a local anesthetic => -ae- in medicine
oestrogen => estrogen levels => -oe-
# Umlauts both ways
München => in Munchen => an umlaut without its dots
Munchen => in München => and back
München => in Muenchen => an umlaut as two letters
Muenchen => in München => and back
"München Airport" => at Muenchen Airport => also in a phrase
Muenchen Messe => die Messe in München => also side by side
Århus => in Aarhus => a ring as two letters
Zürich => in Zu\u0308rich => composed or not
# Phrases
"data center" => a data center near Paris => the words in order
"data center" => data centers near Paris => folded like words
"data center" => a data-center near Paris => a hyphen joins two words
"data center" => a data‑center near Paris => also one that does not break
"data center" => a datacenter near Paris => so does nothing
"data center" => two datacenters near Paris => also in the plural
"data center" => a data centre near Paris => British spelling
"data center" => two datacentres => British, joined and plural
“data center” => a data center => curly quotes quote
„data center“ => a data center => German quotes quote
«data center» => a data center => French quotes quote
"data center" => DATA CENTER => case is folded
"data center" => data\u00a0center => a hard blank is a blank
"data center" => data  center => two blanks are one
"data center" => the data center’s roof => a possessive ends it
"AI data center" => an AI datacenter => two words of three written as one
"OpenAI deal" => the Open AI deal => one word of two written as two
"US Army" => the U.S. Army said => dots of an acronym end no sentence
"George W. Bush" => former President George W. Bush => nor do initials
"Acme Inc. shares" => Acme Inc. shares fell => nor do abbreviations
"St. Louis" => St. Louis voted => nor does Saint
"mistral" => Mistral's money => one word in quotes is that word, folded
data-center => a data center => a hyphen when typed joins too
data-center => a datacenter => also to one word
"New York" => New York's mayor => a possessive at the end
# Joined forms
datacenter => a data center => one word is also two
datacenter => a data-center => with a hyphen
datacenters => data centres => inflected and British
OpenAI => Open AI said => capitals inside show where
OpenAI => Open-AI said => with a hyphen
openai => OpenAI said => however it is typed
openai => Open AI said => also apart
"Open AI" => OpenAI said => and back
healthcare => the health care bill => words of four letters and more
email => an e-mail => a hyphen always joins
startup => a start-up => always
TechCrunch => Tech Crunch wrote => a name apart
data center => a new datacenter => side by side, written as one
data center Paris => a datacenter near Paris => also beside another word
iPhone15 => the iPhone 15 => a number after a name
loreal => L’Oréal => an article with its apostrophe
# Capitals
AI => an AI company => capitals
AI => the A.I. boom => with dots
AI => AI's promise => with a possessive
AI => two AIs => in the plural
AI => AI-powered => before a hyphen
A.I. => an AI company => dots typed
US => the U.S. economy => dots
US => U.S.-led talks => dots before a hyphen
US => the U.S economy => a dot missing
U.S. => the US economy => dots typed
U.S. => made in the U.S. => at the end of a sentence
WHO => the WHO said => a word otherwise
ai => the ai boom => typed small, all hit
ai => an AI company => also capitals
NATO => NATO said => capitals
NATO => Nato said => British papers write it so
AIDS => fighting Aids => so too
CEO => two CEOs => the plural of capitals
GPU => new GPUs => also one in -us
IA => l’IA générative => after a French article
Élysée => à l'Élysée => the article is no part of the word
UNESCO => Unesco said => longer acronyms are words
# Verbatim
="Le Chat" => ask Le Chat now => this spelling
="Arm" => Arm's new chip => a possessive is not the spelling's business
="Le Chat" => Le\u00a0Chat => blanks are alike
="L'Oréal" => L’Oréal => apostrophes are alike
="Yahoo!" => the Yahoo! brand => signs count
=Arm => Arm said => without quotes
="U.S." => the U.S. said => dots count
# Amounts and names with signs
$830M => $830 million => an amount is its words
$830M => $830m => a small m
$830M => $830mn => British
$830M => US$830M => with the country
$830M => 830 million dollars => the currency in words
$830M => USD 830 million => as a code
"$830 million" => $830M => and back
830 million => raised $830M => without a currency any will do
"830 million" => raised $830 million => as a phrase
€1.5bn => €1.5 billion => a billion
1,000 => 1000 people => the comma of thousands
1000 => 1,000 people => and back
1,000 => 1,000 people => as typed
1.5 => 1.5 degrees => a point inside
5G => the 5G network => digits and letters
$830M => $830,000,000 => all its digits
1,200,000 => 1.2 million jobs => and back
$100k => $100,000 => thousands
€500m => 500 Millionen Euro => in German
€1.2bn => 1,2 milliard d'euros => in French
10% => 10 percent => a share in words
10% => 10 per cent => in two
10% => un taux de 10 % => after a blank
10 percent => up 10% => and back
10 per cent => up 10% => from two words
"rose 10%" => rose 10 per cent => in a phrase
C++ => modern C++ => signs in a name
C# => in C# and F# => another
.NET => the .NET runtime => a dot in front
AT&T => AT&T said => an ampersand
AT&T => AT&T's network => with a possessive
S&P 500 => the S&P 500 fell => beside a number
Marks & Spencer => Marks & Spencer said => an ampersand alone is a word
Marks & Spencer => Marks and Spencer said => the word and
"Marks and Spencer" => Marks & Spencer said => and back
.net => the .NET runtime => also typed small
9/11 => the 9/11 attacks => a date
Canal+ => CANAL+ achète => a plus at the end of a name
Canal+ => Canal Plus said => in words
"Apple TV+ show" => an Apple TV+ show => in a phrase
Disney => Disney+ costs more => the name without it
LGBTQ+ => the LGBTQ community => an acronym goes without as well
COVID-19 => Covid-19 cases => a hyphen and a number
Node.js => a node.js server => a dot inside
# Side by side
sovereign AI => AI that is sovereign => in any order
sovereign AI => sovereign alternatives in the AI ecosystem => near one another
sovereign AI => sovereign one two three four five six seven eight nine ten AI => twelve words are near
sovereign AI => We are sovereign. AI is next. => across the end of a sentence
"data center" Paris => Paris gets a data center => phrases are terms
sovereign sovereign => sovereign => twice the same is once
sovereign AI => x|sovereign AI => in the text
sovereign AI => sovereign AI|x => in the headline
quant* fund => a quantum hedge fund => prefixes are terms too
# Boolean
mistral AND paris => Mistral|in Paris => over headline and text
mistral AND paris => Mistral.\n\nParis. => over paragraphs
mistral OR paris => in Paris => one is enough
mistral -wind => Mistral raises money => the excluded is not there
mistral NOT wind => Mistral raises money => in words
mistral AND NOT wind => Mistral raises money => with AND
(mistral OR openai) AND paris => OpenAI in Paris => a group
mistral AND paris OR london => in London => AND binds before OR
a b OR c d => x c d => side by side binds first
mistral AND (paris OR london) => Mistral in London => a group after
-wind mistral => Mistral raises money => an exclusion may come first
mistral -(wind OR ship) => Mistral raises money => a group left out
mistral -"data center" => Mistral's data => a phrase left out
mistral -title:wind => Mistral|the wind => left out of the headline only
"AND" => this AND that => an operator in quotes is a word
# NEAR
mistral NEAR/5 paris => Mistral opens near Paris => three apart
mistral NEAR/1 paris => Paris Mistral => neighbours in either order
mistral NEAR/5 paris => Mistral one two three four Paris => five apart
mistral NEAR/2 paris => Mistral came. Paris too. => across a sentence's end
"data center" NEAR/3 paris => a data center near Paris => phrases
mistral NEAR/3 (paris OR london) => Mistral leaves London => a group
paris NEAR/5 paris => Paris is Paris => the same word twice
# Prefixes
quant* => quantum computing => begins so
quant* => quants => also the plural
quant* => QUANTITATIVE => case is folded
centr* => the Barbican Centre => also as it is written
centr* => central => and others
éco* => economie => accents are folded
# Fields
title:mistral => Mistral opens|x => in the headline
title:"data center" => A data-center|x => a phrase
title:(mistral paris) => Mistral in Paris|x => a group
title:(mistral OR paris) => Paris|x => a choice
TITLE:mistral => Mistral|x => the name in any case
title: mistral => Mistral|x => with a blank
# Other scripts
数据 => 数据 中心 => a word of Chinese
数据中心 => 新数据中心 => inside a line without blanks
京都 => 京都市 => at its beginning
京都 => 我在京都 => at its end
京都 => 東京都と京都 => where it stands alone too
データセンター => 新しいデータセンターです => katakana
テスラ => ﾃｽﾗの株 => half-width katakana
中国 => 中国人民银行 => a word made of words has each of them
大学 => 北京大学校长 => at its end too
印度 => 印度人 => an ending makes no other word
能源 => 新能源汽车 => nor does a beginning
月之暗面 => 国产月之暗面公司 => a name that no dictionary knows
零一万物 => 从零一万物开始 => nor this one
삼성 => 삼성이 발표했다 => a Korean particle is no part of the word
Москва => в МОСКВА => Cyrillic case
Αθήνα => στην Αθηνα => Greek accents
हिन्दी => यह हिन्दी है => marks are part of a word
القاهرة => في القاهرة اليوم => Arabic
أحمد => قال احمد => Arabic with or without its hamza
مصر => مِصْر => and its vowels
ایران => في ايران => Persian letters and Arabic ones
ישראל => יִשְׂרָאֵל => Hebrew with its points
AI => 生成AI技術 => Latin letters between others
"""

MISSES = r"""
# No aggressive stemming
Boeing => the BoE raised rates => Boeing is no form of BoE
BoE => Boeing fell => nor the other way round
nation => a national concern => national is another word
marine => the marina => marina is another word
news => a new start => news is no plural
organ => an organization => nor is this a form of organ
Jung => die Jungen => a German plural that is a name is not folded
seal => les seaux => nor are -eaux words of English
Sana => in Sana'a => a vowel after an apostrophe is no Turkish ending
Hamas => the city of Hama => a name that ends in s
economics => an economic plan => nor is economics a plural
bus => busy => whole words
cat => a concatenation => whole words
mistral => Mistralis => whole words
Iran => how I ran => neighbours by chance are no word
Assad => as sad as ever => nor these
insight => no end in sight => nor these
insight => No End In Sight => not even in a headline's capitals
overtime => over time => nor these
together => to get her => nor three
therapist => the rapist => nor these
Dune => d'une façon => a French article and a word
BlackRock => a black rock => a name apart needs its capitals
OpenAI => an open AI model => a name apart needs its capitals
center => a datacenter => a part is not the whole
AI => OpenAI said => a part is not the whole
AI => the Open-Ai => written small
open => OpenAI said => nor is the first part
GPT => ChatGPT => nor the last
Mary => Marie Curie => another name
July => Julie said => another name
poet => a pot => oe is only an o with dots where it was written so
# Phrases
"data center" => the data. Center stage => a sentence's end
"data center" => data! Center => any end
"data center" => data\ncenter => a line's end
"data center" => center data => the order
"data center" => data from the center => adjacent
"data center" => data|center => headline and text never join
"data center" => 数据。center => other words
"US Army" => us army => the capitals rule inside a phrase
"black rock" => a rock, black => the order
"I ran" => Iran said => a single letter joins nothing
# Capitals
AI => j'ai vu => French
AI => j’ai vu => with a curly apostrophe
AI => the ai boom => small letters
AI => Ai Weiwei => one capital
US => tell us more => a word
US => Us and them => one capital
WHO => who said that => a word
WHO => Who said that => one capital
IT => it is => a word
NATO => nato => no capital
AIDS => Aid groups => aid is another word
AIDS => he aids them => no capital
A.I. => j'ai => dots typed
# Verbatim
="Le Chat" => le chat noir => case
="Le Chat" => Le chat => case of each
="Arm" => Arms exports => spelling
="Arm" => an arm => case
="Arm" => Army => whole words
="cafe" => the café => accents
="data center" => data-center => signs between
="Yahoo!" => Yahoo said => a sign at the end
="Le Chat" => Le. Chat => a sentence's end
="Le Chat" => Le|Chat => headline and text
# Amounts and names with signs
$830M => $83M => another number
$830M => €830 million => another currency
$830M => 830 million people => no currency
$830M => $8.30M => another number
$830M => $830 billion => another unit
1,000 => 1,0000 => another number
1.5 => 11.5 => whole numbers
5 => 1.5 => whole numbers
5G => 5 g => another thing
C => C++ => signs in a name
C++ => vitamin C => no signs
C# => C++ => other signs
Canal+ => the canal boats => no plus
Disney+ => Disney is a plus => nor is this one
.NET => the net => a dot in front
.NET => example.net => the end of an address
100m => 100 million => a small m is no million
10% => 10 people => no percent
10% => 10.5% => another number
9/11 => 911 calls => two numbers are not one
2026 => 20-26 November => nor with a hyphen
20 => won 2-0 => nor this
AT&T => at t => no ampersand
# Side by side
sovereign AI => sovereign one two three four five six seven eight nine ten eleven AI => thirteen words
sovereign AI => sovereign funds.\nThe AI industry => another paragraph
sovereign AI => sovereign|AI => headline and text
sovereign AI => sovereign only => all must be there
a b c => a b => all must be there
# Boolean
mistral AND paris => Mistral in London => both must be there
mistral OR paris => London => one must be
mistral -wind => Mistral|the wind blows => anywhere in the story
mistral -wind => the mistral winds => inflected too
mistral NOT wind => wind and mistral => anywhere
sovereign AI -lease => sovereign AI.\n\nThe lease ends. => far away too
mistral -(wind OR ship) => the ship Mistral => one of a group
mistral AND (paris OR london) => Mistral in Rome => none of a group
(mistral OR openai) AND paris => OpenAI in Rome => one without the other
a AND b OR c => a => AND binds before OR
a OR b -c => b c => an exclusion belongs to its side
# NEAR
mistral NEAR/5 paris => Mistral one two three four five Paris => six apart
mistral NEAR/1 paris => Mistral in Paris => two apart
mistral NEAR/5 paris => Mistral.\n\nParis => another paragraph
mistral NEAR/5 paris => Mistral|Paris => headline and text
paris NEAR/5 paris => Paris => once is not twice
# Prefixes
quant* => an aquanaut => inside a word
quant* => the qua => shorter
quant* => Equant => inside a name
# Fields
title:mistral => x|Mistral => in the text only
title:"data center" => data|center => half
title:(mistral paris) => Mistral|Paris => half
title:mistral AND title:paris => Mistral|Paris => half
# Other scripts
京都 => 東京都 => a part of a longer name
中国 => 发展中国家 => a part of a longer word
国会 => 全国会议 => a part of a longer word
中国 => 集中国内力量 => two words cut up
海地 => 上海地铁十号线 => two words cut up
日本 => 今日本报讯 => two words cut up
京东 => 东京东部 => two words cut up
印度 => 印度尼西亚总统 => another country
罗马 => 罗马尼亚政府 => another country
马里 => 马里兰州州长 => a state of another
蒙古 => 内蒙古自治区 => a part of another country
京大 => 東京大学 => another university
インド => インドネシア => a part of a longer word
数据 => 据数 => the order
数据 => 数。据 => a sentence's end
Москва => Москвабад => whole words
"""


def read(table: str) -> list[tuple[str, str, str, str]]:
    """The cases of a table as (query, title, text, why)."""
    cases = []
    for line in table.strip().splitlines():
        if line.startswith("#"):
            continue
        query, story, why = (_written(part) for part in line.split(" => "))
        title, bar, text = story.partition("|")
        cases.append((query, title if bar else "", text if bar else title, why))
    return cases


def _written(part: str) -> str:
    return re.sub(
        r"\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|\\n", lambda found: found[0].encode().decode("unicode_escape"), part
    )
