"""The Japanese of every text that the program says: English -> Japanese, and the reason codes.

Placeholders stand in braces and may change their order. The words follow the press and the charts:
欄 is a list, 比較時点 the baseline, 在位 the time on a list, 欠測 what was not measured.
"""

TEXTS = {
    # headings
    "#": "順位",
    "move": "変動",
    "title": "見出し",
    "peak": "最高位",
    "on list": "在位",
    "7 days": "7日間",
    "published": "公開",
    "now": "現在",
    "was": "前",
    "yes": "はい",
    "no": "いいえ",
    # top
    "{site} · {label} ({list}) · seen {seen}, {age}": "{site}　{label}（{list}）　{seen}観測（{age}）",
    ": OLD, {what} since {since} ({code}, {n} times)": (
        "　古い情報です：{since}から{what}（{code}、{n}回）"
    ),
    "{span} before the time asked for": "指定の時刻の{span}前",
    "out since then:": "比較時点から圏外へ：",
    "not measured now:": "今回は欠測：",
    "was {rank} {title}": "前{rank}位　{title}",
    "move: {since}": "変動：{since}",
    "since recording began, {apart} before": "記録開始時との比較（{apart}前）",
    "since {since}, {apart} before; not measured around a day before": (
        "{since}との比較（{apart}前）。1日前の前後は欠測"
    ),
    "since {since} ({apart} before); history begins {begins}": (
        "{since}との比較（{apart}前）。記録は{begins}から"
    ),
    "7 days: rank at this hour on each day, . off the list, ? not measured, 0 = 10, + beyond": (
        "7日間：各日の同じ時刻の順位。. は圏外、? は欠測、0 は10位、+ は11位以下"
    ),
    "7 days: rank at this hour, █ first to ▁ tenth, . off the list, ? not measured": (
        "7日間：各日の同じ時刻の順位。█ は1位、▁ は10位、. は圏外、? は欠測"
    ),
    "seen": "観測",
    "vs": "比較時点",
    "move: against the time in the column vs; ? nothing to compare with": (
        "変動：「比較時点」の時刻との比較。? は比較不可"
    ),
    "{site}: no list was recorded yet; see  {log}": "{site}：まだ記録がありません。  {log}",
    "{site}: OLD, {what} ({code}, {n} times)": "{site}：古い情報です。{what}（{code}、{n}回）",
    "≥ at least: its beginning was not measured": "以上：始まりが観測されていない",
    "? no arrow": "? 比較不可",
    # where a baseline is missing
    "nothing to compare with": "比較不可",
    "{lead}: not measured from {start} to {end} ({lasted}: {cause})": (
        "{lead}：{start}から{end}まで欠測（{lasted}、{cause}）"
    ),
    "{lead}: only one observation so far.": "{lead}：観測はまだ1回です。",
    "{lead}: recording began {begun} ago.": "{lead}：記録開始から{begun}。",
    "{lead}: no observation lies near the time asked for; history begins {begins}.": (
        "{lead}：指定の時刻の近くに観測がありません。記録は{begins}から。"
    ),
    "  Arrows appear from {hour} on; earlier ones with  {command} previous": (
        "  {hour}から変動を表示します。それまでは：  {command} previous"
    ),
    "  Works now:  {command}  (against {against})": "  今できる比較：  {command}  （{against}と）",
    # movers
    "{n} new": "初登場{n}",
    "{n} back": "再登場{n}",
    "{n} up": "上昇{n}",
    "{n} down": "下降{n}",
    "{n} out": "圏外へ{n}",
    "{n} came and went": "一時登場{n}",
    "{n} same": "変わらず{n}",
    "{n} not measured": "欠測{n}",
    "{n} new number ones": "首位交代{n}",
    "{lasted}, {n} observations, {gaps}": "{lasted}、観測{n}回、{gaps}",
    "{n} gaps": "欠測{n}回",
    "no gap": "欠測なし",
    "came and went, {since} to {until}, best {peak}": "一時登場、{since}～{until}、最高{peak}位",
    "{came}, {left}, best {peak}": "{came}、{left}、最高{peak}位",
    "{left}, peak {peak}, {lasted}": "{left}、最高{peak}位、在位{lasted}",
    "left {until}": "{until}に圏外へ",
    "left between {after} and {by}": "{after}～{by}の間に圏外へ",
    "last seen {time}": "最終観測は{time}",
    "in at {since}": "{since}登場",
    "came between {after} and {by}": "{after}～{by}の間に登場",
    "first seen {time}": "初観測は{time}",
    "last here {last}, peak {peak}": "前回は{last}まで、最高{peak}位",
    "number one since {since}": "{since}から首位",
    "became number one between {after} and {by}": "{after}～{by}の間に首位",
    "recording began then; what was before is not known": "記録開始時点。それより前は不明",
    "{n} that did not move are not shown; --min 0 shows all": (
        "動かなかった{n}本は省略（--min 0 ですべて表示）"
    ),
    "{n} that moved by fewer than {least} ranks are not shown; --min 0 shows all": (
        "変動が{least}位に満たない{n}本は省略（--min 0 ですべて表示）"
    ),
    # leaders
    "at #1": "首位時間",
    "peak at": "最高位の日",
    "entries": "登場",
    "time on the list, then time at #1, then peak": "在位、首位時間、最高位の順",
    "peak, then time at #1, then time on the list": "最高位、首位時間、在位の順",
    "time at #1, then peak, then time on the list": "首位時間、最高位、在位の順",
    "entries, then time on the list, then peak": "登場回数、在位、最高位の順",
    "ordered by {order}": "{order}",
    "hours count only while measured · ≥ at least: its beginning was not measured": (
        "観測できた時間のみ。以上：始まりが観測されていない"
    ),
    "longest {span}": "最長{span}",
    "measured {measured} of {total} h ({share})": "観測 {total}時間中{measured}時間（{share}）",
    "{start} to {end}": "{start}～{end}",
    # article
    "list": "欄",
    "first seen": "初観測",
    "{time}, {apart} after {list}": "{time}（{list}の{apart}後）",
    "{time}, {apart} after publication": "{time}（公開の{apart}後）",
    "published {time}": "{time}公開",
    "published {time} (the date in its address)": "{time}公開（アドレスの日付）",
    "gone since {day}": "{day}からページなし",
    "earlier title:\t{title}   (given up between {after} and {by})": (
        "以前の見出し：\t{title}　（{after}～{by}の間まで）"
    ),
    "earlier title:\t{title}   (until {until})": "以前の見出し：\t{title}　（{until}まで）",
    "{label} ({list}) from {since} to {until}, one column = {step}": (
        "{label}（{list}）　{since}～{until}、1桁 = {step}"
    ),
    "? = not measured": "? = 欠測",
    "title changed": "見出し変更",
    "there before": "以前から在位",
    "end unmeasured": "終わりは欠測",
    "{list} {begun} to {end} {lasted}  {peak} {notes}": (
        "{list} {begun}～{end} {lasted}  {peak} {notes}"
    ),
    "peak {n}": "最高{n}位",
    "No list was recorded of this site yet.": "このサイトの欄はまだ記録されていません。",
    "It never was on a list that was measured.": "観測した欄に登場したことはありません。",
    "Text:\t{command} --text": "本文：\t{command} --text",
    "Every observation:\t{command} --evidence": "すべての観測：\t{command} --evidence",
    "observed": "観測",
    "rank": "順位",
    "visit": "取得",
    "http": "HTTP",
    "page": "ページ",
    "reader": "読み取り",
    "source": "出所",
    "flags": "注記",
    # the morning screen
    "{a} · {b}": "{a}　{b}",
    "{now} · {n} sites: {states}": "{now}　{n}サイト：{states}",
    "{n} well": "正常{n}",
    "{n} page changed": "ページ変更{n}",
    "{n} failed": "取得失敗{n}",
    "{n} silent": "観測停止{n}",
    "{state}, nothing was recorded yet": "{state}（まだ記録がありません）",
    "{state}, last visit {last}": "{state}（最終観測 {last}）",
    "{health} · only one observation so far": "{health}　観測はまだ1回",
    "{health} · 7 days: {share} % measured, {gaps}": "{health}　直近7日の観測率{share}%・{gaps}",
    "{n} more in trouble:  {command}": "ほか{n}サイトに問題：  {command}",
    "STALE  {sites}: no fetch was run": "観測停止　{sites}：取得が実行されていません",
    "{what}  {site}: {code} since {since}, {n} times": ("{what}　{site}：{since}から{n}回、{code}"),
    "try again": "もう一度取得する",
    "the first three of every site": "各サイトの上位3本",
    "all that moved since yesterday": "前日からの動きをすべて見る",
    "the same to look at and to send": "送れる1枚のページにする",
    "{list}  nothing to compare with yet": "{list}　比較できる観測はまだありません",
    "vs {base} (24 h)": "前日比（{base}）",
    "vs {base} ({span})": "{base}比（{span}前）",
    "vs {base} ({span}, gap between)": "{base}比（{span}前・間に欠測）",
    "{list}  {versus}: {counts}": "{list}　{versus}　{counts}",
    "none in, none out": "出入りなし",
    "new #1": "首位交代",
    "{n} more lists:  tracker top --window NAME": "ほか{n}欄：  tracker top --window NAME",
    "#1 since {since}": "{since}から首位",
    "#1 since before {since}": "{since}以前から首位",
    "#1 for {span}": "首位{span}",
    "was {n}": "前{n}",
    "out {time}": "{time}に圏外へ",
    "out during a gap": "欠測中に圏外へ",
    "from {n}": "{n}位から",
    "in {time}": "{time}登場",
    "back {time}": "{time}再登場",
    "in during a gap": "欠測中に登場",
    "in": "登場",
    "out": "圏外へ",
    "#1": "首位",
    "{n} more sites": "ほか{n}サイト",
    # search
    "id": "番号",
    "best": "最高位",
    "last seen": "最終観測",
    "No article has {words}.": "{words} を含む記事はありません。",
    # log
    "when": "時刻",
    "site": "サイト",
    "what": "内容",
    "Older lines:  --limit, --since": "さらに前：  --limit, --since",
    "Nothing happened yet.": "まだ記録がありません。",
    "Nothing happened since then.": "それ以降の記録はありません。",
    "No page was left unread yet.": "未読取のページはありません。",
    "No page was left unread since then.": "それ以降、未読取のページはありません。",
    "GAP {span}: {cause} ({lists})": "欠測{span}：{cause}（{lists}）",
    "ok": "正常",
    "part": "一部のみ",
    " {n} times in a row since {begun}": "、{begun}から{n}回連続",
    "{n} articles": "記事{n}本",
    "drawn by {browser}": "{browser}で描画",
    "{lists} {n} each": "{lists} 各{n}件",
    # status
    "state": "状態",
    "lists": "欄",
    "last success": "最終観測",
    "every": "間隔",
    "gaps 7 d": "7日の欠測",
    "last failure": "最後の失敗",
    "OK": "正常",
    "STALE": "観測停止",
    "CHANGED": "ページ変更",
    "FAILED": "取得失敗",
    "never": "なし",
    "{when} {code}, {n} times, {state}": "{when} {code}、{n}回、{state}",
    "recovered": "復旧",
    "store {mb} MB": "保存 {mb} MB",
    "+{mb} MB a month": "月に+{mb} MB",
    "{store} · version {version}": "{store}　版 {version}",
    "{site}: its entry tells articles apart otherwise than before; for what was recorded so far:"
    "  tracker check --rebuild": (
        "{site}：記事の見分け方の設定が変わりました。記録済みの分には：  tracker check --rebuild"
    ),
    "next:  {command}": "次に：  {command}",
    # chart
    "{n} other articles have no letter; --limit, at most {most}": (
        "ほか{n}本は文字なし（--limit、最大{most}）"
    ),
    "? not measured from {begun} to {ended}: {cause}": "? は欠測：{begun}～{ended} {cause}",
    # documents
    "Days": "日別",
    "Made by tracker {version}.": "tracker {version} 作成。",
    "ranks 1 to {depth}, {start} to {end}": "1～{depth}位、{start}～{end}",
    "Its page": "その記事のページ",
    "This article is the same as another": "この記事は別のアドレスの記事と同じです",
    "from": "から",
    "no good page since {since}": "{since}から読み取れたページなし",
    "to": "まで",
    " and {n} others": "、ほか{n}本",
    "Also shown as:": "別の見出し：",
    "Articles": "記事ごと",
    "Back": "再登場",
    "Came and went": "一時登場",
    "Came, came back, led and left": "初登場・再登場・首位交代・圏外へ",
    "Find": "絞り込み",
    "Lists": "欄",
    "Longest on the list": "在位の長い順",
    "Climb": "最大上昇",
    "none of these articles": "該当する記事なし",
    "nothing was recorded": "記録なし",
    "only titles with {words}": "見出しに「{words}」を含む記事のみ",
    "only the category {names}": "分類「{names}」のみ",
    "Made {time} by tracker {version}.": "{time} tracker {version} 作成。",
    "Most read": "読まれている記事",
    "Feeds:": "フィード：",
    "What happened": "ランキングの動き",
    "New articles": "新着記事",
    "New": "初登場",
    "Not measured": "欠測",
    "Out": "圏外へ",
    "Range": "期間",
    "Ranks over time, {list}. The table and the articles say the same.": (
        "{list}の順位の推移。同じ内容は表と記事ごとの節にあります。"
    ),
    "all": "全期間",
    "back": "再登場",
    "best {rank}": "最高{rank}位",
    "compared with {since} ({apart} before)": "{since}との比較（{apart}前）",
    "compared with {since} ({apart} before), since nothing was measured around a day before": (
        "{since}との比較（{apart}前）。1日前の前後は欠測"
    ),
    "history": "推移",
    "new": "初登場",
    "no good page since {since} ({code}, {n} times)": "{since}から読み取れたページなし（{code}、{n}回）",
    "not measured": "欠測",
    "nothing to compare with; history begins {begins}": "比較不可。記録は{begins}から",
    "now {rank}": "現在{rank}位",
    "number one": "首位",
    "number one for {span}": "首位{span}",
    "off the list": "圏外",
    "on the list for {span}": "在位{span}",
    "out: {title}": "圏外へ：{title}",
    "one observation, {time}": "観測1回（{time}）",
    "only the coloured lines and the longest, with their numbers in the table below": (
        "色のついた線と在位の長い記事だけを表示（番号は下の表の順位）"
    ),
    "peak {rank}": "最高{rank}位",
    "seen {seen}, {age}": "{seen}観測（{age}）",
    "then off the list": "その後は圏外",
    "then → now": "前 → 今",
    "unchanged": "変わらず",
    "was {rank}": "前{rank}位",
    "was {rank}, not measured now": "前{rank}位、今回は欠測",
    "{begun} to {ended}: {cause}": "{begun}～{ended} {cause}",
    "{n} earlier": "ほかに以前の{n}件",
    "{start} to {end}, peak {peak}": "{start}～{end}、最高{peak}位",
    "{start} to {end}: {share} % measured, {n} observations, {gaps}": (
        "{start}～{end}　観測率{share}%・観測{n}回・{gaps}"
    ),
    "● came in · ○ came back · a line ends: off the list · shaded: not measured": (
        "● 初登場　○ 再登場　線の終わり：圏外へ　網掛け：欠測"
    ),
    # digest
    " ({facts})": "（{facts}）",
    " ({n} in a gap, time not known)": "（うち{n}回は欠測中、時刻不明）",
    " · ": "、",
    "#1 again": "首位返り咲き",
    "#1 again: ": "首位返り咲き ",
    "#1 changes": "首位交代",
    "#1 unchanged: ": "首位は変わらず ",
    "At #1": "首位時間",
    "Down": "下降",
    "In a gap": "欠測中",
    "In and out": "出入り",
    "Longest": "最長在位",
    "Measured": "観測",
    "Now": "現在",
    "Up": "上昇",
    "before: ": "前首位 ",
    "between {after} and {by}": "{after}～{by}の間",
    "came and went": "一時登場",
    "new #1: ": "首位交代 ",
    "no fetch was run since {time}": "{time}から取得が実行されていません",
    "since {time}": "{time}から",
    "{list} {rank}": "{list}{rank}位",
    "{list}, {start} to {end} {zone}": "{list}　{start}～{end} {zone}",
    "{measured} of {total} h ({share} %), {n} observations, {gaps}": (
        "{total}時間中{measured}時間（{share}%）、{n}回、{gaps}"
    ),
    "new number one": "首位交代",
    "now off the list": "現在圏外",
    "{n} of them in a gap": "うち欠測中{n}",
    "{n} sites": "{n}サイト",
    "{n} times": "{n}回",
    "{site} {day}: {news}": "{site}　{day}　{news}",
    "{site}, the month from {start} to {end}: {news}": (
        "{site}　月間まとめ　{start}～{end}　{news}"
    ),
    "{site}, the week from {start} to {end}: {news}": (
        "{site}　週間まとめ　{start}～{end}　{news}"
    ),
    "{was} → {now}": "{was}→{now}位",
    "{what}: ": "{what}：",
    "{rank} {title}": "{rank}位 {title}",
    "{span} at #1": "首位{span}",
    "{span} on the list": "在位{span}",
    # profile
    "age": "公開から登場まで",
    "age: from publication to the first entry on the list": (
        "公開から登場まで：記事の公開から欄に初めて登場するまで"
    ),
    "interval": "変化の間隔",
    "interval: from one change to the next": "変化の間隔：欄が変わってから次に変わるまで",
    "interval, stay, age: the median; in brackets, of how many it is known": (
        "変化の間隔・在位・公開から登場まで：中央値。括弧内は分かっている件数"
    ),
    "changed": "変化あり",
    "compared: of the list's observations, those with the page's own order beside them": (
        "比較：欄の観測のうち、ページの掲載順も記録されたものの割合"
    ),
    "same order: of any two articles on both, how often page and list agree": (
        "順序一致：両方にある記事を2本ずつ比べ、掲載順と順位の上下が同じだった割合"
    ),
    "until ranked: from the first offer to the first rank, the median; in brackets, of how many it is known": (
        "登場まで：最初の掲載から最初の登場までの中央値。括弧内は分かっている件数"
    ),
    "offered": "掲載",
    "listed": "登場",
    "unlisted": "掲載のみ",
    "unoffered": "登場のみ",
    "same order": "順序一致",
    "until ranked": "登場まで",
    "compared": "比較",
    "changed: of the observations that have a neighbour before them": (
        "変化あり：直前の観測と比べられる観測のうち"
    ),
    "entries a day": "1日の登場数",
    "hour": "時",
    "stay": "在位",
    "{start} to {end}, measured {hours} h": "{start}～{end}、観測{hours}時間",
    "{span} ({n}/{total})": "{span}（{n}/{total}）",
    # feeds
    "{list}: {event}": "{list}　{event}",
    "nothing moved": "動きなし",
    "{list}: {n} changes between {after} and {by}": "{list}　{after}～{by}の間の動き{n}件",
    "{site}, {list}: not measured from {after} to {by} ({cause})": (
        "{site}　{list}：{after}～{by}は欠測（{cause}）"
    ),
    "{site}, {list}: {now}, seen {by}; before: {before}, seen {after}": (
        "{site}　{list}：{now}（{by}観測）。前回は{before}（{after}観測）"
    ),
    "{site}: articles": "{site}　記事",
    "{site}: what happened on its lists": "{site}　順位の動き",
    "back at {rank}: {title}": "再登場 {rank}位：{title}",
    "in the first {n}, at {rank}: {title}": "{n}位以内に {rank}位：{title}",
    "new at {rank}: {title}": "初登場 {rank}位：{title}",
    "new peak {rank}: {title}": "最高位更新 {rank}位：{title}",
    "number one: {title}": "首位：{title}",
    "out, was {rank}: {title}": "圏外へ（前{rank}位）：{title}",
    "rank {n}": "{n}位",
    # notify
    "If you can read this, the channel {channel} works.": (
        "このメッセージが読めれば、通知先 {channel} は使えます。"
    ),
    "Nothing would be sent.": "送るものはありません。",
    "[tracker] a test": "［tracker］送信テスト",
    "[{rule}] {total} articles: {title} and {n} other": "［{rule}］{total}本：{title} ほか{n}本",
    "[{rule}] {total} articles: {title} and {n} others": "［{rule}］{total}本：{title} ほか{n}本",
    "back at {rank}": "再登場 {rank}位",
    "{channel}: {n} messages given up ({problem})": "通知先 {channel}：{n}通の送信を断念（{problem}）",
    "{channel}: {n} messages wait ({problem})": "通知先 {channel}：{n}通が送信待ち（{problem}）",
    "climbed from {was} to {rank}": "上昇 {was}位→{rank}位",
    "given up {time}: {problem}": "{time}に断念（{problem}）",
    "the first {n}": "{n}位以内",
    "climb": "上昇",
    "held back": "保留中",
    "held back until {time} ({why})": "{time}まで保留（{why}）",
    "quiet hours": "通知停止時間",
    "batch": "まとめ送り",
    "into the first {n}: {rank}": "{n}位以内へ {rank}位",
    "new at {rank}": "初登場 {rank}位",
    "not measured before": "直前は欠測",
    "not tried yet": "未送信",
    "number {number}": "番号 {number}",
    "off the list (was {was})": "圏外へ（前{was}位）",
    "rule {rule} ({kinds})": "通知条件「{rule}」（{kinds}）",
    "sent {time}, number {number}": "{time}に送信、番号 {number}",
    "told:": "通知：",
    "told: nothing": "通知：なし",
    "waits: {problem}": "送信待ち（{problem}）",
    "why: {command}": "理由：  {command}",
    "{n} more were too old to be told": "古いため省いた通知 {n}件",
    "{place}: not measured from {after} to {by} ({cause})": "{place}：{after}から{by}まで欠測（{cause}）",
    "{rule} → {channel}: a digest, now": "{rule} → {channel}：まとめを今送信",
    "{rule} → {channel}: message {number} again, try {n}": (
        "{rule} → {channel}：{number} を再送信（{n}回目）"
    ),
    "{rule} → {channel}: new; it begins now and tells nothing of the past": (
        "{rule} → {channel}：新しい通知条件。今から始まり、過去の分は送りません"
    ),
    "{rule}: meets nothing of it in the last {n} days": "{rule}：直近{n}日に該当なし",
    "{site}: nothing recorded since {since} ({code})": "{site}　{since}から記録なし（{code}）",
    "{site}: page changed, not read since {since} ({code}, {n} time); next:  {command}": (
        "{site}　ページ変更のため{since}から未読取（{code}、{n}回）。次に：  {command}"
    ),
    "{site}: page changed, not read since {since} ({code}, {n} times); next:  {command}": (
        "{site}　ページ変更のため{since}から未読取（{code}、{n}回）。次に：  {command}"
    ),
    "{site}: recorded again; told {since}": "{site}　記録を再開（{since}に通知済み）",
    # causes of gaps, and what became of visits
    "no fetch was run": "取得が実行されず",
    "not known": "原因不明",
    "fetched without this list": "ページにこの欄なし",
    "short list": "件数不足",
    "failed": "取得失敗",
    "fetch failed": "取得失敗",
    "page changed, not read": "未読取（ページ変更）",
    "refused": "未読取（ページ変更）",
}

