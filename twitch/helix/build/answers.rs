//! Decides what a request answers with: nothing, its `data`, a page of a list, or a record of everything.

use spec::{Body, Endpoint, Field, Kind};

use crate::names;
use crate::shapes::{Shapes, Type};

/// What a request answers with.
pub(crate) struct Answer {
    /// The type as Rust.
    pub(crate) rust: String,
    /// The function that reads it.
    pub(crate) reader: &'static str,
    /// The list, if it comes in pages.
    pub(crate) list: Option<List>,
}

/// A list that comes in pages.
pub(crate) struct List {
    /// The type of an item.
    pub(crate) item: String,
    /// Takes `response` apart, as Rust.
    pub(crate) unwrap: String,
    /// What tells an `item` from another, as Rust.
    pub(crate) key: &'static str,
}

/// Decides, and makes the records that are needed for it.
pub(crate) fn answer(endpoint: &Endpoint, shapes: &mut Shapes) -> Answer {
    let fields = match endpoint.success.body {
        Body::None => return plain("()", "read_nothing"),
        Body::Other(_) => return plain("String", "read_text"),
        Body::Json(fields) => fields,
    };
    let element = names::element(endpoint);
    let data = fields.iter().find(|field| field.name == "data");
    let data = data.map(|field| data_type(endpoint, &element, field, shapes));
    match (data, fields) {
        (Some(data), [_]) => plain(&data.rust(), "read_data"),
        (Some(Type::List(item)), [_, pagination]) if is_cursor(pagination) => page(&item, shapes),
        (data, fields) => everything(endpoint, data, fields, shapes),
    }
}

fn plain(rust: &str, reader: &'static str) -> Answer {
    Answer {
        rust: rust.to_owned(),
        reader,
        list: None,
    }
}

fn data_type(endpoint: &Endpoint, element: &str, field: &Field, shapes: &mut Shapes) -> Type {
    match field.kind {
        Kind::Object(fields) => Type::Record(shapes.record(endpoint, element, fields)),
        Kind::Array(Field {
            kind: Kind::Object(fields),
            ..
        }) => {
            let record = shapes.record(endpoint, element, fields);
            Type::List(Box::new(Type::Record(record)))
        }
        Kind::Array(_) => Type::List(Box::new(Type::Plain("String"))),
        other => panic!(
            "the data of {} is neither object nor list but {other:?}",
            endpoint.id
        ),
    }
}

fn is_cursor(field: &Field) -> bool {
    field.name == "pagination"
}

fn page(item: &Type, shapes: &Shapes) -> Answer {
    let item = item.rust();
    Answer {
        rust: format!("Page<{item}>"),
        reader: "read_everything",
        list: Some(List {
            unwrap: "(response.data, response.pagination)".to_owned(),
            key: shapes.key(&item),
            item,
        }),
    }
}

/// A record of the whole answer, for those that hold more than a list and its cursor.
fn everything(
    endpoint: &Endpoint,
    data: Option<Type>,
    fields: &[Field],
    shapes: &mut Shapes,
) -> Answer {
    let name = format!("{}Response", names::pascal(endpoint.id));
    let rest: Vec<Field> = fields
        .iter()
        .filter(|field| field.name != "data" && !is_cursor(field))
        .copied()
        .collect();
    shapes.record(endpoint, &name, &rest);
    let is_paged = endpoint.pagination.is_some();
    if fields.iter().any(is_cursor) {
        shapes.extend(&name, "pagination", Type::Pagination);
    }
    if let Some(data) = &data {
        shapes.extend(&name, "data", data.clone());
    }
    let alternate = endpoint.pagination.and_then(|pages| pages.alternate_path);
    let list = match data {
        Some(Type::List(item)) if is_paged => Some(List {
            unwrap: "(response.data, response.pagination)".to_owned(),
            key: shapes.key(&item.rust()),
            item: item.rust(),
        }),
        Some(Type::Record(record)) if is_paged => Some(one_record(record, alternate, shapes)),
        _ => None,
    };
    Answer {
        rust: name,
        reader: "read_everything",
        list,
    }
}

/// A page that is one record with a list inside; each page is one item then.
fn one_record(record: String, alternate: Option<&str>, shapes: &mut Shapes) -> List {
    let unwrap = match alternate {
        Some("data.pagination.cursor") => {
            shapes.extend(&record, "pagination", Type::Pagination);
            "{ let pagination = response.pagination.or(&response.data.pagination); (vec![response.data], pagination) }"
        }
        Some(other) => panic!("no rule for a cursor in {other}"),
        None => "(vec![response.data], response.pagination)",
    };
    List {
        item: record,
        unwrap: unwrap.to_owned(),
        key: "None",
    }
}
