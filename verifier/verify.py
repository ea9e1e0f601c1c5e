#!/usr/bin/env python3
"""Is an exported log intact? A second verifier for `evenhand-log/1`, independent of the system that wrote the file.

Written from docs/log-format.md; "section" below means a section of that page. Python 3.9 or newer, nothing else.

    verify.py [--key VKEY] [--checkpoint NOTE]... [--json] FILE     a file, plain or gzip; - reads standard input
    verify.py [--key VKEY] [--checkpoint NOTE]... --batch FOLDER    every file of a folder, one line of JSON each

Exit codes: 0 intact, 1 not intact, 2 cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import contextlib
import functools
import gzip
import hashlib
import hmac
import json
import re
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Callable, NamedTuple

FORMAT = "evenhand-log/1"
LARGEST = 2**53 - 1
DEEPEST = 64


class Fault(Exception):
    """The first thing wrong with a log: at which event, its name for programs, and in words (section 11)."""

    def __init__(self, event: int, code: str, what: str) -> None:
        super().__init__(f"event {event}: {what}")
        self.event, self.code, self.what = event, code, what


class Unreadable(Exception):
    """The file is no log, or could not be read to its end."""


# --- Canonical JSON (section 3) ---------------------------------------------------------------------------------


def canonical(value: Any, depth: int = DEEPEST) -> str:
    """The one text of a value. ValueError if it has none."""
    check(value, depth)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def check(value: Any, depth: int) -> None:
    if isinstance(value, dict):
        if not all(key.isascii() and not key.startswith("$") for key in value):
            raise ValueError("a key is not plain")
        check(list(value.values()), depth)
    elif isinstance(value, list):
        if depth == 0:
            raise ValueError("nested too deep")
        for item in value:
            check(item, depth - 1)
    elif isinstance(value, float) or (type(value) is int and abs(value) > LARGEST):
        raise ValueError(f"{value} is not a number that every reader keeps")


def read_line(line: bytes) -> dict[str, Any]:
    """The object a line holds. ValueError unless the line is its canonical text and a newline."""
    if not line.endswith(b"\n"):
        raise ValueError("cut off")
    text = line[:-1].decode("utf-8")
    try:
        # Digits beyond the twentieth cannot matter: such a number is refused whatever it is.
        value = json.loads(text, parse_int=lambda digits: int(digits[:20]))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(value, dict) or canonical(value, DEEPEST + 1) != text:
        raise ValueError("not canonical")
    return value


# --- Hashes and the tree (section 7) ----------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A Merkle tree that only grows: the roots of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.roots: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        size = self.size
        while size & 1:
            leaf = node_hash(self.roots.pop(), leaf)
            size >>= 1
        self.roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.roots:
            return hashlib.sha256().digest()
        return functools.reduce(lambda right, left: node_hash(left, right), reversed(self.roots))


# --- What `payload` commits to (section 6) ----------------------------------------------------------------------


def fields(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every scalar and every empty list or object: its path and its canonical text."""
    if isinstance(value, dict) and value:
        steps = [(key.replace("~", "~0").replace("/", "~1"), item) for key, item in value.items()]
    elif isinstance(value, list) and value:
        steps = [(str(at), item) for at, item in enumerate(value)]
    else:
        return [(path, canonical(value))]
    return [field for step, item in steps for field in fields(item, f"{path}/{step}")]


def commitment(salt: bytes, path: str, value: str) -> bytes:
    """The commitment to one field of an event that has `salt`."""
    key = path.encode()
    field_salt = hmac.digest(salt, b"evenhand.salt.v1\x00" + key, "sha256")
    length = len(key).to_bytes(4, "big")
    return hashlib.sha256(b"evenhand.field.v1\x00" + field_salt + length + key + value.encode()).digest()


def payload_root(salt: bytes, content: Any) -> bytes:
    tree = Tree()
    for path, value in sorted(fields(content)):
        tree.add(leaf_hash(commitment(salt, path, value)))
    return tree.root()


# --- Ed25519 (RFC 8032, read strictly: section 8) ---------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# A point (X, Y, Z, T) stands for x = X/Z, y = Y/Z, with xy = T/Z.
Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add_points(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar: int, point: Point) -> Point:
    product = NEUTRAL
    while scalar:
        if scalar & 1:
            product = add_points(product, point)
        point = add_points(point, point)
        scalar >>= 1
    return product


