"""Does as Java what Python does otherwise and Lucene shows: white space, and single precision."""

import re
import struct

# No-break spaces are text to Java. The length is that of Lucene 3.0's tokenizer, which cuts longer words.
WORD = re.compile(r"[^\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]{1,255}")
MAX_FLOAT = 3.4028234663852886e38
MAX_INT = 2**31 - 1


def white_space_words(_field: str, text: str) -> list[str]:
    """Split at white space as Lucene 3.0's WhitespaceAnalyzer does, into words of 255 characters at most."""
    return WORD.findall(text)


def single(digits: str) -> float:
    """Return a decimal number in single precision; one that is too large becomes the largest there is."""
    value = min(float(digits), MAX_FLOAT)
    return float(struct.unpack("f", struct.pack("f", value))[0])


def shortest(value: float) -> float:
    """Return the shortest decimal that is the same single, as Java prints it: 0.2, not 0.20000000298."""
    for precision in range(1, 10):
        candidate = float(f"{value:.{precision}g}")
        if abs(candidate) <= MAX_FLOAT and struct.pack("f", candidate) == struct.pack("f", value):
            return candidate
    return value
