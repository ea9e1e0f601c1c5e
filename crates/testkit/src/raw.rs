//! What a database holds, read and changed behind the product's back: for looking at it from outside, and for
//! playing whoever has the file or the server in their hands.

use evenhand_store::{Place, Value};
use tokio_postgres::NoTls;
use tokio_postgres::types::Type;

/// The rows of a query, as they come.
pub async fn rows(place: &Place, sql: &str) -> Vec<Vec<Value>> {
    match place {
        Place::File(path) => file_rows(path, sql).unwrap(),
        Place::Server { url, schema } => {
            let rows = client(url, schema).await.query(sql, &[]).await.unwrap();
            rows.iter().map(server_row).collect()
        }
    }
}

/// The first value of a query that gives one number.
pub async fn number(place: &Place, sql: &str) -> i64 {
    match rows(place, sql).await.as_slice() {
        [row] => match row.as_slice() {
            [Value::Int(number)] => *number,
            other => panic!("`{sql}` gives {other:?}"),
        },
        other => panic!("`{sql}` gives {} rows", other.len()),
    }
}

/// Runs statements, or gives what the database said.
pub async fn execute(place: &Place, sql: &str) -> Result<(), String> {
    match place {
        Place::File(path) => {
            let connection = open(path).map_err(|error| error.to_string())?;
            connection.execute_batch(sql).map_err(|error| error.to_string())
        }
        Place::Server { url, schema } => {
            let outcome = client(url, schema).await.batch_execute(sql).await;
            outcome
                .map_err(|error| error.as_db_error().map_or(error.to_string(), |db| db.message().to_owned()))
        }
    }
}

fn open(path: &std::path::Path) -> rusqlite::Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(path)?;
    connection.pragma_update(None, "busy_timeout", 10_000)?;
    Ok(connection)
}

fn file_rows(path: &std::path::Path, sql: &str) -> rusqlite::Result<Vec<Vec<Value>>> {
    use rusqlite::types::Value as Found;
    let connection = open(path)?;
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let value = |found| match found {
        Found::Null => Value::Null,
        Found::Integer(number) => Value::Int(number),
        Found::Text(text) => Value::Text(text),
        Found::Blob(bytes) => Value::Blob(bytes),
        Found::Real(number) => panic!("{number} is a fraction, and there are none"),
    };
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at).map(value)).collect();
    statement.query_map([], row)?.collect()
}

async fn client(url: &str, schema: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("set search_path to {schema}, public")).await.unwrap();
    client
}

fn server_row(row: &tokio_postgres::Row) -> Vec<Value> {
    let value = |(at, column): (usize, &tokio_postgres::Column)| match *column.type_() {
        Type::INT8 => row.get::<_, Option<i64>>(at).into(),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(at).into(),
        Type::TEXT => row.get::<_, Option<String>>(at).into(),
        ref other => panic!("a test asks for a value of type {other}"),
    };
    row.columns().iter().enumerate().map(value).collect()
}
