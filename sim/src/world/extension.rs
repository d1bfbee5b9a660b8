//! Extensions: one for each application that keeps a secret, with what it stored, sells and signs with.

use std::collections::BTreeMap;

use types::{ClientId, Secret, Timestamp, UserId};

/// What all extensions keep.
#[derive(Debug, Default)]
pub(crate) struct Extensions {
    /// By extension, kind of segment, and channel where the segment belongs to one.
    pub(crate) segments: BTreeMap<(String, String, Option<UserId>), Segment>,
    /// What signs tokens, by extension; the newest last.
    pub(crate) secrets: BTreeMap<String, Vec<SigningSecret>>,
    /// By application and SKU.
    pub(crate) products: BTreeMap<(ClientId, String), Product>,
}

/// A piece of configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) content: String,
    pub(crate) version: String,
}

/// A secret for a while.
#[derive(Debug, Clone)]
pub(crate) struct SigningSecret {
    pub(crate) content: Secret,
    pub(crate) active_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// Something that is sold for Bits.
#[derive(Debug, Clone)]
pub(crate) struct Product {
    pub(crate) bits: u64,
    pub(crate) display_name: String,
    pub(crate) is_in_development: bool,
    pub(crate) is_broadcast: bool,
    pub(crate) expires_at: Option<Timestamp>,
}