def same_point(p: Point, q: Point) -> bool:
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def decode_point(data: bytes) -> Point | None:
    """RFC 8032 section 5.1.3, to the letter: one text a point. None also for points of small order."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    point = (x, y, 1, x * y % P)
    return None if same_point(multiply(8, point), NEUTRAL) else point


BASE = decode_point(bytes.fromhex("58" + "66" * 31)) or NEUTRAL


@functools.cache  # in a batch the same checkpoint comes again and again
def signature_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commit = decode_point(key), decode_point(signature[:32])
    response = int.from_bytes(signature[32:], "little")
    if public is None or commit is None or response >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + key + message).digest()
    k = int.from_bytes(challenge, "little") % ORDER
    return same_point(multiply(response, BASE), add_points(commit, multiply(k, public)))


# --- Keys and checkpoints (section 8) ---------------------------------------------------------------------------


def is_visible(text: str) -> bool:
    return re.fullmatch(r"[!-~]+", text) is not None


def unbase64(text: str) -> bytes | None:
    """The bytes of a base64 text. None unless it is the one text of those bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


class Key(NamedTuple):
    """A public key, the name it signs under, and its id."""

    name: str
    id: bytes
    key: bytes

    @staticmethod
    def parse(text: str) -> Key | None:
        parts = text.split("+", 2)
        if len(parts) != 3 or not is_visible(parts[0]):
            return None
        name, hex_id, encoded = parts
        tagged = unbase64(encoded)
        if tagged is None or len(tagged) != 33 or tagged[0] != 1 or decode_point(tagged[1:]) is None:
            return None
        id = hashlib.sha256(name.encode() + b"\n" + tagged).digest()[:4]
        return Key(name, id, tagged[1:]) if id.hex() == hex_id else None


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def parse_size(text: str) -> int | None:
    if re.fullmatch(r"0|[1-9][0-9]{0,15}", text, re.ASCII) is None:
        return None
    return int(text) if True else None


def claimed_size(note: str) -> int:
    """The size a note speaks of, read without trusting it; 0 if there is none."""
    lines = note.split("\n")
    return (parse_size(lines[1]) if len(lines) > 1 else None) or 0


def take_apart(note: str) -> tuple[str, list[tuple[str, bytes]]] | None:
    """The signed text of a note and its signature lines: name, and key id with signature."""
    text, found, signatures = note.rpartition("\n\n")
    if not found or not signatures.endswith("\n") or any(c < " " and c != "\n" for c in note):
        return None
    lines = []
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch(r"— ([^ ]+) ([A-Za-z0-9+/=]+)", line)
        data = unbase64(match[2]) if match else None
        if match is None or data is None or len(data) < 5:
            return None
        lines.append((match[1], data))
    return text + "\n", lines


def parse_text(text: str) -> Checkpoint | None:
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        return None
    size, root = parse_size(lines[1]), unbase64(lines[2])
    if size is None or root is None or len(root) != 32:
        return None
    return Checkpoint(lines[0], size, root)


def open_checkpoint(note: str, key: Key, here: int) -> Checkpoint:
    """Reads a note and checks the key's signature. Raises the Fault, which is at event `here`."""
    malformed = bad_checkpoint(here, "malformed", "the text is not a signed checkpoint")
    apart = take_apart(note)
    if apart is None:
        raise malformed
    text, lines = apart
    signature = next((data[4:] for name, data in lines if name == key.name and data[:4] == key.id), None)
    if signature is None:
        raise bad_checkpoint(here, "unsigned", f"there is no signature by `{key.name}`")
    if not signature_holds(key.key, text.encode(), signature):
        raise bad_checkpoint(here, "forged", f"the signature by `{key.name}` does not match the text")
    checkpoint = parse_text(text)
    if checkpoint is None:
        raise malformed
    return checkpoint


def bad_checkpoint(event: int, code: str, why: str) -> Fault:
    return Fault(event, f"checkpoint-{code}", f"the checkpoint behind it is no good: {why}")


