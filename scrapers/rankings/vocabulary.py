"""The words of headings, as data: what each kind of list is called in many languages.

A line is `language: phrase | phrase`. A phrase is one or more word beginnings that follow each
other with at most one word between; a word of fewer than five letters stands for itself unless it
ends in `*`, a longer one ends in `.` where it must stand for itself. All words are written as
texts are folded (`shares.fold`), which saves doing it at each start. The `INSIDE` tables hold words of scripts written without spaces, found anywhere in a text.
"""

READ = """
en: most read | most view* | most popular | most click* | most visit* | most access* | most seen | best read | top read | top post* | most consulted | access ranking
en: top article | widely read | people are reading | readers are reading | others are reading | readers favourite | readers favorite | reading right now
en: what re reading | popular stor* | popular article | popular news | popular read* | popular this | popular today | popular now | popular right | popular post* | popular on | popular in | read the most | reader favorite | top viewed | everyone s reading | everyone is reading | reader* favourites | reader* favorites | top reads | most opened
de: meistgeles* | meist geles* | meisten geles* | haufigsten geles* | viel geles* | vielgeles* | oft geles* | gern geles* | meistgeklick* | meist geklickt | meisten geklickt | meistaufgeruf* | meistbesucht | gerne geles*
de: meist aufgerufen | beliebteste* | beliebte artikel | beliebte beitr* | beliebt bei | popularste | populare artikel | lesehit | meist angesehen | meistgesehen artikel | lieblinge der leser | meistgele* | lesen andere | andere lesen | lesen gerade | gerade gelesen | haufig gelesen | meist angeklickt | meisten angeklickt
fr: plus lu | plus lus | plus lue | plus lues | plus consult* | plus populaire* | plus vu | plus vus | plus vue | plus vues | plus cliqu* | articles populaires | top lecture | populaires sur | mieux lus | plus visites | lisez le plus | plus suivis
es: mas leid* | mas leyo | mas visto | mas vistos | mas vista | mas vistas | mas popular* | mas consultad* | mas clic* | mas visitad* | mas lectura | articulos populares | noticias populares | mas ley* | mas lei* | mas se lee
pt: mais lid* | mais vist* | mais acessad* | mais popular* | mais clicad* | mais visualizad* | mais procurad* noticia | mais consultad*
it: piu lett* | piu vist* | piu popolar* | piu cliccat* | piu consultat* | articoli popolari | piu seguit*
ca: mes llegi* | mes llegid* | mes vist* | mes popular* | mes visitat*
gl: mais lid* | mais visit* | mais lidas
ro: mai citit* | mai vizualizat* | mai accesat* | mai popular* | mai vazut* | top citit*
nl: meest gelez* | best gelez* | meest bekek* | veel gelez* | meestgelez* | bestgelez* | meest geklik* | meest populair* | meest gelees | meest aangeklikt | veelgelez* | anderen lezen
af: mees gelees | gewildste | gewilde
sv: mest last* | mest popular* | mest klick* | mest besokt* | mest sett* | mest sedd* | lasarnas favorit* | andra laser | laser andra
no: mest lest* | mest klikk* | mest popul* | mest sett* | mest lese | andre leser | folk leser
da: mest laest* | mest laeste | mest sete | mest popul* | mest klikk* | andre laeser | laeser andre
is: mest les* | mest lisi* | vinsaelast | mest skod*
fi: luetuim* | luetuin* | eniten luet* | suosituim* | suosituin* | katsotuim* jut* | klikatuim* | nyt luetaan | muut lukevat | luetaan nyt
et: loetum* | loetuim* | loetavaim* | enim loet* | populaarseim* | populaarsem* | loetumad | enimloet*
lv: lasitak* | vislasit* | popularak* | visvairak las* | visvairak skat* | sobrid lasa | skatitak*
lt: skaitomiaus* | populiariaus* | daugiausia skait* | labiausiai skait* | daugiausiai skait* | dabar skaito | siuo metu skaito
pl: najczesciej czyt* | najpopularniejsz* | najchetniej czyt* | najczesciej klik* | najczesciej ogl* | najwiecej czyt* | najbardziej poczyt* | hity dnia | najpoczytn* | najchetniej oglad* | najczesciej wybier*
cs: nejcten* | nejvice cten* | nejvic cten* | nejpopularn* | nejsledovan* | nejoblibenejsi clan* | nejoblibenejs* | nejnavstevovan* | ctenari ctou | prave cten* | prave ctete | ostatni ctou
sk: najcitan* | najviac citan* | najpopularn* | najsledovan* | najnavstevovan*
hu: legolvasott* | legnepszer* | legtobbet olvas* | legtobben olvas* | legkattint* | olvasottsag* | legnezett* | most olvassak | masok olvas*
sl: najbolj bran* | najbran* | najbolj gledan* | najpopularnej* | najbolj klikan* | najbolj priljublj*
hr: najcitan* | najpopularnij* | najvise citan* | najgledan* | najvise cita
sr: најчитан* | најпопуларн* | највише чита* | најгледан*
mk: најчитан* | најмногу чита* | најпосетен* | најмногу гледан*
bg: наи четен* | наичетен* | наи популярн* | наи чете | наи гледан*
ru: самое читаем* | самые читаем* | самых читаем* | читаем* новост* | топ читаем* | топ 5 читаем* | чаще всего чита* | больше всего чита* | самое популярн* | самые популярн* | самое просматр* | популярные новост* | популярное за | популярные стат* | популярные матер* | самые обсуждаемые и читаем* | читаемое | читаемые | читаемых | самое интересное за | сеичас читают | читают сеичас
ru: лидеры просмотров | самые просматр* | топ недели | топ дня | топ за
uk: наичитанiш* | наипопулярнiш* | наибiльш чита* | наибiльше чита* | популярнi новин* | читають зараз | топ новин | зараз читають | наичитанiш* | наипопулярнiш* | наибiльш чита* | популярнi новин* | популярнi стат*
be: самае чыта* | самыя чыта* | наибольш чыта* | папулярн* навин* | самае папулярн* | самыя папулярн*
el: πιο διαβασμεν* | πολυδιαβασμεν* | δημοφιλεστερ* | πιο δημοφιλ* | περισσοτερο διαβ* | διαβαστηκαν περισσοτερο
tr: cok okunan* | cok tiklanan* | cok ziyaret* | en populer* | cok goruntulen* | cok begenilen haber*
az: cox oxunan* | cox baxilan* | en populyar*
kk: коп окылган* | ен коп окыл* | көп оқыл*
uz: kop oqil* | ko p o qil* | куп уқил* | куп укил* | eng kop oqil*
ka: ყველაზე კითხვად* | ყველაზე პოპულარ* | ყველაზე წაკითხ* | კითხვადი
hy: ամենաընթերց* | ամենադիտ* | շատ ընթերցվ* | շատ կարդաց* | ամենաշատ ընթերց*
he: הנקראות ביותר | הנקראים ביותר | הנצפים ביותר | הנצפות ביותר | נצפים ביותר | נצפות ביותר | נקראות ביותר | הכי נקר* | הכי נצפ* | הכתבות הנקראות | הפופולריות ביותר | הפופולריים ביותר | הנקראות | הכי פופולר* | הכי קרוא* | הנקראים
ar: اکثر قراء* | اکثر مشاهد* | اکثر شعبی* | اکثر زیار* | اکثر مطالع* | اکثر تصفح* | اکثر اطلاع* | الاکثر قراء* | الاکثر مشاهد* | الاکثر شعبی* | الاکثر زیار* | الاکثر مطالع* | الاکثر اطلاع* | الاکثر تصفح* | الاعلی قراء*
fa: پربازدید* | پر بازدید* | پربیننده* | پر بیننده* | پرخواننده* | پرمخاطب* | بیشترین بازدید | محبوب ترین* | محبوبترین* | پرخوانده* | پرطرفدار*
ur: زیاده پڑه* | زیاده دیکه* | مقبول ترین*
hi: ज्यादा पढ* | अधिक पढ* | सर्वाधिक पढ* | सबसे पढ* | लोकप्रिय खबर* | लोकप्रिय लेख*
mr: सर्वाधिक वाच* | जास्त वाच* | सर्वात वाच*
ne: धेरै पढ* | लोकप्रिय समाचार*
bn: সর্বাধিক পঠ* | বেশি পঠ* | সর্বোচ্চ পঠ* | সবচেয়ে পঠ* | বেশি পড়া | পাঠকপ্রিয়
gu: વધુ વંચા* | સૌથી વંચા*
pa: ਵੱਧ ਪੜ੍ਹ*
ta: அதிகம் படி* | அதிகம் வாசி* | அதிகம் பார்*
te: ఎక్కువ చది* | ఎక్కువగా చది* | ఎక్కువమంది చది*
kn: ಹೆಚ್ಚು ಓದ*
ml: കൂടുതൽ വായി* | ഏറ്റവും വായി*
si: වැඩිපුර කියව* | වැඩිපුරම කියව* | වැඩියෙන් කියව*
vi: doc nhieu | xem nhieu | duoc quan tam | pho bien nhat | doc nhieu
id: terpopuler | terbanyak dibaca | banyak dibaca | paling dibaca | paling populer | berita populer | artikel populer | sering dibaca | terlaris dibaca | banyak dilihat
ms: paling popular | banyak dibaca | paling banyak
tl: pinakabinabasa | pinaka binabasa | pinakanabasa
sw: zilizosomwa zaidi | zinazosomwa zaidi | iliyosomwa zaidi
mn: их уншсан | хамгиин их
sq: te lexuar* | te klikuar* | shume lexuar* | te lexuarat | te shikuar*
mt: aktar moqrija | l aktar moqri*
eu: irakurrien* | ikusien* | gehien iraku*
cy: mwyaf poblogaidd | ddarllenwyd fwyaf | mwyaf darllen* | darllenwyd fwyaf
ga: is mo leite | mo leite
eo: plej legata*
am: በብዛት የተነበ* | በብዛት የታዩ
ky: көп окул*
lb: meeschtgelies* | meeschte gelies* | meescht gelies*
fo: mest lisn* | mest lisi*
"""

