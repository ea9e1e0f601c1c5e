"""Tests of verify.py against the published vectors and against the example of docs/log-format.md.

python3 -m unittest discover verifier
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import hmac
import io
import json
import sys
import tempfile
import unittest
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import verify

EXAMPLE = HERE / "example.jsonl"
LINES = EXAMPLE.read_bytes().splitlines(keepends=True)
DOCUMENT = (HERE.parent / "docs" / "log-format.md").read_text(encoding="utf-8")
KEY = json.loads(LINES[0])["key"]


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """The program's exit code and what it says."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    given = mock.Mock(buffer=io.BufferedReader(io.BytesIO(stdin)))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mock.patch("sys.stdin", given):
        try:
            code = verify.main(arguments)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out.seek(0)
        return code, out.read(), err.getvalue()


def fault(lines: Sequence[bytes], trusted: str = "", held: Sequence[str] = ()) -> tuple[int, str]:
    """The event and the name of the fault of a file that has one."""
    try:
        verify.verify(io.BytesIO(b"".join(lines)), verify.Key.parse(trusted), held)
    except verify.Fault as found:
        return found.event, found.code
    raise AssertionError("no fault was found")


class Signatures(unittest.TestCase):
    # RFC 8032 section 7.1: TEST 1, 2, 3 and SHA(abc).
    VECTORS = [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
            "25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
            "87b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
            "a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            hashlib.sha512(b"abc").hexdigest(),
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303"
            "dca179c138ac17ad9bef1177331a704",
        ),
    ]

    def test_the_vectors_of_rfc_8032_hold_and_no_change_of_them_does(self) -> None:
        for key, message, signature in self.VECTORS:
            k, m, s = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
            self.assertTrue(verify.signature_holds(k, m, s))
            self.assertFalse(verify.signature_holds(k, m + b"\x00", s))
            for at in (0, 31, 32, 63):
                changed = s[:at] + bytes([s[at] ^ 1]) + s[at + 1 :]
                self.assertFalse(verify.signature_holds(k, m, changed))

    def test_edge_cases_are_read_strictly(self) -> None:
        edges: list[dict[str, str]] = json.loads((HERE / "edge-signatures.json").read_text(encoding="utf-8"))
        self.assertEqual({edge["expect"] for edge in edges}, {"holds", "forged", "no key"})
        for edge in edges:
            key = verify.Key.parse(edge["vkey"])
            found = "no key"
            if key is not None:
                try:
                    verify.open_checkpoint(edge["note"], key, 0)
                    found = "holds"
                except verify.Fault as error:
                    found = error.code.replace("checkpoint-", "")
            self.assertEqual(found, edge["expect"], edge["why"])

    def test_the_signed_note_of_the_go_implementation_opens(self) -> None:
        key = verify.Key.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        text = (
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
        )
        line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
        note = f"{text}\n— PeterNeumann {line}\n"
        assert key is not None
        # It is signed, but no checkpoint; changed, it is not even signed.
        for changed, code in [
            (note, "checkpoint-malformed"),
            (note.replace("answer", "Answer"), "checkpoint-forged"),
        ]:
            with self.assertRaises(verify.Fault) as raised:
                verify.open_checkpoint(changed, key, 0)
            self.assertEqual(raised.exception.code, code)


class Trees(unittest.TestCase):
    # The test tree of Certificate Transparency (RFC 6962): its leaves and its root at every size.
    LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    ROOTS = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    def test_the_roots_of_the_certificate_transparency_test_tree(self) -> None:
        tree = verify.Tree()
        self.assertEqual(tree.root().hex(), self.ROOTS[0])
        for leaf, root in zip(self.LEAVES, self.ROOTS[1:]):
            tree.add(verify.leaf_hash(bytes.fromhex(leaf)))
            self.assertEqual(tree.root().hex(), root)

    def test_the_growing_tree_has_the_root_of_the_definition(self) -> None:
        def definition(leaves: list[bytes]) -> bytes:
            if len(leaves) == 1:
                return leaves[0]
            k = 1
            while 2 * k < len(leaves):
                k *= 2
            return verify.node_hash(definition(leaves[:k]), definition(leaves[k:]))

        tree, leaves = verify.Tree(), []
        for n in range(70):
            leaves.append(verify.leaf_hash(bytes([n])))
            tree.add(leaves[-1])
            self.assertEqual(tree.root(), definition(leaves))


