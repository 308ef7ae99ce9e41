"""Text that cannot be read: files that cannot be opened, and bytes that are not in UTF-8 but in something else."""

from __future__ import annotations

from fupin_policy.problems import InputError, Place, Problem

__all__ = ["is_gb18030", "read_text", "undecodable", "unreadable"]


def is_gb18030(raw: bytes) -> bool:
    """Whether bytes that are no UTF-8 are Chinese text in the older encoding of office programs.

    >>> is_gb18030("低保户".encode("gbk")), is_gb18030(b"\\xff\\xfe")
    (True, False)
    """
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def unreadable(error: OSError | ValueError, file: str) -> Problem:
    """What to say of a file that cannot be opened or read."""
    why = error.strerror if isinstance(error, OSError) else error
    return Problem(f"cannot be read: {why}", Place(file))


def undecodable(error: UnicodeDecodeError, file: str | None) -> Problem:
    """What to say of bytes that are no UTF-8."""
    place = Place(file, error.object[: error.start].count(b"\n") + 1)
    if is_gb18030(error.object):
        return Problem(
            "not UTF-8 but GB 18030 (GBK)", place, "text in UTF-8: save the file again in that encoding",
        )  # fmt: skip
    return Problem("not UTF-8", place, "text in UTF-8")


def read_text(path: str) -> str:
    """The text of a file. Raises InputError where it cannot be read, is not in UTF-8, or says nothing."""
    try:
        with open(path, "rb") as stream:
            text = stream.read().decode("utf-8-sig")
    except OSError as error:
        raise InputError(unreadable(error, path)) from None
    except UnicodeDecodeError as error:
        raise InputError(undecodable(error, path)) from None
    if not text.strip():
        raise InputError(Problem("the file is empty", Place(path), "the text of a document"))
    return text
