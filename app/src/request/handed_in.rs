//! Files that come with a form.

use axum::{
    extract::{
        DefaultBodyLimit, Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};

use crate::desk::{
    Refusal,
    audit::{HandedIn, MOST_FILE_BYTES},
    items::MOST_FILES,
};

/// A form with files: where it is posted, and how much it may bring along. Every other body is a form without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileForm {
    pub address: &'static str,
    /// How many files it has at most.
    pub files: usize,
    /// How large each may be, in bytes.
    pub each: usize,
    /// How large all of them may be together, in bytes.
    pub together: usize,
}

/// What a form is besides its files, in bytes; and the form of a text.
const AROUND: usize = 64 << 10;
const TEXT: usize = 2 << 20;

/// The largest picture that is taken, in bytes.
pub const MOST_PICTURE_BYTES: usize = 20 << 20;

impl FileForm {
    pub const IMPORT: Self = Self::of("/import", 1, MOST_FILE_BYTES);
    /// The bulletin and the one before it.
    pub const AUDIT: Self = Self::of("/audit", 2, 2 * MOST_FILE_BYTES);
    /// Texts that are to become items.
    pub const MANUSCRIPTS: Self = Self::of("/manuscripts", MOST_FILES, 64 << 20);
    /// One of them, put into the page on which somebody writes.
    pub const DROPPED: Self = Self::of("/manuscripts/dropped", 1, MOST_FILE_BYTES);

    /// A picture, and the text in which it is to stand.
    pub const PICTURE: Self = Self {
        address: "/pictures",
        files: 1,
        each: MOST_PICTURE_BYTES,
        together: MOST_PICTURE_BYTES + TEXT,
    };
    /// What belongs to an item and is not printed.
    pub const ATTACHMENTS: Self = Self::of("/attachments", MOST_FILES, 64 << 20);

    /// What is to belong to a text as soon as it is saved.
    pub const HANDED_IN: Self = Self::of("/attachments/handed-in", MOST_FILES, 64 << 20);

    /// A sheet of people.
    pub const PEOPLE: Self = Self::of("/admin/people/sheet", 1, MOST_FILE_BYTES);

    /// All of them: whoever looks at a body before its route does, looks here.
    pub const ALL: [Self; 8] = [
        Self::IMPORT,
        Self::AUDIT,
        Self::MANUSCRIPTS,
        Self::DROPPED,
        Self::ATTACHMENTS,
        Self::HANDED_IN,
        Self::PICTURE,
        Self::PEOPLE,
    ];

    const fn of(address: &'static str, files: usize, together: usize) -> Self {
        Self { address, files, each: MOST_FILE_BYTES, together }
    }

    /// The most bytes of its body.
    pub const fn most(self) -> usize {
        self.together + self.files * AROUND
    }

    /// The limit for its route.
    pub fn limit(self) -> DefaultBodyLimit {
        DefaultBodyLimit::max(self.most())
    }
}

/// Every file of a form's field, in their order.
pub async fn all_handed_in(
    mut form: Multipart,
    kind: FileForm,
    name: &str,
) -> Result<Vec<HandedIn>, Refusal> {
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| unread(name, &error))? {
        let is_named = field.name() == Some(name);
        let Some(file) = file(field).await.map_err(|error| unread(name, &error))? else { continue };
        if !is_named {
            continue;
        }
        if file.bytes.len() > kind.each {
            return Err(Refusal::invalid(name, format!("“{}”：{}", file.name, too_large())));
        }
        if files.len() == kind.files {
            return Err(Refusal::invalid(name, format!("一次最多选{}个文件，请分几次选", kind.files)));
        }
        files.push(file);
    }
    Ok(files)
}

