"""Chinese and Japanese, which put no blanks between words, make events too."""

from tests.made.verdicts import kinds, told

QUAKE = "土耳其东部埃拉泽省20日发生6.1级地震,内政部长表示至少12人遇难,数十人受伤,救援人员正在锡夫里杰搜救。"
PROFIT = "{}周四公布第三季度财报,净利润同比增长{}%,营收好于分析师预期。{}"


def test_outlets_are_one_event_and_another_quake_is_not_of_it() -> None:
    one = told(1, "土耳其东部发生6.1级地震 至少12人遇难", QUAKE)
    same = told(2, "土耳其东部6.1级地震已致12人遇难", f"土耳其内政部长说,{QUAKE[4:]}", source="daily")
    worse = told(
        3,
        "土耳其东部地震遇难人数升至40人",
        "土耳其灾害管理机构说,埃拉泽省6.1级地震遇难人数升至40人,救援人员仍在锡夫里杰搜救。",
        source="post",
    )
    other = told(4, "日本西部发生5.8级地震", "日本气象厅说,岛根县21日发生5.8级地震,没有发布海啸预警。")
    assert kinds(one, same, worse, other)[:3] == ["new", "joined", "update"]
    assert kinds(one, same, worse, other)[3] in ("new", "related")


def test_in_japanese_as_well() -> None:
    one = told(1, "ミストラルAI、パリ近郊のデータセンターに8億3000万ドル調達")
    same = told(2, "仏ミストラルAIが8億3000万ドル調達、パリ近郊にデータセンター建設へ", source="daily")
    other = told(3, "トヨタ自動車、福岡県に電池工場を建設へ", source="post")
    assert kinds(one, same, other) == ["new", "joined", "new"]


def test_the_next_firm_under_one_template_is_told() -> None:
    one = told(1, "腾讯第三季度净利润增长15%", PROFIT.format("腾讯控股", 15, "游戏业务表现强劲。"))
    other = told(
        2, "阿里巴巴第三季度净利润增长8%", PROFIT.format("阿里巴巴集团", 8, "云业务表现强劲。"), source="daily"
    )
    assert kinds(one, other) == ["new", "related"]
