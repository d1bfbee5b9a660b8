//! Rules that tie several parameters of one call together.

use super::field::Value;
use super::token::TokenKind;

/// A condition on the parameters of one call, beyond the limits of each single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Just one of these.
    ExactlyOne(&'static [&'static str]),
    /// One or more of these.
    AtLeastOne(&'static [&'static str]),
    /// One or more of these, unless the call is made with such a token.
    AtLeastOneUnlessToken(&'static [&'static str], TokenKind),
    /// One or more fields of any name.
    AnyField,
    /// None or one of these.
    AtMostOne(&'static [&'static str]),
    /// All of these or none.
    AllOrNone(&'static [&'static str]),
    /// Not more than one of these.
    MutuallyExclusive(&'static [&'static str]),
    /// Fields of one group only.
    MutuallyExclusiveGroups(&'static [&'static [&'static str]]),
    /// A list must not hold two of these values at once.
    MutuallyExclusiveValues {
        /// The list.
        param: &'static str,
        /// The values that do not go together.
        values: &'static [&'static str],
    },
    /// The first only together with one of the second.
    Requires {
        /// What needs company.
        params: &'static [&'static str],
        /// What will do as company.
        any_of: &'static [&'static str],
    },
    /// The parameters only if the boolean field is true in the same call.
    RequiresTrue {
        /// What needs the field.
        params: &'static [&'static str],
        /// The boolean that must be true.
        field: &'static str,
    },
    /// The parameters must be there if the field has one of the values.
    RequiredIf {
        /// What must be there.
        params: &'static [&'static str],
        /// The field that decides.
        field: &'static str,
        /// The deciding values.
        is: &'static [Value],
    },
    /// The parameters must not be there if the field has one of the values.
    ForbiddenIf {
        /// What must not be there.
        params: &'static [&'static str],
        /// The field that decides.
        field: &'static str,
        /// The deciding values.
        is: &'static [Value],
    },
    /// The list must be exactly this if the field has one of the values.
    ValueIf {
        /// The list.
        param: &'static str,
        /// What it must be.
        value: &'static [&'static str],
        /// The field that decides.
        field: &'static str,
        /// The deciding values.
        is: &'static [Value],
    },
    /// The parameters must be there with such a token.
    RequiredForToken(&'static [&'static str], TokenKind),
    /// The parameters must not be there with such a token.
    ForbiddenForToken(&'static [&'static str], TokenKind),
    /// The parameters are for app tokens.
    AppTokenOnly(&'static [&'static str]),
    /// The parameters do nothing if the other is there.
    IgnoredIfPresent {
        /// What does nothing then.
        params: &'static [&'static str],
        /// What makes it do nothing.
        present: &'static str,
    },
    /// All values of these repeated parameters together are at most so many.
    MaxTotalValues {
        /// The parameters counted.
        params: &'static [&'static str],
        /// The most values.
        max: u32,
    },
    /// The number in the first must not be smaller than that in the second.
    NotLessThan {
        /// The larger one.
        param: &'static str,
        /// The smaller one.
        other: &'static str,
    },
    /// Whatever is left out is set to the default, not kept.
    PutReplacesAll {
        /// What is replaced.
        params: &'static [&'static str],
        /// By what.
        default: Value,
    },
}
