//! Signs that nobody sees, and blanks that nobody meant.

use crate::{markdown::Inline, text::is_invisible};

/// A line without what nobody sees, with plain blanks, and none at its ends; how many signs went.
pub(super) fn cleaned(content: &[Inline]) -> (Vec<Inline>, usize) {
    let mut runs = Vec::new();
    flatten(content, false, &mut runs);
    let mut gone = 0;
    for (text, _) in &mut runs {
        let visible: String =
            text.chars().filter(|sign| sign.is_whitespace() || !is_invisible(*sign)).collect();
        gone += text.chars().count() - visible.chars().count();
        // A blank that does not break, or a tab, is a blank.
        *text = visible.chars().map(|sign| if is_blank(sign) { ' ' } else { sign }).collect();
    }
    runs.retain(|(text, _)| !text.is_empty());
    while let Some((first, _)) = runs.first_mut() {
        *first = first.trim_start().to_owned();
        if !first.is_empty() {
            break;
        }
        runs.remove(0);
    }
    while let Some((last, _)) = runs.last_mut() {
        last.truncate(last.trim_end().len());
        if !last.is_empty() {
            break;
        }
        runs.pop();
    }
    (inlines(runs), gone)
}

/// A blank that is no ideographic one, which people put in on purpose.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() && sign != '\u{3000}'
}

/// Emphasis from elsewhere means nothing here; strength does.
fn flatten(content: &[Inline], strong: bool, runs: &mut Vec<(String, bool)>) {
    for inline in content {
        match inline {
            Inline::Text { text } => match runs.last_mut() {
                Some((last, was_strong)) if *was_strong == strong => last.push_str(text),
                _ => runs.push((text.clone(), strong)),
            },
            Inline::Strong { content } => flatten(content, true, runs),
            Inline::Emphasis { content } => flatten(content, strong, runs),
        }
    }
}

fn inlines(runs: Vec<(String, bool)>) -> Vec<Inline> {
    // What is strong throughout is not set off from anything.
    let all_strong = runs.iter().all(|(_, strong)| *strong);
    runs.into_iter()
        .map(|(text, strong)| match strong && !all_strong {
            true => Inline::Strong { content: vec![Inline::Text { text }] },
            false => Inline::Text { text },
        })
        .collect()
}

pub(super) fn plain(content: &[Inline]) -> String {
    let mut runs = Vec::new();
    flatten(content, false, &mut runs);
    runs.into_iter().map(|(text, _)| text).collect()
}
