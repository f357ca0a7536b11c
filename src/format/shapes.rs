//! Which fields a value holds, told by the table of fields.

use crate::model::fields::{CLAIM, FieldType, Lanes, MOMENT, OPPORTUNITY, Shape};

/// What is known of the names in a value, and in the items of a list.
#[derive(Clone, Copy)]
pub(super) enum Inside {
    /// They are fields, which have an order.
    Record(&'static Shape),
    /// They are the author's own, and each value is such a record or a text.
    Named(&'static Shape),
    /// They are the author's own, in an order of the author's own.
    Free,
}

impl Inside {
    /// What is known of the value of a name.
    pub(super) fn of(self, name: &str) -> Self {
        match self {
            Self::Record(shape) => match shape.field(name) {
                Some(field) => of_type(field.ty),
                None if shape.lanes == Lanes::Taken => Self::Record(&CLAIM),
                None => Self::Free,
            },
            Self::Named(shape) => Self::Record(shape),
            Self::Free => Self::Free,
        }
    }

    /// The place of a name among its siblings; `None` where the author's order counts.
    pub(super) fn place(self, name: &str) -> Option<usize> {
        match self {
            Self::Record(shape) => shape.fields().position(|field| field.name == name),
            Self::Named(_) | Self::Free => None,
        }
    }
}

fn of_type(ty: FieldType) -> Inside {
    match ty {
        FieldType::Record(shape) | FieldType::Records(shape) => Inside::Record(shape),
        FieldType::Claim | FieldType::Claims | FieldType::Quotes => Inside::Record(&CLAIM),
        FieldType::Attributes => Inside::Named(&CLAIM),
        FieldType::Moments => Inside::Record(&MOMENT),
        FieldType::Opportunities => Inside::Record(&OPPORTUNITY),
        _ => Inside::Free,
    }
}
