"""Official documents after GB/T 9704-2012, as PDF and as .docx."""

from dingnan_sw.lib.official.docx import write_letter_docx
from dingnan_sw.lib.official.letter import Heading, Letter, Paragraph, day_words
from dingnan_sw.lib.official.pdf import write_letter_pdf

__all__ = ["Heading", "Letter", "Paragraph", "day_words", "write_letter_docx", "write_letter_pdf"]
