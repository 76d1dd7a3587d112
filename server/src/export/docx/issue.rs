//! An issue as a Word document, to be edited: masthead, sections, pieces with tables and pictures, foot.

use std::{
    collections::BTreeMap,
    io::{self, Cursor},
};

use domain::{
    issue::content::{Foot, IssueContent, ItemContent, SectionContent},
    item::Kind,
    markdown::{self, Block, Inline},
};

use super::{
    page::{TEXT_WIDTH, section},
    table::plain_table,
    xml::{self, Part, Placing, WORD, paragraph, plain, run, sign},
};

/// English metric units: so many in a twentieth of a point.
const EMU: u64 = 635;
/// The highest picture, in twentieths of a point.
const PICTURE_HEIGHT: u64 = 9000;

/// A picture of the document.
#[derive(Clone, Debug)]
pub struct Picture {
    pub bytes: Vec<u8>,
    /// `png` or `jpeg`, the end of its file's name.
    pub ending: &'static str,
    /// In pixels.
    pub width: u32,
    pub height: u32,
}

impl Picture {
    /// What Word can show; `None` of anything else.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let ending = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => "png",
            [0xff, 0xd8, 0xff, ..] => "jpeg",
            _ => return None,
        };
        let reader = image::ImageReader::new(Cursor::new(&bytes)).with_guessed_format().ok()?;
        let (width, height) = reader.into_dimensions().ok()?;
        (width > 0 && height > 0).then_some(Self { bytes, ending, width, height })
    }

    /// Width and height on the page, in English metric units: as wide as the text, unless it is small or too high.
    fn measures(&self) -> (u64, u64) {
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        // 96 pixels to the inch are 15 twentieths of a point each.
        let mut wide = (width * 15).min(u64::from(TEXT_WIDTH));
        let mut high = wide * height / width;
        if high > PICTURE_HEIGHT {
            high = PICTURE_HEIGHT;
            wide = high * width / height;
        }
        (wide.max(1) * EMU, high.max(1) * EMU)
    }
}

