//! A line's content with the stars that say what is strong and what is emphasised.

use super::super::{Block, Inline, assemble, quote};

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
}

/// A line's content with its stars.
pub(super) fn inlines(content: &[Inline], in_cell: bool) -> String {
    let mut runs = Vec::new();
    collect(content, false, false, &mut runs);
    for run in &mut runs {
        run.text = quote::clean(&run.text).replace('\n', " ");
        // Nothing says that a bar is no end of a cell.
        if in_cell {
            run.text = run.text.replace('|', "｜");
        }
    }
    let mut runs = merged(runs);
    trim(&mut runs);
    // Until stars say what is meant: as it is, without emphasis, without strength, without stars of the text's own.
    let steps: [fn(&mut Run); 4] = [
        |_| {},
        |run| run.emphasis = false,
        |run| run.strong = false,
        |run| run.text = run.text.replace('*', "＊"),
    ];
    let mut line = String::new();
    for step in steps {
        runs.iter_mut().for_each(step);
        runs = moved_outside(merged(runs));
        line = starred(&runs);
        if read(&line) == runs {
            break;
        }
    }
    line
}

pub(super) fn collect(content: &[Inline], strong: bool, emphasis: bool, runs: &mut Vec<Run>) {
    for inline in content {
        match inline {
            Inline::Text { text } => runs.push(Run { text: text.clone(), strong, emphasis }),
            Inline::Strong { content } => collect(content, true, emphasis, runs),
            Inline::Emphasis { content } => collect(content, strong, true, runs),
        }
    }
}

pub(super) fn merged(runs: Vec<Run>) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::new();
    for run in runs.into_iter().filter(|run| !run.text.is_empty()) {
        match merged.last_mut() {
            Some(last) if (last.strong, last.emphasis) == (run.strong, run.emphasis) => {
                last.text.push_str(&run.text)
            }
            _ => merged.push(run),
        }
    }
    merged
}

/// A line has no blanks at its ends.
fn trim(runs: &mut Vec<Run>) {
    while let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        runs.remove(0);
    }
    while let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
}

/// Stars open before anything but a blank or closing punctuation, and close after anything but a blank or opening
/// punctuation: what stands at the wrong end of a stretch goes outside.
fn moved_outside(mut runs: Vec<Run>) -> Vec<Run> {
    for is_strong in [true, false] {
        let has = |run: &Run| if is_strong { run.strong } else { run.emphasis };
        let mut parts: Vec<Run> = Vec::new();
        let mut place = 0;
        while place < runs.len() {
            let length = runs[place..].iter().take_while(|run| has(run)).count();
            if length == 0 {
                parts.push(runs[place].clone());
                place += 1;
                continue;
            }
            let stretch = &runs[place..place + length];
            let characters = stretch.iter().flat_map(|run| {
                run.text.chars().map(|character| Run { text: character.to_string(), ..run.clone() })
            });
            let mut characters: Vec<Run> = characters.collect();
            let sign = |run: &Run| run.text.chars().next().unwrap_or(' ');
            let begins = characters.iter().position(|one| quote::may_follow_opening(sign(one)));
            let ends = characters.iter().rposition(|one| quote::may_precede_closing(sign(one)));
            let kept = match (begins, ends) {
                (Some(begins), Some(ends)) if begins <= ends => begins..ends + 1,
                _ => 0..0,
            };
            for (at, one) in characters.iter_mut().enumerate() {
                if !kept.contains(&at) {
                    if is_strong { one.strong = false } else { one.emphasis = false }
                }
            }
            parts.extend(characters);
            place += length;
        }
        runs = merged(parts);
    }
    runs
}

/// With stars around what is strong or emphasised; what lasts longer stands outside.
fn starred(runs: &[Run]) -> String {
    let mut line = String::new();
    let mut open: Vec<bool> = Vec::new();
    let has = |run: &Run, is_strong: bool| if is_strong { run.strong } else { run.emphasis };
    let stars = |is_strong: bool| if is_strong { "**" } else { "*" };
    for (place, run) in runs.iter().enumerate() {
        // What ends takes along what was opened within it.
        if let Some(ends) = open.iter().position(|is_strong| !has(run, *is_strong)) {
            for is_strong in open.drain(ends..).rev() {
                line.push_str(stars(is_strong));
            }
        }
        let lasts = |is_strong: bool| runs[place..].iter().take_while(|run| has(run, is_strong)).count();
        let mut opens: Vec<bool> =
            [false, true].into_iter().filter(|kind| has(run, *kind) && !open.contains(kind)).collect();
        opens.sort_by_key(|is_strong| std::cmp::Reverse(lasts(*is_strong)));
        for is_strong in opens {
            line.push_str(stars(is_strong));
            open.push(is_strong);
        }
        line.push_str(&run.text);
    }
    for is_strong in open.into_iter().rev() {
        line.push_str(stars(is_strong));
    }
    line
}

/// What a line's stars say.
fn read(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for block in assemble::blocks(&quote::inline(line)) {
        if let Block::Paragraph { content } = block {
            collect(&content, false, false, &mut runs);
        }
    }
    merged(runs)
}
