//! Customers from a file: what is taken, mended, refused, and what is said of it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop at once")]

use std::collections::BTreeMap;
use std::io::{self, Read};

use evenhand_app::import::{DateOrder, ImportError, Imported, Reading, RowReport, Verdict, write_report};
use evenhand_app::lookup::{Asked, Looked};
use evenhand_domain::customer::{Customer, CustomerCommand, Sealed};
use evenhand_testkit::{Engine, Organisation, TestOrg};
use jiff::civil::date;

async fn import(org: &TestOrg, file: impl AsRef<[u8]>) -> Result<Imported, ImportError> {
    import_as(org, file, "people.csv", None).await
}

async fn import_as(
    org: &TestOrg,
    file: impl AsRef<[u8]>,
    source: &str,
    dates: Option<DateOrder>,
) -> Result<Imported, ImportError> {
    let reading = Reading { source: source.to_owned(), dates };
    org.app.import_customers(&org.app.itself().await.unwrap(), file.as_ref(), &reading).await
}

async fn rows(org: &TestOrg, file: impl AsRef<[u8]>) -> Vec<RowReport> {
    import(org, file).await.unwrap().rows
}

/// The record that a row led to.
async fn customer(org: &TestOrg, row: &RowReport) -> Customer {
    let who = org.who("a.quill").await;
    let query = row.reference.clone().unwrap();
    let found = org.app.look_up(&who, &Asked { query, ..Asked::default() }).await.unwrap();
    let Looked::Card(card) = found else { panic!("{row:?} leads to no card") };
    org.app.customer_file(&org.who("p.wren").await, &card.id).await.unwrap().customer
}

async fn how_many(org: &TestOrg) -> u64 {
    org.app.known().await.unwrap();
    let mut file = Vec::new();
    let who = org.app.itself().await.unwrap();
    org.app.export(&who, evenhand_store::Log::Events, &mut file).await.unwrap();
    String::from_utf8(file).unwrap().matches("\"type\":\"customer.registered\"").count() as u64
}

fn refusal(row: &RowReport) -> &str {
    let Verdict::Refused(why) = &row.verdict else { panic!("{row:?} was taken") };
    assert_eq!(row.reference, None);
    why
}

fn repairs(row: &RowReport) -> String {
    let Verdict::Repaired(repairs) = &row.verdict else { panic!("{row:?} was not repaired") };
    assert!(row.reference.is_some());
    repairs.join("; ")
}

fn report(rows: &[RowReport]) -> String {
    let mut report = Vec::new();
    write_report(rows, &mut report).unwrap();
    String::from_utf8(report).unwrap()
}

#[tokio::test]
async fn a_sound_row_is_accepted_with_all_it_says() {
    for engine in Engine::all() {
        let org = TestOrg::open(Organisation::Tarrowmere, engine).await;
        let file = "Customer number,Given names,Surname,Date of birth,Street number,Address 1,Suburb,State,Postcode,Phone,Mobile,Email\n\
            77-1,Marlow,Fenn-Castle,14/11/1971,12,Fern Street,Tarrowmere,sa,5290,08 8555 0101,0491 570 156,m@fenn.example\n";
        let rows = rows(&org, file).await;
        assert_eq!(rows[0].verdict, Verdict::Accepted);
        assert_eq!((rows[0].row, rows[0].line, rows[0].key.as_str()), (1, 2, "77-1"));
        assert_eq!(rows[0].remarks, Vec::<String>::new());
        let customer = customer(&org, &rows[0]).await;
        let details = customer.details;
        assert_eq!(details.name(), "Marlow Fenn-Castle");
        assert_eq!(details.born_on, Some(date(1971, 11, 14)));
        assert_eq!(details.numbers, [("people.csv".to_owned(), "77-1".to_owned())]);
        assert_eq!(details.phones, ["08 8555 0101", "0491 570 156"]);
        assert_eq!(details.emails, ["m@fenn.example"]);
        assert_eq!(details.addresses[0].street, "12 Fern Street");
        assert_eq!(details.addresses[0].state, "SA 5290");
        assert_eq!(customer.source, "import of people.csv");
    }
}