REASONS = {
    "dns": "ホスト名を解決できない",
    "connect": "接続できない",
    "tls": "安全な接続を確認できない",
    "timeout": "応答が途絶えた",
    "deadline": "取得の制限時間切れ",
    "reset": "応答の前に接続が切れた",
    "interrupted": "取得が中断された",
    "protocol": "HTTPとして正しくない応答",
    "headers": "応答ヘッダーが多すぎる",
    "redirect-loop": "転送が繰り返された",
    "redirect-host": "別のホストへ転送された",
    "redirect-scheme": "httpsから別の方式へ転送された",
    "address-refused": "許可されていないアドレス",
    "robots": "robots.txtが許可していない",
    "status-4xx": "サーバーが要求を拒否",
    "status-5xx": "サーバーの障害",
    "retry-after": "サーバーが待つよう求めている",
    "no-content": "応答にページがない",
    "type": "ページではない応答",
    "wire-cap": "受信量の上限を超えた",
    "body-cap": "ページが長すぎる",
    "encoding-refused": "求めていない圧縮方式",
    "truncated": "ページが途中で切れた",
    "corrupt-body": "圧縮データの破損",
    "charset": "文字コードを判別できない",
    "blocked": "同意・認証・ログインなどの画面",
    "json": "JSONとして正しくない",
    "soft-404": "「見つかりません」やエラーの画面",
    "parse-cpu": "読み取りに時間がかかりすぎた",
    "parse-mem": "読み取りにメモリーを使いすぎた",
    "parse-crash": "読み取りの処理が異常終了",
    "parse-setup": "この機械では読み取りを始められない",
    "layout": "ページ構成の変更",
    "empty": "欄が空か、なくなった",
    "needs-script": "欄がスクリプトで表示される",
    "swapped": "欄と表題の対応が合わない",
    "no-text": "本文を読み取れなかった",
    "extra-broken": "追加部品の不具合",
    "render": "ブラウザで描画できなかった",
    "clock": "この機械の時計が1時間以上ずれている",
    "store": "記録を書き込めない",
}
"""What each reason code of `scrapers/reasons.py` means, in a few words."""
