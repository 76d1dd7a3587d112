//! What pages are for, and what their keys do: told by 帮助 and by `?`.

/// A key, and what it does.
pub type Key = (&'static str, &'static str);

/// Moving in a list, opening and choosing.
const OF_LISTS: [Key; 4] = [("j", "下一篇"), ("k", "上一篇"), ("Enter", "打开"), ("x", "选中（X 选到这里）")];

/// Moving in a queue that is read through.
const OF_QUEUES: [Key; 4] = [("j", "下一篇"), ("k", "上一篇"), ("Enter", "打开"), ("w", "先看下一篇")];

const SORTING: [Key; 9] = [
    ("g", "签收"),
    ("s", "拟用"),
    ("r", "退回（数字选原因，Enter 退回）"),
    ("n", "不采用"),
    ("e", "修改文字"),
    ("m", "由我主办"),
    ("a", "全选"),
    ("z", "撤销"),
    ("/", "找字词"),
];

const CLEARING: [Key; 2] = [("p", "保密审查通过"), ("r", "不通过")];

const REVIEWING: [Key; 3] = [("p", "审核通过"), ("r", "退回（数字选原因，Enter 退回）"), ("e", "修改文字")];

const ARRANGING: [Key; 5] = [
    ("↑ ↓", "上一篇、下一篇"),
    ("Alt+Enter", "编入"),
    ("Alt+↑", "上移"),
    ("Alt+↓", "下移"),
    ("Delete", "移出"),
];

/// The keys of pages that have any, by their places.
const KEYS: [(&str, &[&[Key]]); 4] = [
    ("/inbox", &[&OF_LISTS, &SORTING]),
    ("/clearance", &[&OF_QUEUES, &CLEARING]),
    ("/review", &[&OF_QUEUES, &REVIEWING]),
    ("/issues/{}/desk", &[&ARRANGING]),
];

/// What a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// How its address begins; `{}` is any one part of it.
    pub place: &'static str,
    pub words: &'static str,
    /// The part of the manual that tells more.
    pub part: &'static str,
}

impl Purpose {
    /// That of the page at an address: of the places that fit, the one that says most.
    pub fn of(address: &str) -> Option<Self> {
        let path = address.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
        let path = parts(path);
        let fits = |place: &str| {
            let place = parts(place);
            // Everything would be below the front page.
            place.is_empty() == path.is_empty()
                && place.len() <= path.len()
                && place.iter().zip(&path).all(|(place, part)| *place == "{}" || place == part)
        };
        let fitting = Self::all().filter(|purpose| fits(purpose.place));
        fitting.max_by_key(|purpose| {
            let place = parts(purpose.place);
            (place.len(), place.iter().filter(|part| **part != "{}").count())
        })
    }

    /// Of all places that are told of.
    pub fn all() -> impl Iterator<Item = Self> {
        PAGES.into_iter().map(|(place, words, part)| Self { place, words, part })
    }

