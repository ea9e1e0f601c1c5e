//! Running the binary, and a demonstration to run it on.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;

use tempfile::TempDir;

pub const TARROWMERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/organisations/tarrowmere.toml");
/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "heron brisk lantern 41 quay";

/// How a command came to its end.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// It did what it was asked.
    #[track_caller]
    pub fn well(self) -> Ended {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// It did not, with an exit code, and said this.
    #[track_caller]
    pub fn saying(&self, code: i32, what: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(what), "`{what}` is not said:\n{}", self.err);
    }
}

/// The binary, without the settings of whoever runs the tests.
pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evenhand"));
    for name in ["DATA", "DATABASE", "LISTEN", "HTTPS", "LOG"] {
        command.env_remove(format!("EVENHAND_{name}"));
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub fn evenhand<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ended {
    ended(binary().args(arguments))
}

/// Runs a command on a folder of data.
pub fn on(folder: &Path, arguments: &[&str]) -> Ended {
    ended(binary().args(arguments).arg("--data").arg(folder))
}

pub fn ended(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of one test.
pub fn folder() -> TempDir {
    TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// A demonstration of one test's own.
pub fn demonstration() -> TempDir {
    static MADE: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("demonstration");
        let _ = fs::remove_dir_all(&folder);
        on(&folder, &["demo", "--small", "--build-only"]).well();
        folder
    });
    let copy = folder();
    copy_folder(&MADE, copy.path());
    copy
}

/// Copies a folder. What is only kept to be given back when a disk is full is left out.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else if path.extension().is_none_or(|extension| extension != "reserve") {
            fs::copy(&path, &copy).unwrap();
        }
    }
}

/// A process that serves a folder, until it is dropped.
pub struct Serving {
    child: Child,
    pub address: String,
    said: Arc<Mutex<String>>,
}

impl Serving {
    pub fn start(command: &str, folder: &Path, arguments: &[&str]) -> Serving {
        let mut child = binary()
            .args([command, "--listen", "127.0.0.1:0"])
            .args(arguments)
            .arg("--data")
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        listen(child.stderr.take().unwrap(), said.clone());
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            let read = out.read_line(&mut line).unwrap();
            assert!(read > 0, "it ended before it listened: {}", said.lock().unwrap());
            said.lock().unwrap().push_str(&line);
        }
        let address = line.split("http://").nth(1).unwrap();
        let address = address.trim_end_matches(|c: char| !c.is_ascii_digit());
        let address = address.split(['.', ' ']).take(4).collect::<Vec<_>>().join(".");
        listen(out, said.clone());
        Serving { child, address, said }
    }

    /// All it said until now.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has said something.
    pub fn until_it_says(&self, what: &str) -> String {
        loop {
            let said = self.said();
            if said.contains(what) {
                return said;
            }
            thread::yield_now();
        }
    }

    /// Tells it to stop, as a system does, and waits for its end.
    pub fn stop(mut self) -> (i32, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        self.until_it_says("stopped");
        (code, self.said())
    }

    pub fn get(&self, path: &str) -> Response {
        self.request("GET", path, None, "")
    }

    pub fn post(&self, path: &str, cookie: Option<&str>, fields: &[(&str, &str)]) -> Response {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.request("POST", path, cookie, &pairs.join("&"))
    }

    pub fn request(&self, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Response {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let cookie = cookie.map_or(String::new(), |cookie| format!("Cookie: {cookie}\r\n"));
        let host = &self.address;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nAccept: text/html\r\n{cookie}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Response { status, head: head.to_owned(), body: body.to_owned() }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase()));
        let found = self.head.lines().find(|text| line(text))?;
        Some(found.split_once(':')?.1.trim())
    }

    /// The session's cookie, as it is sent back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    /// The value that forms of a page carry.
    pub fn csrf(&self) -> String {
        let field = self.body.split("name=\"_csrf\"").nth(1).unwrap();
        field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }
}

fn listen(from: impl Read + Send + 'static, said: Arc<Mutex<String>>) {
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
}

fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}
