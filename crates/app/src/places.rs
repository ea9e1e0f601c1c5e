//! The ids of units and sites that are added: the same however often the same request comes.

use evenhand_domain::{SiteId, UnitId};

use crate::access::Who;
use crate::app::App;
use crate::perform::Request;

impl App {
    /// The id of the unit that a request adds.
    pub fn new_unit_id(&self, who: &Who, request: &Request) -> UnitId {
        UnitId::from_random(self.derived("unit", &who.actor.id, &request.key))
    }

    /// The id of the site that a request adds.
    pub fn new_site_id(&self, who: &Who, request: &Request) -> SiteId {
        SiteId::from_random(self.derived("site", &who.actor.id, &request.key))
    }
}