#[tokio::test]
async fn what_cannot_be_kept_is_left_out_and_named() {
    let org = TestOrg::tarrowmere().await;
    let file = "id,first_name,surname,dob,phone,email\n\
        1,Ada,Heath,31/2/1971,12,ada at home\n\
        2,Ben,Heath,17/3/2027,0491 570 157,b@h\n\
        3,\"Cay\n Lee\",Heath,1/1/1871,,\n";
    let rows = rows(&org, file).await;
    assert_eq!(
        repairs(&rows[0]),
        "date of birth `31/2/1971` left out: there is no such day; \
         telephone `12` left out: a number has 5 to 15 digits; \
         e-mail `ada at home` left out: it is no e-mail address"
    );
    assert_eq!(
        repairs(&rows[1]),
        "date of birth `17/3/2027` left out: it is in the future; \
         e-mail `b@h` left out: it is no e-mail address"
    );
    assert_eq!(
        repairs(&rows[2]),
        "given name written on one line: `Cay Lee`; \
         date of birth `1/1/1871` left out: nobody alive was born so long ago"
    );
    let ada = customer(&org, &rows[0]).await.details;
    assert_eq!((ada.born_on, ada.phones.len(), ada.emails.len()), (None, 0, 0));
    assert_eq!(customer(&org, &rows[2]).await.details.given_names, "Cay Lee");
}

#[tokio::test]
async fn a_row_that_cannot_be_somebody_is_refused_with_the_rule() {
    let org = TestOrg::tarrowmere().await;
    let long = "x".repeat(201);
    let file = format!(
        "id,given_name,surname,suburb\n\
         1,,,Tarrowmere\n\
         2,Ada\u{7},Heath,\n\
         3,Ben,He\u{202e}ath,\n\
         4,{long},Heath,\n\
         5,Cay,Heath,Tarrowmere,SA\n\
         6,Dov\n\
         7,Eve,Heath,\n\
         7,Fay,Heath,\n\
         ,,,\n"
    );
    let rows = rows(&org, file).await;
    let why: Vec<&str> = rows.iter().filter(|row| row.row != 7).map(refusal).collect();
    assert_eq!(
        why,
        [
            "it has no name",
            "given names: This holds a control character (U+0007)",
            "family name: This holds a mark that turns the direction of writing around; type it without",
            "given names: This has 201 characters; at most 200 fit here",
            "it has 5 cells where the first line has 4; a cell that holds the separator must stand in quotes",
            "it has 2 cells where the first line has 4; a cell that holds the separator must stand in quotes",
            "line 8 has the same key",
            "the row is empty",
        ]
    );
    assert_eq!(rows[6].verdict, Verdict::Accepted);
    assert_eq!(how_many(&org).await, 1);
}

#[tokio::test]
async fn names_of_every_script_are_kept_exactly() {
    let org = TestOrg::tarrowmere().await;
    let names =
        [("مرحبا", "العالم"), ("שלום", "כהן"), ("नमस्ते", "देव"), ("Zoë", "O’Néill"), ("E\u{301}va", "Ng")];
    let lines: Vec<String> = names.iter().map(|(given, family)| format!("{given},{family}\n")).collect();
    let rows = rows(&org, format!("given_name,surname\n{}", lines.concat())).await;
    for (row, (given, family)) in rows.iter().zip(names) {
        assert_eq!(row.verdict, Verdict::Accepted);
        let details = customer(&org, row).await.details;
        assert_eq!((details.given_names.as_str(), details.family_name.as_str()), (given, family));
    }
}

#[tokio::test]
async fn a_file_in_small_or_capital_letters_is_written_as_people_write() {
    let org = TestOrg::tarrowmere().await;
    let imported = import(&org, "given_name,surname\nmarlow,O'BRIEN\nBo,van der Berg\n").await.unwrap();
    assert!(imported.remarks[0].starts_with("1 rows have names in small or in capital letters only"));
    assert_eq!(customer(&org, &imported.rows[0]).await.details.name(), "Marlow O'Brien");
    assert_eq!(customer(&org, &imported.rows[1]).await.details.name(), "Bo van der Berg");
}

