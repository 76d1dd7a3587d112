//! What a signer reads beside the pages: the frozen texts, what differs from the last time, and what is to be said of them.

use domain::{act::Verb, id::IssueId, issue::sent_again::PieceChange, item::Kind};
use leptos::prelude::*;

use crate::{
    components::{
        difference::Difference,
        fields::{Choice, TextArea},
        piece::{Headline, Piece},
        verb_form::{comes_back, verb_form},
    },
    desk::issues::{SignPiece, SignText},
    words,
};

/// What differs from the last time the issue was sent; nothing where it is sent for the first time.
#[component]
pub(super) fn SentAgain(text: SignText, now: jiff::Zoned) -> impl IntoView {
    let SignText { pieces, gone, has_other_frame, since } = text;
    since.map(|(at, reason)| {
        let lines = pieces.into_iter().filter_map(|piece| {
            let change = piece.change?;
            let name = piece.text.name();
            let differs = (change == PieceChange::Changed).then(|| {
                view! { <details><summary>"改了哪里"</summary><Difference comparison=piece.difference /></details> }
            });
            Some(view! {
                <li>
                    <a href=format!("#item-{}", piece.item)>"《"{name}"》"</a>" "{change.label()}
                    {differs}
                </li>
            })
        });
        let lines: Vec<_> = lines.collect();
        let is_same = lines.is_empty() && gone.is_empty() && !has_other_frame;
        let gone = gone.into_iter().map(|gone| view! { <li>"《"{gone.name}"》 "{PieceChange::Gone.label()}</li> });
        let gone = gone.collect_view();
        view! {
            <section class="notice" aria-labelledby="again-title">
                <h2 id="again-title">"与上次送审相比"</h2>
                <p class="soft">
                    {format!("上次送审是{}", words::moment(at, &now))}
                    {reason.map(|reason| format!("，退回的原因：{reason}"))}
                </p>
                {is_same.then(|| view! { <p>"没有改动。"</p> })}
                <ul>
                    {lines}
                    {gone}
                    {has_other_frame.then(|| view! { <li>"期号、日期、栏目名或报尾有改动"</li> })}
                </ul>
            </section>
        }
    })
}

/// The pieces as they are frozen, one after another.
#[component]
pub(super) fn SignTexts(issue: IssueId, pieces: Vec<SignPiece>) -> impl IntoView {
    let open = pieces.iter().filter(|piece| piece.comments > 0);
    let open = open.map(|piece| {
        let said = format!("《{}》{}条", piece.text.name(), piece.comments);
        view! { <li><a href=format!("/items/{}#comments", piece.item)>{said}</a></li> }
    });
    let open: Vec<_> = open.collect();
    let open = (!open.is_empty())
        .then(|| view! { <div class="notice"><p>"还没有办完的批注："</p><ul>{open}</ul></div> });
    let pieces = pieces.into_iter().map(|piece| view! { <TextOf issue piece /> }).collect_view();
    view! {
        <section class="sign-text" aria-labelledby="text-title">
            <h2 id="text-title">"文字"</h2>
            {open}
            {pieces}
        </section>
    }
}

#[component]
fn TextOf(issue: IssueId, piece: SignPiece) -> impl IntoView {
    let item = piece.item;
    let anchor = format!("item-{item}");
    let headline = if piece.kind == Kind::Brief { Headline::Brief } else { Headline::Level(3) };
    let mark = piece.change.map(|change| view! { <span class="state">{change.label()}</span> });
    let saying = (!piece.audiences.is_empty()).then(|| saying(issue, &piece));
    view! {
        {piece.section.clone().map(|title| view! { <p class="issue-section-title">{title}</p> })}
        <article id=anchor class="piece prose" tabindex="-1">
            {mark}
            {Piece::from(&piece.text).view(headline, 4)}
        </article>
        {saying}
    }
}

/// Something is said of the piece, and one stays here.
fn saying(issue: IssueId, piece: &SignPiece) -> AnyView {
    let item = piece.item.to_string();
    let here = format!("/issues/{issue}/sign#item-{item}");
    let is_back = comes_back(Verb::AddComment, Some(("item", &item)));
    let audiences = piece.audiences.iter();
    let audiences =
        audiences.map(|audience| (audience.code().to_owned(), audience.label().to_owned())).collect();
    let name = piece.text.name();
    let id = |field: &str| format!("{field}-{item}");
    let (quote, remark, audience) = (id("quote"), id("remark"), id("audience"));
    let revision = piece.revision.0;
    let (back, next) = (here.clone(), here);
    let form = verb_form(Verb::AddComment, Some(("item", item.clone())), "form", || {
        view! {
            <input type="hidden" name="revision" value=revision />
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="next" value=next />
            <TextArea name="quote" label="哪句话" value="" id=quote rows=2 hint="抄在这里；空着就是说全篇" />
            <TextArea name="remark" label="批注" value="" id=remark rows=3 />
            <Choice name="audience" label="给谁看" options=audiences id=audience />
            <div class="toolbar"><button>"加上批注"</button></div>
        }
    });
    view! {
        <details class="no-print" open=is_back>
            <summary>"批注这一篇"<span class="visually-hidden">{format!("《{name}》")}</span></summary>
            {form}
        </details>
    }
    .into_any()
}
