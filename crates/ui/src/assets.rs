//! The files a browser fetches, under addresses that change when the files do.

use std::io::Write;
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

const BASE_CSS: &str = include_str!("../assets/css/govuk-base.css");
const OWN_CSS: &str = include_str!("../assets/css/ucc.css");
const GOVUK_JS: &str = include_str!("../assets/vendor/govuk-frontend/govuk-frontend.min.js");
const BOOT_JS: &str = include_str!("../assets/js/boot.js");
const APP_JS: &str = include_str!("../assets/js/app.js");
const ICON: &str = include_str!("../assets/icon.svg");

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// A file to serve. Its address holds a part of its hash, so that it can be kept for ever.
#[derive(Debug)]
pub struct Asset {
    /// Its address on this server, such as `/assets/app.0391e416.js`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// The same, compressed with gzip. Only files are sent so: a page holds secrets beside what somebody typed, and
    /// its compressed length would tell about them.
    pub gzip: Vec<u8>,
    /// The value of the `content-type` header.
    pub content_type: &'static str,
}

/// All files to serve.
pub fn assets() -> &'static [Asset] {
    &ALL.list
}

/// The files by what they are for.
pub(crate) struct Assets {
    list: Vec<Asset>,
}

static ALL: LazyLock<Assets> = LazyLock::new(Assets::new);

impl Assets {
    fn new() -> Self {
        // One style sheet, and so one request less: ours stands behind the base it builds upon.
        let style = Asset::new("evenhand", "css", CSS, [BASE_CSS, OWN_CSS].concat());
        let govuk = Asset::new("govuk-frontend.min", "js", JS, GOVUK_JS.into());
        // In its folder the script imports its neighbour by name; served, by the address with the hash.
        let boot = BOOT_JS.replace("../vendor/govuk-frontend/govuk-frontend.min.js", &govuk.path);
        let boot = Asset::new("boot", "js", JS, boot);
        let app = Asset::new("app", "js", JS, APP_JS.into());
        let icon = Asset::new("icon", "svg", SVG, ICON.into());
        Self { list: vec![style, govuk, boot, app, icon] }
    }
}

impl Asset {
    fn new(name: &str, extension: &str, content_type: &'static str, text: String) -> Self {
        let hash: String = Sha256::digest(&text).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let path = format!("/assets/{name}.{hash}.{extension}");
        Self { path, gzip: compressed(text.as_bytes()), bytes: text.into_bytes(), content_type }
    }
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("invariant: writing into memory does not fail")
}

/// The address of one file, by the name it has without its hash.
pub(crate) fn address(name: &str) -> &'static str {
    let is_it = |path: &str| path.strip_prefix("/assets/").is_some_and(|file| file.starts_with(name));
    ALL.list.iter().map(|asset| asset.path.as_str()).find(|path| is_it(path)).unwrap_or_default()
}
