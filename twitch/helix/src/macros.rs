//! The forms that the code made from the table is written in; they keep it short enough to read.

/// An object in an answer.
macro_rules! record {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty = $key:literal $(| $alias:literal)*,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_about])* pub $field: $kind,)*
        }

        impl $crate::decode::Record for $name {
            fn blank() -> Self {
                Self { $($field: $crate::decode::Lenient::absent(),)* }
            }

            fn read_field<'de, Map: serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                field: $crate::decode::FieldReader<'_, Map>,
            ) -> Result<(), Map::Error> {
                match name {
                    $($key $(| $alias)* => field.read_into(&mut self.$field),)*
                    _ => field.skip(),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                $crate::decode::Record::blank()
            }
        }
    };
}

/// A text of which some values are known.
macro_rules! open_enum {
    ($(#[$about:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
            /// Anything else, as it is written on the wire; Twitch adds values without notice.
            Unlisted(String),
        }

        impl $name {
            /// The value as it is written on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unlisted(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unlisted(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl $crate::decode::scalar::FromScalar for $name {
            fn absent() -> Self {
                Self::Unlisted(String::new())
            }

            fn from_scalar(scalar: $crate::decode::scalar::Scalar<'_>) -> Option<Self> {
                String::from_scalar(scalar).map(|text| Self::from(text.as_str()))
            }
        }

        impl $crate::decode::scalar::FromScalar for Option<$name> {
            fn absent() -> Self {
                None
            }

            fn from_scalar(scalar: $crate::decode::scalar::Scalar<'_>) -> Option<Self> {
                let text = String::from_scalar(scalar).filter(|text| !text.is_empty());
                text.map(|text| Some($name::from(text.as_str())))
            }
        }

        $crate::decode::scalars!($name, Option<$name>);

        impl $crate::argument::Argument<$name> for $name {
            fn encode(self) -> serde_json::Value {
                self.as_str().into()
            }
        }

        impl $crate::argument::Argument<$name> for &str {
            fn encode(self) -> serde_json::Value {
                self.into()
            }
        }
    };
}

/// What a typed request can do beside taking its parameters.
macro_rules! request {
    ($name:ident calls $endpoint:path, $read:ident => $response:ty) => {
        impl $name {
            const fn start() -> Self {
                Self {
                    parameters: $crate::parameters::Parameters::new(),
                    via: (),
                }
            }

            #[cfg(feature = "client")]
            fn via(self, client: &$crate::client::Client) -> $name<$crate::client::Client> {
                $name {
                    parameters: self.parameters,
                    via: client.clone(),
                }
            }
        }

        impl<Via> $crate::request::Request for $name<Via> {
            const ENDPOINT: &'static spec::Endpoint = &$endpoint;
            type Response = $response;

            fn parameters(&self) -> &$crate::parameters::Parameters {
                &self.parameters
            }

            fn decode(bytes: &[u8]) -> Result<$response, $crate::error::Error> {
                $crate::request::$read(bytes)
                    .map_err(|reason| $crate::request::undecodable(&$endpoint, reason, bytes))
            }
        }

        #[cfg(feature = "client")]
        impl IntoFuture for $name<$crate::client::Client> {
            type Output = Result<$response, $crate::error::Error>;
            type IntoFuture = $crate::client::Sending<$response>;

            /// Sends the call.
            fn into_future(self) -> Self::IntoFuture {
                let Self { parameters, via } = self;
                via.start::<$name>(parameters)
            }
        }
    };
}

/// How the list of a request goes on from page to page.
macro_rules! paged {
    ($name:ident, $cursor:literal, $item:ty, |$response:ident| $unwrap:expr, |$element:ident| $key:expr) => {
        impl $crate::page::Paged for $name {
            type Item = $item;

            fn set_cursor(&mut self, cursor: &str) {
                self.parameters.set($cursor, cursor);
            }

            fn unwrap($response: Self::Response) -> (Vec<$item>, $crate::page::Pagination) {
                $unwrap
            }

            fn key($element: &$item) -> Option<&str> {
                $key
            }
        }

        #[cfg(feature = "client")]
        impl $name<$crate::client::Client> {
            /// Fetches the list page by page, as it is asked for.
            pub fn pages(self) -> $crate::client::pages::Pages<$name> {
                let Self { parameters, via } = self;
                let request = $name {
                    parameters,
                    via: (),
                };
                $crate::client::pages::Pages::new(via, request)
            }
        }
    };
}

/// An object in a body.
macro_rules! body_object {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq)]
        #[must_use = "an object does nothing until it is given to a request"]
        pub struct $name {
            parameters: $crate::parameters::Parameters,
        }

        impl $crate::argument::Argument<$name> for $name {
            fn encode(self) -> serde_json::Value {
                self.parameters.into_object()
            }
        }
    };
}

pub(crate) use {body_object, open_enum, paged, record, request};
