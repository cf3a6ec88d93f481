"""The words of headings that are no most-read list, as data; `vocabulary` says how to read them."""

OTHER = """
en: comment | comments | commented | discussed | shared | emailed | e mailed | mailed | liked | recommended | recommends | facebook | twitter | video | videos | watched | photo | photos | gallery | galleries | slideshow | slideshows | multimedia | podcast | podcasts | listened | searches | searched | search | debated | replied
de: kommentiert* | meistkommentiert* | diskutiert* | meistdiskutiert* | geteilt* | meistgeteilt* | bewertet* | reaktionen | reaktion | empfohlen* | bilder | fotos | galerien | bildergalerien | gesehen | gesuchte | meistgesucht | kommentare | videos | meistempfohlen*
fr: commente* | partage* | photos | diaporama | diaporamas | recommande* | reagi
es: comentad* | compartid* | fotos | galeria | galerias | enviad* | valorad* | buscad* | comentarios
pt: comentad* | compartilhad* | galeria | partilhad* | buscad* | comentarios
it: commentat* | condivis* | foto | gallerie | commenti | video
ca: comentad* | compartit* | comentat* | compartid*
nl: gereageerd | besproken | gedeeld | reacties | bekeken video | fotos
sv: kommenterad* | delad* | delat | bildspel | kommentera* | mest delad* | videor | tittade
no: kommentert | kommenterte | delt | delte | kommenter* | debattert | anbefalt
da: kommenterede | delte | debatteret | kommenter* | diskuteret | delt
fi: kommentoid* | jaetuim* | keskustelluim* | katsotuim*
et: kommenteer* | jagatum* | vaadatum* | kommenteeri*
lv: komentet* | apspriest* | daliti*
lt: komentuoj* | ziurimiaus*
pl: komentowan* | komentarz* | udostepnian* | polecan* | filmy | zdjecia | galerie
cs: komentovan* | diskutovan* | sdilen* | diskuse | nejkomentovan* | nejdiskutovan* | nejsdilen*
sk: komentovan* | diskutovan* | zdielan* | najkomentovan* | najdiskutovan* | najzdielan*
hu: hozzaszol* | kommentelt* | megosztott | komment* | megosztas*
hr: komentira* | dijeljen* | najkomentiran* | najdijeljen*
sr: коментари* | дељен* | најкоментар* | најдељен* | najkomentar*
ru: комментируем* | обсуждаем* | комментарии | видео | фото | видеo | комментир* | комментар* | обсужд*
uk: коментован* | обговорюван* | вiдео | фото | коментар*
bg: коментиран* | видео | споделян* | коментар*
el: σχολιασμεν* | βιντεο
tr: yorumlanan* | paylasilan* | video | videolar | foto | yorumlar | izlenen* | izlenme
he: מדוברות | וידאו | תגובות | שיתופים
ar: تعلیق* | تعلیقا | مشارکه | فیدیو | صور
fa: بحث* | دیدگاه* | ویدیو | عکس
hi: वीडियो | तस्वीरें | कमेंट | टिप्पणी | शेयर
vi: binh luan | video | chia se
id: komentar | dikomentari | video | foto | dibagikan | komentar*
xx: sns | webtv
sl: komentiran* | deljen*
ro: comentat* | distribuit* | comentarii
az: serh | paylasilan*
bn: মন্তব্য | শেয়ার
ms: komen | dikongsi
"""

OTHER_INSIDE = """
ja: コメント 口コミ クチコミ ツイート シェアされ シェア数 動画 ビデオ 画像 写真 フォト 検索 キーワード いいね ブックマーク はてな シェアランキング
zh: 评论 評論 跟贴 跟帖 留言 視頻 视频 影片 影音 图片 圖片 图集 圖集 分享 搜索 搜尋 讨论 討論 回响 回響
ko: 댓글 영상 동영상 포토 공감 검색 추천순 화보
th: แชร์ วิดีโอ ความคิดเห็น คลิป
"""

