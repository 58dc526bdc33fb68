"""Files that go wrong: cut short, changed, locked, bombs, mislabelled. `python -m tests.damage` reads 500 of them.

Each must end in documents or in one sentence with a remedy, within 20 seconds and 1 GB.
"""

import io
import random
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.forms import documents_of
from corpus.readers import read_file
from tests import paper
from tests.paper import Block, Style

MAX_SECONDS = 20.0
MAX_BYTES = 2**30
LETTER = (
    Block("Folketingets Socialudvalg har d. 6. juni 2025 stillet følgende spørgsmål nr. 663 (alm. del) til "
          "socialministeren, som hermed besvares."),
    Block("Spørgsmål nr. 663:"), Block("Hvad koster det at bygge broen, og hvornår er den færdig?"), Block("Svar:"),
    Block("Broen koster 20,8 mio. kr. og er færdig til maj. " * 40), Block(rows=(("2024", "12"), ("2025", "13"))),
    Block("Med venlig hilsen", new_page=True),
)  # fmt: skip
Damaged = tuple[str, bytes]  # a file's name and its bytes


def whole() -> dict[str, bytes]:
    """One good file of each kind."""
    made = {
        "svar.pdf": paper.pdf(LETTER, Style("Hoved", "Fod", hyphen="-")), "svar.docx": paper.docx(LETTER),
        "svar.html": paper.page(LETTER), "svar.txt": paper.plain(LETTER),
    }  # fmt: skip
    return made | {"svar.eml": paper.mail("Hermed svar.", {"svar.pdf": made["svar.pdf"], "a.docx": made["svar.docx"]})}


