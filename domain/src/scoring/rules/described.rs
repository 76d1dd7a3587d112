//! What a rule set's document may say, described once beside each rule: a key, its label, what it means, what it holds.
//!
//! From the description come the rule's type, its reader, its writer, its form and the documentation's tables, so that
//! none of them can forget a key. [`super::sections`] lists the rules themselves.

use std::any::Any;

use serde::{Serialize, de::DeserializeOwned, ser::SerializeMap};
use serde_json::{Map, Value};

use crate::json::{Node, Object};

/// One key of a rule.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub key: &'static str,
    pub label: &'static str,
    /// Keys, values and sections stand in it between backticks: see [`super::wording`].
    pub about: &'static str,
    pub holds: Holds,
    pub required: bool,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The rule's stable name, by which entries refer to it.
    Rule,
    Text,
    /// Any number of texts.
    Texts,
    /// An exact decimal.
    Points,
    /// Any number of exact decimals.
    PointsList,
    /// An exact decimal, or `given`.
    Amount,
    /// A whole number from 1.
    Number,
    Truth,
    /// One of these words.
    Word(&'static [(&'static str, &'static str)]),
    /// Any number of these words.
    Words(&'static [(&'static str, &'static str)]),
    Category,
    Categories,
    /// Names of other rules, whatever they are.
    Rules,
    /// Names of rates and extras.
    Rates,
    Filter,
    /// A list of conditions.
    Conditions,
    /// What is measured, of which another measure is a part.
    Measure,
    /// Names of groups or units, each with an amount.
    Amounts,
    Conversion,
    /// An amount, `highest` or `highest_of_group`.
    Mark,
    /// A figure of the bulletin.
    Field,
    Ties,
    /// What stands beside the rules, for which the draft has a form of its own.
    Heads,
}

/// What the description says of a key beside its name and its type.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub label: &'static str,
    pub about: &'static str,
    /// Where the type does not say it.
    pub holds: Option<Holds>,
}

pub(super) const fn told(label: &'static str, about: &'static str) -> Told {
    Told { label, about, holds: None }
}

impl Told {
    pub(super) const fn holding(self, holds: Holds) -> Self {
        Self { holds: Some(holds), ..self }
    }

    pub(super) const fn place(self, key: &'static str, holds: Holds, required: bool) -> Key {
        let holds = match self.holds {
            Some(own) => own,
            None => holds,
        };
        Key { key, label: self.label, about: self.about, holds, required }
    }
}

pub(super) const RULE: Told =
    told("代号", "台账用它指明依据，一经使用不要再改；全文不能重复。").holding(Holds::Rule);
pub(super) const NAME: Told = told("名称", "屏幕和台账上的叫法，写成办法里的话。");
pub(super) const WHEN: Told = told("适用于", "事实要符合的条件；不写，全部适用。");
pub(super) const UNLESS: Told = told("不适用于", "符合这些条件的不算。");
pub(super) const CATEGORY: Told = told("记入类别", "分数记在哪一类；不写，按事实的种类。");
pub(super) const GROUPS: Told = told("只限分组", "只对这些分组的单位；不写，对全部。");
pub(super) const FACT_ANY: Told = told("事实", "对哪几种事实；不写，对全部。");

/// A value that a key may hold, and how it is read from a document.
pub(super) trait Held: Serialize + DeserializeOwned {
    const HOLDS: Holds;
    /// What a list of them holds.
    const SEVERAL: Holds = Self::HOLDS;

    /// Reads it; what is wrong leaves a fault behind. `figures` are the keys of those that the rule set defines.
    fn read(node: &Node<'_>, figures: &[String]) -> Option<Self>;

    /// The elements of a list of them. One that stands by itself is a list of one, where that is allowed.
    fn elements<'v>(node: &Node<'v>) -> Option<Vec<Node<'v>>> {
        node.texts()
    }

    /// Shows what is in it, with the place where it stands.
    fn look<'r>(&'r self, _place: &str, _see: &mut dyn FnMut(&str, Seen<'r>)) {}

    /// The same, of one that stands in a list.
    fn look_in_list<'r>(&'r self, list: &str, at: usize, see: &mut dyn FnMut(&str, Seen<'r>)) {
        self.look(&format!("{list}[{at}]"), see);
    }
}

/// What checks look for in rules, wherever it stands.
#[derive(Clone, Copy)]
pub(super) struct Seen<'r> {
    value: &'r dyn Any,
    is_listed: bool,
}

impl<'r> Seen<'r> {
    pub(super) fn of<T: Any>(value: &'r T) -> Self {
        Self { value, is_listed: false }
    }

