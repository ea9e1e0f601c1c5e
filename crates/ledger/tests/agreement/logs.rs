//! Sound logs of every shape, as the lines of a file.

use evenhand_ledger::canonical::{DEEPEST, LARGEST_NUMBER};
use evenhand_ledger::export::{FORMAT, Line};
use evenhand_ledger::verify::DISPOSAL;
use evenhand_ledger::{Checkpoint, Frontier, Hash, Header, SecretKey, payload_root};
use serde_json::{Value, json};

use crate::random::Random;

pub const ORIGIN: &str = "evenhand.example/agreement/events";
const TEXTS: &[&str] = &[
    "",
    "a",
    "said \"no\"",
    "back\\slash",
    "tab\tand\nline",
    "\u{0}\u{1}\u{8}\u{c}\r\u{1f}",
    "\u{7f}",
    "naïve",
    "日本語",
    "\u{2028}\u{2029}",
    "\u{feff}",
    "\u{fffd}\u{ffff}",
    "👩🏽‍🦽",
    "\u{10ffff}",
    "e\u{301}",
    "</script>",
    "\\u0041",
];
const KEYS: &[&str] =
    &["a", "b", "A", "", "0", "10", "2", "a/b", "a~b", "~1", "/", "\u{1}", "\u{7f}", "\"", "a$", "events"];

/// The key that signs sound logs.
pub fn key() -> SecretKey {
    SecretKey::new("evenhand.example/agreement", &[9; 32])
}

/// A sound log of `size` events with `checkpoints` checkpoints at random places.
pub fn sound(random: &mut Random, size: u64, checkpoints: usize) -> Vec<Line> {
    let places: Vec<u64> = (0..checkpoints).map(|_| random.number() % (size + 1)).collect();
    let (mut lines, mut versions) = (vec![head()], [0; 4]);
    for seq in 0..=size {
        if seq > 0 {
            let content = value(random, 3);
            lines.push(event(random, seq, &mut versions, content));
        }
        let here = places.iter().filter(|place| **place == seq);
        lines.extend(here.map(|_| Line::Checkpoint { checkpoint: String::new() }));
    }
    dispose(random, &mut lines);
    seal(&mut lines, &key());
    lines
}

/// A log whose content is as deep, as long and as strange as the format allows.
pub fn extreme() -> Vec<Line> {
    let deepest = (1..DEEPEST).fold(json!([]), |inner, _| json!([inner]));
    let wide = Value::Array((0..300).map(|n| json!({ "n": n })).collect());
    let contents =
        [deepest, wide, json!(TEXTS), json!(null), json!({}), json!([LARGEST_NUMBER, -LARGEST_NUMBER, 0])];
    let (mut random, mut versions) = (Random::new(5), [0; 4]);
    let mut lines = vec![head()];
    lines.extend((1..).zip(contents).map(|(seq, content)| event(&mut random, seq, &mut versions, content)));
    lines.push(Line::Checkpoint { checkpoint: String::new() });
    seal(&mut lines, &key());
    lines
}

fn head() -> Line {
    Line::Head { format: FORMAT.into(), key: key().public().text(), origin: ORIGIN.into() }
}

fn event(random: &mut Random, seq: u64, versions: &mut [u64; 4], content: Value) -> Line {
    let stream = random.below(versions.len());
    versions[stream] += 1;
    let salt = random.hash();
    let header = Header {
        actor: random.pick(TEXTS).into(),
        at: 1_700_000_000_000 + seq as i64,
        command: random.hash(),
        delegation: random.once_in(2).then(|| random.pick(TEXTS).into()),
        pack: "pack@1#00".into(),
        payload: payload_root(&salt.0, &content).unwrap(),
        role: "officer".into(),
        seq,
        stream: format!("incident:{}{stream}", TEXTS[stream]),
        kind: "incident.reported".into(),
        v: 1,
        version: versions[stream],
    };
    Line::Present { content, leaf: header.leaf(), header, salt }
}

/// Sometimes makes the last event a disposal of some of those before it.
fn dispose(random: &mut Random, lines: &mut [Line]) {
    let Some(last) = lines.iter().rposition(|line| matches!(line, Line::Present { .. })) else { return };
    if !random.once_in(3) {
        return;
    }
    let (before, after) = lines.split_at_mut(last);
    let mut events = Vec::new();
    let under = header_of(&mut after[0]).unwrap().seq;
    for line in before {
        if let Line::Present { header, leaf, .. } = line
            && random.once_in(2)
        {
            events.push(header.seq);
            *line = Line::Disposed { disposed_under: under, header: header.clone(), leaf: *leaf };
        }
    }
    if let Line::Present { content, header, salt, .. } = &mut after[0] {
        *content = json!({"authority": "an act", "events": events});
        header.kind = DISPOSAL.into();
        header.payload = payload_root(&salt.0, content).unwrap();
    }
}

/// A value nested at most `depth` deep.
pub fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 5 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(random.once_in(2)),
        2 => json!(random.pick(&[0, 1, -1, 9, 10, 1_000_000, LARGEST_NUMBER, -LARGEST_NUMBER])),
        3 | 4 => json!(random.pick(TEXTS)),
        5 | 6 => (0..random.below(4)).map(|_| value(random, depth - 1)).collect(),
        _ => {
            let members =
                (0..random.below(5)).map(|_| (random.pick(KEYS).to_owned(), value(random, depth - 1)));
            Value::Object(members.collect())
        }
    }
}

/// Makes every leaf and every checkpoint fit what stands before it, whatever that is.
pub fn seal(lines: &mut [Line], key: &SecretKey) {
    let mut tree = Frontier::default();
    for line in lines {
        if let Line::Checkpoint { checkpoint } = line {
            *checkpoint = at(&tree).signed(key);
        } else if let Some((header, leaf)) = parts_of(line) {
            *leaf = header.leaf();
            tree.push(*leaf);
        }
    }
}

/// The checkpoint that a log signs when its tree is this.
pub fn at(tree: &Frontier) -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size: tree.size(), root: tree.root() }
}

/// The header and the leaf of an event's line.
pub fn parts_of(line: &mut Line) -> Option<(&mut Header, &mut Hash)> {
    match line {
        Line::Present { header, leaf, .. }
        | Line::Disposed { header, leaf, .. }
        | Line::Missing { header, leaf } => Some((header, leaf)),
        Line::Head { .. } | Line::Checkpoint { .. } => None,
    }
}

pub fn header_of(line: &mut Line) -> Option<&mut Header> {
    parts_of(line).map(|(header, _)| header)
}

/// The file of some lines.
pub fn file(lines: &[Line]) -> Vec<u8> {
    lines.iter().flat_map(|line| format!("{}\n", line.text().unwrap()).into_bytes()).collect()
}
