//! What is done for every request, whatever it is: session, leave to write, limits, kept drafts, filled-in forms,
//! headers, and a record of what went wrong.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, Method as HttpMethod, Response, StatusCode, header};
use axum::routing::{MethodFilter, MethodRouter, on};
use evenhand_app::accounts::Current;
use evenhand_app::{App, Installation};
use evenhand_domain::Problem;
use evenhand_policy::Action;
use evenhand_policy::access::Subject;
use evenhand_store::beside::Draft;
use http_body_util::BodyExt;

use crate::cx::{Asking, Cx, Format, OpenCx};
use crate::form::draft_id_of;
use crate::headers;
use crate::respond::{self, Answer, Failure};
use crate::routes::{Access, Handler, Method, ROUTES, Route, SignedHandler};
use crate::throttle::Throttle;
use crate::values::Values;

/// How this installation is reached and what it shows.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// It is reached by https: cookies are marked so, and browsers are told to insist.
    pub secure: bool,
    /// What first set-up asks for, as the operator sees it; none once an organisation exists.
    pub set_up_code: Option<String>,
    /// The password of the demonstration's accounts, shown on the sign-in page.
    pub demonstration: Option<String>,
    /// What this build is called.
    pub version: String,
}

/// What all requests share.
pub(crate) struct Shared {
    pub settings: Arc<Settings>,
    pub installation: Installation,
    pub throttle: Throttle,
}

/// The largest body of a form, in bytes. A text of one megabyte fits, so that its limit can be named at its field.
const FORM_MAX: usize = 2 * 1024 * 1024;
/// The largest body with a file.
const FILE_MAX: usize = 11 * 1024 * 1024;
/// Where the API stands.
pub(crate) const API: &str = "/api/v1";

/// The router over all routes: pages at `/`, the API at `/api/v1`.
pub fn router(installation: Installation, settings: Settings) -> Router {
    let shared =
        Arc::new(Shared { settings: Arc::new(settings), installation, throttle: Throttle::default() });
    let mut methods: BTreeMap<String, MethodRouter> = BTreeMap::new();
    for route in ROUTES {
        for (format, prefix) in route.mounts.prefixes() {
            let shared = shared.clone();
            let handle = move |params: RawPathParams, request: Request| {
                let shared = shared.clone();
                async move { handle(shared, route, *format, params, request).await }
            };
            let filter = match route.method {
                Method::Get => MethodFilter::GET,
                Method::Post => MethodFilter::POST,
            };
            let path = format!("{prefix}{}", route.path);
            let here = methods.remove(&path).unwrap_or_default();
            methods.insert(path, here.on(filter, handle));
        }
    }
    let mut router = Router::new();
    let file = shared.clone();
    methods.insert(
        "/assets/{file}".to_owned(),
        on(MethodFilter::GET, move |params: RawPathParams, sent: HeaderMap| {
            asset(file.clone(), params, sent)
        }),
    );
    let colour = shared.clone();
    methods.insert(
        "/theme/{file}".to_owned(),
        on(MethodFilter::GET, move |params: RawPathParams| theme(colour.clone(), params)),
    );
    for (path, method) in methods {
        let shared = shared.clone();
        let fallback = move |request: Request| not_answered(shared.clone(), request, Failure::WrongMethod);
        router = router.route(&path, method.fallback(fallback));
    }
    router.fallback(move |request: Request| not_answered(shared.clone(), request, Failure::NotFound))
}

/// The answer to a request that took too long.
pub(crate) fn timed_out(path: &str) -> Response<HttpBody> {
    let failure = Failure::Unavailable("the request took too long".to_owned());
    let mut response = if path.starts_with(API) {
        respond::json_failure(&failure, "timeout")
    } else {
        let view = respond::failure_view(&failure, "timeout");
        let page = respond::page(view.status, crate::frame::nobody(&Settings::default(), view));
        respond::retry(page, &failure)
    };
    headers::add(&mut response, false, false);
    response
}

