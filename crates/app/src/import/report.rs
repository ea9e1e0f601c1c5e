//! The report of an import: every row, what came of it, and why, in words.

use std::io::Write;

use super::{RowReport, Verdict};

/// Writes the report of an import as CSV.
pub fn write_report(reports: &[RowReport], out: impl Write) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["row", "line", "key", "verdict", "reference", "what"])?;
    for report in reports {
        let (row, line) = (report.row.to_string(), report.line.to_string());
        let reference = report.reference.as_deref().unwrap_or_default();
        let (key, what) = (harmless(&report.key), harmless(&what(report)));
        writer.write_record([&row, &line, &key, report.verdict.name(), reference, &what])?;
    }
    Ok(writer.flush()?)
}

fn what(report: &RowReport) -> String {
    let own: &[String] = match &report.verdict {
        Verdict::Accepted => &[],
        Verdict::Repaired(repairs) => repairs,
        Verdict::Refused(why) => std::slice::from_ref(why),
    };
    own.iter().chain(&report.remarks).cloned().collect::<Vec<_>>().join("; ")
}

/// A cell that a spreadsheet does not take for a formula.
pub fn harmless(cell: &str) -> String {
    const BEGIN_A_FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let formula = cell.starts_with(BEGIN_A_FORMULA);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("plain"), "plain");
    }
}
