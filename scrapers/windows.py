"""Window words of many languages: a label or phrase to the slug of its window.

A label says its window in one of three ways: as a slug or short form (`week`, `24h`, `1m`: m is a
month here), as a number with a unit (24時間, 7 Tage, past 30 days), or as a word (今週, heute,
mensuel). A number decides: `3日間` is no window that we know, whatever words stand beside it. Where
a phrase names two windows it names none.

Standard library only and cheap to import (plain word tables, no regular expressions): the reading
commands use it for `--window`.
"""

import itertools
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

WINDOWS = ("hour", "day", "week", "month", "year", "all")
"""The closed list of window slugs, shortest first. 24 hours is `day`."""

_NOTHING: Mapping[str, str] = MappingProxyType({})
_LONGEST = 120  # a longer text is no label

_HOUR, _DAY, _WEEK, _MONTH, _YEAR = 1, 24, 168, 720, 8760

_SPANS = {1: "hour", 24: "day", 168: "week", 8760: "year"}
_MONTH_DAYS = range(28, 32)

_SHORT = {"h": _HOUR, "d": _DAY, "w": _WEEK, "m": _MONTH, "mo": _MONTH, "y": _YEAR}

_UNITS = {
    _HOUR: "hour hours hr hrs stunde stunden std heure heures hora horas hores ora ore uur uren "
    "timme timmar time timer tunti tuntia tunnin tund tundi stunda stundas stundu valanda valandų "
    "valandas godzina godziny godzin godz hodina hodiny hodin hodín óra ura ure ur sat sata sati "
    "час часа часов часу години годин годину ώρα ώρες ωρών saat ساعة ساعات ساعه ساعت שעה שעות jam "
    "giờ ชั่วโมง घंटे घंटा ঘণ্টা ঘণ্টায় מணி საათი ժամ klst klukkustundir orë ordu",
    _DAY: "day days tag tage tagen jour jours día días dia dias dies dies giorno giorni zi zile "
    "dag dagen dagar dager dage dögum dagar päivä päivää päivän päeva päev diena dienas dienu dienos dienų "
    "dieną dzień dni dnia den dny dnů deň dní nap napos dan dana dneva день дня дней дни днів дні "
    "ден дена дня ημέρα ημέρες ημερών μέρες gün günlük günün يوم أيام ايام روز יום ימים hari ngày "
    "วัน दिन দিন நாட்கள் დღე օր ditë egun",
    _WEEK: "week weeks woche wochen semaine semaines semana semanas setmana setmanes settimana "
    "settimane săptămână săptămâni weken vecka veckor uke uker uge uger viikko viikkoa nädal "
    "nädalat nedēļa nedēļas nedēļu savaitė savaitės savaičių tydzień tygodnie tygodni týden týdny "
    "týdnů týždeň týždne týždňov hét hetes teden tedna tjedan tjedna nedelja неделя недели недель "
    "неделю тиждень тижні тижнів седмица седмици εβδομάδα εβδομάδες hafta أسبوع أسابيع اسبوع هفته "
    "שבוע שבועות minggu tuần สัปดาห์ सप्ताह हफ्ते সপ্তাহ வாரம் კვირა շաբաթ javë aste vika vikur",
    _MONTH: "month months monat monate monaten mois mes meses mesos mese mesi lună luni maand "
    "maanden månad månader måned måneder kuukausi kuukautta kuu kuud mēnesis mēneši mēnešu mėnuo "
    "mėnesiai mėnesių mês miesiąc miesiące miesięcy měsíc měsíce měsíců mesiac mesiace mesiacov "
    "hónap mesec mjesec mjeseca месяц месяца месяцев місяць місяці місяців месец месеца μήνας μήνες "
    "ay شهر أشهر اشهر ماه חודש חודשים bulan tháng เดือน महीना महीने মাস மாதம் თვე ամիս muaj hilabete "
    "mánuður mánuði",
    _YEAR: "year years jahr jahre jahren an ans année années año años ano anos any anys anno anni "
    "jaar år vuosi vuotta aasta gads gadi metai rok roky rokov lat év leto godina год года лет рік "
    "година χρόνος yıl سنة سال שנה tahun năm ปี वर्ष साल বছর წელი տարի vit urte ár",
}

