//! The parts of a difference: a paragraph as what it is, a table with its rows, a picture with what is said of it; each as
//! both texts together have it, or as one of them.

use domain::comparison::{
    Column, Fate, Frame, Pair, Part, Picture, PictureChange, Row, Run, Step, TableChange, Within, Words,
    runs_of,
};
use domain::markdown::Alignment;
use leptos::prelude::*;

/// Which of both texts is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Both,
    Before,
    After,
}

impl Shown {
    /// Whether what has this fate is part of what is shown.
    fn has(self, fate: Fate) -> bool {
        match self {
            Self::Both => true,
            Self::Before => fate != Fate::Added,
            Self::After => fate != Fate::Removed,
        }
    }
}

/// A step; `None` where what is shown has nothing of it.
pub(super) fn step(step: &Step, shown: Shown) -> Option<AnyView> {
    let note = |class: &'static str, words: String, view: AnyView| {
        view! { <div class=class><p class="moved-note">{words}</p>{view}</div> }.into_any()
    };
    match step {
        Step::Both { pair: one } => Some(pair(one, shown)),
        Step::Removed { part } => shown.has(Fate::Removed).then(|| whole(part, Fate::Removed)),
        Step::Added { part } => shown.has(Fate::Added).then(|| whole(part, Fate::Added)),
        Step::MovedAway { number, part } => shown
            .has(Fate::Removed)
            .then(|| note("moved away", format!("移动{number}：原在这里"), whole(part, Fate::Same))),
        Step::MovedHere { number, pair: one } => {
            let shown = if shown == Shown::Before { return None } else { shown };
            let words = if one.is_same() { "移到这里" } else { "移到这里，并有改动" };
            Some(note("moved", format!("移动{number}：{words}"), pair(one, shown)))
        }
    }
}

/// Runs of words, with what went and what came marked.
pub(super) fn runs(all: &[Run], shown: Shown) -> AnyView {
    let run = |run: &Run| {
        let words = words(&run.words);
        match run.fate {
            Fate::Same => words,
            Fate::Removed => view! { <del>{words}</del> }.into_any(),
            Fate::Added => view! { <ins>{words}</ins> }.into_any(),
        }
    };
    all.iter().filter(|one| shown.has(one.fate)).map(run).collect_view().into_any()
}

fn words(Words { text, strong, emphasised }: &Words) -> AnyView {
    let text = text.clone();
    match (strong, emphasised) {
        (false, false) => text.into_any(),
        (true, false) => view! { <strong>{text}</strong> }.into_any(),
        (false, true) => view! { <em>{text}</em> }.into_any(),
        (true, true) => view! { <strong><em>{text}</em></strong> }.into_any(),
    }
}

fn pair(pair: &Pair, shown: Shown) -> AnyView {
    match pair {
        Pair::Paragraph { before, after, runs: all } => {
            let frame = if shown == Shown::Before { before } else { after };
            let other = (shown == Shown::Both && !before.is_like(after))
                .then(|| view! { <small class="moved-note">{format!("原为{}", name(before))}</small> });
            framed(frame, view! { {runs(all, shown)}{other} }.into_any())
        }
        Pair::Table { table: one } => table(one, shown),
        Pair::Picture { picture: one } => picture(one, shown),
        Pair::Rule => view! { <hr /> }.into_any(),
    }
}

/// A part of one text alone.
fn whole(part: &Part, fate: Fate) -> AnyView {
    match part {
        Part::Paragraph { frame, words } => framed(frame, runs(&runs_of(words, fate), Shown::Both)),
        Part::Table { table: one } => {
            let column = |alignment: &Alignment| Column { before: Some(*alignment), after: Some(*alignment) };
            let row = |cells: &Vec<Vec<Words>>| Row {
                fate,
                cells: cells.iter().map(|cell| runs_of(cell, fate)).collect(),
            };
            let columns = one.alignments.iter().map(column).collect();
            table(&TableChange { columns, rows: one.rows.iter().map(row).collect() }, Shown::Both)
        }
        Part::Picture { picture: Picture { hash, caption, source, shows: _ } } => {
            let said = |text: &String| {
                if text.is_empty() { Vec::new() } else { runs_of(&[Words::plain(text)], fate) }
            };
            let change = PictureChange {
                before: hash.clone(),
                after: hash.clone(),
                caption: said(caption),
                source: said(source),
                shows: Vec::new(),
            };
            let class = match fate {
                Fate::Same => "",
                Fate::Removed => "went",
                Fate::Added => "came",
            };
            let told = match fate {
                Fate::Same => None,
                Fate::Removed => Some("去掉的图"),
                Fate::Added => Some("添上的图"),
            };
            view! {
                <div class=class>
                    {told.map(|told| view! { <p class="moved-note">{told}</p> })}
                    {picture(&change, Shown::Both)}
                </div>
            }
            .into_any()
        }
        Part::Rule => match fate {
            Fate::Same => view! { <hr /> }.into_any(),
            Fate::Removed => view! { <p><del>"（分隔线）"</del></p> }.into_any(),
            Fate::Added => view! { <p><ins>"（分隔线）"</ins></p> }.into_any(),
        },
    }
}

