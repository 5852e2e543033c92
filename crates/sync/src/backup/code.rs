//! The recovery code: 128 random bits and 22 to check them, as 30 letters and digits that cannot be mistaken
//! for one another. A mistyped code is told from another code before any file is looked at.

use zeroize::Zeroizing;

use crate::crypto::kdf::{Key, derive_salted};
use crate::crypto::{labels, sha256};
use crate::random::{Random, bytes};

/// Digits and capitals without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Five bits each: 128 and 22.
const LENGTH: usize = 30;
/// Letters between two hyphens.
const GROUP: usize = 5;
/// Bits that check the others.
const CHECK: u32 = 22;

/// What opens a backup. Shown once and written on paper; no device keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; 16]>);

/// Why something is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// It has too few or too many letters.
    #[error("a recovery code has {LENGTH} letters and digits, not {0}")]
    Length(usize),
    /// A letter is wrong, or two are exchanged.
    #[error("the recovery code is mistyped")]
    Mistyped,
}

impl RecoveryCode {
    pub(crate) fn generate(rng: &mut dyn Random) -> Self {
        Self(Zeroizing::new(bytes(rng)))
    }

    /// In groups of five, to be read and written.
    pub fn to_text(&self) -> Zeroizing<String> {
        let bits = (u128::from_be_bytes(*self.0), check_bits(&self.0));
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for place in 0..LENGTH {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            let letter = LETTERS.get(five_bits(bits, place)).copied().unwrap_or_default();
            text.push(char::from(letter));
        }
        text
    }

    /// Reads it however it was typed: small letters, other or no hyphens, O for 0, I or L for 1.
    ///
    /// # Errors
    /// If a letter is missing or wrong.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let digits: Vec<Option<u128>> =
            text.chars().filter(|letter| letter.is_alphanumeric()).map(digit).collect();
        if digits.len() != LENGTH {
            return Err(CodeError::Length(digits.len()));
        }
        let mut secret: u128 = 0;
        let mut check: u32 = 0;
        for (place, digit) in digits.into_iter().enumerate() {
            let digit = digit.ok_or(CodeError::Mistyped)?;
            for bit in 0..5 {
                let value = (digit >> (4 - bit)) & 1;
                if place * 5 + bit < 128 {
                    secret = (secret << 1) | value;
                } else {
                    check = (check << 1) | u32::from(value == 1);
                }
            }
        }
        let secret = Zeroizing::new(secret.to_be_bytes());
        if check == check_bits(&secret) { Ok(Self(secret)) } else { Err(CodeError::Mistyped) }
    }

    /// What a device keeps of it, to make more backups. The code does not follow from it.
    pub(crate) fn key(&self) -> Key {
        derive_salted(self.0.as_slice(), &[0; 32], labels::BACKUP_KEY)
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

fn check_bits(secret: &[u8; 16]) -> u32 {
    let hash = sha256(&[labels::BACKUP_CODE.as_bytes(), &[0], secret]);
    let [a, b, c, ..] = hash.0;
    u32::from_be_bytes([0, a, b, c]) >> (24 - CHECK)
}

/// The five bits at a place, of the secret followed by the check.
fn five_bits((secret, check): (u128, u32), place: usize) -> usize {
    let bit = |at: usize| match at.checked_sub(128) {
        None => usize::from((secret >> (127 - at)) & 1 == 1),
        Some(at) => usize::from((check >> (CHECK as usize - 1 - at)) & 1 == 1),
    };
    (0..5).fold(0, |bits, next| (bits << 1) | bit(place * 5 + next))
}

fn digit(letter: char) -> Option<u128> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    LETTERS.iter().position(|known| char::from(*known) == letter).map(|place| place as u128)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(secret: [u8; 16]) -> RecoveryCode {
        RecoveryCode(Zeroizing::new(secret))
    }

    #[test]
    fn it_is_read_however_it_was_typed() {
        let code = code([7; 16]);
        let text = code.to_text();
        assert_eq!(text.len(), 35);
        let typed = [
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            format!(" {}\n", text.replace('0', "o").replace('1', "l")),
        ];
        for typed in typed {
            assert_eq!(RecoveryCode::from_text(&typed), Ok(code.clone()), "{typed}");
        }
    }

    #[test]
    fn a_missing_letter_is_told_from_a_wrong_one() {
        let text = code([9; 16]).to_text();
        assert_eq!(RecoveryCode::from_text(&text[1..]), Err(CodeError::Length(29)));
        assert_eq!(RecoveryCode::from_text(""), Err(CodeError::Length(0)));
        assert_eq!(RecoveryCode::from_text(&text.replace(&text[..1], "U")), Err(CodeError::Mistyped));
    }

    #[test]
    fn nothing_shows_it_in_a_log() {
        assert_eq!(format!("{:?}", code([3; 16])), "RecoveryCode");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(secret: [u8; 16]) {
            prop_assert_eq!(RecoveryCode::from_text(&code(secret).to_text()), Ok(code(secret)));
        }

        #[test]
        fn one_wrong_letter_is_noticed(secret: [u8; 16], at in 0usize..30, by in 1usize..32) {
            let text = code(secret).to_text().replace('-', "");
            let mut letters: Vec<u8> = text.bytes().collect();
            let was = LETTERS.iter().position(|letter| *letter == letters[at]).unwrap();
            letters[at] = LETTERS[(was + by) % 32];
            let typed = String::from_utf8(letters).unwrap();
            prop_assert_eq!(RecoveryCode::from_text(&typed), Err(CodeError::Mistyped));
        }

        #[test]
        fn two_exchanged_letters_are_noticed(secret: [u8; 16], at in 0usize..29) {
            let text = code(secret).to_text().replace('-', "");
            let mut letters: Vec<u8> = text.bytes().collect();
            letters.swap(at, at + 1);
            let typed = String::from_utf8(letters).unwrap();
            let expected = if typed == text { Ok(code(secret)) } else { Err(CodeError::Mistyped) };
            prop_assert_eq!(RecoveryCode::from_text(&typed), expected);
        }
    }
}
