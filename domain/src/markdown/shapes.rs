//! Which blocks there are and what each holds, described once: the browser's editor makes its schema from it, so that
//! nothing can be written that a body cannot say.

use serde::Serialize;

/// What a block, or a part of one, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "holds", rename_all = "snake_case")]
pub enum Holds {
    /// Runs of text, with marks.
    Text,
    Nothing,
    /// Blocks or parts of these names, in any order.
    Kinds {
        kinds: &'static [&'static str],
    },
}

/// A block, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Shape {
    pub name: &'static str,
    #[serde(flatten)]
    pub holds: Holds,
}

/// All there is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Shapes {
    /// What stands on its own.
    pub text: Holds,
    pub kinds: &'static [Shape],
    /// Of runs of text.
    pub marks: &'static [&'static str],
}

/// What may stand within quotes and items.
const WITHIN: Holds = Holds::Kinds { kinds: &["paragraph", "list", "quote"] };

pub const SHAPES: Shapes = Shapes {
    text: Holds::Kinds { kinds: &["paragraph", "heading", "list", "quote", "table", "rule", "picture"] },
    kinds: &[
        Shape { name: "paragraph", holds: Holds::Text },
        Shape { name: "heading", holds: Holds::Text },
        Shape { name: "list", holds: Holds::Kinds { kinds: &["item"] } },
        Shape { name: "item", holds: WITHIN },
        Shape { name: "quote", holds: WITHIN },
        Shape { name: "table", holds: Holds::Kinds { kinds: &["row"] } },
        Shape { name: "row", holds: Holds::Kinds { kinds: &["head_cell", "cell"] } },
        Shape { name: "head_cell", holds: Holds::Text },
        Shape { name: "cell", holds: Holds::Text },
        Shape { name: "rule", holds: Holds::Nothing },
        Shape { name: "picture", holds: Holds::Nothing },
    ],
    marks: &["strong", "emphasis"],
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        super::{Block, parse},
        *,
    };

    fn holds(name: &str) -> Holds {
        SHAPES.kinds.iter().find(|shape| shape.name == name).expect(name).holds
    }

    fn check(within: Holds, blocks: &[Block]) {
        let Holds::Kinds { kinds } = within else { panic!("{within:?} holds no blocks") };
        for block in blocks {
            // The names under which blocks are written for the browser.
            let written = serde_json::to_value(block).expect("plain data");
            let name = written["block"].as_str().expect("a name");
            assert!(kinds.contains(&name), "{name} stands in {kinds:?}");
            match block {
                Block::Paragraph { .. } | Block::Heading { .. } => assert_eq!(holds(name), Holds::Text),
                Block::List { items, .. } => {
                    assert_eq!(holds(name), Holds::Kinds { kinds: &["item"] });
                    items.iter().for_each(|item| check(holds("item"), item));
                }
                Block::Quote { content } => check(holds(name), content),
                Block::Table { .. } => assert_eq!(holds(name), Holds::Kinds { kinds: &["row"] }),
                Block::Rule | Block::Picture { .. } => assert_eq!(holds(name), Holds::Nothing),
            }
        }
    }

    #[test]
    fn whatever_is_named_is_described() {
        let within = SHAPES.kinds.iter().map(|shape| shape.holds).chain([SHAPES.text]);
        for kinds in
            within.filter_map(|holds| if let Holds::Kinds { kinds } = holds { Some(kinds) } else { None })
        {
            for kind in kinds {
                let _ = holds(kind);
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_has_these_shapes(text in "([#>\\-*1. 　甲乙。“”|（，:a]|\n|\n- |\n> |\n\\| ){0,40}") {
            check(SHAPES.text, &parse(&text));
        }
    }
}
