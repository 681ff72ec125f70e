"""Files nobody should be able to upload as a scan, built here so that none lies in the repository.

HOSTILE: name → (the code of its refusal, a function that builds it). The name's ending is what the sender calls the file.
"""

import io
import random
import struct
import zipfile
import zlib
from functools import partial

from PIL import Image
from pypdf import PdfReader, PdfWriter

from dingnan_sw.lib.scans import LIMITS

# Good files, to be spoilt ----------------------------------------------------------------------------------------------


def encoded(picture, form, **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def picture(form, size=(60, 40), mode="RGB", **options):
    return encoded(Image.new(mode, size, "white"), form, **options)


def noise(form, size=(300, 200), **options):
    pixels = random.Random(41).randbytes(size[0] * size[1] * 3)
    return encoded(Image.frombytes("RGB", size, pixels), form, **options)


def archive(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "内容")
    return file.getvalue()


def video():
    """The boxes of an MP4 with nothing in them."""
    return struct.pack(">I4s8s", 16, b"ftyp", b"mp42\0\0\0\0") + struct.pack(">I4s100x", 108, b"mdat")


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
PROGRAM = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(200)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


# PNG, chunk by chunk ---------------------------------------------------------------------------------------------------


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(wide, high, *chunks, pixels=None, colour=2):
    header = struct.pack(">IIBBBBB", wide, high, 8, colour, 0, 0, 0)
    data = chunk(b"IDAT", pixels or zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + b"".join([chunk(b"IHDR", header), *chunks, data, chunk(b"IEND", b"")])


def with_wrong_checksum():
    data = bytearray(noise("PNG"))
    data[5000] ^= 1
    return bytes(data)


def jpeg_of_size(wide, high):
    """A small JPEG whose header says it is wide and high."""
    data = picture("JPEG")
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", high, wide) + data[place + 4 :]


def jpeg_of_many_passes():
    data = noise("JPEG", progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * 500 + b"\xff\xd9"


# PDF, object by object ---------------------------------------------------------------------------------------------------


def stream(content, entries=b""):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def pdf_objects(*more, root=b"", page=b"", box=b"0 0 595 842", content=b"0 0 100 100 re f"):
    """Catalogue, page tree, page and its content are objects 1 to 4; more begin with 5."""
    return [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s>>" % (box, page),
        stream(content),
        *more,
    ]


def written(objects, trailer=b"", skew=0, start=None):
    """The file of the objects, numbered from 1; skew is added to the places in its table."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data) + skew)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\n" % (size, table, size, trailer)
    return data + end + b"startxref\n%d\n%%%%EOF\n" % (len(data) if start is None else start)


def pdf(*more, **parts):
    return written(pdf_objects(*more, **parts))


def packed(*more, entries=b"", content=None, **parts):
    """The same with all but the streams in an object stream, behind a cross-reference stream."""
    objects = pdf_objects(*more, **parts)
    inside = [(number, body) for number, body in enumerate(objects, 1) if b"stream\n" not in body]
    bodies, numbers = b"", b""
    for number, body in inside:
        numbers += b"%d %d " % (number, len(bodies))
        bodies += body + b"\n"
    last = len(objects) + 1
    head = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode%s" % (len(inside), len(numbers), entries)
    box = stream(zlib.compress(content or numbers + bodies), head)
    data, rows = b"%PDF-1.7\n", {number: (2, last, index) for index, (number, _) in enumerate(inside)}
    for number, body in [*enumerate(objects, 1), (last, box)]:
        if number not in rows:
            rows[number] = (1, len(data), 0)
            data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows[last + 1] = (1, len(data), 0)
    table = zlib.compress(bytes(7) + b"".join(struct.pack(">BIH", *rows[number]) for number in sorted(rows)))
    entry = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Filter/FlateDecode" % (last + 2)
    end = b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last + 1, stream(table, entry), len(data))
    return data + end


def revised(first, number, body):
    """The file with one object replaced by a later revision."""
    place = len(first)
    data = first + b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    before = int(first.rsplit(b"startxref\n", 1)[1].split()[0])
    size = first.count(b" obj\n") + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Prev %d>>\n" % (size, before)
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def swapped():
    """The table has the rows of the page and its content the wrong way round."""
    data = pdf()
    page, content = data.split(b"\n")[-8:-6]
    return data.replace(page + b"\n" + content, content + b"\n" + page)


def pages(count):
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    return written(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[leaf] * count]
    )


def tree(kids, count=1):
    """A page tree whose root has these kids."""
    objects = pdf_objects()
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return written(objects)


def encrypted(user, owner, algorithm):
    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user, owner, algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def billion_pictures():
    """Nine forms, each drawing the next ten times."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</X %d 0 R>>>>" % (6 + level),
        )
        for level in range(9)
    ]
    last = stream(b"0 0 90 90 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]")
    return pdf(*forms, last, page=b"/Resources<</XObject<</X 5 0 R>>>>", content=b"/X Do")


def picture_of_size(wide, high):
    entries = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    )
    pixels = zlib.compress(bytes(100_000))
    shown = stream(pixels, entries % (wide, high))
    return pdf(shown, page=b"/Resources<</XObject<</X 5 0 R>>>>", content=b"500 0 0 500 0 0 cm /X Do")