    /// One of several in a list.
    pub(super) fn listed<T: Any>(value: &'r T) -> Self {
        Self { value, is_listed: true }
    }

    /// What is seen, where it is one of these and stands by itself.
    pub(super) fn is<T: Any>(&self) -> Option<&'r T> {
        self.value.downcast_ref().filter(|_| !self.is_listed)
    }

    /// The same, where it stands in a list.
    pub(super) fn is_one_of<T: Any>(&self) -> Option<&'r T> {
        self.value.downcast_ref().filter(|_| self.is_listed)
    }
}

/// What is described key by key.
pub(super) trait Described: Sized {
    const KEYS: &'static [Key];

    fn read(table: &Table<'_, '_>) -> Option<Self>;

    /// Writes its keys, in their order.
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Takes its keys out of what was written once.
    fn take(fields: &mut Map<String, Value>) -> serde_json::Result<Self>;

    fn look<'r>(&'r self, place: &str, see: &mut dyn FnMut(&str, Seen<'r>));
}

/// A table of the document, with the keys of the figures that the rule set defines.
pub(super) struct Table<'v, 'f> {
    pub object: Object<'v>,
    pub figures: &'f [String],
}

impl<'v, 'f> Table<'v, 'f> {
    /// A table that may have the described keys and no others.
    pub(super) fn of<T: Described>(node: &Node<'v>, figures: &'f [String]) -> Option<Self> {
        let keys: Vec<&str> = T::KEYS.iter().map(|place| place.key).collect();
        node.object(&keys).map(|object| Self { object, figures })
    }

    pub(super) fn must<T: Held>(&self, key: &str) -> Option<T> {
        T::read(&self.object.required(key)?, self.figures)
    }

    pub(super) fn may<T: Held>(&self, key: &str) -> Option<T> {
        T::read(&self.object.optional(key)?, self.figures)
    }
}

/// Reads what is described where one of it stands.
pub(super) fn read<T: Described>(node: &Node<'_>, figures: &[String]) -> Option<T> {
    T::read(&Table::of::<T>(node, figures)?)
}

/// Takes a key out of what was written once; nothing stands for what is missing.
pub(super) fn taken<T: DeserializeOwned>(
    fields: &mut Map<String, Value>,
    key: &str,
) -> serde_json::Result<T> {
    serde_json::from_value(fields.remove(key).unwrap_or_default())
}

pub(super) const fn length(parts: &[&[Key]]) -> usize {
    let (mut length, mut part) = (0, 0);
    while part < parts.len() {
        length += parts[part].len();
        part += 1;
    }
    length
}

/// The parts one after the other: a key each, or the keys of something that is described by itself.
pub(super) const fn joined<const N: usize>(parts: &[&[Key]]) -> [Key; N] {
    const NONE: Key = told("", "").place("", Holds::Text, false);
    let mut all = [NONE; N];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut place = 0;
        while place < parts[part].len() {
            all[at] = parts[part][place];
            (at, place) = (at + 1, place + 1);
        }
        part += 1;
    }
    all
}

