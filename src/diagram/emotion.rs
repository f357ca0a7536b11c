//! A value of the site's scale as one of nine half-steps, and its place between lowest and highest.

use crate::model::EmotionScale;

/// The nine half-steps from −2 to +2, lowest first.
const CLASSES: [&str; 9] = ["e-n4", "e-n3", "e-n2", "e-n1", "e-0", "e-p1", "e-p2", "e-p3", "e-p4"];

/// The class of a value: the site's scale is put linearly on −2 … +2 and rounded to the half-step,
/// halves away from the middle.
pub fn class(value: f64, scale: &EmotionScale) -> &'static str {
    CLASSES[step(two_sided(value, scale))]
}

/// Where a value stands between −2 and +2. A scale without an extent puts everything at 0.
pub(crate) fn two_sided(value: f64, scale: &EmotionScale) -> f64 {
    let share = (value - scale.min) / (scale.max - scale.min);
    if share.is_finite() { (share * 4.0 - 2.0).clamp(-2.0, 2.0) } else { 0.0 }
}

/// The class of a place between −2 and +2.
pub(crate) fn class_of(two_sided: f64) -> &'static str {
    CLASSES[step(two_sided)]
}

fn step(value: f64) -> usize {
    let half_steps = (value.abs() * 2.0 + 1e-9 + 0.5).floor().min(4.0);
    (4.0 + if value < 0.0 { -half_steps } else { half_steps }) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(min: f64, max: f64) -> EmotionScale {
        EmotionScale { min, max, labels: Vec::new(), has_own_labels: false }
    }

    #[test]
    fn half_steps_go_away_from_the_middle() {
        let classes = [-2.0, -1.75, -0.25, -0.2, 0.0, 0.24, 0.25, 1.5, 9.0]
            .map(|v| class(v, &scale(-2.0, 2.0)));
        assert_eq!(classes, ["e-n4", "e-n4", "e-n1", "e-0", "e-0", "e-0", "e-p1", "e-p3", "e-p4"]);
    }

    #[test]
    fn another_scale_is_put_on_the_same_steps() {
        assert_eq!([1.0, 3.0, 5.0].map(|v| class(v, &scale(1.0, 5.0))), ["e-n4", "e-0", "e-p4"]);
        assert_eq!(class(7.0, &scale(3.0, 3.0)), "e-0");
        assert_eq!(class(f64::NAN, &scale(-2.0, 2.0)), "e-0");
    }
}
