//! Dates of birth as files write them. Where day and month could change places, nothing is guessed for one row: the
//! operator says how the file writes dates, or the other rows of the file do.

use jiff::civil::Date;

use crate::lookup::civil_date;

/// How a file writes dates in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 3/4/1971 is the third of April.
    DayFirst,
    /// 3/4/1971 is the fourth of March.
    MonthFirst,
}

/// What is known of the order of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The operator said so.
    Told(DateOrder),
    /// Every date of the file that can be read in one way only is written so.
    Shown(DateOrder),
    Unknown,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// It can be read in one way only.
    One(Date),
    /// The same, and it shows how the file writes dates.
    Shows(Date, DateOrder),
    /// It can be read in two ways.
    Two { day_first: Date, month_first: Date },
    /// It is no date, for this reason.
    No(&'static str),
}

const NO_DATE: &str = "it is not a date";

impl Order {
    /// What the dates of a file show, unless the operator tells.
    pub(super) fn of<'a>(told: Option<DateOrder>, cells: impl Iterator<Item = &'a str>) -> Order {
        if let Some(told) = told {
            return Order::Told(told);
        }
        let (mut day_first, mut month_first) = (false, false);
        for cell in cells {
            match written(cell) {
                Written::Shows(_, DateOrder::DayFirst) => day_first = true,
                Written::Shows(_, DateOrder::MonthFirst) => month_first = true,
                Written::One(_) | Written::Two { .. } | Written::No(_) => {}
            }
        }
        match (day_first, month_first) {
            (true, false) => Order::Shown(DateOrder::DayFirst),
            (false, true) => Order::Shown(DateOrder::MonthFirst),
            (true, true) | (false, false) => Order::Unknown,
        }
    }

    /// The date a cell stands for, and what is to be said about it.
    pub(super) fn read(self, cell: &str, today: Date) -> (Option<Date>, Option<String>) {
        let (date, said) = self.chosen(cell);
        match date {
            Some(date) if date > today => (None, left_out(cell, "it is in the future")),
            Some(date) if date.year() < today.year() - 130 => {
                (None, left_out(cell, "nobody alive was born so long ago"))
            }
            _ => (date, said),
        }
    }

    fn chosen(self, cell: &str) -> (Option<Date>, Option<String>) {
        match (written(cell), self) {
            (Written::One(date) | Written::Shows(date, _), _) => (Some(date), None),
            (Written::Two { day_first, .. }, Order::Told(DateOrder::DayFirst)) => (Some(day_first), None),
            (Written::Two { month_first, .. }, Order::Told(DateOrder::MonthFirst)) => {
                (Some(month_first), None)
            }
            (Written::Two { day_first, .. }, Order::Shown(DateOrder::DayFirst)) => {
                (Some(day_first), Some(as_the_rest(cell, "day first", day_first)))
            }
            (Written::Two { month_first, .. }, Order::Shown(DateOrder::MonthFirst)) => {
                (Some(month_first), Some(as_the_rest(cell, "month first", month_first)))
            }
            (Written::Two { day_first, month_first }, Order::Unknown) => {
                let says = format!("it can be {} or {}", long(day_first), long(month_first));
                (None, left_out(cell, &says))
            }
            (Written::No(why), _) => (None, left_out(cell, why)),
        }
    }
}

fn as_the_rest(cell: &str, order: &str, date: Date) -> String {
    format!("date of birth `{cell}` taken as {}: {order}, as in the rest of the file", long(date))
}

fn left_out(cell: &str, why: &str) -> Option<String> {
    Some(format!("date of birth `{cell}` left out: {why}"))
}

fn long(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

fn written(cell: &str) -> Written {
    let cell = without_time(cell.trim());
    if cell.len() == 8 && cell.bytes().all(|c| c.is_ascii_digit()) {
        let (year, rest) = cell.split_at(4);
        let (month, day) = rest.split_at(2);
        return civil_date(day, month, year).map_or(Written::No("there is no such day"), Written::One);
    }
    let parts: Vec<&str> = cell.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return Written::No(NO_DATE) };
    let is_number = |part: &&str| part.bytes().all(|c| c.is_ascii_digit());
    match (is_number(first), is_number(second), is_number(third)) {
        (true, true, true) if first.len() == 4 => one(third, second, first),
        (true, true, true) => in_numbers(first, second, third),
        (true, false, true) => one(first, second, third),
        (false, true, true) => one(second, first, third),
        _ => Written::No(NO_DATE),
    }
}

