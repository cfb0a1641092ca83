//! A connection that can be cut from elsewhere. What was read and written goes through untouched.
//!
//! Whoever stops reading holds up whoever writes to them, for as long as they like; a cut wakes both.

use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// Cuts a connection. Cheap to clone; put beside its requests by whoever took the connection.
#[derive(Clone, Debug)]
pub struct Cut(CancellationToken);

impl Cut {
    /// Cuts it: whatever waits to be read or written fails.
    pub fn now(&self) {
        self.0.cancel();
    }
}

/// The connection.
pub struct Line<S> {
    stream: S,
    cut: CancellationToken,
    /// Reading and writing wait in different tasks, so each listens for the cut on its own.
    reading: Option<Waiting>,
    writing: Option<Waiting>,
}

type Waiting = Pin<Box<WaitForCancellationFutureOwned>>;

impl<S> Line<S> {
    /// A connection, and what cuts it.
    pub fn new(stream: S) -> (Self, Cut) {
        let cut = CancellationToken::new();
        (Self { stream, cut: cut.clone(), reading: None, writing: None }, Cut(cut))
    }
}

/// The outcome, unless the line was cut: then it fails, and what is not ready yet will learn of a cut.
fn unless_cut<T>(
    outcome: Poll<io::Result<T>>,
    cut: &CancellationToken,
    waiting: &mut Option<Waiting>,
    context: &mut Context<'_>,
) -> Poll<io::Result<T>> {
    if outcome.is_pending() {
        let waiting = waiting.get_or_insert_with(|| Box::pin(cut.clone().cancelled_owned()));
        return waiting.as_mut().poll(context).map(|()| Err(ErrorKind::ConnectionAborted.into()));
    }
    *waiting = None;
    outcome
}

impl<S: AsyncRead + Unpin> AsyncRead for Line<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let Self { stream, cut, reading, .. } = self.get_mut();
        let outcome = Pin::new(stream).poll_read(context, into);
        unless_cut(outcome, cut, reading, context)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Line<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Self { stream, cut, writing, .. } = self.get_mut();
        let outcome = Pin::new(stream).poll_write(context, bytes);
        unless_cut(outcome, cut, writing, context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let Self { stream, cut, writing, .. } = self.get_mut();
        let outcome = Pin::new(stream).poll_write_vectored(context, slices);
        unless_cut(outcome, cut, writing, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, cut, writing, .. } = self.get_mut();
        let outcome = Pin::new(stream).poll_flush(context);
        unless_cut(outcome, cut, writing, context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, cut, writing, .. } = self.get_mut();
        let outcome = Pin::new(stream).poll_shutdown(context);
        unless_cut(outcome, cut, writing, context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn a_cut_wakes_whoever_waits_to_read_and_to_write() {
        let (near, _far) = tokio::io::duplex(16);
        let (line, cut) = Line::new(near);
        let (mut reader, mut writer) = tokio::io::split(line);
        let reading = tokio::spawn(async move { reader.read_u8().await });
        let writing = tokio::spawn(async move { writer.write_all(&[0; 64]).await });
        cut.now();
        assert_eq!(reading.await.unwrap().unwrap_err().kind(), ErrorKind::ConnectionAborted);
        assert_eq!(writing.await.unwrap().unwrap_err().kind(), ErrorKind::ConnectionAborted);
    }

    #[tokio::test]
    async fn until_then_everything_goes_through() {
        let (near, mut far) = tokio::io::duplex(16);
        let (mut line, _cut) = Line::new(near);
        line.write_all(b"there").await.unwrap();
        far.write_all(b"back").await.unwrap();
        let (mut there, mut back) = ([0; 5], [0; 4]);
        far.read_exact(&mut there).await.unwrap();
        line.read_exact(&mut back).await.unwrap();
        assert_eq!((&there, &back), (b"there", b"back"));
    }
}
