//! Charts as SVG pictures, drawn with plotters. It knows series and numbers, not what they mean.

use app::desk::credits::charts::{Chart, Series, Shape};
use domain::points::Points;
use plotters::{
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

/// Why a chart was not drawn: a fault of the program.
#[derive(Debug, thiserror::Error)]
#[error("无法画图（{0}）")]
pub struct ChartError(String);

const WIDTH: u32 = 760;
const FONT: &str = "sans-serif";
/// As in `styles/tokens.css`. Pictures bear their own colours: an office prints them on white paper.
const INK: RGBColor = RGBColor(0x1c, 0x1b, 0x19);
const SOFT_INK: RGBColor = RGBColor(0x62, 0x5f, 0x58);
const HAIRLINE: RGBColor = RGBColor(0xe5, 0xe1, 0xd8);
/// Told apart by brightness too, for those who see no colours and for grey paper.
const COLOURS: [RGBColor; 6] = [
    RGBColor(0xb3, 0x26, 0x1e),
    RGBColor(0x1c, 0x1b, 0x19),
    RGBColor(0x8f, 0x8a, 0x7f),
    RGBColor(0x2c, 0x65, 0x34),
    RGBColor(0xc2, 0x8a, 0x1a),
    RGBColor(0x1f, 0x5f, 0xbf),
];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Grid<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The picture. The same chart gives the same text.
pub fn draw(chart: &Chart) -> Result<String, ChartError> {
    let mut svg = String::new();
    let height = match chart.shape {
        // Each place gets room for a name.
        Shape::Places => 90 + 22 * u32::try_from(last_place(chart) as i64).unwrap_or(1),
        Shape::Bars | Shape::Lines => 280,
    };
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        plot(&area, chart).map_err(|error| ChartError(error.to_string()))?;
        area.present().map_err(|error| ChartError(error.to_string()))?;
    }
    Ok(svg)
}

fn plot(area: &Area<'_>, chart: &Chart) -> Result<(), Box<dyn std::error::Error>> {
    area.fill(&WHITE)?;
    let names_beside = if chart.shape == Shape::Places { 190 } else { 16 };
    let values =
        chart.series.iter().flat_map(|series| series.values.iter().flatten().map(|value| number(*value)));
    let (least, most) =
        values.fold((0.0_f64, 1.0_f64), |(least, most), value| (least.min(value), most.max(value)));
    let range = match chart.shape {
        Shape::Places => last_place(chart) + 0.6..0.4,
        // Numbers stand above the bars.
        Shape::Bars | Shape::Lines => least * 1.15..most * 1.15,
    };
    let mut grid = ChartBuilder::on(area)
        .margin_top(if chart.series.len() > 1 && chart.shape != Shape::Places { 40 } else { 16 })
        .margin_right(names_beside)
        .margin_left(8)
        .margin_bottom(8)
        .x_label_area_size(28)
        .y_label_area_size(48)
        .build_cartesian_2d(0.5..12.5, range)?;
    let soft = (FONT, 14).into_font().color(&SOFT_INK);
    let is_places = chart.shape == Shape::Places;
    grid.configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(HAIRLINE)
        .axis_style(SOFT_INK)
        .x_labels(12)
        .x_label_formatter(&|month| format!("{month:.0}月"))
        .y_labels(if is_places { last_place(chart) as usize } else { 5 })
        .y_label_formatter(&|value| {
            if is_places { format!("第{value:.0}") } else { format!("{value}{}", chart.unit) }
        })
        .label_style(soft)
        .draw()?;
    match chart.shape {
        Shape::Bars => bars(&mut grid, chart)?,
        Shape::Lines | Shape::Places => lines(&mut grid, chart)?,
    }
    if is_places { names_at_the_end(&mut grid, chart) } else { legend(area, chart) }
}

/// The months' bars, those of several series beside each other.
fn bars(grid: &mut Grid<'_, '_>, chart: &Chart) -> Result<(), Box<dyn std::error::Error>> {
    let width = 0.72 / chart.series.len().max(1) as f64;
    for (place, series) in chart.series.iter().enumerate() {
        let colour = COLOURS[place % COLOURS.len()];
        for (month, value) in points(chart, series) {
            let left = month - 0.36 + width * place as f64;
            let bar = Rectangle::new([(left, 0.0), (left + width * 0.92, number(value))], colour.filled());
            grid.draw_series([bar])?;
            if chart.series.len() <= 3 && !value.is_zero() {
                let anchor =
                    Pos::new(HPos::Center, if value < Points::ZERO { VPos::Top } else { VPos::Bottom });
                let style = (FONT, 12).into_font().color(&INK).pos(anchor);
                let at = (left + width * 0.46, number(value));
                grid.draw_series([Text::new(value.to_string(), at, style)])?;
            }
        }
    }
    Ok(())
}

