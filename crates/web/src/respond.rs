//! Answers: a page, JSON, a redirect, a file; and the only place an error becomes an answer.

use axum::body::Body as HttpBody;
use axum::http::{HeaderValue, Response, StatusCode, header};
use evenhand_app::AppError;
use evenhand_app::accounts::SignInError;
use evenhand_domain::{Problem, Refusal};
use evenhand_ui::Html;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::cx::{Cx, Format, OpenCx};
use crate::frame;

/// What a handler answers.
pub(crate) enum Answer {
    /// A page or its JSON.
    View(View),
    /// Go there; for JSON, what was made and where it is.
    See { location: String, made: Json },
    /// What was typed is kept as a draft; go there.
    Kept(String),
    /// A short plain text, for a script.
    Text(String),
    /// A file to keep.
    Download { bytes: Vec<u8>, media_type: String, name: String },
    /// Go there with a new session, or with none.
    Session { location: String, cookie: String, made: Json },
}

/// A page or its JSON.
pub(crate) struct View {
    pub title: String,
    pub json: Json,
    pub html: Html,
    pub back: Option<String>,
    pub status: StatusCode,
    /// Nothing of the person or their work is around it.
    pub bare: bool,
    /// What every printed page of it carries besides who printed it and when.
    pub marks: Option<String>,
}

/// Why there is no such answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something stands in the way; the form comes back filled.
    Refused(Vec<Problem>),
    /// Somebody else changed it since; the form comes back filled, with what changed.
    Changed {
        current: u64,
    },
    /// The same form was sent with other content.
    KeyReused,
    /// Not sent from this sign-in.
    NotFromHere,
    NotFound,
    Forbidden {
        who_can: Vec<String>,
    },
    Barred {
        because: String,
    },
    SignIn,
    Locked,
    TooLarge,
    WrongMethod,
    WrongType,
    TooMany {
        seconds: i64,
    },
    ReadOnly,
    Unavailable(String),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Failure {
        match error {
            AppError::Refused(refusal) => Failure::Refused(refusal.problems),
            AppError::NotFound => Failure::NotFound,
            AppError::Forbidden { who_can, .. } => Failure::Forbidden { who_can },
            AppError::Barred { because, .. } => Failure::Barred { because: because.to_owned() },
            AppError::Changed { current } => Failure::Changed { current },
            AppError::KeyReused => Failure::KeyReused,
            AppError::ReadOnly(_) => Failure::ReadOnly,
            AppError::Unavailable(why) => Failure::Unavailable(why),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Refused(refusal.problems)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::Refused(vec![problem])
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Failure {
        match error {
            SignInError::Wrong => {
                Problem::field("password", "wrong", "The name or the password is not right").into()
            }
            SignInError::Wait(until) => {
                let says =
                    format!("Too many attempts failed. Try again after {}", until.strftime("%H:%M UTC"));
                Problem::field("password", "wait", says).into()
            }
            SignInError::App(error) => error.into(),
        }
    }
}

/// The shape of an error in JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ErrorBody {
    /// A stable word for what went wrong.
    pub error: String,
    /// What went wrong, in plain words.
    pub says: String,
    /// Every problem with what was sent.
    pub problems: Vec<ProblemBody>,
    /// The version the thing has now, where somebody else changed it.
    pub current_version: Option<u64>,
    /// A word to find the event in the operator's records.
    pub reference: String,
}

/// One problem in JSON.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ProblemBody {
    /// The rule or the name of the refusal.
    pub code: String,
    /// What is wrong and what would make it possible.
    pub says: String,
    /// The field it belongs to.
    pub field: String,
    /// The rule in plain words and its source.
    pub source: Option<String>,
    /// A recorded reason lets the actor go on: send it as `pass-<code>`.
    pub can_be_passed: bool,
}

impl View {
    /// A page that is only a page.
    fn page(title: String, html: Html) -> View {
        View { title, json: Json::Null, html, back: None, status: StatusCode::OK, bare: false, marks: None }
    }
}

tokio::task_local! {
    /// Set while a program is answered: it wants JSON, and nobody draws a page for it.
    static UNDRAWN: ();
}

/// Does what a request asks; a page is drawn only if one is wanted.
pub(crate) async fn drawn_if_wanted<T>(format: Format, work: impl Future<Output = T>) -> T {
    match format {
        Format::Page => work.await,
        Format::Json => UNDRAWN.scope((), work).await,
    }
}