READ_INSIDE = """
ja: アクセスランキング アクセスランク アクセストップ アクセス数 よく読まれ 読まれている 読まれた 読まれる 閲覧ランキング 閲覧数 人気記事 人気の記事 人気ニュース pvランキング pv数ランキング accessランキング
ja: 人気のニュース 人気の高い記事 人気のある記事 人気エントリ 人気コラム 人気ランキング 人気トピック 人気コンテンツ 記事ランキング ニュースランキング 注目ランキング
ja: 週間ランキング 月間ランキング 日間ランキング 総合ランキング カテゴリランキング カテゴリーランキング デイリーランキング ウィークリーランキング マンスリーランキング 今読まれ いま読まれ 今日の人気 今週の人気 みんなが読 読まれてます アクセスベスト 人気ベスト 新聞ランキング アクセスtop 閲覧top
ko: 많이본 많이읽은 많이읽힌 많이보는 많이클릭 많이찾은 많이본뉴스 인기기사 인기뉴스 인기글 인기콘텐츠 주요인기 조회순 조회수 랭킹뉴스 클릭뉴스 가장많이 인기있는 많이읽는 베스트클릭 인기포스트 최다조회 많이찾는
zh: 点击排行 点击榜 点击量 点击最多 热门文章 热门新闻 热门阅读 热门内容 热门资讯 热门报道 热门推荐排行 热文 阅读排行 阅读榜 阅读最多 最多阅读 热点排行 热新闻 热读 热榜 点击top 點擊top 访问排行 訪問排行 點擊率
zh: 新闻排行 文章排行 浏览排行 人气排行 最受欢迎 热门排行 本周热门 今日热门 最热文章 最热新闻 读者最爱 热门点击 新闻热榜
zh: 點擊排行 熱門文章 熱門新聞 熱門內容 熱門閱讀 熱門報導 熱文 閱讀排行 最多閱讀 最多瀏覽 點閱 瀏覽排行 人氣排行 人氣新聞 新聞排行 熱榜 熱讀 最受歡迎 最多人看 最多人閱讀 最夯 本週熱門 今日熱門 熱門點擊 最熱文章 人氣文章 即時熱門 熱門排行 人氣榜 人气榜 热度榜 点击率 點閱率 大家都在看 大家在看
th: อ่านมากที่สุด ยอดนิยม อ่านเยอะ ข่าวฮิต คนอ่านมาก ดูมากที่สุด ยอดอ่าน ข่าวยอดฮิต อ่านสูงสุด เป็นที่นิยม อ่านมากสุด ยอดวิว ยอดเข้าชม
km: ពេញនិយម អានច្រើន អានច្រើនបំផុត
lo: ຍອດນິຍົມ ອ່ານຫຼາຍ ນິຍົມ
my: အဖတ်အများ ဖတ်အများ အဖတ်များ လူကြိုက်များ အကြည့်အများ
"""

