"""Window words to slugs: labels of many languages, short forms, and what is no window."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from scrapers.windows import WINDOWS, window_of

LABELS = {
    "hour": "1時間 １時間 1h hourly 毎時 1시간 1小时 時間別",
    "day": "24時間 ２４時間 24h 24H 1d day daily Today TODAY Today's 今日 本日 デイリー 日間 日別 1日 昨日 "
    "heute Tag täglich hoy hoje ontem oggi jour aujourd'hui aujourd’hui vandaag idag dygn tänään "
    "päivä сегодня сутки вчера сьогодні σήμερα bugün اليوم היום วันนี้ आज আজ 오늘 일간 어제 一天 今天 今日 "
    "24小时 24小時 dziś dnes ma šodien šiandien täna danas днес sot danes ieri",
    "week": "1週間 １週間 週間 今週 ウィークリー 週別 1w week weekly 7d Woche wöchentlich semana semaine "
    "settimana vecka veckan viikko неделя тиждень εβδομάδα hafta الأسبوع שבוע tuần สัปดาห์ सप्ताह "
    "주간 이번주 一周 本周 7天 一週 tydzień týden hét nedēļa savaitė nädal седмица",
    "month": "1ヶ月 １ヶ月 1ヵ月 1カ月 1ケ月 1か月 1ｶ月 1個月 1个月 月間 今月 マンスリー 1m 1mo 30d month "
    "monthly Monat mois mes mês mese månad kuukausi месяц місяць μήνας ay شهر חודש tháng เดือน "
    "महीना 월간 한달 本月 月榜 miesiąc měsíc hónap mēnesis mėnuo kuu месец",
    "year": "年間 今年 year yearly 1y Jahr année año ano anno год 연간 yıl",
    "all": "全期間 総合 累計 all all-time overall",
}
PHRASES = {
    "hour": ("last hour", "past 1 hour", "1 Stunde", "Senaste timmen", "Mest lest siste timen"),
    "day": (
        "past 24 hours", "letzte 24 Stunden", "24 Std.", "últimas 24 horas", "24 horas", "24 heures",
        "I dag", "24 часа", "24 ساعة", "hôm nay", "hari ini", "24 godziny", "本日の人気記事ランキング",
        "Más Leídas Hoy", "読まれている記事（24時間）", "Ranking24時間", "Past 24 h",
        "Mai legolvasottabb", "日人氣", "Senaste 24 timmarna", "siste 24 timene", "24ωρο",
        "Cele mai citite în ultimele 24 de ore",
        "за останні 24 години", "za posledných 24 hodín", "son 24 saatte", "ב-24 השעות האחרונות",
    ),
    "week": (
        "this week", "Past Week", "7 days", "last 7 days", "This Week's", "diese Woche", "7 Tage",
        "letzte 7 Tage", "7 DÍAS", "esta semana", "7 jours", "cette semaine", "7 giorni", "7 dagar",
        "7 päivää", "за неделю", "7 дней", "7 gün", "7 أيام", "minggu ini", "7 dni", "이번 주",
        "1月18日（日）～1月24日（土）", "12/28〜1/3", "2026年1月18日～2026年1月24日", "Afgelopen zeven dagen",
        "les sept derniers jours", "az elmúlt 7 napban", "per paskutinę savaitę", "son 1 haftada", "de senaste 7 dagarna", "7j", "今週の人気記事ランキング", "Popular News This Week", "周点击排行", "週排行", "週人氣",
    ),
    "month": (
        "this month", "30 days", "last 30 days", "28 days", "30 Tage", "30 jours", "30 DÍAS",
        "30 dias", "30 giorni", "30 dagar", "за месяц", "30 дней", "30 gün", "bulan ini", "30 dni",
        "이번 달", "１ か月", "past month", "月度排行",
    ),
    "year": ("this year", "12 months", "365 days", "1 Jahr"),
    "all": ("all time", "All Time", "of all time"),
}  # fmt: skip
NO_WINDOW = (
    "", " ", "3日間", "三天", "10 Tage", "SEIT 10 TAGEN AM MEISTEN GELESEN", "2週間", "48 hours",
    "3 months", "6h", "90d", "日本の防衛", "Monday", "Daylight", "アクセスランキング", "Most read",
    "アクセスランキング（IT総合）", "day / week", "today 7 days", "2022年08月11日 更新", "2月1日", "第3回",
    "now", "agora", "現在", "SNS", "総合ランキング", "Cele mai citite", "99999999999 days", "day " * 50,
)  # fmt: skip

PAIRS = [(slug, label) for slug, words in LABELS.items() for label in words.split()]
PAIRS += [(slug, phrase) for slug, phrases in PHRASES.items() for phrase in phrases]


def test_a_label_names_its_window():
    wrong = [(label, window_of(label)) for slug, label in PAIRS if window_of(label) != slug]
    assert wrong == []


def test_other_texts_name_none():
    assert {text: window_of(text) for text in NO_WINDOW if window_of(text)} == {}


def test_a_slug_is_its_own_label():
    assert [window_of(slug) for slug in WINDOWS] == list(WINDOWS)


def test_labels_of_the_site_come_first_and_are_compared_folded():
    extra = {"朝刊": "day", "今日": "week"}
    assert window_of("朝刊", extra) == "day"
    assert window_of("  今日 ", extra) == "week"
    assert window_of("今週", extra) == "week"


@given(st.sampled_from(PAIRS), st.sampled_from([" {} ", "{}…", "({})", "\n\t{}", "» {}"]))
def test_white_space_and_brackets_do_not_count(pair, shape):
    slug, label = pair
    assert window_of(shape.format(label)) == slug


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text):
    assert window_of(text) in (*WINDOWS, None)


def test_importing_it_loads_nothing_heavy():
    code = (
        "import sys; before = set(sys.modules); import scrapers.windows; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert {"tomllib", "selectolax", "httpx"}.isdisjoint(done.stdout.split())
