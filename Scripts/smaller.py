"""Makes a picture of a page smaller: a PNG of 256 colours out of one of millions, with nothing but what Python brings."""

import collections
import struct
import zlib

HEAD = b"\x89PNG\r\n\x1a\n"
COLOURS = 256


def pixels(data):
    """Width, height and rows of RGB of a PNG of eight bits a colour that is not interlaced."""
    assert data[:8] == HEAD, "no PNG"
    at, packed, about = 8, b"", None
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            about = struct.unpack(">IIBBBBB", data[at + 8:at + 21])
        elif kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += size + 12
    width, height, bits, colour, _, _, interlaced = about
    assert bits == 8 and colour in (2, 6) and not interlaced, f"a PNG of another kind: {about}"
    step = 3 if colour == 2 else 4
    raw, rows, above = zlib.decompress(packed), [], bytes(width * step)
    for row in range(height):
        begin = row * (width * step + 1)
        way, line = raw[begin], bytearray(raw[begin + 1:begin + 1 + width * step])
        for i in range(len(line)) if way else ():
            left = line[i - step] if i >= step else 0
            if way == 1:
                line[i] = line[i] + left & 255
            elif way == 2:
                line[i] = line[i] + above[i] & 255
            elif way == 3:
                line[i] = line[i] + (left + above[i]) // 2 & 255
            else:
                corner = above[i - step] if i >= step else 0
                guess = left + above[i] - corner
                best = min((abs(guess - one), place) for place, one in enumerate((left, above[i], corner)))[1]
                line[i] = line[i] + (left, above[i], corner)[best] & 255
        above = bytes(line)
        rows.append([tuple(line[i:i + 3]) for i in range(0, len(line), step)])
    return width, height, rows


def palette(counts):
    """At most COLOURS colours: boxes of colours are halved where most is gained, and each becomes its mean."""
    def spread(box):
        sides = [max(one[side] for one in box) - min(one[side] for one in box) for side in range(3)]
        side = max(range(3), key=sides.__getitem__)
        return sides[side] ** 2 * sum(counts[one] for one in box) ** 0.5, side

    boxes = [(*spread(list(counts)), list(counts))]
    while len(boxes) < min(COLOURS, len(counts)):
        place = max(range(len(boxes)), key=lambda one: boxes[one][0])
        _, side, box = boxes.pop(place)
        box.sort(key=lambda one: one[side])
        # Halved in the middle of its side, so that a rare colour far from the others is not lost among them.
        middle = (box[0][side] + box[-1][side]) / 2
        cut = next(at for at, one in enumerate(box) if one[side] > middle)
        boxes += [(*spread(half), half) for half in (box[:cut], box[cut:])]
    places, colours = {}, []
    for _, _, box in boxes:
        # The colour seen most stands for its box: plain grounds keep theirs exactly.
        colours.append(max(box, key=counts.__getitem__))
        places.update(dict.fromkeys(box, len(colours) - 1))
    return places, colours


def smaller(data):
    width, height, rows = pixels(data)
    places, colours = palette(collections.Counter(one for row in rows for one in row))
    body = b"".join(b"\0" + bytes(places[one] for one in row) for row in rows)

    def chunk(kind, what):
        return struct.pack(">I", len(what)) + kind + what + struct.pack(">I", zlib.crc32(kind + what))

    return (HEAD + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) + chunk(b"PLTE", bytes(sum(colours, ())))
            + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b""))
