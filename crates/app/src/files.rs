//! Files beside an incident: what they are is found from their content, never from what the sender says.

use evenhand_domain::Problem;
use evenhand_domain::incident::{FileAttached, IncidentCommand};
use evenhand_ledger::Hash;
use evenhand_policy::Action;
use evenhand_store::beside::{File, put_file};
use serde_json::json;

use crate::access::Who;
use crate::accounts::IntoError;
use crate::app::App;
use crate::error::AppError;
use crate::perform::{Done, Request};

/// The largest file.
pub const FILE_MAX: usize = 10 * 1024 * 1024;

/// A file as somebody sends it.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
    /// What it shows.
    pub what: String,
}

impl App {
    /// Attaches a file to an incident. The bytes are on the disk before the record points at them.
    pub async fn attach_file(
        &self,
        who: &Who,
        id: &str,
        upload: Upload,
        request: &Request,
    ) -> Result<Done, AppError> {
        self.open_incident(who, id, Action::AddToIncident).await?;
        let media_type = kind(&upload)?;
        let attached = FileAttached {
            hash: Hash::of(&upload.bytes).hex(),
            name: clean_name(&upload.name, media_type),
            media_type: media_type.to_owned(),
            size: upload.bytes.len() as u64,
            what: upload.what,
        };
        let file =
            File { hash: attached.hash.clone(), media_type: media_type.to_owned(), bytes: upload.bytes };
        self.store().write_beside(vec![put_file(&file, who.now)]).await?;
        self.change_incident(who, id, IncidentCommand::AttachFile(attached), request).await
    }

    /// A file of an incident. The look is recorded before this returns.
    pub async fn file(&self, who: &Who, id: &str, hash: &str) -> Result<(FileAttached, Vec<u8>), AppError> {
        let (incident, _, subject) = self.open_incident(who, id, Action::ReadIncident).await?;
        let attached = incident.files.into_iter().find(|file| file.hash == hash).ok_or(AppError::NotFound)?;
        let file = self.store().file(hash).await?.ok_or(AppError::NotFound)?;
        if Hash::of(&file.bytes).hex() != hash {
            return Err(AppError::Unavailable("the stored file is damaged".to_owned()));
        }
        let permit = who.permit(Action::ReadIncident, &subject)?;
        self.looked(who, &permit, "look.file", &format!("incident:{id}"), json!({ "file": hash })).await?;
        Ok((attached, file.bytes))
    }
}

/// The kinds of files that are taken: by how they begin, and the ending their name gets.
const KINDS: &[(&[u8], &str, &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"%PDF-", "application/pdf", "pdf"),
];

fn kind(upload: &Upload) -> Result<&'static str, AppError> {
    let refuse = |code: &str, says: String| Err(Problem::field("file", code, says).into_error());
    if upload.bytes.is_empty() {
        return refuse("empty", "Choose a file".to_owned());
    }
    if upload.bytes.len() > FILE_MAX {
        return refuse("too-large", "A file can have at most 10 MB".to_owned());
    }
    let known = KINDS.iter().find(|(beginning, ..)| upload.bytes.starts_with(beginning));
    if let Some((_, media_type, _)) = known {
        return Ok(media_type);
    }
    let text = std::str::from_utf8(&upload.bytes);
    if text.is_ok_and(|text| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))) {
        return Ok("text/plain");
    }
    refuse(
        "unknown-kind",
        "Only PNG and JPEG pictures, PDF documents and plain text can be attached".to_owned(),
    )
}

/// A name that is safe to give back: letters, digits and a few signs, with the ending of what it really is.
fn clean_name(name: &str, media_type: &str) -> String {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let stem: String = stem.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).take(80).collect();
    let stem = if stem.trim().is_empty() { "file".to_owned() } else { stem.trim().to_owned() };
    let ending = KINDS.iter().find(|(_, kind, _)| *kind == media_type).map_or("txt", |(.., ending)| ending);
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(name: &str, bytes: &[u8]) -> Upload {
        Upload { name: name.into(), bytes: bytes.into(), what: "x".into() }
    }

    #[test]
    fn what_a_file_is_is_found_from_its_content() {
        assert_eq!(kind(&upload("a.exe", b"\x89PNG\r\n\x1a\n...")).ok(), Some("image/png"));
        assert_eq!(kind(&upload("a.png", b"plain words")).ok(), Some("text/plain"));
        for hostile in [b"MZ\x90\x00".as_slice(), b"PK\x03\x04", b"\x00", b""] {
            assert!(kind(&upload("photo.png", hostile)).is_err());
        }
    }

    #[test]
    fn markup_is_taken_as_plain_text_and_never_as_itself() {
        assert_eq!(kind(&upload("x.svg", b"<svg onload=alert(1)>")).ok(), Some("text/plain"));
        assert_eq!(clean_name("../../<x>.svg", "text/plain"), "x.txt");
        assert_eq!(clean_name("C:\\fakepath\\photo.of.desk.html", "image/png"), "photoofdesk.png");
        assert_eq!(clean_name("…", "application/pdf"), "file.pdf");
    }
}