WEAK = """
en: popular | ranking | top 3 | top 5 | top 10 | top 15 | top 20 | top five | top ten | hottest | hot news | top3 | top5 | top10 | top15 | top20
de: beliebt | gelesen | popular | rangliste | top artikel | top 5 | viel beachtet | klicks | popular*
fr: populaire | populaires | palmares | classement | top 5 | top articles
es: populares | leido | leidos | leidas | ranking | lo mas
pt: populares | lidas | lidos
it: popolari | popolare | classifica | letti
ro: populare | citite
nl: populair | populaire | gelezen
sv: popular* | topplista
no: popul* | toppliste
fi: suosittu* | suositut | luetut
et: popula* | loetud
lv: popula* | lasit*
lt: popul* | skaitomi
pl: popularn* | czytane | hity | top 10
cs: popula* | ctene | oblibene
sk: popula* | citane
hu: nepszer* | olvasott | toplista
hr: popularn* | citano | citani
ru: популярн* | читают | реитинг | топ 5 | топ 10 | топ
uk: популярн* | читають
el: δημοφιλ* | διαβασμεν*
tr: populer | okunanlar | tiklananlar | okunan
az: populyar | oxunan
ka: პოპულარ*
hy: ընթերցված | հանրաճանաչ
he: פופולרי* | נקראות | הנצפים
ar: شعبی* | رایج
fa: محبوب* | داغ*
ur: مقبول*
hi: लोकप्रिय | सबसे लोकप्रिय
bn: জনপ্রিয় | পঠিত
gu: લોકપ્રિય
kn: ಜನಪ್ರಿಯ
ml: ജനപ്രിയ*
te: పాపులర్
ta: பிரபல*
vi: pho bien
id: populer | popular
sw: maarufu
ca: popular
sl: priljublj* | popularn*
sr: популарн*
be: папулярн*
kk: танымал
uz: ommabop
mn: эрэлттэи
sq: popullor*
si: ජනප්රිය
bg: популярн*
"""

