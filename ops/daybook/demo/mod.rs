//! `daybook demo`: a house of sample people for somebody who only looks.
//!
//! It lives in a folder of its own that vanishes when it ends, listens on loopback only, and sends
//! no mail. The data folder, the configuration file and the variables of a real house are
//! deliberately never read here, let alone written.

mod calendar;
mod cast;
mod clock;
mod dice;
mod door;
mod lodging;
mod play;
mod post;
mod residents;
mod samples;
mod script;
mod stage;
mod told;
mod trickle;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use anyhow::Context as _;
use api::{Entrance, House, Parts};
use clap::Args;
use commands::{
    Clock as _, ConfiguredMail, Cost, Desk, DeskParts, FolderPost, Hasher, SystemClock, Vault, documents::Blobs,
    household,
};
use projections::Views;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{
    clock::StoryClock, dice::Dice, door::Door, lodging::Lodging, post::DemoPost, residents::Residents, stage::Stage,
    told::Told, trickle::Trickle,
};
use crate::{
    config::{ConfigError, Limits, Messages},
    console::{self, Reach},
    folder::Folder,
    printed,
    refusal::AskedWrongly,
    serve::apart,
    tracing_setup,
};

const PORT: u16 = 8081;
/// The passwords of a demo are printed where it starts; a hash that is hard to guess guards nothing.
const QUICK: Cost = Cost { memory_kib: 64, passes: 1 };

/// Show a house of sample people, which vanishes when you close it
#[derive(Args)]
pub struct Demo {
    /// The port to listen on [default: 8081, or a free one]
    #[arg(long)]
    port: Option<u16>,
    /// Another number tells another story, the same one the same
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Let nothing happen by itself while it runs
    #[arg(long)]
    quiet: bool,
    /// Let something happen by itself after so many seconds each time [default: 20 to 60]
    #[arg(long, value_name = "SECONDS", conflicts_with = "quiet", value_parser = clap::value_parser!(u32).range(1..))]
    every: Option<u32>,
    /// Keep the house afterwards, in a folder that is not there yet
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// For scripts: print addresses, links and sessions as JSON
    #[arg(long)]
    json: bool,
}

/// What a demo is made of before anything happened.
struct Begun {
    house: House,
    stage: Arc<Stage>,
    door: Arc<Door>,
}

impl Demo {
    /// Runs the demo; `real` is the folder that a real house would use here.
    pub async fn run(self, asked: Option<&Path>, real: &Folder) -> anyhow::Result<()> {
        refuse_real(asked, real)?;
        let shutdown = CancellationToken::new();
        stop_on_signal(&shutdown)?;
        lodging::remove_leftovers();
        let lodging = match &self.keep {
            Some(folder) => Lodging::kept(folder)?,
            None => Lodging::temporary()?,
        };
        let outcome = self.live_in(&lodging, shutdown).await;
        let left = lodging.leave();
        outcome.and(left)
    }

    async fn live_in(&self, lodging: &Lodging, shutdown: CancellationToken) -> anyhow::Result<()> {
        let folder = Folder::at(Some(lodging.path().to_owned()))?;
        folder.make()?;
        let Some(mut lock) = folder.lock()? else { return Err(folder.in_the_way()) };
        let listener = self.listen().await?;
        let address = listener.local_addr()?;
        lock.leave_word(Some(address))?;
        let now = SystemClock.now();
        let bar = printed::slow_bar("telling five weeks of a demo house");
        let Begun { house, stage, door } = self.begin(&folder, address, now).await?;
        let tasks = TaskTracker::new();
        let reach = Reach { desk: stage.desk.clone(), views: stage.views.clone(), texts: house.texts().clone() };
        console::listen(&folder.console(), reach, &tasks, shutdown.clone())?;
        let outcome = async {
            let played = tokio::select! {
                biased;
                () = shutdown.cancelled() => return Ok(()),
                played = play::play(&stage, self.seed, now, &bar) => played,
            };
            bar.finish_and_clear();
            played?;
            self.tell(&Told { address: &format!("http://{address}"), lodging, door: &door, stage: &stage })?;
            if !self.quiet {
                let trickle = Trickle { dice: Dice::new(self.seed, "now and then"), every: self.every };
                tasks.spawn(trickle.run(stage.clone(), shutdown.clone()));
            }
            house.serve(listener, shutdown.clone()).await;
            Ok(())
        };
        let outcome = outcome.await;
        stage.clock.run();
        shutdown.cancel();
        tasks.close();
        tasks.wait().await;
        house.stop().await;
        stage.desk.close().await?;
        outcome
    }

