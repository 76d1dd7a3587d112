//! Events: what the log knows, acts and what happens besides.

use crate::act::Verb;

macro_rules! happenings {
    ($($(#[$doc:meta])* $name:ident = $code:literal $word:literal;)*) => {
        /// What happens without being asked for with a form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Happening {
            $($(#[$doc])* $name),*
        }

        impl Happening {
            pub const ALL: &[Self] = &[$(Self::$name),*];

            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code),*
                }
            }

            /// Its word in the log.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word),*
                }
            }
        }
    };
}

happenings! {
    SignIn = "sign_in" "登录";
    SignInFailed = "sign_in_failed" "登录失败";
    SignInLocked = "sign_in_locked" "登录锁定";
    SignOut = "sign_out" "退出登录";
    /// Something was taken along as a file.
    Export = "export" "导出";
    /// A one-time link was made for somebody's account.
    Invited = "invited" "生成一次性链接";
    /// Somebody looked at what is not published.
    ReadUnpublished = "read_unpublished" "查看未发的内容";
}

/// Of what kind an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    Act(Verb),
    Happening(Happening),
}

impl EventKind {
    /// Every kind that the log knows, in the order of the work, with its word.
    pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        let acts = Verb::ALL.iter().filter_map(|verb| Some((verb.code(), verb.word()?)));
        acts.chain(Happening::ALL.iter().map(|happening| (happening.code(), happening.word())))
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Act(verb) => verb.code(),
            Self::Happening(happening) => happening.code(),
        }
    }
}

impl From<Verb> for EventKind {
    fn from(verb: Verb) -> Self {
        Self::Act(verb)
    }
}

impl From<Happening> for EventKind {
    fn from(happening: Happening) -> Self {
        Self::Happening(happening)
    }
}

/// The word on the screen for a kind's code; the code itself where this program does not know it.
pub fn kind_word(code: &str) -> &str {
    EventKind::all().find(|(kind, _)| *kind == code).map_or(code, |(_, word)| word)
}
