//! How much room a part of a site takes. A large site has hundreds of thousands of touchpoints and
//! over a million claims, as they were written and as they were resolved, and the preview holds all
//! of them at once: a word more in one of them is ten megabytes. What most of them lack stands
//! beside them, behind one pointer.

use crate::{model, site};

#[test]
#[cfg(target_pointer_width = "64")]
fn what_there_is_most_of_stays_small() {
    let sizes = [
        ("model::Common", size_of::<model::Common>(), 56),
        ("site::Meta", size_of::<site::Meta>(), 72),
        ("model::Experience", size_of::<model::Experience>(), 96),
        ("model::Stage", size_of::<model::Stage>(), 320),
        ("model::Touchpoint", size_of::<model::Touchpoint>(), 240),
        ("site::Experience", size_of::<site::Experience>(), 80),
        ("site::Stage", size_of::<site::Stage>(), 296),
        ("site::Touchpoint", size_of::<site::Touchpoint>(), 216),
        ("model::Claim", size_of::<model::Claim>(), 48),
        ("site::Claim", size_of::<site::Claim>(), 56),
        ("model::Opportunity", size_of::<model::Opportunity>(), 216),
        ("site::Opportunity", size_of::<site::Opportunity>(), 224),
        ("model::Piece", size_of::<model::Piece>(), 24),
    ];
    for (name, size, most) in sizes {
        assert!(size <= most, "{name} takes {size} bytes, more than {most}");
    }
}