async fn handle(
    shared: Arc<Shared>,
    route: &'static Route,
    format: Format,
    params: RawPathParams,
    request: Request,
) -> Response<HttpBody> {
    let reference = reference(&shared);
    tracing::debug!(route = route.path, reference, "request");
    let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let answered = async {
        match take(&shared, route, format, params, request).await {
            Ok(taken) => match route.handler {
                Handler::Open(handler) => {
                    let (request, cookie, posted) = taken;
                    let cx = OpenCx { request, session: cookie.0 };
                    let not_from_here = posted.unsafe_method && !posted.same_origin;
                    open(handler, cx, not_from_here, &reference).await
                }
                Handler::Signed(_) => signed(&shared, route, taken, &reference).await,
            },
            Err((failure, format)) => failed(&shared, &failure, format, &reference),
        }
    };
    let mut response = respond::drawn_if_wanted(format, answered).await;
    headers::add(&mut response, shared.settings.secure, false);
    response
}

/// What the request says, and the cookie it came with.
type Taken = (Asking, Cookie, Posted);

/// The session named by a cookie: organisation and token.
#[derive(Default)]
struct Cookie(Option<(String, String)>);

/// Whether a request that changes something came from a page of ours, as far as the browser says.
struct Posted {
    unsafe_method: bool,
    same_origin: bool,
    csrf: String,
}

async fn take(
    shared: &Arc<Shared>,
    route: &'static Route,
    format: Format,
    params: BTreeMap<String, String>,
    request: Request,
) -> Result<Taken, (Failure, Format)> {
    let (parts, body) = request.into_parts();
    let source =
        parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |c| c.0.ip());
    let query = Values::urlencoded(parts.uri.query().unwrap_or_default().as_bytes());
    let unsafe_method = parts.method != HttpMethod::GET && parts.method != HttpMethod::HEAD;
    let (values, file, problems) = match unsafe_method {
        true => body_of(route, &parts.headers, body).await.map_err(|failure| (failure, format))?,
        false => (Values::default(), None, Vec::new()),
    };
    if route.throttled
        && let Err(seconds) = shared.throttle.take(source, shared.installation.now())
    {
        return Err((Failure::TooMany { seconds }, format));
    }
    let header =
        |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let field = |name: &str, other: &str| values.text(name).unwrap_or_else(|| other.to_owned());
    let posted = Posted {
        unsafe_method,
        same_origin: same_origin(&parts.headers),
        csrf: field("_csrf", header("x-csrf-token")),
    };
    let key = field("_key", header("idempotency-key"));
    let expected = field("_version", header("if-match").trim_matches('"')).parse().ok();
    let asking = Asking {
        settings: shared.settings.clone(),
        installation: shared.installation.clone(),
        format,
        path: path_of(&parts.uri),
        params,
        query,
        values,
        file,
        problems,
        changed_since: None,
        draft: None,
        key: if key.is_empty() || key.len() > 200 { reference(shared) } else { key },
        expected,
    };
    Ok((asking, cookie(&parts.headers, shared.settings.secure), posted))
}

/// The path as pages know it, without the mount of the API.
fn path_of(uri: &axum::http::Uri) -> String {
    let path = uri.path();
    path.strip_prefix(API).unwrap_or(path).to_owned()
}

type Sent = (Values, Option<(String, Vec<u8>)>, Vec<Problem>);

async fn body_of(route: &Route, headers: &HeaderMap, body: HttpBody) -> Result<Sent, Failure> {
    let media_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind == "multipart/form-data" {
        return multipart(media_type, body).await;
    }
    let limited = http_body_util::Limited::new(body, FORM_MAX);
    let bytes = limited.collect().await.map_err(|_| Failure::TooLarge)?.to_bytes();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => Ok((Values::urlencoded(&bytes), None, Vec::new())),
        "application/json" => Ok(json(route, &bytes)),
        "" if bytes.is_empty() => Ok((Values::default(), None, Vec::new())),
        _ => Err(Failure::WrongType),
    }
}