impl Answer {
    /// A page, with JSON from the same data.
    pub(crate) fn view(
        title: impl Into<String>,
        data: &impl Serialize,
        html: impl FnOnce() -> Html,
    ) -> Answer {
        // Data that cannot be written is a mistake of ours; the page still shows it.
        let json = serde_json::to_value(data).unwrap_or(Json::Null);
        let html = if UNDRAWN.try_with(|()| ()).is_ok() { Html::default() } else { html() };
        Answer::View(View { json, ..View::page(title.into(), html) })
    }

    /// A page that is only a page.
    pub(crate) fn page(title: impl Into<String>, html: Html) -> Answer {
        Answer::View(View::page(title.into(), html))
    }

    /// With a way back.
    pub(crate) fn back(self, href: impl Into<String>) -> Answer {
        match self {
            Answer::View(view) => Answer::View(View { back: Some(href.into()), ..view }),
            other => other,
        }
    }

    /// With nothing of the person or their work around it.
    pub(crate) fn bare(self) -> Answer {
        match self {
            Answer::View(view) => Answer::View(View { bare: true, ..view }),
            other => other,
        }
    }

    /// With marks on every printed page.
    pub(crate) fn marked(self, marks: String) -> Answer {
        match self {
            Answer::View(view) => Answer::View(View { marks: Some(marks), ..view }),
            other => other,
        }
    }

    /// With another status.
    pub(crate) fn status(self, status: StatusCode) -> Answer {
        match self {
            Answer::View(view) => Answer::View(View { status, ..view }),
            other => other,
        }
    }

    /// Done; go there.
    pub(crate) fn see(location: impl Into<String>, done: &impl Serialize) -> Answer {
        let made = serde_json::to_value(done).unwrap_or(Json::Null);
        Answer::See { location: location.into(), made }
    }
}

impl Failure {
    /// Status, word, heading and what to do now.
    pub(crate) fn told(&self) -> (StatusCode, &'static str, &'static str, String) {
        let forbidden = |who_can: &[String]| match who_can {
            [] => "Your roles do not allow this.".to_owned(),
            who => format!("Your roles do not allow this. These do: {}.", who.join(", ")),
        };
        match self {
            Failure::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "refused", "There is a problem",
                "Nothing was changed. What you typed is kept below.".to_owned()),
            Failure::Changed { .. } => (StatusCode::CONFLICT, "changed", "Somebody else changed this",
                "Somebody else changed this since you opened it. What you typed is kept: look at what changed, and send it again if it still holds.".to_owned()),
            Failure::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "This was already sent",
                "This form was already sent with other content. Open it again if you want to send something new.".to_owned()),
            Failure::NotFromHere => (StatusCode::FORBIDDEN, "not-from-here", "Please check and send again",
                "This did not come from a form you opened in this sign-in, so nothing was changed. What you typed is kept: check it and send it again.".to_owned()),
            Failure::NotFound => (StatusCode::NOT_FOUND, "not-found", "Page not found",
                "There is nothing at this address. If you typed it, check it; if you followed a link, it may be out of date.".to_owned()),
            Failure::Forbidden { who_can } => (StatusCode::FORBIDDEN, "forbidden", "You cannot do this", forbidden(who_can)),
            Failure::Barred { because } => (StatusCode::FORBIDDEN, "barred", "Somebody else must do this",
                format!("You are too close to this: {because}.")),
            Failure::SignIn => (StatusCode::UNAUTHORIZED, "sign-in", "Sign in", "Sign in first.".to_owned()),
            Failure::Locked => (StatusCode::UNAUTHORIZED, "locked", "Locked", "You were away for a while. Enter your password to go on.".to_owned()),
            Failure::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "This is too large",
                "What you sent is larger than this page takes: 2 MB of text, or a file of 10 MB. Nothing was changed.".to_owned()),
            Failure::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong-method", "This cannot be done here",
                "This address does not take requests of this kind. Nothing was changed.".to_owned()),
            Failure::WrongType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type", "This kind of content is not taken",
                "Send a form (application/x-www-form-urlencoded or multipart/form-data) or JSON (application/json). Nothing was changed.".to_owned()),
            Failure::TooMany { seconds } => (StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many attempts",
                format!("Too many attempts came from here. Try again in {seconds} seconds.")),
            Failure::ReadOnly => (StatusCode::INSUFFICIENT_STORAGE, "read-only", "Nothing can be saved now",
                "There is no space left to save to. You can still look people up. What you typed is not saved: keep this page open, tell your administrator, and send it again later.".to_owned()),
            Failure::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "This is not available now",
                "Something this page needs did not answer. Nothing you sent counts as saved. Try again in a minute.".to_owned()),
        }
    }

    fn problems(&self) -> &[Problem] {
        match self {
            Failure::Refused(problems) => problems,
            _ => &[],
        }
    }
}