#[tokio::test]
async fn the_usual_encodings_are_read_and_others_are_refused_whole() {
    let text = "given_name,surname\nZoë,Marsh\n";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16_be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let files = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        [b"\xff\xfe".to_vec(), utf16.clone()].concat(),
        [b"\xfe\xff".to_vec(), utf16_be].concat(),
    ];
    for file in files {
        let org = TestOrg::tarrowmere().await;
        let rows = rows(&org, file).await;
        assert_eq!(customer(&org, &rows[0]).await.details.given_names, "Zoë");
    }
    let org = TestOrg::tarrowmere().await;
    let windows = b"given_name,surname\nAda,Heath\nZo\xeb,Marsh\n";
    let says = import(&org, windows).await.unwrap_err().to_string();
    assert_eq!(
        says,
        "line 3 is not UTF-8 text; it may be Windows-1252 or another encoding; \
         save the file as “CSV UTF-8” and import it again; nothing was taken"
    );
    let says = import(
        &org,
        "given_name,surname\nZoë,Marsh and more of the same\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>(),
    )
    .await
    .unwrap_err()
    .to_string();
    assert!(says.starts_with("it looks like UTF-16, without the mark"), "{says}");
    let says = import(&org, [b"\xff\xfe".to_vec(), utf16, vec![0]].concat()).await.unwrap_err().to_string();
    assert!(says.starts_with("it begins as UTF-16"), "{says}");
    assert_eq!(how_many(&org).await, 0);
}

#[tokio::test]
async fn the_separator_is_found_and_quotes_and_line_ends_are_read_as_they_are_meant() {
    for separator in [",", ";", "\t"] {
        let org = TestOrg::tarrowmere().await;
        let file = [
            "id,given_name,surname,suburb\r\n",
            "1,\"Ada \"\"Ad\"\"\",Heath,\"Hill",
            "\r\nTop\"\r\n",
            "2,Ben,Heath,\r\n",
        ];
        let file = file.concat().replace(',', separator);
        let rows = rows(&org, file).await;
        assert_eq!((rows[0].line, rows[1].line), (2, 4));
        assert_eq!(repairs(&rows[0]), "suburb written on one line: `Hill Top`");
        let ada = customer(&org, &rows[0]).await.details;
        assert_eq!((ada.given_names.as_str(), ada.addresses[0].suburb.as_str()), ("Ada \"Ad\"", "Hill Top"));
        assert_eq!(rows[1].verdict, Verdict::Accepted);
    }
}

#[tokio::test]
async fn a_quote_that_is_never_closed_takes_nobody_in() {
    let org = TestOrg::tarrowmere().await;
    let says = import(&org, "given_name,surname\nAda,Heath\nBen,\"Heath\nCay,Heath\n").await.unwrap_err();
    assert_eq!(says.to_string(), "the quote that begins in line 3 is never closed; nothing was taken");
    assert_eq!(how_many(&org).await, 0);
}

#[tokio::test]
async fn missing_unknown_and_double_columns_are_named() {
    let org = TestOrg::tarrowmere().await;
    let says = import(&org, "id,dob\n1,1971-11-14\n").await.unwrap_err().to_string();
    assert!(
        says.starts_with("no column of the first line holds a name") && says.contains("`surname`"),
        "{says}"
    );
    let says = import(&org, "").await.unwrap_err().to_string();
    assert!(says.starts_with("no column of the first line holds a name"), "{says}");
    let says = import(&org, "surname,Family name,id\nHeath,Marsh,1\n").await.unwrap_err().to_string();
    assert!(says.starts_with("the columns `surname` and `Family name` would hold the same"), "{says}");
    let imported = import(&org, "surname,shoe size,star sign\nHeath,41,Leo\n").await.unwrap();
    assert_eq!(imported.remarks, ["Columns nobody knows were left out: `shoe size`, `star sign`."]);
    assert_eq!(imported.rows[0].verdict, Verdict::Accepted);
    assert_eq!(import(&org, "surname\n").await.unwrap().rows, []);
}