/// What JSON says, and what is wrong with it: those who may send it hear of it.
fn json(route: &Route, bytes: &[u8]) -> Sent {
    match Values::json(bytes) {
        Ok((values, sent)) => {
            let problems = route.form.map(|form| crate::form::misfits(form, &sent)).unwrap_or_default();
            (values, None, problems)
        }
        Err(problem) => (Values::default(), None, vec![problem]),
    }
}

/// The fields of a form with a file. What came before a fault is kept, so that the form comes back with it.
async fn multipart(media_type: &str, body: HttpBody) -> Result<Sent, Failure> {
    let malformed = || vec![Problem::field("file", "malformed", "The form could not be read; send it again")];
    let too_large = || vec![Problem::field("file", "too-large", "A file can have at most 10 MB")];
    let Ok(boundary) = multer::parse_boundary(media_type) else {
        return Ok((Values::default(), None, malformed()));
    };
    let (beginning, whole) = beginning(body).await?;
    let fault = move || if whole { malformed() } else { too_large() };
    let stream = futures::stream::iter([Ok::<_, std::convert::Infallible>(beginning)]);
    let mut form = multer::Multipart::new(stream, boundary);
    let (mut values, mut file) = (Values::default(), None);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok((values, file, Vec::new())),
            Err(_) => return Ok((values, None, fault())),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let bytes = match field.bytes().await {
            Ok(bytes) => bytes,
            Err(_) => return Ok((values, None, fault())),
        };
        match file_name {
            Some(file_name) => file = Some((file_name, bytes.to_vec())),
            None => values.push(&name, String::from_utf8_lossy(&bytes)),
        }
    }
}

/// As much of a body as is taken, and whether that is all of it.
async fn beginning(mut body: HttpBody) -> Result<(bytes::Bytes, bool), Failure> {
    let mut read = bytes::BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|why| Failure::Unavailable(why.to_string()))?;
        read.extend_from_slice(frame.data_ref().map_or(&[], |data| data.as_ref()));
        if read.len() > FILE_MAX {
            read.truncate(FILE_MAX);
            return Ok((read.freeze(), false));
        }
    }
    Ok((read.freeze(), true))
}

/// Whether the browser says that a request comes from our own pages. Programs that are no browsers say nothing.
fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => true,
    }
}

/// The name of the session's cookie.
pub(crate) fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

fn cookie(headers: &HeaderMap, secure: bool) -> Cookie {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let value = pairs.find(|(name, _)| *name == cookie_name(secure)).map(|(_, value)| value);
    Cookie(
        value
            .and_then(|value| value.split_once('.'))
            .map(|(slug, token)| (slug.to_owned(), token.to_owned())),
    )
}

async fn open(
    handler: crate::routes::OpenHandler,
    mut cx: OpenCx,
    not_from_here: bool,
    reference: &str,
) -> Response<HttpBody> {
    let outcome = match std::mem::take(&mut cx.request.problems) {
        _ if not_from_here => Err(Failure::NotFromHere),
        problems if !problems.is_empty() => Err(Failure::Refused(problems)),
        _ => handler(&cx).await,
    };
    match outcome {
        Ok(answer) => respond::open_answer(answer, &cx),
        Err(failure) if cx.format == Format::Json => respond::json_failure(&failure, reference),
        Err(Failure::Refused(problems)) => {
            // Open pages have their form at their own address.
            cx.request.problems = problems;
            let again = ROUTES.iter().find(|route| route.method == Method::Get && route.matches(&cx.path));
            let failure = Failure::Refused(Vec::new());
            match again.map(|route| route.handler) {
                Some(Handler::Open(page)) => match page(&cx).await {
                    Ok(answer) => respond::open_answer(answer.status(failure.told().0), &cx),
                    Err(failure) => open_failure(&cx, &failure, reference),
                },
                _ => open_failure(&cx, &failure, reference),
            }
        }
        Err(failure) => open_failure(&cx, &failure, reference),
    }
}

