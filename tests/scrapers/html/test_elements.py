"""Elements: what they keep of a page is what the parser says when it is asked anew."""

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from sizes import examples

from scrapers.html.elements import SILENT, Elements
from scrapers.html.texts import squeeze

PIECES = ("<div>", "</div>", "<p>", "<ul><li>", "</li>", "<a href='/x'>", "</a>", "<b>", "</b>", "<br>", "<!-- c -->",
          "<script>no</script>", "<svg><title>icon</title></svg>", " ", "人気", "most ", "read\n", "&nbsp;")  # fmt: skip


def shown(node):
    """The text of an element, slowly: what each text node under it shows."""
    parts = []
    for each in node.traverse(include_text=True):
        if each.tag == "br":
            parts.append(" ")
        elif each.is_text_node and each.parent.tag not in SILENT:
            parts.append(each.text_content)
    return squeeze("".join(parts))


def below(node):
    """A node and the elements in it; a selector finds comments, too."""
    return [each for each in node.css("*") if each.is_element_node]


@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from(PIECES), max_size=25), st.randoms(use_true_random=False))
def test_elements_say_what_the_parser_says(pieces, random):
    nodes = below(LexborHTMLParser("".join(pieces)).root)
    elements = Elements()
    random.shuffle(nodes)  # elements are the same, whichever is reached first
    for node in nodes:
        element = elements.at(node)
        assert element is elements.at(node)
        assert element.text == shown(node)
        assert element.shows_text is bool(shown(node))
        inner = [n.mem_id for n in node.iter() if n.is_element_node]
        assert [child.node.mem_id for child in element.children] == inner
        assert all(child.parent is element for child in element.children)
        assert element.path[-1] is element
        within = [n.mem_id for n in below(node)]
        assert [one.node.mem_id for one in element.tree] == within
