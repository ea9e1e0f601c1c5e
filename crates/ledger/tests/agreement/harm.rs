//! Everything that can happen to a log: what somebody would do to the record, and what accidents do to a file.

use evenhand_ledger::checkpoint::{Checkpoint, PublicKey};
use evenhand_ledger::export::Line;
use evenhand_ledger::{Frontier, Hash, Header, SecretKey, payload_root};
use serde_json::{Value, json};

use crate::logs::{self, ORIGIN, header_of, parts_of};
use crate::random::Random;

/// A key that is not the log's, under its name.
fn foreign() -> SecretKey {
    SecretKey::new("evenhand.example/agreement", &[4; 32])
}

/// A changed file of a sound log.
pub fn harmed(random: &mut Random, sound: &[Line]) -> Vec<u8> {
    let before = logs::file(sound);
    loop {
        let after = match random.below(4) {
            0 => accident(random, before.clone()),
            1 => respell(random, &before),
            _ => {
                let mut lines = sound.to_vec();
                record(random, &mut lines);
                cover_up(random, &mut lines);
                logs::file(&lines)
            }
        };
        if after != before {
            return after;
        }
    }
}

/// A change of what the record says.
fn record(random: &mut Random, lines: &mut Vec<Line>) {
    let at = random.below(lines.len());
    let to = random.below(lines.len());
    match random.below(12) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(to, lines[at].clone()),
        2 => lines.swap(at, to),
        3 => lines.truncate(at),
        4 => {
            let moved = lines.remove(at);
            lines.insert(to.min(lines.len()), moved);
        }
        5 => change_checkpoint(random, lines),
        6 => {
            let behind = a_checkpoint(random, lines).map_or(to, |at| at + 1);
            let checkpoint = strange_note(random, &mut lines[..behind]);
            lines.insert(behind, Line::Checkpoint { checkpoint });
        }
        7 | 8 => change_content(random, &mut lines[at]),
        9 => change_disposal(random, lines),
        _ => {
            if let Some((header, leaf)) = parts_of(&mut lines[at]) {
                change_header(random, header);
                if random.once_in(8) {
                    *leaf = random.hash();
                }
            }
        }
    }
}

/// What somebody does who knows how the log is made: nothing, the hashes, all with a key, all with another key.
fn cover_up(random: &mut Random, lines: &mut [Line]) {
    match random.below(6) {
        0 => {
            for (header, leaf) in lines.iter_mut().filter_map(parts_of) {
                *leaf = header.leaf();
            }
        }
        1 => logs::seal(lines, &logs::key()),
        2 => logs::seal(lines, &foreign()),
        3 => {
            logs::seal(lines, &foreign());
            if let Some(Line::Head { key, .. }) = lines.first_mut() {
                *key = foreign().public().text();
            }
        }
        _ => {}
    }
}

fn change_header(random: &mut Random, header: &mut Header) {
    let near = |n: u64, random: &mut Random| random.pick(&[n + 1, n.saturating_sub(1), 0, n + 1000]);
    match random.below(12) {
        0 => header.actor.push('x'),
        1 => header.at = random.pick(&[header.at + 1, -header.at, 0]),
        2 => header.command = random.hash(),
        3 => header.delegation = if header.delegation.is_some() { None } else { Some("d".into()) },
        4 => header.pack.push('\u{1b}'),
        5 => header.payload = random.hash(),
        6 => header.role = String::new(),
        7 => header.seq = near(header.seq, random),
        8 => header.stream = random.pick(&["incident:0", "plan:\u{1b}[2J", "\"\u{2028}ü"]).to_owned(),
        9 => header.kind = evenhand_ledger::verify::DISPOSAL.to_owned(),
        10 => header.v = random.pick(&[0, 2, u32::MAX]),
        _ => header.version = near(header.version, random),
    }
}

fn change_content(random: &mut Random, line: &mut Line) {
    match line {
        Line::Present { content, header, leaf, salt } => match random.below(5) {
            0 => *salt = random.hash(),
            1 => *content = json!([content.get("a")]),
            2 => *content = logs::value(random, 3),
            3 => {
                *content = logs::value(random, 2);
                header.payload = payload_root(&salt.0, content).unwrap();
                *leaf = header.leaf();
            }
            _ => *line = Line::Missing { header: header.clone(), leaf: *leaf },
        },
        // Disposed content that comes back.
        Line::Disposed { header, leaf, .. } | Line::Missing { header, leaf } => {
            let (content, salt) = (logs::value(random, 2), random.hash());
            if random.once_in(2) {
                header.payload = payload_root(&salt.0, &content).unwrap();
                *leaf = header.leaf();
            }
            *line = Line::Present { content, header: header.clone(), leaf: *leaf, salt };
        }
        Line::Head { key, origin, format } => match random.below(3) {
            0 => *key = foreign().public().text(),
            1 => *origin = random.pick(&["", "evenhand.example/other", "with space", "naïve"]).to_owned(),
            _ => format.push('1'),
        },
        Line::Checkpoint { checkpoint } => checkpoint.push('\n'),
    }
}