fn open_failure(cx: &OpenCx, failure: &Failure, reference: &str) -> Response<HttpBody> {
    log(failure, reference);
    let view = respond::failure_view(failure, reference);
    let status = view.status;
    respond::retry(respond::page(status, crate::frame::open(cx, view)), failure)
}

/// A failure before it is known who asks.
fn failed(shared: &Arc<Shared>, failure: &Failure, format: Format, reference: &str) -> Response<HttpBody> {
    log(failure, reference);
    match format {
        Format::Json => respond::json_failure(failure, reference),
        Format::Page => {
            let view = respond::failure_view(failure, reference);
            let status = view.status;
            respond::retry(respond::page(status, crate::frame::nobody(&shared.settings, view)), failure)
        }
    }
}

async fn signed(
    shared: &Arc<Shared>,
    route: &'static Route,
    (mut asking, cookie, posted): Taken,
    reference: &str,
) -> Response<HttpBody> {
    let found = match session(shared, cookie).await {
        Ok(found) => found,
        Err(failure) => return failed(shared, &failure, asking.format, reference),
    };
    let Some((app, token, current)) = found else {
        // Whose it was is not known any more, so what was typed cannot be kept for them.
        let lost = posted.unsafe_method && asking.values.pairs().iter().any(|(name, _)| !secret(name));
        return sign_in_first(&asking, if lost { "sign-in?lost=yes" } else { "sign-in" }, reference);
    };
    if current.ended || current.locked {
        keep(&app, &current, &asking, posted.unsafe_method && posted.same_origin).await;
        let page = if current.ended { "sign-in" } else { "unlock" };
        return sign_in_first(&asking, page, reference);
    }
    let who = match app.who(&current.staff).await {
        Ok(Some(who)) => who,
        Ok(None) => return sign_in_first(&asking, "sign-in", reference),
        Err(error) => return failed(shared, &error.into(), asking.format, reference),
    };
    let Current { staff, csrf, must_change, .. } = current;
    // Only a page shows what was typed before.
    if !posted.unsafe_method && asking.format == Format::Page {
        let page = match asking.query.text("customer") {
            Some(customer) => format!("{}?customer={customer}", asking.path),
            None => asking.path.clone(),
        };
        asking.draft = app.draft(&who, &draft_id_of(staff.as_str(), &page)).await.unwrap_or_default();
        asking.values = asking.draft.as_ref().map(|d| Values::new(d.fields.clone())).unwrap_or_default();
    }
    let from_here = posted.same_origin && posted.csrf == csrf;
    let mut cx = Cx {
        request: asking,
        app,
        who,
        staff,
        csrf,
        token,
        must_change,
        shown: Default::default(),
        defaults: Default::default(),
        case_pack: Default::default(),
    };
    if cx.must_change && !matches!(route.path, "/me/password" | "/sign-out") {
        return sign_in_first(&cx, "me/password", reference);
    }
    let Handler::Signed(handler) = route.handler else {
        return failed(shared, &Failure::NotFound, cx.format, reference);
    };
    let outcome = match posted.unsafe_method {
        true if !from_here => Err(Failure::NotFromHere),
        true => sent(route, handler, &mut cx).await,
        false => seen(route, handler, &cx).await,
    };
    match outcome {
        Ok(answer) => {
            finished(&cx, &answer, posted.unsafe_method).await;
            respond::answer(answer, &cx)
        }
        Err(failure) => again(route, &mut cx, failure, posted.unsafe_method, reference).await,
    }
}

/// What comes of something that was sent. Leave comes before content: whoever has none learns nothing from what is
/// wrong with it.
async fn sent(route: &Route, handler: SignedHandler, cx: &mut Cx) -> Result<Answer, Failure> {
    leave(route, cx).await?;
    let problems = std::mem::take(&mut cx.request.problems);
    if problems.is_empty() { handler(cx).await } else { Err(Failure::Refused(problems)) }
}

