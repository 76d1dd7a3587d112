//! Forms as they were filled in: what was typed into a form that was refused, on its way back into the same form, and
//! what is typed into a long form, kept by its page's name until it is saved or given up.
//!
//! The one door for verbs hands both to the port; the page that comes next finds them there, and
//! [`crate::components::verb_form::VerbForm`] puts them back into its fields.

use domain::{act::Verb, markdown, scoring::RuleSet};
use serde::{Deserialize, Serialize};

use crate::desk::Fault;

/// Fields that are never kept: what only its owner knows.
pub const SECRETS: [&str; 4] = ["password", "current", "new", "again"];
/// Fields about the page and the way back.
const WAYS: [&str; 8] = ["back", "next", "focus", "rows", "sheet", "copy", "stamp", "address"];

/// A form into which people type for long: what is typed there is kept within seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongForm {
    pub verb: Verb,
    /// What a list of unsaved texts calls it.
    pub what: &'static str,
    /// The fields that are words; the first one with something in it names the text.
    words: &'static [&'static str],
}

/// All of them.
pub const LONG_FORMS: [LongForm; 20] = [
    long(Verb::DraftItem, "新稿", &["title", "body", "subtitle", "attribution_line"]),
    long(Verb::SaveItem, "改稿", &["title", "body", "subtitle", "attribution_line"]),
    long(Verb::ReturnItem, "退回意见", &["reason"]),
    long(Verb::Reject, "不采用的意见", &["reason"]),
    long(Verb::Clear, "改判通过的理由", &["reason"]),
    long(Verb::RefuseClearance, "保密审查意见", &["reason"]),
    long(Verb::RefuseCorrection, "更正的保密审查意见", &["reason"]),
    long(Verb::SendBackCorrection, "退回更正的意见", &["reason"]),
    long(Verb::CorrectItem, "更正", &["title", "body", "reason", "subtitle", "attribution_line", "notice"]),
    long(Verb::Retract, "撤下的原因", &["reason", "notice"]),
    long(Verb::SendBack, "退回编排的意见", &["reason"]),
    long(Verb::EnterPastIssue, "补录往期", &["text", "title", "body", "subtitle", "attribution"]),
    long(Verb::SetBulletinLetter, "通报的正文和落款", &["covering", "notes", "addressees", "signature"]),
    long(Verb::SendBackBulletin, "退回通报的意见", &["reason"]),
    long(Verb::ImportRules, "导入的计分办法", &[DOCUMENT]),
    long(Verb::SaveRule, "计分办法的一条", &["name", "label", "words", CODED]),
    long(Verb::SaveFrames, "模板和常用语", &["body", "title", "name", "phrases"]),
    long(Verb::AddComment, "批注", &["remark", "wording", "quote"]),
    long(Verb::AnswerComment, "批注的答复", &["remark"]),
    long(Verb::SaveRuleHeads, "计分办法的名称和各栏", &["name", "columns"]),
];

const fn long(verb: Verb, what: &'static str, words: &'static [&'static str]) -> LongForm {
    LongForm { verb, what, words }
}

impl LongForm {
    /// By what a text is known in a list: its title or its first words; `None` where nothing is written yet.
    pub fn title(&self, form: &TypedForm) -> Option<String> {
        let is_word =
            |field: &&str| form.fields.iter().any(|(name, value)| name == *field && !value.trim().is_empty());
        let field = self.words.iter().find(|field| is_word(field))?;
        if *field == CODED {
            return Some(String::new());
        }
        // The page fills it in: by itself it is nobody's text.
        if self.verb == Verb::DraftItem && *field == "attribution_line" {
            return None;
        }
        let mut values = form.fields.iter().filter(|(name, value)| name == field && !value.trim().is_empty());
        let text = values.next()?.1.trim();
        let line = match *field {
            // Its first line is about the file; what people call it stands below.
            DOCUMENT => RuleSet::name_in(text).unwrap_or_default(),
            // Its marks are none of its words.
            "body" => markdown::first_sentence(text),
            _ => text.lines().next().unwrap_or_default().to_owned(),
        };
        let mut title: String = line.chars().take(LONGEST_TITLE).collect();
        if title.len() < line.len() {
            title.push('…');
        }
        Some(title)
    }

    /// Everything that is written in it, field by field.
    pub fn words(&self, form: &TypedForm) -> Vec<String> {
        let is_word = |(name, value): &&(String, String)| {
            self.words.contains(&name.as_str()) && name != CODED && !value.trim().is_empty()
        };
        form.fields.iter().filter(is_word).map(|(_, value)| value.clone()).collect()
    }
}

/// A field that is there in every rule, and is no word that people know.
const CODED: &str = "section";
/// A file that was pasted.
const DOCUMENT: &str = "document";
/// In characters.
const LONGEST_TITLE: usize = 40;

/// The long form of a verb, where it has one.
pub fn long_form(verb: Verb) -> Option<LongForm> {
    LONG_FORMS.into_iter().find(|form| form.verb == verb)
}

/// A verb's form as it was filled in, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedForm {
    pub verb: String,
    /// In the form's order; a field may stand there several times.
    pub fields: Vec<(String, String)>,
    /// The page on which it is gone on with, by its name; another one where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<OpenSheet>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// A page that is open again under the name that it had.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSheet {
    pub name: String,
    /// The number of its changes until now.
    pub stamp: i64,
    /// Another name, should the page be open twice.
    pub spare: String,
    /// How often its form was done until now.
    #[serde(default)]
    pub done: i64,
}