#[tokio::test]
async fn a_date_that_can_be_two_is_never_guessed_silently() {
    let born = async |file: &str, dates| {
        let org = TestOrg::tarrowmere().await;
        let rows = import_as(&org, file, "people.csv", dates).await.unwrap().rows;
        (customer(&org, &rows[0]).await.details.born_on, rows[0].verdict.clone())
    };
    let alone = "surname,dob\nHeath,03/04/1971\n";
    let (date_kept, verdict) = born(alone, None).await;
    assert_eq!(date_kept, None);
    let says = "date of birth `03/04/1971` left out: it can be 3 April 1971 or 4 March 1971";
    assert_eq!(verdict, Verdict::Repaired(vec![says.to_owned()]));

    let told = born(alone, Some(DateOrder::DayFirst)).await;
    assert_eq!(told, (Some(date(1971, 4, 3)), Verdict::Accepted));
    let told = born(alone, Some(DateOrder::MonthFirst)).await;
    assert_eq!(told, (Some(date(1971, 3, 4)), Verdict::Accepted));

    let (shown, verdict) = born("surname,dob\nHeath,03/04/1971\nMarsh,25/12/1980\n", None).await;
    assert_eq!(shown, Some(date(1971, 4, 3)));
    let says = "date of birth `03/04/1971` taken as 3 April 1971: day first, as in the rest of the file";
    assert_eq!(verdict, Verdict::Repaired(vec![says.to_owned()]));

    let (both, _) = born("surname,dob\nHeath,03/04/1971\nMarsh,25/12/1980\nFord,12/25/1980\n", None).await;
    assert_eq!(both, None);
}

#[tokio::test]
async fn people_who_may_be_one_are_reported_and_never_made_one() {
    let org = TestOrg::tarrowmere().await;
    let header = "id,given_name,surname,dob,street,suburb,postcode,phone\n";
    let first =
        rows(&org, format!("{header}1,Marlow,Fenn,1971-11-14,12 Fern Street,Tarrowmere,5290,0491 570 156\n"))
            .await;
    let again = format!(
        "{header}\
         a,Marlo,Fenn,1971-11-14,12 Fern Street,Tarrowmere,5290,\n\
         b,Fenn,Marlow,1971-11-14,,,,\n\
         c,Marlow,Fenn,1990-02-02,3 Oak Road,Sill,2000,\n\
         d,Ada,Heath,1971-11-14,12 Fern Street,Tarrowmere,5290,0491 570 156\n"
    );
    let again = import_as(&org, again, "others.csv", None).await.unwrap().rows;
    let one = first[0].reference.clone().unwrap();
    let says = |at: usize| again[at].remarks.concat();
    assert!(
        says(0).starts_with(&format!(
            "may be the same person as {one} (name alike, same date of birth, same street, same suburb)"
        )),
        "{}",
        says(0)
    );
    assert!(
        says(1).contains(&format!("{one} (names the other way round, same date of birth)")),
        "{}",
        says(1)
    );
    assert_eq!((says(2), says(3)), (String::new(), String::new()));
    assert!(again.iter().all(|row| row.reference.is_some() && row.verdict == Verdict::Accepted));
    assert_eq!(how_many(&org).await, 5);
}

#[tokio::test]
async fn a_sealed_person_is_in_no_report() {
    let org = TestOrg::tarrowmere().await;
    let file = "id,given_name,surname,dob\n1,Marlow,Fenn,1971-11-14\n";
    let first = rows(&org, file).await;
    let roth = org.who("e.roth").await;
    let found = org.app.customers_from(&roth, "Fenn").await.unwrap();
    let seal = Sealed { named: [org.id("e.roth")].into(), because: "family of a colleague".to_owned() };
    org.app.change_customer(&roth, &found[0].id, CustomerCommand::Seal(seal), &org.request()).await.unwrap();
    let again = import_as(&org, file, "others.csv", None).await.unwrap().rows;
    assert!(first[0].reference.is_some());
    assert_eq!(again[0].remarks, Vec::<String>::new());
}

