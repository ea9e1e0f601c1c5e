//! What a record holds, read behind the product's back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenhand_app::Clock;
use evenhand_app::installation::Home;
use evenhand_app::ports::SystemClock;
use evenhand_demo::{Options, SEED, Size};
use evenhand_store::StoreError;
use rusqlite::Connection;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use tokio_postgres::Client;

use crate::load::{ORGANISATION, PASSWORD};
use crate::{process, server};

/// Where the data of an installation is.
#[derive(Debug, Clone)]
pub struct Data {
    pub folder: PathBuf,
    /// The address of a database of PostgreSQL; none where records are files in the folder.
    pub database: Option<String>,
}

/// What was found in a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The key of each event whose content holds a mark.
    pub marks: BTreeMap<String, Vec<String>>,
    /// What stands there in part.
    pub half: Vec<String>,
    /// How often the record says that somebody looked at a customer.
    pub looks: BTreeMap<String, u64>,
}

/// What would be there in part, each as a query that finds nothing where all is well.
const HALVES: &[(&str, &str)] = &[
    (
        "events without content",
        "select e.command from events e left join event_content c on c.seq = e.seq where c.seq is null",
    ),
    (
        "content without an event",
        "select cast(c.seq as text) from event_content c left join events e on e.seq = c.seq where e.seq is null",
    ),
    (
        "streams with a gap",
        "select stream from events group by stream having count(*) <> max(version) or min(version) <> 1",
    ),
    (
        "a log with a gap",
        "select 'events' from (select count(*) as n, min(seq) as first, max(seq) as last from events) s where n <> last - first + 1",
    ),
    (
        "a tree of another size",
        "select log from trees where log = 'events' and size <> (select count(*) from events)",
    ),
    (
        "a tree of looks of another size",
        "select log from trees where log = 'looks' and size <> (select count(*) from looks)",
    ),
    (
        "looks that are not listed",
        "select l.command from looks l left join look_list i on i.seq = l.seq where i.seq is null",
    ),
    (
        "things told that are still to be told",
        "select o.id from outbox o join inbox i on i.id = o.id where o.state <> 'done'",
    ),
    (
        "things said to be told that were not",
        "select o.id from outbox o left join inbox i on i.id = o.id where o.state = 'done' and i.id is null",
    ),
    (
        "reports nobody is told of",
        "select e.stream from events e where e.stream like 'incident:%' and e.version = 1 and not exists (select 1 from outbox o where o.id = e.stream || ':1:0')",
    ),
];

impl Data {
    /// Records in files of a folder.
    pub fn files(folder: &Path) -> Data {
        Data { folder: folder.to_owned(), database: None }
    }

    /// The options by which a command finds the data.
    pub fn options(&self) -> Vec<&str> {
        let mut options = vec!["--data", self.folder.to_str().unwrap()];
        if let Some(database) = &self.database {
            options.extend(["--database", database]);
        }
        options
    }

