"""Addresses: taken apart strictly, compared in one form, judged by what they resolve to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.http.address_guard import Fault, Target, contactable, parse_target, redirected

REFUSED = [
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "javascript:alert(1)",
    "http://",
    "http:///path",
    "http://user@example.org/",
    "http://user:pw@example.org/",
    "http://@example.org/",
    "http://example.org\\@evil.example/",
    "http:\\\\example.org/",
    "http://exa mple.org/",
    "http://example.org/\x00",
    "http://exam\tple.org/",
    "http://example.org/\ud800",
    "http://example.org\n.evil.example/",
    "http://2130706433/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.1.1/",
    "http://127.0.0.1./",
    "http://1.2.3.256/",
    "http://１２７.0.0.1/",
    "http://①２７.0.0.1/",
    "http://ｅｘａｍｐｌｅ.org/",
    "http://example．org/",
    "http://faß.example/",
    "http://exa%6dple.org/",
    "http://[::1/",
    "http://[::1%25eth0]/",
    "http://[v1.x]/",
    "http://example..org/",
    "http://-example.org/",
    "http://exa*mple.org/",
    "http://" + "a" * 64 + ".org/",
    "http://" + "a." * 130 + "org/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:８０/",
    "http://example.org:80x/",
    "http://example.org/" + "a" * 8192,
]

SPELLINGS = [
    ("http://example.org", "http://example.org/"),
    ("HTTP://EXAMPLE.org:80/A?b=c#d", "http://example.org/A?b=c"),
    ("https://example.org:443/", "https://example.org/"),
    ("https://example.org:8443/", "https://example.org:8443/"),
    ("http://[::1]:8000/", "http://[::1]:8000/"),
    ("http://[2001:DB8::0:1]/", "http://[2001:db8::1]/"),
    ("http://日本語.jp/", "http://xn--wgv71a119e.jp/"),
    ("http://日本語。jp/", "http://xn--wgv71a119e.jp/"),
    ("http://xn--wgv71a119e.jp/", "http://xn--wgv71a119e.jp/"),
    (
        "http://example.org/日本?q=海 自",
        "http://example.org/%E6%97%A5%E6%9C%AC?q=%E6%B5%B7%20%E8%87%AA",
    ),
    ("http://example.org/%e6%97?a=%2F&b", "http://example.org/%e6%97?a=%2F&b"),
    ("http://under_score.example.org/", "http://under_score.example.org/"),
]

INSIDE = [
    "127.0.0.1",
    "127.0.0.2",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "0.1.2.3",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "100::1",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]

NEVER = ["0.0.0.0", "::", "224.0.0.1", "239.255.255.250", "ff02::1", "::ffff:224.0.0.1"]

PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]

HOME = parse_target("http://example.org:8000/a/b")


def test_refused_addresses():
    for address in REFUSED:
        try:
            target = parse_target(address)
        except Fault as fault:
            target = fault.code
        assert target == "address-refused", address


def test_contacted_addresses():
    for address, contacted in SPELLINGS:
        assert parse_target(address).url == contacted
        assert parse_target(contacted).url == contacted


def test_parts():
    assert parse_target("https://Example.org:8443/x?y") == Target(
        "https", "example.org", 8443, "/x?y"
    )


def test_inside_addresses_need_leave():
    assert [ip for ip in INSIDE if contactable(ip, allow_private=False)] == []
    assert [ip for ip in INSIDE if not contactable(ip, allow_private=True)] == []


def test_never_contacted():
    for private in (False, True):
        assert [ip for ip in NEVER if contactable(ip, allow_private=private)] == []


def test_public_addresses():
    assert [ip for ip in PUBLIC if not contactable(ip, allow_private=False)] == []


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("c", "http://example.org:8000/a/c"),
        (" /c ", "http://example.org:8000/c"),
        ("?d", "http://example.org:8000/a/b?d"),
        ("//EXAMPLE.org:8000/", "http://example.org:8000/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org:8443/", "https://example.org:8443/"),
    ],
)
def test_followed_redirect(location, leads_to):
    assert redirected(HOME, location).url == leads_to


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://example.org/", "redirect-host"),
        ("http://www.example.org:8000/", "redirect-host"),
        ("https://evil.example/", "redirect-host"),
        ("http://example.org.:8000/", "redirect-host"),
        ("mailto:me@example.org", "redirect-scheme"),
        ("file:///etc/passwd", "redirect-scheme"),
        ("http://[", "address-refused"),
        ("http://example.org:8000@evil.example/", "address-refused"),
        ("/" * 8193, "address-refused"),
        ("/a\x7f", "address-refused"),
    ],
)
def test_refused_redirect(location, code):
    with pytest.raises(Fault) as caught:
        redirected(HOME, location)
    assert caught.value.code == code


def test_no_way_back_from_https():
    with pytest.raises(Fault) as caught:
        redirected(parse_target("https://example.org/"), "http://example.org/")
    assert caught.value.code == "redirect-scheme"


@given(st.text(st.characters(), max_size=60))
def test_any_location_stays_on_its_host_or_is_refused(location):
    try:
        goal = redirected(HOME, location)
    except Fault:
        return
    assert (goal.host, goal.path.isascii()) == (HOME.host, True)


@given(st.text(st.characters(), max_size=40), st.text(max_size=20))
def test_a_target_is_ascii_and_read_back_as_itself(host, path):
    try:
        found = parse_target(f"http://{host}/{path}")
    except Fault:
        return
    assert found.url.isascii()
    assert parse_target(found.url) == found