_GLUED_UNITS = (
    # Longest first within a family: 個月 before 月, 時間 before 時.
    ("時間", _HOUR),
    ("小时", _HOUR),
    ("小時", _HOUR),
    ("시간", _HOUR),
    ("ชั่วโมง", _HOUR),
    ("ヶ月", _MONTH),
    ("ヵ月", _MONTH),
    ("カ月", _MONTH),
    ("ケ月", _MONTH),
    ("か月", _MONTH),
    ("ヶ月", _MONTH),
    ("个月", _MONTH),
    ("個月", _MONTH),
    ("箇月", _MONTH),
    ("개월", _MONTH),
    ("달", _MONTH),
    ("เดือน", _MONTH),
    ("週", _WEEK),
    ("周", _WEEK),
    ("星期", _WEEK),
    ("주", _WEEK),
    ("สัปดาห์", _WEEK),
    ("日", _DAY),
    ("天", _DAY),
    ("일", _DAY),
    ("วัน", _DAY),
    ("年", _YEAR),
    ("년", _YEAR),
    ("ปี", _YEAR),
)

_WORDS = {
    "hour": "hourly stündlich horaire heure hour stunde hora ora timmen timen godzina час saatlik ساعة",
    "day": "daily today todays day yesterday yesterdays täglich heute heutigen tag tages gestern "
    "tagesaktuell aujourd'hui aujourdhui jour journée hier quotidien hoy día diario diarias diarios ayer hoje "
    "dia diário diária diárias ontem oggi giorno giornaliero giornata ieri avui ahir astăzi azi zi zilei ieri "
    "vandaag gisteren dag dagelijks dagens idag dygnet dygn igår døgnet døgn dag dagsins tänään "
    "eilen päivä päivän vuorokausi vuorokauden täna päev päeva šodien diena dienas dienā šiandien diena dienos "
    "dieną vakar dzisiaj dziś dzień dnia doba doby wczoraj dzienny dnes den dne včera denně deň dnešné "
    "dnešní ma nap napi tegnap danes dan dneva včeraj danas dnevno jučer dan dana сегодня день дня сутки вчера "
    "сьогодні день дня доба добу вчора днес ден деня денес данас дан сёння дзень σήμερα ημέρα ημέρας "
    "χθες bugün gün günün günlük dün اليوم يوم يومي أمس امروز روز روزانه دیروز היום יום יומי אתמול "
    "hari harian semalam kemarin ngày nay วันนี้ รายวัน आज दिन दैनिक আজ আজকের দিন আজকে "
    "இன்று დღეს დღის այսօր sot ditës gaur egun leo бүгүн бүгін bugun",
    "week": "week weekly weeks woche wochen wöchentlich semaine hebdo hebdomadaire semana semanal "
    "semanales semanais setmana setmanal settimana settimanale săptămâna săptămânii săptămână "
    "wekelijks vecka veckan veckans veckovis uken uke ukens ugen uge ugens viikko viikon viikossa nädal nädala "
    "nedēļa nedēļas nedēļā savaitė savaitės savaitę tydzień tygodnia tygodniu tygodniowy tygodniowo týden týdne "
    "týdnu týždeň týždňa hét heti hete héten teden tedna tednu tjedan tjedna tjedno sedmica sedmice nedelja "
    "nedelje неделя недели неделю тиждень тижня седмица седмицата седмичен недела недеља недеље тыдзень "
    "тыдня εβδομάδα εβδομάδας hafta haftalık haftanın أسبوع الأسبوع اسبوع الاسبوع أسبوعي هفته هفتگی שבוע "
    "השבוע שבועי minggu mingguan pekan tuần สัปดาห์ สัปดาห์นี้ सप्ताह हफ्ते साप्ताहिक সপ্তাহ সপ্তাহের "
    "வாரம் კვირა კვირის շաբաթ շաբաթվա javë javës aste astea vikan vikunnar wiki апта hafta həftə həftənin "
    "həftəlik",
    "month": "month monthly months monat monats monatlich mois mensuel mensuelle mes mensual mensuales mês "
    "mensal mensais mensile mese mensili luna lunii lună lunar maand maandelijks månad månaden månadens "
    "måned måneden månedens kuukausi kuukauden kuu mēnesis mēneša mēnesī mėnuo mėnesio mėnesį miesiąc "
    "miesiąca miesiącu miesięczny měsíc měsíce mesiac mesiaca hónap havi hónapban mesec meseca mjesec mjeseca "
    "mjesečno месяц месяца місяць місяця месец месеца месечен месяц μήνας μήνα μηνός ay aylık ayın شهر الشهر "
    "شهري ماه ماهانه חודש החודש חודשי bulan bulanan tháng เดือน เดือนนี้ महीना महीने मासिक মাস মাসের மாதம் თვე თვის "
    "ամիս ամսվա muaj muajit hilabetea mánuðurinn mwezi ай aylıq",
    "year": "year yearly annual annually jahr jahres jährlich année annuel annuelle año anual ano anuais anno "
    "annuale any anul jaar jaarlijks år året årets vuosi vuoden aasta gads gada metai metų rok roku roční "
    "év éves évi leto godina godine год года годовой рік року година годината χρόνος έτος έτους yıl yıllık "
    "yılın سنة السنة عام العام سال سالانه שנה השנה שנתי tahun tahunan năm ปี ปีนี้ वर्ष साल বছর il illik",
    "all": "all-time alltime overall ever insgesamt",
}