#[tokio::test]
async fn the_same_file_twice_is_taken_once() {
    let org = TestOrg::tarrowmere().await;
    let file = "id,given_name,surname\n1,Ada,Heath\n2,Ben,Marsh\n,Cay,Ford\n,Cay,Ford\n";
    let first = rows(&org, file).await;
    let second = rows(&org, file).await;
    let references = |rows: &[RowReport]| rows.iter().map(|row| row.reference.clone()).collect::<Vec<_>>();
    assert_eq!(references(&first), references(&second));
    assert!(second.iter().all(|row| row.remarks[0] == "it was taken by an earlier import of this file"));
    assert_eq!(how_many(&org).await, 4);

    // A row more in front: rows without a key are known again by what they say.
    let third = rows(&org, "id,given_name,surname\n3,Dov,Sill\n1,Ada,Heath\n,Cay,Ford\n2,Ben,March\n").await;
    assert_eq!(third[0].verdict, Verdict::Accepted);
    assert_eq!((&third[1].reference, &third[2].reference), (&first[0].reference, &first[2].reference));
    let says = "this row was taken earlier with other content; change the person's record instead";
    assert_eq!(refusal(&third[3]), says);
    assert_eq!(how_many(&org).await, 5);
}

#[tokio::test]
async fn an_interrupted_import_goes_on_where_it_was() {
    let org = TestOrg::tarrowmere().await;
    let lines: String = (1..=300).map(|n| format!("{n},Ada,Heath{n}\n")).collect();
    let file = format!("id,given_name,surname\n{lines}");
    {
        let reading = Reading { source: "people.csv".to_owned(), dates: None };
        let who = org.app.itself().await.unwrap();
        let mut import = Box::pin(org.app.import_customers(&who, file.as_bytes(), &reading));
        // Dropped in the middle, as when the process is killed.
        while how_many(&org).await < 64 {
            let step = tokio::time::timeout(std::time::Duration::from_millis(20), &mut import).await;
            assert!(step.is_err(), "it came to its end before it could be interrupted");
        }
    }
    let taken = how_many(&org).await;
    assert!((64..300).contains(&taken), "{taken}");
    let rows = rows(&org, file).await;
    let references: std::collections::BTreeSet<_> =
        rows.iter().map(|row| row.reference.clone().unwrap()).collect();
    assert_eq!((rows.len(), references.len()), (300, 300));
    assert_eq!(how_many(&org).await, 300);
    let earlier =
        rows.iter().filter(|row| row.remarks.iter().any(|remark| remark.contains("earlier import")));
    assert!(earlier.count() as u64 >= taken);
}

