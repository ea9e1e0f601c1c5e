//! Where work is done and who does it: the posts of a history.

use std::collections::BTreeMap;

use evenhand_app::{Ordered, Who};
use evenhand_domain::organisation::{OrganisationCommand, Site, Unit};
use evenhand_domain::staff::{Details, RoleGiven, StaffCommand};
use evenhand_domain::{Command, SiteId, StaffId, StreamId, StreamKind, UnitId};

use crate::DemoError;
use crate::draw::Draw;
use crate::scene::Scene;

/// Somebody at a place, and who reviews what they report.
#[derive(Clone)]
pub(crate) struct Post {
    pub staff: StaffId,
    pub reviewer: StaffId,
    pub site: SiteId,
    pub site_kind: &'static str,
    /// The business line; none where there is only one.
    pub line: Option<&'static str>,
    /// The place by its name, as signals speak of it.
    pub place: String,
}

/// Enters places and people that only the history knows.
pub(crate) struct Entering<'a> {
    scene: &'a Scene,
    ids: Draw,
    commands: Vec<(StreamId, Command)>,
}

impl<'a> Entering<'a> {
    pub(crate) fn new(scene: &'a Scene, seed: u64) -> Entering<'a> {
        Entering { scene, ids: Draw::of(seed, "places"), commands: Vec::new() }
    }

    pub(crate) fn unit(&mut self, name: &str, parent: &str) -> UnitId {
        let id = UnitId::from_random(self.ids.id());
        let parent = self.scene.named.units.get(parent).cloned();
        let unit = Unit { id: id.clone(), name: name.to_owned(), parent };
        self.organisation(OrganisationCommand::AddUnit(unit));
        id
    }

    pub(crate) fn site(&mut self, name: &str, kind: &str, region: &str) -> SiteId {
        let id = SiteId::from_random(self.ids.id());
        let (kind, region) = (kind.to_owned(), Some(region.to_owned()));
        let site = Site { id: id.clone(), name: name.to_owned(), kind, address: None, region };
        self.organisation(OrganisationCommand::AddSite(site));
        id
    }

    pub(crate) fn staff(
        &mut self,
        name: &str,
        (unit, site): (&UnitId, &SiteId),
        manager: &StaffId,
        (role, covers): (&str, Option<&UnitId>),
    ) -> StaffId {
        let id = StaffId::from_random(self.ids.id());
        let (given, family) = name.split_once(' ').unwrap_or((name, ""));
        let details = Details {
            name: name.to_owned(),
            display_name: format!("{}. {family}", given.chars().take(1).collect::<String>()),
            unit: Some(unit.clone()),
            site: Some(site.clone()),
            line_manager: Some(manager.clone()),
            ..Details::default()
        };
        let from = self.scene.calendar.date(self.scene.app.now());
        let role = RoleGiven {
            n: 0,
            role: role.to_owned(),
            units: covers.into_iter().cloned().collect(),
            from,
            to: None,
        };
        for command in [StaffCommand::Enter(details), StaffCommand::GiveRole(role)] {
            let stream = StreamId::new(StreamKind::Staff, id.to_string());
            self.commands.push((stream, Command::Staff(command)));
        }
        id
    }

    fn organisation(&mut self, command: OrganisationCommand) {
        self.commands.push((StreamId::only(StreamKind::Organisation), Command::Organisation(command)));
    }

    /// Carries out what was gathered. Places first, for people stand in them.
    pub(crate) async fn done(self) -> Result<(), DemoError> {
        let (places, people): (Vec<_>, Vec<_>) =
            self.commands.into_iter().partition(|(stream, _)| stream.kind == StreamKind::Organisation);
        let mut n = 0;
        // Managers before those they manage: whoever is entered later may name whoever was entered before.
        let (managers, others): (Vec<_>, Vec<_>) =
            people.into_iter().partition(|(_, command)| is_manager(command));
        let mut of: BTreeMap<String, usize> = BTreeMap::new();
        managers.iter().for_each(|(stream, _)| _ = of.insert(stream.to_string(), 0));
        let (first, then): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(stream, _)| of.contains_key(&stream.to_string()));
        for group in [places, first, managers, then] {
            let who: Who = self.scene.app.itself().await?;
            let ordered = group.into_iter().map(|(stream, command)| {
                n += 1;
                Ordered { who: who.clone(), stream, command, key: format!("places-{n}") }
            });
            for done in self.scene.app.perform_in_order(ordered.collect()).await? {
                done?;
            }
        }
        Ok(())
    }
}

/// Whether a command gives a role that covers units: so do those who manage.
fn is_manager(command: &Command) -> bool {
    matches!(command, Command::Staff(StaffCommand::GiveRole(role)) if !role.units.is_empty())
}