# What a list may rank instead of articles; these words count only where nothing says "read".
THINGS = """
en: tags | topic | topics | categories | category | authors | author | writers | columnists | quiz | quizzes | jobs | deals | products | shop | bestseller | bestsellers | books | recipes | games | apps | events | brands | companies | downloads | playlists | forum | forums | threads | poll | polls | songs | artists | teams | players | courses | cities | destinations | contributors | blogs | newsletters | services | channels | shows | programs | stocks | funds | colleges | universities | rankings | links | pages | sections | keywords | cars | reviews | offers | coupons | lists | phones | smartphones | homes | houses | hotels | restaurants | properties | models | movies | films | albums | singles | tracks | celebrities | actors | countries | places | dishes | users | members | coins | cryptocurrencies | clubs | scorers
de: themen | rubriken | autoren | kategorien | produkte | rezepte | schlagworte | suchbegriffe | spiele | angebote | autos | handys | stadte | filme | serien | bucher | aktien | vereine | spieler | marken | vornamen | torschutzen | reiseziele | hotels
fr: themes | sujets | rubriques | auteurs | produits | categories | recettes | recherches | livres | films | villes | voitures | prenoms | joueurs | marques | artistes | metiers | buteurs | telephones
es: temas | categorias | autores | productos | etiquetas | secciones | recetas | busquedas | goleadores | jugadores | libros | peliculas | canciones | ciudades | coches | equipos | artistas | marcas | juegos | moviles
pt: temas | assuntos | categorias | autores | produtos | receitas | livros | filmes | cidades | carros | jogadores | marcas | jogos | artilheiros | musicas
it: temi | argomenti | categorie | autori | prodotti | ricette | libri | citta | giocatori | marcatori | marche | giochi | squadre
nl: onderwerpen | producten | recepten | boeken | films | steden | merken | spelers | spellen
pl: tematy | kategorie | produkty | autorzy | tagi | ksiazki | filmy | telefony | telefonow | samochody | gry | miasta
cs: temata | rubriky
ru: темы | категории | авторы | теги | рубрики | товары | книги | фильмы | города | банки | банков | игры | игроки | актеры | товаров
tr: konular | kategoriler | yazarlar | etiketler | kitaplar | filmler | arabalar | oyunlar | sehirler | oyuncular
sv: amnen | recept | bocker | bilar | stader | spel
ro: subiecte | categorii
hu: temak | cimkek
lt: temos
lv: temati | temas
fi: aiheet
da: emner
no: temaer | emner
sk: temy
hr: teme | tagovi
uk: теми | теги | рубрики | товари | книги | фiльми
bg: теми
el: θεματα | κατηγοριεσ
ar: مواضیع | وسوم
fa: موضوعات
hi: विषय
vi: chu de
id: topik | tag
"""

THINGS_INSIDE = """
ja: 商品 製品 ストア 通販 ホワイトペーパー 資料 専門家 著者 会員 掲示板 イベント セミナー 書籍 ショッピング レビュー お気に入り タグ カテゴリ一覧 連載 特集 新登場 プレゼント応募 質問者 回答者 映画 求人 大学 株価 銘柄 住みたい 売れ筋 音楽 ライター 物件 車種 楽曲 選手
zh: 专题 專題 作者 产品 產品 下载 下載 话题 話題 标签 標籤 专栏作家 商品 關鍵字 关键词 關鍵詞 标签云 城市 销量 銷量 票房 大学 大學 车型 車型 楼盘 樓盤 品牌 小说
ko: 토픽 태그 상품 키워드 베스트셀러 영화 도서 대학 종목
th: แท็ก หัวข้อ
"""

