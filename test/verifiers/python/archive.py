"""The files of a pack: a folder, or its canonical ZIP (docs/protocol.md section 12)."""

import os
import re
import struct
import zlib

from canonical import Refused

MAX_BYTES = 256 * 1024 * 1024
MAX_FILES = 10_000


def path_ok(path):
    """A path as section 12 allows it."""
    segments = path.split("/")
    return len(path) <= 240 and all(
        re.fullmatch(r"[A-Za-z0-9._-]+", s) and s not in (".", "..") and not s.startswith("-") for s in segments
    )


def paths_ok(paths):
    """The rules on all paths together."""
    lower = [p.lower() for p in paths]
    if not all(path_ok(p) for p in paths) or len(set(lower)) != len(lower) or len(lower) > MAX_FILES:
        return False
    folders = set()
    for path in lower:
        parts = path.split("/")
        folders.update("/".join(parts[:i]) for i in range(1, len(parts)))
    return folders.isdisjoint(lower)


def build_zip(files):
    """The canonical ZIP of a map of path to bytes."""
    body, central = b"", b""
    chunks = []
    offset = 0
    for path in sorted(files):
        data, name = files[path], path.encode("ascii")
        fields = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
        local = b"PK\x03\x04" + fields + name
        central += b"PK\x01\x02" + struct.pack("<H", 10) + fields + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        chunks += [local, data]
        offset += len(local) + len(data)
    body = b"".join(chunks)
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(central), len(body), 0)
    return body + central + b"PK\x05\x06" + end


def read_zip(data):
    """Map of path to bytes of a canonical ZIP; raises Refused."""
    refused = Refused("zip.not-canonical")
    if len(data) > MAX_BYTES or len(data) < 22 or data[-22:-18] != b"PK\x05\x06":
        raise refused
    count, _, at = struct.unpack("<HII", data[-12:-2])
    files = {}
    for _ in range(count):
        header = data[at : at + 46]
        if len(header) < 46 or header[:4] != b"PK\x01\x02":
            raise refused
        size, _, name_length = struct.unpack("<IIH", header[20:30])
        (offset,) = struct.unpack("<I", header[42:46])
        try:
            path = data[at + 46 : at + 46 + name_length].decode("ascii")
        except UnicodeDecodeError:
            raise refused from None
        start = offset + 30 + name_length
        if path in files or start + size > len(data):
            raise refused
        files[path] = data[start : start + size]
        at += 46 + name_length
    if not paths_ok(list(files)) or build_zip(files) != data:
        raise refused
    return files


def read_folder(root):
    """Map of path to bytes of a folder; raises Refused."""
    files, total = {}, 0
    pending = [""]
    while pending:
        prefix = pending.pop()
        for entry in sorted(os.scandir(os.path.join(root, prefix)), key=lambda e: e.name):
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                pending.append(path + "/")
            elif entry.is_file(follow_symlinks=False):
                total += entry.stat().st_size
                if total > MAX_BYTES or len(files) == MAX_FILES:
                    raise Refused("pack.file-unknown", "too large")
                with open(entry.path, "rb") as f:
                    files[path] = f.read()
            else:
                raise Refused("pack.file-unknown", path)
    if not paths_ok(list(files)):
        raise Refused("pack.file-unknown", "names")
    return files


def read_pack_files(path):
    """The files of a pack at a path; raises Refused."""
    if os.path.isdir(path):
        return read_folder(path)
    with open(path, "rb") as f:
        return read_zip(f.read())
