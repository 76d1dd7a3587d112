//! Charts as SVG pictures, drawn with plotters for the width and the ground that they are seen on. It knows series and
//! numbers, not what they mean.

use app::desk::credits::charts::{Canvas, Chart, HEIGHT, Series, Shape};
use domain::points::Points;
use plotters::{
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

use self::dress::Dress;

mod dress;

/// Why a chart was not drawn: a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error("无法画图（{0}）")]
pub struct ChartError(String);

/// How far the scale goes beyond the highest value.
const ROOM_ABOVE: f64 = 1.15;
/// Left of the legend and right of the drawing, in pixels.
const MARGIN: i32 = 16;
/// What a name of the legend has before it, and between itself and the next.
const SIGN: i32 = 18;
const GAP: i32 = 16;
/// What plotters leaves between an axis and its labels.
const FROM_AXIS: i32 = 12;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Grid<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// The picture. The same chart gives the same text.
pub fn draw(chart: &Chart, canvas: Canvas) -> Result<String, ChartError> {
    let dress = Dress::of(canvas);
    let mut svg = String::new();
    let height = match chart.shape {
        // Each place gets room for a name.
        Shape::Places => 90 + 22 * u32::try_from(last_place(chart) as i64).unwrap_or(1),
        Shape::Bars | Shape::Lines => {
            let lines = legend(dress, chart).last().map_or(0, |name| name.line);
            HEIGHT + u32::try_from(lines * line_height(dress)).unwrap_or(0)
        }
    };
    {
        let area = SVGBackend::with_string(&mut svg, (canvas.width, height)).into_drawing_area();
        plot(&area, chart, dress).map_err(|error| ChartError(error.to_string()))?;
        area.present().map_err(|error| ChartError(error.to_string()))?;
    }
    Ok(svg)
}

fn plot(area: &Area<'_>, chart: &Chart, dress: Dress) -> Drawn {
    area.fill(&dress.colours.ground)?;
    let is_places = chart.shape == Shape::Places;
    let names_beside = if is_places { (dress.width * 3 / 10).min(190) } else { MARGIN };
    let names = legend(dress, chart);
    let names_above = names.last().map_or(MARGIN, |name| 40 + name.line * line_height(dress));
    let values =
        chart.series.iter().flat_map(|series| series.values.iter().flatten().map(|value| number(*value)));
    let (least, most) =
        values.fold((0.0_f64, 1.0_f64), |(least, most), value| (least.min(value), most.max(value)));
    let range = match chart.shape {
        Shape::Places => last_place(chart) + 0.6..0.4,
        // Numbers stand above the bars.
        Shape::Bars | Shape::Lines => least * ROOM_ABOVE..most * ROOM_ABOVE,
    };
    let values_beside = FROM_AXIS + widest_value(chart, dress, (least, most));
    let month = (dress.width - 8 - values_beside - names_beside) / 12;
    let every = months_between_labels(dress, month);
    let mut grid = ChartBuilder::on(area)
        .margin_top(names_above)
        .margin_right(names_beside)
        .margin_left(8)
        .margin_bottom(8)
        .x_label_area_size(28)
        .y_label_area_size(values_beside)
        .build_cartesian_2d(0.5..12.5, range)?;
    grid.configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(dress.colours.hairline)
        .axis_style(dress.colours.soft_ink)
        .x_labels(12)
        .x_label_formatter(&|month| month_label(*month, every))
        .y_labels(if is_places { last_place(chart) as usize } else { 5 })
        .y_label_formatter(&|value| {
            if is_places { format!("第{value:.0}") } else { format!("{value}{}", chart.unit) }
        })
        .label_style(dress.type_in(dress.colours.soft_ink))
        .draw()?;
    match chart.shape {
        Shape::Bars => bars(&mut grid, chart, dress)?,
        Shape::Lines | Shape::Places => lines(&mut grid, chart, dress)?,
    }
    if is_places {
        names_at_the_end(&mut grid, chart, dress, names_beside)
    } else {
        write(area, &names, dress)
    }
}

/// How wide the labels of the values may be.
fn widest_value(chart: &Chart, dress: Dress, (least, most): (f64, f64)) -> i32 {
    if chart.shape == Shape::Places {
        return dress.wide(&format!("第{:.0}", last_place(chart)));
    }
    // Small numbers have a place behind the point.
    let labels = [least, most].map(|value| value * ROOM_ABOVE);
    let labels = labels.map(|value| if most < 6.0 { format!("{value:.1}") } else { format!("{value:.0}") });
    labels.iter().map(|label| dress.wide(label) + dress.wide(chart.unit)).max().unwrap_or(0)
}

/// Every which month bears its name, where a month has so many pixels.
fn months_between_labels(dress: Dress, month: i32) -> i32 {
    let room = dress.wide("12月") + 4;
    [1, 2, 3].into_iter().find(|every| month * every >= room).unwrap_or(4)
}

/// 1月, and so on; nothing for those between.
fn month_label(month: f64, every: i32) -> String {
    let is_named = (month.round() as i32 - 1) % every == 0;
    if is_named { format!("{month:.0}月") } else { String::new() }
}

/// Where something stands already: left, top, right and bottom in pixels.
type Spot = [i32; 4];

/// Takes a spot unless something stands there.
fn take(taken: &mut Vec<Spot>, spot: Spot) -> bool {
    let [left, top, right, bottom] = spot;
    let is_free = taken
        .iter()
        .all(|other| right <= other[0] || other[2] <= left || bottom <= other[1] || other[3] <= top);
    if is_free {
        taken.push(spot);
    }
    is_free
}

/// Where no number may stand: on the labels of the values, and beyond the picture.
fn edges(grid: &Grid<'_, '_>, dress: Dress) -> Vec<Spot> {
    let (left, _) = grid.plotting_area().strip_coord_spec().get_base_pixel();
    vec![[i32::MIN, i32::MIN, left - FROM_AXIS + 2, i32::MAX], [dress.width, i32::MIN, i32::MAX, i32::MAX]]
}

/// Where a number stands in the middle above a point, or below it.
fn spot_at(dress: Dress, text: &str, (x, y): (i32, i32), is_below: bool) -> Spot {
    let half = dress.wide(text) / 2;
    let (top, bottom) = if is_below { (y + 1, y + dress.text) } else { (y - dress.text - 1, y - 1) };
    [x - half, top, x + half, bottom]
}

/// The months' bars, those of several series beside each other, with as many numbers as there is room for.
fn bars(grid: &mut Grid<'_, '_>, chart: &Chart, dress: Dress) -> Drawn {
    let width = 0.72 / chart.series.len().max(1) as f64;
    let mut taken = edges(grid, dress);
    let mut numbers = Vec::new();
    for (place, series) in chart.series.iter().enumerate() {
        let colour = dress.series(place);
        for (month, value) in points(chart, series) {
            let left = month - 0.36 + width * place as f64;
            let (from, to) = ((left, 0.0), (left + width * 0.92, number(value)));
            grid.draw_series([Rectangle::new([from, to], colour.filled())])?;
            let (from, to) = (grid.backend_coord(&from), grid.backend_coord(&to));
            taken.push([from.0, from.1.min(to.1), to.0, from.1.max(to.1)]);
            if !value.is_zero() {
                numbers.push(((left + width * 0.46, number(value)), value));
            }
        }
    }
    // The last months first: they matter most.
    for (at, value) in numbers.into_iter().rev() {
        let is_below = value < Points::ZERO;
        let text = value.to_string();
        if take(&mut taken, spot_at(dress, &text, grid.backend_coord(&at), is_below)) {
            let anchor = Pos::new(HPos::Center, if is_below { VPos::Top } else { VPos::Bottom });
            let style = dress.type_in(dress.colours.ink).pos(anchor);
            grid.draw_series([Text::new(text, at, style)])?;
        }
    }
    Ok(())
}

fn lines(grid: &mut Grid<'_, '_>, chart: &Chart, dress: Dress) -> Drawn {
    for (place, series) in chart.series.iter().enumerate() {
        let colour = dress.series(place);
        let points: Vec<(f64, f64)> =
            points(chart, series).into_iter().map(|(month, value)| (month, number(value))).collect();
        grid.draw_series(points.iter().map(|point| Circle::new(*point, 3, colour.filled())))?;
        grid.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
    }
    let [single] = chart.series.as_slice() else { return Ok(()) };
    if chart.shape == Shape::Places {
        return Ok(());
    }
    let mut taken = edges(grid, dress);
    for (month, value) in points(chart, single).into_iter().rev() {
        let text = format!("{value}{}", chart.unit);
        let at = (month, number(value));
        if take(&mut taken, spot_at(dress, &text, grid.backend_coord(&at), false)) {
            let style = dress.type_in(dress.colours.ink).pos(Pos::new(HPos::Center, VPos::Bottom));
            grid.draw_series([Text::new(text, at, style)])?;
        }
    }
    Ok(())
}

/// A name of the legend.
struct Name {
    text: String,
    /// In pixels.
    left: i32,
    /// From 0.
    line: i32,
}

fn line_height(dress: Dress) -> i32 {
    dress.text + 10
}

/// Which series is which, above the drawing, in as many lines as they need. A single one is named by its page, and places
/// at the ends of their lines.
fn legend(dress: Dress, chart: &Chart) -> Vec<Name> {
    if chart.series.len() < 2 || chart.shape == Shape::Places {
        return Vec::new();
    }
    let (mut left, mut line) = (MARGIN, 0);
    let names = chart.series.iter().map(|series| {
        let text = dress.fitting(&series.name, dress.width - 2 * MARGIN - SIGN);
        let right = left + SIGN + dress.wide(&text);
        if left > MARGIN && right > dress.width - MARGIN {
            (left, line) = (MARGIN, line + 1);
        }
        let name = Name { left, line, text };
        left += SIGN + dress.wide(&name.text) + GAP;
        name
    });
    names.collect()
}

fn write(area: &Area<'_>, names: &[Name], dress: Dress) -> Drawn {
    for (place, name) in names.iter().enumerate() {
        let middle = 18 + name.line * line_height(dress);
        let sign = [(name.left, middle - 6), (name.left + 12, middle + 6)];
        area.draw(&Rectangle::new(sign, dress.series(place).filled()))?;
        let style = dress.type_in(dress.colours.ink).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(name.text.clone(), (name.left + SIGN, middle), style))?;
    }
    Ok(())
}

