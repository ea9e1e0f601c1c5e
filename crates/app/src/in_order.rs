//! Many commands in one go, in their order: what a demonstration and a large import need.
//!
//! Each is permitted, ruled upon and decided by itself, exactly as [`App::perform`] does it. What is saved is the
//! way: a thing that several of them change is loaded once, different things are decided side by side, and all of
//! them share the way to the disk.

use std::collections::BTreeMap;

use evenhand_domain::{Command, State, StreamId};
use evenhand_ledger::Hash;
use evenhand_policy::Permit;
use evenhand_store::{Append, Appended, StoreError};

use crate::access::Who;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Asked, Done, Request, digest, done_from, kept_key};

/// One of many commands.
#[derive(Clone)]
pub struct Ordered {
    pub who: Who,
    pub stream: StreamId,
    pub command: Command,
    /// The idempotency key.
    pub key: String,
}

/// A command with the number it was given and its place among the others.
struct Numbered {
    place: usize,
    ordered: Ordered,
    numbers: Vec<(String, i64)>,
    key: String,
    digest: Hash,
}

/// What a command came to before anything was written.
type Decided = Result<(Permit, Append), AppError>;

impl App {
    /// Carries commands out in their order, as if each had been performed after the one before, and tells what came
    /// of each. Once this returns, they are on the disk. A command that meets a change somebody else made meanwhile
    /// is performed again by itself, after the others.
    pub async fn perform_in_order(
        &self,
        commands: Vec<Ordered>,
    ) -> Result<Vec<Result<Done, AppError>>, AppError> {
        let again = commands.clone();
        let decided = self.decide_side_by_side(commands).await?;
        let (places, appends) = split(decided);
        let mut appended = self.store().append_all(appends).await.into_iter();
        let mut done = Vec::with_capacity(places.len());
        for (ordered, refused) in again.into_iter().zip(places) {
            done.push(match refused {
                None => self.written(ordered, appended.next()).await,
                Some(error) => self.known_or(ordered, error).await,
            });
        }
        Ok(done)
    }

    /// Decides each command on the state that those before it lead to.
    async fn decide_side_by_side(
        &self,
        commands: Vec<Ordered>,
    ) -> Result<BTreeMap<usize, Decided>, AppError> {
        let mut of_streams: BTreeMap<StreamId, Vec<Numbered>> = BTreeMap::new();
        for (place, mut ordered) in commands.into_iter().enumerate() {
            let (key, digest) =
                (kept_key(&ordered.who, &ordered.key), digest(&ordered.stream, &ordered.command));
            let numbers = self.give_number(&ordered.who, &mut ordered.command).await?;
            let stream = ordered.stream.clone();
            of_streams.entry(stream).or_default().push(Numbered { place, ordered, numbers, key, digest });
        }
        let start = |(stream, commands)| {
            let app = self.clone();
            tokio::spawn(async move { app.decide_one_by_one(stream, commands).await })
        };
        let tasks: Vec<_> = of_streams.into_iter().map(start).collect();
        let mut all = BTreeMap::new();
        for task in tasks {
            all.extend(task.await.map_err(|why| AppError::Unavailable(why.to_string()))??);
        }
        Ok(all)
    }

    /// Decides the commands on one thing, each on what the one before made of it.
    async fn decide_one_by_one(
        &self,
        stream: StreamId,
        commands: Vec<Numbered>,
    ) -> Result<Vec<(usize, Decided)>, AppError> {
        let events = self.store().load(&stream).await?;
        let (mut state, mut version) = (State::replay(stream.kind, &events), events.len() as u64);
        let mut all = Vec::with_capacity(commands.len());
        for Numbered { place, ordered, numbers, key, digest } in commands {
            let asked = Asked {
                who: &ordered.who,
                stream: &stream,
                state: state.clone(),
                version,
                command: ordered.command,
                numbers: Some(numbers),
                key: &key,
                digest,
            };
            let decided = self.decided(asked).await;
            if let Ok((permit, append)) = &decided {
                append.recorded(permit).iter().for_each(|event| state.apply(event));
                version += append.events.len() as u64;
            }
            all.push((place, decided));
        }
        Ok(all)
    }

    /// What came of a command that was decided.
    async fn written(
        &self,
        ordered: Ordered,
        appended: Option<Result<Appended, StoreError>>,
    ) -> Result<Done, AppError> {
        match appended {
            Some(Ok(appended)) => {
                self.has_changed(ordered.stream.kind);
                done_from(&appended.answer, appended.version)
            }
            // Somebody else was faster: it is decided anew.
            Some(Err(StoreError::Conflict { .. } | StoreError::NumberTaken { .. })) | None => {
                let Ordered { who, stream, command, key } = ordered;
                self.perform(&who, stream, command, &Request { key, ..Request::default() }).await
            }
            Some(Err(error)) => Err(error.into()),
        }
    }

    /// What came of a command that was refused: the answer it had, if it was carried out before.
    async fn known_or(&self, ordered: Ordered, error: AppError) -> Result<Done, AppError> {
        let (key, digest) = (kept_key(&ordered.who, &ordered.key), digest(&ordered.stream, &ordered.command));
        self.carried_out(&key, digest).await?.ok_or(error)
    }
}

/// Tells apart what is to be written, in its order, and what was refused.
fn split(decided: BTreeMap<usize, Decided>) -> (Vec<Option<AppError>>, Vec<(Permit, Append)>) {
    let (mut places, mut appends) = (Vec::with_capacity(decided.len()), Vec::with_capacity(decided.len()));
    for decided in decided.into_values() {
        match decided {
            Ok(append) => {
                appends.push(append);
                places.push(None);
            }
            Err(error) => places.push(Some(error)),
        }
    }
    (places, appends)
}
