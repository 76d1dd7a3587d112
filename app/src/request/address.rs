//! Addresses of our own: which are ours, where a form came from, and under which name a page is opened.

use axum::http::{HeaderMap, header};
use domain::act::Verb;

/// Where a person changes the own password.
pub const PASSWORD: &str = "/me/password";

/// Where an act is asked for.
pub fn door(verb: Verb) -> String {
    format!("/do/{verb}")
}

/// No address of ours is longer, in bytes.
const LONGEST_ADDRESS: usize = 4_000;

/// Whether an address is one of our own: `/…`, never another host's (`//host`, `/\host`). Browsers leave out
/// control characters, so that one between two slashes hides nothing.
pub fn is_own_address(address: &str) -> bool {
    address.len() <= LONGEST_ADDRESS
        && address.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']))
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The page of ours from which a form was posted.
pub fn referring_page(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let uri: axum::http::Uri = referer.parse().ok()?;
    let address = uri.path_and_query()?.as_str().to_owned();
    is_own_address(&address).then_some(address)
}

/// The address of a page under a name.
pub fn with_sheet(address: &str, sheet: &str) -> String {
    if sheet.is_empty() {
        return address.to_owned();
    }
    let address = without_sheet(address);
    let (page, fragment) = address.split_once('#').map_or((address.as_str(), ""), |parts| parts);
    let join = if page.contains('?') { '&' } else { '?' };
    let query = serde_urlencoded::to_string([("sheet", sheet)]).unwrap_or_default();
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    format!("{page}{join}{query}{fragment}")
}

/// The name under which a page is opened by this address; nothing where it bears none.
pub fn sheet_of(address: &str) -> String {
    let page = address.split('#').next().unwrap_or_default();
    if let Some(sheet) = page.strip_prefix("/unsaved/") {
        return sheet.split('?').next().unwrap_or_default().to_owned();
    }
    let query = page.split_once('?').map_or("", |(_, query)| query);
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    fields.into_iter().find(|(name, _)| name == "sheet").map(|(_, sheet)| sheet).unwrap_or_default()
}

/// The address of the page itself, whatever name it was opened under.
pub fn without_sheet(address: &str) -> String {
    let (page, fragment) = match address.split_once('#') {
        Some((page, fragment)) => (page, format!("#{fragment}")),
        None => (address, String::new()),
    };
    let Some((path, query)) = page.split_once('?') else { return address.to_owned() };
    let about_the_page = |part: &&str| !part.starts_with("sheet=") && !part.starts_with("sending=");
    let query: Vec<&str> = query.split('&').filter(about_the_page).collect();
    if query.is_empty() {
        format!("{path}{fragment}")
    } else {
        format!("{path}?{}{fragment}", query.join("&"))
    }
}

/// The numbers that a query gives under a name, each once, in their order: `item=3&item=5`.
pub fn numbers_in(query: &str, name: &str) -> Vec<i64> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
    let mut numbers = Vec::new();
    for (field, value) in fields {
        if let (true, Ok(number)) = (field == name, value.parse())
            && !numbers.contains(&number)
        {
            numbers.push(number);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_gone_to() {
        for address in ["/", "/items/1?a=b", "/items?q=%E5%9C%B0"] {
            assert!(is_own_address(address), "{address}");
        }
        let others = [
            "//evil",
            "/\\evil",
            "/\t/evil",
            "/\n/evil",
            "https://evil",
            "",
            "javascript:1",
            "/a\r\nb",
            "/甲",
        ];
        for address in others {
            assert!(!is_own_address(address), "{address:?}");
        }
    }

    #[test]
    fn a_page_is_found_under_its_name() {
        for (address, expected) in [
            ("/items/7/edit", "/items/7/edit?sheet=s"),
            ("/items/new?unit=3", "/items/new?unit=3&sheet=s"),
            ("/items/new?sheet=old&unit=3", "/items/new?unit=3&sheet=s"),
            ("/letter?sheet=old#covering", "/letter?sheet=s#covering"),
            ("/items/7/edit?sending=1", "/items/7/edit?sheet=s"),
        ] {
            assert_eq!(with_sheet(address, "s"), expected, "{address}");
        }
        assert_eq!(with_sheet("/items", ""), "/items");
        for (address, sheet) in [
            ("/items/new?unit=3&sheet=7-a-b#body", "7-a-b"),
            ("/unsaved/7-a-b?from=1", "7-a-b"),
            ("/items/7", ""),
        ] {
            assert_eq!(sheet_of(address), sheet, "{address}");
        }
        assert_eq!(without_sheet("/inbox?state=a&sheet=b&item=3#x"), "/inbox?state=a&item=3#x");
    }
}
