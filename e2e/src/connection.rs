//! A connection that stays open for many requests, as programs keep one, and through which bytes can be sent slowly.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{IpAddr, TcpStream};
use std::time::Duration;

use crate::http::{Request, Response, connect};

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    host: String,
    /// What came and was not read yet.
    rest: Vec<u8>,
}

impl Connection {
    /// Connects from an address of this machine, such as `127.0.0.9`.
    pub fn open(address: &str, from: Option<IpAddr>) -> Result<Connection> {
        let stream = connect(address, from)?;
        stream.set_nodelay(true)?;
        Ok(Connection { stream, host: address.to_owned(), rest: Vec::new() })
    }

    /// Sends a request and reads its answer.
    pub fn exchange(&mut self, request: &Request) -> Result<Response> {
        let mut bytes = self.head(request).into_bytes();
        bytes.extend_from_slice(request.body);
        self.send(&bytes)?;
        self.answer()
    }

    /// The first lines of a request, with the length of its body.
    pub fn head(&self, request: &Request) -> String {
        let mut head = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method, request.path, self.host);
        for (name, value) in request.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", request.body.len()));
        head
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes)
    }

    /// Reads the next answer.
    pub fn answer(&mut self) -> Result<Response> {
        let end = loop {
            match self.rest.windows(4).position(|four| four == b"\r\n\r\n") {
                Some(end) => break end,
                None => self.more()?,
            }
        };
        let (status, headers) = head(&self.rest[..end]).ok_or_else(|| Error::other("this is no answer"))?;
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length = length.and_then(|(_, length)| length.parse::<usize>().ok());
        let whole = end + 4 + length.ok_or_else(|| Error::other("an answer without a length"))?;
        while self.rest.len() < whole {
            self.more()?;
        }
        let body = self.rest[end + 4..whole].to_vec();
        self.rest.drain(..whole);
        Ok(Response { status, headers, body })
    }

    /// Waits a moment for the other side to say something, or to close; gives all it said, if it did.
    pub fn said_within(&mut self, moment: Duration) -> Option<Vec<u8>> {
        let patience = self.stream.read_timeout().ok()?;
        self.stream.set_read_timeout(Some(moment)).ok()?;
        let quiet = self
            .more()
            .is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut));
        self.stream.set_read_timeout(patience).ok()?;
        if quiet {
            return None;
        }
        while self.more().is_ok() {}
        Some(std::mem::take(&mut self.rest))
    }

    /// Waits until the other side closes; gives what came until then.
    pub fn until_closed(mut self) -> Vec<u8> {
        // A reset closes it too.
        while self.more().is_ok() {}
        self.rest
    }

    fn more(&mut self) -> Result<()> {
        let mut bytes = [0; 16 * 1024];
        match self.stream.read(&mut bytes)? {
            0 => Err(Error::other("the connection was closed")),
            read => {
                self.rest.extend_from_slice(&bytes[..read]);
                Ok(())
            }
        }
    }
}

fn head(bytes: &[u8]) -> Option<(u16, Vec<(String, String)>)> {
    let head = String::from_utf8_lossy(bytes).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    Some((
        status,
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect(),
    ))
}
