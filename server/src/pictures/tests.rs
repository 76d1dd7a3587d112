//! Pictures as cameras, phones and programs make them, written here byte by byte.

use image::{DynamicImage, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage, codecs::png::PngEncoder};
use jpeg_encoder::{ColorType, Encoder};

use super::*;

/// What cameras say in a JPEG: how it was held, which device it was and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    // The device, at 50; how it was held; where the place stands, at 70.
    tiff.extend(b"\x01\x0f\0\x02\0\0\0\x0e\0\0\0\x32");
    tiff.extend([1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x46");
    tiff.extend(b"\0\0\0\0");
    tiff.resize(50, 0);
    tiff.extend(b"GeheimPhone 9\0");
    tiff.resize(70, 0);
    // North, 36° 27′.
    tiff.extend(b"\0\x02\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x64\0\0\0\0");
    tiff.extend(b"\0\0\0\x24\0\0\0\x01\0\0\0\x1b\0\0\0\x01\0\0\0\0\0\0\0\x01");
    tiff
}

fn jpeg(image: &RgbImage, orientation: u8, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.add_exif_metadata(&exif(orientation)).expect("it has room");
    encoder
        .add_app_segment(1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GeheimPhone</x:xmpmeta>".to_vec())
        .expect("room");
    encoder.add_app_segment(13, b"Photoshop 3.0\08BIM\x04\x04GeheimPlace".to_vec()).expect("room");
    let [width, height] = [image.width(), image.height()].map(|side| u16::try_from(side).expect("small"));
    encoder.encode(image.as_raw(), width, height, ColorType::Rgb).expect("it is written");
    // Behind the end: phones put a film there.
    bytes.extend(b"GeheimFilm");
    bytes
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder
        .write_image(image.as_bytes(), image.width(), image.height(), image.color().into())
        .expect("it is written");
    bytes
}

/// As a photograph is: no two neighbours the same, little noise on large forms.
fn photograph(width: u32, height: u32) -> RgbImage {
    let mut noise = 0x2545_f491_u32;
    RgbImage::from_fn(width, height, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let wave = |scale: f64, phase: f64| {
            let (x, y) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
            ((x * scale + phase).sin() * (y * scale * 1.3 + phase).cos() + 1.0) * 110.0
        };
        let grain = f64::from(noise % 24);
        Rgb([wave(9.0, 0.0) + grain, wave(23.0, 1.0) + grain, wave(57.0, 2.0) + grain].map(|ink| ink as u8))
    })
}

fn read(taken: &Taken) -> RgbImage {
    let image = image::load_from_memory(&taken.bytes).expect("it can be read").into_rgb8();
    assert_eq!((image.width(), image.height()), (taken.width, taken.height));
    image
}

fn says(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part == word.as_bytes())
}

/// Red above at the left, green above at the right, blue below at the left, white below at the right; as it is stored by a
/// camera that is held so (EXIF 2.32, tag 0x0112: what the first row and the first column are).
fn held(orientation: u8, width: u32, height: u32) -> RgbImage {
    let lies = orientation >= 5;
    let (stored_width, stored_height) = if lies { (height, width) } else { (width, height) };
    RgbImage::from_fn(stored_width, stored_height, |column, row| {
        let (along, down) = if lies { (row, column) } else { (column, row) };
        // Mirrored left to right, upside down, in what is seen.
        let (is_mirrored, is_upside_down) = match orientation {
            1 | 5 => (false, false),
            2 | 6 => (true, false),
            3 | 7 => (true, true),
            _ => (false, true),
        };
        let x = if is_mirrored { width - 1 - along } else { along };
        let y = if is_upside_down { height - 1 - down } else { down };
        match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([220, 20, 20]),
            (false, true) => Rgb([20, 200, 20]),
            (true, false) => Rgb([20, 20, 220]),
            (false, false) => Rgb([250, 250, 250]),
        }
    })
}