/// The files of a form, by the names of their fields, as far as they were chosen.
pub async fn handed_in(mut form: Multipart, fields: [&str; 2]) -> Result<[Option<HandedIn>; 2], Refusal> {
    let mut files = [None, None];
    while let Some(field) = form.next_field().await.map_err(|error| unread(fields[0], &error))? {
        let place = fields.iter().position(|name| field.name() == Some(name));
        let named = fields[place.unwrap_or_default()];
        let file = file(field).await.map_err(|error| unread(named, &error))?;
        if file.as_ref().is_some_and(|file| file.bytes.len() > MOST_FILE_BYTES) {
            return Err(Refusal::invalid(named, too_large()));
        }
        if let Some(place) = place {
            files[place] = file;
        }
    }
    Ok(files)
}

/// A file that was chosen, where one was, and the text of another field.
pub async fn file_and_text(
    mut form: Multipart,
    file_field: &str,
    text_field: &str,
) -> Result<(Option<HandedIn>, String), Refusal> {
    let (mut chosen, mut text) = (None, String::new());
    while let Some(field) = form.next_field().await.map_err(|error| unread(file_field, &error))? {
        if field.name() == Some(text_field) {
            text = field.text().await.map_err(|error| unread(text_field, &error))?;
        } else if field.name() == Some(file_field) {
            chosen = file(field).await.map_err(|error| unread(file_field, &error))?;
        }
    }
    if chosen.as_ref().is_some_and(|file| file.bytes.len() > MOST_FILE_BYTES) {
        return Err(Refusal::invalid(file_field, too_large()));
    }
    Ok((chosen, text))
}

/// A picture that was chosen, in the field of this name, and the other fields of its form as a form without files has them.
pub async fn picture_and_fields(
    mut form: Multipart,
    name: &str,
) -> Result<(Option<Vec<u8>>, String), Refusal> {
    let (mut picture, mut fields) = (None, Vec::new());
    let unread = |error: MultipartError| {
        Refusal::invalid(
            "picture",
            match error.status() {
                StatusCode::PAYLOAD_TOO_LARGE => "图片太大，最多 20 MB。请先缩小，再选一次",
                _ => "图片没有传完，请再试一次",
            },
        )
    };
    while let Some(field) = form.next_field().await.map_err(unread)? {
        match field.name().map(str::to_owned) {
            Some(field_name) if field_name == name => {
                let bytes = field.bytes().await.map_err(unread)?;
                picture = Some(bytes.to_vec()).filter(|bytes| !bytes.is_empty());
            }
            Some(field_name) => fields.push((field_name, field.text().await.map_err(unread)?)),
            None => {}
        }
    }
    Ok((picture, serde_urlencoded::to_string(fields).unwrap_or_default()))
}

/// `None` where no file was chosen, which a browser sends as one without a name.
async fn file(field: Field<'_>) -> Result<Option<HandedIn>, MultipartError> {
    let name = file_name(field.file_name().unwrap_or_default());
    let bytes = field.bytes().await?.to_vec();
    Ok((!name.is_empty()).then_some(HandedIn { name, bytes }))
}

/// The longest name of a file that is shown, in characters: file systems have none that is longer.
const LONGEST_NAME: usize = 255;

/// A file's name as it is shown: a longer one is nobody's file, and only its end says of which kind it is.
fn file_name(name: &str) -> String {
    // Browsers write so what would end the name.
    let name = domain::text::cleaned(&name.replace("%22", "\""));
    match name.char_indices().rev().nth(LONGEST_NAME) {
        Some((at, _)) => format!("…{}", name[at..].chars().skip(2).collect::<String>()),
        None => name,
    }
}

fn unread(field: &str, error: &MultipartError) -> Refusal {
    let words = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => "文件没有传完，请再试一次".to_owned(),
    };
    Refusal::invalid(field, words)
}

/// For people whose file is too large.
fn too_large() -> String {
    format!(
        "文件太大，最多 {} MB。请删去其中的图片和不用的内容，或另存为纯文本（CSV、TXT）再选",
        MOST_FILE_BYTES >> 20
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_longer_than_names_are() {
        assert_eq!(file_name("通报.docx"), "通报.docx");
        assert_eq!(file_name("关于%22田长制%22的稿.docx"), "关于\"田长制\"的稿.docx");
        let long = file_name(&("甲".repeat(1000) + ".docx"));
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.starts_with("…甲") && long.ends_with("甲.docx"));
    }
}
