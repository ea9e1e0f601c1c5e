//! The writer has a thread of its own: nothing in it ever waits for anything but the database.

use std::path::{Path, PathBuf};
use std::thread;

use tokio::sync::oneshot;

use super::{Queue, Watch, write_to_a_file, write_to_a_server};
use crate::db::Connection;
use crate::disk::Disk;
use crate::error::StoreError;
use crate::{migrations, postgres, sqlite};

type Opened = oneshot::Sender<Result<(), StoreError>>;

/// Starts the writer of a file. Returns once its tables are those of this version.
pub(crate) async fn on_a_file(path: PathBuf, queue: Queue, watch: Watch) -> Result<(), StoreError> {
    let write = async move |opened: Opened| {
        if let Some(connection) = told(open_file(&path, &watch.disk).await, opened) {
            write_to_a_file(&connection, queue, &watch).await;
        }
    };
    in_a_thread(move |opened| futures::executor::block_on(write(opened))).await
}

/// Starts the writer of a schema. Returns once its tables are those of this version.
pub(crate) async fn on_a_server(
    place: postgres::Place,
    queue: Queue,
    watch: Watch,
) -> Result<(), StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|why| StoreError::Unavailable(why.to_string()))?;
    let write = async move |opened: Opened| {
        if let Some(connection) = told(open_schema(&place).await, opened) {
            write_to_a_server(&place, connection, queue, &watch).await;
        }
    };
    in_a_thread(move |opened| runtime.block_on(write(opened))).await
}

async fn open_file(path: &Path, disk: &Disk) -> Result<Connection, StoreError> {
    let connection = Connection::Sqlite(sqlite::Writer::open(path)?);
    migrations::migrate(&connection).await?;
    disk.make_reserve();
    Ok(connection)
}

async fn open_schema(place: &postgres::Place) -> Result<Connection, StoreError> {
    let connection = Connection::Postgres(Box::new(place.open().await?));
    migrations::migrate(&connection).await?;
    Ok(connection)
}

/// Tells whoever opens the store how it went; if they have gone, there is nothing to write.
fn told(outcome: Result<Connection, StoreError>, opened: Opened) -> Option<Connection> {
    match outcome {
        Ok(connection) => opened.send(Ok(())).is_ok().then_some(connection),
        Err(error) => {
            let _ = opened.send(Err(error));
            None
        }
    }
}

async fn in_a_thread(write: impl FnOnce(Opened) + Send + 'static) -> Result<(), StoreError> {
    let (opened, outcome) = oneshot::channel();
    let thread = thread::Builder::new().name("writer".to_owned()).spawn(move || write(opened));
    thread.map_err(|why| StoreError::Unavailable(why.to_string()))?;
    outcome.await.map_err(|_| StoreError::Unavailable("the writer stopped".to_owned()))?
}
