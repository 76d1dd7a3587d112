//! How a picture is written: photographs as JPEG, drawings as PNG.

use image::{
    DynamicImage, ImageEncoder,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
use jpeg_encoder::{Encoder, QuantizationTableType, SamplingFactor};

/// At 300 dpi nobody sees on paper what is left out.
const PHOTOGRAPH: u8 = 86;

/// Letters have sharp edges.
const DRAWING: u8 = 92;

/// How many rows are looked at.
const ROWS: u32 = 400;

/// Whether it is a drawing, a chart, a screen: most pixels are as the one before. In photographs, each differs.
pub(super) fn is_drawn(image: &DynamicImage) -> bool {
    let channels = usize::from(image.color().channel_count());
    let row = image.width() as usize * channels;
    let step = (image.height() / ROWS).max(1) as usize;
    let (mut same, mut all) = (0_u64, 0_u64);
    for row in image.as_bytes().chunks_exact(row.max(1)).step_by(step) {
        let pixels = row.chunks_exact(channels);
        for (one, next) in pixels.clone().zip(pixels.skip(1)) {
            all += 1;
            same += u64::from(one == next);
        }
    }
    same * 2 >= all
}

/// Its bytes and their media type.
pub(super) fn encoded(image: &DynamicImage, is_drawn: bool) -> Option<(Vec<u8>, &'static str)> {
    if !is_drawn {
        return Some((as_jpeg(image, PHOTOGRAPH)?, "image/jpeg"));
    }
    let png = as_png(image)?;
    // A photograph within a drawing makes it large.
    match as_jpeg(image, DRAWING) {
        Some(jpeg) if jpeg.len() * 2 < png.len() => Some((jpeg, "image/jpeg")),
        _ => Some((png, "image/png")),
    }
}

fn as_jpeg(image: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(image.width()).ok()?, u16::try_from(image.height()).ok()?);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    // In one scan with the usual tables: what every reader and every printer understands.
    encoder.set_quantization_tables(QuantizationTableType::ImageMagick, QuantizationTableType::ImageMagick);
    if quality < DRAWING {
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
    }
    let colours = match image {
        DynamicImage::ImageLuma8(_) => jpeg_encoder::ColorType::Luma,
        _ => jpeg_encoder::ColorType::Rgb,
    };
    encoder.encode(image.as_bytes(), width, height, colours).ok()?;
    Some(bytes)
}

fn as_png(image: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    let colours = image.color().into();
    encoder.write_image(image.as_bytes(), image.width(), image.height(), colours).ok()?;
    Some(bytes)
}
