"""Pictures are well-formed, and in each of them no text or chip touches another one or the frame. Usage: layout.py PICTURE..."""
import sys
import xml.etree.ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def boxes(picture):
    """What must not overlap: chips, and texts that stand in none, each as (left, top, right, bottom, what)."""
    for group in picture.iter():
        in_chip = group.tag == SVG + "g" and group.find(SVG + "rect") is not None
        for text in group.findall(SVG + "text"):
            x, y, width = int(text.get("x")), int(text.get("y")), int(text.get("textLength", "0"))
            if in_chip:
                chip = group.find(SVG + "rect")
                left, top = int(chip.get("x")), int(chip.get("y"))
                right, bottom = left + int(chip.get("width")), top + int(chip.get("height"))
                inside = left < x and x + width < right and top < y < bottom
                yield left, top, right, bottom, text.text if inside else f"{text.text}, which leaves its chip"
            else:
                yield x, y - 10, x + (width or 7 * len(text.text)), y + 3, text.text


def problems(path):
    picture = xml.etree.ElementTree.parse(path).getroot()
    width, height = int(picture.get("width")), int(picture.get("height"))
    found = list(boxes(picture))
    if len(found) < 8:
        yield f"{path}: only {len(found)} texts found"
    for index, (left, top, right, bottom, what) in enumerate(found):
        if what.endswith("leaves its chip"):
            yield f"{path}: {what}"
        if left < 10 or top < 10 or right > width - 10 or bottom > height - 10:
            yield f"{path}: {what} is not inside the frame"
        for other in found[index + 1:]:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                yield f"{path}: {what} and {other[4]} overlap"


all_problems = [problem for path in sys.argv[1:] for problem in problems(path)]
print("\n".join(all_problems))
sys.exit(1 if all_problems or len(sys.argv) < 2 else 0)
