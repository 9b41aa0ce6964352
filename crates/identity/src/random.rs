//! Randomness of the operating system.

/// Fills `bytes` from the operating system's generator.
#[allow(clippy::panic, reason = "without randomness no key or id may be made, and no caller could go on")]
pub(crate) fn fill_random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        panic!("the operating system gives no random numbers");
    }
}

/// `N` random bytes.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill_random(&mut bytes);
    bytes
}
