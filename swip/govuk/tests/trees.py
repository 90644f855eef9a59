"""Two pieces of HTML are the same when their trees are: spaces and the order of attributes do not count."""

from html.parser import HTMLParser

EMPTY = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "source", "use", "wbr"}
LISTS = {"class", "aria-describedby", "rel"}


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = ("", {}, [])
        self.open = [self.root]

    def handle_starttag(self, tag, attributes):
        values = {
            name: frozenset((value or "").split()) if name in LISTS else (value or "")
            for name, value in attributes
        }
        node = (tag, values, [])
        self.open[-1][2].append(node)
        if tag not in EMPTY:
            self.open.append(node)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in EMPTY:
            return
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1][2].append(data)


def tidy(node):
    """Text in one piece with single spaces; drawings only by their class, since ours are our own."""
    tag, attributes, children = node
    if tag == "svg":
        return (tag, {"class": attributes.get("class", frozenset())}, [])
    tidied, text = [], ""
    for child in [*children, None]:
        if isinstance(child, str):
            text += child
            continue
        if words := " ".join(text.split()):
            tidied.append(words)
        text = ""
        if child is not None:
            tidied.append(tidy(child))
    return (tag, attributes, tidied)


def tree(html: str):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1][0]}> is left open"
    return tidy(reader.root)


def lines(node, depth=0) -> list[str]:
    """For a readable difference."""
    if isinstance(node, str):
        return [f"{'  ' * depth}{node}"]
    tag, attributes, children = node
    shown = " ".join(
        f"{name}={' '.join(sorted(value)) if isinstance(value, frozenset) else value!r}"
        for name, value in sorted(attributes.items())
    )
    below = [line for child in children for line in lines(child, depth + 1)]
    return [f"{'  ' * depth}<{tag} {shown}>", *below]