    async fn listen(&self) -> anyhow::Result<TcpListener> {
        let at = |port| SocketAddr::from(([127, 0, 0, 1], port));
        if let Some(port) = self.port {
            return TcpListener::bind(at(port)).await.with_context(|| format!("listen on {}", at(port)));
        }
        match TcpListener::bind(at(PORT)).await {
            Ok(listener) => Ok(listener),
            Err(_) => TcpListener::bind(at(0)).await.context("listen on a free port"),
        }
    }

    async fn begin(
        &self,
        folder: &Folder,
        address: SocketAddr,
        now: chrono::DateTime<chrono::Utc>,
    ) -> anyhow::Result<Begun> {
        let clock = Arc::new(StoryClock::at(play::beginning(now)));
        let post = Arc::new(DemoPost::new(FolderPost::new(folder.join("mail"))));
        let parts = DeskParts {
            log: eventlog::open(&format!("sqlite:{}", folder.join("log.sqlite").display())).await?,
            vault: Vault::open(&folder.join("vault.sqlite")).await?,
            clock: clock.clone(),
            hasher: Hasher::new(QUICK)?,
            post: post.clone(),
            drawer: FolderPost::new(folder.join("mail")),
            own_address: format!("http://{address}"),
            blobs: Blobs::at(&folder.join("blobs")),
        };
        let desk = Desk::open(parts).await.context("the desk")?;
        household::configure_mail(&desk, ConfiguredMail::closed("the demo"), post.clone()).await?;
        let views = Views::open(&folder.join("views"), desk.feed(), desk.seals(), projections::contexts()).await?;
        let residents = Arc::new(Residents::new(desk.clone(), post.clone(), clock.clone()));
        let door = Arc::new(Door::new(residents.clone()));
        let parts = Parts {
            desk: desk.clone(),
            views,
            folder: folder.join(""),
            entrance: Entrance::plain(address),
            bounds: Limits::of_demo(),
            sockets: Limits::default().sockets(),
            request_log: None,
            demo: Some(door.clone()),
        };
        let house = House::build(parts).with_apart(apart());
        house.start().await?;
        let (views, dice) = (house.views().clone(), Mutex::new(Dice::new(self.seed, "as it happens")));
        Ok(Begun { house, stage: Arc::new(Stage { desk, views, clock, post, residents, dice }), door })
    }

    fn tell(&self, told: &Told<'_>) -> anyhow::Result<()> {
        tracing_setup::begin(&Messages::default()).map_err(ConfigError)?;
        if self.json {
            return printed::answer(&told.to_scripts()).context("nobody reads the answer");
        }
        told.stage.post.tell();
        told.to_people();
        Ok(())
    }
}

/// A demo never meets a real house, not even by mistake.
fn refuse_real(asked: Option<&Path>, real: &Folder) -> anyhow::Result<()> {
    let instead = "a demo lives in a folder of its own and never in yours";
    if let Some(folder) = asked {
        let refusal = format!("--data {}: {instead}; say --keep FOLDER to look at it afterwards", folder.display());
        return Err(AskedWrongly(refusal).into());
    }
    if real.is_named() && real.holds_a_house() {
        let refusal = format!("DAYBOOK_DATA is the house in {}: {instead}; unset it first", real.join("").display());
        return Err(AskedWrongly(refusal).into());
    }
    Ok(())
}

/// The end of the terminal is the end of the demo, too. From here on no signal ends it halfway.
fn stop_on_signal(shutdown: &CancellationToken) -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let (mut told, shutdown) = (signal(kind)?, shutdown.clone());
        tokio::spawn(async move {
            told.recv().await;
            shutdown.cancel();
        });
    }
    Ok(())
}