/// A paragraph within its quotes and lists. A head is no heading of the page.
fn framed(frame: &Frame, content: AnyView) -> AnyView {
    let mut view = match frame.head {
        Some(level) => view! { <p class=format!("difference-head level-{level}")>{content}</p> }.into_any(),
        None => view! { <p>{content}</p> }.into_any(),
    };
    for within in frame.within.iter().rev() {
        view = match within {
            Within::Quote => view! { <blockquote>{view}</blockquote> }.into_any(),
            Within::Bullet => view! { <ul><li>{view}</li></ul> }.into_any(),
            Within::Number(number) => view! { <ol start=number.to_string()><li>{view}</li></ol> }.into_any(),
        };
    }
    view
}

/// What a paragraph stood as: 正文, 小标题, 引用, 列表.
fn name(frame: &Frame) -> &'static str {
    match (frame.head, frame.within.last()) {
        (Some(_), _) => "小标题",
        (None, None) => "正文",
        (None, Some(Within::Quote)) => "引用",
        (None, Some(_)) => "列表",
    }
}

fn table(TableChange { columns, rows }: &TableChange, shown: Shown) -> AnyView {
    let drawn = rows.iter().enumerate().filter(|(_, row)| shown.has(row.fate)).map(|(place, row)| {
        let cells = columns.iter().zip(&row.cells).filter(|(column, _)| shown.has(column.fate()));
        let cells = cells.map(|(column, cell)| {
            let alignment =
                if shown == Shown::Before { column.before } else { column.after.or(column.before) };
            let figure = (alignment == Some(Alignment::Right)).then_some("figure");
            let class: Vec<&str> = figure.into_iter().chain(class(column.fate())).collect();
            let class = (!class.is_empty()).then(|| class.join(" "));
            let content = runs(cell, shown);
            match place {
                0 => view! { <th scope="col" class=class>{content}</th> }.into_any(),
                _ => view! { <td class=class>{content}</td> }.into_any(),
            }
        });
        (place, view! { <tr class=class(row.fate)>{cells.collect_view()}</tr> }.into_any())
    });
    let (head, body): (Vec<_>, Vec<_>) = drawn.partition(|(place, _)| *place == 0);
    let views = |rows: Vec<(usize, AnyView)>| rows.into_iter().map(|(_, row)| row).collect_view();
    view! {
        <div class="table-frame" tabindex="0">
            <table><thead>{views(head)}</thead><tbody>{views(body)}</tbody></table>
        </div>
    }
    .into_any()
}

fn class(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Same => None,
        Fate::Removed => Some("went"),
        Fate::Added => Some("came"),
    }
}

fn picture(PictureChange { before, after, caption, source, shows }: &PictureChange, shown: Shown) -> AnyView {
    let alternative = |gone: bool| {
        let one = domain::comparison::side(caption, gone);
        one.into_iter().map(|words| words.text).collect::<String>()
    };
    let image = |hash: &String, gone: bool| {
        view! { <img src=format!("/files/{hash}") alt=alternative(gone) loading="lazy" /> }.into_any()
    };
    let images = match shown {
        Shown::Before => image(before, true),
        Shown::After => image(after, false),
        Shown::Both if before == after => image(after, false),
        Shown::Both => view! {
            <div class="exchanged">
                <div><p class="moved-note">"原来的图"</p>{image(before, true)}</div>
                <div><p class="moved-note">"换成的图"</p>{image(after, false)}</div>
            </div>
        }
        .into_any(),
    };
    let said = |label: &'static str, all: &[Run]| {
        let is_said = all.iter().any(|run| shown.has(run.fate));
        is_said.then(|| view! { <span>{label}{runs(all, shown)}</span> })
    };
    // What a picture shows is read to those who do not see it; here only where it changed.
    let shows = shows.iter().any(|run| run.fate != Fate::Same).then(|| said("画面：", shows)).flatten();
    view! {
        <figure class="picture">
            {images}
            <figcaption>{said("题注：", caption)}{said("来源：", source)}{shows}</figcaption>
        </figure>
    }
    .into_any()
}
