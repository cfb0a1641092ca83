//! A line to a mail server that can be slowed down, held, or cut at the worst moment.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

const GOOD: u8 = 0;
const SLOW: u8 = 1;
const HANGING: u8 = 2;
const DEAF: u8 = 3;
/// A letter is the only thing this long that a client says.
const LETTER_BYTES: usize = 400;

/// A line to a port of this machine.
pub struct Line {
    port: u16,
    state: Arc<AtomicU8>,
    cuts: watch::Sender<u32>,
}

impl Line {
    /// A line that works.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let (own, state) = (listener.local_addr().expect("its number").port(), Arc::new(AtomicU8::new(GOOD)));
        let (shared, cuts) = (state.clone(), watch::Sender::new(0));
        let ends = cuts.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (state, mut end) = (shared.clone(), ends.subscribe());
                tokio::spawn(async move {
                    if let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await {
                        tokio::select! {
                            () = carry(client, server, state) => {}
                            _ = end.changed() => {}
                        }
                    }
                });
            }
        });
        Self { port: own, state, cuts }
    }

    /// Its own port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Everything takes its time.
    pub fn slow_down(&self) {
        self.state.store(SLOW, Ordering::SeqCst);
    }

    /// What was connected is cut; of what is connected from now on nothing comes through, and
    /// nobody hangs up.
    pub fn hang(&self) {
        self.state.store(HANGING, Ordering::SeqCst);
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// After a letter was carried to the server, the line is cut before its answer comes back.
    pub fn lose_answers_after_a_letter(&self) {
        self.state.store(DEAF, Ordering::SeqCst);
    }

    /// It works again.
    pub fn mend(&self) {
        self.state.store(GOOD, Ordering::SeqCst);
    }
}

async fn carry(client: TcpStream, server: TcpStream, state: Arc<AtomicU8>) {
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let said = Arc::new(AtomicU8::new(0));
    tokio::select! {
        () = forth(from_client, to_server, &state, &said) => {}
        () = back(from_server, to_client, &state, &said) => {}
    }
}

/// Marks in `said` that a letter was on its way.
async fn forth(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, state: &AtomicU8, said: &AtomicU8) {
    let mut bytes = vec![0; 16384];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        pass(state).await;
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
        if length >= LETTER_BYTES && state.load(Ordering::SeqCst) == DEAF {
            said.store(1, Ordering::SeqCst);
        }
    }
}

async fn back(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, state: &AtomicU8, said: &AtomicU8) {
    let mut bytes = vec![0; 16384];
    while let Ok(length @ 1..) = from.read(&mut bytes).await {
        pass(state).await;
        if said.load(Ordering::SeqCst) == 1 {
            return;
        }
        if to.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}

async fn pass(state: &AtomicU8) {
    match state.load(Ordering::SeqCst) {
        SLOW => tokio::time::sleep(Duration::from_millis(300)).await,
        HANGING => std::future::pending().await,
        _ => {}
    }
}