    /// What the page's keys do.
    pub fn keys(self) -> Vec<Key> {
        let own = KEYS.iter().find(|(place, _)| *place == self.place);
        own.map(|(_, keys)| keys.concat()).unwrap_or_default()
    }
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

const PAGES: [(&str, &str, &str); 62] = [
    ("/", "首页：等您办的事都在这里，写了没有保存的文字也在这里。", "contributor"),
    ("/admin", "单位、人员、刊物、设置和后台任务。", "administrator"),
    ("/admin/destroy", "销毁误录的涉密稿件，只留下谁、何时、为什么。", "administrator"),
    ("/admin/frames", "新稿的模板，退回、不采用时的常用语。", "administrator"),
    ("/admin/jobs", "后台任务：每夜的核对、备份，有没有没办成的。", "administrator"),
    ("/admin/newsletters", "各种刊物：报头、报尾、栏目、签发步骤。", "administrator"),
    ("/admin/openings", "年中开始使用的单位，把以前各月的得分带进来。", "administrator"),
    ("/admin/people", "谁能登录、做什么；可以按表添加，用一次性链接设密码。", "administrator"),
    ("/admin/people/{}", "一个人的账号：角色、姓名、重设密码、停用。", "administrator"),
    ("/admin/settings", "登录多久到期、密码多久要换、一人可否签几步。", "administrator"),
    ("/admin/units", "单位和分组：名称、别名、顺序、是否记分。", "administrator"),
    ("/admin/units/{}", "一个单位：名称、别名、所在分组、从哪天起。", "administrator"),
    ("/admin/units/{}/change", "单位更名、并入、分设、撤销：写明日期，先看会改动什么。", "administrator"),
    ("/admin/words", "校对用的词表：易错词、敏感词、禁用词、领导姓名和职务。", "administrator"),
    ("/audit", "核对以前印好的通报：把文件交来，逐个数字和名次核对。", "editor"),
    ("/bulletins", "每月的通报：数字自己算出，点开看来由。", "editor"),
    ("/bulletins/year/{}", "一年的走势：各组各月的得分和采用。", "editor"),
    ("/bulletins/{}", "这个月的通报：数字点开看来由，结了账就可以送签。", "editor"),
    ("/bulletins/{}/letter", "这个月通报的正文、说明和落款；〔〕里的数字自己填。", "editor"),
    ("/bulletins/{}/units/{}", "这个数字是怎么来的：一笔一笔，从哪篇稿件、哪条办法。", "editor"),
    ("/bulletins/{}/versions/{}", "送签时定下的一份通报：签发、印发或退回，以后不再改动。", "signer"),
    ("/clearance", "要印发的稿件逐篇作保密审查。", "clearer"),
    ("/combine", "几篇合成一篇：留一篇的文字，别篇里要用的段落勾“取用”放进来。", "editor"),
    ("/corrections/{}", "一处更正：新旧文字对照，保密审查、签字以后才生效。", "signer"),
    ("/events", "日志：谁在什么时候做了什么。", "administrator"),
    ("/import", "从表格导入单位、上级采用和往期。", "administrator"),
    ("/inbox", "各单位报来的稿件：签收、拟用、退回，一次可以办很多篇。", "editor"),
    ("/inbox/load", "每位编辑手上各有多少篇、等得最久的是哪天到的；点数字就是那些稿件。", "editor"),
    ("/issues", "已印发的各期，可以看、下载、打印。", "reader"),
    ("/issues/desk", "正在编排、审签的各期。", "editor"),
    ("/issues/new", "新建一期：期号、日期、计入哪个月的考核。", "editor"),
    ("/issues/past/new", "补录以前印发的一期，核对无误后由签发人开放给读者。", "editor"),
    ("/issues/{}", "读这一期：目录、各篇、上一篇和下一篇，可以下载、打印、收藏。", "reader"),
    ("/issues/{}/desk", "编排这一期：把拟用的稿件放进栏目，调次序，看版面，送审。", "editor"),
    ("/issues/{}/sign", "审签这一期：看版面和文字，签字或写明原因退回；签完就能印发。", "signer"),
    ("/items", "您和本单位的稿件，每一篇到了哪一步、等谁办。", "contributor"),
    ("/items/new", "写一篇新的。打的字自动留存；写好了按“报送”。", "contributor"),
    ("/items/{}", "一篇稿件：文字、到了哪一步、等谁办、您现在能办什么，下面是批注和各稿。", "contributor"),
    ("/items/{}/compare", "同一篇的两稿对照：增的、删的、挪动的都标出来。", "contributor"),
    ("/items/{}/correct", "更正已经印发的这一篇；更正也要保密审查和签字。", "editor"),
    ("/items/{}/edit", "修改这一篇的文字。打的字自动留存，保存以后别人才看得到。", "contributor"),
    ("/kept", "您收藏的各篇，点开就到那一期的那一篇。", "reader"),
    ("/ledger", "台账：每一笔记分和它的原因，只增不改。", "editor"),
    ("/manuscripts", "从 Word 文件起草：一次可以好几个，看过再存。", "contributor"),
    ("/me", "您自己的账号、密码和登录。", "contributor"),
    ("/me/deputies", "出差、请假时请人代办；代办的每一件都记明代谁办。", "signer"),
    ("/me/sessions", "您在哪些电脑、手机上登录着，可以在这里退出。", "contributor"),
    ("/months", "各月结账和重开。", "editor"),
    ("/months/{}", "这个月结账前要看的：还有什么没办完，结账、重开。", "editor"),
    ("/names", "署名里不认得的单位名，认一次，以后都认得。", "editor"),
    ("/records", "上级采用、约稿、批示等登记在这里，记分随之算出。", "editor"),
    ("/records/channels", "上级的各种刊物，登记上级采用时从这里选。", "editor"),
    ("/review", "本单位报送的稿件先在这里审核，审过才到办公室。", "clearer"),
    ("/rules", "计分办法：起草新版、试算、施行。", "editor"),
    ("/rules/draft", "起草计分办法：一条一条地改，施行以前不影响得分。", "editor"),
    ("/rules/draft/trial", "按草稿把过去的月份算一遍，看谁的得分和名次会变。", "editor"),
    ("/rules/{}", "这一版计分办法的全文，从哪个月起施行。", "editor"),
    ("/search", "按字词找稿件：刊出的人人能找，没刊出的只找得到您能看的。", "reader"),
    ("/units/mine", "本单位的记分：每一分从哪篇稿件、哪条办法来。", "contributor"),
    ("/units/{}", "一个单位的得分：本月、全年、名次，每一分的来由，报送和采用了多少。", "editor"),
    ("/urging", "催报：谁还缺多少、还剩几天。", "editor"),
    ("/verify", "核对：台账和事实重算一遍，看是否完全一致。", "administrator"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_by_the_place_that_says_most() {
        let place = |address| Purpose::of(address).map(|purpose| purpose.place);
        let cases = [
            ("/", Some("/")),
            ("/items?of=unit", Some("/items")),
            ("/items/new?kind=brief", Some("/items/new")),
            ("/items/7#comments", Some("/items/{}")),
            ("/items/7/edit", Some("/items/{}/edit")),
            ("/items/7/revisions/2", Some("/items/{}")),
            ("/issues/desk", Some("/issues/desk")),
            ("/issues/3/desk", Some("/issues/{}/desk")),
            ("/issues/3/sign", Some("/issues/{}/sign")),
            ("/units/4", Some("/units/{}")),
            ("/units/mine", Some("/units/mine")),
            ("/corrections/2", Some("/corrections/{}")),
            ("/admin/units", Some("/admin/units")),
            ("/admin/people/3#row", Some("/admin/people/{}")),
            ("/audit", Some("/audit")),
            ("/nowhere", None),
            ("", None),
        ];
        for (address, expected) in cases {
            assert_eq!(place(address), expected, "{address}");
        }
    }

    #[test]
    fn keys_are_those_of_a_page_that_is_told_of() {
        for (place, _) in KEYS {
            assert!(Purpose::all().any(|purpose| purpose.place == place), "{place}");
        }
        let keys = Purpose::of("/inbox?state=all").map(Purpose::keys).unwrap_or_default();
        assert!(keys.contains(&("s", "拟用")) && keys.contains(&("j", "下一篇")), "{keys:?}");
        assert_eq!(Purpose::of("/me").map(Purpose::keys), Some(Vec::new()));
    }
}
