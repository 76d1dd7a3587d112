//! 批注 and 修改建议: what is said of an item, beside its text, and the forms by which it is said. Whoever has no script copies the
//! passage into its field; with one it is chosen in the text.

use domain::{
    act::Verb,
    comment::{Audience, Outcome},
    id::CommentId,
    proof::TextField,
};
use leptos::prelude::*;

use crate::{
    components::{
        fields::{Choice, TextArea, Tick, in_textarea},
        prose::Passages,
        verb_form::{comes_back, given, verb_form},
    },
    desk::items::{AnswerLine, CommentLine, Comments, PassageNow, Said},
    request::{address::door, page::Page},
    words,
};

/// Longer passages are cut where they are repeated, in characters.
const LONGEST_SHOWN: usize = 60;

/// The passages of the body that something is said of and nobody settled.
pub(super) fn passages(comments: &Comments) -> Passages {
    let place = |line: &CommentLine| match &line.whereabouts {
        PassageNow::Here(letters) | PassageNow::Changed { letters, .. } if line.field == TextField::Body => {
            Some((letters.clone(), format!("#comment-{}", line.id)))
        }
        _ => None,
    };
    Passages::new(comments.open().filter_map(place).collect())
}

/// Beside what the panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// A text that is read, below a heading of this level.
    Text(u8),
    /// The editor: suggestions are put into what is being written.
    Editor,
}

/// What is said, and the form to say something.
pub(super) fn panel(comments: &Comments, page: &Page, beside: Beside) -> AnyView {
    let (open, settled): (Vec<&CommentLine>, Vec<&CommentLine>) =
        comments.lines.iter().partition(|line| line.settled.is_none());
    let count = open.len();
    let told = (count > 0).then(|| view! { <span class="soft">{format!("{count} 条没办完")}</span> });
    let heading = match beside {
        Beside::Text(1) | Beside::Editor => view! { <h2>"批注 "{told}</h2> }.into_any(),
        Beside::Text(_) => view! { <h3>"批注 "{told}</h3> }.into_any(),
    };
    let taking: Vec<CommentId> = open.iter().filter(|line| line.fits.is_ok()).map(|line| line.id).collect();
    let all = (taking.len() > 1 && beside != Beside::Editor).then(|| {
        let words = format!("能直接换的{}处全部采纳", taking.len());
        taking_form(comments, taking.clone(), page, words, "")
    });
    let open = open.into_iter().map(|line| comment(line, comments, page, beside)).collect_view();
    let settled_count = settled.len();
    let settled = settled.into_iter().map(|line| comment(line, comments, page, beside)).collect_view();
    // Where nothing is said there is a button, and no panel.
    if comments.lines.is_empty() {
        return view! { <section class="comments" id="comments">{saying(comments, page)}</section> }
            .into_any();
    }
    view! {
        <section class="panel comments" id="comments">
            {heading}
            {all}
            {(count > 0).then(|| view! { <ol class="comment-lines">{open}</ol> })}
            {(settled_count > 0).then(|| view! {
                <details>
                    <summary>{format!("已办完的 {settled_count} 条")}</summary>
                    <ol class="comment-lines">{settled}</ol>
                </details>
            })}
            {saying(comments, page)}
        </section>
    }
    .into_any()
}

/// A comment with its answers and what can be done about it.
fn comment(line: &CommentLine, comments: &Comments, page: &Page, beside: Beside) -> AnyView {
    let id = format!("comment-{}", line.id);
    let is_new = line.said.is_new || line.answers.iter().any(|answer| answer.said.is_new);
    let words = (!line.words.is_empty()).then(|| view! { <p class="comment-words">{line.words.clone()}</p> });
    let answers = line.answers.iter().map(|answer| self::answer(answer, page)).collect_view();
    let answers = (!line.answers.is_empty()).then(|| view! { <ul class="comment-answers">{answers}</ul> });
    let settled = line.settled.as_ref().map(|(who, at)| {
        let became = line.outcome.map_or("办完", Outcome::label);
        view! { <p class="soft">{format!("{became}：{who} {}", words::moment(*at, &page.now))}</p> }
    });
    view! {
        <li id=id class="comment" data-new=is_new.then_some("")>
            {about(line)}
            {words}
            {said(&line.said, Some(line.audience), page)}
            {answers}
            {settled}
            {acts(line, comments, page, beside)}
        </li>
    }
    .into_any()
}

