//! Taking pictures in: any photograph or drawing that somebody hands in becomes one that texts may hold. It is turned as it
//! was held, says nothing of place and device, has sRGB's colours, and is no larger than paper needs.
//!
//! It knows bytes alone: neither who hands them in nor where they are kept.

mod encode;
mod jpeg;
mod kind;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use fast_image_resize::{PixelType, Resizer, images::Image};
use image::{
    ColorType, DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage,
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use self::{jpeg::Bare, kind::Kind};

/// The most bytes of a picture as it is handed in.
pub const MOST_BYTES: usize = 20 << 20;

/// The most pixels: what the largest sensors of cameras and phones give, and no bomb.
const MOST_PIXELS: u64 = 100_000_000;

/// The most pixels of a JPEG that comes in several passes, all of which are held until the last.
const MOST_PROGRESSIVE: u64 = 40_000_000;

/// The most bytes that a picture takes unpacked.
const MOST_UNPACKED: u64 = 400 << 20;

/// Millimetres of the type area of A4, as GB/T 9704 has it: no picture is printed larger.
const WIDEST: f64 = 156.0;
const HIGHEST: f64 = 225.0;

/// Pixels to the inch at which print is sharp.
const SHARP: f64 = 300.0;

/// What a column is wide, in millimetres, and the pixels to the inch below which print is plainly not sharp.
const COLUMN: f64 = 75.0;
const BLURRED: f64 = 150.0;

/// A picture as it may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    pub height: u32,
}

impl Taken {
    /// What whoever handed it in should know before it is printed.
    pub fn remark(&self) -> Option<String> {
        let Self { width, height, .. } = self;
        (f64::from(*width) < COLUMN / 25.4 * BLURRED)
            .then(|| format!("只有 {width}×{height} 像素，印出来不清楚，有原图请换"))
    }
}

/// Why a picture was not taken in, in words for whoever handed it in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("图片太大，最多 20 MB。请先缩小：微信发送时不选“原图”，或用“画图”、WPS 图片另存一张小的")]
    TooLarge,
    #[error(
        "这是苹果或新款手机的 HEIC 照片，排版用不了。请在手机“设置—相机—格式”里改为“兼容性最佳”再拍；已拍的，用微信发给自己（不选“原图”）或另存为 JPG 再选"
    )]
    Heic,
    #[error("{0} 图片排版用不了。请用“画图”、WPS 图片或浏览器打开，另存为 JPG 或 PNG 再选")]
    OtherFormat(&'static str),
    #[error("会动的图片印不到纸上。请截一张图，存为 JPG 或 PNG 再选")]
    Moving,
    #[error("这不是图片，是{0}。图片请选 JPG、PNG 或 WebP")]
    OtherFile(&'static str),
    #[error("这个文件不是图片。可以用 JPG、PNG、WebP")]
    NoPicture,
    #[error("图片没有传完整，或文件已经损坏，打不开。请回到原图重新导出或发送一次，再选")]
    Broken,
    #[error("图片有 {width}×{height} 像素，太大了，打不开。请先缩小到 8000 像素以内再选")]
    TooManyPixels { width: u32, height: u32 },
}

/// Takes a picture in: JPEG, PNG or WebP by its content, whatever it is called. The same bytes always give the same picture.
/// Unpacked it may take 400 MB for a while: whoever calls it bounds how many are taken in at a time.
pub fn taken_in(bytes: &[u8]) -> Result<Taken, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    let kind = kind::of(bytes)?;
    let bare = match kind {
        Kind::Jpeg => Some(jpeg::bare(bytes).ok_or(PictureError::Broken)?),
        Kind::Png | Kind::Webp => None,
    };
    let mut unpacked = unpacked(bytes, kind, bare.as_ref())?;
    let is_drawn = kind != Kind::Jpeg && encode::is_drawn(&unpacked.image);
    let (width, height) = (unpacked.image.width(), unpacked.image.height());
    unpacked.image = scaled(unpacked.image, unpacked.orientation)?;
    let is_smaller = (unpacked.image.width(), unpacked.image.height()) != (width, height);
    let has_colours_of_its_own = unpacked.convert();
    unpacked.image.apply_orientation(unpacked.orientation);
    let encoded = encode::encoded(&unpacked.image, is_drawn).ok_or(PictureError::Broken)?;
    let (width, height) = (unpacked.image.width(), unpacked.image.height());
    // One that is as paper needs it loses nothing by being written anew, where it is not written anew.
    let is_as_it_was =
        !is_smaller && !has_colours_of_its_own && unpacked.orientation == Orientation::NoTransforms;
    if let Some(Bare { bytes, is_plain: true, .. }) = bare
        && is_as_it_was
        && bytes.len() <= encoded.0.len() + encoded.0.len() / 4
    {
        return Ok(Taken { bytes, media_type: "image/jpeg", width, height });
    }
    let (bytes, media_type) = encoded;
    Ok(Taken { bytes, media_type, width, height })
}