/// Takes an event's content away, or changes what a disposal says it disposed of.
fn change_disposal(random: &mut Random, lines: &mut [Line]) {
    let size = lines.len() as u64;
    let at = random.below(lines.len());
    match &mut lines[at] {
        Line::Present { content, header, salt, .. } if header.kind == evenhand_ledger::verify::DISPOSAL => {
            let events = content["events"].take();
            *content = match random.below(4) {
                0 => {
                    json!({"events": events.as_array().and_then(|all| all.split_first()).map(|(_, rest)| rest)})
                }
                1 => json!({"event": events}),
                2 => json!({"events": [true, "1", null, [1]]}),
                _ => events,
            };
            header.payload = payload_root(&salt.0, content).unwrap();
        }
        line => {
            let Some((header, leaf)) = parts_of(line) else { return };
            let disposed_under = random.pick(&[0, header.seq, header.seq + 1, size, size + 1]);
            *line = Line::Disposed { disposed_under, header: header.clone(), leaf: *leaf };
        }
    }
}

fn change_checkpoint(random: &mut Random, lines: &mut [Line]) {
    let Some(at) = a_checkpoint(random, lines) else { return };
    let strange = strange_note(random, &mut lines[..at]);
    let Line::Checkpoint { checkpoint } = &mut lines[at] else { return };
    let size = evenhand_ledger::checkpoint::claimed_size(checkpoint).unwrap();
    let witness = "\u{2014} witness.example 4kGrT3+AAAA=\n";
    *checkpoint = match random.below(14) {
        0 => checkpoint.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size + 1), 1),
        1 => checkpoint.replacen(&format!("\n{size}\n"), &format!("\n0{size}\n"), 1),
        2 => checkpoint.replacen("=\n", "\n", 1),
        3 => checkpoint.replacen("/events\n", "/looks\n", 1),
        4 => format!("{checkpoint}{witness}"),
        5 => checkpoint.replacen("\n\n", &format!("\n\n{witness}"), 1),
        6 => checkpoint.replacen("\n\n", "\n\n\n", 1),
        7 => checkpoint.replace('\n', "\r\n"),
        8 => checkpoint.trim_end().to_owned(),
        9 => checkpoint.replacen('\u{2014}', "-", 1),
        10 => format!("{checkpoint}{}", checkpoint.lines().last().unwrap_or_default()),
        11 => checkpoint.replacen("\u{2014} ", "\u{2014} x", 1),
        12 => {
            let mut letters: Vec<char> = checkpoint.chars().collect();
            let at = random.below(letters.len());
            letters[at] =
                random.pick(&['A', 'b', '/', '+', '=', '0', ' ', '\n', '\u{7f}', '\u{85}', '\u{2014}']);
            letters.into_iter().collect()
        }
        _ => strange,
    };
}

/// Where one of the checkpoints stands.
fn a_checkpoint(random: &mut Random, lines: &[Line]) -> Option<usize> {
    let all: Vec<usize> =
        (0..lines.len()).filter(|at| matches!(lines[*at], Line::Checkpoint { .. })).collect();
    (!all.is_empty()).then(|| random.pick(&all))
}

/// A checkpoint that a key signed behind these lines although it may not fit.
fn strange_note(random: &mut Random, lines: &mut [Line]) -> String {
    let mut tree = Frontier::default();
    lines.iter_mut().filter_map(parts_of).for_each(|(header, _)| tree.push(header.leaf()));
    let Checkpoint { origin, size, root } = logs::at(&tree);
    let (size, root) = match random.below(5) {
        0 => (size + 1, root),
        1 => (size.saturating_sub(1), root),
        2 => (size, random.hash()),
        3 => (0, random.pick(&[Hash::of(b""), root])),
        _ => (size, root),
    };
    let origin = random.pick(&[origin.clone(), origin, format!("{ORIGIN}/other")]);
    Checkpoint { origin, size, root }.signed(&random.pick(&[
        foreign as fn() -> SecretKey,
        logs::key,
        logs::key,
    ])())
}

/// What bad disks, bad lines and careless programs do to bytes.
fn accident(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    let at = random.below(bytes.len());
    match random.below(9) {
        0..=2 => bytes[at] ^= 1 << random.below(8),
        3 => bytes.truncate(at),
        4 => {
            bytes.remove(at);
        }
        5 => bytes.insert(at, random.pick(b"\0\n\r {}[]\",:0-\xff\xc0\xed")),
        6 => {
            let garbage: &[u8] =
                random.pick(&[b"\n" as &[u8], b"}", b"garbage\n", b"\xff\xfe\n", b"{}\n", b"null\n"]);
            bytes.extend_from_slice(garbage);
        }
        7 => {
            bytes.pop();
        }
        _ => bytes[at] = bytes[at].to_ascii_uppercase(),
    }
    bytes
}

