"""Which links of a page are what it offers: not its lists, not its navigation, each article once."""

from scrapers import Page, Site, read_page

SITE = Site("news", "News", "https://news.example/", placement=True)
NAVIGATION = (
    '<nav><a href="/2026/01/topic-of-the-year.html">Topic of the year</a></nav>'
    '<footer><a href="/2026/01/how-we-work-here.html">How we work</a></footer>'
)


def address(number):
    return f"/2026/01/story-number-{number:03d}.html"


def teaser(number, text=None):
    return f'<article><a href="{address(number)}">{text or f"The headline of story {number}"}</a></article>'


def widget(numbers):
    rows = "".join(
        f'<li><a href="{address(n)}">The headline of story {n}</a></li>' for n in numbers
    )
    return f"<aside><h2>Most read</h2><ol>{rows}</ol></aside>"


def read(body, site=SITE):
    html = f"<html><body>{NAVIGATION}{body}</body></html>"
    return read_page(Page(site.home, html.encode(), 1_767_225_600), site)


def numbers(reading):
    return [int(link.article[-8:-5]) for link in reading.placement]


def test_what_is_offered_stands_in_the_order_of_the_page_without_its_list():
    teasers = "".join(map(teaser, (5, 3, 9, 1)))
    reading = read(f"<main>{teasers}{widget([1, 2, 3, 4, 5])}{teaser(7)}</main>")
    assert [e.title for e in reading.rankings[0].entries] == [
        f"The headline of story {n}" for n in range(1, 6)
    ]
    assert numbers(reading) == [5, 3, 9, 1, 7]


def test_a_list_at_the_top_of_the_page_is_no_part_of_the_offer():
    teasers = "".join(map(teaser, (8, 2, 6)))
    assert numbers(read(f"{widget([1, 2, 3, 4, 5])}<main>{teasers}</main>")) == [8, 2, 6]


def test_an_article_has_the_place_of_its_first_link_and_the_first_text():
    picture = teaser(4, '<img src="/p.jpg" alt="">')
    reading = read(
        f"<main>{picture}{teaser(6)}{teaser(4, 'The headline')}</main>{widget(range(5))}"
    )
    assert numbers(reading) == [4, 6]
    assert reading.placement[0].title == "The headline"


def test_the_sites_pattern_says_what_an_article_is():
    site = SITE._replace(article=r"/story-number-00[0-4]\.html$")
    assert numbers(read("".join(map(teaser, (9, 4, 1))), site)) == [4, 1]


def test_nothing_is_offered_unless_it_is_asked_for():
    assert read(teaser(1), SITE._replace(placement=False)).placement == ()
