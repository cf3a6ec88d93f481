"""The words of headings that are no most-read list, as data; `vocabulary` says how to read them."""

OTHER = """
en: comment | comments | commented | discussed | shared | emailed | e mailed | mailed | liked | recommended | recommends | facebook | twitter | video | videos | watched | photo | photos | gallery | galleries | slideshow | slideshows | multimedia | podcast | podcasts | listened | searches | searched | search | debated | replied
de: kommentiert* | meistkommentiert* | diskutiert* | meistdiskutiert* | geteilt* | meistgeteilt* | bewertet* | reaktionen | reaktion | empfohlen* | bilder | fotos | galerien | bildergalerien | gesehen | gesuchte | meistgesucht | kommentare | videos
fr: commente* | partage* | photos | diaporama | diaporamas | recommande* | reagi
es: comentad* | compartid* | fotos | galeria | galerias | enviad* | valorad* | buscad* | comentarios
pt: comentad* | compartilhad* | galeria | partilhad* | buscad* | comentarios
it: commentat* | condivis* | foto | gallerie | commenti | video
ca: comentad* | compartit* | comentat*
nl: gereageerd | besproken | gedeeld | reacties | bekeken video | fotos
sv: kommenterad* | delad* | delat | bildspel
no: kommentert | kommenterte | delt | delte
da: kommenterede | delte | debatteret
fi: kommentoid* | jaetuim* | keskustelluim* | katsotuim*
et: kommenteer* | jagatum* | vaadatum*
lv: komentet* | apspriest*
lt: komentuoj* | ziurimiaus*
pl: komentowan* | komentarz* | udostepnian* | polecan* | filmy | zdjecia | galerie
cs: komentovan* | diskutovan* | sdilen* | diskuse
sk: komentovan* | diskutovan* | zdielan*
hu: hozzaszol* | kommentelt* | megosztott
hr: komentira* | dijeljen*
sr: коментари* | дељен*
ru: комментируем* | обсуждаем* | комментарии | видео | фото | видеo
uk: коментован* | обговорюван* | відео | фото
bg: коментиран* | видео | споделян*
el: σχολιασμεν* | βιντεο
tr: yorumlanan* | paylasilan* | video | videolar | foto | yorumlar
he: מדוברות | וידאו
ar: تعلیق* | تعلیقا | مشارکه | فیدیو | صور
fa: بحث* | دیدگاه* | ویدیو | عکس
hi: वीडियो | तस्वीरें | कमेंट
vi: binh luan | video
id: komentar | dikomentari | video | foto
xx: sns | webtv
"""

OTHER_INSIDE = """
ja: コメント 口コミ クチコミ ツイート シェアされ シェア数 動画 ビデオ 画像 写真 フォト 検索 キーワード いいね ブックマーク はてな
zh: 评论 評論 跟贴 跟帖 留言 視頻 视频 影片 影音 图片 圖片 图集 圖集 分享 搜索 搜尋 讨论 討論 回响 回響
ko: 댓글 영상 동영상 포토 공감 검색 추천순 화보
th: แชร์ วิดีโอ ความคิดเห็น คลิป
"""

# What a list may rank instead of articles; these words count only where nothing says "read".
THINGS = """
en: tags | topic | topics | categories | category | authors | author | writers | columnists | quiz | quizzes | jobs | deals | products | shop | bestseller | bestsellers | books | recipes | games | apps | events | brands | companies | downloads | playlists | forum | forums | threads | poll | polls | songs | artists | teams | players | courses | cities | destinations | contributors | blogs | newsletters | services | channels | shows | programs | stocks | funds | colleges | universities | rankings | links | pages | sections | keywords | cars | reviews | offers | coupons | lists
de: themen | rubriken | autoren | kategorien | produkte | rezepte | schlagworte | suchbegriffe | spiele | angebote
fr: themes | sujets | rubriques | auteurs | produits | categories | recettes | recherches
es: temas | categorias | autores | productos | etiquetas | secciones | recetas | busquedas
pt: temas | assuntos | categorias | autores | produtos | receitas
it: temi | argomenti | categorie | autori | prodotti | ricette
nl: onderwerpen | producten | recepten
pl: tematy | kategorie | produkty | autorzy | tagi
cs: temata | rubriky
ru: темы | категории | авторы | теги | рубрики
tr: konular | kategoriler | yazarlar
sv: amnen | recept
"""

