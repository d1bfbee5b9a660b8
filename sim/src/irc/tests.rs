//! Transcripts: bytes that clients send, and the bytes that they get, in virtual time.

mod limits;
mod login;
mod moderation;
mod rooms;
mod scene;
mod speaking;