ANNOTATION = b"/Annots[<</Type/Annot/Rect[0 0 99 99]%s>>]"


def annotated(entries, *more):
    return pdf(*more, page=ANNOTATION % entries)


def opening(action):
    return pdf(root=b"/OpenAction<<%s>>" % action)


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
GO_ONLINE = b"<</S/URI/URI(http://example.com/)>>"
ATTACHED = stream(b"MZ", b"/Type/EmbeddedFile")

OTHER_KINDS = {
    "空文件.jpg": ("empty", b""),
    "程序改名.jpg": ("wrong_kind", PROGRAM),
    "Linux 程序改名.pdf": ("wrong_kind", b"\x7fELF\x02\x01\x01" + bytes(100)),
    "脚本改名.png": ("wrong_kind", b"#!/bin/sh\nrm -rf /\n"),
    "网页改名.jpg": ("wrong_kind", HTML),
    "PHP 改名.png": ("wrong_kind", PHP),
    "SVG 改名.png": ("wrong_kind", SVG),
    "RTF 改名.pdf": ("wrong_kind", b"{\\rtf1 x}"),
    "PostScript 改名.pdf": ("wrong_kind", b"%!PS-Adobe-3.0\n"),
    "旧版 Word.pdf": ("wrong_kind", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "RAR 改名.pdf": ("wrong_kind", b"Rar!\x1a\x07\x01\0" + bytes(60)),
    "苹果照片改名.jpg": ("wrong_kind", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
    "视频改名.jpg": ("wrong_kind", video()),
    "记事本.pdf": ("wrong_kind", "姓名：张三".encode()),
    "乱码.png": ("wrong_kind", bytes(range(128, 256))),
}

PICTURES = {
    "动图改名.jpg": ("wrong_kind", partial(picture, "GIF")),
    "WebP 改名.jpg": ("wrong_kind", partial(picture, "WEBP")),
    "BMP 改名.png": ("wrong_kind", partial(picture, "BMP")),
    "TIFF 改名.jpg": ("wrong_kind", partial(picture, "TIFF")),
    "压缩包改名.png": ("wrong_kind", partial(archive, "a.txt")),
    "工作簿改名.pdf": ("wrong_kind", partial(archive, "[Content_Types].xml", "xl/workbook.xml")),
    "没传完.jpg": ("damaged", lambda: noise("JPEG")[:-3000]),
    "没传完.png": ("damaged", lambda: noise("PNG")[:-3000]),
    "只有开头.jpg": ("damaged", lambda: b"\xff\xd8\xff\xe0"),
    "只有开头.png": ("damaged", lambda: b"\x89PNG\r\n\x1a\n"),
    "开头是 JPEG 的网页.jpg": ("damaged", lambda: b"\xff\xd8\xff" + HTML),
    "开头是 PNG 的网页.png": ("damaged", lambda: b"\x89PNG\r\n\x1a\n" + HTML),
    "校验和不对.png": ("damaged", with_wrong_checksum),
    "像素是乱的.png": ("damaged", lambda: png(50, 50, pixels=b"not deflated")),
    "没有高度.jpg": ("damaged", lambda: jpeg_of_size(60, 0)),
    "五百遍的渐进式.jpg": ("damaged", jpeg_of_many_passes),
    "注释炸弹.png": ("damaged", lambda: png(9, 9, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**8))))),
    "五万见方.png": ("too_many_pixels", partial(png, 50_000, 50_000)),
    "五万见方.jpg": ("too_many_pixels", partial(jpeg_of_size, 50_000, 50_000)),
    "细长.png": ("too_many_pixels", partial(png, 2**31 - 1, 1)),
    "一亿像素.png": ("too_many_pixels", lambda: picture("PNG", (10_000, 10_000), "1")),
    "后附压缩包.jpg": ("polyglot", lambda: picture("JPEG") + archive("a.js")),
    "后附网页.jpg": ("polyglot", lambda: picture("JPEG") + HTML),
    "后附 PDF.jpg": ("polyglot", lambda: picture("JPEG") + pdf()),
    "后附第二张和压缩包.jpg": ("polyglot", lambda: picture("JPEG") * 2 + archive("a.js")),
    "后附视频和压缩包.jpg": ("polyglot", lambda: picture("JPEG") + video() + archive("a.js")),
    "后附 PHP.png": ("polyglot", lambda: picture("PNG") + PHP),
    "后附压缩包.png": ("polyglot", lambda: picture("PNG") + archive("a.js")),
    "后附程序.png": ("polyglot", lambda: picture("PNG") + bytes(64) + PROGRAM),
}

