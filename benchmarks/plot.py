"""Draws bars in SVG, with the middle half of the rounds as a line. No library is needed for that."""
import html
import statistics

from measurement import quartiles

WIDTH, LABELS, ROW, EDGE = 860, 380, 24, 12


def bars(title, unit, values):
    """`values` are lists, one of each bar, by name."""
    longest = max(quartiles(list(each))[1] for each in values.values())
    scale = (WIDTH - LABELS - 90) / longest if longest > 0 else 0
    height = EDGE * 2 + ROW * (len(values) + 1)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" '
             f'font-size="13">', f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
             f'<text x="{EDGE}" y="{EDGE + 13}" font-weight="bold">{html.escape(title)}</text>']
    for number, (name, each) in enumerate(values.items(), 1):
        parts += bar(name, unit, each, EDGE + ROW * number, scale)
    return "\n".join([*parts, "</svg>"]) + "\n"


def bar(name, unit, values, top, scale):
    middle = statistics.median(values)
    lower, upper = quartiles(values)
    colour = "#2f6fab" if "tagcache" in name else "#a9b4be"
    baseline, centre = top + 16, top + 11
    return [f'<text x="{LABELS - 8}" y="{baseline}" text-anchor="end">{html.escape(name)}</text>',
            f'<rect x="{LABELS}" y="{top + 3}" width="{middle * scale:.1f}" height="16" fill="{colour}"/>',
            f'<path d="M{LABELS + lower * scale:.1f} {centre}H{LABELS + upper * scale:.1f}" stroke="#222222" '
            'stroke-width="2"/>',
            f'<text x="{LABELS + max(middle, upper) * scale + 6:.1f}" y="{baseline}">{middle:.1f} {unit}</text>']
