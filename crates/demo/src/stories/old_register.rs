//! The register of an older system, brought in: most rows are sound, some are mended, forty are refused.

use evenhand_app::import::Reading;

use crate::DemoError;
use crate::scene::Scene;
use crate::words::{FAMILY, GIVEN, STREETS, pick};

/// The columns of the old register.
const COLUMNS: &str = "id,given_name,surname,date_of_birth,street,suburb,state,phone,email";
/// Rows of the old register.
const ROWS: usize = 160;
/// Every so manieth row cannot be taken.
const BAD_EVERY: usize = 4;

/// The card index is typed in card by card, so that each gets its number in the order of the cards.
pub(super) async fn tell(scene: &Scene) -> Result<(), DemoError> {
    scene.at(580, "18:30").await;
    let reading = Reading { source: "old register".to_owned(), ..Reading::default() };
    for row in rows() {
        let (who, file) = (scene.app.itself().await?, format!("{COLUMNS}\n{row}\n"));
        let imported = scene.app.import_customers(&who, file.as_bytes(), &reading).await;
        imported.map_err(|error| DemoError::Import(Box::new(error)))?;
    }
    Ok(())
}

/// The rows of the register. Each bad one is bad in one of the ways in which old registers are.
fn rows() -> Vec<String> {
    let row = |n: usize| {
        let (given, family, street) =
            (pick(GIVEN, n * 7 + 3), pick(FAMILY, n * 11 + 5), pick(STREETS, n * 3));
        let (year, month, day) = (1931 + n * 13 % 72, 1 + n % 12, 1 + n * 5 % 28);
        let phone = format!("(08) 7010 {:04}", n * 37 % 10_000);
        let born = format!("{year}-{month:02}-{day:02}");
        let bad = n.is_multiple_of(BAD_EVERY);
        let (id, given, family) = match (bad, n / BAD_EVERY % 3) {
            // The same number stands on two cards.
            (true, 0) if n > 0 => (n - 1, given, family),
            // Only an address is left.
            (true, 1 | 0) => (n, "", ""),
            (true, _) => (n, "\u{202e}", ""),
            (false, _) => (n, given, family),
        };
        let email = if n % 6 == 1 { format!("{}@post.example", given.to_lowercase()) } else { String::new() };
        let house = n % 90 + 1;
        format!("R{id:04},{given},{family},{born},{house} {street},Tarrowmere,TW 0000,{phone},{email}")
    };
    (0..ROWS).map(row).collect()
}
