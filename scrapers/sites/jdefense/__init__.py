"""Jディフェンスニュース (https://j-defense.ikaros.jp): defence news, in Japanese.

Its article pages are read by `scrapers.sites.jdefense.article`, its rankings by
`scrapers.sites.jdefense_lists` where they stand as known, else by detection.
"""

from scrapers.model import Reader, Site

SITE = Site(
    name="jdefense",
    label="Jディフェンスニュース",
    home="https://j-defense.ikaros.jp/",
    rankings_on=("home", "article"),
    article=r"^/docs/(?P<section>[^/]+)/(?P<id>\d{6})(?:-(?P<part>\d{1,3}))?\.html$",
    timezone="Asia/Tokyo",
    windows=(("24時間", "day"), ("1週間", "week"), ("1ヶ月", "month")),
    readers=(Reader("jdefense"),),
)