/// The pictures by the hash that texts name them with, each with its number in the document.
pub(super) type Numbered<'a> = BTreeMap<&'a str, (usize, &'a Picture)>;

/// How a picture's relation is called.
pub(super) fn relation(number: usize) -> String {
    format!("rIdPicture{number}")
}

pub(super) fn write(content: &IssueContent, pictures: &Numbered<'_>) -> io::Result<Vec<u8>> {
    let mut part = xml::begin()?;
    let document = part.create_element("w:document").with_attributes([
        ("xmlns:w", WORD),
        ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ]);
    document.write_inner_content(|part| {
        part.create_element("w:body").write_inner_content(|part| {
            masthead(part, content)?;
            for section in &content.sections {
                section_of(part, section, pictures)?;
            }
            if let Some(foot) = &content.foot {
                foot_lines(part, foot)?;
            }
            section(part)
        })?;
        Ok(())
    })?;
    Ok(part.into_inner())
}

fn masthead(part: &mut Part, content: &IssueContent) -> io::Result<()> {
    if let Some(mark) = &content.mark {
        plain(part, "IssueMark", mark)?;
    }
    plain(part, "IssueName", &content.newsletter)?;
    plain(part, "IssueNumber", &content.heading_in_words())?;
    paragraph(part, "IssueLine", Placing::default(), |part| {
        run(part, None, &format!("　{}", content.publisher))?;
        sign(part, "w:tab")?;
        let day = content.date;
        run(part, None, &format!("{}年{}月{}日　", day.year(), day.month(), day.day()))
    })
}

fn section_of(part: &mut Part, section: &SectionContent, pictures: &Numbered<'_>) -> io::Result<()> {
    if let Some(title) = &section.title {
        plain(part, "Heading1", title)?;
    }
    section.items.iter().try_for_each(|item| piece(part, section.kind, item, pictures))
}

fn piece(part: &mut Part, kind: Kind, item: &ItemContent, pictures: &Numbered<'_>) -> io::Result<()> {
    let mut blocks = markdown::parse(&item.body);
    let mut lead = "";
    match kind {
        Kind::Article => {
            paragraph(part, "Heading2", Placing::default(), |part| {
                for (place, line) in item.title.lines().enumerate() {
                    if place > 0 {
                        sign(part, "w:br")?;
                    }
                    run(part, None, line)?;
                }
                Ok(())
            })?;
            if let Some(subtitle) = &item.subtitle {
                plain(part, "Subtitle", subtitle)?;
            }
        }
        Kind::Brief if item.title.is_empty() => lead = "▲",
        Kind::Brief => plain(part, "BriefTitle", &format!("▲{}", item.title))?,
    }
    if !lead.is_empty() && !matches!(blocks.first(), Some(Block::Paragraph { .. })) {
        blocks.insert(0, Block::Paragraph { content: Vec::new() });
    }
    for block in &blocks {
        write_block(part, block, std::mem::take(&mut lead), pictures)?;
    }
    if item.attribution.is_empty() {
        return Ok(());
    }
    plain(part, "Attribution", &item.attribution)
}

fn write_block(part: &mut Part, block: &Block, lead: &str, pictures: &Numbered<'_>) -> io::Result<()> {
    match block {
        Block::Paragraph { content } => text(part, "IssueText", lead, content),
        Block::Heading { level, content } => {
            let style = match level {
                0 | 1 => "Heading3",
                2 => "Heading4",
                _ => "Heading5",
            };
            text(part, style, lead, content)
        }
        Block::List { start, items } => list(part, *start, items, pictures),
        Block::Quote { content } => content.iter().try_for_each(|block| match block {
            Block::Paragraph { content } => text(part, "IssueQuote", "", content),
            block => write_block(part, block, "", pictures),
        }),
        Block::Table { head, rows, .. } => {
            let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| words_of(cell)).collect::<Vec<_>>();
            plain_table(part, &row(head), &rows.iter().map(row).collect::<Vec<_>>())
        }
        Block::Rule => plain(part, "IssueText", ""),
        Block::Picture { hash, caption, source, shows } => {
            let said = shows.as_deref().filter(|shows| !shows.is_empty()).unwrap_or(caption);
            match pictures.get(hash.as_str()) {
                Some((number, picture)) => paragraph(part, "PictureLine", Placing::default(), |part| {
                    drawing(part, *number, picture, said)
                })?,
                None => plain(part, "PictureLine", &format!("〔图：{said}〕"))?,
            }
            let below: Vec<&str> = [Some(caption.as_str()), source.as_deref()]
                .into_iter()
                .flatten()
                .filter(|words| !words.is_empty())
                .collect();
            if below.is_empty() { Ok(()) } else { plain(part, "Caption", &below.join("　")) }
        }
    }
}

fn list(
    part: &mut Part,
    start: Option<u64>,
    items: &[Vec<Block>],
    pictures: &Numbered<'_>,
) -> io::Result<()> {
    for (place, blocks) in (0_u64..).zip(items) {
        let mark = match start {
            Some(start) => format!("{}.", start.saturating_add(place)),
            None => "·".to_owned(),
        };
        for (within, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph { content } if within == 0 => {
                    paragraph(part, "IssueListed", Placing::default(), |part| {
                        run(part, None, &mark)?;
                        sign(part, "w:tab")?;
                        inlines(part, None, content)
                    })?;
                }
                block => write_block(part, block, "", pictures)?,
            }
        }
    }
    Ok(())
}

/// A cell's words, without what marks them.
fn words_of(content: &[Inline]) -> String {
    markdown::plain_text(&[Block::Paragraph { content: content.to_vec() }])
}

fn text(part: &mut Part, style: &str, lead: &str, content: &[Inline]) -> io::Result<()> {
    paragraph(part, style, Placing::default(), |part| {
        run(part, None, lead)?;
        inlines(part, None, content)
    })
}

