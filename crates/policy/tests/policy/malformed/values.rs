//! Mistakes in one value.

use evenhand_policy::Pack;

use super::{agency, council, item};

#[test]
fn an_unknown_key_is_told_where_it_stands_with_the_known_ones() {
    council().with("working.toml", "within = 24", "within = 24\nunit = \"hours\"").refused(
        "working.toml",
        "unit = ",
        "the key `unit` is not known here; known keys are: cite, counting, force, kind, within",
    );
    council().add("measures.toml", "[[fine]]\ncode = \"fine\"").refused(
        "measures.toml",
        "fine]]",
        "the key `fine` is not known here; known keys are: letter, restriction, reviews",
    );
}

#[test]
fn a_value_of_the_wrong_type_is_told_with_the_right_one() {
    let label = council().with("vocabulary.toml", "\"Unreasonable demands\"", "5");
    label.refused("vocabulary.toml", "label = 5", "`label` must be a text in quotation marks");
    let flag = council().with("vocabulary.toml", "police = true", "police = \"yes\"");
    flag.refused("vocabulary.toml", "police = \"yes\"", "`police` must be true or false");
    let number = council().with("working.toml", "within = 24", "within = \"24\"");
    number.refused("working.toml", "within = \"24\"", "`within` must be a whole number from 0 to 10000");
    let list = council().with("roles.toml", "duties = [\"guard\"]", "duties = \"guard\"");
    list.refused("roles.toml", "duties = \"guard\"", "`duties` must be a list of texts");
    let months = council().with("measures.toml", "[3, 6]", "[3, \"six\"]");
    months.refused_among_others(&format!(
        "measures.toml:{}: `interval_months` must be a list of whole numbers from 1 to 120",
        months.line("measures.toml", "interval_months")
    ));
    let table = council().with(
        "measures.toml",
        "[[reviews.criterion]]\ncode = \"contact\"",
        "[[reviews.criteria]]\ncode = \"contact\"",
    );
    table.refused(
        "measures.toml",
        "criteria]]",
        "the key `criteria` is not known here; known keys are: criterion, interval_months, longest_months, \
        monitoring_months, officer_months",
    );
    let items = council().with("pack.toml", "version = \"1.0\"", "version = \"1.0\"\ndocument = 4");
    items.refused_among_others(&format!(
        "pack.toml:{}: this is not valid TOML: duplicate key",
        items.line("pack.toml", "[[document]]")
    ));
}

#[test]
fn a_missing_or_empty_value_is_told_at_its_item() {
    let label = council().with("vocabulary.toml", "label = \"Unreasonable demands\"\n", "");
    label.refused("vocabulary.toml", &item("conduct_class", "unreasonable-demands"), "`label` is missing");
    let empty = council().with("vocabulary.toml", "\"Unreasonable demands\"", "\"  \"");
    empty.refused("vocabulary.toml", "label = \"  \"", "`label` is empty");
    let cite = council().with("roles.toml", "cite = \"policy 1.1\"", "");
    cite.refused_among_others(&format!(
        "roles.toml:{}: `cite` is missing",
        cite.line("roles.toml", &item("role", "staff-member"))
    ));
    let code = council().with("vocabulary.toml", "code = \"home\"", "code = \"Staff Home\"");
    code.refused(
        "vocabulary.toml",
        "code = \"Staff Home\"",
        "the code `Staff Home` may hold only lower case letters, digits and hyphens",
    );
    let source = agency().with("pack.toml", "identifier = \"104-07040000\"\n", "");
    source.refused("pack.toml", &item("source", "support"), "`identifier` is missing");
}

#[test]
fn an_unknown_word_is_told_with_the_known_ones() {
    let counting = council().with("working.toml", "counting = \"hours\"", "counting = \"hors\"");
    counting.refused(
        "working.toml",
        "counting = \"hors\"",
        "`counting` cannot be `hors`; known words are: hours, days, working-days, months",
    );
    let duty = council().with(
        "roles.toml",
        "\"frontline\", \"contact-officer\"",
        "\"frontline\", \"contact-officr\"",
    );
    duty.refused(
        "roles.toml",
        "\"contact-officr\"",
        "`duties` cannot hold `contact-officr`; known words are: frontline, guard, reviewer, contact-officer, \
        decision-maker, monitor, policy-owner, security, whs, prevention, records, administrator, auditor, system",
    );
    let dimension = council().with("measures.toml", "dimension = \"who\"", "dimension = \"whom\"");
    dimension.refused(
        "measures.toml",
        "dimension = \"whom\"",
        "`dimension` cannot be `whom`; known words are: who, what, when, where, how",
    );
}

#[test]
fn a_bad_date_is_told_with_an_example() {
    let issued = council().with("pack.toml", "issued = 2020-12-15", "issued = \"15 December 2020\"");
    issued.refused("pack.toml", "issued = ", "`issued` must be a date such as 2020-12-15");
    let no_day = council().with("pack.toml", "on = 2022-11-30", "on = \"2022-11-31\"");
    no_day.refused("pack.toml", "on = \"2022-11-31\"", "`on` must be a date such as 2020-12-15");
    let no_review = council().with("pack.toml", "on = 2022-11-30\n", "");
    no_review.refused("pack.toml", "[[record.next_review]]", "`on` is missing");
    let without_offset = council().with(
        "pack.toml",
        "valid_from = 2020-12-15T00:00:00+10:30",
        "valid_from = 2020-12-15T00:00:00",
    );
    without_offset.refused(
        "pack.toml",
        "valid_from = 2020-12-15T00:00:00\n",
        "`valid_from` must be a date and time with offset, such as 2025-11-18T20:16:00+11:00",
    );
}

#[test]
fn a_number_out_of_its_limits_is_told_with_them() {
    let before = council().with("working.toml", "within = 24", "within = -1");
    before.refused("working.toml", "within = -1", "`within` must be a whole number from 0 to 10000");
    let never =
        council().with("measures.toml", "longest_months = 12", "longest_months = 9_223_372_036_854_775_807");
    never.refused("measures.toml", "longest_months", "`longest_months` must be a whole number from 1 to 120");
    let zero = council().with("pack.toml", "review_months = 24", "review_months = 0");
    zero.refused("pack.toml", "review_months", "`review_months` must be a whole number from 1 to 120");
    let other_notation = council().with("measures.toml", "[3, 6]", "[0x3, 0b110]");
    let read = Pack::read(&other_notation.files).map(|pack| pack.reviews.interval_months);
    assert_eq!(read, Ok(vec![3, 6]));
}

#[test]
fn what_is_no_toml_is_told_at_its_line_and_nothing_is_guessed_from_the_rest() {
    let quote = council().with(
        "working.toml",
        "\"An incident form has arrived.\"",
        "\"An incident form has arrived.",
    );
    quote.refused(
        "working.toml",
        "\"An incident form has arrived.\n",
        "this is not valid TOML: invalid basic string, expected `\"`",
    );
    let twice = council().with("working.toml", "within = 24", "within = 24\nwithin = 24");
    assert_eq!(twice.problems(), ["working.toml:4: this is not valid TOML: duplicate key"]);
}
