//! Which category a person means, among those that Twitch finds by the name. It asks nobody.

use helix::search::Category;

/// What was found.
#[derive(Debug, PartialEq)]
pub(crate) enum Found<'a> {
    /// The one that is meant.
    One(&'a Category),
    /// Each of these may be meant, the likeliest first.
    Several(Vec<&'a Category>),
    /// Nothing like it.
    Nothing,
}

/// The nearest of the categories, if one is nearer than all the others.
///
/// A name counts without blanks, signs and capitals: nobody types the colon of a long title.
pub(crate) fn nearest<'a>(categories: &'a [Category], typed: &str) -> Found<'a> {
    let typed = folded(typed);
    let is_it = |category: &&Category| folded(&category.name) == typed;
    let begins_so = |category: &&Category| folded(&category.name).starts_with(&typed);
    for is_near in [&is_it as &dyn Fn(&&Category) -> bool, &begins_so] {
        let near: Vec<&Category> = categories.iter().filter(is_near).collect();
        match near.as_slice() {
            [one] => return Found::One(one),
            [] => {}
            _ => return Found::Several(near),
        }
    }
    match categories {
        [] => Found::Nothing,
        [one] => Found::One(one),
        several => Found::Several(several.iter().collect()),
    }
}

fn folded(name: &str) -> String {
    let letters = name.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_category_is_taken_and_none_is_guessed() {
        let found: Vec<Category> = ["Art", "Artifact", "Articulate!", "Martial Arts"]
            .iter()
            .map(|name| {
                let mut category = Category::default();
                category.name = (*name).to_owned();
                category
            })
            .collect();
        let name_of = |typed: &str, count: usize| match nearest(&found[..count], typed) {
            Found::One(category) => category.name.clone(),
            Found::Several(several) => format!("{} of them", several.len()),
            Found::Nothing => "nothing".to_owned(),
        };
        assert_eq!(name_of("ART", 4), "Art");
        assert_eq!(name_of("articulate", 4), "Articulate!");
        assert_eq!(name_of("arti", 4), "2 of them");
        assert_eq!(name_of("marti", 4), "Martial Arts");
        assert_eq!(name_of("games", 4), "4 of them");
        assert_eq!(name_of("games", 1), "Art");
        assert_eq!(name_of("games", 0), "nothing");
    }
}
