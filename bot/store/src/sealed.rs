//! The one place where secrets enter and leave the database: sealed on the way in, opened on the way out.
//! Where the key comes from is decided elsewhere.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use types::Secret;
use zeroize::Zeroizing;

use crate::key::Key;

/// Seals and opens with one key, by XChaCha20-Poly1305.
pub struct Seal(XChaCha20Poly1305);

/// Where a secret is kept. A sealed text opens only in the cell that it was sealed for, so that nobody can swap rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The table.
    pub table: &'a str,
    /// The row, by its account; empty where there is none.
    pub user: &'a str,
    /// The row, by its application; empty where there is none.
    pub client: &'a str,
    /// The column.
    pub column: &'a str,
}

/// A sealed text that does not open: changed, moved from another cell, or sealed with another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was changed, moved or sealed with another key")]
pub struct Broken;

impl Seal {
    /// Seals and opens with this key.
    pub fn new(key: &Key) -> Self {
        Self(XChaCha20Poly1305::new(key.bytes().into()))
    }

    /// Seals a secret for its cell, as the text that the database holds.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn seal(&self, cell: &Cell<'_>, secret: &Secret) -> std::io::Result<String> {
        let mut sealed = vec![0; NONCE_LENGTH];
        getrandom::fill(&mut sealed)?;
        let nonce = XNonce::try_from(sealed.as_slice()).map_err(std::io::Error::other)?;
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: &cell.associated_data(),
        };
        let text = self.0.encrypt(&nonce, payload);
        sealed.extend(text.map_err(std::io::Error::other)?);
        Ok(format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(sealed)))
    }

    /// Opens what the database holds in that cell.
    ///
    /// # Errors
    /// [`Broken`] for any other text, whatever it is.
    pub fn open(&self, cell: &Cell<'_>, text: &str) -> Result<Secret, Broken> {
        let encoded = text.strip_prefix(PREFIX).ok_or(Broken)?;
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(encoded).map_err(|_| Broken)?;
        let (nonce, msg) = sealed.split_at_checked(NONCE_LENGTH).ok_or(Broken)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| Broken)?;
        let aad = &cell.associated_data();
        let opened = self.0.decrypt(&nonce, Payload { msg, aad });
        let opened = Zeroizing::new(opened.map_err(|_| Broken)?);
        let text = std::str::from_utf8(&opened).map_err(|_| Broken)?;
        Ok(Secret::new(text))
    }
}

impl Cell<'_> {
    /// The parts with their lengths, so that no two cells come out alike; the prefix stands for the form.
    fn associated_data(&self) -> Vec<u8> {
        let mut data = PREFIX.as_bytes().to_vec();
        for part in [self.table, self.user, self.client, self.column] {
            data.extend((part.len() as u64).to_le_bytes());
            data.extend(part.as_bytes());
        }
        data
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Seal(hidden)")
    }
}

/// The form of a sealed text: a random nonce, the hidden text and its tag, in base64 for addresses.
const PREFIX: &str = "sealed1:";

const NONCE_LENGTH: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Cell<'static> = Cell {
        table: "credential",
        user: "5005",
        client: "client",
        column: "access_token",
    };

    #[test]
    fn a_secret_comes_back_from_its_cell_and_never_looks_the_same_twice() {
        let seal = Seal::new(&Key::generate().unwrap());
        for text in ["", "a", "u1a2b3c4d5e6f7", "Grüße \0 🐈"] {
            let secret = Secret::new(text);
            let one = seal.seal(&CELL, &secret).unwrap();
            let two = seal.seal(&CELL, &secret).unwrap();
            assert_ne!(one, two);
            assert!(text.len() < 4 || !one.contains(text));
            assert_eq!(seal.open(&CELL, &one), Ok(secret));
        }
    }

    #[test]
    fn x27_a_sealed_text_opens_nowhere_but_in_its_cell_and_by_its_key() {
        let seal = Seal::new(&Key::generate().unwrap());
        let text = seal.seal(&CELL, &Secret::new("token")).unwrap();
        let elsewhere = [
            Cell {
                table: "role",
                ..CELL
            },
            Cell {
                user: "6006",
                ..CELL
            },
            Cell {
                client: "other",
                ..CELL
            },
            Cell {
                column: "refresh_token",
                ..CELL
            },
            // The same letters, divided in another way.
            Cell {
                user: "500",
                client: "5client",
                ..CELL
            },
        ];
        for cell in elsewhere {
            assert_eq!(seal.open(&cell, &text), Err(Broken), "{cell:?}");
        }
        let other = Seal::new(&Key::generate().unwrap());
        assert_eq!(other.open(&CELL, &text), Err(Broken));
    }

    #[test]
    fn x27_a_change_of_any_byte_is_noticed() {
        let seal = Seal::new(&Key::generate().unwrap());
        let text = seal
            .seal(&CELL, &Secret::new("a token of some length"))
            .unwrap();
        for at in 0..text.len() {
            for letter in ['A', 'B', '=', '\0', 'é'] {
                let mut changed = text.clone();
                changed.replace_range(at..=at, letter.encode_utf8(&mut [0; 4]));
                if changed != text {
                    assert_eq!(seal.open(&CELL, &changed), Err(Broken), "{changed}");
                }
            }
            assert_eq!(seal.open(&CELL, &text[..at]), Err(Broken));
        }
    }
}
