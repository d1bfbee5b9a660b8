//! Scenes in virtual time for the connection, properties of the parser, and the driver against a small server.