THINGS_INSIDE = """
ja: 商品 製品 ストア 通販 ホワイトペーパー 資料 専門家 著者 会員 掲示板 イベント セミナー 書籍 ショッピング レビュー お気に入り タグ カテゴリ一覧 連載 特集 新登場 プレゼント応募 質問者 回答者
zh: 专题 專題 作者 产品 產品 下载 下載 话题 話題 标签 標籤 推荐 推薦 专栏作家 商品
ko: 토픽 태그 상품
"""

LATEST = """
en: latest | newest | recent | recently | just in | breaking | new posts | new articles | headlines
de: neueste* | neuste* | aktuell* | zuletzt | schlagzeilen
fr: recents | en continu | a la une | toute l actualite | fil info
es: recientes | actualidad | al momento
pt: recentes
it: recenti
ro: recente
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
sl: najnovejs*
hr: najnovij*
sr: најнови*
bg: наи нови | наи новите
ru: новые | свежие | новости | лента
uk: новини | свіжі
el: ροη
tr: son dakika | son haberler | en son | en yeni
az: son xeberler
he: חדשות
ar: احدث | عاجل
fa: تازه* | جدیدترین
hi: ताजा | नवीनतम
bn: সর্বশেষ
vi: moi nhat | tin moi
id: terbaru | terkini
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
uk: останні
el: τελευται*
he: אחרונים | אחרונות
ar: اخر
fa: آخرین | اخرین
id: terakhir
"""

LATEST_INSIDE = """
ja: 最新 新着 速報 更新順
zh: 最新 即時 即时 滚动 滾動
ko: 최신 속보
th: ล่าสุด
"""

RELATED = """
en: related | similar | more from | more on | more in | you may | you might | recommended for | read next | read also | also read | don t miss | dont miss | editor s | editors | editor | partner | partners | from our | around the web | must read | picks
de: ahnliche* | verwandte* | passend | mehr zum | zum thema | lesen sie auch | redaktion | empfehlung*
fr: a lire aussi | lire aussi | meme sujet | sur le meme | connexes | partenaires | selection | a decouvrir
es: relacionad* | te puede interesar | puede interesar* | recomendad*
pt: relacionad* | leia tambem | veja tambem | leia mais | recomendad*
it: correlat* | leggi anche | potrebbe interess*
nl: gerelateerd* | lees ook | lees meer
sv: las ocksa | relaterat | las mer
no: les ogsa | relaterte
da: laes ogsa | relaterede
fi: lue myos | aiheesta
pl: czytaj takze | zobacz takze | polecane | powiazane | przeczytaj tez
cs: souvisejici | ctete take | mohlo by
hu: kapcsolodo | ajanlo | ajanlott
ru: читаите также | по теме | рекомендуем | смотрите также | партнер*
uk: читаите також | по темі
tr: ilgili | bunlar da | onerilen
el: σχετικ* | διαβαστε επισης
ar: ذات صله | اقرا ایضا | متعلقه | اقرا المزید
fa: مرتبط
vi: lien quan
id: terkait | baca juga
"""

RELATED_INSIDE = """
ja: 関連 おすすめ オススメ 編集部 スポンサー あわせて読みたい 前の記事 次の記事 注目の ピックアップ
zh: 相关 相關 推荐 推薦 猜你喜欢 猜你喜歡 编辑 編輯
ko: 관련 추천 편집
th: เกี่ยวข้อง แนะนำ
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