    /// Makes the small demonstration there: its organisations and their accounts.
    pub fn make(&self) {
        if let Some(database) = &self.database {
            return self.make_on_a_server(database);
        }
        let made = process::run(&[&["demo", "--small", "--build-only"][..], &self.options()].concat());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// The command makes it in files only.
    fn make_on_a_server(&self, database: &str) {
        let options = Options {
            seed: SEED,
            size: Size::Stories,
            now: SystemClock.now(),
            password: PASSWORD.to_owned(),
            progress: |_| {},
        };
        let on_fatal = Arc::new(|error: &StoreError| panic!("the demonstration cannot be made: {error}"));
        let made = evenhand_demo::build(&self.folder, Home::Server(database.to_owned()), &options, on_fatal);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(made).unwrap();
    }

    /// Copies the files, without the reserve, to where they can be looked at without changing them.
    pub fn copy(&self, folder: &Path) -> Data {
        copy_folder(&self.folder, folder);
        Data { folder: folder.to_owned(), database: self.database.clone() }
    }

    /// The file of the record of the organisation that everybody works for.
    pub fn file(&self) -> PathBuf {
        self.folder.join(ORGANISATION).join("record.db")
    }

    /// Runs statements behind the product's back.
    pub fn tamper(&self, sql: &str) {
        match &self.database {
            Some(database) => on_server(database, async |client| client.batch_execute(sql).await.unwrap()),
            None => Connection::open(self.file()).unwrap().execute_batch(sql).unwrap(),
        }
    }

    /// The rows of a query that gives texts.
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let Some(database) = &self.database else {
            let connection = Connection::open(self.file()).unwrap();
            let mut statement = connection.prepare(sql).unwrap();
            let columns = statement.column_count();
            let row = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at)).collect();
            return statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap();
        };
        on_server(database, async |client| {
            let rows = client.query(sql, &[]).await.unwrap();
            rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect()
        })
    }

    /// What the record holds, as the database and as the product's own commands tell it.
    pub fn found(&self) -> Found {
        let mut found = self.found_in_tables();
        for command in ["verify", "compare"] {
            found.half.extend(self.refused(command));
        }
        found
    }

    /// What the record holds, as the database alone tells it.
    pub fn found_in_tables(&self) -> Found {
        let mut found = Found { marks: self.marks(), half: Vec::new(), looks: self.looks() };
        for (what, sql) in HALVES {
            found.half.extend(self.rows(sql).into_iter().map(|row| format!("{what}: {}", row[0])));
        }
        found.half.extend(self.half_commands());
        found
    }

    /// Commands without their events, or without all of them; and events without their command. An event names the
    /// hash of its command's key; a command keeps the version that its last event made.
    fn half_commands(&self) -> Vec<String> {
        let events = "select command, cast(max(version) as text) from events group by command";
        let mut events: BTreeMap<String, String> =
            self.rows(events).into_iter().map(|mut row| (row.remove(0), row.remove(0))).collect();
        let mut half = Vec::new();
        for row in self.rows("select key, answer from commands") {
            let answer: Json = serde_json::from_str(&row[1]).unwrap();
            let last = events.remove(&hex::encode(Sha256::digest(&row[0])));
            if last != Some(answer["version"].to_string()) {
                half.push(format!("a command without all of its events: {}", row[0]));
            }
        }
        half.extend(events.into_keys().map(|command| format!("events without their command: {command}")));
        half
    }

    /// What a command of the product finds wrong.
    fn refused(&self, command: &str) -> Option<String> {
        let mut arguments = vec![command];
        arguments.extend(self.options());
        // Both organisations are verified at once, and compared one by one.
        if command == "compare" {
            arguments.push(ORGANISATION);
        }
        let output = process::run(&arguments);
        let says = || format!("evenhand {command}: {}", String::from_utf8_lossy(&output.stderr));
        (!output.status.success()).then(says)
    }

    fn marks(&self) -> BTreeMap<String, Vec<String>> {
        let sql = "select e.command, c.content from events e join event_content c on c.seq = e.seq \
            where c.content like '%mark-%'";
        let mut marks: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in self.rows(sql) {
            for mark in marks_in(&row[1]) {
                marks.entry(mark).or_default().push(row[0].clone());
            }
        }
        marks
    }

    fn looks(&self) -> BTreeMap<String, u64> {
        let sql = "select about, cast(count(*) as text) from look_list where about like 'customer:%' group by about";
        let looks = self.rows(sql).into_iter();
        looks.map(|row| (row[0].replace("customer:", ""), row[1].parse().unwrap())).collect()
    }
}

/// Every mark in a text.
fn marks_in(content: &str) -> Vec<String> {
    let starts = content.match_indices("mark-").map(|(at, _)| at);
    starts.filter_map(|at| content.get(at..at + 12)).map(str::to_owned).collect()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else if !name.to_string_lossy().ends_with("reserve") {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Does something with a connection that finds the tables of the organisation.
fn on_server<T>(database: &str, act: impl AsyncFnOnce(Client) -> T) -> T {
    server::with(database, async |client| {
        client.batch_execute(&format!("set search_path to evenhand_{ORGANISATION}, public")).await.unwrap();
        act(client).await
    })
}
