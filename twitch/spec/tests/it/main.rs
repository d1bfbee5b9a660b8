//! What must hold between the entries of the tables; whether a single fact is true only Twitch can tell.

mod endpoints;
mod events;
mod fields;
mod limits;
mod removed;
mod scopes;
