"""What headings say: "most read" in many languages, and what is said of the lists beside them.

A phrase is a row of word beginnings (`most read` also finds "Most widely read"); the words of
scripts written without spaces are found anywhere. Texts and phrases are folded alike: width, case,
accents and the like do not count. A phrase must make up a good part of its text, else it is a
sentence or a headline, and no heading.

Kinds: `read` (what people read), `trend` (trending now), and those that are never a most-read
list: `other` (most commented, most shared, videos, products, searches), `latest`, `related`.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 80


class Phrase(NamedTuple):
    """What a heading says: its kind, and how sure the words are (1 is "most read")."""

    kind: str
    strength: float


_READ = """
most read | most view | most popular | most click | most visit | most access | best read | top read | top post
top article | top viewed | most seen | most-read stor | widely read | people are reading | readers are reading
others are reading | reading now | what you re reading | popular stor | popular article | popular post
popular news | popular read | popular now | popular this | popular today | popular right now | read the most
meistgelesen | meist gelesen | meisten gelesen | haufigsten gelesen | viel gelesen | meistgeklickt | meist geklickt
meisten geklickt | meistaufgerufen | meistbesucht | meistgesucht artikel | meist aufgerufen | beliebteste
beliebte artikel | beliebte beitrag | populare artikel | gern gelesen | oft gelesen | lesehit
plus lu | plus lus | plus lue | plus lues | plus consult | plus populaire | plus vu | plus vus | plus vue | plus vues | plus clique
articles populaire | top lecture | populaires
mas leid | mas vist | mas popular | mas consultad | mas clic | mas visitad | mas leyer
mais lid | mais vist | mais acessad | mais popular | mais clicad | mais vistos | mais lidos | mais procurad
piu lett | piu vist | piu popolar | piu cliccat | piu consultat
mes llegi | mes vist | mes popular | mais lid | mais vist | mais vistas
mai citit | mai vizualizat | mai accesat | mai popular | mai vazut
meest gelezen | best gelezen | meest bekeken | veel gelezen | meestgelezen | bestgelezen | meest geklik | meest populair
mest last | mest lasta | mest popular | mest klick | mest besokt | mest sett | mest sedd
mest lest | mest leste | mest klikk | mest popul | mest laest | mest laeste | mest sete | mest les | mest lisi
luetuim | luetuin | eniten luet | suosituim | suosituin
loetum | loetuim | loetavaim | enim loet | populaarseim | populaarsem
lasitak | popularak | visvairak las | lasitakie
skaitomiaus | populiariaus | daugiausiai skait | labiausiai skait
najczesciej czytan | najpopularniejsz | najchetniej czytan | najczesciej klikan | najczesciej oglad | najwiecej czyt
nejctenejs | nejvice cten | nejvic cten | nejpopularnejs | nejsledovanejs | nejoblibenejs
najcitanejs | najviac citan | najpopularnejs | najcitanij | najpopularnij | najvise cita | najgledanij
najbolj bran | najbran | najbolj gledan | najpopularnej | najpopularnije | najcitaniji
legolvasott | legnepszerubb | legtobbet olvas | legtobben olvas | legkattintott
најчитаниј | најпопуларниј | најчитан | највише чита | најмногу чита | најгледан
наи четен | наи-четен | наичетен | наи популярн | наи-популярн | наи чете
самое читаем | самые читаем | самых читаем | топ читаем | читаемо | читаемы | чаще всего чита | больше всего чита | самое популярн | самые популярн
самое просматриваем | популярные новост | популярное за | популярные стат | популярные матер
наичитаниш | наипопулярниш | наибильш чита | наибільш чита | наичитаніш | наипопулярніш | самае чытаем | наибольш чытаем
πιο διαβασμεν | πολυδιαβασμεν | δημοφιλεστερ | πιο δημοφιλ | περισσοτερο διαβ
cok okunan | cok tiklanan | cok ziyaret | en populer | cok goruntulenen
cox oxunan | cox baxilan | en cox oxu | көп оқылған | көп окылган | ko p o qilgan | eng ko p o qil | кўп ўқилган
ყველაზე კითხვად | ყველაზე პოპულარ | ყველაზე წაკითხვად | ამենաընթերցված | ամենաընթերց | ամենադիտված | առավել ընթերցված
הנקראות ביותר | הנקראים ביותר | נצפים ביותר | הנצפים ביותר | נצפות ביותר | הנצפות ביותר | הכי נקרא | הכי נקראים | הכי נקראות | הנקראות | הנצפות | הכי נצפים
اكثر قراء | اكثر قراءه | اكثر مشاهد | اكثر شعبي | اكثر زيار | اكثر مطالع | اكثر تصفح | الاكثر قراء | الاكثر مشاهد | الاكثر شعبي | الاكثر زيار | الاكثر قراءه | الاكثر اطلاع
پربازدید | پر بازدید | پربیننده | پر بیننده | پرخواننده | پرمخاطب | بیشترین بازدید | پربازدیدترین | محبوب ترین | محبوبترین
زیاده پڑھ | مقبول ترین | زیادہ پڑھ | زیادہ دیکھ
sabse jyada padh | ज्यादा पढ | अधिक पढ | ज्यादा पढी | सर्वाधिक पढ | लोकप्रिय | सर्वाधिक वाच | जास्त वाच | धेरै पढ
সর্বাধিক পঠিত | সর্বাধিক পঠ | বেশি পঠিত | সবচেয়ে বেশি প | জনপ্রিয় খবর | সর্বোচ্চ পঠিত | পঠিত
அதிகம் படி | அதிகம் வாசி | அதிகம் பார் | ఎక్కువ చదివ | ఎక్కువ మంది | વધુ વંચા | ਵੱਧ ਪੜ੍ਹ | കൂടുതൽ വായി | ഹെച്ച് | ಹೆಚ್ಚು ಓದ | වැඩිපුර කියව | වැඩිම කියව
đoc nhieu | doc nhieu | xem nhieu | duoc quan tam | pho bien nhat
terpopuler | terbanyak dibaca | banyak dibaca | paling banyak | paling popul | paling dibaca | berita populer | popular minggu
pinakabinabasa | pinaka binabasa | zilizosomwa zaidi | zinazosomwa zaidi | yaliyosomwa
hamgiin ih unsh | их уншс | хамгийн их | shume lexuar | te lexuar | me te lexuara | me te klikuara | mwyaf poblogaidd | ddarllen fwyaf | mo leite
irakurrien | ikusien | በብዛት የተነበ | aktar moqri
"""
_READ_INSIDE = """
アクセスランキング アクセスランク アクセストップ アクセス数 アクセスTOP よく読まれ 読まれている 読まれた記事 閲覧ランキング 閲覧数 人気記事 人気の記事
人気ニュース 人気の高い記事 人気のある記事 人気エントリ 人気コラム 人気ランキング 人気トピック 記事ランキング ニュースランキング 注目ランキング PVランキング
週間ランキング 月間ランキング 日間ランキング 総合ランキング カテゴリランキング カテゴリーランキング デイリーランキング 今読まれ いま読まれ 人気のニュース 今日の人気 みんなが読 多く読まれ
많이본 많이읽은 많이읽힌 많이보는 인기기사 인기뉴스 인기글 많이클릭 조회순 가장많이 조회수 주요인기 랭킹뉴스 클릭뉴스 많이찾은 인기콘텐츠
点击排行 点击榜 点击量 点击最多 热门文章 热门新闻 热门阅读 热门内容 热门资讯 热文 阅读排行 阅读榜 阅读最多 最多阅读 热点排行 热新闻 热读 热榜 新闻排行 文章排行 浏览排行 人气排行 最受欢迎
點擊排行 熱門文章 熱門新聞 熱門內容 熱門閱讀 熱門報導 熱文 閱讀排行 最多閱讀 最多瀏覽 點閱 瀏覽排行 人氣排行 人氣新聞 新聞排行 熱榜 熱讀 最受歡迎 最多人看 最多人閱讀 熱門點閱 最夯新聞
อ่านมากที่สุด ยอดนิยม อ่านเยอะ ข่าวฮิต คนอ่านมาก ดูมากที่สุด ពេញនិយម អានច្រើន ຍອດນິຍົມ ອ່ານຫຼາຍ အဖတ်အများ ဖတ်အများ အဖတ်များ လူကြိုက်များ
"""
_WEAK = """
popular | most read | trending read | ranking | top 5 | top 10 | top ten | top 20 | top 3 | top 15 | top five | beliebt | gelesen | populaire | leido | leidas | leidos | lidas | lidos
popolari | populair | popularne | popularni | popularn | populara | popularno | popularart | popular | populart | nepszeru | читают | populyar | populiar | populaarne
популярн | популярно | populer | популарн | папулярн | δημοφιλ | διαβασμεν | פופולרי | محبوب | مقبول | জনপ্রিয় | लोकप्रिय | ജനപ്രിയ | ಜನಪ್ರಿಯ | પ્રખ્યાત | લોકપ્રિય
oblibene | czytane | ctene | citane | citano | okunanlar | tiklananlar | mest laste | hot news | hottest | hits | klickhits | rating | рейтинг | top news | топ 5 | топ 10 | топ-5 | топ-10 | топ новост | рекомендуем прочит | pho bien | maarufu | პოპულარ | ընթերցված | sering dibaca | banyak dilihat | most | 1h | popolare | suosittu | suosittua | loetud | lasita
"""
_WEAK_INSIDE = "ランキング 人気 排行 排行榜 热门 熱門 最热 最熱 热点 熱點 인기 랭킹 베스트 很热 榜单 ยอดฮิต ฮิต นิยม 最夯 ranking RANKING"
_TREND = """
trending | trends | what s hot | whats hot | hot right now | hot now | buzzing | tendances | tendencia | tendencias | tendenze | im trend | trendet | trendaa | jetzt angesagt | angesagt
в тренде | тренды | trendler | trendovi | trendy | en vogue | em alta | اكثر تداول | الاكثر تداول | الاكثر رواج | رائج | ट्रेंडिंग | ট্রেন্ডিং | sedang tren | trending topic
"""
_TREND_INSIDE = "トレンド 話題の記事 急上昇 注目の記事 热搜 热议 ติดเทรนด์ 트렌드 실시간인기"
_OTHER = """
comment | discuss | debat | kommentiert | kommentierte | kommenter | kommentar | diskutiert | reaktion | comentad | comentat | commentat | commentat | commente | comentari | reacties | reactions
meistkommentiert | meistdiskutiert | meistgeteilt | meistbewertet | комментир | комментари | обсужда | обсуждаем | yorumlanan | yorum | gereageerd | komentovan | komentir | komentowan | kommentoid | hozzaszol | تعليق | bewertet | gesehen
shared | partage | compartid | compartilhad | geteilt | condivis | delt | delad | gedeeld | e mailed | emailed | e mail | mailed | recommended | empfohlen | likes | liked | facebook | twitter | sns | social | weiterempfohlen | jaettu | udostepnian | sdilen
video | videos | watched | watch | fotos | foto | photo | photos | galler | galerie | galeria | slideshow | picture | bilder | multimedia | podcast | audio | listen | webtv | clips | видео | фото | vista galeria | sehen | gesuchte | tv
search | suche | suchbegriff | searched | recherche | buscad | keyword | tags | tag | topics | themen | temas | topic | categories | kategorien | rubriques | author | autoren | autori | writers | quiz | jobs | job | deals | deal | products | shop | kaufen | bestseller | book | books | recipes | games | game | apps | events | brands | companies | offers | downloads | playlists | forum | threads | polls | music | songs | artists | teams | players | collections | courses | cities | locations | destinations | contributors | blogs | blog | newsletters | newsletter | services | channels | shows | programs | services
"""
_OTHER_INSIDE = """
コメント 口コミ クチコミ ツイート シェア 動画 ビデオ 画像 写真 フォト 検索 キーワード タグ 商品 製品 ストア 通販 ホワイトペーパー 資料 専門家 著者 会員 掲示板 いいね ブックマーク はてな イベント セミナー 書籍 ショッピング レビューランキング お気に入り
评论 跟贴 跟帖 視頻 视频 影片 影音 图片 圖片 图集 圖集 分享 搜索 搜尋 作者 讨论 討論 话题榜 直播 专题 産品 产品 下载 추천 댓글 영상 동영상 포토 공감 검색 토픽 แชร์ วิดีโอ ความคิดเห็น
"""
_LATEST = """
latest | newest | recent | just in | breaking | new post | new article | neueste | neuste | aktuell | letzte | dernier | derniere | ultim | ultima | ultimo | recientes | recentes | recenti | laatste | nieuwste | senaste | seneste | siste | nyeste | uusim | tuoreim | najnowsz | ostatnie | nejnovejs | posledn | friss | legfrissebb | най нови | последн | новые | свежие | новини | останни | jaunak | naujaus | naujien | son dakika | σημερα ολ | τελευταια | اخر | احدث | تازه | जدید | ताजा | সর্বশেষ | moi nhat | terbaru | terkini | najnovij | najnovej | viimas | today s headlines | headlines | nyhetsdygn
"""
_LATEST_INSIDE = "最新 新着 新着記事 新着ニュース 速報 即時 即时 滚动 최신 속보 ล่าสุด 更新順"
_RELATED = """
related | similar | more from | more on | more in | you may also | you might also | recommended for you | recommended | read more | read next | dont miss | don t miss | ahnlich | verwandte | passend zum | mehr zum | zum thema | lesen sie auch | connexe | a lire aussi | lire aussi | sur le meme | relacionad | te puede interesar | leia tambem | veja tambem | leggi anche | correlat | potrebbe interess | lees ook | gerelateerd | las ocksa | les ogsa | laes ogsa | lue myos | czytaj takze | zobacz takze | polecane | ctete take | souvisejici | kapcsolodo | ajanlo | читайте также | по теме | сюжет | ilgili | bunlar da | σχετικ | اقرا ايضا | ذات صله | مرتبط | lien quan | baca juga | terkait | editor s | editors | sponsored | promoted | advert | anzeige | partner
"""
_RELATED_INSIDE = "関連 おすすめ オススメ 相关 相關 推荐 推薦 猜你喜欢 관련 編集部 편집 注目の PR スポンサー เกี่ยวข้อง แนะนำ あわせて読みたい 前の記事 次の記事"


def fold(text: str) -> str:
    """Text in the one form that phrases are compared in."""
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if text.isascii():
        return text
    return _plain(text)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.translate(_SAME))
    return unicodedata.normalize(
        "NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f" and c not in _MARKS)
    )


_SAME = str.maketrans("øłđıəəħæœєґўӣ’‘", "oldieehaoегуи''", "\u200c\u200d\u00ad\u200b\u200e\u200f")
_SAME |= str.maketrans({"æ": "ae", "œ": "oe", "ß": "ss", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه"})
_MARKS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u05b0\u05b1")


class _Table(NamedTuple):
    firsts: dict[str, list[tuple[str, tuple[str, ...]]]]
    inside: tuple[str, ...]


def _table(phrases: str, inside: str) -> _Table:
    firsts: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for phrase in phrases.replace("\n", "|").split("|"):
        words = _tokens(fold(phrase))
        if words:
            firsts.setdefault(words[0][:3], []).append((words[0], tuple(words[1:])))
    return _Table(firsts, tuple(fold(word) for word in inside.split()))


def _tokens(folded: str) -> list[str]:
    return "".join(
        c if c.isalnum() or c == "\u094d" or "\u0900" <= c <= "\u0dff" else " "
        for c in folded.replace("+", " plus ")
    ).split()


_NONE: tuple[int, int] = (0, 0)


def _found(table: _Table, tokens: list[str], solid: str) -> int:
    """How many characters of the text the longest phrase of a table covers."""
    best = 0
    for at, token in enumerate(tokens):
        for first, rest in table.firsts.get(token[:3], ()):
            if token.startswith(first):
                best = max(best, _covered(tokens, at, rest))
    for word in table.inside:
        if len(word) > best and word in solid:
            best = len(word)
    return best


def _covered(tokens: list[str], at: int, rest: tuple[str, ...]) -> int:
    covered, here = len(tokens[at]), at
    for stem in rest:
        near = (n for n in (here + 1, here + 2) if n < len(tokens))
        here = next((n for n in near if tokens[n].startswith(stem)), -1)
        if here < 0:
            return 0
        covered += len(tokens[here])
    return covered


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Table]:
    return {
        "read": _table(_READ, _READ_INSIDE),
        "weak": _table(_WEAK, _WEAK_INSIDE),
        "trend": _table(_TREND, _TREND_INSIDE),
        "other": _table(_OTHER, _OTHER_INSIDE),
        "latest": _table(_LATEST, _LATEST_INSIDE),
        "related": _table(_RELATED, _RELATED_INSIDE),
    }


@lru_cache(maxsize=4096)
def phrase_of(text: str) -> Phrase | None:
    """What a short text says of the list under it; None where it says nothing known."""
    if not 2 <= len(text) <= LONGEST:
        return None
    folded = fold(text)
    tokens = _tokens(folded)
    solid = "".join(tokens)
    if not solid:
        return None
    share = {kind: _found(table, tokens, solid) / len(solid) for kind, table in _tables().items()}
    return _judge(share, len(solid))


def _judge(share: dict[str, float], size: int) -> Phrase | None:
    for kind in ("other", "related", "latest"):
        if share[kind] and (kind == "other" or not share["read"]) and share[kind] >= 0.15:
            return Phrase(kind, 1.0)
    if share["read"] >= 0.25:
        return Phrase("read", 1.0 if share["read"] >= 0.4 else 0.8)
    if share["trend"] >= 0.35:
        return Phrase("trend", 0.7)
    if share["weak"] >= (0.3 if size < 30 else 0.5):
        return Phrase("read", 0.6 if share["weak"] >= 0.6 else 0.45)
    return None