class CanonicalJson(unittest.TestCase):
    def test_a_value_has_one_text(self) -> None:
        value = {"b": [1, True, None], "a": {"z": '\x01\n"é\x7f\u2028', "y": {}}}
        self.assertEqual(
            verify.canonical(value), '{"a":{"y":{},"z":"\\u0001\\n\\"é\x7f\u2028"},"b":[1,true,null]}'
        )

    def test_values_without_a_text_are_refused(self) -> None:
        for value in (0.5, 1.0, 2**53, -(2**53), {"é": 1}, {"$a": 1}, float("nan")):
            with self.assertRaises(ValueError):
                verify.canonical(value)
        nested: object = 1
        for _ in range(verify.DEEPEST):
            nested = [nested]
        verify.canonical(nested)
        with self.assertRaises(ValueError):
            verify.canonical({"a": nested})

    def test_a_line_has_one_spelling(self) -> None:
        self.assertEqual(verify.read_line(b'{"a":1,"b":-2}\n'), {"a": 1, "b": -2})
        spellings = [
            b'{"a":1}', b'{"a":1}\r\n', b' {"a":1}\n', b'{"a": 1}\n', b'\xef\xbb\xbf{"a":1}\n', b'{"b":1,"a":1}\n',
            b'{"a":1,"a":1}\n', b'{"a":1,"a":2}\n', b'{"a":1.0}\n', b'{"a":1e0}\n', b'{"a":-0}\n', b'{"a":NaN}\n',
            b'{"a":1e400}\n', b'{"a":9007199254740992}\n', b'{"a":' + b"9" * 9999 + b"}\n", b'{"a":"\\u0062"}\n',
            b'{"a":"\\/"}\n', b'{"a":"\\u001F"}\n', b'{"a":"\\ud800"}\n', b'{"a":"\\ud83d\\ude00"}\n',
            b'{"a":"\xff"}\n', b'{"a":"\xed\xa0\x80"}\n', b'{"a":"\t"}\n', b"[" * 9999 + b"]" * 9999 + b"\n", b"[]\n",
            b'"a"\n', b"\n", b"{}{}\n", b'{"a":1}\x00\n',
        ]  # fmt: skip
        for spelling in spellings:
            with self.assertRaises(ValueError, msg=spelling[:40]):
                verify.read_line(spelling)


class Example(unittest.TestCase):
    """The file that the document explains, and what the document says of it."""

    def test_it_is_intact(self) -> None:
        log = verify.verify(io.BytesIO(b"".join(LINES)), verify.Key.parse(KEY))
        self.assertEqual((log.tree.size, log.checkpoints, log.proven, log.disposed), (3, 2, 3, {1: 3}))
        self.assertIn(f"intact: 3 events, 2 checkpoints, tree {log.tree.root().hex()}", DOCUMENT)

    def test_the_document_states_what_is_computed(self) -> None:
        event = json.loads(LINES[2])
        salt = bytes.fromhex(event["salt"])
        self.assertIn(verify.canonical(event["header"]), DOCUMENT)
        for path, value in verify.fields(event["content"]):
            field_salt = hmac.digest(salt, b"evenhand.salt.v1\x00" + path.encode(), "sha256").hex()
            commitment = verify.commitment(salt, path, value).hex()
            self.assertIn(f"| `{path}` | `{value}` | `{field_salt}` | `{commitment}` |", DOCUMENT)

    def test_faults_are_named_with_their_event(self) -> None:
        head, first, second, note, third, last = LINES
        changed = second.replace(b"no-action", b"warned")
        self.assertEqual(fault([head, first, changed, note, third, last]), (2, "content-changed"))
        changed = second.replace(b"team-leader", b"director")
        self.assertEqual(fault([head, first, changed, note, third, last]), (2, "header"))
        self.assertEqual(fault([head, second, note, third, last]), (1, "order"))
        self.assertEqual(fault([head, first, note, third, last]), (2, "cut-off"))
        self.assertEqual(fault([head, first, second, third, note, last]), (3, "checkpoint-misplaced"))
        self.assertEqual(fault([head, first, second, note]), (1, "disposal-unknown"))
        self.assertEqual(fault([head, first, second[:-1]]), (2, "line"))
        missing = json.loads(first)
        del missing["disposed_under"]
        self.assertEqual(fault([head, verify.canonical(missing).encode() + b"\n"]), (1, "content-missing"))

    def test_a_history_written_anew_fails_against_the_checkpoint(self) -> None:
        head, first, second, note, _, _ = LINES
        event = json.loads(second)
        event["header"]["at"] += 1
        event["leaf"] = verify.leaf_hash(verify.canonical(event["header"]).encode()).hex()
        anew = verify.canonical(event).encode() + b"\n"
        self.assertEqual(fault([head, first, anew, note]), (1, "rewritten"))
        kept = json.loads(note)["checkpoint"]
        self.assertEqual(fault([head, first, anew], held=[kept]), (1, "rewritten"))

    def test_what_the_reader_holds_counts(self) -> None:
        edges = json.loads((HERE / "edge-signatures.json").read_text(encoding="utf-8"))
        self.assertEqual(fault(LINES, trusted=edges[0]["vkey"]), (0, "other-key"))
        kept = json.loads(LINES[5])["checkpoint"]
        self.assertEqual(fault(LINES[:4], held=[kept]), (3, "cut-off"))
        self.assertEqual(fault(LINES, held=["garbage"]), (0, "checkpoint-malformed"))


