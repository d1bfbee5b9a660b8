//! The categories that channels stream in; a fixed handful.

/// One category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Category {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// The number that a games database has for it; empty for what is no game.
    pub(crate) igdb_id: &'static str,
}

/// Every category there is.
pub(crate) const ALL: [Category; 12] = [
    category("509658", "Just Chatting"),
    category("1469308723", "Software and Game Development"),
    category("509660", "Art"),
    category("26936", "Music"),
    category("743", "Chess"),
    category("509670", "Science & Technology"),
    category("509667", "Food & Drink"),
    category("509672", "Travel & Outdoors"),
    category("518203", "Sports"),
    category("498566", "Retro"),
    game("33214", "Fortnite", "1905"),
    game("493057", "PUBG: BATTLEGROUNDS", "27789"),
];

/// The category of that name, whatever its capitals.
pub(crate) fn by_name(name: &str) -> Option<Category> {
    ALL.into_iter()
        .find(|category| category.name.eq_ignore_ascii_case(name))
}

/// The category with that id.
pub(crate) fn by_id(id: &str) -> Option<Category> {
    ALL.into_iter().find(|category| category.id == id)
}

/// All names as a list for people.
pub(crate) fn names() -> String {
    ALL.map(|category| category.name).join(", ")
}

const fn category(id: &'static str, name: &'static str) -> Category {
    game(id, name, "")
}

const fn game(id: &'static str, name: &'static str, igdb_id: &'static str) -> Category {
    Category { id, name, igdb_id }
}
