//! What goes on by itself beside the stories: the logs are sealed, people read what they were told.

use crate::director::Story;
use crate::scene::Scene;

/// Working days between two seals.
const SEALED_EVERY: usize = 21;
/// Working days back from the last one; seals and reading begin there.
const FIRST: usize = 609;
/// What was told up to this many working days ago has been read.
const READ_UP_TO: i64 = 3;

/// The logs are sealed once a month.
pub(crate) fn seal(scene: &Scene) -> Story<'_> {
    let told = async move {
        for back in (0..=FIRST).rev().step_by(SEALED_EVERY) {
            scene.at(back as i64, "19:00").await;
            scene.app.run("seal").await?;
        }
        Ok(())
    };
    Story { name: "the seals", told: Box::pin(told) }
}

/// Everybody has read what they were told until some days ago.
pub(crate) fn read(scene: &Scene) -> Story<'_> {
    let told = async move {
        scene.at(READ_UP_TO, "07:00").await;
        scene.app.run("deliver").await?;
        for staff in scene.staff.values() {
            if let Some(who) = scene.app.who(staff).await? {
                scene.app.notices_read(&who).await?;
            }
        }
        Ok(())
    };
    Story { name: "what was read", told: Box::pin(told) }
}
