//! What becomes of pictures, of broken ones, and of those that were made to do harm.

use std::{borrow::Cow, io::Write as _};

use jpeg_encoder::Encoder as Jpeg;

use super::*;
use crate::documents::thumbnails::orientation::tests::exif;

fn made(bytes: &[u8]) -> Result<Vec<u8>, Unshown> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    make(file.reopen().unwrap())
}

/// Its size and its pixels in three colours.
fn seen(jpeg: &[u8]) -> (u16, u16, Vec<u8>) {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let pixels = decoder.decode().unwrap();
    assert!(decoder.exif_data().is_none(), "nothing of the camera is left");
    let told = decoder.info().unwrap();
    (told.width, told.height, pixels)
}

/// Its left half is red, its right half blue.
fn halves(width: usize, height: usize) -> Vec<u8> {
    let row = (0..width).flat_map(|x| if x < width / 2 { [250, 0, 0] } else { [0, 0, 250] });
    row.collect::<Vec<u8>>().repeat(height)
}

fn jpeg(width: u16, height: u16, dress: impl FnOnce(&mut Jpeg<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Jpeg::new(&mut bytes, 90);
    dress(&mut encoder);
    encoder.encode(&halves(width.into(), height.into()), width, height, ColorType::Rgb).unwrap();
    bytes
}

fn png(width: u32, height: u32, colour: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

/// Says that it is of another size, as its checksum does.
fn png_that_says(mut bytes: Vec<u8>, width: u32, height: u32) -> Vec<u8> {
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut sum = flate2::Crc::new();
    sum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.sum().to_be_bytes());
    bytes
}

fn is_red(pixel: &[u8]) -> bool {
    pixel[0] > 200 && pixel[1] < 60 && pixel[2] < 60
}

#[test]
fn a_photo_is_made_small_and_upright_and_says_nothing_of_where_it_was_taken() {
    for progressive in [false, true] {
        let photo = jpeg(1600, 800, |encoder| {
            encoder.set_progressive(progressive);
            encoder.add_exif_metadata(&exif(6)).unwrap();
        });
        let (width, height, pixels) = seen(&made(&photo).unwrap());
        assert_eq!((width, height), (256, 512), "turned by a quarter");
        assert!(is_red(&pixels[..3]), "what was left is above");
        assert!(is_red(&pixels[255 * 3..256 * 3]) && !is_red(&pixels[pixels.len() - 3..]));
    }
}

#[test]
fn what_one_sees_through_stays_so() {
    let pixels: Vec<u8> =
        (0..600 * 600).flat_map(|at| if at % 600 < 300 { [9, 200, 9, 255] } else { [0; 4] }).collect();
    let small = made(&png(600, 600, png::ColorType::Rgba, &pixels)).unwrap();
    let mut reader = png::Decoder::new(io::Cursor::new(small)).read_info().unwrap();
    let mut seen = vec![0; reader.output_buffer_size().unwrap()];
    let told = reader.next_frame(&mut seen).unwrap();
    assert_eq!((told.width, told.height, &seen[..4], seen[seen.len() - 1]), (512, 512, &[9, 200, 9, 255][..], 0));
}

#[test]
fn all_kinds_are_read() {
    let grey = png(700, 2, png::ColorType::Grayscale, &[90; 1400]);
    assert_eq!(seen(&made(&grey).unwrap()).0, 512);
    let mut gif = Vec::new();
    let mut encoder = gif::Encoder::new(&mut gif, 40, 30, &[250, 0, 0, 0, 0, 250]).unwrap();
    let frame = gif::Frame { width: 40, height: 30, buffer: Cow::Owned(vec![0; 1200]), ..gif::Frame::default() };
    (0..3).for_each(|_| encoder.write_frame(&frame).unwrap());
    drop(encoder);
    let (width, height, pixels) = seen(&made(&gif).unwrap());
    assert!((width, height) == (40, 30) && is_red(&pixels));
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.encode(&halves(1024, 100), 1024, 100, image_webp::ColorType::Rgb8).unwrap();
    let (width, height, pixels) = seen(&made(&webp).unwrap());
    assert!((width, height) == (512, 50) && is_red(&pixels));
}

#[test]
fn a_part_that_is_drawn_alone_lies_where_it_belongs() {
    let mut gif = Vec::new();
    let mut encoder = gif::Encoder::new(&mut gif, 4, 4, &[250, 0, 0, 0, 0, 250]).unwrap();
    let buffer = Cow::Owned(vec![0, 0, 0, 1]);
    let part = gif::Frame { left: 3, top: 2, width: 2, height: 2, buffer, ..gif::Frame::default() };
    encoder.write_frame(&part).unwrap();
    drop(encoder);
    let small = made(&gif).unwrap();
    let mut reader = png::Decoder::new(io::Cursor::new(small)).read_info().unwrap();
    let mut seen = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut seen).unwrap();
    let drawn: Vec<usize> = seen.chunks_exact(4).enumerate().filter(|(_, it)| it[3] > 0).map(|(at, _)| at).collect();
    assert_eq!(drawn, [11, 15]);
}

#[test]
fn bombs_are_put_aside_before_they_take_memory() {
    let png = png(2, 2, png::ColorType::Rgb, &[7; 12]);
    assert_eq!(made(&png_that_says(png.clone(), 50_000, 50_000)), Err(Unshown::TooLarge));
    assert_eq!(made(&png_that_says(png.clone(), u32::MAX, 1)), Err(Unshown::TooLarge));
    assert!(made(&png_that_says(png.clone(), 5000, 5000)).is_err(), "so many pixels do not come");
    assert!(made(&png_that_says(png, 0, 2)).is_err());
    let mut photo = jpeg(16, 16, |_| {});
    let frame = photo.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
    photo[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(made(&photo), Err(Unshown::TooLarge));
    photo[frame + 1] = 0xc2;
    photo[frame + 5..frame + 9].copy_from_slice(&[0x20, 0, 0x20, 0]);
    assert_eq!(made(&photo), Err(Unshown::TooLarge), "in passes it takes all of its pixels at once");
    let gif = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;";
    assert_eq!(made(gif), Err(Unshown::TooLarge));
    let webp =
        b"RIFF\x30\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x09\0\0VP8 \x0a\0\0\0\x10\0\0\x9d\x01\x2a\xff\x3f\xff\x3f";
    assert_eq!(made(webp), Err(Unshown::TooLarge), "whatever stands around it");
}

#[test]
fn what_ends_early_or_is_none_has_no_small_picture() {
    let photo = jpeg(300, 300, |_| {});
    let drawing = png(300, 300, png::ColorType::Rgb, &halves(300, 300));
    for whole in [photo, drawing] {
        for length in [0, 4, 40, whole.len() / 2] {
            assert!(made(&whole[..length]).is_err(), "{length}");
        }
        let mut wrong = whole.clone();
        wrong[whole.len() / 3..].iter_mut().for_each(|byte| *byte ^= 0x5a);
        let _ = made(&wrong);
    }
    assert_eq!(made(b"a text"), Err(Unshown::Unknown));
    assert_eq!(made(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), Err(Unshown::Unknown));
}

#[test]
fn nobody_waits_for_what_takes_too_long() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&jpeg(1600, 800, |_| {})).unwrap();
    assert_eq!(make_until(file.reopen().unwrap(), Instant::now()), Err(Unshown::Broken));
}
