"""Files to text: size, kind, encoding and layout. What the text says is left to `letters`, `oral` and `sittings`.

`files` decides who reads a file; text is read in this process, everything else in a bounded one (`sandbox`).
"""

from corpus.readers.files import MAX_BYTES, ReadFile, is_readable_now, read_file

__all__ = ["MAX_BYTES", "ReadFile", "is_readable_now", "read_file"]