impl TypedForm {
    /// What is worth keeping of a refused form: what was typed, and its faults with their fields.
    pub fn refused(verb: &str, fields: Vec<(String, String)>, faults: Vec<Fault>) -> Option<Self> {
        let typed = Self::of_fields(verb, fields);
        if typed.is_none() && faults.is_empty() {
            return None;
        }
        let typed = typed.unwrap_or_else(|| Self { verb: verb.to_owned(), ..Self::default() });
        Some(Self { faults, ..typed })
    }

    /// What is worth keeping of a posted form; `None` where there is nothing.
    pub fn of(verb: &str, form: &str) -> Option<Self> {
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(form).ok()?;
        Self::of_fields(verb, fields)
    }

    /// As [`Self::of`], of a form that was read already.
    pub fn of_fields(verb: &str, mut fields: Vec<(String, String)>) -> Option<Self> {
        fields.retain(|(name, _)| !SECRETS.contains(&name.as_str()) && !WAYS.contains(&name.as_str()));
        (!fields.is_empty()).then(|| Self { verb: verb.to_owned(), fields, ..Self::default() })
    }

    /// The act that it asks for; `None` where it is a page's own form.
    pub fn act(&self) -> Option<Verb> {
        Verb::from_code(&self.verb)
    }

    /// The first value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_alone_is_no_text_that_waits() {
        let form = long_form(Verb::DraftItem).expect("a long form");
        let title = |body: &str| {
            let fields = [("body", body), ("attribution_line", "（地矿科/周鹏）")];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
            form.title(&TypedForm { verb: "draft_item".to_owned(), fields, ..TypedForm::default() })
        };
        assert_eq!(title(" "), None);
        assert_eq!(title("甲乙。丙").as_deref(), Some("甲乙"));
    }

    #[test]
    fn pasted_rules_are_known_by_the_name_that_they_give_themselves() {
        let form = long_form(Verb::ImportRules).expect("a long form");
        let title = |document: &str| {
            form.title(&TypedForm {
                verb: "import_rules".to_owned(),
                fields: vec![("document".to_owned(), document.to_owned())],
                ..TypedForm::default()
            })
        };
        let head = "format = \"jianbao.rules/1\"\n";
        assert_eq!(
            title(&format!("{head}name = \"考核办法\" # 新\n[[rates]]\n")).as_deref(),
            Some("考核办法")
        );
        assert_eq!(title(&format!("{head}[[rates]]\nname = \"采用\"\n")).as_deref(), Some(""));
        assert_eq!(title("第1份打了很久的字").as_deref(), Some(""));
        assert_eq!(title(" "), None);
    }

    #[test]
    fn passwords_and_the_way_back_are_not_kept() {
        let form = "name=%E7%94%B2&password=geheim&back=%2Fadmin&role=editor&role=&sheet=a&stamp=3";
        let typed = TypedForm::of("add_person", form).expect("something was typed");
        let fields = [("name", "甲"), ("role", "editor"), ("role", "")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let expected =
            TypedForm { verb: "add_person".to_owned(), fields: fields.to_vec(), ..TypedForm::default() };
        assert_eq!(typed, expected);
        assert_eq!(typed.value("role"), Some("editor"));
        assert_eq!(TypedForm::of("reset_password", "password=geheim"), None);
        let fault = Fault { field: "password".to_owned(), words: "太短".to_owned() };
        let secret = vec![("password".to_owned(), "geheim".to_owned())];
        let refused = TypedForm::refused("reset_password", secret, vec![fault.clone()]);
        assert_eq!(refused.map(|typed| (typed.fields, typed.faults)), Some((Vec::new(), vec![fault])));
    }
}