#[test]
fn a_picture_stands_as_it_was_held() {
    for orientation in 1..=8 {
        // A small one, and one that is made smaller.
        for (width, height) in [(96, 64), (2400, 1600)] {
            let taken =
                taken_in(&jpeg(&held(orientation, width, height), orientation, 90)).expect("it is taken in");
            assert_eq!(taken.width > taken.height, width > height, "{orientation}");
            let seen = read(&taken);
            let at = |x: u32, y: u32| seen.get_pixel(taken.width * x / 4, taken.height * y / 4).0;
            let is = |pixel: [u8; 3], strong: usize| {
                (0..3).all(|channel| (pixel[channel] > 120) == (channel == strong))
            };
            assert!(is(at(1, 1), 0) && is(at(3, 1), 1) && is(at(1, 3), 2), "{orientation}: {:?}", at(1, 1));
            assert!(at(3, 3).iter().all(|ink| *ink > 200), "{orientation}");
        }
    }
}

#[test]
fn nothing_of_place_device_and_words_stays() {
    for (width, height) in [(640, 480), (2600, 1950)] {
        let handed_in = jpeg(&photograph(width, height), 1, 88);
        assert!(
            says(&handed_in, "GeheimPhone") && says(&handed_in, "GeheimPlace"),
            "the test has something to find"
        );
        let taken = taken_in(&handed_in).expect("it is taken in");
        for word in ["Geheim", "Exif", "xmpmeta", "8BIM", "adobe.com"] {
            assert!(!says(&taken.bytes, word), "{width}: {word}");
        }
        assert!(taken.bytes.ends_with(&[0xff, 0xd9]));
    }
}

#[test]
fn a_jpeg_that_is_as_paper_needs_it_keeps_its_pixels() {
    let handed_in = jpeg(&photograph(1080, 810), 1, 70);
    let taken = taken_in(&handed_in).expect("it is taken in");
    let end = handed_in.len() - "GeheimFilm".len();
    assert_eq!(read(&taken), image::load_from_memory(&handed_in[..end]).expect("it can be read").into_rgb8());
    assert!(taken.bytes.len() < handed_in.len());
    // One that is larger than it needs to be is written anew.
    let large = jpeg(&photograph(1080, 810), 1, 100);
    let taken = taken_in(&large).expect("it is taken in");
    assert!(taken.bytes.len() * 2 < large.len(), "{} of {}", taken.bytes.len(), large.len());
}

#[test]
fn a_photograph_is_as_large_as_paper_needs_with_a_third_of_the_bytes() {
    for (width, height, expected) in
        [(4000, 3000, (1843, 1382)), (3000, 4000, (1843, 2457)), (9000, 900, (1843, 184))]
    {
        let handed_in = jpeg(&photograph(width, height), 1, 92);
        let taken = taken_in(&handed_in).expect("it is taken in");
        assert_eq!((taken.width, taken.height, taken.media_type), (expected.0, expected.1, "image/jpeg"));
        assert!(taken.bytes.len() * 3 <= handed_in.len(), "{} of {}", taken.bytes.len(), handed_in.len());
    }
    // Held upright, it is stored lying.
    let taken = taken_in(&jpeg(&photograph(4000, 3000), 6, 92)).expect("it is taken in");
    assert_eq!((taken.width, taken.height), (1843, 2457));
}

#[test]
fn what_is_too_small_for_paper_is_taken_and_told() {
    let remark =
        |width, height| taken_in(&jpeg(&photograph(width, height), 1, 90)).expect("it is a picture").remark();
    assert_eq!(remark(60, 40).as_deref(), Some("只有 60×40 像素，印出来不清楚，有原图请换"));
    assert_eq!(remark(640, 480), None);
}