fn lines(grid: &mut Grid<'_, '_>, chart: &Chart) -> Result<(), Box<dyn std::error::Error>> {
    for (place, series) in chart.series.iter().enumerate() {
        let colour = COLOURS[place % COLOURS.len()];
        let points: Vec<(f64, f64)> =
            points(chart, series).into_iter().map(|(month, value)| (month, number(value))).collect();
        grid.draw_series(points.iter().map(|point| Circle::new(*point, 3, colour.filled())))?;
        grid.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
    }
    if chart.series.len() == 1 {
        for (month, value) in chart.series.first().map(|series| points(chart, series)).unwrap_or_default() {
            let style = (FONT, 12).into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Bottom));
            let text = Text::new(format!("{value}{}", chart.unit), (month, number(value)), style);
            grid.draw_series([text])?;
        }
    }
    Ok(())
}

/// Which series is which, above the drawing; a single one is named by its page.
fn legend(area: &Area<'_>, chart: &Chart) -> Result<(), Box<dyn std::error::Error>> {
    if chart.series.len() < 2 {
        return Ok(());
    }
    let mut left = 56;
    for (place, series) in chart.series.iter().enumerate() {
        let colour = COLOURS[place % COLOURS.len()];
        area.draw(&Rectangle::new([(left, 12), (left + 12, 24)], colour.filled()))?;
        let style = (FONT, 14).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
        area.draw(&Text::new(series.name.clone(), (left + 18, 18), style))?;
        let characters = i32::try_from(series.name.chars().count()).unwrap_or(0);
        left += 18 + 14 * characters + 24;
    }
    Ok(())
}

/// Names right of where each line ends; those of one place stand together.
fn names_at_the_end(grid: &mut Grid<'_, '_>, chart: &Chart) -> Result<(), Box<dyn std::error::Error>> {
    let mut ends: Vec<(f64, f64, Vec<&str>)> = Vec::new();
    for series in &chart.series {
        let Some((month, value)) = points(chart, series).last().copied() else { continue };
        let value = number(value);
        match ends.iter_mut().find(|end| (end.0, end.1) == (month, value)) {
            Some(end) => end.2.push(&series.name),
            None => ends.push((month, value, vec![&series.name])),
        }
    }
    let area = grid.plotting_area().strip_coord_spec();
    let (left, top) = area.get_base_pixel();
    for (month, place, names) in ends {
        let (x, y) = grid.backend_coord(&(month, place));
        let style = (FONT, 12).into_font().color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
        let text = shortened(&names.join("、"));
        // Right of the drawing there is no coordinate, so that names are placed by pixels.
        grid.plotting_area().strip_coord_spec().draw(&Text::new(text, (x - left + 8, y - top), style))?;
    }
    Ok(())
}

/// As much as fits beside the drawing.
fn shortened(names: &str) -> String {
    const LONGEST: usize = 14;
    if names.chars().count() <= LONGEST {
        return names.to_owned();
    }
    format!("{}…", names.chars().take(LONGEST).collect::<String>())
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
    use domain::calendar::Month;

    use super::*;

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
                let svg = draw(&chart(shape, series)).expect("a picture");
                assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{shape:?} {svg}");
                assert!(!svg.contains("NaN") && !svg.contains("甲<"), "{shape:?} {svg}");
            }
        }
    }

    #[test]
    fn each_bar_bears_its_number_and_each_line_its_name() {
        let bars = draw(&chart(Shape::Bars, &[&["6.5", "12"]])).expect("a picture");
        assert!(bars.contains("6.5") && bars.contains("12月"), "{bars}");
        let places = draw(&chart(Shape::Places, &[&["1", "2"], &["2", "1"]])).expect("a picture");
        assert!(places.contains("甲&lt;0&gt;") && places.contains("第1"), "{places}");
    }
}
