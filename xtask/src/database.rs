//! A PostgreSQL server for one run of the tests: started in a folder of its own, gone afterwards.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::machine::is_root;

/// A running server; it stops when this is dropped.
pub struct Database {
    folder: PathBuf,
    port: u16,
}

/// Where the server's programs are, newest version first.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

impl Database {
    /// Starts a server on a free port of this machine. Tests end with the run: durability of the server's own files
    /// would only cost time.
    pub fn start() -> Result<Database> {
        Database::start_with("-c fsync=off -c full_page_writes=off")
    }

    /// Starts a server that keeps what it says it kept, as one does that serves people.
    pub fn start_durable() -> Result<Database> {
        Database::start_with("-c fsync=on")
    }

    fn start_with(durability: &str) -> Result<Database> {
        // Not below the project: the server's own user may not be let in there.
        let folder = std::env::temp_dir().join(format!("evenhand-test-postgres-{}", std::process::id()));
        let database = Database { folder, port: free_port()? };
        fs::create_dir_all(&database.folder)?;
        if is_root() {
            // The server refuses to run as root.
            let chown = Command::new("chown").arg("postgres").arg(&database.folder).status()?;
            ensure!(chown.success(), "the folder of the server could not be given to it");
        }
        let data = database.data();
        let data = data.to_str().context("the folder has no name")?;
        let settings = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=200 {durability}",
            database.port,
            database.folder.display()
        );
        database.program(
            "initdb",
            &["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"],
        )?;
        let log = database.folder.join("log");
        let log = log.to_str().context("the folder has no name")?;
        database.control(&["-o", &settings, "-l", log, "-w", "start"])?;
        Ok(database)
    }

    /// How tests reach it.
    pub fn address(&self) -> String {
        format!("host=127.0.0.1 port={} user=postgres dbname=postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn control(&self, arguments: &[&str]) -> Result<()> {
        let data = self.data();
        let data = data.to_str().context("the folder has no name")?;
        let mut all = vec!["-D", data];
        all.extend(arguments);
        self.program("pg_ctl", &all)
    }

    /// Runs one of the server's programs, as the user it asks for.
    fn program(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let program = programs().context("there is no PostgreSQL server")?.join(name);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(&program);
                command
            }
            false => Command::new(&program),
        };
        let status = command.args(arguments).current_dir(&self.folder).stdout(Stdio::null()).status();
        let status = status.with_context(|| format!("`{name}` could not be started"))?;
        ensure!(status.success(), "`{name}` ended with {status}");
        Ok(())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // The run is over; a server that is gone already needs no stopping.
        let _ = self.control(&["-m", "immediate", "-w", "stop"]);
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