/// Names right of where each line ends; those of one place stand together.
fn names_at_the_end(grid: &mut Grid<'_, '_>, chart: &Chart, dress: Dress, room: i32) -> Drawn {
    let mut ends: Vec<(f64, f64, Vec<&str>)> = Vec::new();
    for series in &chart.series {
        let Some((month, value)) = points(chart, series).last().copied() else { continue };
        let value = number(value);
        match ends.iter_mut().find(|end| (end.0, end.1) == (month, value)) {
            Some(end) => end.2.push(&series.name),
            None => ends.push((month, value, vec![&series.name])),
        }
    }
    // Where a line that ended early would be named over another's name, the later one is told.
    ends.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut taken = Vec::new();
    let area = grid.plotting_area().strip_coord_spec();
    let (left, top) = area.get_base_pixel();
    for (month, place, names) in ends {
        let (x, y) = grid.backend_coord(&(month, place));
        let text = dress.fitting(&names.join("、"), room - 8);
        let half = dress.text / 2;
        if take(&mut taken, [x + 8, y - half, x + 8 + dress.wide(&text), y + half]) {
            let style = dress.type_in(dress.colours.ink).pos(Pos::new(HPos::Left, VPos::Center));
            // Right of the drawing there is no coordinate, so that names are placed by pixels.
            area.draw(&Text::new(text, (x - left + 8, y - top), style))?;
        }
    }
    Ok(())
}

