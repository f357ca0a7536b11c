//! The one clock: `--today`, else `SOURCE_DATE_EPOCH` in UTC, else the date in the machine's
//! zone. Read once, when a command starts; a preview that runs over midnight reads it again.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use std::time::Instant;

/// The date that everything derives from.
///
/// # Errors
/// A `SOURCE_DATE_EPOCH` that is no whole number of seconds, in words.
pub fn today(given: Option<Date>) -> Result<Date, String> {
    if let Some(date) = given {
        return Ok(date);
    }
    match std::env::var_os("SOURCE_DATE_EPOCH") {
        Some(seconds) => date_of_epoch(&seconds.to_string_lossy()),
        None => Ok(Zoned::now().date()),
    }
}

/// A word that no other run of the program has.
pub fn run_id() -> String {
    format!("{:x}-{:x}", Timestamp::now().as_nanosecond(), std::process::id())
}

/// How long things take. Figures of it are shown to people and never reach a page.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to count.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start or the last lap.
    pub fn lap(&mut self) -> f64 {
        let seconds = self.0.elapsed().as_secs_f64();
        self.0 = Instant::now();
        seconds
    }
}

fn date_of_epoch(seconds: &str) -> Result<Date, String> {
    seconds
        .trim()
        .parse::<i64>()
        .ok()
        .and_then(|s| Timestamp::from_second(s).ok())
        .map(|t| t.to_zoned(TimeZone::UTC).date())
        .ok_or_else(|| {
            format!("SOURCE_DATE_EPOCH is `{seconds}`, which is no number of seconds since 1970")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_epoch_is_a_date_in_utc_and_nonsense_is_said_to_be_nonsense() {
        assert_eq!(date_of_epoch("1795391999"), Ok(date(2026, 11, 22)));
        assert_eq!(date_of_epoch("1795392000"), Ok(date(2026, 11, 23)));
        assert!(date_of_epoch("tomorrow").is_err_and(|e| e.contains("tomorrow")));
    }
}
