//! The one number formatter. Values are rounded for show only: halves away from zero, no negative
//! zero, the same digits on every machine.

/// Rounds to `decimals` places, halves away from zero; never negative zero.
pub fn round(value: f64, decimals: u32) -> f64 {
    let factor = f64::from(10_u32.pow(decimals));
    // A value such as 1.005 is stored a little below its half; a nudge far below any shown digit
    // gives the half that the author meant.
    let rounded = ((value.abs() * factor) + 1e-9 + 0.5).floor() / factor;
    if rounded == 0.0 { 0.0 } else { rounded.copysign(value) }
}

/// `1.5`, `-2`, `0`: at most `decimals` places, no trailing zeros. For SVG coordinates and data.
pub fn plain(value: f64, decimals: u32) -> String {
    format!("{}", round(value, decimals))
}

/// `+1.5`, `−2` (a true minus sign), `0`: for people.
pub fn signed(value: f64) -> String {
    let value = round(value, 1);
    if value == 0.0 {
        "0".to_owned()
    } else if value > 0.0 {
        format!("+{value}")
    } else {
        format!("−{}", -value)
    }
}

/// `16.7`, `−3`: for people, without a plus sign.
pub fn shown(value: f64, decimals: u32) -> String {
    plain(value, decimals).replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero_and_zero_has_no_sign() {
        assert_eq!(signed(-0.04), "0");
        assert_eq!(
            (signed(0.25), signed(-0.25), signed(2.0)),
            ("+0.3".into(), "−0.3".into(), "+2".into())
        );
        assert_eq!(
            (plain(1.005, 2), plain(-0.001, 2), plain(33.333, 1)),
            ("1.01".into(), "0".into(), "33.3".into())
        );
    }
}