/// The series' points: the month from 1 to 12, and the number.
fn points(chart: &Chart, series: &Series) -> Vec<(f64, Points)> {
    let months = chart.months.iter().map(|month| f64::from(month.month()));
    months.zip(&series.values).filter_map(|(month, value)| Some((month, (*value)?))).collect()
}

fn last_place(chart: &Chart) -> f64 {
    chart
        .series
        .iter()
        .flat_map(|series| series.values.iter().flatten())
        .map(|value| number(*value))
        .fold(1.0, f64::max)
}

/// As exact as a drawing needs.
fn number(value: Points) -> f64 {
    value.scaled() as f64 / 10_000.0
}

#[cfg(test)]
mod tests {
    use app::desk::credits::charts::WIDTHS;
    use domain::calendar::Month;

    use super::*;

    const WIDE: Canvas = Canvas { width: 760, is_dark: false };

    fn chart(shape: Shape, series: &[&[&str]]) -> Chart {
        let month =
            |number: usize| Month::new(2024, i8::try_from(number).expect("a month")).expect("a month");
        let value = |text: &&str| if text.is_empty() { None } else { Some(text.parse().expect("points")) };
        Chart {
            title: "图".to_owned(),
            unit: "分",
            shape,
            months: (1..=series.first().map_or(0, |values| values.len())).map(month).collect(),
            series: series
                .iter()
                .enumerate()
                .map(|(place, values)| Series {
                    name: format!("甲<{place}>"),
                    values: values.iter().map(value).collect(),
                })
                .collect(),
        }
    }

    #[test]
    fn every_shape_is_drawn_whatever_the_numbers() {
        for shape in [Shape::Bars, Shape::Lines, Shape::Places] {
            for series in
                [&[][..], &[&[][..]], &[&["0"][..]], &[&["1", "", "3.5"][..], &["-2", "4", "12"][..]]]
            {
                let svg = draw(&chart(shape, series), WIDE).expect("a picture");
                assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{shape:?} {svg}");
                assert!(!svg.contains("NaN") && !svg.contains("甲<"), "{shape:?} {svg}");
            }
        }
    }

