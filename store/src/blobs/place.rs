//! A place for the bytes of files, as a setting names it.

use std::{fmt, path::PathBuf, str::FromStr};

use crate::StoreError;

/// Where the bytes of files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the database itself, beside all else.
    Database,
    /// In a folder of this machine, or of one that it has mounted.
    Folder(PathBuf),
    /// In a bucket of a store that speaks S3, below a prefix, which may be empty. Who may use it and where it is, is said by
    /// the usual variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL` …), and kept nowhere.
    Objects { bucket: String, prefix: String },
}

impl FromStr for Place {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let wrong = || {
            StoreError::Place(format!(
                "“{text}”不是存放文件的地方，应为 database、文件夹的完整路径（以 / 开头）或 s3://桶/前缀"
            ))
        };
        if text == "database" {
            return Ok(Self::Database);
        }
        if text.chars().any(char::is_control) {
            return Err(wrong());
        }
        if let Some(rest) = text.strip_prefix("s3://") {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let prefix = prefix.trim_matches('/');
            let is_plain =
                prefix.is_empty() || prefix.split('/').all(|part| !matches!(part, "" | "." | ".."));
            return match !bucket.is_empty() && is_plain {
                true => Ok(Self::Objects { bucket: bucket.to_owned(), prefix: prefix.to_owned() }),
                false => Err(wrong()),
            };
        }
        let path = PathBuf::from(text);
        let goes_up = path.components().any(|component| component == std::path::Component::ParentDir);
        // The same folder is written in one way, without a slash at its end.
        match path.is_absolute() && !goes_up {
            true => Ok(Self::Folder(path.components().collect())),
            false => Err(wrong()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database => formatter.write_str("database"),
            Self::Folder(path) => write!(formatter, "{}", path.display()),
            Self::Objects { bucket, prefix } if prefix.is_empty() => write!(formatter, "s3://{bucket}"),
            Self::Objects { bucket, prefix } => write!(formatter, "s3://{bucket}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_in_one_way_and_read_back() {
        for (typed, written) in [
            ("database", "database"),
            ("/srv/jianbao/files/", "/srv/jianbao/files"),
            ("/srv//文件/.", "/srv/文件"),
            ("s3://bucket", "s3://bucket"),
            ("s3://bucket/jianbao/", "s3://bucket/jianbao"),
        ] {
            let place: Place = typed.parse().expect("a place");
            assert_eq!(place.to_string(), written);
            assert_eq!(written.parse::<Place>().expect("a place"), place);
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for typed in ["", "files", "./files", "/srv/../etc", "s3://", "s3:///a", "s3://a/../b", "/a\nb"] {
            assert!(typed.parse::<Place>().is_err(), "{typed}");
        }
    }
}