/// The passage, what became of it, and what could stand there.
fn about(line: &CommentLine) -> AnyView {
    let field = (line.field != TextField::Body).then(|| format!("{}：", line.field.label()));
    let passage = shortened(&line.passage);
    let became = match &line.whereabouts {
        PassageNow::Here(_) => None,
        PassageNow::Changed { now, .. } => Some(format!("现在是“{}”", shortened(now))),
        PassageNow::Gone => Some("这处文字已经不在了".to_owned()),
        PassageNow::Whole => return view! { <p class="soft">"说的是全文"</p> }.into_any(),
    };
    let became = became.map(|became| view! { <p class="soft">{became}</p> });
    let change = match line.wording.as_deref() {
        None => view! { <p class="comment-passage">{field}"“"{passage}"”"</p> }.into_any(),
        Some("") => {
            view! { <p class="comment-passage difference">{field}"删去"<del>{passage}</del></p> }.into_any()
        }
        Some(wording) => view! {
            <p class="comment-passage difference">{field}<del>{passage}</del>" "<ins>{wording.to_owned()}</ins></p>
        }
        .into_any(),
    };
    view! { {change}{became} }.into_any()
}

fn shortened(words: &str) -> String {
    let count = words.chars().count();
    if count <= LONGEST_SHOWN {
        return words.to_owned();
    }
    let half = LONGEST_SHOWN / 2;
    let (first, last): (String, String) =
        (words.chars().take(half).collect(), words.chars().skip(count - half).collect());
    format!("{first}……{last}")
}

/// Who said it and when, to whom, and who is asked to look.
fn said(said: &Said, audience: Option<Audience>, page: &Page) -> AnyView {
    let new = said.is_new.then(|| view! { <span class="unread">"未读"</span>" " });
    let asked = (!said.asked.is_empty()).then(|| format!("　请{}看", said.asked.join("、")));
    let audience = audience.map(|audience| format!("　{}", audience.label()));
    view! {
        <p class="soft comment-said">
            {new}{said.by.clone()}" "<time>{words::moment(said.at, &page.now)}</time>{audience}{asked}
        </p>
    }
    .into_any()
}

fn answer(answer: &AnswerLine, page: &Page) -> AnyView {
    let id = format!("comment-{}", answer.id);
    view! {
        <li id=id>
            <p class="comment-words">{answer.words.clone()}</p>
            {said(&answer.said, None, page)}
            {answer.may_withdraw.then(|| one_button(Verb::WithdrawComment, answer.id, "收回", page))}
        </li>
    }
    .into_any()
}

/// Where one looks again after an act on a comment.
fn back(page: &Page, id: CommentId) -> String {
    let address = page.address.split('#').next().unwrap_or_default();
    format!("{address}#comment-{id}")
}

fn one_button(verb: Verb, id: CommentId, label: &'static str, page: &Page) -> AnyView {
    let told = format!("（批注{id}）");
    view! {
        <form method="post" action=door(verb)>
            <input type="hidden" name="comment" value=id.0 />
            <input type="hidden" name="back" value=back(page, id) />
            <button class="quiet">{label}<span class="visually-hidden">{told}</span></button>
        </form>
    }
    .into_any()
}

fn taking_form(
    comments: &Comments,
    taken: Vec<CommentId>,
    page: &Page,
    label: String,
    class: &'static str,
) -> AnyView {
    let address = page.address.split('#').next().unwrap_or_default();
    let ids = taken.into_iter().map(|id| view! { <input type="hidden" name="comment" value=id.0 /> });
    view! {
        <form method="post" action=door(Verb::TakeSuggestions)>
            <input type="hidden" name="item" value=comments.item.0 />
            <input type="hidden" name="revision" value=comments.revision.0 />
            <input type="hidden" name="back" value=format!("{address}#comments") />
            {ids.collect_view()}
            <button class=class>{label}</button>
        </form>
    }
    .into_any()
}