/// What comes of looking.
async fn seen(route: &Route, handler: SignedHandler, cx: &Cx) -> Result<Answer, Failure> {
    let reads = [Action::LookUpCustomer, Action::ReadCustomer, Action::ReadIncident].map(Access::Needs);
    // What only reads a customer or an incident checks and records in one step.
    let checks_itself = reads.contains(&route.access) && !cx.params.is_empty();
    if !checks_itself {
        leave(route, cx).await?;
    }
    handler(cx).await
}

/// Leave for what a route says it needs, on the thing that its address names.
async fn leave(route: &Route, cx: &Cx) -> Result<(), Failure> {
    let Access::Needs(action) = route.access else { return Ok(()) };
    if let Some(incident) = cx.params.get("incident") {
        return Ok(cx.app.why_not(&cx.who, incident, action).await?);
    }
    if let Some(customer) = cx.params.get("customer") {
        return Ok(cx.app.why_not_customer(&cx.who, customer, action).await?);
    }
    if let Some(unit) = cx.params.get("unit") {
        let of_unit = Subject { units: vec![unit.clone()], ..Subject::default() };
        return Ok(cx.who.permit(action, &of_unit).map(|_| ())?);
    }
    if cx.who.may_somewhere(action) {
        Ok(())
    } else {
        Ok(cx.who.permit(action, &Default::default()).map(|_| ())?)
    }
}

/// A form that was sent needs its draft no more.
async fn finished(cx: &Cx, answer: &Answer, unsafe_method: bool) {
    let sent = unsafe_method && matches!(answer, Answer::See { .. }) && !cx.values.flag("_keep");
    if let Some(draft) = cx.values.text("_draft").filter(|_| sent)
        && let Err(error) = cx.app.drop_draft(&cx.who, &draft).await
    {
        tracing::debug!(%error, "a draft that was sent could not be dropped");
    }
}

/// The form comes back as it was filled in, with what is wrong; other failures get a page of their own.
async fn again(
    route: &'static Route,
    cx: &mut Cx,
    failure: Failure,
    unsafe_method: bool,
    reference: &str,
) -> Response<HttpBody> {
    if cx.format == Format::Json {
        log(&failure, reference);
        return respond::json_failure(&failure, reference);
    }
    let comes_back = matches!(
        failure,
        Failure::Refused(_)
            | Failure::Changed { .. }
            | Failure::NotFromHere
            | Failure::KeyReused
            | Failure::ReadOnly
    );
    if unsafe_method && comes_back {
        let (status, _, _, says) = failure.told();
        match &failure {
            Failure::Refused(problems) => cx.request.problems = problems.clone(),
            Failure::Changed { current } => {
                cx.request.changed_since = cx.expected;
                cx.request.expected = Some(*current);
                cx.request.problems = vec![Problem::field("", "changed", says)];
            }
            _ => cx.request.problems = vec![Problem::field("", "not-saved", says)],
        }
        // A key that was used, or may have been, must not make the next sending count as the same.
        if matches!(failure, Failure::KeyReused) {
            cx.request.key = reference.to_owned();
        }
        let page = route.form_page(&cx.path);
        let form = ROUTES.iter().find(|known| known.method == Method::Get && known.matches(&page));
        if let Some((form, Handler::Signed(handler))) = form.map(|form| (form, form.handler)) {
            match seen(form, handler, cx).await {
                Ok(answer) => return respond::answer(answer.status(status), cx),
                Err(failure) => return signed_failure(cx, &failure, reference),
            }
        }
    }
    signed_failure(cx, &failure, reference)
}

fn signed_failure(cx: &Cx, failure: &Failure, reference: &str) -> Response<HttpBody> {
    log(failure, reference);
    let view = respond::failure_view(failure, reference);
    let status = view.status;
    respond::retry(respond::page(status, crate::frame::signed_in(cx, view)), failure)
}

async fn session(shared: &Arc<Shared>, cookie: Cookie) -> Result<Option<(App, String, Current)>, Failure> {
    let Some((slug, token)) = cookie.0 else { return Ok(None) };
    let Some(app) = shared.installation.app(&slug).await else { return Ok(None) };
    let current = app.session(&token).await?;
    Ok(current.map(|current| (app, token, current)))
}

