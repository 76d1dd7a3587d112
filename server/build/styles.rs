//! From the style sheet as it is written, in layers and with what browsers know today, to one that every browser of
//! the offices understands: Chromium 86 and newer.
//!
//! Newer notations become older ones (Lightning CSS). Layers, which no tool lowers, become specificity: the rules
//! stand in the layers' order, and each of a layer outranks every one of the layers before it by an id that nothing
//! bears. What cannot be lowered without another meaning is refused, with what to write instead.

use std::fmt::Write as _;

use lightningcss::{
    rules::{CssRule, CssRuleList},
    selector::Component,
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet},
    targets::{Browsers, Targets},
};

/// The oldest browser that must show pages as they are meant, as Lightning CSS writes versions.
const OLDEST: Browsers = Browsers {
    android: None,
    chrome: Some(86 << 16),
    edge: None,
    firefox: None,
    ie: None,
    ios_saf: None,
    opera: None,
    safari: None,
    samsung: None,
};

/// What the oldest browser throws a whole rule away for, and what to write instead.
const UNKNOWN: [(&str, &str); 14] = [
    (":is(", "write the selectors one by one"),
    (":where(", "write the selectors one by one"),
    (":has(", "give the element a class"),
    ("-any(", "write the selectors one by one"),
    ("@layer", "a layer stands at the outermost level"),
    ("@container", "use @media"),
    ("@scope", "use a class"),
    ("@starting-style", "use an animation"),
    ("color-mix(", "write the colour in tokens.css"),
    ("light-dark(", "write both colours in tokens.css"),
    ("not (", "write (max-width: 799.98px) for (width < 800px)"),
    ("dvh", "use vh"),
    ("svh", "use vh"),
    ("&", "write the whole selector"),
];

/// Why a style sheet cannot be lowered.
#[derive(Debug, PartialEq, Eq)]
pub enum StyleError {
    /// It is no style sheet.
    Unreadable(String),
    /// A rule in no layer, or in one whose place is not known.
    NoLayer(String),
    /// Something that the oldest browser does not know.
    Unknown { part: &'static str, instead: &'static str },
}

impl std::fmt::Display for StyleError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(words) => write!(formatter, "the style sheet cannot be read: {words}"),
            Self::NoLayer(place) => write!(formatter, "{place} stands in no layer that layers.css names"),
            Self::Unknown { part, instead } => {
                write!(formatter, "Chromium 86 does not know `{part}` in styles: {instead}")
            }
        }
    }
}

impl std::error::Error for StyleError {}

/// The style sheet for every browser.
pub fn lower(text: &str) -> Result<String, StyleError> {
    let parse = |text| StyleSheet::parse(text, ParserOptions::default()).map_err(|error| unreadable(&error));
    let mut sheet = parse(text)?;
    sheet.rules = without_layers(std::mem::take(&mut sheet.rules.0))?;
    let targets = Targets { browsers: Some(OLDEST), ..Targets::default() };
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| unreadable(&error))?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    let lowered = sheet.to_css(options).map_err(|error| unreadable(&error))?.code;
    match UNKNOWN.iter().find(|(part, _)| lowered.contains(part)) {
        Some((part, instead)) => Err(StyleError::Unknown { part, instead }),
        None => Ok(lowered),
    }
}

/// The rules of all layers, in the layers' order, each layer's above those of the layers before it.
fn without_layers<'i>(rules: Vec<CssRule<'i>>) -> Result<CssRuleList<'i>, StyleError> {
    let mut layers: Vec<(String, Vec<CssRule<'i>>)> = Vec::new();
    for rule in rules {
        match rule {
            CssRule::LayerStatement(statement) => {
                layers.extend(statement.names.iter().map(|name| (name.0.join("."), Vec::new())));
            }
            CssRule::LayerBlock(block) => {
                let name = block.name.map(|name| name.0.join(".")).unwrap_or_default();
                let layer = layers.iter_mut().find(|(known, _)| *known == name);
                layer.ok_or(StyleError::NoLayer(format!("`@layer {name}`")))?.1.extend(block.rules.0);
            }
            CssRule::Ignored => {}
            other => {
                let mut words = String::from("a rule");
                if let CssRule::Style(style) = other {
                    let _ = write!(words, " in line {}", style.loc.line + 1);
                }
                return Err(StyleError::NoLayer(words));
            }
        }
    }
    let mut all = Vec::new();
    let mut ids = 0;
    for (_, mut rules) in layers {
        let most = raise(&mut rules, ids)?;
        ids += most + 1;
        all.extend(rules);
    }
    Ok(CssRuleList(all))
}

/// Raises every selector by so many ids; answers how many the selectors had of their own at most.
fn raise<'i>(rules: &mut [CssRule<'i>], ids: u32) -> Result<u32, StyleError> {
    let mut most = 0;
    for rule in rules {
        let own = match rule {
            CssRule::Style(style) => {
                let mut own = 0;
                for selector in &mut style.selectors.0 {
                    own = own.max(selector.specificity() >> 20);
                    for _ in 0..ids {
                        selector.append(nothing_with_an_id()?);
                    }
                }
                own
            }
            CssRule::Media(media) => raise(&mut media.rules.0, ids)?,
            CssRule::Supports(supports) => raise(&mut supports.rules.0, ids)?,
            _ => 0,
        };
        most = most.max(own);
    }
    Ok(most)
}

/// `:not(#\#)`: true of every element, and as specific as an id.
fn nothing_with_an_id<'i>() -> Result<Component<'i>, StyleError> {
    let sheet =
        StyleSheet::parse(r":not(#\#){}", ParserOptions::default()).map_err(|error| unreadable(&error))?;
    let component = sheet.rules.0.into_iter().find_map(|rule| match rule {
        CssRule::Style(style) => style.selectors.0.first()?.iter_raw_match_order().next().cloned(),
        _ => None,
    });
    component.ok_or(StyleError::Unreadable("the selector that raises others is gone".to_owned()))
}

fn unreadable(error: &dyn std::fmt::Display) -> StyleError {
    StyleError::Unreadable(error.to_string())
}
