//! The content of a page, put together from headings, paragraphs and components. Text is always escaped.

use std::fmt::Write;

use evenhand_ui::{Button, Html, HtmlSafe};

/// The content of a page while it is being put together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Body(String);

impl Body {
    pub(crate) fn new() -> Body {
        Body::default()
    }

    /// The page's heading.
    pub(crate) fn h1(self, text: &str) -> Body {
        self.tag("h1", "govuk-heading-l", text)
    }

    /// A section's heading.
    pub(crate) fn h2(self, text: &str) -> Body {
        self.tag("h2", "govuk-heading-m", text)
    }

    /// A section's heading that an error can lead to.
    pub(crate) fn section(self, id: &str, text: &str) -> Body {
        let (id, text) = (Html::escaped(id), Html::escaped(text));
        self.html(&format!("<h2 class=\"govuk-heading-m\" id=\"{id}\" tabindex=\"-1\">{text}</h2>"))
    }

    /// A heading within a section.
    pub(crate) fn h3(self, text: &str) -> Body {
        self.tag("h3", "govuk-heading-s", text)
    }

    /// A paragraph.
    pub(crate) fn p(self, text: &str) -> Body {
        self.tag("p", "govuk-body", text)
    }

    /// A paragraph in small print.
    pub(crate) fn small(self, text: &str) -> Body {
        self.tag("p", "govuk-body-s", text)
    }

    /// Words as somebody typed them, with their line breaks.
    pub(crate) fn words(mut self, text: &str) -> Body {
        for paragraph in text.split("\n\n") {
            let lines: Vec<String> = paragraph.lines().map(|line| Html::escaped(line).to_string()).collect();
            let _ = write!(self.0, "<p class=\"govuk-body\">{}</p>", lines.join("<br>"));
        }
        self
    }

    /// Buttons beside each other, the one that is meant first.
    pub(crate) fn buttons<const N: usize>(self, buttons: [Button; N]) -> Body {
        let group = self.html("<div class=\"govuk-button-group\">");
        buttons.iter().fold(group, |body, button| body.add(button)).html("</div>")
    }

    /// A paragraph that is one link.
    pub(crate) fn link(self, text: &str, href: &str) -> Body {
        let link = link(text, href);
        self.html("<p class=\"govuk-body\">").add(&link).html("</p>")
    }

    /// A list of links.
    pub(crate) fn links<'a>(self, links: impl IntoIterator<Item = (&'a str, String)>) -> Body {
        let items: Vec<Html> = links.into_iter().map(|(text, href)| link(text, &href)).collect();
        self.list(items)
    }

    /// A list of things that are markup already.
    pub(crate) fn list(mut self, items: impl IntoIterator<Item = Html>) -> Body {
        let items: Vec<Html> = items.into_iter().collect();
        if items.is_empty() {
            return self;
        }
        self.0.push_str("<ul class=\"govuk-list govuk-list--bullet\">");
        for item in items {
            let _ = write!(self.0, "<li>{item}</li>");
        }
        self.0.push_str("</ul>");
        self
    }

    /// A list of texts.
    pub(crate) fn items<'a>(self, items: impl IntoIterator<Item = &'a str>) -> Body {
        self.list(items.into_iter().map(Html::escaped))
    }

    /// A component.
    pub(crate) fn add(mut self, part: &(impl HtmlSafe + ?Sized)) -> Body {
        let _ = write!(self.0, "{part}");
        self
    }

    /// A component, if there is one.
    pub(crate) fn maybe(self, part: Option<impl HtmlSafe>) -> Body {
        match part {
            Some(part) => self.add(&part),
            None => self,
        }
    }

    /// Something more, only where it applies.
    pub(crate) fn when(self, applies: bool, more: impl FnOnce(Body) -> Body) -> Body {
        if applies { more(self) } else { self }
    }

    /// Markup that our own code wrote.
    pub(crate) fn html(mut self, markup: &str) -> Body {
        self.0.push_str(markup);
        self
    }

    pub(crate) fn done(self) -> Html {
        Html::trusted(self.0)
    }

    fn tag(mut self, name: &str, class: &str, text: &str) -> Body {
        let _ = write!(self.0, "<{name} class=\"{class}\">{}</{name}>", Html::escaped(text));
        self
    }
}

/// A link of one word, such as "Change", with what it is about for those who hear it.
pub(crate) fn action(text: &str, what: &str, href: &str) -> Html {
    let (text, what, href) = (Html::escaped(text), Html::escaped(what), Html::escaped(href));
    let hidden = format!("<span class=\"govuk-visually-hidden\"> {what}</span>");
    Html::trusted(format!("<a class=\"govuk-link\" href=\"{href}\">{text}{hidden}</a>"))
}

/// A link.
pub(crate) fn link(text: &str, href: &str) -> Html {
    let (text, href) = (Html::escaped(text), Html::escaped(href));
    Html::trusted(format!("<a class=\"govuk-link\" href=\"{href}\">{text}</a>"))
}