/// A picture in memory: grey, or red, green and blue, on white.
struct Unpacked {
    image: DynamicImage,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

fn unpacked(bytes: &[u8], kind: Kind, bare: Option<&Bare>) -> Result<Unpacked, PictureError> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
    };
    let broken = |_| PictureError::Broken;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_UNPACKED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let is_progressive = bare.is_some_and(|bare| bare.is_progressive);
    let most = if is_progressive { MOST_PROGRESSIVE } else { MOST_PIXELS };
    if pixels > most || decoder.total_bytes() > MOST_UNPACKED {
        return Err(PictureError::TooManyPixels { width, height });
    }
    if pixels == 0 {
        return Err(PictureError::Broken);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok(Unpacked { image: on_white(image), orientation, profile })
}

/// What is not opaque stands on white paper.
fn on_white(image: DynamicImage) -> DynamicImage {
    match image.color() {
        ColorType::L8 | ColorType::Rgb8 => image,
        ColorType::L16 => DynamicImage::ImageLuma8(image.into_luma8()),
        ColorType::Rgb16 | ColorType::Rgb32F => DynamicImage::ImageRgb8(image.into_rgb8()),
        _ => {
            let (width, height) = (image.width(), image.height());
            let mut bytes = image.into_rgba8().into_raw();
            // In place: it may be large.
            for pixel in 0..bytes.len() / 4 {
                let opacity = u16::from(bytes[pixel * 4 + 3]);
                for channel in 0..3 {
                    let ink = u16::from(bytes[pixel * 4 + channel]);
                    let seen = (ink * opacity + 255 * (255 - opacity) + 127) / 255;
                    bytes[pixel * 3 + channel] = u8::try_from(seen).unwrap_or(u8::MAX);
                }
            }
            bytes.truncate(bytes.len() / 4 * 3);
            bytes.shrink_to_fit();
            RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8).unwrap_or_default()
        }
    }
}

/// No larger than the type area takes at 300 dpi, once it is turned.
fn scaled(image: DynamicImage, orientation: Orientation) -> Result<DynamicImage, PictureError> {
    let pixels = |millimetres: f64| millimetres / 25.4 * SHARP;
    let (mut widest, mut highest) = (pixels(WIDEST), pixels(HIGHEST));
    let lies = [
        Orientation::Rotate90,
        Orientation::Rotate270,
        Orientation::Rotate90FlipH,
        Orientation::Rotate270FlipH,
    ];
    if lies.contains(&orientation) {
        std::mem::swap(&mut widest, &mut highest);
    }
    let (width, height) = (f64::from(image.width()), f64::from(image.height()));
    let scale = (widest / width).min(highest / height);
    if scale >= 1.0 {
        return Ok(image);
    }
    let side = |length: f64| (length * scale).round().max(1.0) as u32;
    let (kind, channels) = match image.color() {
        ColorType::L8 => (PixelType::U8, 1),
        _ => (PixelType::U8x3, 3),
    };
    let (from_width, from_height) = (image.width(), image.height());
    let source = Image::from_vec_u8(from_width, from_height, image.into_bytes(), kind)
        .map_err(|_| PictureError::Broken)?;
    let mut target = Image::new(side(width), side(height), kind);
    Resizer::new().resize(&source, &mut target, None).map_err(|_| PictureError::Broken)?;
    drop(source);
    let (width, height, bytes) = (target.width(), target.height(), target.into_vec());
    let scaled = match channels {
        1 => GrayImage::from_raw(width, height, bytes).map(DynamicImage::ImageLuma8),
        _ => RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8),
    };
    scaled.ok_or(PictureError::Broken)
}

impl Unpacked {
    /// Gives it sRGB's colours, where it has others. A profile that nobody understands says nothing.
    fn convert(&mut self) -> bool {
        let DynamicImage::ImageRgb8(image) = &mut self.image else { return false };
        let Some(profile) = self.profile.take().filter(|profile| !says_srgb(profile)) else { return false };
        let Ok(profile) = ColorProfile::new_from_slice(&profile) else { return false };
        if profile.color_space != DataColorSpace::Rgb {
            return false;
        }
        let (to, options) = (ColorProfile::new_srgb(), TransformOptions::default());
        let Ok(transform) = profile.create_transform_8bit(Layout::Rgb, &to, Layout::Rgb, options) else {
            return false;
        };
        let mut converted = vec![0; image.as_raw().len()];
        let is_done = transform.transform(image.as_raw(), &mut converted).is_ok();
        if is_done {
            image.copy_from_slice(&converted);
        }
        is_done
    }
}

/// Whether a profile names itself so, in one of the two ways of writing names.
fn says_srgb(profile: &[u8]) -> bool {
    let wide: Vec<u8> = "sRGB".bytes().flat_map(|byte| [0, byte]).collect();
    let has = |name: &[u8]| profile.windows(name.len()).any(|part| part == name);
    has(b"sRGB") || has(&wide)
}
