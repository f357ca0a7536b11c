//! Names that some computer cannot give a file.

/// The longest name of most file systems, in bytes.
const LONGEST: usize = 255;

/// Names that Windows keeps for its devices, whatever their ending.
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Why a file or folder of this name could not be written on every system, if so.
pub fn unusable(name: &str) -> Option<&'static str> {
    if name.chars().any(char::is_control) {
        return Some("it holds a control character");
    }
    if name.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) {
        return Some("it holds one of `< > : \" | ? * \\`");
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends with a point or a blank");
    }
    if name.len() > LONGEST {
        return Some("it is longer than 255 bytes");
    }
    is_device(name).then_some("Windows keeps it for a device")
}

/// Why the page of an id, `ID.html`, could not be written on every system, if so. A slug holds
/// nothing but letters, marks, digits and `-`.
pub fn unusable_id(id: &str) -> Option<&'static str> {
    if id.len() + ".html".len() > LONGEST {
        return Some("its name would be longer than 255 bytes");
    }
    is_device(id).then_some("Windows keeps the name for a device")
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    matches!(stem.len(), 3 | 4) && DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
}

/// A name as a message can show it: control characters as `�`.
pub(super) fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_work_on_every_system() {
        for good in ["plan.png", "買い物.html", "console.md", "a b.pdf", "com10.x", ".well"] {
            assert_eq!(unusable(good), None, "{good}");
        }
        let long = "ä".repeat(128);
        for bad in ["CON", "con.html", "Lpt1.tar.gz", "a:b", "why?.png", "x.", "x ", "a\tb", &long]
        {
            assert!(unusable(bad).is_some(), "{bad}");
        }
    }
}
