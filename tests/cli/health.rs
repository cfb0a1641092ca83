//! `daybook health`: what a container or a script asks.

use commands::{Clock as _, SystemClock};
use tests::{Place, Running, eventually, free_port, until, write_from_the_future};

#[tokio::test]
async fn a_house_that_is_ready_says_so() {
    let place = Place::new();
    let house = Running::start(&place).await;
    let url = format!("http://{}", house.address());
    assert_eq!(place.run(&["health", "--url", &url]).expect(0).out, "ready\n");
    let asked = Place::new().with("DAYBOOK_LISTEN", house.address()).run(&["health"]);
    assert_eq!(asked.expect(0).out, "ready\n", "the configuration says where it listens");
    assert!(house.stop().await.success());
    let asked = place.run(&["health", "--url", &url]).expect(1);
    assert!(asked.err.contains("nobody answers"), "{asked:?}");
}

#[tokio::test]
async fn a_running_house_leaves_word_of_where_it_listens_and_a_dead_one_is_not_believed() {
    let mut place = Place::new();
    let house = Running::start(&place).await;
    // Another shell: nothing there says on which port the house was told to listen.
    place.unset("DAYBOOK_LISTEN");
    assert_eq!(place.run(&["health"]).expect(0).out, "ready\n");
    place.set("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port()));
    assert!(place.run(&["health"]).expect(1).err.contains("nobody answers"), "a variable outweighs its word");
    let port = house.address().port().to_string();
    house.kill();
    let word = std::fs::read_to_string(place.path().join("lock")).expect("its word");
    assert!(word.contains(&port), "{word}");
    place.unset("DAYBOOK_LISTEN");
    let file = place.path().join("daybook.toml");
    std::fs::write(file, format!("listen = \"127.0.0.1:{}\"\n", free_port())).expect("written");
    let asked = place.run(&["health"]).expect(1);
    assert!(asked.err.contains("nobody answers") && !asked.err.contains(&port), "{asked:?}");
}

#[tokio::test]
async fn a_house_with_a_view_that_stands_still_is_not_ready() {
    let place = Place::new();
    Running::start(&place).await.stop().await;
    let log = eventlog::open(&format!("sqlite:{}", place.path().join("log.sqlite").display())).await.expect("the log");
    write_from_the_future(log.as_ref(), SystemClock.now()).await;
    log.close().await.expect("closed");
    let house = Running::begin(&place).await;
    let asked = eventually("a view has stopped", async || {
        let asked = place.run(&["health", "--url", &format!("http://{}", house.address())]);
        asked.err.contains("not ready").then_some(asked)
    });
    assert!(asked.await.expect(1).out.is_empty());
    assert!(house.stop().await.success());
}

#[tokio::test]
async fn a_house_that_encrypts_is_asked_at_its_door_all_the_same() {
    let place = Place::new().with("DAYBOOK_TLS_MODE", "local");
    let house = Running::begin(&place).await;
    let url = format!("http://{}", house.address());
    until("the house is ready", async || place.run(&["health", "--url", &url]).code == Some(0)).await;
    let elsewhere = house.visitor().get("/api/household/settings").await;
    assert_eq!(elsewhere.status(), 308, "nothing else is told without encryption");
    assert!(house.stop().await.success());
}

#[test]
fn a_place_that_is_none_is_asked_wrongly() {
    let asked = Place::new().run(&["health", "--url", "house.example"]).expect(2);
    assert!(asked.err.contains("http://127.0.0.1:8080"), "{asked:?}");
    let nobody = Place::new().with("DAYBOOK_LISTEN", format!("127.0.0.1:{}", free_port())).run(&["health"]).expect(1);
    assert!(nobody.err.contains("nobody answers"), "{nobody:?}");
}
