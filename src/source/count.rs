//! Counting bytes of a kind in a text of any length.
//!
//! In: bytes. Out: how many are of the kind: two in 「目標」 begin a character.

/// Number of `bytes` that `is` holds for.
pub(super) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    // Sums that fit a byte are what the compiler makes vector instructions of.
    bytes
        .chunks(usize::from(u8::MAX))
        .map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(is(byte))).sum::<u8>()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_the_kind_counts() {
        for length in [0, 1, 254, 255, 256, 1000] {
            let bytes = vec![b'a'; length];
            assert_eq!(count(&bytes, |byte| byte == b'a'), length);
            assert_eq!(count(&bytes, |byte| byte == b'b'), 0);
        }
        assert_eq!(count("目標".as_bytes(), |byte| byte & 0xc0 != 0x80), 2);
    }
}