ACTING = {
    "按名的脚本.pdf": lambda: pdf(SCRIPT, root=b"/Names<</JavaScript<</Names[(a) 5 0 R]>>>>"),
    "打开时的脚本.pdf": lambda: opening(b"/S/JavaScript/JS(app.alert\\(1\\))"),
    "打开时上网.pdf": lambda: opening(b"/S/URI/URI(http://example.com/)"),
    "打开时启动程序.pdf": lambda: opening(b"/S/Launch/F(cmd.exe)"),
    "打开时提交.pdf": lambda: opening(b"/S/SubmitForm/F(http://example.com/)"),
    "打开时导入.pdf": lambda: opening(b"/S/ImportData/F(a.fdf)"),
    "打开时跳到别的文件.pdf": lambda: opening(b"/S/GoToR/F(\\\\\\\\host\\\\a.pdf)/D[0/Fit]"),
    "打开时打印.pdf": lambda: opening(b"/S/Named/N/Print"),
    "打开后接着上网.pdf": lambda: opening(b"/S/GoTo/D[3 0 R/Fit]/Next<</S/URI/URI(http://example.com/)>>"),
    "间接的打开动作.pdf": lambda: pdf(b"<</S 6 0 R/URI(http://a.cn/)>>", b"/URI", root=b"/OpenAction 5 0 R"),
    "翻页时的脚本.pdf": lambda: pdf(SCRIPT, page=b"/AA<</O 5 0 R>>"),
    "翻页时上网.pdf": lambda: pdf(page=b"/AA<</O<</S/URI/URI(http://example.com/)>>>>"),
    "关闭时上网.pdf": lambda: pdf(b"<</WC<</S/URI/URI(http://a.cn/)>>>>", root=b"/AA 5 0 R"),
    "按钮启动程序.pdf": lambda: annotated(b"/Subtype/Link/A<</S/Launch/F(cmd.exe)>>"),
    "脚本链接.pdf": lambda: annotated(b"/Subtype/Link/A<</S/URI/URI( JavaScript:alert\\(1\\))>>"),
    "文件链接.pdf": lambda: annotated(b"/Subtype/Link/A<</S/URI/URI(file:///c:/a.exe)>>"),
    "附件.pdf": lambda: pdf(
        b"<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>", ATTACHED, root=b"/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>"
    ),
    "没有类型的附件.pdf": lambda: pdf(b"<</F(a.exe)/EF<</F 6 0 R>>>>", stream(b"MZ")),
    "附件批注.pdf": lambda: annotated(b"/Subtype/FileAttachment/FS<</F(a.exe)>>"),
    "动态表单.pdf": lambda: pdf(stream(b"<xdp/>"), root=b"/AcroForm<</Fields[]/XFA 5 0 R>>"),
    "富媒体.pdf": lambda: annotated(b"/Subtype/RichMedia"),
    "电影.pdf": lambda: annotated(b"/Subtype/Movie"),
    "声音.pdf": lambda: annotated(b"/Subtype/Sound"),
    "三维.pdf": lambda: annotated(b"/Subtype/3D"),
    "播放.pdf": lambda: annotated(b"/Subtype/Screen/A<</S/Rendition/OP 0>>"),
    "数据在别的文件.pdf": lambda: pdf(stream(b"", b"/F(/etc/passwd)")),
    "转义的名字.pdf": lambda: pdf(root=b"/OpenAction<</S/J#61vaScript/#4aS(1)>>"),
    "转义的短名字.pdf": lambda: pdf(b"<</#4A#53(app.alert\\(1\\))>>"),
    "转义的打开动作.pdf": lambda: pdf(root=b"/Open#41ction<</S/#55RI/URI(http://a.cn/)>>"),
    "对象流里的脚本.pdf": lambda: packed(SCRIPT, root=b"/OpenAction 5 0 R"),
    "对象流里转义的启动.pdf": lambda: packed(b"<</S/L#61unch/F(cmd.exe)>>"),
    "对象流里打开时上网.pdf": lambda: packed(b"<</S/URI/URI(http://a.cn/)>>", root=b"/OpenAction 5 0 R"),
    "对象流里重复的键.pdf": lambda: packed(b"<</S/GoTo/S/Launch/F(cmd.exe)>>"),
    "没有用到的脚本.pdf": lambda: pdf(SCRIPT),
    "被改掉的旧版里的脚本.pdf": lambda: revised(pdf(SCRIPT), 5, b"null"),
    "后来加上的脚本.pdf": lambda: revised(pdf(b"null"), 1, b"<</Type/Catalog/Pages 2 0 R/OpenAction" + SCRIPT + b">>"),
    "藏在字符串后的脚本.pdf": lambda: pdf(b"<</A(stream\n)/B" + SCRIPT + b"/C(endstream)>>"),
}

