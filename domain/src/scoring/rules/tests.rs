//! The format's description, its documentation, and what is refused.

use super::{RuleSet, SMALLEST, form, sections};
use crate::scoring::columns::Field;

const DOCUMENTATION: &str = include_str!("../../../../docs/rules.md");

/// The text between two marks of the documentation.
fn part(name: &str) -> &'static str {
    let (_, after) = DOCUMENTATION.split_once(&format!("<!-- reference:{name} -->\n")).expect("the mark");
    let (part, _) = after.split_once(&format!("<!-- /reference:{name} -->")).expect("the mark's end");
    part
}

#[test]
fn the_documentation_has_every_key_as_the_reader_knows_it() {
    let (filter, sections) = sections::reference();
    assert_eq!(part("filter").trim(), filter.trim(), "put this in its place:\n{filter}");
    assert_eq!(part("sections").trim(), sections.trim(), "put this in its place:\n{sections}");
}

const HEAD: &str = "format = \"jianbao.rules/1\"\nname = \"办法\"\nversion = 1\nsince = \"2024-01\"\n";

fn faults(text: &str) -> Vec<String> {
    let document = format!("{HEAD}{text}");
    for fault in RuleSet::in_words_of_forms(&document) {
        // What no form can leave out or put in is told by the file's keys.
        let of_files = ["没有这个键", "没有“"].iter().any(|begin| fault.text.starts_with(begin));
        assert!(of_files || !speaks_of_a_file(&fault.to_string()), "{fault}");
    }
    let result = RuleSet::read(&document);
    result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_empty_is_answered_with_the_smallest_example() {
    assert_eq!(RuleSet::read(SMALLEST).map(|rules| rules.rates.len()), Ok(1));
    for nothing in ["", " \n\t\n", "\u{feff}", "# 只有说明\n\n"] {
        let told = RuleSet::read(nothing).expect_err("nothing");
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(told, [format!("文件：是空的。最小的计分办法是这样，可以从它写起：\n{SMALLEST}")]);
    }
    let no_rule = "文件：还没有一条规则：至少要写一条计分标准（rates），或任务、固定分等";
    assert_eq!(faults(""), [no_rule]);
    assert_eq!(faults("[[channels]]\nname = \"日报\"\nlevel = \"省级\"\n"), [no_rule]);
    let missing = RuleSet::read("rates = []").expect_err("nothing");
    let places: Vec<String> = missing.iter().map(ToString::to_string).collect();
    assert_eq!(places, ["文件：缺少 format", "文件：缺少 name", "文件：缺少 version", "文件：缺少 since"]);
}

#[test]
fn every_fault_names_its_line_its_place_and_what_to_do() {
    let cases = [
        ("[[rates]]\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\n", "第5行 rates[0]：缺少 rule"),
        (
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoption\"\npoints = 1\n",
            "第8行 rates[0].fact：没有“adoption”，可用：submissions、adoptions、upper_adoptions、commissions、\
             reported_up、instructions",
        ),
        (
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = \"五\"\n",
            "第9行 rates[0].points：“五”不是分值，应写作 5、0.5 或 -3 这样的十进制数",
        ),
        (
            "[[grants]]\nrule = \"a\"\nname = \"甲\"\npoints = 1\n[[grants]]\nrule = \"a\"\nname = \"乙\"\npoints = 1\n",
            "第10行 grants[1].rule：代号“a”已经用过（grants[0].rule），请换一个",
        ),
        (
            "[[caps]]\nrule = \"a\"\nname = \"甲\"\ncategories = [\"批\"]\nmost = 1\n",
            "第8行 caps[0].categories：没有规则记入“批”这一类，可用：信息、简讯、上级采用、约稿、批示、报送、报送上级、\
             基础分、加减分",
        ),
        (
            "[[quotas]]\nrule = \"a\"\nname = \"甲\"\nperiod = \"week\"\nconditions = [{ at_least = 3 }]\nmet = 1\n",
            "第8行 quotas[0].period：按周、半月的任务只能数篇数（count）",
        ),
        (
            "[[caps]]\nrule = \"a\"\nname = \"甲\"\nmost = 1\nwith_opening = true\n",
            "第9行 caps[0].with_opening：结转分只能算在全年的限额里，请写 period = \"year\"，或不写 with_opening",
        ),
        (
            "[[quotas]]\nrule = \"a\"\nname = \"甲\"\nconditions = [{ count = [\"adoptions\"], at_least = 3, when = { instructed = true } }]\nmet = 1\n",
            "第8行 quotas[0].conditions[0].when.instructed：“有批示”只能用在计分标准、附加分和倍数里；要数批示，请写 \
             count = [\"instructions\"]",
        ),
        (
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\nwhen = { kind = \"简报\" }\n",
            "第10行 rates[0].when.kind：没有“简报”这种体裁，可用：信息、简讯；别的叫法写作 form（形式）",
        ),
        ("[ranking]\nby = \"rank\"\n", "第6行 ranking.by：排名要依据一个数字指标"),
        ("colums = 1\n", "第5行 colums：没有这个键，是不是 columns？"),
        ("[rounding]\nplaces = 5\n", "第6行 rounding.places：小数至多4位"),
    ];
    for (text, fault) in cases {
        assert_eq!(faults(text), [fault], "{text}");
    }
}

#[test]
fn what_was_kept_is_read_whatever_is_asked_of_new_ones() {
    let kept = "[[caps]]\nrule = \"a\"\nname = \"甲\"\nmost = 1\nwith_opening = true\n";
    let document = format!("{HEAD}{kept}");
    assert!(RuleSet::read(&document).is_err());
    assert!(RuleSet::read_kept(&document).is_ok_and(|rules| rules.caps[0].with_opening));
    assert!(RuleSet::read_kept("format = 1").is_err());
    // It can be changed where nothing is amiss; nothing may be added to what is.
    let rules = RuleSet::read_kept(&document).expect("a rule set that was kept");
    let named = rules.with_heads(|rules| rules.name = "新办法".to_owned());
    assert_eq!(named.map(|rules| rules.name), Ok("新办法".to_owned()));
    let worse = rules.with_heads(|rules| rules.ranking.by = Field::Rank).expect_err("ranks by ranks");
    assert_eq!(worse.len(), 1, "{worse:?}");
    assert!(worse[0].text.contains("排名要依据一个数字指标"), "{worse:?}");
}

#[test]
fn what_was_carried_in_counts_in_a_years_cap() {
    let cap = "[[caps]]\nrule = \"a\"\nname = \"甲\"\nmost = 1\nperiod = \"year\"\nwith_opening = true\n";
    assert_eq!(faults(cap), [""; 0]);
}

/// Each is read without a word by whoever does not look: a line of a rule set, and what is said of it.
#[test]
fn what_makes_no_sense_is_refused_with_its_line() {
    let quota = |more: &str| {
        format!(
            "[[quotas]]\nrule = \"q\"\nname = \"任务\"\nconditions = [{{ count = [\"submissions\"], at_least = 4 }}]\n{more}"
        )
    };
    let rate = |more: &str| {
        format!("[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\n{more}")
    };
    let cases = [
        (quota(""), "第5行 quotas[0]：没有写完成或没有完成怎样"),
        (
            quota("missed_each = 1\n"),
            "第9行 quotas[0].missed_each：是每少一个另加的分，写正数成了少做反而加分",
        ),
        (quota("pro_rata = true\n"), "第9行 quotas[0].pro_rata：按比例得“完成得分”，还要写 met"),
        (
            quota("met = 1\n").replace("at_least = 4", "at_least = -4"),
            "第8行 quotas[0].conditions[0].at_least：任务数不能是负数",
        ),
        (
            quota("met = 1\n").replace("at_least = 4", "for_groups = { \"县\" = -1 }"),
            "第8行 quotas[0].conditions[0].for_groups：任务数不能是负数",
        ),
        (
            quota("met = 1\n").replace("at_least = 4", "at_least = 4, categories = [\"信息\"]"),
            "第8行 quotas[0].conditions[0].categories：写了 count 就数篇数",
        ),
        (
            quota("met = 1\n").replace("at_least = 4", "at_least = 40, of = { categories = [\"信息\"] }"),
            "第8行 quotas[0].conditions[0].of：比例的两边要么都数篇数",
        ),
        (
            rate(
                "[[channels]]\nname = \"日报\"\nlevel = \"省级\"\n[[channels]]\nname = \"日报\"\nlevel = \"市级\"\n",
            ),
            "第14行 channels[1].name：刊物“日报”已经写过（channels[0]），一个刊物只有一个层级",
        ),
        (
            rate("when = { level = \"省级\" }\nunless = { level = \"省级\" }\n"),
            "第11行 rates[0].unless：“适用于”的都在“不适用于”里",
        ),
        (
            rate("when = { level = \"省级\", form = \"调研\" }\nunless = { level = [\"省级\", \"市级\"] }\n"),
            "第11行 rates[0].unless：“适用于”的都在“不适用于”里",
        ),
        (rate("when = { level = [] }\n"), "第10行 rates[0].when.level：是空的，等于不写，就对一切都适用"),
        (rate("when = {}\n"), "第10行 rates[0].when：是空的"),
        (
            rate(
                "[[choices]]\nrule = \"c\"\nname = \"择高\"\namong = [\"story\"]\nkeep = \"highest\"\nrates = []\n",
            ),
            "第15行 choices[0].rates：是空的",
        ),
        (
            rate("[[caps]]\nrule = \"c\"\nname = \"封顶\"\nmost = 1\ncategories = []\n"),
            "第14行 caps[0].categories：是空的",
        ),
        (
            rate("[[grants]]\nrule = \"g\"\nname = \"基础\"\npoints = 1\ngroups = []\n"),
            "第14行 grants[0].groups：是空的",
        ),
        (
            rate("[[shares]]\nrule = \"s\"\nname = \"分\"\npoints = \"equal\"\namount = 3\n"),
            "第14行 shares[0].amount：只在 points = \"fixed\" 时起作用",
        ),
        (
            rate("[[shares]]\nrule = \"s\"\nname = \"分\"\npoints = \"places\"\nplaces = [1, -0.5]\n"),
            "第14行 shares[0].places：各次序的比例不能是负数",
        ),
        (rate("[rollup]\ntimes = -1\n"), "第11行 rollup.times：倍数要大于 0"),
        (rate("[conversion]\nfull = -10\nwhole = 5\n"), "第11行 conversion.full：满分要大于 0"),
        (rate("[conversion]\nfull = 10\nwhole = 0\n"), "第12行 conversion.whole：折算基数要大于 0"),
        (
            rate("[[multipliers]]\nrule = \"m\"\nname = \"倍\"\ntimes = 0\n"),
            "第13行 multipliers[0].times：倍数要大于 0",
        ),
        (rate("[[parts]]\nname = \"部分\"\nweight = 0\n"), "第12行 parts[0].weight：权重为 0"),
        (
            rate("[[remarks]]\nname = \"良\"\nfield = \"cumulative\"\nat_least = 90\nbelow = 80\n"),
            "第13行 remarks[0].at_least：不低于90又低于80，没有一个数符合",
        ),
        (
            rate(
                "[[streaks]]\nrule = \"s\"\nname = \"连\"\ncount = [\"submissions\"]\nbelow = 0\nrunning = 2\npoints = -1\n",
            ),
            "第14行 streaks[0].below：篇数不会低于它",
        ),
        (
            rate(
                "[[escalations]]\nrule = \"e\"\nname = \"累\"\nfact = \"commissions\"\nfrom = 1\ngrows = 2\nremark = \"通报\"\n",
            ),
            "第15行 escalations[0].grows：还要写 points",
        ),
    ];
    for (text, fault) in cases {
        let told = faults(&text);
        assert!(told.len() == 1 && told[0].starts_with(fault), "{text}\n{told:?}");
        // What is in force is read without it.
        assert!(RuleSet::read_kept(&format!("{HEAD}{text}")).is_ok(), "{text}");
    }
}

#[test]
fn what_is_refused_in_a_file_is_refused_in_the_drafts_form_by_its_words() {
    let rules = RuleSet::empty("办法", 2, "2024-01".parse().expect("a month"));
    let section = sections::Section::named("quotas").expect("a section");
    let fields = [
        ("rule", "q"),
        ("name", "任务"),
        ("conditions.0.count", "submissions"),
        ("conditions.0.at_least", "4"),
        ("missed_each", "1"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let faults = rules.with_fields(section, None, &fields).expect_err("a reward for what is missing");
    assert!(
        faults[0].to_string().starts_with("任务第1条 · 每少一篇（分）：是每少一个另加的分"),
        "{faults:?}"
    );
    // The last rule may go: what is drafted may be without any for a while.
    let one = RuleSet::read(SMALLEST).expect("an example");
    let rates = sections::Section::named("rates").expect("a section");
    assert!(one.without(rates, 0).is_ok_and(|rules| rules.rates.is_empty()));
}

/// Each can mean nothing: the line, and what is said of it.
#[test]
fn what_cannot_be_meant_is_refused_with_its_line() {
    let quota = |condition: &str, more: &str| {
        format!("[[quotas]]\nrule = \"q\"\nname = \"任务\"\nconditions = [{{ {condition} }}]\n{more}\n")
    };
    let sent = "count = [\"submissions\"], at_least = 4";
    let rate = |when: &str| {
        format!(
            "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\nwhen = {{ {when} }}\n"
        )
    };
    let share = |more: &str| {
        format!("{}[[shares]]\nrule = \"s\"\nname = \"合写\"\n{more}\n", rate("starred = false"))
    };
    let streak = |period: &str, running: u32| {
        format!(
            "[[streaks]]\nrule = \"s\"\nname = \"连续\"\nbelow = 5\npoints = -1\nperiod = \"{period}\"\nrunning = {running}\n"
        )
    };
    let ratio = |at_least: &str, of: &str| {
        let words = format!("count = [\"adoptions\"], of = {{ count = [{of}] }}, at_least = {at_least}");
        quota(&words, "missed = -1")
    };
    let cases = [
        (quota(sent, "missed = 2"), "第9行 quotas[0].missed：没有完成的比完成的得分还多"),
        (quota(sent, "met = 2\nmissed = 3"), "第10行 quotas[0].missed：没有完成的比完成的得分还多"),
        (quota(sent, "met = -2"), "第9行 quotas[0].met：完成了反而扣分"),
        (quota(sent, "met = 1\nbeyond_each = -1"), "第10行 quotas[0].beyond_each：是每超一个另加的分"),
        (
            quota("count = [\"submissions\"], at_least = 0", "met = 1"),
            "第8行 quotas[0].conditions[0].at_least：任务数是 0",
        ),
        (ratio("120", "\"adoptions\", \"upper_adoptions\""), "第8行 quotas[0].conditions[0].at_least：任务数写百分数，120 是百分之百以上，永远达不到"),
        (ratio("30", "\"adoptions\""), "第8行 quotas[0].conditions[0].of：与上面所数的一样"),
        (share("points = \"places\"\nplaces = [7, 3]"), "第15行 shares[0].places：写全分的几成"),
        (share("points = \"fixed\"\namount = -2"), "第15行 shares[0].amount：每个单位得的分不能是负数"),
        (rate("joint = false, units = 2"), "第10行 rates[0].when.joint：不是联合稿件，又有两个以上单位"),
        (rate("joint = false, units_at_least = 3"), "第10行 rates[0].when.joint：不是联合稿件"),
        (rate("joint = true, units = 1"), "第10行 rates[0].when.joint：是联合稿件，又只有一个单位"),
        (rate("units = 2, units_at_least = 3"), "第10行 rates[0].when.units_at_least：比 units（正好几个）还多"),
        (streak("month", 13), "第11行 streaks[0].running：一年里只有 12 期"),
        (streak("year", 2), "第11行 streaks[0].running：一年里只有 1 期"),
        (
            format!("{}[conversion]\nfull = 10\nwhole = 100\nleast = 60\n", rate("starred = false")),
            "第14行 conversion.least：下限不能高于满分",
        ),
        (
            "[[channels]]\nname = \"日报A\"\nlevel = \"省级\"\n[[channels]]\nname = \"日报 Ａ\"\nlevel = \"市级\"\n".to_owned()
                + &rate("starred = false"),
            "第9行 channels[1].name：“日报 Ａ”和“日报A”（channels[0]）只差空格、全角半角或大小写，像是同一个刊物；一个刊物只有一个层级",
        ),
    ];
    for (text, fault) in cases {
        let told = faults(&text);
        assert!(told.len() == 1 && told[0].starts_with(fault), "{text}\n{told:?}");
    }
    // What a rule gives for less of what should not be is meant.
    let missing = "count = [\"commissions\"], when = { outcome = \"missing\" }, at_least = 1";
    let kept = [
        quota(missing, "met = -3\nmissed = 2\nbeyond_each = -1"),
        quota(sent, "met = 10\nmissed = 10\nmissed_each = -2"),
        quota("count = [\"submissions\"], at_least = 0", "beyond_each = 0.5"),
        quota("at_least = 0", "missed = -1"),
        share("points = \"places\"\nplaces = [1, 0.5]"),
        streak("month", 12),
        rate("joint = true, units_at_least = 3"),
    ];
    for text in kept {
        assert_eq!((faults(&text), doubts(&text)), (Vec::new(), Vec::new()), "{text}");
    }
}

#[test]
fn what_may_be_meant_and_most_likely_is_not_is_pointed_out_with_its_line() {
    let rate = "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"adoptions\"\npoints = 1\n";
    let quota = |condition: &str, more: &str| {
        format!("{rate}[[quotas]]\nrule = \"q\"\nname = \"任务\"\nconditions = [{{ {condition} }}]\n{more}\n")
    };
    let ratio = |at_least: &str| {
        let words =
            format!("count = [\"adoptions\"], of = {{ count = [\"submissions\"] }}, at_least = {at_least}");
        quota(&words, "missed = -1")
    };
    let share = |places: &str| {
        format!("{rate}[[shares]]\nrule = \"s\"\nname = \"合写\"\npoints = \"places\"\nplaces = {places}\n")
    };
    let cases = [
        (ratio("0.3"), "第13行 quotas[0].conditions[0].at_least：写百分数，0.3 只是百分之0.3；三成写 30"),
        (ratio("120"), "第13行 quotas[0].conditions[0].at_least：任务数写百分数，120 是百分之百以上；确是"),
        (
            quota("count = [\"adoptions\"], when = { marks = \"失实\" }, at_least = 1", "met = -2"),
            "第14行 quotas[0].met：完成了反而扣分；没有完成才扣的，写 missed = -1。数的是不该有的事，就不用管",
        ),
        (share("[1.2, 0.8]"), "第14行 shares[0].places：有的单位得的比全分还多"),
        (share("[0.7, 0.4]"), "第14行 shares[0].places：各次序合起来是 1.1，比全分还多"),
        (
            format!("{rate}[[multipliers]]\nrule = \"m\"\nname = \"倍\"\ntimes = 1\n"),
            "第13行 multipliers[0].times：是 1 倍，这一条不起作用",
        ),
        (
            format!("{rate}[[remarks]]\nname = \"差\"\nfield = \"adoption_rate\"\nbelow = 0.3\n"),
            "第13行 remarks[0].below：写百分数，0.3 只是百分之0.3",
        ),
        (
            format!(
                "{rate}[[channels]]\nname = \"日报\"\nlevel = \"省级\"\n[[channels]]\nname = \"日 报\"\nlevel = \"省级\"\n"
            ),
            "第14行 channels[1].name：“日 报”和“日报”（channels[0]）只差空格",
        ),
    ];
    for (text, doubt) in cases {
        let told = doubts(&text);
        assert!(told.len() == 1 && told[0].starts_with(doubt), "{text}\n{told:?}");
    }
    let document = format!("{HEAD}{rate}[rollup]\ntimes = 1\n");
    let rules = RuleSet::read(&document).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut roster = crate::scoring::Roster::default();
    let told = rules.warnings_of_document(&roster);
    assert!(told.len() == 1 && told[0].place == "$.rollup", "{told:?}");
    roster.parents.insert(crate::id::UnitId(1), crate::id::UnitId(2));
    assert_eq!(rules.warnings_of_document(&roster), []);
}

fn doubts(text: &str) -> Vec<String> {
    let document = format!("{HEAD}{text}");
    let rules = RuleSet::read(&document).unwrap_or_else(|faults| panic!("{faults:?}"));
    let places = crate::json::TomlPlaces::of(&document);
    let doubts = rules.doubts();
    for doubt in &doubts {
        assert!(!speaks_of_a_file(&form::in_words(doubt).to_string()), "{doubt}");
    }
    doubts.iter().map(|doubt| places.placed(form::in_keys(doubt)).to_string()).collect()
}

/// Whether a key of the document, or a sign that only documents have, stands in what a form says.
fn speaks_of_a_file(told: &str) -> bool {
    let is_code = |sign: char| sign.is_ascii_alphabetic() || sign == '_';
    told.contains(['=', '[', '{', '`']) || told.split(|sign| !is_code(sign)).any(|word| word.len() > 1)
}

#[test]
fn a_rate_that_can_never_be_used_is_pointed_out_with_its_line() {
    let rate = |rule: &str, fact: &str, when: &str| {
        format!("[[rates]]\nrule = \"{rule}\"\nname = \"{rule}\"\nfact = \"{fact}\"\npoints = 1\n{when}\n")
    };
    let two = |first: &str, second: &str| {
        doubts(&(rate("a", "adoptions", first) + &rate("b", "adoptions", second)))
    };
    let never =
        "第11行 rates[1]：“b”永远用不上：前面的“a”（rates[0]）已经全部适用；特殊的写在前面，一般的写在后面";
    assert_eq!(two("", "when = { form = \"专报\" }"), [never]);
    assert_eq!(two("", ""), [never]);
    assert_eq!(
        two("when = { form = [\"专报\", \"调研\"] }", "when = { form = \"专报\", joint = true }"),
        [never]
    );
    assert_eq!(two("unless = { form = \"转载\" }", "when = { form = \"专报\" }"), [never]);
    assert_eq!(two("when = { units_at_least = 2 }", "when = { units = 3 }"), [never]);
    for (first, second) in [
        ("when = { form = \"专报\" }", ""),
        ("unless = { form = \"专报\" }", "when = { form = \"专报\" }"),
        ("when = { form = \"专报\" }", "when = { form = [\"专报\", \"调研\"] }"),
        ("when = { units = 2 }", "when = { units_at_least = 2 }"),
        ("unless = { marks = \"转载\" }", "when = { form = \"专报\" }"),
        ("when = { form = \"专报\" }\nunless = { marks = \"转载\" }", "when = { form = \"专报\" }"),
    ] {
        assert_eq!(two(first, second), [""; 0], "{first} {second}");
    }
    // Nothing is left by several together.
    let kinds = rate("a", "adoptions", "when = { kind = \"信息\" }")
        + &rate("b", "adoptions", "when = { kind = \"简讯\" }");
    let told = doubts(&(kinds.clone() + &rate("c", "adoptions", "when = { marks = \"头版\" }")));
    assert!(told.len() == 1 && told[0].contains("“a”（rates[0]）、“b”（rates[1]）"), "{told:?}");
    assert_eq!(doubts(&(kinds + &rate("c", "upper_adoptions", ""))), [""; 0]);
    let starred = rate("a", "upper_adoptions", "when = { starred = true }");
    assert_eq!(doubts(&(starred.clone() + &rate("b", "upper_adoptions", ""))), [""; 0]);
    let unstarred = rate("b", "upper_adoptions", "when = { starred = false }");
    assert_eq!(doubts(&(starred + &unstarred + &rate("c", "upper_adoptions", ""))).len(), 1);
}

#[test]
fn keys_without_effect_are_pointed_out() {
    let rate = "[[rates]]\nrule = \"a\"\nname = \"甲\"\nfact = \"upper_adoptions\"\npoints = 1\n";
    let cases = [
        ("when = { kind = \"信息\" }\n", "第10行 rates[0].when.kind：“体裁”只有本级采用才有，上级采用没有"),
        ("when = { rank = \"主要领导\" }\n", "第10行 rates[0].when.rank：“职务层次”只有批示才有"),
        (
            "[[choices]]\nrule = \"c\"\nname = \"择高\"\namong = [\"story\"]\nkeep = \"highest\"\ncount = 2\n",
            "第15行 choices[0].count：只在 keep = \"best\" 时起作用",
        ),
        ("[[grants]]\nrule = \"g\"\nname = \"基础\"\npoints = 0\n", "第13行 grants[0].points：是 0 分"),
        ("[ranking]\nat_least = -3\n", "第11行 ranking.at_least：是负数"),
        (
            "[[remarks]]\nname = \"差\"\nfield = \"submitted\"\nbelow = 0\n",
            "第13行 remarks[0].below：这个指标不会低于它",
        ),
    ];
    for (more, doubt) in cases {
        let told = doubts(&format!("{rate}{more}"));
        assert!(told.len() == 1 && told[0].starts_with(doubt), "{more}\n{told:?}");
    }
    for example in [
        include_str!("../../../../docs/rules/lianyungang.toml"),
        include_str!("../../../../docs/rules/wuhai.toml"),
        include_str!("../../../../docs/rules/version-1.toml"),
    ] {
        let rules = RuleSet::read(example).expect("an example");
        assert_eq!(rules.doubts(), [], "{}", rules.name);
    }
}

#[test]
fn words_that_no_fact_and_no_other_rule_knows_are_pointed_out() {
    let rate = |rule: &str, when: &str| {
        format!(
            "[[rates]]\nrule = \"{rule}\"\nname = \"{rule}\"\nfact = \"upper_adoptions\"\npoints = 1\nwhen = {{ {when} }}\n"
        )
    };
    let document = HEAD.to_owned()
        + "[[channels]]\nname = \"日报\"\nlevel = \"省级\"\n"
        + &rate("a", "level = [\"省級\", \"省级\"], form = \"调研\"")
        + &rate("b", "marks = \"头版\", route = \"办公室\"")
        + &rate("c", "route = \"办公室\", channel = \"晚报\"");
    let facts = r#"{ "format": "jianbao.facts/1", "units": [{ "name": "甲", "group": "县" }], "months": [
        { "month": "2024-01", "upper_adoptions": [
            { "channel": "日报", "title": "题", "starred": false, "units": ["甲"], "form": "调研", "marks": ["头条"] }] }] }"#;
    let facts = crate::scoring::facts_file::read(facts).expect("a facts file").facts;
    let rules = RuleSet::read(&document).unwrap_or_else(|faults| panic!("{faults:?}"));
    let places = crate::json::TomlPlaces::of(&document);
    let told: Vec<String> =
        rules.words_of_nothing(&facts).into_iter().map(|doubt| places.placed(doubt).to_string()).collect();
    assert_eq!(
        told,
        [
            "第13行 rates[0].when.level：计分标准“a”的“层级”写了“省級”，没有一件事实和别的规则这样写；事实里有：省级。不是笔误就不用管",
            "第19行 rates[1].when.marks：计分标准“b”的“标记”写了“头版”，没有一件事实和别的规则这样写；事实里有：头条。不是笔误就不用管",
            "第25行 rates[2].when.channel：计分标准“c”的“刊物”写了“晚报”，没有一件事实和别的规则这样写；事实里有：日报。不是笔误就不用管",
        ]
    );
}
