//! What a rule of the policy says about what somebody is doing.

use askama::Template;

use crate::component::component;
use crate::content::Content;
use crate::icon::Icon;
use crate::link::Link;

/// What a rule of the policy says about what somebody is doing.
#[derive(Debug, Clone, Template)]
#[template(path = "finding.html")]
pub struct Finding {
    weight: Weight,
    content: Content,
    source: Option<String>,
    links: Vec<Link>,
}

component!(Finding);

/// What a finding means for going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Blocks,
    NeedsReason,
    ForInformation,
}

impl Finding {
    /// This cannot go on.
    pub fn blocks(content: impl Into<Content>) -> Self {
        Self::new(Weight::Blocks, content.into())
    }

    /// This can go on with a recorded reason.
    pub fn needs_reason(content: impl Into<Content>) -> Self {
        Self::new(Weight::NeedsReason, content.into())
    }

    /// This is only good to know.
    pub fn for_information(content: impl Into<Content>) -> Self {
        Self::new(Weight::ForInformation, content.into())
    }

    fn new(weight: Weight, content: Content) -> Self {
        Self { weight, content, source: None, links: Vec::new() }
    }

    /// Says where the policy has it, such as "Policy 7.4".
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds a way to deal with it.
    #[must_use]
    pub fn link(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push(Link::new(text, href));
        self
    }
}

impl Weight {
    fn words(self) -> &'static str {
        match self {
            Self::Blocks => "Not open",
            Self::NeedsReason => "Needs a reason",
            Self::ForInformation => "For your information",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Blocks => Icon::BARRED,
            Self::NeedsReason => Icon::PENCIL,
            Self::ForInformation => Icon::INFORMATION,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::NeedsReason => "needs-reason",
            Self::ForInformation => "for-information",
        }
    }
}
