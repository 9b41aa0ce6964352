//! Shamir's scheme over GF(256), byte by byte, with the polynomial of AES. No table and no branch on a secret.
//!
//! Why not a crate: those at hand bring a random number generator or elliptic curves of their own and return secrets
//! in memory that is not wiped. What is needed are the forty lines below.

use zeroize::Zeroizing;

use crate::random::fill_random;

/// Product in GF(256).
const fn multiply(left: u8, right: u8) -> u8 {
    let (mut left, mut right, mut product, mut round) = (left, right, 0_u8, 0);
    while round < 8 {
        product ^= left & (right & 1).wrapping_neg();
        let carry = (left >> 7).wrapping_neg();
        left = (left << 1) ^ (carry & 0x1b);
        right >>= 1;
        round += 1;
    }
    product
}

/// Inverse in GF(256): the 254th power; of zero, zero.
const fn inverse(value: u8) -> u8 {
    let (mut power, mut round) = (value, 1);
    // 254 = 0b11111110: square and multiply six times, then square.
    while round < 7 {
        power = multiply(multiply(power, power), value);
        round += 1;
    }
    multiply(power, power)
}

/// Points at `x` = 1 to `many` of random polynomials of degree `needed` - 1 that go through the secret at 0. Each
/// coefficient is any byte, zero too: otherwise the points would tell something.
pub(super) fn split(secret: &[u8; 32], needed: u8, many: u8) -> Vec<(u8, Zeroizing<[u8; 32]>)> {
    let mut coefficients: Vec<Zeroizing<[u8; 32]>> = Vec::new();
    for _ in 1..needed {
        let mut random = Zeroizing::new([0; 32]);
        fill_random(random.as_mut());
        coefficients.push(random);
    }
    let point = |x: u8| {
        let mut y = Zeroizing::new([0; 32]);
        for coefficient in coefficients.iter().rev() {
            for (sum, byte) in y.iter_mut().zip(coefficient.iter()) {
                *sum = multiply(*sum ^ byte, x);
            }
        }
        y.iter_mut().zip(secret).for_each(|(sum, byte)| *sum ^= byte);
        (x, y)
    };
    (1..=many).map(point).collect()
}

/// The value at 0 of the polynomials of least degree through the points, whose `x` must differ.
pub(super) fn combine(points: &[(u8, &[u8; 32])]) -> Zeroizing<[u8; 32]> {
    let mut secret = Zeroizing::new([0; 32]);
    for (x, y) in points {
        let others = points.iter().map(|(other, _)| *other).filter(|other| other != x);
        let weight = others.fold(1, |product, other| multiply(product, multiply(other, inverse(other ^ x))));
        secret.iter_mut().zip(*y).for_each(|(sum, byte)| *sum ^= multiply(*byte, weight));
    }
    secret
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_that_of_aes() {
        // FIPS 197, 4.2 and 4.2.1.
        assert_eq!(multiply(0x57, 0x83), 0xc1);
        assert_eq!(multiply(0x57, 0x13), 0xfe);
        assert_eq!(multiply(0x53, 0xca), 1);
        for value in 1..=255 {
            assert_eq!(multiply(value, inverse(value)), 1, "{value}");
            assert_eq!(multiply(value, 1), value);
            assert_eq!(multiply(value, 0), 0);
        }
        assert_eq!(inverse(0), 0);
    }

    #[test]
    fn a_known_line_gives_its_known_value_at_zero() {
        // y = 0x2a + 0x07 x
        let y = |x: u8| [0x2a ^ multiply(0x07, x); 32];
        assert_eq!(*combine(&[(3, &y(3)), (250, &y(250))]), [0x2a; 32]);
    }

    #[test]
    fn with_one_point_missing_each_secret_is_equally_likely() {
        // Given k - 1 points, for each value at zero there is one polynomial: choose any missing point to get it.
        let points = split(&[7; 32], 3, 5);
        let seen: std::collections::BTreeSet<u8> = (0..=255)
            .map(|guess| {
                let guessed = [guess; 32];
                combine(&[(points[0].0, &points[0].1), (points[1].0, &points[1].1), (9, &guessed)])[0]
            })
            .collect();
        assert_eq!(seen.len(), 256);
    }

    #[test]
    fn coefficients_may_be_zero() {
        // A first coefficient that is never zero would show in the differences of a split in two.
        let zero = (0..200).any(|_| split(&[0; 32], 2, 1).iter().any(|(_, y)| y.contains(&0)));
        assert!(zero);
    }
}
