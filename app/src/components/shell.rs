//! The document around every page.
//!
//! It turns a page's body into a whole HTML document, in one go: the text that leaves the server is complete,
//! and a browser without JavaScript lacks nothing. It must not know what the page shows.
//!
//! The document holds no inline script and no inline style, so that `script-src 'self' 'wasm-unsafe-eval'` and
//! `style-src 'self'` are enough for it, and the same page is the same bytes.

use domain::id::PersonId;
use leptos::prelude::*;

use crate::request::{
    markup::without_marks,
    state::{Assets, IslandAssets},
};

/// What a page says about itself in the document's head.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The page's own title, before the product's name; empty for the front page.
    pub title: String,
    /// Who is signed in: what is typed is kept for that person.
    pub person: Option<PersonId>,
}

const PRODUCT: &str = "简报";

/// Renders a page. `body` runs with a reactive owner of its own, so islands may make signals in it; it must
/// return what stands within `<body>`. The browser's part is loaded only by a page that has an island.
pub fn render<View: IntoView>(head: &Head, assets: &Assets, body: impl FnOnce() -> View) -> String {
    let owner = Owner::new_root(None);
    let document = owner.with(|| {
        let body = without_marks(body().to_html());
        let islands = assets.islands.as_ref().filter(|_| body.contains("<leptos-island"));
        let head = without_marks(view! { <DocumentHead head assets islands /> }.to_html());
        let notes = without_marks(view! { <BrowserNotes /> }.to_html());
        format!("<!DOCTYPE html><html lang=\"zh-CN\">{head}<body>{notes}{body}</body></html>")
    });
    owner.unset_with_forced_cleanup();
    document
}

#[component]
fn DocumentHead<'a>(head: &'a Head, assets: &'a Assets, islands: Option<&'a IslandAssets>) -> impl IntoView {
    let title = match head.title.as_str() {
        "" => PRODUCT.to_owned(),
        title => format!("{title} · {PRODUCT}"),
    };
    view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{title}</title>
            <link rel="icon" type="image/svg+xml" href=assets.icon_href.clone() />
            <link rel="stylesheet" href=assets.css_href.clone() />
            // It needs nothing that a browser may lack or refuse, and comes before what does.
            <script src=assets.script_href.clone() data-person=head.person.map(|person| person.to_string()) defer></script>
            {islands.map(island_script)}
        </head>
    }
}

/// What does not work in this browser, one plain line each. The style sheet shows the first where it is not
/// understood itself, the second where islands cannot live.
#[component]
fn BrowserNotes() -> impl IntoView {
    view! {
        <aside class="browser-note too-old" aria-label="浏览器太旧">
            "这个浏览器太旧：页面会显示不全，写的文字不会自动留存。请换用 Chromium 86 或更新内核的浏览器，360 浏览器请切换到极速模式。"
        </aside>
        <aside class="browser-note asleep" aria-label="有些便利用不了">
            "这个浏览器没有运行 WebAssembly：随打随看的版面和署名、拖动、快捷键和字数用不了。所有的事都可以用按钮办。"
        </aside>
    }
}

/// The module is small and comes at once; it asks for the large files itself, where the browser can run them.
fn island_script(islands: &IslandAssets) -> impl IntoView + use<> {
    let IslandAssets { boot_href, js_href, wasm_href, .. } = islands;
    view! {
        <script type="module" async src=boot_href.clone() data-bindings=js_href.clone() data-binary=wasm_href.clone()></script>
    }
}

#[cfg(test)]
mod tests {
    use domain::id::PersonId;
    use leptos::prelude::*;

    use super::{Head, render};
    use crate::{
        islands::CharacterCount,
        request::state::{Assets, IslandAssets},
    };

    fn assets() -> Assets {
        let islands = IslandAssets {
            boot_href: "/assets/boot.js".to_owned(),
            js_href: "/assets/app.js".to_owned(),
            wasm_href: "/assets/app.wasm".to_owned(),
            editor_href: None,
        };
        Assets { css_href: "/assets/a.css".to_owned(), islands: Some(islands), ..Assets::default() }
    }

    #[test]
    fn a_page_is_a_whole_document_with_its_islands_filled_in() {
        let html = render(&Head { title: "<稿件>".to_owned(), person: None }, &assets(), || {
            view! { <p>"甲 & 乙"</p> <CharacterCount field="body".to_owned() text="三个字".to_owned() is_body=false /> }
        });
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"zh-CN\"><head>"), "{html}");
        assert!(html.contains("<title>&lt;稿件&gt; · 简报</title>"), "{html}");
        assert!(html.contains("甲 &amp; 乙"), "{html}");
        assert!(html.contains("data-component=\"CharacterCount_"), "{html}");
        assert!(html.contains(">3"), "{html}");
        assert!(html.contains("data-binary=\"/assets/app.wasm\""), "{html}");
    }

    #[test]
    fn who_is_signed_in_has_what_is_typed_kept() {
        let assets = Assets { script_href: "/assets/page.js".to_owned(), ..assets() };
        let html =
            render(&Head { person: Some(PersonId(7)), ..Head::default() }, &assets, || view! { <p>"甲"</p> });
        assert!(html.contains("<script src=\"/assets/page.js\" data-person=\"7\" defer></script>"), "{html}");
    }

    #[test]
    fn a_page_without_islands_loads_no_webassembly() {
        let html = render(&Head::default(), &assets(), || view! { <p>"甲"</p> });
        assert!(!html.contains("boot.js") && !html.contains(".wasm"), "{html}");
        assert!(html.contains("<title>简报</title>"), "{html}");
    }
}
