"""Jディフェンスニュース (https://j-defense.ikaros.jp): defence news, in Japanese.

Its lists are read by detection, which needs to know no more of them than the labels below. Its
article pages have a reader of their own, `scrapers.sites.jdefense.article`.
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