LATEST = """
en: latest | newest | recent | recently | just in | breaking | new posts | new articles | headlines
de: neueste* | neuste* | aktuell* | zuletzt | schlagzeilen | newsticker | eilmeldung*
fr: recents | en continu | a la une | toute l actualite | fil info | recent | recente | recentes | en direct
es: recientes | actualidad | al momento | reciente
pt: recentes | recente
it: recenti | recente | ultim ora
ro: recente | cele mai noi
nl: nieuwste | net binnen
sv: nyaste | nyheter just nu
no: nyeste
da: nyeste
fi: uusim* | tuoreim*
et: uusimad | uudised
lv: jaunak*
lt: naujaus* | naujien*
pl: najnowsz* | nowe
cs: nejnovejs*
sk: najnovsi*
hu: friss | legfrissebb | legujabb
sl: najnovejs* | najnov*
hr: najnovij*
sr: најнови* | najnov*
bg: наи нови | наи новите | наи новото
ru: новые | свежие | новости | лента
uk: новини | свiжi
el: ροη
tr: son dakika | son haberler | en son | en yeni | manset*
az: son xeberler
he: חדשות
ar: احدث | عاجل
fa: تازه* | جدیدترین
hi: ताजा | नवीनतम | लेटेस्ट
bn: সর্বশেষ | সাম্প্রতিক
vi: moi nhat | tin moi
id: terbaru | terkini
ca: recents
ms: terkini
"""

# Words that mean the newest alone, and a stretch of time beside a window ("last week").
LAST = """
de: letzte*
fr: dernier | derniers | derniere | dernieres
es: ultimo | ultimas | ultima | ultimos
pt: ultimas | ultimos | ultima
it: ultime | ultimi | ultima
ca: darreres | darrers | ultimes
ro: ultimele
nl: laatste
sv: senaste
no: siste
da: seneste
fi: viimeisim*
et: viimased
lv: pedejie
lt: paskutin*
pl: ostatnie
cs: posledni
sk: posledne
sl: zadnje
hr: zadnje | posljednje
sr: последње
bg: последни
ru: последн*
uk: останнi
el: τελευται*
he: אחרונים | אחרונות
ar: اخر
fa: اخرین | اخرین
id: terakhir
"""

LATEST_INSIDE = """
ja: 最新 新着 速報 更新順
zh: 最新 即時 即时 滚动 滾動
ko: 최신 속보
th: ล่าสุด
"""

RELATED = """
en: related | similar | more from | more on | more in | you may | you might | recommended for | read next | read also | also read | don t miss | dont miss | editor s | editors | editor | partner | partners | from our | around the web | must read | picks | featured | highlights | handpicked
de: ahnliche* | verwandte* | passend | mehr zum | zum thema | lesen sie auch | redaktion | empfehlung* | empfohlen | auch interessant | interessier* | weitere artikel
fr: a lire aussi | lire aussi | meme sujet | sur le meme | connexes | partenaires | selection | a decouvrir | similaires | articles lies | lire egalement | choix de | vous aimerez | ne pas manquer | recommand*
es: relacionad* | te puede interesar | puede interesar* | recomendad* | destacad* | recomend* | lee tambien | no te pierdas
pt: relacionad* | leia tambem | veja tambem | leia mais | recomendad* | destaques | recomend* | nao perca | pode gostar
it: correlat* | leggi anche | potrebbe interess* | consigliat* | in evidenza | primo piano | da non perdere | scelti per
nl: gerelateerd* | lees ook | lees meer | aanbevolen | uitgelicht
sv: las ocksa | relaterat | las mer | rekommender* | relaterad* | liknande | missa inte
no: les ogsa | relaterte | anbefal*
da: laes ogsa | relaterede | anbefal*
fi: lue myos | aiheesta | suosittel* | toimituksen | aiheeseen
pl: czytaj takze | zobacz takze | polecane | powiazane | przeczytaj tez | podobne | polecam* | wybor redakcji | warto przeczytac
cs: souvisejici | ctete take | mohlo by | doporuc* | vyber redakce
hu: kapcsolodo | ajanlo | ajanlott | ajanljuk | kiemelt | szerkeszto*
ru: читаите также | по теме | рекомендуем | смотрите также | партнер* | похож* | выбор редакции | главное | главные | советуем
uk: читаите також | по темi | схожi | вибiр редакцii | рекоменд* | головне
tr: ilgili | bunlar da | onerilen | benzer | editorun
el: σχετικ* | διαβαστε επισησ | προτεινομεν* | δειτε επισησ | διαβαστε ακομ*
ar: ذات صله | اقرا ایضا | متعلقه | اقرا المزید | موصی | اخترنا | اختیارات | مختارات
fa: مرتبط | پیشنهاد
vi: lien quan | noi bat | de xuat | cung chuyen muc | doc them
id: terkait | baca juga | rekomendasi | pilihan | lainnya
ca: relacionad* | destacat* | recoman*
et: seotud | loe ka | soovita*
lv: saistit* | lasi ari | iesakam | iesaka | lidzigi
lt: susij* | taip pat | rekomenduoja* | redakcijos
sk: odporuc* | suvisiace | citajte aj
sl: priporoc* | povezan* | preberite
hr: preporuc* | povezan* | procitajte | izdvojen*
sr: препоруч* | повезан* | прочитајте | издвој*
ro: recomand* | citeste si | vezi si | similare
bg: препоръч* | свързан* | прочетете
he: קשורות | מומלצ* | נוספות
hi: संबंधित | पसंद
bn: সম্পর্কিত
ms: berkaitan
"""

