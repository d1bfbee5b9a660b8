//! The parts of visitors that take a value and make nothing of it.

/// Makes a visitor answer `$nothing` to every single value; the four kinds of numbers have one method each in serde.
macro_rules! skip_scalars_but_text {
    ($nothing:expr) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

/// The same, and to texts.
macro_rules! skip_scalars {
    ($nothing:expr) => {
        skip_scalars_but_text!($nothing);

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

/// Makes a visitor skip a list.
macro_rules! skip_lists {
    ($lifetime:lifetime, $nothing:expr) => {
        fn visit_seq<List: SeqAccess<$lifetime>>(
            self,
            mut list: List,
        ) -> Result<Self::Value, List::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
}

/// Makes a visitor skip an object.
macro_rules! skip_objects {
    ($lifetime:lifetime, $nothing:expr) => {
        fn visit_map<Map: MapAccess<$lifetime>>(
            self,
            mut map: Map,
        ) -> Result<Self::Value, Map::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
}

pub(crate) use {skip_lists, skip_objects, skip_scalars, skip_scalars_but_text};
