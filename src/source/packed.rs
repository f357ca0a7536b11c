//! Numbers in a row of bytes, each in as few groups of seven bits as it has: what there are millions
//! of, nearly all of them small.

/// Puts a number at the end.
pub(crate) fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The number at the beginning, which is taken away; `None` when none is whole.
pub(crate) fn take(rest: &mut &[u8]) -> Option<u32> {
    let (mut number, mut shift) = (0, 0_u32);
    loop {
        let (byte, others) = rest.split_first()?;
        *rest = others;
        number |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
        if *byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back_as_they_went_in(numbers in proptest::collection::vec(any::<u32>(), 0..9)) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| push(&mut bytes, *number));
            let rest = &mut bytes.as_slice();
            for number in &numbers {
                prop_assert_eq!(take(rest), Some(*number));
            }
            prop_assert_eq!(take(rest), None);
        }
    }

    #[test]
    fn a_small_number_is_one_byte_and_half_a_number_is_none() {
        let mut bytes = Vec::new();
        push(&mut bytes, 127);
        assert_eq!(bytes, [127]);
        assert_eq!(take(&mut &[0x80][..]), None);
    }
}