_INSIDE = (
    # Words of scripts written without spaces, found anywhere in the label.
    ("hour", "時間別 毎時 每小时 每小時 시간별 실시간순 รายชั่วโมง"),
    (
        "day",
        (
            "今日 本日 デイリー 日間 日別 昨日 前日 当日 每日 毎日更新 一天 当天 單日 单日 今天 昨天 即日 24時 日人氣 日人气 日点击 日點擊 오늘 일간 일별 어제 하루 "
            "วันนี้ รายวัน ថ្ងៃនេះ ယနေ့"
        ),
    ),
    (
        "week",
        (
            "今週 週間 ウィークリー ウイークリー 週別 先週 一週 一周 本周 本週 周榜 週榜 每周 每週 這週 这周 周排行 週排行 週人氣 周人气 周点击 週點擊 주간 이번주 주별 "
            "สัปดาห์ សប្តាហ៍ တစ်ပတ်"
        ),
    ),
    (
        "month",
        "今月 月間 マンスリー 月別 先月 本月 一月 一个月 一個月 月榜 每月 當月 当月 月排行 月度 月人氣 月人气 月点击 月點擊 월간 이번달 월별 한달 เดือน ខែនេះ",
    ),
    ("year", "年間 今年 年別 年度 本年 年榜 연간 올해 년간 ปีนี้"),
    ("all", "全期間 累計 累计 全時間 所有时间 全部時間 전체기간 누적"),
)

_WHOLE = {
    # Words that name a window only when nothing stands beside them.
    "all": "all 総合 全部 すべて 全て 통산 전체 total gesamt tout todo todos tutto alle kaikki все всё сите wszystkie",
    "day": "日 天 일 d 日榜 日排行",
    "week": "週 周 주 w",
    "month": "月 월 m mo",
    "year": "年 년 y",
    "hour": "時 h",
}

_PAIRS = {
    # Two words that say together what neither says alone.
    "all time": "all",
    "last hour": "hour",
    "past hour": "hour",
    "hôm nay": "day",
    "hôm qua": "day",
    "σε όλη": "all",
    "hari ini": "day",
    "minggu ini": "week",
    "bulan ini": "month",
    "i dag": "day",
    "i går": "day",
    "í dag": "day",
    "i fjor": "year",
    "24 h": "day",
    "mai legolvasottabb": "day",
    "mai legnépszerűbb": "day",
}

_TABLES: dict[str, dict[str, str]] = {}