class Program(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def put(self, name: str, data: bytes) -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def test_an_intact_file(self) -> None:
        code, out, err = run("--key", KEY, str(EXAMPLE))
        self.assertEqual((code, err), (0, ""))
        self.assertTrue(out.startswith("intact: 3 events, 2 checkpoints, tree 5fdb9915"), out)
        self.assertNotIn("--key", out)

    def test_it_says_what_a_verdict_leaves_open(self) -> None:
        code, out, _ = run(self.put("cut", b"".join(LINES[:1])))
        self.assertEqual(code, 0)
        self.assertIn("--key", out)
        code, out, _ = run(self.put("unsealed", b"".join(LINES[:5])))
        self.assertIn("from 3 on", out)

    def test_gzip_and_standard_input(self) -> None:
        data = b"".join(LINES)
        self.assertEqual(run(self.put("log.gz", gzip.compress(data)))[0], 0)
        self.assertEqual(run("-", stdin=data)[0], 0)
        self.assertEqual(run("-", stdin=gzip.compress(data))[0], 0)
        self.assertEqual(run(self.put("cut.gz", gzip.compress(data)[:-30]))[0], 2)

    def test_a_broken_file(self) -> None:
        name = self.put("broken", b"".join(LINES).replace(b"no-action", b"no-actioN"))
        code, out, _ = run(name)
        self.assertEqual(code, 1)
        self.assertEqual(out, "not intact: event 2: its content is not what its header commits to\n")
        code, out, _ = run("--json", name)
        self.assertEqual(json.loads(out)["fault"], "content-changed")

    def test_what_cannot_be_read(self) -> None:
        code, out, err = run(self.put("other", b"hello\n"))
        self.assertEqual((code, out), (2, ""))
        self.assertIn("does not begin as", err)
        self.assertEqual(run(str(self.folder / "absent"))[0], 2)
        self.assertEqual(run("--key", "nonsense", str(EXAMPLE))[0], 2)

    def test_a_kept_checkpoint(self) -> None:
        note = self.put("note", json.loads(LINES[5])["checkpoint"].encode())
        self.assertEqual(run("--checkpoint", note, str(EXAMPLE))[0], 0)
        self.assertEqual(run("--checkpoint", note, self.put("cut", b"".join(LINES[:4])))[0], 1)

    def test_a_folder_at_once(self) -> None:
        self.put("a", b"".join(LINES))
        self.put("b", b"".join(LINES[1:]))
        code, out, _ = run("--batch", str(self.folder))
        verdicts = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([(v["file"], v["verdict"]) for v in verdicts], [("a", "intact"), ("b", "cannot read")])
        self.assertEqual(code, 2)


if __name__ == "__main__":
    unittest.main()
