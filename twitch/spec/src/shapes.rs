//! Shapes that several headings and event families share; what only one file needs stands in that file.

use crate::model::field::{Field, array, integer, object, string};

/// A person by id, login and display name.
pub(crate) const USER: &[Field] = &[string("user_id"), string("user_login"), string("user_name")];

/// One picture in three sizes.
pub(crate) const IMAGES: &[Field] = &[string("url_1x"), string("url_2x"), string("url_4x")];

/// An amount of money in its smallest unit.
pub(crate) const AMOUNT: &[Field] = &[
    integer("value"),
    integer("decimal_places"),
    string("currency"),
];

/// A cheermote inside a message.
pub(crate) const CHEERMOTE: &[Field] = &[string("prefix"), integer("bits"), integer("tier")];

/// An emote inside a message.
pub(crate) const EMOTE: &[Field] = &[string("id"), string("emote_set_id")];

/// An emote inside a message, with its owner and formats.
pub(crate) const EMOTE_WITH_OWNER: &[Field] = &[
    string("id"),
    string("emote_set_id"),
    string("owner_id"),
    array("format", &string("").one_of(&["static", "animated"])),
];

/// Who gave the most to a Hype Train.
pub(crate) const TOP_CONTRIBUTION: &[Field] = &[
    string("user_id"),
    string("user_login"),
    string("user_name"),
    string("type").one_of(&["bits", "subscription", "other"]),
    integer("total"),
];

/// A channel that takes part in a shared Hype Train.
pub(crate) const SHARED_TRAIN_PARTICIPANT: &[Field] = &[
    string("broadcaster_user_id"),
    string("broadcaster_user_login"),
    string("broadcaster_user_name"),
];

/// Where the next page begins.
pub(crate) const PAGINATION: Field = object("pagination", &[string("cursor").optional()]);
