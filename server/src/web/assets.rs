//! The files that pages load: style sheet, icon, and the browser's part of the program.
//!
//! They are inside the binary, each at an address with a hash of its content, so a browser keeps them for good
//! and an upgrade needs no purge. It must not know which page loads what.

use app::request::state::{Assets, IslandAssets};
use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// One file as pages load it.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    gzip: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
}

mod embedded {
    //! The table that the build script wrote.
    use super::Asset;

    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// The addresses that the shell of a page refers to.
pub fn addresses() -> Assets {
    Assets {
        css_href: address(&embedded::STYLE_SHEET),
        icon_href: address(&embedded::ICON),
        script_href: address(&embedded::PAGE_SCRIPT),
        islands: embedded::ISLANDS.map(|[boot, bindings, binary]| IslandAssets {
            boot_href: address(boot),
            js_href: address(bindings),
            wasm_href: address(binary),
            editor_href: embedded::EDITOR_SCRIPT.map(address),
        }),
        manual: embedded::MANUAL.iter().map(|(name, asset)| ((*name).to_owned(), address(asset))).collect(),
    }
}

/// Serves `/assets/…`. Whatever compresses other answers must leave these alone: they are compressed already.
pub fn routes<State: Clone + Send + Sync + 'static>() -> Router<State> {
    Router::new().route("/assets/{name}", get(serve))
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = embedded::ALL.iter().find(|asset| asset.name == name) else {
        return match screen_font(&name).await {
            Some(font) => kept_for_good(font, "font/woff"),
            None => (StatusCode::NOT_FOUND, "没有这个文件。").into_response(),
        };
    };
    let (encoding, content) = choose(asset, &headers);
    let mut response = kept_for_good(content, asset.content_type);
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn kept_for_good(content: &'static [u8], content_type: &'static str) -> Response {
    let cache = "public, max-age=31536000, immutable";
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, cache)], content).into_response()
}

/// A slice of the serif face: `song-3-HASH.woff`.
async fn screen_font(name: &str) -> Option<&'static [u8]> {
    let name = name.strip_prefix("song-")?.strip_suffix(".woff")?;
    let number = name.strip_suffix(embedded::SONG_MARK)?.strip_suffix('-')?.parse::<usize>().ok()?;
    // The first one takes a while.
    tokio::task::spawn_blocking(move || typeset::screen_font(number)).await.ok()?
}

fn address(asset: &Asset) -> String {
    format!("/assets/{}", asset.name)
}

/// The smallest form that the browser understands.
fn choose(asset: &Asset, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
    let forms = [("br", asset.brotli), ("gzip", asset.gzip)];
    forms
        .into_iter()
        .find_map(|(encoding, content)| {
            Some((Some(encoding), content.filter(|_| accepts(headers, encoding))?))
        })
        .unwrap_or((None, asset.plain))
}

/// Whether `Accept-Encoding` names the encoding without refusing it by `q=0`.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|part| {
            let mut pieces = part.split(';').map(str::trim);
            pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding))
                && !pieces.any(|piece| matches!(piece, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

    use super::{Path, accepts, addresses, embedded, serve};

    fn accepting(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    #[test]
    fn an_encoding_counts_only_where_it_is_named_and_not_refused() {
        let cases = [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=1.0, BR;q=0.5", "br", true),
            ("gzip, br;q=0", "br", false),
            ("gzip", "br", false),
            ("brotli", "br", false),
            ("", "gzip", false),
        ];
        for (value, encoding, expected) in cases {
            assert_eq!(accepts(&accepting(value), encoding), expected, "{value} for {encoding}");
        }
    }

    #[tokio::test]
    async fn the_style_sheet_is_served_compressed_and_kept_for_good() {
        let name = addresses().css_href.trim_start_matches("/assets/").to_owned();
        let response = serve(Path(name.clone()), accepting("gzip, br")).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        let plain = serve(Path(name), HeaderMap::new()).await;
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[tokio::test]
    async fn the_style_sheet_names_slices_of_the_serif_face_that_are_served() {
        let sheet = std::str::from_utf8(embedded::STYLE_SHEET.plain).expect("it is text");
        let faces: Vec<&str> = sheet.split("@font-face").skip(1).collect();
        assert!(faces.len() > 20, "{}", faces.len());
        for face in &faces {
            assert!(face.contains("font-display:optional") && face.contains("unicode-range:U+"), "{face}");
        }
        let served = async |name: &str| serve(Path(name.to_owned()), HeaderMap::new()).await;
        for face in [faces[0], faces[faces.len() - 1]] {
            let (_, name) = face.split_once("/assets/").expect("its address");
            let name = name.split_once(".woff").expect("its ending").0;
            let response = served(&format!("{name}.woff")).await;
            assert_eq!(response.status(), StatusCode::OK, "{name}");
            assert_eq!(response.headers()[header::CONTENT_TYPE], "font/woff");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        }
        for name in [format!("song-{}-{}.woff", faces.len(), embedded::SONG_MARK), "song-0-1.woff".to_owned()]
        {
            assert_eq!(served(&name).await.status(), StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[test]
    fn the_style_sheet_is_one_that_chromium_86_understands() {
        let sheet = std::str::from_utf8(embedded::STYLE_SHEET.plain).expect("it is text");
        for newer in
            ["@layer", ":is(", ":where(", ":has(", "inset:", "(width", " not (", "dvh", "rgb(28 27 25"]
        {
            assert!(!sheet.contains(newer), "{newer}");
        }
        // Each layer outranks those before it: bare elements, then parts, then pages.
        assert!(sheet.contains("h1:not(#\\#){font:"), "{}", &sheet[..sheet.len().min(3000)]);
        let raised = |selector: &str| {
            let at = sheet.find(selector).expect(selector);
            sheet[at + selector.len()..].split('{').next().unwrap_or_default().matches(":not(#\\#)").count()
        };
        assert!(raised(".writing-form") > raised(".panel"), "pages stand above components");
        assert!(raised(".panel") > raised("blockquote"), "components stand above elements");
    }

    #[tokio::test]
    async fn the_script_of_every_page_is_served() {
        let name = addresses().script_href.trim_start_matches("/assets/").to_owned();
        let response = serve(Path(name), HeaderMap::new()).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
    }

    #[tokio::test]
    async fn an_unknown_name_is_not_found() {
        let response = serve(Path("../Cargo.toml".to_owned()), HeaderMap::new()).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
    }
}