/// What some programs put behind every date.
fn without_time(cell: &str) -> &str {
    match cell.split_once(['T', ' ']) {
        Some((date, time)) if time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()) => date,
        Some(_) | None => cell,
    }
}

fn one(day: &str, month: &str, year: &str) -> Written {
    if year.len() != 4 {
        return Written::No("its year is not written in four digits");
    }
    civil_date(day, month, year).map_or(Written::No("there is no such day"), Written::One)
}

fn in_numbers(first: &str, second: &str, year: &str) -> Written {
    if year.len() != 4 {
        return Written::No("its year is not written in four digits");
    }
    match (civil_date(first, second, year), civil_date(second, first, year)) {
        (Some(day_first), Some(month_first)) if day_first == month_first => Written::One(day_first),
        (Some(day_first), Some(month_first)) => Written::Two { day_first, month_first },
        (Some(date), None) => Written::Shows(date, DateOrder::DayFirst),
        (None, Some(date)) => Written::Shows(date, DateOrder::MonthFirst),
        (None, None) => Written::No("there is no such day"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2027, 3, 16);

    #[test]
    fn a_date_that_can_be_read_in_one_way_is_read_in_that_way() {
        let right = date(1971, 11, 14);
        for cell in [
            "1971-11-14",
            "1971/11/14",
            "19711114",
            "14/11/1971",
            "14.11.1971",
            "14-11-1971",
            "11/14/1971",
            "14 Nov 1971",
            "14-Nov-1971",
            "November 14, 1971",
            "1971-11-14T00:00:00",
            "14/11/1971 00:00:00",
        ] {
            assert_eq!(Order::Unknown.read(cell, TODAY), (Some(right), None), "{cell}");
        }
        assert_eq!(Order::Unknown.read("3/3/1971", TODAY), (Some(date(1971, 3, 3)), None));
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        let (read, says) = Order::Unknown.read("03/04/1971", TODAY);
        assert_eq!(read, None);
        assert_eq!(
            says.as_deref(),
            Some("date of birth `03/04/1971` left out: it can be 3 April 1971 or 4 March 1971")
        );
    }

    #[test]
    fn what_the_operator_says_counts_and_needs_no_remark() {
        let told = |order| Order::of(Some(order), std::iter::once("31/12/1970")).read("03/04/1971", TODAY);
        assert_eq!(told(DateOrder::DayFirst), (Some(date(1971, 4, 3)), None));
        assert_eq!(told(DateOrder::MonthFirst), (Some(date(1971, 3, 4)), None));
    }

    #[test]
    fn what_all_other_rows_show_is_followed_and_said() {
        let order = Order::of(None, ["31/12/1970", "03/04/1971", "1971-01-01"].into_iter());
        assert_eq!(order, Order::Shown(DateOrder::DayFirst));
        let (read, says) = order.read("03/04/1971", TODAY);
        assert_eq!(read, Some(date(1971, 4, 3)));
        assert!(says.is_some_and(|says| says.contains("3 April 1971: day first, as in the rest")));
        assert_eq!(Order::of(None, ["12/31/1970"].into_iter()), Order::Shown(DateOrder::MonthFirst));
        assert_eq!(Order::of(None, ["31/12/1970", "12/31/1970"].into_iter()), Order::Unknown);
    }

    #[test]
    fn an_impossible_date_is_left_out_with_its_reason() {
        for (cell, why) in [
            ("31/2/1971", "there is no such day"),
            ("19710231", "there is no such day"),
            ("00/00/0000", "there is no such day"),
            ("14/11/71", "four digits"),
            ("17/3/2027", "in the future"),
            ("1/1/1800", "so long ago"),
            ("26251", "not a date"),
            ("unknown", "not a date"),
            ("about 1970", "not a date"),
        ] {
            let (read, says) = Order::Unknown.read(cell, TODAY);
            assert_eq!(read, None, "{cell}");
            assert!(says.is_some_and(|says| says.contains(why)), "{cell}");
        }
    }
}
