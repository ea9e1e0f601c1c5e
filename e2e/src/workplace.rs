//! An installation with people at work, and what they were told.

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use crate::audit::Audit;
use crate::load::{Crowd, Heard, Notes, Sent, people, send};
use crate::process::{Product, binary};
use crate::record::Data;

/// People at work.
const PEOPLE: u8 = 8;

/// An installation with people at work, and what they were told.
pub struct Workplace {
    pub data: Data,
    pub product: Product,
    pub crowd: Crowd,
    pub notes: Mutex<Notes>,
}

impl Workplace {
    /// A new one: the data is made, the program started, and people sign in.
    pub fn open(data: Data) -> Workplace {
        data.make();
        Workplace::of(data)
    }

    /// One whose data is there.
    pub fn of(data: Data) -> Workplace {
        let mut product = start(&data, &[]);
        product.listen();
        let crowd = Crowd::new(people(&product.address, PEOPLE));
        Workplace { data, product, crowd, notes: Mutex::default() }
    }

    /// Starts the program again, after its end.
    pub fn start_again(&mut self) {
        self.start_again_under(&[]);
    }

    /// The same inside another program, such as `strace`.
    pub fn start_again_under(&mut self, wrapper: &[&str]) {
        self.product = start(&self.data, wrapper);
        self.product.listen();
    }

    /// Lets people work until so many more commands are acknowledged, and a moment more; then does something to
    /// the program, which must end it. Gives how many commands were sent before.
    pub fn work_until(&mut self, acknowledged: u64, moment: Duration, end: impl FnOnce(&Product)) -> usize {
        let (before, stop) = (self.notes.lock().unwrap().commands.len(), AtomicBool::new(false));
        let address = self.product.address.clone();
        std::thread::scope(|scope| {
            scope.spawn(|| self.crowd.work(&address, &self.notes, &stop));
            while self.acknowledged_since(before) < acknowledged {
                assert_eq!(self.product.ended(), None, "the program ended by itself");
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(moment);
            end(&self.product);
            stop.store(true, Ordering::Relaxed);
        });
        before
    }

    /// Lets people work and kills the program under them.
    pub fn work_and_kill(&mut self, acknowledged: u64, microseconds: u64) -> usize {
        let kill = |product: &Product| product.signal(Signal::KILL);
        let before = self.work_until(acknowledged, Duration::from_micros(microseconds), kill);
        self.product.wait();
        before
    }

    /// Lets people work until nobody answers any more.
    pub fn work_until_nobody_answers(&self) {
        self.crowd.work(&self.product.address, &self.notes, &AtomicBool::new(false));
    }

    /// How many commands were acknowledged since so many were sent.
    pub fn acknowledged_since(&self, before: usize) -> u64 {
        let notes = self.notes.lock().unwrap();
        notes.commands[before..].iter().filter(|(_, heard)| matches!(heard, Heard::Saved(_))).count() as u64
    }

    /// The mark of the last command that was acknowledged.
    pub fn last_saved(&self) -> String {
        let notes = self.notes.lock().unwrap();
        let saved = notes.commands.iter().rev().find(|(_, heard)| matches!(heard, Heard::Saved(_)));
        saved.unwrap().0.mark.clone()
    }

    /// Compares what people were told with a copy of the record.
    pub fn audit(&self) -> Audit {
        self.audit_after(|_| {})
    }

    /// The same after something was done to the copy.
    pub fn audit_after(&self, change: impl FnOnce(&Data)) -> Audit {
        let folder = TempDir::new().unwrap();
        let copy = self.data.copy(&folder.path().join("data"));
        change(&copy);
        Audit::of(&self.notes.lock().unwrap(), &copy.found())
    }

    /// Sends commands once more, twice at once, as people do who got no answer.
    pub fn send_again(&self, from: usize) {
        let again: Vec<(Sent, Heard)> = self.notes.lock().unwrap().commands[from..].to_vec();
        let heard = std::thread::scope(|scope| {
            let twice = [scope.spawn(|| self.heard(&again)), scope.spawn(|| self.heard(&again))];
            twice.map(|heard| heard.join().unwrap())
        });
        for (at, (sent, before)) in again.iter().enumerate() {
            let [first, second] = [&heard[0][at], &heard[1][at]];
            assert!(matches!(first, Heard::Saved(_)), "{:?} sent again: {first:?}", sent.kind);
            assert_eq!(first, second, "{:?} sent twice at once has one answer", sent.kind);
            if let Heard::Saved(_) = before {
                assert_eq!(first, before, "{:?} sent again has the answer it had", sent.kind);
            }
            self.notes.lock().unwrap().commands[from + at].1 = first.clone();
        }
    }

    fn heard(&self, again: &[(Sent, Heard)]) -> Vec<Heard> {
        let mut connection = None;
        let mut heard = Vec::with_capacity(again.len());
        for (sent, _) in again {
            let to = connection.get_or_insert_with(|| sent.person.connect(&self.product.address).unwrap());
            heard.push(send(to, sent));
        }
        heard
    }
}

/// Starts the program on some data, inside another program if one is named, without waiting for it.
pub fn start(data: &Data, wrapper: &[&str]) -> Product {
    let program = binary();
    let mut words: Vec<&str> = wrapper.to_vec();
    words.extend([program.to_str().unwrap(), "serve", "--listen", "127.0.0.1:0"]);
    words.extend(data.options());
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    Product::spawn(command, &data.folder)
}