# Words for articles: beside a weak word they make it plain ("popular articles").
ARTICLES = """
en: article | articles | story | stories | news | posts | post | reads
de: artikel | beitrage | nachrichten | news | meldungen | texte | storys
fr: article | articles | actualites | infos | billets
es: articulos | noticias | notas | entradas
pt: artigos | noticias | materias | posts | textos
it: articoli | notizie | post
ca: articles | noticies
ro: articole | stiri
nl: artikelen | nieuws | berichten | artikels
sv: artiklar | nyheter | inlagg
no: artikler | saker | nyheter | innlegg
da: artikler | nyheder | indlaeg
fi: artikkelit | jutut | uutiset
et: artiklid | uudised | lood
lv: raksti | zinas
lt: straipsniai | naujienos
pl: artykuly | wiadomosci | wpisy | teksty | newsy
cs: clanky | zpravy
sk: clanky | spravy
hu: cikkek | hirek | bejegyzesek
hr: clanci | vijesti | vesti | objave
sr: вести | чланци
bg: новини | статии
ru: статьи | материалы | новости | публикации | записи | новост* | статеи | материалов
uk: статтi | матерiали | новини | публiкацii
el: αρθρα | ειδησεισ
tr: haberler | yazilar | haber
he: כתבות | חדשות
ar: اخبار | مقالات | الاخبار | المقالات
fa: اخبار | مطالب | خبرها
hi: खबरें | समाचार | लेख
bn: খবর | সংবাদ
vi: bai viet | tin tuc | tin
id: berita | artikel
"""

ARTICLES_INSIDE = """
ja: 記事 ニュース コラム エントリー
ko: 기사 뉴스 칼럼
zh: 新闻 新聞 文章 资讯 資訊
th: ข่าว บทความ
"""

WEAK_INSIDE = """
ja: ランキング 人気
ko: 인기 랭킹 베스트
zh: 排行 热门 熱門 最热 最熱 热点 熱點 人氣 榜单 排行榜
th: ฮิต นิยม
"""

# Weak words that name a ranking of whatever stands beside them ("Ranking telefonów").
RANKED = """
en: ranking | top 3 | top 5 | top 10 | top 15 | top 20 | top five | top ten | top3 | top5 | top10 | top15 | top20
de: rangliste
fr: palmares | classement
it: classifica
sv: topplista
no: toppliste
hu: toplista
pl: hity
ru: реитинг | топ
"""

RANKED_INSIDE = """
ja: ランキング
ko: 랭킹 베스트
zh: 排行 榜单 排行榜
"""

# Words that also name a section or what editors chose: ranks or class names must say the rest.
VAGUE = """
fr: tendances
es: tendencias
pt: tendencias
it: tendenze
"""

VAGUE_INSIDE = """
ja: 注目記事
ko: 핫이슈
zh: 热搜 熱搜
"""

TREND = """
en: trending | trends | what s hot | whats hot | hot right now | hot now | buzzing | on trend
de: im trend | trendet | angesagt
fr: en tendance
es: es tendencia
pt: em alta
it: di tendenza
nl: trending | in trek
sv: trendar | trendande
ru: в тренде | тренды | в трендах
tr: trendler | gundemde
pl: na topie | trendy
ar: اکثر تداول* | الاکثر تداول* | الاکثر رواج* | رایج | الاکثر انتشار*
hi: ट्रेंडिंग | ट्रेंड
bn: ট্রেন্ডিং
id: trending | tren
hu: felkapott
da: hitter
hr: u trendu
ro: in trend
uk: у трендi | в трендi
fa: ترند
ne: ट्रेन्डिङ
ta: டிரெண்டிங்
te: ట్రెండింగ్
ml: ട്രെൻഡിംഗ്
gu: ટ્રેન્ડિંગ
kn: ಟ್ರೆಂಡಿಂಗ್
vi: xu huong
"""

TREND_INSIDE = """
ja: トレンド 話題の記事 急上昇 注目記事ランキング
zh: 热议 熱議 发烧
ko: 트렌드 실시간인기 지금뜨는
th: ติดเทรนด์ มาแรง
"""