#[test]
fn a_drawing_stays_a_drawing_and_what_is_transparent_is_white() {
    let drawing = RgbaImage::from_fn(1200, 600, |x, y| match (x / 100 + y / 100) % 3 {
        0 => Rgba([200, 30, 30, 255]),
        1 => Rgba([0, 0, 0, 0]),
        _ => Rgba([0, 0, 0, 128]),
    });
    let handed_in = png(&DynamicImage::ImageRgba8(drawing));
    let taken = taken_in(&handed_in).expect("it is taken in");
    assert_eq!(taken.media_type, "image/png");
    let seen = read(&taken);
    assert_eq!(seen.get_pixel(50, 50).0, [200, 30, 30]);
    assert_eq!(seen.get_pixel(150, 50).0, [255, 255, 255]);
    assert_eq!(seen.get_pixel(250, 50).0, [127, 127, 127]);
    let photograph = png(&DynamicImage::ImageRgb8(photograph(900, 600)));
    assert_eq!(taken_in(&photograph).expect("it is taken in").media_type, "image/jpeg");
}

#[test]
fn colours_of_another_profile_become_those_of_the_screen() {
    let image = RgbImage::from_pixel(64, 64, Rgb([40, 200, 60]));
    let with = |profile: &ColorProfile| {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 95);
        encoder.add_icc_profile(&profile.encode().expect("a profile")).expect("room");
        encoder.encode(image.as_raw(), 64, 64, ColorType::Rgb).expect("it is written");
        read(&taken_in(&bytes).expect("it is taken in")).get_pixel(32, 32).0
    };
    let plain = with(&ColorProfile::new_srgb());
    let wide = with(&ColorProfile::new_display_p3());
    assert!(plain[0].abs_diff(40) < 4 && plain[1].abs_diff(200) < 4, "{plain:?}");
    assert!(wide[0] < 20 && wide[1] > 200, "the green of a phone lies beyond: {wide:?}");
}

#[test]
fn what_is_no_picture_for_paper_is_refused_with_what_to_do() {
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    for (bytes, words) in [
        (&heic[..], "兼容性最佳"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "视频"),
        (b"GIF89a\x01\0\x01\0\0\0\0", "GIF"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0", "BMP"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "Word"),
        ("会议通知".as_bytes(), "不是图片"),
        (b"", "不是图片"),
        (b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0", "会动"),
        (b"\xff\xd8\xff\xe0", "损坏"),
        (b"\x89PNG\r\n\x1a\n", "损坏"),
        (b"RIFF\x04\0\0\0WEBP", "损坏"),
    ] {
        let refused = taken_in(bytes).expect_err(words).to_string();
        assert!(refused.contains(words), "{refused}");
    }
    assert_eq!(taken_in(&vec![0xff; MOST_BYTES + 1]), Err(PictureError::TooLarge));
    let whole = jpeg(&photograph(400, 300), 1, 80);
    assert_eq!(taken_in(&whole[..whole.len() / 2]), Err(PictureError::Broken));
}

#[test]
fn a_small_file_that_unpacks_to_a_huge_picture_is_refused_before_it_is_unpacked() {
    // Heads alone: nothing could be unpacked.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0".to_vec();
    png.extend(flate2_crc(&png[12..29]).to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
    let refused = taken_in(&png).expect_err("a bomb");
    assert_eq!(refused, PictureError::TooManyPixels { width: 60_000, height: 60_000 });
    let mut head = jpeg(&photograph(64, 64), 1, 80);
    let size =
        head.windows(2).position(|marker| matches!(marker, [0xff, 0xc0..=0xc2])).expect("it has a size");
    head[size + 5..size + 9].copy_from_slice(&[0xff, 0x00, 0xff, 0x00]);
    assert!(matches!(taken_in(&head), Err(PictureError::TooManyPixels { .. })));
}

fn flate2_crc(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

#[test]
fn whatever_the_bytes_are_nothing_panics() {
    let whole = [jpeg(&photograph(120, 90), 6, 75), png(&DynamicImage::ImageRgb8(photograph(60, 40)))];
    let mut noise = 7_u32;
    for bytes in whole {
        for _ in 0..300 {
            let mut damaged = bytes.clone();
            for _ in 0..4 {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = noise as usize % damaged.len();
                damaged[at] = (noise >> 24) as u8;
            }
            let _ = taken_in(&damaged);
        }
    }
}