# --- The lines of a file (sections 4 and 5) ---------------------------------------------------------------------


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_hash(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def is_number(value: Any) -> bool:
    return type(value) is int  # for Python True is a number too


def is_count(value: Any) -> bool:
    return is_number(value) and value >= 0


HEADER = {
    "actor": is_text,
    "at": is_number,
    "command": is_hash,
    "delegation": lambda value: value is None or is_text(value),
    "pack": is_text,
    "payload": is_hash,
    "role": is_text,
    "seq": is_count,
    "stream": is_text,
    "type": is_text,
    "v": lambda value: is_count(value) and value < 2**32,
    "version": is_count,
}


HEAD = {"format": is_text, "key": is_text, "origin": is_text}
CHECKPOINT = {"checkpoint": is_text}
MISSING = {"header": lambda value: has_shape(value, HEADER), "leaf": is_hash}
DISPOSED = {**MISSING, "disposed_under": is_count}
PRESENT = {**MISSING, "content": lambda value: True, "salt": is_hash}


def has_shape(value: Any, shape: Mapping[str, Callable[[Any], bool]]) -> bool:
    """Whether a value is an object with exactly these keys, each with a value of its kind."""
    return isinstance(value, dict) and value.keys() == shape.keys() and all(shape[k](value[k]) for k in shape)


# --- Verifying (section 10) -------------------------------------------------------------------------------------


class Verifier:
    """Takes the lines of one log in order and raises the first Fault."""

    def __init__(self, origin: str, key: Key, held: Sequence[str]) -> None:
        self.origin, self.key = origin, key
        self.tree = Tree()
        self.versions: dict[str, int] = {}
        self.held = sorted(held, key=claimed_size)
        self.checkpoints = self.proven = 0
        self.disposed: dict[int, int] = {}
        self.disposals: dict[int, set[int]] = {}
        self.compare_held()

    def line(self, number: int, line: bytes) -> None:
        try:
            value = read_line(line)
        except ValueError:
            value = {}
        if has_shape(value, CHECKPOINT):
            self.checkpoint(value["checkpoint"])
        elif has_shape(value, PRESENT) or has_shape(value, DISPOSED) or has_shape(value, MISSING):
            self.event(value)
        else:
            raise Fault(self.tree.size + 1, "line", f"line {number} of the file, in its place, is damaged")

    def event(self, entry: dict[str, Any]) -> None:
        header, seq = entry["header"], self.tree.size + 1
        if header["seq"] != seq:
            found = f"found number {header['seq']} in its place"
            raise Fault(seq, "order", f"an event is missing or out of order: {found}")
        leaf = leaf_hash(canonical(header).encode())
        if leaf.hex() != entry["leaf"]:
            raise Fault(seq, "header", "its header was changed after it was written")
        if "content" in entry:
            if payload_root(bytes.fromhex(entry["salt"]), entry["content"]).hex() != header["payload"]:
                raise Fault(seq, "content-changed", "its content is not what its header commits to")
        elif "disposed_under" in entry:
            self.disposed[seq] = entry["disposed_under"]
        else:
            raise Fault(seq, "content-missing", "its content is missing and no disposal is recorded")
        self.in_stream(seq, header["stream"], header["version"])
        if header["type"] == "content.disposed" and "content" in entry:
            self.disposals[seq] = named_in(entry["content"])
        self.tree.add(leaf)
        self.compare_held()

    def in_stream(self, seq: int, stream: str, version: int) -> None:
        expected = self.versions[stream] = self.versions.get(stream, 0) + 1
        if version != expected:
            goes_on = f"goes on with version {version} instead of {expected}"
            raise Fault(seq, "stream-order", f"the stream {canonical(stream)} {goes_on}")

    def checkpoint(self, note: str) -> None:
        here = self.tree.size
        origin, size, root = open_checkpoint(note, self.key, here)
        if origin != self.origin:
            raise bad_checkpoint(here, "other-log", f"it speaks of the log `{origin}`")
        if size > here:
            missing = f"events are missing here: a signed checkpoint says that there were {size}"
            raise Fault(here + 1, "cut-off", missing)
        if size < here:
            raise bad_checkpoint(here, "misplaced", f"it speaks of {size} events")
        if root != self.tree.root():
            if self.proven == here:
                raise bad_checkpoint(here, "contradicts", "it contradicts what was proven before it")
            others = f"events {self.proven + 1} to {here} are not those of the signed checkpoint at {here}"
            raise Fault(self.proven + 1, "rewritten", others)
        self.proven = here
        self.checkpoints += 1

    def compare_held(self) -> None:
        while self.held and claimed_size(self.held[0]) == self.tree.size:
            self.checkpoint(self.held.pop(0))

    def finish(self) -> None:
        for note in self.held:
            self.checkpoint(note)
        for seq, under in self.disposed.items():
            if under <= seq or seq not in self.disposals.get(under, ()):
                said = f"its content is said to be disposed of under event {under}"
                raise Fault(seq, "disposal-unknown", f"{said}, which is no later disposal of it")


def named_in(content: Any) -> set[int]:
    """The events that the content of a disposal names (section 9)."""
    events = content.get("events") if isinstance(content, dict) else None
    return {event for event in events if type(event) is int} if isinstance(events, list) else set()


def read_head(line: bytes) -> tuple[str, Key]:
    try:
        head = read_line(line)
    except ValueError:
        head = {}
    key = Key.parse(head["key"]) if has_shape(head, HEAD) and head["format"] == FORMAT else None
    if key is None or not is_visible(head["origin"]):
        raise Unreadable(f"the file does not begin as an `{FORMAT}` file does")
    return head["origin"], key


def verify(file: BinaryIO, trusted: Key | None = None, held: Sequence[str] = ()) -> Verifier:
    """Reads a log to its end, or raises Fault or Unreadable."""
    origin, key = read_head(file.readline())
    if trusted is not None and trusted != key:
        raise Fault(0, "other-key", "the file names another key than the one given")
    verifier = Verifier(origin, key, held)
    for number, line in enumerate(file, 2):
        verifier.line(number, line)
    verifier.finish()
    return verifier


# --- The program ------------------------------------------------------------------------------------------------

INTACT, NOT_INTACT, CANNOT_READ = 0, 1, 2


@contextlib.contextmanager
def opened(name: str) -> Iterator[Any]:
    """A file, or standard input for `-`; unpacked if it is gzip."""
    with contextlib.ExitStack() as stack:
        file: Any = sys.stdin.buffer if name == "-" else stack.enter_context(open(name, "rb"))
        packed = file.peek(2)[:2] == b"\x1f\x8b"
        yield stack.enter_context(gzip.open(file)) if packed else file


def judge(name: str, trusted: Key | None, held: Sequence[str]) -> tuple[int, dict[str, Any]]:
    try:
        with opened(name) as file:
            log = verify(file, trusted, held)
    except Fault as fault:
        return NOT_INTACT, {"verdict": "not intact", "event": fault.event, "fault": fault.code, "what": fault.what}
    except Unreadable as error:
        return CANNOT_READ, {"verdict": "cannot read", "what": str(error)}
    except (OSError, EOFError, zlib.error) as error:
        return CANNOT_READ, {"verdict": "cannot read", "what": f"the file could not be read: {error}"}
    return INTACT, {
        "verdict": "intact",
        "events": log.tree.size,
        "disposed": len(log.disposed),
        "checkpoints": log.checkpoints,
        "sealed": log.proven,
        "tree": log.tree.root().hex(),
        "origin": log.origin,
        "key": f"{log.key.name}+{log.key.id.hex()}",
    }


def say(found: dict[str, Any], trusted: Key | None) -> None:
    """The verdict in words, and what it leaves open."""
    if found["verdict"] == "cannot read":
        print(f"cannot read: {found['what']}", file=sys.stderr)
    elif found["verdict"] == "not intact":
        print(f"not intact: event {found['event']}: {found['what']}")
    else:
        print(f"intact: {found['events']} events, {found['checkpoints']} checkpoints, tree {found['tree']}")
        print(f"The log is `{found['origin']}`, signed with `{found['key']}`.")
        if found["disposed"]:
            print(f"Events whose content was disposed of under authority: {found['disposed']}.")
        if found["sealed"] < found["events"]:
            print(f"Events from {found['sealed'] + 1} on are under no signed checkpoint yet.")
        if trusted is None:
            print("The key came with the file: give the organisation's key with --key to know that it is theirs.")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Is an exported Evenhand log intact?")
    parser.add_argument("file", help="the export, plain or gzip; `-` for standard input; with --batch a folder")
    parser.add_argument("--key", metavar="VKEY", help="the organisation's public key, as it publishes it")
    parser.add_argument("--checkpoint", metavar="NOTE", action="append", default=[], help="a kept checkpoint")
    parser.add_argument("--json", action="store_true", help="answer in one line of JSON")
    parser.add_argument("--batch", action="store_true", help="check every file of a folder, a line of JSON each")
    given = parser.parse_args(arguments)
    trusted = Key.parse(given.key.strip()) if given.key is not None else None
    if given.key is not None and trusted is None:
        parser.error("that is not a public key: it should look like `name+1a2b3c4d+AZ…`")
    try:
        held = [Path(name).read_bytes().decode("utf-8") for name in given.checkpoint]
        names = sorted(Path(given.file).iterdir()) if given.batch else [given.file]
    except (OSError, UnicodeDecodeError) as error:
        parser.error(str(error))
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    worst = INTACT
    for name in names:
        code, found = judge(str(name), trusted, held)
        worst = max(worst, code)
        if given.batch:
            print(json.dumps({"file": Path(name).name, **found}))
        elif given.json:
            print(json.dumps(found))
        else:
            say(found, trusted)
    return worst


if __name__ == "__main__":
    sys.exit(main())
