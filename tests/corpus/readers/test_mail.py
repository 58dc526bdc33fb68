"""Mails: the letter is found wherever it is, in the words, a version of them or an attachment; nothing else is read."""

from email.message import EmailMessage

import pytest

from corpus.readers.kinds import read_bytes
from corpus.readers.reading import Unreadable
from tests import paper
from tests.paper import Block

LETTER = "Spørgsmål nr. 663:\n\nHvad koster søbroen?\n\nSvar:\n\nDer er ikke afsat midler på æggeøen.\n"
COVER = "Hej\n\nHermed svaret.\n\nMvh Bo"


def mail(words: str, *attached: tuple[str, bytes, str]) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Svar"
    message.set_content(words)
    for name, data, kind in attached:
        maintype, subtype = kind.split("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message


def read(message: EmailMessage | bytes) -> list[tuple[str, str]]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return [(reading.name, reading.text.strip()) for reading in read_bytes("post.eml", data)]


def test_a_mail_gives_its_attachments_and_not_its_covering_words() -> None:
    pdf = paper.pdf((Block("Svar:"), Block("Nej tak.")))
    assert read(paper.mail(COVER, {"svar.pdf": pdf, "logo.png": b"\x89PNG", "b.txt": b"Nr. to."})) == [
        ("svar.pdf", "Svar:\nNej tak."),
        ("b.txt", "Nr. to."),
    ]


def test_a_mail_without_attachments_gives_its_own_words() -> None:
    assert read(mail("Broen åbner til maj.", ("logo.png", b"\x89PNG", "image/png"))) == [("", "Broen åbner til maj.")]


def test_a_letter_in_the_words_is_read_beside_an_attachment() -> None:
    assert read(mail(LETTER, ("dagsorden.txt", b"Punkt et.", "text/plain"))) == [
        ("", LETTER.strip()),
        ("dagsorden.txt", "Punkt et."),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("svar.pdf", "application/pdf"), ("svar", "text/plain"), ("svar", "application/octet-stream"),
     ("svar.docx", "application/octet-stream"), ("svar.bin", "text/plain")],
)  # fmt: skip
def test_an_attachment_of_a_wrong_name_is_read_as_what_it_is(name: str, kind: str) -> None:
    assert read(mail(COVER, (name, LETTER.encode(), kind))) == [(name, LETTER.strip())]


def test_a_web_page_and_a_pdf_without_suffix_are_read_as_such() -> None:
    pdf = paper.pdf((Block("Svar på papir."),))
    attached = (("a", b"<html><p>Svar</p></html>", "application/octet-stream"), ("b", pdf, "application/x-download"))
    assert read(mail(COVER, *attached)) == [("a", "Svar"), ("b", "Svar på papir.")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("svar.pdf", b"%PDF-1.7 nothing", "'svar.pdf' cannot be read: it is damaged, or no PDF"),
        ("svar.pdf", b"1 0 obj\n<</Type/Page>>\nendobj\n", "'svar.pdf' cannot be read: it is damaged"),
        ("svar.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "'svar.doc' cannot be read: files of this type"),
        ("svar.rtf", b"{\\rtf1 Svar}", "'svar.rtf' cannot be read"),
    ],
)
def test_words_that_cover_an_attachment_which_cannot_be_read_are_no_document(
    name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(Unreadable) as raised:
        read(mail(COVER, (name, data, "application/octet-stream")))
    assert reason in raised.value.reason
    assert raised.value.remedy


def test_a_mail_within_a_mail_gives_its_letter() -> None:
    inner = mail(COVER, ("svar.txt", LETTER.encode(), "text/plain"))
    forwarded = mail("FYI")
    forwarded.add_attachment(inner)
    assert read(forwarded) == [("svar.txt", LETTER.strip())]
    assert read(mail("FYI", ("v.eml", inner.as_bytes(), "application/octet-stream"))) == [("svar.txt", LETTER.strip())]
    assert read(mail("FYI", ("v.eml", mail(LETTER).as_bytes(), "application/octet-stream"))) == [
        ("v.eml", LETTER.strip())
    ]


def test_a_mail_that_comes_with_a_mail_is_not_mixed_with_it() -> None:
    assert read(mail("Broen åbner.", ("v.eml", mail("Er det sandt?").as_bytes(), "application/octet-stream"))) == [
        ("", "Broen åbner.")
    ]


def test_mails_within_mails_beyond_measure_are_refused() -> None:
    message = mail("Inderst")
    for _ in range(12):
        message = mail("Yderst", ("v.eml", message.as_bytes(), "application/octet-stream"))
    with pytest.raises(Unreadable, match="more than 100 parts"):
        read(message)


def test_the_version_that_says_more_is_read() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in LETTER.split("\n\n"))
    stub = mail("Se venligst HTML-versionen.")
    stub.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html")
    assert read(stub) == [("", LETTER.strip())]
    both = mail(LETTER)
    both.add_alternative(f"<html><body>{paragraphs.replace('midler', '<b>midler</b>')}</body></html>", subtype="html")
    assert read(both) == [("", LETTER.strip())]
    empty = mail(LETTER)
    empty.add_alternative("<html><body><img src=a></body></html>", subtype="html")
    assert read(empty) == [("", LETTER.strip())]


def test_words_in_several_parts_are_read_in_order() -> None:
    message = mail("Spørgsmål: Hvad?")
    message.make_mixed()
    second = EmailMessage()
    second.set_content("Svar: Intet.")
    message.attach(second)
    assert read(message) == [("", "Spørgsmål: Hvad?\n\n\nSvar: Intet.")]


@pytest.mark.parametrize("named", ["us-ascii", "utf-8", "x-unknown-9", "iso-8859-1", "windows-1252", "none", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_words_are_read_right_whatever_encoding_they_are_named_to_have(named: str, encoding: str) -> None:
    head = f"MIME-Version: 1.0\nContent-Type: text/plain; charset={named}\nContent-Transfer-Encoding: 8bit\n\n"
    ((_, text),) = read(head.encode() + LETTER.encode(encoding))
    assert text == LETTER.strip()


def test_a_page_in_a_mail_that_names_another_encoding_than_the_mail_is_read_right() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body>Ærø på søen</body></html>'.encode()
    assert read(b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + page) == [
        ("", "Ærø på søen")
    ]
