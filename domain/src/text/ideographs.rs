//! Characters that look like ideographs and are others: radicals and compatibility ideographs. They come with texts copied
//! from PDFs, look the same, and are found by nobody who searches. And traditional ideographs, which are others by right
//! and the same in a name.
//!
//! `simplified.txt` holds each traditional ideograph with its simplified form, one pair after the other: Unicode's
//! kSimplifiedVariant (UAX #38) from U+4E00 to U+9FFF, the first form of several; none that is a form of itself.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::char::decompose_canonical;

/// The simplified form of a traditional ideograph; every other character itself.
pub fn simplified(character: char) -> char {
    static FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("simplified.txt").lines();
        let pairs = lines.flat_map(|line| line.chars().zip(line.chars().skip(1)).step_by(2));
        pairs.collect()
    });
    FORMS.get(&character).copied().unwrap_or(character)
}

/// The ideograph for which a radical (U+2E80–U+2FDF) or a compatibility ideograph (U+F900–U+FAFF, U+2F800–U+2FA1F)
/// stands; `None` for every other character.
pub(super) fn meant_by(character: char) -> Option<char> {
    match character {
        '\u{2e80}'..='\u{2fdf}' => {
            let mut characters = RADICALS.chars();
            while let (Some(radical), Some(ideograph)) = (characters.next(), characters.next()) {
                if radical == character {
                    return Some(ideograph);
                }
            }
            None
        }
        '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}' => {
            let mut meant = None;
            decompose_canonical(character, |ideograph| meant = Some(ideograph));
            meant.filter(|ideograph| *ideograph != character)
        }
        _ => None,
    }
}

/// Each radical with the ideograph behind it: Unicode's EquivalentUnifiedIdeograph (UAX #38). ⺀ has none.
const RADICALS: &str = "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕𫜹⺖忄⺗心⺘扌⺙攵\
    ⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁\
    ⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶\
    ⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼\
    ⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟⼀一⼁丨⼂丶⼃丿⼄乙⼅亅⼆二⼇亠⼈人⼉儿⼊入\
    ⼋八⼌冂⼍冖⼎冫⼏几⼐凵⼑刀⼒力⼓勹⼔匕⼕匚⼖匸⼗十⼘卜⼙卩⼚厂⼛厶⼜又⼝口⼞囗⼟土⼠士⼡夂⼢夊⼣夕\
    ⼤大⼥女⼦子⼧宀⼨寸⼩小⼪尢⼫尸⼬屮⼭山⼮巛⼯工⼰己⼱巾⼲干⼳幺⼴广⼵廴⼶廾⼷弋⼸弓⼹彐⼺彡⼻彳⼼心\
    ⼽戈⼾戶⼿手⽀支⽁攴⽂文⽃斗⽄斤⽅方⽆无⽇日⽈曰⽉月⽊木⽋欠⽌止⽍歹⽎殳⽏毋⽐比⽑毛⽒氏⽓气⽔水⽕火\
    ⽖爪⽗父⽘爻⽙爿⽚片⽛牙⽜牛⽝犬⽞玄⽟玉⽠瓜⽡瓦⽢甘⽣生⽤用⽥田⽦疋⽧疒⽨癶⽩白⽪皮⽫皿⽬目⽭矛⽮矢\
    ⽯石⽰示⽱禸⽲禾⽳穴⽴立⽵竹⽶米⽷糸⽸缶⽹网⽺羊⽻羽⽼老⽽而⽾耒⽿耳⾀聿⾁肉⾂臣⾃自⾄至⾅臼⾆舌⾇舛\
    ⾈舟⾉艮⾊色⾋艸⾌虍⾍虫⾎血⾏行⾐衣⾑襾⾒見⾓角⾔言⾕谷⾖豆⾗豕⾘豸⾙貝⾚赤⾛走⾜足⾝身⾞車⾟辛⾠辰\
    ⾡辵⾢邑⾣酉⾤釆⾥里⾦金⾧長⾨門⾩阜⾪隶⾫隹⾬雨⾭靑⾮非⾯面⾰革⾱韋⾲韭⾳音⾴頁⾵風⾶飛⾷食⾸首⾹香\
    ⾺馬⾻骨⾼高⾽髟⾾鬥⾿鬯⿀鬲⿁鬼⿂魚⿃鳥⿄鹵⿅鹿⿆麥⿇麻⿈黃⿉黍⿊黑⿋黹⿌黽⿍鼎⿎鼓⿏鼠⿐鼻⿑齊⿒齒\
    ⿓龍⿔龜⿕龠";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_and_compatibility_ideographs_are_the_ideographs_they_stand_for() {
        let pairs = [
            ('⾃', '自'),
            ('⼀', '一'),
            ('⻄', '西'),
            ('⺠', '民'),
            ('⻓', '长'),
            ('⿕', '龠'),
            ('\u{f90a}', '金'),
            ('\u{2f80c}', '㒞'),
        ];
        for (typed, meant) in pairs {
            assert_eq!(meant_by(typed), Some(meant), "U+{:04X}", u32::from(typed));
        }
        for ordinary in ['自', '一', 'a', '。', '﨎', '\u{2e9a}'] {
            assert_eq!(meant_by(ordinary), None, "U+{:04X}", u32::from(ordinary));
        }
    }

    #[test]
    fn every_radical_has_its_ideograph() {
        let without: Vec<char> = ('\u{2e81}'..='\u{2ef3}')
            .chain('\u{2f00}'..='\u{2fd5}')
            .filter(|radical| *radical != '\u{2e9a}' && meant_by(*radical).is_none())
            .collect();
        assert_eq!(without, []);
    }
}
