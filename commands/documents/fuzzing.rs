//! A door for fuzz targets to the readers of what files hold; compiled for them alone.

pub use super::{
    texts::fuzzing::{pages, written},
    thumbnails::small_picture,
};