/// What was typed into a form when the session had ended is kept for whoever typed it.
async fn keep(app: &App, current: &Current, asking: &Asking, unsafe_method: bool) {
    let fields: Vec<(String, String)> =
        asking.values.pairs().iter().filter(|(name, _)| !secret(name)).cloned().collect();
    if !unsafe_method || fields.is_empty() {
        return;
    }
    let page = crate::form::page_of(asking);
    let id = draft_id_of(current.staff.as_str(), &page);
    let draft = Draft { id, page, fields, saved_at: asking.installation.now() };
    if let Err(error) = app.save_draft(current.staff.as_str(), &draft).await {
        tracing::warn!(%error, "what was typed could not be kept");
    }
}

/// Fields that are never kept in a draft.
pub(crate) fn secret(name: &str) -> bool {
    name.starts_with('_') || name.contains("password")
}

fn sign_in_first(asking: &Asking, page: &str, reference: &str) -> Response<HttpBody> {
    match asking.format {
        Format::Json => {
            let failure = if page == "unlock" { Failure::Locked } else { Failure::SignIn };
            respond::json_failure(&failure, reference)
        }
        Format::Page => {
            let to = crate::form::page_of(asking);
            let to = percent_encoding::utf8_percent_encode(&to, percent_encoding::NON_ALPHANUMERIC);
            let mark = if page.contains('?') { '&' } else { '?' };
            let location = format!("/{page}{mark}to={to}");
            respond::see(location, &serde_json::Value::Null, Format::Page)
        }
    }
}

/// Logs what an operator must see, once, without anything personal.
fn log(failure: &Failure, reference: &str) {
    if let Failure::Unavailable(why) = failure {
        tracing::error!(reference, why, "a request failed");
    }
}

/// A word by which a request can be found again.
fn reference(shared: &Shared) -> String {
    shared.installation.random_word()
}

async fn asset(shared: Arc<Shared>, params: RawPathParams, sent: HeaderMap) -> Response<HttpBody> {
    let wanted = params.iter().next().map(|(_, value)| format!("/assets/{value}")).unwrap_or_default();
    let found = evenhand_ui::assets().iter().find(|asset| asset.path == wanted);
    let mut response = match found {
        Some(asset) => file(asset, takes_gzip(&sent)),
        None => respond::with_type(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", b"Not found".to_vec()),
    };
    headers::add(&mut response, shared.settings.secure, found.is_some());
    response
}

/// A file of ours, compressed for browsers that take it so.
fn file(asset: &evenhand_ui::Asset, gzip: bool) -> Response<HttpBody> {
    let bytes = if gzip { &asset.gzip } else { &asset.bytes };
    let mut response = respond::with_type(StatusCode::OK, asset.content_type, bytes.clone());
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if gzip {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn takes_gzip(sent: &HeaderMap) -> bool {
    let accepted =
        sent.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| one.trim() == "gzip")
}

/// The colour of an organisation, as a style sheet whose address changes with it.
async fn theme(shared: Arc<Shared>, params: RawPathParams) -> Response<HttpBody> {
    let wanted = params.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
    let colour = wanted.strip_suffix(".css").map(|colour| format!("#{colour}"));
    let css = colour.and_then(|colour| evenhand_ui::theme_css(&colour).ok());
    let mut response = match &css {
        Some(css) => respond::with_type(StatusCode::OK, "text/css; charset=utf-8", css.clone().into_bytes()),
        None => respond::with_type(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", b"Not found".to_vec()),
    };
    headers::add(&mut response, shared.settings.secure, css.is_some());
    response
}

async fn not_answered(shared: Arc<Shared>, request: Request, failure: Failure) -> Response<HttpBody> {
    let format = if request.uri().path().starts_with(API) { Format::Json } else { Format::Page };
    let reference = reference(&shared);
    let mut response = failed(&shared, &failure, format, &reference);
    headers::add(&mut response, shared.settings.secure, false);
    response
}