/// Writes a line another way: JSON that some readers take for the same, some for something else.
fn respell(random: &mut Random, file: &[u8]) -> Vec<u8> {
    let mut lines: Vec<String> = str::from_utf8(file).unwrap().lines().map(str::to_owned).collect();
    let at = random.below(lines.len());
    let line = &mut lines[at];
    let seq = format!("\"seq\":{at}");
    *line = match random.below(24) {
        0 => line.replacen(':', ": ", 1),
        1 => format!(" {line}"),
        2 => format!("{line}\r"),
        3 => format!("\u{feff}{line}"),
        4 => line.replacen('{', "{\"a\":1,", 1),
        5 => line.replacen("{\"content\"", "{\"content\":1,\"content\"", 1),
        6 => line.replacen("\"role\":", "\"role\":\"x\",\"role\":", 1),
        7 => line.replacen(&seq, &format!("{seq}.0"), 1),
        8 => line.replacen(&seq, &format!("{seq}e0"), 1),
        9 => line.replacen(&seq, &format!("\"seq\":{}", random.pick(&HUGE)), 1),
        10 => line.replacen("\"seq\":", "\"seq\":-", 1),
        11 => line.replacen("\"at\":", "\"at\":-0", 1),
        12 => line.replacen(
            "\"v\":1,",
            &format!("\"v\":{},", random.pick(&["-0", "-1", "4294967296", "true"])),
            1,
        ),
        13 => line.replacen("officer", "\\u006fffic\\u0065r", 1),
        14 => line.replacen(
            "officer",
            random.pick(&["\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00", "\u{2028}"]),
            1,
        ),
        15 => line.replacen("\"delegation\":null,", "", 1),
        16 => line.to_uppercase(),
        17 => as_list(line),
        18 => line.replacen(
            "\"content\":",
            &format!("\"content\":{}", "[".repeat(random.pick(&[1, 70, 200, 5000]))),
            1,
        ),
        19 => nest(line, random.pick(&[10, 64, 65, 127, 128, 3000])),
        20 => line.replacen("\"content\":", &format!("\"content\":{},\"more\":", random.pick(&NUMBERS)), 1),
        21 => with_content(line, random.pick(&NUMBERS)),
        22 => with_content(line, random.pick(&ODD_CONTENTS)),
        _ => line.replace("\\n", "\\u000a"),
    };
    lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
}

const HUGE: [&str; 6] = [
    "9007199254740992",
    "9223372036854775808",
    "18446744073709551616",
    "-9007199254740992",
    "100000000000000000000000000000000000000000000000000000000000000000000000000000",
    "1e400",
];
const NUMBERS: [&str; 12] = [
    "0.5",
    "1.0",
    "-0",
    "-0.0",
    "1e3",
    "1E400",
    "01",
    "+1",
    "NaN",
    "Infinity",
    "9007199254740992",
    "18446744073709551617",
];
const ODD_CONTENTS: [&str; 10] = [
    "{\"naïve\":1}",
    "{\"$serde_json::private::RawValue\":\"1\"}",
    "{\"$serde_json::private::Number\":\"1\"}",
    "{\"b\":1,\"a\":2}",
    "{\"a\":1,\"a\":1}",
    "\"\u{7f}\u{80}\"",
    "\"\\/\"",
    "\"\\u001F\"",
    "\"\\u007f\"",
    "[1,]",
];

/// The line with another content, and the hashes that go with it where it can be read at all.
fn with_content(line: &str, content: &str) -> String {
    let Some(Line::Present { content: old, mut header, salt, .. }) =
        Line::read(format!("{line}\n").as_bytes())
    else {
        return line.to_owned();
    };
    let old = evenhand_ledger::canonical::canonical(&old).unwrap();
    let new = serde_json::from_str(content).unwrap_or(Value::Null);
    header.payload = payload_root(&salt.0, &new).unwrap_or(header.payload);
    let line = line.replacen(&format!("\"content\":{old},"), &format!("\"content\":{content},"), 1);
    let header = header_of(&mut Line::Missing { leaf: header.leaf(), header }).unwrap().canonical();
    let (before, after) = line.split_once("\"header\":{").unwrap();
    let (_, after) = after.split_once("},\"leaf\"").unwrap();
    format!("{before}\"header\":{header},\"leaf\"{after}")
}

/// The line with its content inside `depth` lists.
fn nest(line: &str, depth: usize) -> String {
    match line.strip_prefix("{\"content\":").and_then(|rest| rest.split_once(",\"header\":")) {
        Some((content, rest)) => {
            let (open, close) = ("[".repeat(depth), "]".repeat(depth));
            format!("{{\"content\":{open}{content}{close},\"header\":{rest}")
        }
        None => line.to_owned(),
    }
}

/// The line as a list of its values: some readers take one for an object.
fn as_list(line: &str) -> String {
    let value: Value = serde_json::from_str(line).unwrap_or_default();
    let values: Vec<&Value> = value.as_object().into_iter().flat_map(|map| map.values()).collect();
    json!(values).to_string()
}

/// The public key of [`logs::key`].
pub fn trusted() -> PublicKey {
    logs::key().public()
}
