//! A fixed hash: the same on every machine and in every version, so that results are.

/// FNV-1a of the bytes, then mixed as SplitMix64 does.
pub fn hash(bytes: &[u8]) -> u64 {
    let sum = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    mix(sum)
}

/// Spreads a number over 64 bits.
pub fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One number of two, where the order matters.
pub fn join(one: u64, other: u64) -> u64 {
    mix(one.rotate_left(17) ^ mix(other))
}
