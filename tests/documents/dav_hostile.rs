//! Requests by WebDAV that lie, reach too far, break off or have no end: each is refused and changes nothing.

use tests::House;

use crate::{
    drawer::{folder, names, root},
    mount::{asking, dav, key},
};

#[tokio::test]
async fn no_path_leads_out_of_a_space() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    folder(&admin, &root(&admin, "own").await, "Box").await;
    let before = house.head();
    for path in [
        "/dav/own/../shared/a",
        "/dav/own/%2e%2e/a",
        "/dav/own/Box/%2E%2E%2Fa",
        "/dav/own/a%2Fb",
        "/dav/own/a%5Cb",
        "/dav/own/a%00",
        "/dav/own/%0A",
        "/dav/own//a",
        "/dav/own/%ff",
        "/dav/own/%zz",
        "/dav/own/%E2%80%AEgpj.exe",
        "/dav/other/a",
        "/dav/a",
        "/dav/own",
        "/dav/own/Box",
        "/dav/own/Box/",
        "/dav/own/None/a",
    ] {
        let status = asking(&admin, &key, "PUT", path).body("text/plain", "x").send().await.status();
        assert!(matches!(status, 400 | 403 | 405 | 409 | 422), "{path}: {status}");
        if !path.starts_with("/dav/own/Box") {
            let moved = asking(&admin, &key, "MOVE", "/dav/own/Box").header("destination", path).send().await.status();
            assert!(matches!(moved, 400 | 403 | 409 | 422), "{path}: {moved}");
        }
    }
    for path in ["/dav", "/dav/", "/dav/own", "/dav/shared/"] {
        for method in ["DELETE", "MOVE", "COPY", "MKCOL"] {
            let refused = asking(&admin, &key, method, path).header("destination", "/dav/own/b").send().await.status();
            assert!(matches!(refused, 403 | 405), "{method} {path}: {refused}");
        }
    }
    assert_eq!(house.head(), before);
    house.close().await;
}

#[tokio::test]
async fn no_document_is_endless_or_grows() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    let lol = "<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let bomb = format!("{lol}<propfind xmlns=\"DAV:\"><prop>&b;</prop></propfind>");
    let deep = format!("<propfind xmlns=\"DAV:\">{}{}</propfind>", "<a>".repeat(5000), "</a>".repeat(5000));
    let long = format!("<propfind xmlns=\"DAV:\"><!--{}--><allprop/></propfind>", " ".repeat(100_000));
    for (body, status) in [(bomb.as_str(), 400), (&deep, 400), (&long, 413), ("<a", 400), ("\u{1}", 400)] {
        for method in ["PROPFIND", "PROPPATCH", "LOCK"] {
            let asked = asking(&admin, &key, method, "/dav/own/").header("depth", "0").body("application/xml", body);
            assert_eq!(asked.send().await.status(), status, "{method} {body:.40}");
        }
    }
    for depth in ["infinity", "Infinity"] {
        let all = asking(&admin, &key, "PROPFIND", "/dav/own/").header("depth", depth).send().await.expect(403);
        assert!(all.text().contains("propfind-finite-depth"), "{}", all.text());
    }
    dav(&admin, &key, "PROPFIND", "/dav/own/").await.expect(403);
    for depth in ["2", "-1", "all"] {
        let odd = asking(&admin, &key, "PROPFIND", "/dav/own/").header("depth", depth).send().await;
        assert_eq!(odd.problem(400), "depth_invalid");
    }
    dav(&admin, &key, "PATCH", "/dav/own/a.txt").await.expect(405);
    dav(&admin, &key, "REPORT", "/dav/own/").await.expect(405);
    house.close().await;
}

#[tokio::test]
async fn half_a_body_stores_nothing() {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    let part = asking(&admin, &key, "PUT", "/dav/own/a.txt").header("content-range", "bytes 0-1/9");
    assert_eq!(part.body("text/plain", "ab").send().await.problem(400), "partial_put");
    let unfit = asking(&admin, &key, "PUT", "/dav/own/a.txt").header("if", "(<urn:uuid:1").body("text/plain", "ab");
    assert_eq!(unfit.send().await.problem(400), "if_invalid");
    assert!(names(&admin, &root(&admin, "own").await).await.is_empty());
    house.close().await;
}
