//! What stands between the store and its server in a test: a network that fails at the worst moment, or one that
//! protects what passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_rustls::TlsAcceptor;

use crate::postgres;

/// What becomes of what passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It arrives.
    Open,
    /// The next commit arrives, its answer does not; then the way is open again.
    LosesAnswer,
    /// The next commit does not arrive; then the way is open again.
    LosesCommit,
    /// The next commit arrives, its answer does not, and nobody can connect any more.
    LosesAnswerAndCloses,
    /// Nobody can connect.
    Closed,
}

const WAYS: [Way; 5] =
    [Way::Open, Way::LosesAnswer, Way::LosesCommit, Way::LosesAnswerAndCloses, Way::Closed];

/// A network to the server of the test command.
pub struct Proxy {
    port: u16,
    way: Arc<AtomicU8>,
}

impl Proxy {
    pub async fn start() -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Proxy { port, way: Arc::default() };
        let way = proxy.way.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if now(&way) != Way::Closed {
                    tokio::spawn(pass(client, upstream().await, way.clone()));
                }
            }
        });
        proxy
    }

    /// The address of the server by this way.
    pub fn url(&self) -> String {
        address("127.0.0.1", self.port)
    }

    pub fn is(&self, way: Way) {
        self.way.store(WAYS.iter().position(|known| *known == way).unwrap() as u8, Ordering::SeqCst);
    }
}

fn now(way: &AtomicU8) -> Way {
    WAYS[usize::from(way.load(Ordering::SeqCst))]
}

async fn pass(mut client: TcpStream, mut server: TcpStream, way: Arc<AtomicU8>) -> std::io::Result<()> {
    let (mut asked, mut answered) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let bytes = &asked[..read?];
                if bytes.is_empty() {
                    return Ok(());
                }
                let commits = bytes.windows(7).any(|bytes| bytes == b"commit\0");
                let (lost, next) = match now(&way) {
                    Way::LosesCommit if commits => return close(&way, Way::Open),
                    Way::LosesAnswer => (commits, Way::Open),
                    Way::LosesAnswerAndCloses => (commits, Way::Closed),
                    Way::Open | Way::LosesCommit | Way::Closed => (false, Way::Open),
                };
                server.write_all(bytes).await?;
                if lost {
                    // The answer means that it was done.
                    assert!(server.read(&mut answered).await? > 0);
                    return close(&way, next);
                }
            }
            read = server.read(&mut answered) => {
                let read = read?;
                if read == 0 {
                    return Ok(());
                }
                client.write_all(&answered[..read]).await?;
            }
        }
    }
}

fn close(way: &AtomicU8, next: Way) -> std::io::Result<()> {
    way.store(WAYS.iter().position(|known| *known == next).unwrap() as u8, Ordering::SeqCst);
    Ok(())
}

/// A server that speaks TLS as a PostgreSQL server does, in front of the one of the test command. Gives its port.
pub async fn protected(tls: TlsAcceptor) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let tls = tls.clone();
            tokio::spawn(async move { unwrap_tls(client, &tls, upstream().await).await });
        }
    });
    port
}

async fn unwrap_tls(mut client: TcpStream, tls: &TlsAcceptor, mut server: TcpStream) -> std::io::Result<()> {
    const REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
    let mut request = [0; 8];
    client.read_exact(&mut request).await?;
    assert_eq!(request, REQUEST, "a client that must use TLS asks for it first");
    client.write_all(b"S").await?;
    let mut client = tls.accept(client).await?;
    both_ways(&mut client, &mut server).await
}

async fn both_ways(
    client: &mut (impl AsyncRead + AsyncWrite + Unpin),
    server: &mut TcpStream,
) -> std::io::Result<()> {
    copy_bidirectional(client, server).await.map(|_| ())
}

/// The address of the server of the test command, by another host and port.
pub fn address(host: &str, port: u16) -> String {
    let config: Config = postgres::url().unwrap().parse().unwrap();
    let mut address = format!("host={host} port={port}");
    for (key, value) in [("user", config.get_user()), ("dbname", config.get_dbname())] {
        address.extend(value.map(|value| format!(" {key}='{value}'")));
    }
    let password = config.get_password().map(|password| String::from_utf8(password.to_vec()).unwrap());
    address.extend(password.map(|password| format!(" password='{password}'")));
    address
}

async fn upstream() -> TcpStream {
    let config: Config = postgres::url().unwrap().parse().unwrap();
    let Some(Host::Tcp(host)) = config.get_hosts().first() else { panic!("the server is reached over TCP") };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    TcpStream::connect((host.as_str(), port)).await.unwrap()
}