    #[test]
    fn each_bar_bears_its_number_and_each_line_its_name() {
        let bars = draw(&chart(Shape::Bars, &[&["6.5", "12"]]), WIDE).expect("a picture");
        assert!(bars.contains("6.5") && bars.contains("12月"), "{bars}");
        let places = draw(&chart(Shape::Places, &[&["1", "2"], &["2", "1"]]), WIDE).expect("a picture");
        assert!(places.contains("甲&lt;0&gt;") && places.contains("第1"), "{places}");
    }

    /// The texts of a picture: what they say, how high their characters are, and where they stand.
    fn texts(svg: &str) -> Vec<(String, f64, [f64; 4])> {
        let texts = svg.split("<text ").skip(1).map(|text| {
            let (attributes, rest) = text.split_once('>').expect("a tag ends");
            let attribute = |name: &str| {
                let (_, rest) = attributes.split_once(&format!("{name}=\"")).expect(name);
                rest.split('"').next().unwrap_or_default().to_owned()
            };
            let value = |name: &str| attribute(name).parse::<f64>().expect(name);
            let says = rest.split('<').next().unwrap_or_default().trim();
            let says = says.replace("&lt;", "<").replace("&gt;", ">");
            let (size, x, y) = (value("font-size"), value("x"), value("y"));
            let ems = says.chars().map(|character| if character.is_ascii() { 0.56 } else { 1.0 });
            let width = ems.sum::<f64>() * size;
            let left = match attribute("text-anchor").as_str() {
                "start" => x,
                "middle" => x - width / 2.0,
                _ => x - width,
            };
            let top = match attribute(" dy").as_str() {
                "0.76em" => y,
                "0.5ex" => y - size / 2.0,
                _ => y - size,
            };
            // Characters do not fill their line from edge to edge.
            (says, size, [left, top + 1.0, left + width, top + size - 1.0])
        });
        texts.filter(|(says, ..)| !says.is_empty()).collect()
    }

    #[test]
    fn at_every_width_labels_are_large_enough_and_stand_apart() {
        let full = ["12.5", "3", "10", "8.5", "11.5", "9", "12", "0", "7.5", "10.5", "11", "12.5"];
        let shares = ["33.3", "66.7", "100", "33.3", "35", "32.1", "98.6", "0", "50", "50", "50", "50"];
        let many = ["1200", "860", "930", "1105", "990", "1000", "870", "1300", "900", "1024", "1111", "980"];
        let first = ["1", "2", "1", "3", "1", "2", "1", "2", "3", "3", "1", "1"];
        let second = ["2", "1", "2", "1", "2", "1", "2", "1", "1", "1", "2", "1"];
        let early = ["3", "3", "3", "2", "3", "3", "3", "3", "2", "2", "1", ""];
        let of = |shape, series: &[&[&str]], name: &str| {
            let mut chart = chart(shape, series);
            for (place, series) in chart.series.iter_mut().enumerate() {
                series.name = format!("{name}{place}");
            }
            chart
        };
        let long = "名字很长的自然资源和规划局及其所属事业单位";
        let charts = [
            of(Shape::Bars, &[&full], "单位"),
            of(Shape::Lines, &[&shares], "单位"),
            of(Shape::Bars, &[&many, &full, &shares], long),
            of(Shape::Lines, &[&full, &shares], "机关科室"),
            of(Shape::Places, &[&first, &second, &early], long),
        ];
        for width in WIDTHS {
            for (number, chart) in charts.iter().enumerate() {
                let svg = draw(chart, Canvas { width, is_dark: false }).expect("a picture");
                let texts = texts(&svg);
                assert!(texts.len() > 5, "{number} at {width}: {svg}");
                for (place, (says, size, spot)) in texts.iter().enumerate() {
                    assert!(*size >= 12.0, "{says} of {number} at {width}: {size}");
                    assert!(spot[0] >= 0.0 && spot[2] <= f64::from(width), "{says} of {number} at {width}");
                    for (other, _, there) in &texts[..place] {
                        let apart = spot[2] <= there[0]
                            || there[2] <= spot[0]
                            || spot[3] <= there[1]
                            || there[3] <= spot[1];
                        assert!(apart, "{number} at {width}: {says} {spot:?} stands on {other} {there:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn on_dark_ground_nothing_is_drawn_in_the_ink_of_light_paper() {
        let chart = chart(Shape::Bars, &[&["6.5", "12"], &["1", "2"]]);
        let light = draw(&chart, WIDE).expect("a picture");
        let dark = draw(&chart, Canvas { is_dark: true, ..WIDE }).expect("a picture");
        for (colour, stands_on) in [("#1C1B19", "light"), ("#FFFFFF", "light"), ("#1F1E1B", "dark")] {
            assert_eq!(light.contains(colour), stands_on == "light", "{colour}");
            assert_eq!(dark.contains(colour), stands_on == "dark", "{colour}");
        }
    }
}
