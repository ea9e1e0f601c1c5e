//! The people, units and sites of the cases.

use std::collections::{BTreeMap, HashMap};

use evenhand_domain::Directory;
use evenhand_domain::delegation::Delegation;
use evenhand_domain::organisation::{Organisation, SetUp, Site, Unit};
use evenhand_domain::staff::{Details, RoleGiven, Staff};
use evenhand_domain::{DelegationId, StaffId, UnitId};
use jiff::civil::date;

/// A typed id from a readable one.
pub fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

/// Who is who in a case.
#[derive(Clone)]
pub struct Place {
    pub organisation: Organisation,
    pub staff: HashMap<StaffId, Staff>,
    pub delegations: BTreeMap<DelegationId, Delegation>,
}

impl Place {
    /// A council: Quill and Finch work at the front desk under Wren; Swift leads the depot; Heron is the General
    /// Manager above both, Ibis the Chief Executive. Martin looks after staff, Plover after the policy, Grebe after
    /// accounts, Crane has one customer. Egret has left; Reed has no role.
    pub fn council() -> Place {
        let mut place = Place::empty("Australia/Adelaide", "South Australia", "mount-gambier", "office");
        place.person("ibis", "chief-executive", "council", None);
        place.person("heron", "general-manager", "council", Some("ibis"));
        place.person("wren", "manager", "front", Some("heron"));
        place.person("swift", "manager", "depot", Some("heron"));
        place.person("quill", "staff-member", "front", Some("wren"));
        place.person("finch", "staff-member", "front", Some("wren"));
        place.person("crane", "sole-contact-officer", "front", Some("wren"));
        place.person("martin", "human-resources", "council", Some("heron"));
        place.person("plover", "manager-organisational-development", "council", Some("ibis"));
        place.person("grebe", "administrator", "council", Some("ibis"));
        place.leavers();
        place
    }

    /// An agency, with the same people in its own roles; Kite is of its Physical Security team.
    pub fn agency() -> Place {
        let mut place = Place::empty(
            "Australia/Sydney",
            "Commonwealth of Australia",
            "services-australia",
            "service-centre",
        );
        place.person("ibis", "approved-decision-maker", "council", None);
        place.person("heron", "el1-manager", "council", Some("ibis"));
        place.person("wren", "team-leader", "front", Some("heron"));
        place.person("swift", "team-leader", "depot", Some("heron"));
        place.person("quill", "service-officer", "front", Some("wren"));
        place.person("finch", "service-officer", "front", Some("wren"));
        place.person("crane", "personalised-services-officer", "front", Some("wren"));
        place.person("martin", "whs-delivery", "council", Some("heron"));
        place.person("kite", "physical-security", "council", Some("heron"));
        place.person("grebe", "administrator", "council", Some("ibis"));
        place.leavers();
        place
    }

    fn empty(zone: &str, jurisdiction: &str, pack: &str, site_kind: &str) -> Place {
        let mut organisation = Organisation {
            set_up: Some(SetUp {
                name: "City of Tarrowmere".to_owned(),
                zone: zone.to_owned(),
                jurisdiction: jurisdiction.to_owned(),
                pack: pack.to_owned(),
                brand: "#1f4e5f".to_owned(),
            }),
            ..Organisation::default()
        };
        for (unit, parent) in [("council", None), ("front", Some("council")), ("depot", Some("council"))] {
            let unit = Unit { id: id(unit), name: unit.to_owned(), parent: parent.map(id) };
            organisation.units.insert(unit.id.clone(), unit);
        }
        for (site, name) in [("civic", "Civic Centre"), ("yard", "Works Yard")] {
            let kind = site_kind.to_owned();
            let site = Site { id: id(site), name: name.to_owned(), kind, address: None, region: None };
            organisation.sites.insert(site.id.clone(), site);
        }
        Place { organisation, staff: HashMap::new(), delegations: BTreeMap::new() }
    }

    fn leavers(&mut self) {
        let role = self.staff[&id("quill")].roles[0].role.clone();
        self.person("egret", &role, "front", Some("wren"));
        self.change("egret", |egret| egret.left_on = Some(date(2026, 12, 31)));
        self.person("reed", &role, "front", Some("wren"));
        self.change("reed", |reed| reed.roles.clear());
    }

    /// Enters somebody with one role for their unit.
    pub fn person(&mut self, name: &str, role: &str, unit: &str, line_manager: Option<&str>) {
        let details = Details {
            name: name.to_owned(),
            display_name: name.to_owned(),
            unit: Some(id(unit)),
            site: Some(id("civic")),
            line_manager: line_manager.map(id),
            ..Details::default()
        };
        let units: Vec<UnitId> = vec![id(unit)];
        let role = RoleGiven { n: 1, role: role.to_owned(), units, from: date(2020, 1, 1), to: None };
        self.staff.insert(id(name), Staff { entered: true, details, roles: vec![role], left_on: None });
    }

    /// Changes somebody's entry.
    pub fn change(&mut self, name: &str, change: impl FnOnce(&mut Staff)) {
        change(self.staff.get_mut(&id(name)).unwrap());
    }

    pub fn directory(&self) -> Directory {
        Directory::new(self.organisation.clone(), self.staff.clone(), self.delegations.clone())
    }
}
