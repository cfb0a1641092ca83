//! GIF: the first of its pictures, where it lies.

use gif::{ColorOutput, DecodeOptions};

use super::{Decoded, Orientation, Pixel, Shrinking, Source, Unshown, broken, fits};

const NOTHING: Pixel = [0; 4];

pub(in super::super) fn gif(source: impl Source) -> Result<Decoded, Unshown> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    let mut decoder = options.read_info(source).map_err(broken)?;
    let (wide, high) = (usize::from(decoder.width()), usize::from(decoder.height()));
    fits(decoder.width().into(), decoder.height().into(), 1)?;
    let frame = decoder.next_frame_info().map_err(broken)?.ok_or(Unshown::Broken)?;
    fits(frame.width.into(), frame.height.into(), 1)?;
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let (width, height) = (usize::from(frame.width), usize::from(frame.height));
    let unseen = frame.transparent;
    let mut places = vec![0; decoder.buffer_size()];
    decoder.read_into_buffer(&mut places).map_err(broken)?;
    let palette = decoder.palette().map_err(broken)?;
    let pixel = |place: &u8| match palette.get(usize::from(*place) * 3..usize::from(*place) * 3 + 3) {
        Some(&[red, green, blue]) if unseen != Some(*place) => [red, green, blue, u8::MAX],
        _ => NOTHING,
    };
    let mut shrinking = Shrinking::from(decoder.width().into(), decoder.height().into());
    for y in 0..high {
        let row = y.checked_sub(top).filter(|y| *y < height).and_then(|y| places.get(y * width..(y + 1) * width));
        let row = row.unwrap_or_default();
        shrinking.add((0..wide).map(|x| x.checked_sub(left).and_then(|x| row.get(x)).map_or(NOTHING, pixel)));
    }
    Ok(Decoded { small: shrinking.finish()?, orientation: Orientation::default() })
}
