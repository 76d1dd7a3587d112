//! Everything that can be done, as one value: made from the list of acts ([`domain::act`]) and the form of each.

use domain::act::Verb;

use super::{
    bulletins::*,
    form::{self, Form, FormError, Named},
    import::*,
    issues::{readers::*, *},
    items::{acts::*, comments::*},
    jobs::*,
    months::*,
    office::{changes::*, deputies::*, newsletters::*, openings::*, settings::*, units::*, *},
    records::*,
    rules::*,
    sheets::*,
};

macro_rules! commands {
    ($($area:ident { $($act:ident $code:literal $($word:literal)?;)* })*) => {
        /// An act with what it asks for.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Command {
            $($($act($act)),*),*
        }

        impl Command {
            pub fn verb(&self) -> Verb {
                match self {
                    $($(Self::$act(_) => Verb::$act),*),*
                }
            }

            /// The names of the fields of an act's form, but for those of a flattened part.
            pub fn fields(verb: Verb) -> Vec<&'static str> {
                match verb {
                    $($(Verb::$act => $act::fields()),*),*
                }
            }

            /// Reads the form that was posted to `/do/{verb}`.
            pub fn from_form(verb: Verb, form: &str) -> Result<Self, FormError> {
                match verb {
                    $($(Verb::$act => form::read_bounded(form).map(Self::$act)),*),*
                }
            }
        }

        $($(
            impl Named for $act {
                const VERB: Verb = Verb::$act;
            }

            impl From<$act> for Command {
                fn from(act: $act) -> Self {
                    Self::$act(act)
                }
            }
        )*)*
    };
}

domain::for_each_act!(commands);