/// A file that cannot be read to its end.
struct Torn(&'static [u8]);

impl Read for Torn {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(io::Error::other("the medium was taken out")),
            read => Ok(read),
        }
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_to_its_end_takes_nobody_in() {
    let org = TestOrg::tarrowmere().await;
    let who = org.app.itself().await.unwrap();
    let torn = Torn(b"given_name,surname\nAda,Heath\n");
    let failed = org.app.import_customers(&who, torn, &Reading::default()).await.unwrap_err();
    assert_eq!(failed.to_string(), "the file cannot be read");
    assert_eq!(how_many(&org).await, 0);
}

#[tokio::test]
async fn the_report_names_every_row_and_no_cell_of_it_is_a_formula() {
    let org = TestOrg::tarrowmere().await;
    let file = "id,given_name,surname,dob\n\
        =cmd|' /C calc'!A0,Ada,Heath,\n\
        +1,Ben,=HYPERLINK(\"x\"),31/2/1971\n\
        @3,,,\n";
    let rows = rows(&org, file).await;
    let report = report(&rows);
    let mut lines = csv::Reader::from_reader(report.as_bytes());
    assert_eq!(lines.headers().unwrap(), ["row", "line", "key", "verdict", "reference", "what"].as_slice());
    let lines: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let cells = |at: usize| lines[at].iter().map(str::to_owned).collect::<Vec<_>>();
    let reference = |at: usize| rows[at].reference.clone().unwrap_or_default();
    assert_eq!(cells(0), ["1", "2", "'=cmd|' /C calc'!A0", "accepted", &reference(0), ""]);
    assert_eq!(
        cells(1),
        [
            "2",
            "3",
            "'+1",
            "repaired",
            &reference(1),
            "date of birth `31/2/1971` left out: there is no such day"
        ]
    );
    assert_eq!(cells(2), ["3", "4", "'@3", "refused", "", "it has no name"]);
    assert!(lines.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
}

#[tokio::test]
async fn a_hundred_thousand_rows_get_a_hundred_thousand_verdicts() {
    let org = TestOrg::tarrowmere().await;
    let lines: String = (1..=100_000)
        .map(|n| if n % 1_000 == 0 { format!("{n},Ada,Heath\n") } else { format!("{n},,\n") })
        .collect();
    let rows = rows(&org, format!("id,given_name,surname\n{lines}")).await;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    rows.iter().for_each(|row| *counts.entry(row.verdict.name()).or_default() += 1);
    assert_eq!(counts, BTreeMap::from([("accepted", 100), ("refused", 99_900)]));
    assert!(rows.iter().zip(1..).all(|(row, n)| row.row == n && row.key == n.to_string()));
    assert_eq!(how_many(&org).await, 100);
}

#[tokio::test]
async fn half_a_name_and_a_birthday_lead_to_possible_matches_and_never_to_a_card() {
    for engine in Engine::all() {
        let org = TestOrg::open(Organisation::Tarrowmere, engine).await;
        let file = "given_name,surname,dob\nNoah,Stephenson,1951-10-16\nNoah,Ward,1960-01-01\n";
        rows(&org, file).await;
        let who = org.who("a.quill").await;
        let asked = |query: &str, second: Option<&str>| Asked {
            query: query.to_owned(),
            second: second.map(str::to_owned),
            ..Asked::default()
        };
        for asked in [asked("Noah Smallwood", Some("16/10/1951")), asked("Noah Smallwood 16/10/1951", None)] {
            let Looked::Possible { matches, mismatch, .. } = org.app.look_up(&who, &asked).await.unwrap()
            else {
                panic!("{asked:?}")
            };
            assert_eq!(matches.len(), 1);
            assert_eq!((matches[0].name.as_str(), mismatch), ("Noah Stephenson", false));
        }
        for asked in [asked("Noah Smallwood", None), asked("Noah Smallwood", Some("17/10/1951"))] {
            assert_eq!(org.app.look_up(&who, &asked).await.unwrap(), Looked::NoOne);
        }
    }
}

/// People drawn from a public set of records with realistic errors; `samples/README.md` says where it comes from.
const SAMPLE: &str = include_str!("samples/febrl1.csv");

#[tokio::test]
async fn of_records_with_realistic_errors_the_doubles_are_found_and_nobody_else() {
    let org = TestOrg::tarrowmere().await;
    let rows = import_as(&org, SAMPLE, "febrl1.csv", None).await.unwrap().rows;
    assert_eq!(rows.len(), 200);
    assert!(rows.iter().all(|row| row.reference.is_some()), "every row of the sample names somebody");
    let keys: BTreeMap<&str, &str> =
        rows.iter().map(|row| (row.reference.as_deref().unwrap(), row.key.as_str())).collect();
    let person = |key: &str| key.split('-').nth(1).unwrap().to_owned();
    let (mut right, mut wrong) = (0, 0);
    for row in &rows {
        for word in row.remarks.iter().flat_map(|remark| remark.split([' ', ','])) {
            match keys.get(word) {
                Some(other) if person(other) == person(&row.key) => right += 1,
                Some(_) => wrong += 1,
                None => {}
            }
        }
    }
    // Each of the hundred pairs is named by both of its rows.
    assert!(right >= 2 * 95, "{right} of 200");
    assert_eq!(wrong, 0);
}