RELATED_INSIDE = """
ja: 関連 おすすめ オススメ 編集部 スポンサー あわせて読みたい 前の記事 次の記事 注目の ピックアップ 同じカテゴリ このカテゴリの記事 次に読む 編集長
zh: 相关 相關 推荐 推薦 猜你喜欢 猜你喜歡 编辑 編輯 精选 精選 延伸阅读 延伸閱讀 要闻 要聞
ko: 관련 추천 편집 주요뉴스 에디터
th: เกี่ยวข้อง แนะนํา
"""

# Words beside which a weak word stands alone: they say "now", or nothing of the list.
IDLE = """
en: now | right | currently | the | of | on | just | our | in | this | past
de: jetzt | gerade | aktuell | derzeit | die | der | das | im
fr: ce | en | moment | actuellement | le | la | les | de | du | des
es: ahora | lo | los | las | el | del
pt: agora | no | os | as | o | a | do | da
it: ora | adesso | i | gli | della | di | degli | dei | delle
nl: nu | momenteel | het
sv: nu
da: lige
no: na | akkurat
fi: nyt
pl: teraz
cs: prave | ted
hu: most
ro: acum
ru: сеичас | за
uk: зараз
tr: su | an | simdi
el: τωρα | τα
ar: الان
id: ini
vi: hom
xx: の
"""

# What stands over an advertisement; it says nothing of the list below.
NOISE = """
en: advertisement | advertising | sponsored | promoted | ad | ads | loading | updated
de: anzeige | werbung
fr: publicite | sponsorise
es: publicidad | anuncio | patrocinado
pt: publicidade | anuncio
it: pubblicita
nl: advertentie
pl: reklama
ru: реклама
tr: reklam
sv: annons
no: annonse
da: annonce
fi: mainos
hu: hirdetes
cs: reklama | inzerce
ro: publicitate
hr: oglas
ca: publicitat
et: reklaam
el: διαφημιση
he: פרסומת
ar: اعلان
fa: تبلیغات
hi: विज्ञापन
bn: বিজ্ঞাপন
vi: quang cao
id: iklan
"""

NOISE_INSIDE = """
ja: 広告 スポンサーリンク 更新
zh: 广告 廣告
ko: 광고
"""

MORE = """
en: more | see all | view all | see more | show more | read more | full list
de: mehr | weitere
fr: voir plus | plus d | tout voir
es: ver mas | mas noticias | ver todas
pt: ver mais | veja mais
it: vedi tutti | mostra
pl: wiecej
ru: еще | больше
tr: tumu | daha
"""

MORE_INSIDE = """
ja: もっと見る もっとみる 一覧 続きを見る さらに表示 すべて見る 全て見る へ
zh: 更多 查看全部
ko: 더보기 전체보기
"""
