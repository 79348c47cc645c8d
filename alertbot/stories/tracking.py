"""Which parts of a URL only say how a reader came to it. Names and values in, verdicts out. No IO.

The lists are what publishers, mail senders, advertisers and networks append; a name outside them is
kept, because it may be what chooses the article (`id`, `p`, `v`, `page`).
"""

import re


def words(text: str) -> frozenset[str]:
    """The words of `text`, which blanks separate."""
    return frozenset(text.split())


PREFIXES = (
    *("utm_", "utm-", "at_", "ns_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "_hs", "__hs", "mc_", "mkt_"),
    *("vero_", "wt_", "wt.", "itm_", "oly_", "stm_", "guce_", "cm_mmc", "cm_ven", "__twitter", "ftcamp", "ft_"),
    *("sr_share", "s_kwcid", "amp_", "_x_tr_", "obref", "dicbo", "tblci", "tbref", "taboola", "outbrain"),
    *("aspsessionid", "intlink_", "int_cmp", "int_source", "int_medium", "int_campaign", "sara_", "xing_share"),
    *("ga_source", "ga_medium", "ga_campaign", "ga_content", "ga_term", "trk_", "pf_rd_", "rb_click", "gs_l"),
    *("hmb_", "sc_camp", "sc_chan", "sc_cont", "sc_cid", "sc_country", "sc_geo", "sc_outcome", "sms_"),
    *("fb_action", "fb_comment", "fb_ref", "fb_source", "action_object", "action_ref", "action_type", "bsft_"),
    *("mwg_rnd", "yptr", "__cf_", "cf_chl", "_branch_", "cx_", "user_email", "rss_source", "__xts__"),
    *("sfmc_", "lmd_", "gca-", "gnt-", "li_source", "li_medium"),
)
LOOSE_PREFIXES = ("newsletter_",)
NAMES = words(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh epik
    mibextid scid_ml irclickid srsltid _openstat wickedid _ga _gl _gac _ke _bta_tid _bta_c elq elqtrack
    elqtrackid elqat elqaid elqcampaignid mkcid ef_id zanpid xtor xtref xtcr xts xtnp taid ocid cvid
    ex_cid s_cid s_campaign s_source smid smtyp ref_src ref_url refsrc reftype hpid hpsrc guccounter .tsrc
    tsrc soc_src soc_trk sthisfb intcid intcmp dcmp dcmpid icmp icampaign esheet clicksource sref srnd
    leadsource embedded-checkout feedtype feedname virtualbrandchannel edition-redirect outputtype echobox
    link_time isappinstalled nsukey wfr wprov fref hc_ref hc_location __tn__ _rdr eid_ml nr_email_referer
    wpisrc wpmm pwapi_token itid __source __s unlocked_article_code sharetype sharetoken accesstoken
    gift_token giftcopy shareuid share_token share_source share_medium share_from shared_from originalreferer
    _lrsc lipi licu redirectedfrom wt_zmc wt_mc phpsessid jsessionid cfid cftoken ampshare usqp noamp
    amp_js_v referrer_access_token nocache cachebust cachebuster cb_rand feed_id_source algo_ref
    reflink tpcc tpcl mcid_src partner_source fromrss from_rss isfreemail triedredirect utm nbd nbd_source ijk
    sc_src xg_source dlbk vgo_ee __vfz guid_src ns_source shem usg sca_esv sa_ml fromapp appshare
    from_source from_medium from_campaign rel_source redirect_source traffictype utmsource utmmedium
    utmcampaign replytocom recruited_by_id recruiter hss_channel mkevt mkrid asp.net_sessionid hootpostid
    gad_source gad_campaignid wprss sfnsn google_editors_picks esrc ftag smprod pinned_post_type
    pinned_post_asset_id hsctatracking oborigurl giftid emailtracking sailthru_id nl_key nrid nname bxid cndid
    view_token dgcid feedref gepc iref topicpagesponsorship
    """
)
"""In lower case: publishers write them in any case."""

LOOSE = words(
    """
    campaign campaign_name camp cmp cmpn cmpid cmpid2 cmp_id tracking trackingid trackinfo clickid click_id
    linkid promo_code affiliate affiliate_id affid aff_id subid1 subid2 share_id shareid session_id sessionid
    mbid rdid trk entrypoint ncid icid ecid recirc toolid traffic_source trafficsource email_campaign nlid
    rpc csi emc ito ijn ved aoh maca spm
    """
)
"""Names for where a reader came from which some pages take for what to show: `fwlink?linkid=124`."""

PRESENTATION = words(
    """
    amp isamp is_amp _amp ampmode print printable print_view printview printerfriendly mobile mobileview
    printer single singlepage single_page rss comments gift newsletter
    """
)
"""A name of these with a switch as its value asks for another dress of the same article."""
SWITCHES = frozenset({"", "0", "1", "true", "false", "yes", "no", "on", "y", "amp", "print", "2.0"})

FIRST_PAGE = {
    "m": ("0", "1"),
    "page": ("1", "all"),
    "paged": ("1",),
    "pagewanted": ("1", "all", "print"),
    "seite": ("1", "all"),
}
"""What these say of an article's first page, or of all its pages in one."""

DRESS_NAMES = frozenset({"view", "mode", "output", "format", "display", "layout", "style", "type", "version"})
DRESSES = frozenset(
    {"amp", "print", "mobile", "printable", "printer", "print_view", "mobileweb", "desktop", "amphtml"}
)

AMBIGUOUS = words(
    """
    ref src source from via origin referrer referer refer share shared feature partner mod siteid site_id cid
    track chan channel medium sh st r s ss rel sid tid source_id _source sourceid sender trackref cmpref fr frm
    link_source pos position campaignref share_type sns social
    """
)
"""Names that one site uses for where a reader came from, and another for what is shown: the value tells."""
CHOOSING = words("track chan channel rel rel_id pos position sr medium")
"""Those of them that choose more often, `?track=security`: only a channel's word makes one mean nothing."""
NUMBERED = re.compile(r"(?!utm)[a-z]{2,3}_id")
"""A number under such a name is some record's, though its prefix is a tracker's: `ft_id=4`."""

CHANNEL_WORDS = words(
    """
    rss atom feed feeds twitter tw twtr facebook fb linkedin whatsapp telegram tg instagram insta reddit
    pinterest newsletters email mail e-mail emailshare homepage home hp frontpage google googlenews flipboard
    apple applenews social share sharing push app ios android mobile desktop yahoo msn bing nav sidebar recirc
    widget tiktok youtube xing bluesky bsky mastodon threads copy clipboard link permalink copylink sms
    messenger wechat weibo taboola outbrain smartnews upday newsbreak syndication share_button viafoura
    """
)


def is_tracking(name: str, value: str, *, article: bool) -> bool:
    """Whether the parameter `name`=`value` says nothing about which article is shown.

    `article` says that the path alone already looks like one article's.
    """
    name = name.lower()
    known = name in NAMES or name.startswith(PREFIXES) or bool(re.fullmatch(r"sf\d{6,}|syn-[0-9a-f]{8}", name))
    if name in LOOSE or name.startswith(LOOSE_PREFIXES) or (known and NUMBERED.fullmatch(name)):
        return article or not value.isdigit()
    if known:
        return True
    value = value.lower()
    if name in PRESENTATION:
        return value in SWITCHES
    if name in FIRST_PAGE:
        return value in FIRST_PAGE[name]
    if name in DRESS_NAMES:
        return value in DRESSES
    return name in AMBIGUOUS and _names_a_channel(value, article=article and name not in CHOOSING)


def is_session(name: str, value: str) -> bool:
    """Whether `name`=`value` is a visitor's session: a long random word under a session's name."""
    return name.lower() in ("sid", "session", "sess", "s") and bool(re.fullmatch(r"[0-9a-fA-F]{24,}", value))


def _names_a_channel(value: str, *, article: bool) -> bool:
    """A number or a random word chooses content; a word for a channel never does."""
    words = re.split(r"[^a-z0-9]+", value)
    if not CHANNEL_WORDS.isdisjoint(words):
        return True
    return article and not value.isdigit() and not re.search(r"\d{3}", value) and len(value) < 40
