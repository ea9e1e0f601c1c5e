//! Forms as a browser sees them: what a page fills in is sent back with what somebody changes.

use super::journeys::{Filled, between};
use super::{Browser, Response};

/// The fields that a browser would send if nothing were touched.
#[track_caller]
pub fn filled_in(page: &str, action: &str) -> Filled {
    let form = between(page, &format!("action=\"{action}\""), "</form>");
    let mut filled = Filled::default();
    let mut select: Option<(String, Option<String>, Option<String>)> = None;
    for part in form.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        let name = attribute(tag, "name");
        match tag.split([' ', '\n']).next().unwrap_or_default() {
            "input" => {
                let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
                let ticked = has(tag, "checked");
                let sent = match kind.as_str() {
                    "radio" | "checkbox" => ticked,
                    "file" | "submit" => false,
                    _ => true,
                };
                if let Some(name) = name.filter(|_| sent) {
                    filled = filled.with(&name, &attribute(tag, "value").unwrap_or_default());
                }
            }
            "textarea" => {
                if let Some(name) = name {
                    filled = filled.with(&name, &unescaped(after.strip_prefix('\n').unwrap_or(after)));
                }
            }
            "select" => select = name.map(|name| (name, None, None)),
            "option" => {
                if let Some((_, first, chosen)) = &mut select {
                    let value = attribute(tag, "value").unwrap_or_default();
                    first.get_or_insert_with(|| value.clone());
                    if has(tag, "selected") {
                        *chosen = Some(value);
                    }
                }
            }
            "/select" => {
                if let Some((name, first, chosen)) = select.take() {
                    filled = filled.with(&name, &chosen.or(first).unwrap_or_default());
                }
            }
            _ => {}
        }
    }
    filled
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

fn has(tag: &str, name: &str) -> bool {
    tag.split_whitespace().any(|word| word.trim_end_matches('/') == name)
}

/// Text as it was before it was put into markup.
pub fn unescaped(markup: &str) -> String {
    let text = markup.replace("&#39;", "'").replace("&quot;", "\"").replace("&#34;", "\"");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

impl Browser<'_> {
    /// Opens a page and sends its form, with some fields changed. A field given twice is a list.
    pub async fn fills_in(&self, page: &str, changed: &[(&str, &str)]) -> Response {
        let action = page.split('?').next().unwrap_or(page).to_owned();
        self.fills_in_at(page, &action, changed).await
    }

    /// The same where the form goes to another address than the page's.
    pub async fn fills_in_at(&self, page: &str, action: &str, changed: &[(&str, &str)]) -> Response {
        let shown = self.get(page).await.is(200).text();
        let mut filled = filled_in(&shown, action);
        for (name, _) in changed {
            filled = filled.without(name);
        }
        for (name, value) in changed {
            filled = filled.with(name, value);
        }
        self.post_bare(action, &filled.fields()).await
    }
}

/// The groups of fields that stand open on a page: not folded away, not behind a choice, not within another group.
pub fn open_groups(form: &str) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let (mut depth, mut folded, mut group): (usize, Option<usize>, Option<usize>) = (0, None, None);
    for part in form.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        let opens = tag.starts_with("div") || tag.starts_with("details");
        if opens {
            let class = attribute(tag, "class").unwrap_or_default();
            if folded.is_none() && (tag.starts_with("details") || class.contains("__conditional")) {
                folded = Some(depth);
            }
            if folded.is_none()
                && group.is_none()
                && class.split(' ').any(|class| class == "govuk-form-group")
            {
                group = Some(depth);
                groups.push(String::new());
            }
            depth += 1;
        }
        if let Some(open) = groups.last_mut().filter(|_| group.is_some() && folded.is_none()) {
            open.push('<');
            open.push_str(part);
        }
        if tag.starts_with("/div") || tag.starts_with("/details") {
            depth = depth.saturating_sub(1);
            folded = folded.filter(|at| *at < depth);
            group = group.filter(|at| *at < depth);
        }
    }
    groups
}