def window_of(text: str, extra: Mapping[str, str] = _NOTHING) -> str | None:
    """The slug of `WINDOWS` that a label or phrase names, or None.

    `extra` maps a site's own labels (compared folded) to slugs and comes first. None also for a
    text that names two windows, or a stretch of time that is none of ours (3 days).
    """
    if not text or len(text) > _LONGEST:
        return None
    if extra:
        folded = _fold(text)
        for label, slug in extra.items():
            if _fold(label) == folded:
                return slug
    return _named(text)


@lru_cache(maxsize=2048)
def _named(text: str) -> str | None:
    folded = _fold(text)
    return _table("whole").get(folded) or _from_phrase(folded)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(folded.split()).strip(" .:：…»›>|*·-–()[]")


def _from_phrase(folded: str) -> str | None:
    runs = _runs(folded)
    numbers = [index for index in range(len(runs)) if runs[index].isdecimal()]
    if any(runs[index + 1 : index + 2] and runs[index + 1][0] == "月" for index in numbers):
        return None  # a date
    spans = {index: span for index in numbers if (span := _span(runs, index))}
    rest = [run for index, run in enumerate(runs) if index - 1 not in spans]
    return _one({_slug(span) for span in spans.values()} | _words(folded, rest))


def _one(slugs: "set[str | None]") -> str | None:
    return slugs.pop() if len(slugs) == 1 else None


def _runs(folded: str) -> list[str]:
    """The text cut into runs of digits and runs of word characters."""
    runs: list[str] = []
    if folded.isascii() and not any(map(folded.__contains__, "0123456789")):
        return folded.translate(_APART).split()
    kind = ""
    for char in folded:
        now = "9" if char.isdecimal() else "a" if _is_word(char) else ""
        if now and now == kind:
            runs[-1] += char
        elif now:
            runs.append(char)
        kind = now
    return runs


_APART = {code: " " for code in range(128) if not chr(code).isalpha() and chr(code) != "'"}


def _is_word(char: str) -> bool:
    return char.isalpha() or char == "'" or unicodedata.category(char) in ("Mn", "Mc", "Cf")


def _span(runs: list[str], index: int) -> int | None:
    """Hours of the number at `index` with the unit behind it; None where there is no unit."""
    unit = runs[index + 1] if index + 1 < len(runs) else ""
    hours = _SHORT.get(unit) or _table_of_units().get(unit) or _glued(unit)
    if not hours or len(runs[index]) > 4:
        return None
    return int(runs[index]) * hours


def _glued(unit: str) -> int | None:
    return next((hours for word, hours in _GLUED_UNITS if unit.startswith(word)), None)


def _slug(hours: int) -> str | None:
    if hours % _DAY == 0 and hours // _DAY in _MONTH_DAYS:
        return "month"
    return "year" if hours == 12 * _MONTH else _SPANS.get(hours)


def _words(folded: str, runs: list[str]) -> "set[str | None]":
    words = _table("words")
    pairs = (f"{a} {b}" for a, b in itertools.pairwise(runs))
    found: set[str | None] = {_PAIRS[pair] for pair in pairs if pair in _PAIRS}
    if found:
        return found
    found = {words[stem] for run in runs if (stem := run.removesuffix("'s")) in words}
    if not folded.isascii():
        solid = folded.replace(" ", "")
        found |= {slug for word, slug in _table("inside").items() if word in solid}
    return found


def _folded(words: str) -> list[str]:
    return unicodedata.normalize("NFKC", words).casefold().split()


def _table(name: str) -> dict[str, str]:
    if name not in _TABLES:
        if name == "inside":
            _TABLES[name] = {word: slug for slug, words in _INSIDE for word in words.split()}
            return _TABLES[name]
        source = _WORDS if name == "words" else _WHOLE
        _TABLES[name] = {w: slug for slug, words in source.items() for w in _folded(words)}
        if name == "whole":
            _TABLES[name] |= {slug: slug for slug in ("hour", "day", "week", "month", "year")}
    return _TABLES[name]


def _table_of_units() -> dict[str, int]:
    if not _UNIT_TABLE:
        _UNIT_TABLE.update({w: hours for hours, words in _UNITS.items() for w in _folded(words)})
    return _UNIT_TABLE


_UNIT_TABLE: dict[str, int] = {}
