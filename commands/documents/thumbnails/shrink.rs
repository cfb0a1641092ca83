//! Making a picture smaller while its rows come in, so that a large one is never whole in memory.
//!
//! Each new pixel is the mean of the area that it covers; what cannot be seen has no part in the colour.

use super::bounds::{SIDE, Unshown};

/// Red, green, blue and how much of it is seen.
pub(super) type Pixel = [u8; 4];

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Small {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// All of them, row by row.
    pub pixels: Vec<u8>,
}

impl Small {
    /// Whether nothing is seen through it.
    pub(super) fn is_opaque(&self) -> bool {
        self.pixels.iter().skip(3).step_by(4).all(|seen| *seen == u8::MAX)
    }
}

/// A picture that is becoming small.
pub(super) struct Shrinking {
    from: [u32; 2],
    to: [u32; 2],
    /// The row that came last, in the width it gets.
    row: Vec<f32>,
    /// The row that is becoming: how much of each colour, and how much of its height is there.
    sums: Vec<f32>,
    filled: u32,
    pixels: Vec<u8>,
}

impl Shrinking {
    /// Of a picture of this size, which fits as it is or is made to.
    pub(super) fn from(width: u32, height: u32) -> Self {
        let to = fitting(width, height);
        let values = to[0] as usize * 4;
        let pixels = Vec::with_capacity(values * to[1] as usize);
        Self { from: [width, height], to, row: vec![0.0; values], sums: vec![0.0; values], filled: 0, pixels }
    }

    /// Takes the next row.
    pub(super) fn add(&mut self, row: impl Iterator<Item = Pixel>) {
        self.narrow(row);
        let ([_, whole], [_, mut weight]) = (self.from, self.to);
        while weight > 0 {
            let part = weight.min(whole - self.filled);
            let share = ratio(part, whole);
            self.sums.iter_mut().zip(&self.row).for_each(|(sum, value)| *sum += value * share);
            self.filled += part;
            weight -= part;
            if self.filled == whole {
                self.put_down();
            }
        }
    }

    /// The same in the other direction: each pixel counts as far as it lies in the one that is becoming.
    fn narrow(&mut self, row: impl Iterator<Item = Pixel>) {
        let ([whole, _], [share, _]) = (self.from, self.to);
        self.row.fill(0.0);
        let (mut place, mut filled) = (0, 0);
        for [red, green, blue, seen] in row.take(whole as usize) {
            let seen = f32::from(seen);
            let values = [f32::from(red) * seen, f32::from(green) * seen, f32::from(blue) * seen, seen];
            let mut weight = share;
            while weight > 0 {
                let part = weight.min(whole - filled);
                let share = ratio(part, whole);
                let into = self.row[place..place + 4].iter_mut();
                into.zip(values).for_each(|(sum, value)| *sum += value * share);
                filled += part;
                weight -= part;
                if filled == whole {
                    (place, filled) = (place + 4, 0);
                }
            }
        }
    }

    fn put_down(&mut self) {
        for sums in self.sums.chunks_exact(4) {
            let seen = sums[3];
            let colour = |sum: f32| if seen > 0.0 { rounded(sum / seen) } else { 0 };
            self.pixels.extend([colour(sums[0]), colour(sums[1]), colour(sums[2]), rounded(seen)]);
        }
        self.sums.fill(0.0);
        self.filled = 0;
    }

    /// What became of it, if all rows were there.
    pub(super) fn finish(self) -> Result<Small, Unshown> {
        let [width, height] = self.to;
        let is_whole = self.pixels.len() == width as usize * height as usize * 4;
        if is_whole { Ok(Small { width, height, pixels: self.pixels }) } else { Err(Unshown::Broken) }
    }
}

/// As large as it may be, and no larger than it is.
fn fitting(width: u32, height: u32) -> [u32; 2] {
    let longer = width.max(height);
    let side = |length: u32| match longer {
        0..=SIDE => length,
        _ => u32::try_from(u64::from(length) * u64::from(SIDE) / u64::from(longer)).unwrap_or(SIDE).max(1),
    };
    [side(width), side(height)]
}

#[expect(clippy::cast_precision_loss, reason = "a share of a pixel that is a millionth wrong is not seen")]
fn ratio(part: u32, whole: u32) -> f32 {
    part as f32 / whole as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of bytes is a byte")]
fn rounded(value: f32) -> u8 {
    (value + 0.5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shrunk(width: u32, height: u32, pixel: impl Fn(u32, u32) -> Pixel) -> Small {
        let mut shrinking = Shrinking::from(width, height);
        (0..height).for_each(|y| shrinking.add((0..width).map(|x| pixel(x, y))));
        shrinking.finish().unwrap()
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let small = shrunk(3, 2, |x, y| [x as u8, y as u8, 7, 255]);
        assert_eq!((small.width, small.height, &small.pixels[..8]), (3, 2, &[0, 0, 7, 255, 1, 0, 7, 255][..]));
        assert!(small.is_opaque());
    }

    #[test]
    fn the_longer_side_fits_and_the_shorter_one_follows() {
        for (from, to) in [([5000, 2500], [512, 256]), ([513, 1], [512, 1]), ([100_000, 2], [512, 1]), ([1, 9], [1, 9])]
        {
            let small = shrunk(from[0], from[1], |_, _| [10, 20, 30, 255]);
            assert_eq!([small.width, small.height], to);
            assert!(small.pixels.chunks_exact(4).all(|pixel| pixel == [10, 20, 30, 255]), "{from:?}");
        }
    }

    #[test]
    fn a_pixel_is_the_mean_of_what_is_seen() {
        let checks = |x: u32, _| if x.is_multiple_of(2) { [200, 0, 0, 255] } else { [0, 99, 0, 0] };
        let small = shrunk(1024, 2, checks);
        assert!(small.pixels.chunks_exact(4).all(|pixel| pixel == [200, 0, 0, 128]));
    }

    #[test]
    fn rows_that_are_missing_are_missed() {
        let mut shrinking = Shrinking::from(2, 2);
        shrinking.add([[0; 4]; 2].into_iter());
        assert_eq!(shrinking.finish(), Err(Unshown::Broken));
    }
}
