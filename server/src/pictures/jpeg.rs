//! A JPEG without all that does not show: its segments are walked, and only those stay by which pixels are made.

/// What shows of a JPEG.
#[derive(Clone, Debug)]
pub(super) struct Bare {
    pub bytes: Vec<u8>,
    /// It comes in several passes.
    pub is_progressive: bool,
    /// Every reader understands it: grey, or three colours, and no rare coding.
    pub is_plain: bool,
}

/// Walks it; `None` where it does not come to its end.
pub(super) fn bare(bytes: &[u8]) -> Option<Bare> {
    let mut bare = Bare { bytes: vec![0xff, 0xd8], is_progressive: false, is_plain: true };
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a marker.
        while bytes.get(at)? != &0xff {
            at += 1;
        }
        while bytes.get(at)? == &0xff {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            0xd9 => {
                bare.bytes.extend([0xff, 0xd9]);
                return Some(bare);
            }
            // Without content; and zeros, which are none.
            0x00 | 0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
        let segment = bytes.get(at..at + length).filter(|_| length >= 2)?;
        at += length;
        match marker {
            // Which colours there are is said here by some programs; the rest of it is not needed.
            0xee if segment.get(2..7) == Some(b"Adobe") && length >= 14 => {
                bare.bytes.extend([0xff, 0xee, 0, 14]);
                bare.bytes.extend(&segment[2..14]);
            }
            0xe0 if segment.get(2..7) == Some(b"JFIF\0") => {
                // A head without the small picture that may stand in it.
                bare.bytes.extend(b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
            }
            // What programs, cameras and people say.
            0xe0..=0xef | 0xfe => {}
            _ => {
                bare.bytes.extend([0xff, marker]);
                bare.bytes.extend(segment);
            }
        }
        match marker {
            // Baseline, extended, progressive; after these arithmetic and hierarchical ones.
            0xc0..=0xc2 => {
                bare.is_progressive |= marker == 0xc2;
                bare.is_plain &= matches!(segment.get(7), Some(1 | 3)) && segment.get(2) == Some(&8);
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcf => bare.is_plain = false,
            0xda => {
                let from = at;
                at = end_of_scan(bytes, at)?;
                bare.bytes.extend(&bytes[from..at]);
            }
            _ => {}
        }
    }
}

/// Where the next marker stands after packed pixels: zeros and restarts belong to them.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}
