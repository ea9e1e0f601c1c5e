//! The page that says how to serve somebody.

use askama::Template;

use crate::answer::Answer;
use crate::component::component;
use crate::content::Content;
use crate::html::Html;

/// How to serve a person by this channel, now.
///
/// The order of its parts is fixed: answer, needs, what to say, what to do, what is always allowed, what happened, other
/// channels. The answer is the `h1`, and the title of the page starts with it too.
#[derive(Debug, Clone, Template)]
#[template(path = "contact-card.html")]
pub struct ContactCard {
    answer: Answer,
    heading: String,
    context: Option<String>,
    reason: Option<String>,
    needs: Vec<Content>,
    say: Vec<String>,
    steps: Vec<Content>,
    instead: Option<Content>,
    always_allowed: Vec<Content>,
    about: Html,
    facts: Vec<String>,
    told: Option<Told>,
    log: Html,
    channels: Vec<Channel>,
    note: Html,
}

component!(ContactCard);

/// Whether the person knows of the arrangement.
#[derive(Debug, Clone)]
enum Told {
    Yes(String),
    NotYet(String),
}

/// The answer for another channel.
#[derive(Debug, Clone)]
struct Channel {
    name: String,
    answer: Answer,
    words: String,
    how: Content,
}

impl ContactCard {
    /// Nothing is different for this person. Such a card says nothing else.
    pub fn serve_as_usual() -> Self {
        Self::new(Answer::ServeAsUsual, Answer::ServeAsUsual.words().into())
    }

    /// Served, in the way the card goes on to say.
    pub fn serve_this_way() -> Self {
        Self::new(Answer::ServeThisWay, Answer::ServeThisWay.words().into())
    }

    /// Served by somebody else, such as "J. Arlen, extension 5123".
    pub fn pass_to(whom: &str) -> Self {
        Self::new(Answer::PassTo, format!("Pass to {whom}"))
    }

    /// Served by other channels only; `channel` is a word such as "phone". Say what to offer instead.
    pub fn not_by(channel: &str) -> Self {
        Self::new(Answer::NotByChannel, format!("Not by {channel}"))
    }

    /// Somebody may be in danger. The steps are those of the site, with nothing to read behind them.
    pub fn get_help_first() -> Self {
        Self::new(Answer::GetHelpFirst, Answer::GetHelpFirst.words().into())
    }

    /// The answer is not known; `reason` says why and since when.
    pub fn not_checked(reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..Self::new(Answer::CannotCheck, Answer::CannotCheck.words().into())
        }
    }

    fn new(answer: Answer, heading: String) -> Self {
        Self {
            answer,
            heading,
            context: None,
            reason: None,
            needs: Vec::new(),
            say: Vec::new(),
            steps: Vec::new(),
            instead: None,
            always_allowed: Vec::new(),
            about: Html::default(),
            facts: Vec::new(),
            told: None,
            log: Html::default(),
            channels: Vec::new(),
            note: Html::default(),
        }
    }

    /// The words of the answer, with which the title of the page starts.
    pub fn heading(&self) -> &str {
        &self.heading
    }

    /// Uses the organisation's own words for the answer.
    #[must_use]
    pub fn called(mut self, heading: impl Into<String>) -> Self {
        self.heading = heading.into();
        self
    }

    /// Says for which channel and moment this is, such as "phone, now 10:14am".
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// Adds something the person needs. Needs come before limits.
    #[must_use]
    pub fn need(mut self, need: impl Into<Content>) -> Self {
        self.needs.push(need.into());
        self
    }

    /// Adds words to say as they stand.
    #[must_use]
    pub fn say(mut self, words: impl Into<String>) -> Self {
        self.say.push(words.into());
        self
    }

    /// Adds a step to take, in order.
    #[must_use]
    pub fn step(mut self, step: impl Into<Content>) -> Self {
        self.steps.push(step.into());
        self
    }

    /// Says what to offer where this channel is not open.
    #[must_use]
    pub fn offer_instead(mut self, what: impl Into<Content>) -> Self {
        self.instead = Some(what.into());
        self
    }

    /// Adds something no arrangement touches, such as "emergency".
    #[must_use]
    pub fn always_allowed(mut self, what: impl Into<Content>) -> Self {
        self.always_allowed.push(what.into());
        self
    }

    /// Adds the form that asks what the contact is about.
    #[must_use]
    pub fn about(mut self, form: impl Into<Html>) -> Self {
        self.about = form.into();
        self
    }

    /// Adds a short fact, such as "Until 14 July 2027".
    #[must_use]
    pub fn fact(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Says how the person was told, such as "letter delivered 16 January 2027".
    #[must_use]
    pub fn told(mut self, how: impl Into<String>) -> Self {
        self.told = Some(Told::Yes(how.into()));
        self
    }

    /// Says that the person does not know yet, and what follows, such as "do not say trespass".
    #[must_use]
    pub fn not_yet_told(mut self, so: impl Into<String>) -> Self {
        self.told = Some(Told::NotYet(so.into()));
        self
    }

    /// Adds the form that records what happened.
    #[must_use]
    pub fn log(mut self, form: impl Into<Html>) -> Self {
        self.log = form.into();
        self
    }

    /// Adds the answer for another channel, in the words of the card there.
    #[must_use]
    pub fn channel(
        mut self,
        name: impl Into<String>,
        answer: Answer,
        words: impl Into<String>,
        how: impl Into<Content>,
    ) -> Self {
        self.channels.push(Channel { name: name.into(), answer, words: words.into(), how: how.into() });
        self
    }

    /// Adds the quiet last line: the way to "why", and that this look was recorded.
    #[must_use]
    pub fn note(mut self, note: impl Into<Html>) -> Self {
        self.note = note.into();
        self
    }
}
