//! Starting the built program, hearing what it says, and stopping it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// How long the program may take to say where it listens: making a demonstration comes first.
const PATIENCE: Duration = Duration::from_secs(300);

/// The program while it runs. Dropped, it is told to stop and waited for.
pub struct Product {
    child: Child,
    lines: Mutex<Receiver<String>>,
    /// Where it listens: `127.0.0.1:41234`.
    pub address: String,
}

impl Product {
    /// The small demonstration, made in a folder.
    pub fn demo(folder: &Path) -> Product {
        Product::start(&["demo", "--small", "--data", text(folder), "--listen", "127.0.0.1:0"], folder)
    }

    /// The organisations of a folder; none yet, if it is empty.
    pub fn serve(folder: &Path) -> Product {
        Product::start(&["serve", "--data", text(folder), "--listen", "127.0.0.1:0"], folder)
    }

    /// Starts it and waits for the address. Its log is written beside the folder of its data.
    pub fn start(arguments: &[&str], folder: &Path) -> Product {
        let mut product = Product::spawn(command(arguments), folder);
        product.listen();
        product
    }

    /// Starts it without waiting. The command may be the program inside another one, such as `strace`.
    pub fn spawn(mut command: Command, folder: &Path) -> Product {
        let log = File::create(folder.with_extension("log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let lines = lines_of(BufReader::new(child.stdout.take().unwrap()));
        Product { child, lines: Mutex::new(lines), address: String::new() }
    }

    /// Waits until it says where it listens.
    pub fn listen(&mut self) {
        let said = self.hear("http://");
        let address = said.split("http://").nth(1).unwrap_or_default();
        let address = address.split(['/', ' ']).next().unwrap_or_default();
        self.address = address.trim_end_matches('.').to_owned();
    }

    /// The next line it says that holds these words.
    pub fn hear(&self, words: &str) -> String {
        loop {
            match self.lines.lock().unwrap().recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(_) => {}
                Err(error) => panic!("the program never said `{words}`: {error}"),
            }
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        // A process that has ended already has nothing to be told.
        let _ = kill_process(Pid::from_child(&self.child), signal);
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Ends it on the spot, as a crash does.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.wait();
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        let _ = self.child.wait();
    }
}

/// The program with arguments, to be started.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments);
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    let output = command(arguments).stdin(Stdio::null()).output();
    output.unwrap_or_else(|error| panic!("{} does not start: {error}", binary().display()))
}

/// The program that `cargo build --package evenhand` made, beside the tests.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    folder.join("evenhand")
}

fn lines_of(reader: impl BufRead + Send + 'static) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        for line in reader.lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
