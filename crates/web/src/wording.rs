//! Help with factual notes, shown when somebody asks for it: never while a first report is typed, never rewriting.

use evenhand_policy::wording::hints;
use evenhand_ui::{Html, InsetText};

use crate::body::Body;

/// What a reader years later could question in some texts.
pub(crate) fn help<'a>(texts: impl IntoIterator<Item = &'a str>) -> Html {
    let found: Vec<String> = texts.into_iter().flat_map(hints).map(|hint| said(&hint)).collect();
    let body = match found.is_empty() {
        true => Body::new()
            .p("Nothing stands out. Say what was said and done, when and where, in the order it happened."),
        false => Body::new()
            .p("These are suggestions. Nothing was changed, and you can leave everything as it is.")
            .items(found.iter().map(String::as_str)),
    };
    Body::new()
        .html("<div role=\"status\">")
        .h2("Wording")
        .add(&InsetText::html(body.done()))
        .html("</div>")
        .done()
}

fn said(hint: &evenhand_policy::wording::Hint) -> String {
    let instead = match hint.instead.is_empty() {
        true => String::new(),
        false => format!(" Instead: {}", hint.instead),
    };
    format!("“{}”: {}.{instead}", hint.words, hint.why.plain())
}

#[cfg(test)]
mod tests {
    use super::help;

    #[test]
    fn words_that_judge_are_named_with_what_could_stand_instead() {
        let shown = help(["He was angry and crazy."]).to_string();
        assert!(shown.contains("“angry”") && shown.contains("“crazy”"), "{shown}");
        assert!(help(["He said: “I will wait.” He sat down."]).to_string().contains("Nothing stands out"));
    }
}
