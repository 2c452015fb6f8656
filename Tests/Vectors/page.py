"""Reads a web page as strictly as HTML's own parsing rules can be read, and says what is wrong.

    saqta open REPORT --format html | python3 page.py
    saqta open REPORT --format markdown | cmark-gfm | python3 page.py --part

Prints JSON: `problems`; `skeleton`, every element and its attributes without their values; `text`,
a line for each text. Uses html5lib alone and shares no code with saqta.
"""
import json
import sys

import html5lib

parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
is_part = "--part" in sys.argv
source = sys.stdin.buffer.read().decode("utf-8")
if is_part:
    source = "<!DOCTYPE html><title>-</title>" + source
try:
    page = parser.parse(source)
except html5lib.html5parser.ParseError as error:
    print(json.dumps({"problems": [f"not valid: {error}"], "skeleton": [], "text": ""}))
    sys.exit()

elements = [e for e in page.iter() if isinstance(e.tag, str)]
skeleton = [" ".join([e.tag.split("}")[-1]] + sorted(e.keys())) for e in elements]
names = [line.split(" ")[0] for line in skeleton]
problems = []


def expect(is_fine, problem):
    if not is_fine:
        problems.append(problem)


ids = [e.get("id") for e in elements if e.get("id")]
expect(len(ids) == len(set(ids)), "an id stands twice")
levels = [int(n[1]) for n in names if len(n) == 2 and n[0] == "h" and n[1].isdigit()]
expect(levels[:1] == [1] and levels.count(1) == 1, f"first headings {levels[:3]}")
expect(all(b <= a + 1 for a, b in zip(levels, levels[1:])), f"headings skip a level: {levels}")
if not is_part:
    for landmark in ["header", "nav", "main", "title"]:
        expect(names.count(landmark) == 1, f"not one {landmark}")
    expect(page.get("lang"), "no language")
for e, name in zip(elements, names):
    for attribute, value in e.items():
        expect(not attribute.startswith("on"), f"{name} has {attribute}")
        expect(attribute not in ("style", "src", "srcset", "action", "data"), f"{name} has {attribute}")
        if attribute == "href":
            expect(value.startswith("#") and value[1:] in ids, f"leads to {value}")
        if attribute == "aria-labelledby":
            expect(value in ids, f"named by {value}")
    if name == "svg":
        expect(e.get("role") == "img" and e.get("aria-label"), "a drawing without words")
    if name in ("li", "a", "summary", "h1", "h2", "h3"):
        expect("".join(e.itertext()).strip(), f"an empty {name}")


# As people read it: a line for each block, whatever stands in bold or as a link.
def lines(e):
    block = e.tag in ("p", "li", "h1", "h2", "h3", "ul", "ol", "summary", "details", "section", "title", "nav")
    yield "\n" if block else ""
    yield e.text or ""
    for child in e:
        if child.tag != "style" and isinstance(child.tag, str):
            yield from lines(child)
        yield child.tail or ""
    yield "\n" if block else ""


text = "\n".join(" ".join(line.split()) for line in "".join(lines(page)).split("\n") if line.strip())
print(json.dumps({"problems": problems, "skeleton": skeleton, "text": text}))
