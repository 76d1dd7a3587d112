"""Makes JianbaoFigures-Regular.otf: figures above and below the line that Noto lacks, from its own figures.

Run in this folder, with fontTools 4.
"""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

NAME = "Jianbao Figures"
SOURCE = TTFont("NotoSerifCJKsc-Regular-trimmed.otf")
# As wide as Noto's ², and as small.
WIDTH, SCALE = 385, 0.6
ABOVE, BELOW = 463, -150
SIGNS = {**dict(zip("⁰⁵⁶⁷⁸⁹⁺⁻", "056789+−")), **dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+−"))}

glyphs, names = SOURCE.getGlyphSet(), SOURCE.getBestCmap()
drawn = {".notdef": T2CharStringPen(WIDTH, None).getCharString()}
for sign, figure in SIGNS.items():
    glyph = glyphs[names[ord(figure)]]
    pen = T2CharStringPen(WIDTH, None)
    up = ABOVE if sign in "⁰⁵⁶⁷⁸⁹⁺⁻" else BELOW
    glyph.draw(TransformPen(pen, (SCALE, 0, 0, SCALE, (WIDTH - SCALE * glyph.width) / 2, up)))
    drawn[f"uni{ord(sign):04X}"] = pen.getCharString()

builder = FontBuilder(1000, isTTF=False)
builder.setupGlyphOrder(list(drawn))
builder.setupCharacterMap({ord(sign): f"uni{ord(sign):04X}" for sign in SIGNS})
builder.setupCFF("JianbaoFigures-Regular", {"FullName": NAME, "FamilyName": NAME, "Weight": "Regular"}, drawn, {})
builder.setupHorizontalMetrics({name: (WIDTH, 0) for name in drawn})
metrics = SOURCE["hhea"]
builder.setupHorizontalHeader(ascent=metrics.ascent, descent=metrics.descent)
license = "SIL Open Font License 1.1; figures of Noto Serif CJK SC 2.001, (c) 2017-2022 Adobe"
builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": "JianbaoFigures-Regular",
                        "fullName": NAME, "version": "Version 1.0", "licenseDescription": license})
source = SOURCE["OS/2"]
builder.setupOS2(sTypoAscender=source.sTypoAscender, sTypoDescender=source.sTypoDescender,
                 usWinAscent=source.usWinAscent, usWinDescent=source.usWinDescent, sCapHeight=source.sCapHeight,
                 sxHeight=source.sxHeight)
builder.setupPost()
# The same bytes whenever it is made.
builder.font["head"].created = builder.font["head"].modified = 0
builder.font.recalcTimestamp = False
builder.save("JianbaoFigures-Regular.otf")