def _objects(*bodies: bytes) -> bytes:
    """A PDF of these objects, the first of which is the catalogue, with a true table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, table))


def _page(contents: bytes, box: bytes = b"[0 0 595 842]", stream_keys: bytes = b"") -> bytes:
    stream = b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(contents), stream_keys, contents)
    return _objects(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % box, stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip


def _bomb(unit: bytes, count: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(unit) for _ in range(count)), packer.flush()])


def _zipped(part: str, unit: bytes, count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(part, "w") as file:
        for _ in range(count):
            file.write(unit)
    return out.getvalue()


def _replaced(document: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


Maker = Callable[[], bytes]


def _in_word(change: Callable[[bytes], bytes]) -> Maker:
    return lambda: _replaced(paper.docx(LETTER), "word/document.xml", change)


def _declared(declaration: bytes, used: bytes) -> Maker:
    head = b'<?xml version="1.0"?><!DOCTYPE d [' + declaration + b"]>"
    return _in_word(lambda data: head + data.split(b"?>", 1)[1].replace(b"Svar:", used))


def bombs() -> dict[str, Maker]:
    """What is made on purpose to hang, fill or crash a reader; each is made when it is asked for."""
    text = b"BT /F 10 Tf 50 700 Td (Svar) Tj ET\n"
    flate, catalogue = b"/Filter/FlateDecode", b"<</Type/Catalog/Pages 2 0 R>>"
    small = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]"
    laughs = b"".join(b'<!ENTITY a%d "%b">' % (n + 1, b"&a%d;" % n * 10) for n in range(12))
    deep = b"<w:tbl><w:tr><w:tc>" * 20_000 + b"</w:tc></w:tr></w:tbl>" * 20_000
    made: dict[str, Maker] = {
        "empty.pdf": lambda: b"",
        "empty.docx": lambda: b"",
        "stream.pdf": lambda: _page(_bomb(b"\n" * 2**20, 900), stream_keys=flate),
        "texts.pdf": lambda: _page(_bomb(text * 1000, 400), stream_keys=flate),
        "twice.pdf": lambda: _page(
            zlib.compress(_bomb(b"0" * 2**20, 500)), stream_keys=b"/Filter[/FlateDecode/FlateDecode]"
        ),
        "huge-page.pdf": lambda: _page(text, b"[0 0 1e30 1e30]"),
        "no-page.pdf": lambda: _page(text, b"[0 0 0 0]"),
        "cycle.pdf": lambda: _objects(catalogue, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        "parent.pdf": lambda: _objects(catalogue, b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 9>>"),
        "count.pdf": lambda: _objects(catalogue, b"<</Type/Pages/Kids[]/Count 2000000000>>"),
        "itself.pdf": lambda: _objects(b"1 0 R"),
        "nested.pdf": lambda: _objects(b"<</Type/Catalog/Pages " + b"[" * 200_000 + b"]" * 200_000 + b">>"),
        "kids.pdf": lambda: _objects(
            catalogue, b"<</Type/Pages/Count 100000/Kids[" + b"3 0 R " * 100_000 + b"]>>", small + b">>"
        ),
        "form.pdf": lambda: _objects(
            catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            small + b"/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
            b"<</Length 5>>\nstream\n/X Do\nendstream",
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 11>>\n"
            b"stream\n/X Do /X Do\nendstream",
        ),
        "locked.pdf": lambda: paper.pdf(LETTER, Style(encrypt="hemmelig")),
        "scan.pdf": lambda: paper.pdf((Block(""),), Style(numbered=False)),
        "no-unicode.pdf": lambda: paper.pdf(LETTER).replace(b"/ToUnicode", b"/ToNothing"),
        "zip.docx": lambda: _zipped("word/document.xml", b" " * 2**20, 600),
        "many.docx": _in_word(lambda data: data * 200),
        "laughs.docx": _declared(b'<!ENTITY a0 "ha">' + laughs, b"&a12;"),
        "outside.docx": _declared(b'<!ENTITY x SYSTEM "file:///etc/hosts">', b"&x;"),
        "deep.docx": _in_word(lambda data: data.replace(b"<w:body>", b"<w:body>" + deep)),
        "deep.html": lambda: b"<div><b>" * 300_000 + b"Svar",
        "tables.html": lambda: b"<table><tr><td>" * 100_000 + b"Svar",
        "attributes.html": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">Svar",
        "entities.html": lambda: b"&amp;" * 3_000_000,
        "styles.html": lambda: b"<p style='display:none'>x" * 200_000 + b"<p>Svar",
        "deep.eml": lambda: b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5000)
        ),
        "parts.eml": lambda: b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhej\n" * 50_000,
        "header.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 200_000 + b"\n\nhej",
        "bomb.eml": lambda: paper.mail("Hej", {"zip.docx": _zipped("word/document.xml", b" " * 2**20, 300)}),
        "inner.eml": lambda: paper.mail("", {"en.eml": paper.mail("Hej", {"to.eml": b"x"})}),
        "words.txt": lambda: b"Svar " * 3_000_000,
        "lines.txt": lambda: b"Svar:\n" * 2_000_000,
        "blanks.txt": lambda: "Spørgsmål nr. 5".encode() + b" " * 2_000_000 + b"Svar:\n" + b"\n" * 1_000_000 + b"x",
        "brackets.txt": lambda: b"(A (B):" * 500_000,
        "pairs.txt": lambda: "Spørgsmål nr. 5:\nHvad?\nSvar:\nNej.\n".encode() * 200_000,
        "letters.txt": lambda: "Svar på Finansudvalgets spørgsmål nr. 5 (Alm. del) af 5. marts 2025\n".encode()
        + "Spørgsmål nr. 5:\nHvad?\nSvar:\nKL har oplyst følgende:\n”Nej.\n".encode() * 200_000,
        "exchange.txt": (
            "Folketinget, samling 20222, møde den 2023-01-18 (spørgetid)\nSpm. nr. S 1\nTil A af: B C (V)\nSvar:\n"
            + "B C (V):\nHvad koster den nye bro over vandet?\nUdenrigsministeren (A B):\nJa.\nKl. 13:07\n" * 40_000
        ).encode,
        "turns.txt": lambda: b"Udenrigsministeren (A B):\nJa.\nKl. 13:07Formanden (C D): Tak.\n" * 40_000,
    }  # fmt: skip
    for name, data in whole().items():
        for other in (".pdf", ".docx", ".html", ".eml", ".txt"):
            if not name.endswith(other):
                made[f"really-{name}{other}"] = partial(bytes, data)
    return made


def mutants(count: int, seed: int) -> Iterator[Damaged]:
    """Good files cut short, with bytes changed, pieces doubled, or the packed stream of a page garbled."""
    source = random.Random(seed)
    good = list(whole().items())
    for number in range(count):
        name, data = good[number % 3 if number % 10 else source.randrange(len(good))]
        changed = bytearray(data)
        how = source.randrange(4)
        if how == 0:
            del changed[source.randrange(len(changed)) :]
        elif how == 1:
            for _ in range(source.choice((1, 5, 50, 500))):
                changed[source.randrange(len(changed))] = source.randrange(256)
        elif how == 2:
            start = source.randrange(len(changed))
            changed[start:start] = changed[source.randrange(len(changed)) :][: source.choice((10, 1000, 50_000))]
        else:
            start = source.randrange(len(changed))
            changed[start : start + source.choice((1, 100, 4000))] = bytes(source.randrange(64))
        yield f"{number}-{name}", bytes(changed)


def outcome(folder: Path, damaged: Damaged) -> str:
    """What reading a file came to: "documents", or the sentence that says why not."""
    name, data = damaged
    path = folder / name
    path.write_bytes(data)
    try:
        documents = documents_of(read_file(path), name)
    except UnreadableFile as error:
        return f"{error.reason}; {error.remedy}"
    finally:
        path.unlink()
    return "documents" if documents else ""


def huge(folder: Path) -> Path:
    """A file of 300 MB that takes no room."""
    path = folder / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(300 * 2**20)
    return path


def main() -> None:
    """Read them all; exit 1 if one crashes, hangs or grows too large."""
    import resource
    from collections import Counter

    made = [(name, make()) for name, make in bombs().items()]
    made += mutants(499 - len(made), seed=6)
    bad: list[str] = []
    said: Counter[str] = Counter()
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for damaged in made:
            start = time.perf_counter()
            try:
                found = outcome(folder, damaged)
            except Exception as error:
                found = ""
                bad.append(f"{damaged[0]}: {error!r}")
            taken = time.perf_counter() - start
            slowest = max(slowest, (taken, damaged[0]))
            said[found] += 1
            if taken > MAX_SECONDS + 1 or not found:
                bad.append(f"{damaged[0]}: {taken:.1f} s, {found!r}")
            if taken > 3:
                print(f"{taken:6.1f} s  {damaged[0]}: {found}", file=sys.stderr)
        try:
            read_file(huge(folder))
        except UnreadableFile as error:
            said[f"{error.reason}; {error.remedy}"] += 1
    for sentence, count in said.most_common():
        print(f"{count:4}  {sentence}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{sum(said.values())} files; slowest {slowest[0]:.1f} s ({slowest[1]}); "
          f"most memory {peak / 2**20:.0f} MB in a reader, {own / 2**20:.0f} MB here; {len(bad)} wrong")  # fmt: skip
    for line in bad:
        print(line)
    sys.exit(bool(bad) or max(peak, own) > MAX_BYTES)


if __name__ == "__main__":
    main()
