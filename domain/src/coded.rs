//! Coded words: an enum whose values stand in databases, addresses and files by a code, and on the screen by a word.
//!
//! Everything that such an enum needs is made from one list, so that a value cannot have a code and no word, or be
//! missing among all. A code is kept for good: it stands in databases and files that live.

/// Values with codes and words, for whatever handles any of them alike.
pub trait Coded: Copy + PartialEq + 'static {
    /// All of them, in the order in which lists show them.
    const VALUES: &'static [Self];
    /// The code and the word of each, in the same order.
    const WORDS: &'static [(&'static str, &'static str)];
}

/// An enum of coded words. `Draft = ("draft", "草稿")` gives a value, its code in databases, addresses and files, and
/// its word on the screen; `Draft = "draft"` is a value that no screen shows. After `by label:` files hold the word.
///
/// It has `ALL`, `code`, `label` and `from_code`, and is serialised by its code.
#[macro_export]
macro_rules! coded {
    ($(#[$about:meta])* $visible:vis enum $name:ident {
        $($(#[$each:meta])* $variant:ident = ($code:literal, $label:literal),)+
    }) => {
        $crate::coded! { @enum $(#[$about])* $visible enum $name { $($(#[$each])* $variant = $code = $code,)+ } }
        $crate::coded! { @labels $visible $name { $($variant = $code, $label,)+ } }
    };
    (by label: $(#[$about:meta])* $visible:vis enum $name:ident {
        $($(#[$each:meta])* $variant:ident = ($code:literal, $label:literal),)+
    }) => {
        $crate::coded! { @enum $(#[$about])* $visible enum $name { $($(#[$each])* $variant = $label = $code,)+ } }
        $crate::coded! { @labels $visible $name { $($variant = $code, $label,)+ } }
    };
    ($(#[$about:meta])* $visible:vis enum $name:ident {
        $($(#[$each:meta])* $variant:ident = $code:literal,)+
    }) => {
        $crate::coded! { @enum $(#[$about])* $visible enum $name { $($(#[$each])* $variant = $code = $code,)+ } }
    };
    (@enum $(#[$about:meta])* $visible:vis enum $name:ident {
        $($(#[$each:meta])* $variant:ident = $written:literal = $code:literal,)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        $visible enum $name {
            $($(#[$each])* #[serde(rename = $written)] $variant,)+
        }

        impl $name {
            /// All of them, in the order in which lists show them.
            $visible const ALL: [Self; <[&str]>::len(&[$($code),+])] = [$(Self::$variant),+];

            /// The word in a database, an address or a file.
            $visible const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            $visible fn from_code(code: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.code() == code)
            }
        }
    };
    (@labels $visible:vis $name:ident { $($variant:ident = $code:literal, $label:literal,)+ }) => {
        impl $name {
            /// The word on the screen.
            $visible const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)+
                }
            }
        }

        impl $crate::coded::Coded for $name {
            const VALUES: &'static [Self] = &Self::ALL;
            const WORDS: &'static [(&'static str, &'static str)] = &[$(($code, $label)),+];
        }
    };
}

#[cfg(test)]
mod tests {
    coded! {
        /// Fruit of the season.
        #[derive(Default)]
        enum Fruit {
            #[default]
            Apple = ("apple", "苹果"),
            Pear = ("winter_pear", "冬梨"),
        }
    }

    coded! {
        by label:
        enum Spoken {
            One = ("one", "一"),
        }
    }

    #[test]
    fn a_value_is_known_by_its_code_and_shown_by_its_word() {
        assert_eq!(Fruit::ALL, [Fruit::Apple, Fruit::Pear]);
        assert_eq!(Fruit::from_code("winter_pear"), Some(Fruit::Pear));
        assert_eq!(Fruit::from_code("pear"), None);
        assert_eq!(Fruit::default().label(), "苹果");
        assert_eq!(<Fruit as super::Coded>::WORDS[1], ("winter_pear", "冬梨"));
    }

    #[test]
    fn files_hold_the_code_unless_they_have_always_held_the_word() {
        assert_eq!(serde_json::to_string(&Fruit::Pear).expect("plain data"), r#""winter_pear""#);
        assert_eq!(serde_json::from_str::<Fruit>(r#""apple""#).expect("a code"), Fruit::Apple);
        assert_eq!(serde_json::to_string(&Spoken::One).expect("plain data"), r#""一""#);
        assert_eq!((Spoken::ALL[0].code(), Spoken::from_code("one")), ("one", Some(Spoken::One)));
        assert_eq!(Spoken::One.label(), "一");
    }
}