DOCUMENTS = {
    "打开密码.pdf": ("encrypted", partial(encrypted, "secret", "owner", "AES-256")),
    "权限密码.pdf": ("encrypted", partial(encrypted, "", "owner", "RC4-128")),
    "二十一页.pdf": ("too_many_pages", partial(pages, LIMITS.pages + 1)),
    "一千页.pdf": ("too_many_pages", partial(pages, 1000)),
    "页数是谎言.pdf": ("damaged", partial(tree, b"3 0 R", 1_000_000_000)),
    "没有页.pdf": ("damaged", partial(tree, b"", 0)),
    "页树绕回自己.pdf": ("damaged", partial(tree, b"2 0 R")),
    "同一页一百次.pdf": ("damaged", partial(tree, b"3 0 R " * 100, 100)),
    "页面极大.pdf": ("page_size", partial(pdf, box=b"0 0 9999999 9999999")),
    "页面无穷大.pdf": ("damaged", partial(pdf, box=b"0 0 9" + b"9" * 400 + b" 842")),
    "页面为零.pdf": ("page_size", partial(pdf, box=b"0 0 0 0")),
    "单位极大.pdf": ("page_size", partial(pdf, page=b"/UserUnit 10000")),
    "重复的打开动作.pdf": ("damaged", lambda: pdf(root=b"/OpenAction[3 0 R/Fit]/OpenAction" + GO_ONLINE)),
    "读不下去后的动作.pdf": ("damaged", lambda: pdf(root=b"/Lang & /OpenAction" + GO_ONLINE)),
    "十万层数组.pdf": ("damaged", lambda: pdf(b"[" * 100_000 + b"]" * 100_000)),
    "十亿次重复.pdf": ("exhausted", billion_pictures),
    "图像十万见方.pdf": ("exhausted", partial(picture_of_size, 100_000, 100_000)),
    "对象流炸弹.pdf": ("damaged", lambda: packed(content=bytes(200_000_000))),
    "对象流位置是谎言.pdf": ("damaged", lambda: packed(content=b"1 99999 2 99999 3 99999 ")),
    "对象太多.pdf": ("too_large", lambda: pdf(*[b"null"] * LIMITS.objects)),
    "交叉引用错位.pdf": ("damaged", lambda: written(pdf_objects(), skew=7)),
    "交叉引用指向别的对象.pdf": ("damaged", swapped),
    "起点在文件外.pdf": ("damaged", lambda: written(pdf_objects(), start=99_999_999)),
    "没有交叉引用.pdf": ("damaged", lambda: b"%PDF-1.7\n" + HTML + b"%%EOF\n"),
    "没传完.pdf": ("damaged", lambda: pdf()[:-60]),
    "开头有别的.pdf": ("wrong_kind", lambda: b"\n\n" + pdf()),
    "开头是网页.pdf": ("wrong_kind", lambda: HTML + pdf()),
    "开头是程序.pdf": ("wrong_kind", lambda: PROGRAM + pdf()),
    "后附压缩包.pdf": ("polyglot", lambda: pdf() + archive("a.js")),
    "后附压缩包再收尾.pdf": ("polyglot", lambda: pdf() + archive("a.js") + pdf()[pdf().rindex(b"startxref") :]),
    "后附网页.pdf": ("polyglot", lambda: pdf() + HTML),
    "后附程序.pdf": ("polyglot", lambda: pdf() + PROGRAM),
    "对象之间的网页.pdf": ("polyglot", lambda: revised(pdf() + b"%" + HTML + b"\n", 4, stream(b""))),
    "对象之间的脚本.pdf": ("polyglot", lambda: written([*pdf_objects(), b"null\nendobj\n%<?php phpinfo() ?>"])),
}

SENT = {
    **{name: (code, lambda data=data: data) for name, (code, data) in OTHER_KINDS.items()},
    **PICTURES,
    **{name: ("active_content", build) for name, build in ACTING.items()},
    **DOCUMENTS,
}
HOSTILE = {**SENT, "大了一个字节.jpg": ("too_large", lambda: bytes(LIMITS.file + 1))}