/// Turns an answer into a response.
pub(crate) fn answer(answer: Answer, cx: &Cx) -> Response<HttpBody> {
    match answer {
        Answer::View(view) if cx.format == Format::Json => json_response(view.status, &view.json),
        Answer::View(view) => page(view.status, frame::signed_in(cx, view)),
        other => without_page(other, cx.format),
    }
}

/// Turns an answer to nobody in particular into a response.
pub(crate) fn open_answer(answer: Answer, cx: &OpenCx) -> Response<HttpBody> {
    match answer {
        Answer::View(view) if cx.format == Format::Json => json_response(view.status, &view.json),
        Answer::View(view) => page(view.status, frame::open(cx, view)),
        other => without_page(other, cx.format),
    }
}

fn without_page(answer: Answer, format: Format) -> Response<HttpBody> {
    match answer {
        Answer::View(view) => json_response(view.status, &view.json),
        Answer::See { location, made } => see(location, &made, format),
        Answer::Session { location, cookie, made } => {
            let mut response = see(location, &made, format);
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Answer::Kept(location) => see(location, &Json::Null, format),
        Answer::Text(text) => with_type(StatusCode::OK, "text/plain; charset=utf-8", text.into_bytes()),
        Answer::Download { bytes, media_type, name } => download(bytes, &media_type, &name),
    }
}

/// A failure as JSON.
pub(crate) fn json_failure(failure: &Failure, reference: &str) -> Response<HttpBody> {
    let (status, error, _, says) = failure.told();
    let problem = |problem: &Problem| ProblemBody {
        code: problem.code.clone(),
        says: problem.says.clone(),
        field: problem.field.clone(),
        source: problem.source.clone(),
        can_be_passed: problem.can_be_passed,
    };
    let body = ErrorBody {
        error: error.to_owned(),
        says,
        problems: failure.problems().iter().map(problem).collect(),
        current_version: match failure {
            Failure::Changed { current } => Some(*current),
            _ => None,
        },
        reference: reference.to_owned(),
    };
    retry(json_response(status, &json!(body)), failure)
}

/// A failure as a page's status and content.
pub(crate) fn failure_view(failure: &Failure, reference: &str) -> View {
    let (status, _, title, says) = failure.told();
    let mut body = crate::body::Body::new().h1(title).p(&says);
    body = body.items(failure.problems().iter().map(|problem| problem.says.as_str()));
    let body = body.small(&format!("Reference: {reference}")).link("Go to the first page", "/");
    View { status, ..View::page(title.to_owned(), body.done()) }
}

pub(crate) fn retry(mut response: Response<HttpBody>, failure: &Failure) -> Response<HttpBody> {
    let seconds = match failure {
        Failure::TooMany { seconds } => *seconds,
        Failure::Unavailable(_) | Failure::ReadOnly => 30,
        _ => return response,
    };
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

pub(crate) fn page(status: StatusCode, html: String) -> Response<HttpBody> {
    with_type(status, "text/html; charset=utf-8", html.into_bytes())
}

pub(crate) fn json_response(status: StatusCode, body: &Json) -> Response<HttpBody> {
    with_type(status, "application/json; charset=utf-8", body.to_string().into_bytes())
}

pub(crate) fn with_type(status: StatusCode, media_type: &str, bytes: Vec<u8>) -> Response<HttpBody> {
    let mut response = Response::new(HttpBody::from(bytes));
    *response.status_mut() = status;
    if let Ok(value) = HeaderValue::from_str(media_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response
}

pub(crate) fn see(location: String, made: &Json, format: Format) -> Response<HttpBody> {
    let status = match format {
        Format::Page => StatusCode::SEE_OTHER,
        Format::Json => StatusCode::CREATED,
    };
    let mut response = match format {
        Format::Page => with_type(status, "text/plain; charset=utf-8", Vec::new()),
        Format::Json => json_response(status, made),
    };
    if let Ok(value) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// A file to keep: never shown inside a page, whatever it is (RFC 6266).
fn download(bytes: Vec<u8>, media_type: &str, name: &str) -> Response<HttpBody> {
    let media_type = if media_type == "text/plain" { "text/plain; charset=utf-8" } else { media_type };
    let mut response = with_type(StatusCode::OK, media_type, bytes);
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