fn inlines(part: &mut Part, style: Option<&str>, content: &[Inline]) -> io::Result<()> {
    content.iter().try_for_each(|inline| match inline {
        Inline::Text { text } => run(part, style, text),
        Inline::Strong { content } => inlines(part, Some("Strong"), content),
        Inline::Emphasis { content } => inlines(part, Some("Emphasis"), content),
    })
}

/// A picture within a line (ISO/IEC 29500-1, 20.4.2.8).
fn drawing(part: &mut Part, number: usize, picture: &Picture, said: &str) -> io::Result<()> {
    let (width, height) = picture.measures();
    let (width, height, id) = (width.to_string(), height.to_string(), number.to_string());
    let said = xml::printable(said);
    let extent = [("cx", width.as_str()), ("cy", height.as_str())];
    let named = |part: &mut Part, name: &str| {
        let about = [("id", id.as_str()), ("name", "图片"), ("descr", said.as_str())];
        part.create_element(name).with_attributes(about).write_empty().map(drop)
    };
    part.create_element("w:r").write_inner_content(|part| {
        part.create_element("w:drawing").write_inner_content(|part| {
            let inline = part.create_element("wp:inline");
            inline
                .with_attributes([("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")])
                .write_inner_content(|part| {
                    part.create_element("wp:extent").with_attributes(extent).write_empty()?;
                    named(part, "wp:docPr")?;
                    part.create_element("a:graphic").write_inner_content(|part| {
                        let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
                        let data = part.create_element("a:graphicData").with_attribute(("uri", picture));
                        data.write_inner_content(|part| {
                            part.create_element("pic:pic").write_inner_content(|part| {
                                part.create_element("pic:nvPicPr").write_inner_content(|part| {
                                    named(part, "pic:cNvPr")?;
                                    part.create_element("pic:cNvPicPr").write_empty().map(drop)
                                })?;
                                part.create_element("pic:blipFill").write_inner_content(|part| {
                                    let relation = relation(number);
                                    part.create_element("a:blip")
                                        .with_attribute(("r:embed", relation.as_str()))
                                        .write_empty()?;
                                    part.create_element("a:stretch").write_inner_content(|part| {
                                        part.create_element("a:fillRect").write_empty().map(drop)
                                    })?;
                                    Ok(())
                                })?;
                                part.create_element("pic:spPr").write_inner_content(|part| {
                                    part.create_element("a:xfrm").write_inner_content(|part| {
                                        part.create_element("a:off")
                                            .with_attributes([("x", "0"), ("y", "0")])
                                            .write_empty()?;
                                        part.create_element("a:ext")
                                            .with_attributes(extent)
                                            .write_empty()
                                            .map(drop)
                                    })?;
                                    part.create_element("a:prstGeom")
                                        .with_attribute(("prst", "rect"))
                                        .write_inner_content(|part| {
                                            part.create_element("a:avLst").write_empty().map(drop)
                                        })?;
                                    Ok(())
                                })?;
                                Ok(())
                            })?;
                            Ok(())
                        })?;
                        Ok(())
                    })?;
                    Ok(())
                })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn foot_lines(part: &mut Part, foot: &Foot) -> io::Result<()> {
    let lists = [("报：", &foot.report), ("送：", &foot.send), ("发：", &foot.issue)];
    for (label, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        plain(part, "FootLine", &format!("{label}{}", names.join("，")))?;
    }
    let people =
        [("编辑", &foot.editor), ("审核", &foot.reviewer), ("签发", &foot.signer), ("电话", &foot.phone)];
    let mut said: Vec<String> = people
        .into_iter()
        .filter_map(|(label, name)| name.as_ref().map(|name| format!("{label}：{name}")))
        .collect();
    said.extend(foot.copies.map(|copies| format!("印{copies}份")));
    if said.is_empty() { Ok(()) } else { plain(part, "FootLine", &said.join("　")) }
}