fn acts(line: &CommentLine, comments: &Comments, page: &Page, beside: Beside) -> AnyView {
    let is_suggestion = line.wording.is_some();
    if line.settled.is_some() {
        let may_open =
            line.outcome != Some(Outcome::Taken) || matches!(line.whereabouts, PassageNow::Here(_));
        return may_open
            .then(|| {
                let again = one_button(Verb::ReopenComment, line.id, "重新打开", page);
                view! { <div class="toolbar">{again}</div> }
            })
            .into_any();
    }
    let decide = (is_suggestion && comments.may_edit).then(|| {
        let take = match &line.fits {
            Ok(()) if beside == Beside::Editor => putting(line),
            Ok(()) => taking_form(comments, vec![line.id], page, "采纳".to_owned(), ""),
            Err(why) => {
                let settle = one_button(Verb::SettleComment, line.id, "办完", page);
                view! { <span class="soft">{why.clone()}</span>{settle} }.into_any()
            }
        };
        view! { {take}{one_button(Verb::RefuseSuggestion, line.id, "不采纳", page)} }
    });
    let settle = (!(is_suggestion && comments.may_edit))
        .then(|| one_button(Verb::SettleComment, line.id, "办完", page));
    let withdraw = line.may_withdraw.then(|| one_button(Verb::WithdrawComment, line.id, "收回", page));
    let id = line.id.to_string();
    let is_back = comes_back(Verb::AnswerComment, Some(("comment", &id)));
    let about = Some(("comment", id.clone()));
    let answering = verb_form(Verb::AnswerComment, about, "form", || {
        let refuse = (is_suggestion && comments.may_edit).then(|| {
            view! { <button formaction=door(Verb::RefuseSuggestion)>"不采纳，并这样答复"</button> }
        });
        view! {
            <input type="hidden" name="back" value=back(page, line.id) />
            <TextArea name="remark" label="答复" value="" id=format!("answer-{id}") rows=2 />
            <div class="toolbar"><button>"答复"</button>{refuse}</div>
        }
    });
    view! {
        <div class="toolbar">
            {decide}
            {settle}
            {withdraw}
            <details open=is_back>
                <summary class="button quiet">"答复"</summary>
                {answering}
            </details>
        </div>
    }
    .into_any()
}

/// Puts the wording into what is being written; once that is saved, the suggestion is taken.
fn putting(line: &CommentLine) -> AnyView {
    let PassageNow::Here(letters) = &line.whereabouts else { return ().into_any() };
    if line.field != TextField::Body {
        return view! { <span class="soft">"照改、保存后记为已采纳"</span> }.into_any();
    }
    view! {
        <button type="button" class="put" data-put=line.wording.clone() data-passage=line.passage.clone()
            data-at=letters.start>"放进正文"</button>
    }
    .into_any()
}

/// The form to say something.
fn saying(comments: &Comments, page: &Page) -> AnyView {
    let address = page.address.split('#').next().unwrap_or_default().to_owned();
    let item = comments.item.to_string();
    let is_back = comes_back(Verb::AddComment, Some(("item", &item)));
    let fields = TextField::ALL.into_iter().rev();
    let fields = fields.map(|field| (field.code().to_owned(), field.label().to_owned())).collect();
    let audiences: Vec<(String, String)> = comments
        .audiences
        .iter()
        .map(|audience| (audience.code().to_owned(), audience.label().to_owned()))
        .collect();
    let nobody = [(String::new(), "不特别请谁".to_owned())].into_iter();
    let people = nobody.chain(comments.people.iter().map(|(id, name)| (id.to_string(), name.clone())));
    let people = people.collect();
    let form = verb_form(Verb::AddComment, Some(("item", item)), "form", || {
        let passage = given("quote", String::new());
        let at = given("passage_at", String::new());
        view! {
            <input type="hidden" name="revision" value=comments.revision.0 />
            <input type="hidden" name="passage_at" value=at />
            <input type="hidden" name="back" value=format!("{address}#comments") />
            <Choice name="passage_field" label="批在哪里" options=fields id="comment-field" />
            <div class="field">
                <label for="comment-passage">"哪句话"</label>
                <textarea id="comment-passage" name="quote" rows="2" aria-describedby="comment-passage-hint">
                    {in_textarea(&passage)}
                </textarea>
                <span class="field-hint" id="comment-passage-hint">
                    "在文字里选中就会填上，也可以抄在这里；空着就是说全文。"
                </span>
            </div>
            <TextArea name="remark" label="批注" value="" id="comment-words" rows=3
                hint="写“@姓名”就是请他看" />
            <TextArea name="wording" label="建议改为" value="" id="comment-wording" rows=2 />
            <Tick name="cut" label="建议删去" ticked=false />
            <Choice name="audience" label="给谁看" options=audiences id="comment-audience" />
            <Choice name="mention" label="请谁看" options=people id="comment-mention" />
            <div class="toolbar"><button>"加上"</button></div>
        }
    });
    view! {
        <details class="new-comment" id="new-comment" open=is_back>
            <summary class="button">"写批注或修改建议"</summary>
            {form}
        </details>
    }
    .into_any()
}
