"""What is kept of a file, and what is refused with its name and a remedy."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from swip.files.checking import FileRefused, checked
from swip.files.fields import FilesField

MEGABYTE = 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
WORD = (
    b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument'
    b'.wordprocessingml.document.main+xml"/></Types>'
)


def look(name, content):
    return checked(SimpleUploadedFile(name, content), most_bytes=MEGABYTE)


def archive(members, compress=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compress) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()


def picture(image_format="JPEG", size=(40, 20), mode="RGB", **options):
    written = io.BytesIO()
    Image.new(mode, size, 1).save(written, image_format, **options)
    return written.getvalue()


def refusal(name, content):
    with pytest.raises(FileRefused) as refused:
        look(name, content)
    assert str(refused.value).startswith(f"“{refused.value.name}” ")
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("PLAN.PDF", PDF, "application/pdf"),
        ("notes.txt", "Ysgol y plant – £5".encode(), "text/plain"),
        ("page.png", picture("PNG"), "image/png"),
        ("page.webp", picture("WEBP"), "image/webp"),
        (
            "letter.docx",
            archive({"[Content_Types].xml": WORD, "word/document.xml": "<w/>"}),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "letter.odt",
            archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_ordinary_files_are_kept_as_what_they_are(name, content, content_type):
    file = look(name, content)
    assert (file.name, file.content_type) == (name, content_type)
    assert len(file.digest) == 64


def test_a_photograph_forgets_where_it_was_taken_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "A telephone"
    exif.get_ifd(0x8825)[1] = "N"
    file = look("photo.jpg", picture(size=(40, 20), exif=exif, comment=b"At the Smiths"))
    kept = Image.open(file.content)
    assert kept.size == (20, 40)
    assert not kept.getexif()
    assert b"Smith" not in file.content.read()


def test_a_picture_of_another_kind_than_its_name_says_is_written_anew_as_its_name_says():
    kept = Image.open(look("really-png.jpg", picture("PNG", mode="RGBA")).content)
    assert (kept.format, kept.getpixel((0, 0))) == ("JPEG", (255, 255, 255))  # what was clear is white
    assert Image.open(look("really-jpg.png", picture("JPEG")).content).format == "PNG"


def test_text_in_an_old_encoding_is_kept_readable():
    assert look("notes.txt", "café".encode("cp1252")).content.read() == "café".encode()


def test_of_far_too_many_files_it_is_told_that_some_were_not_looked_at():
    field = FilesField(most=1)
    sent = [SimpleUploadedFile(f"{number}.txt", b"Notes") for number in range(5)]
    assert [each.name for each in field.clean(sent)] == ["0.txt", "1.txt"]
    assert field.refused == ["3 of the files were not looked at: choose 1 at a time"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("page.html", b"<html>", "is a web page. Save it as PDF and add that"),
        (
            "drawing.svg",
            b"<svg onload='x()'/>",
            "is a drawing that may hold programs. Save it as PNG and add that",
        ),
        ("macro.docm", b"PK", "may hold macros. Save it without macros and add that"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "has an old format. Save it as .docx or PDF and add that"),
        ("run.exe", b"MZ\x90", "must be a PDF"),
        ("photo.jpg.exe", picture(), "must be a PDF"),
        ("noending", PDF, "must be a PDF"),
        ("page.pdf", b"<html><script>", "is not really a PDF"),
        ("page.png", b"<svg xmlns='x'/>", "is not really a picture"),
        ("page.jpg", picture("GIF", mode="P"), "is a GIF picture, whatever its name. Save it as JPG or PNG"),
        ("page.jpg", picture()[:200], "cannot be opened as a picture"),
        ("notes.txt", b"<!DOCTYPE html><script>", "is not plain text"),
        ("notes.txt", PDF, "is not plain text"),
        ("notes.txt", b"MZ\x00\x00", "is not plain text"),
        ("empty.pdf", b"", "is empty"),
        ("large.pdf", PDF + b"x" * MEGABYTE, "must be smaller than 1 MB"),
        ("letter.docx", b"not an archive", "cannot be opened as a .docx file"),
        ("letter.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "is locked with a password or has an old format"),
        ("letter.docx", archive({"content.xml": "no such document"}), "cannot be opened as a .docx file"),
        ("letter.odt", archive({"[Content_Types].xml": WORD}), "cannot be opened as a .odt file"),
        (
            "letter.docx",
            archive({"[Content_Types].xml": WORD, "word/vbaProject.bin": b"x"}),
            "holds macros. Save it without macros, or as PDF, and add that",
        ),
        (
            "letter.docx",
            archive({"[Content_Types].xml": WORD + b"macroEnabled.main+xml", "word/document.xml": "x"}),
            "holds macros",
        ),
        (
            "letter.docx",
            archive({"[Content_Types].xml": WORD, "word/document.xml": b"\x00" * 60 * MEGABYTE}),
            "unpacks to far more than its size",
        ),
        (
            "letter.docx",
            archive({"[Content_Types].xml": WORD, **{f"{number}.xml": b"" for number in range(3_001)}}),
            "unpacks to far more than its size",
        ),
        (
            "letter.docx",
            archive({"[Content_Types].xml": WORD, "../../etc/cron.d/x": "x"}),
            "is not put together",
        ),
    ],
)
def test_what_could_harm_somebody_is_refused_with_a_remedy(name, content, reason):
    assert refusal(name, content).startswith(reason)


def test_a_picture_of_far_too_many_pixels_is_never_unpacked():
    assert refusal("bomb.png", picture("PNG", size=(9_000, 7_500), mode="1")).startswith(
        "has too many pixels"
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\visit.txt", "visit.txt"),
        ("photo\u202etxt.exe.txt", "phototxt.exe.txt"),
        ("a\nb\x07.txt", "ab.txt"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
        ("😀 visit.txt", "😀 visit.txt"),
    ],
)
def test_names_are_kept_without_paths_and_characters_that_cannot_be_seen(given, kept):
    upload = SimpleUploadedFile("x.txt", b"Notes")
    upload._name = given
    assert checked(upload, most_bytes=MEGABYTE).name == kept
