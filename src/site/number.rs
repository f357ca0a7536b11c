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
    with_sign(round(value, decimals), decimals, "", "-")
}

/// A rounded number behind its sign, if that is any.
fn with_sign(rounded: f64, decimals: u32, plus: &str, minus: &str) -> String {
    // Numbers of everyday size fit.
    let mut out = String::with_capacity(16);
    out.push_str(match rounded {
        rounded if rounded < 0.0 => minus,
        rounded if rounded > 0.0 => plus,
        _ => "",
    });
    push_digits(&mut out, rounded.abs(), decimals);
    out
}

/// The digits of a rounded number. Numbers of everyday size are written as the whole number of
/// their smallest places, which is far quicker than the way to the shortest digits of any other.
fn push_digits(out: &mut String, rounded: f64, decimals: u32) {
    let factor = 10_u64.pow(decimals);
    let places = (rounded * factor as f64).round();
    if !places.is_finite() || places >= 1e12 {
        return out.push_str(&rounded.to_string());
    }
    let (whole, mut rest) = (places as u64 / factor, places as u64 % factor);
    push_whole(out, whole);
    if rest > 0 {
        out.push('.');
        let mut place = factor / 10;
        while rest > 0 {
            out.push(char::from(b'0' + (rest / place) as u8));
            (rest, place) = (rest % place, place / 10);
        }
    }
}

/// A whole number. Most have one digit or two.
pub(crate) fn push_whole(out: &mut String, number: u64) {
    if number >= 10 {
        push_whole(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// `+1.5`, `−2` (a true minus sign), `0`: for people.
pub fn signed(value: f64) -> String {
    with_sign(round(value, 1), 1, "+", "−")
}

/// `16.7`, `−3`: for people, without a plus sign.
pub fn shown(value: f64, decimals: u32) -> String {
    with_sign(round(value, decimals), decimals, "", "−")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_are_those_of_the_rounded_number(value in -1e13..1e13_f64, small in -200.0..200.0_f64, decimals in 0..4_u32) {
            for value in [value, small, f64::NAN, f64::INFINITY] {
                prop_assert_eq!(plain(value, decimals), round(value, decimals).to_string());
            }
        }
    }

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