/// Describes a type key by key. `must` is a key that has to be there. `may` is one that need not be: it is then the
/// type's default, which is not written, or what stands after `or`, which is. `flat` puts the keys of something else
/// among these. What stands after `check` sees the values as they were read, those that must be there as options.
macro_rules! described {
    (usual: $(#[$about:meta])* pub struct $name:ident {
        $($(#[$each:meta])* $how:ident $key:ident: $type:ty $(= $told:expr)? $(, or $usual:expr)?;)+
    } $($check:tt)*) => {
        impl Default for $name {
            fn default() -> Self {
                Self { $($key: described!(@usual $($usual)?),)+ }
            }
        }

        impl $name {
            pub fn is_usual(&self) -> bool {
                *self == Self::default()
            }
        }

        described! {
            $(#[$about])* pub struct $name {
                $($(#[$each])* $how $key: $type $(= $told)? $(, or $usual)?;)+
            } $($check)*
        }
    };
    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[$each:meta])* $how:ident $key:ident: $type:ty $(= $told:expr)? $(, or $usual:expr)?;)+
    } $(check |$table:ident| $check:block)?) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $($(#[$each])* pub $key: $type,)+
        }

        impl $crate::scoring::rules::described::Described for $name {
            const KEYS: &'static [$crate::scoring::rules::described::Key] = {
                use $crate::scoring::rules::described::{Key, joined, length};
                const PARTS: &[&[Key]] = &[$(described!(@places $how $key $type $(= $told)?)),+];
                const ALL: [Key; length(PARTS)] = joined(PARTS);
                &ALL
            };

            fn read(table: &$crate::scoring::rules::described::Table<'_, '_>) -> Option<Self> {
                $(let $key = described!(@read table $how $key $type $(, or $usual)?);)+
                $(
                    let $table = table.object.node();
                    $check
                )?
                Some(Self { $($key: described!(@had $how $key),)+ })
            }

            fn entries<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(described!(@write self map $how $key $type $(, or $usual)?);)+
                Ok(())
            }

            fn take(fields: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Result<Self> {
                Ok(Self { $($key: described!(@take fields $how $key $type $(, or $usual)?),)+ })
            }

            fn look<'r>(
                &'r self,
                place: &str,
                see: &mut dyn FnMut(&str, $crate::scoring::rules::described::Seen<'r>),
            ) {
                $(described!(@look self place see $how $key);)+
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                $crate::scoring::rules::described::Described::entries(self, &mut map)?;
                serde::ser::SerializeMap::end(map)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut fields = <serde_json::Map<_, _> as serde::Deserialize>::deserialize(deserializer)?;
                $crate::scoring::rules::described::Described::take(&mut fields).map_err(serde::de::Error::custom)
            }
        }
    };
    (@usual $usual:expr) => { $usual };
    (@usual) => { Default::default() };
    (@places flat $key:ident $type:ty) => {
        <$type as $crate::scoring::rules::described::Described>::KEYS
    };
    (@places $how:ident $key:ident $type:ty = $told:expr) => {
        &[$told.place(
            stringify!($key),
            <$type as $crate::scoring::rules::described::Held>::HOLDS,
            described!(@required $how),
        )]
    };
    (@required must) => { true };
    (@required may) => { false };
    (@read $table:ident flat $key:ident $type:ty) => {
        <$type as $crate::scoring::rules::described::Described>::read($table)
    };
    (@read $table:ident must $key:ident $type:ty) => { $table.must::<$type>(stringify!($key)) };
    (@read $table:ident may $key:ident $type:ty) => {
        $table.may::<$type>(stringify!($key)).unwrap_or_default()
    };
    (@read $table:ident may $key:ident $type:ty, or $usual:expr) => {
        $table.may::<$type>(stringify!($key)).unwrap_or_else(|| $usual)
    };
    (@had may $key:ident) => { $key };
    (@had $how:ident $key:ident) => { $key? };
    (@write $self:ident $map:ident flat $key:ident $type:ty) => {
        $crate::scoring::rules::described::Described::entries(&$self.$key, $map)?
    };
    (@write $self:ident $map:ident may $key:ident $type:ty) => {
        if $self.$key != <$type>::default() {
            $map.serialize_entry(stringify!($key), &$self.$key)?;
        }
    };
    (@write $self:ident $map:ident $how:ident $key:ident $type:ty $(, or $usual:expr)?) => {
        $map.serialize_entry(stringify!($key), &$self.$key)?
    };
    (@take $fields:ident flat $key:ident $type:ty) => {
        $crate::scoring::rules::described::Described::take($fields)?
    };
    (@take $fields:ident must $key:ident $type:ty) => {
        $crate::scoring::rules::described::taken($fields, stringify!($key))?
    };
    (@take $fields:ident may $key:ident $type:ty $(, or $usual:expr)?) => {
        match $fields.contains_key(stringify!($key)) {
            true => $crate::scoring::rules::described::taken($fields, stringify!($key))?,
            false => described!(@usual $($usual)?),
        }
    };
    (@look $self:ident $place:ident $see:ident flat $key:ident) => {
        $crate::scoring::rules::described::Held::look(&$self.$key, $place, $see)
    };
    (@look $self:ident $place:ident $see:ident $how:ident $key:ident) => {
        $crate::scoring::rules::described::Held::look(
            &$self.$key,
            &format!("{}.{}", $place, stringify!($key)),
            $see,
        )
    };
}

/// What is described may itself be the value of a key.
macro_rules! held {
    ($name:ty as $holds:ident) => {
        impl $crate::scoring::rules::described::Held for $name {
            const HOLDS: $crate::scoring::rules::described::Holds =
                $crate::scoring::rules::described::Holds::$holds;

            fn read(node: &$crate::json::Node<'_>, figures: &[String]) -> Option<Self> {
                $crate::scoring::rules::described::read(node, figures)
            }

            fn elements<'v>(node: &$crate::json::Node<'v>) -> Option<Vec<$crate::json::Node<'v>>> {
                node.list()
            }

            fn look<'r>(
                &'r self,
                place: &str,
                see: &mut dyn FnMut(&str, $crate::scoring::rules::described::Seen<'r>),
            ) {
                see(place, $crate::scoring::rules::described::Seen::of(self));
                $crate::scoring::rules::described::Described::look(self, place, see);
            }
        }
    };
}

pub(super) use {described, held};
