//! What a program that mounts the house sees and does, request by request.

use axum::body::Body;
use futures_util::stream;
use tests::{House, Visitor};

use crate::{
    drawer::{content, folder, names, put, root, stored, text},
    mount::{asking, dav, key},
};

async fn mounted() -> (House, Visitor, String) {
    let (house, admin, _) = House::founded().await;
    let key = key(&admin, "act").await;
    (house, admin, key)
}

#[tokio::test]
async fn a_folder_is_listed_with_what_a_file_manager_shows() {
    let (house, admin, key) = mounted().await;
    let own = root(&admin, "own").await;
    folder(&admin, &own, "Größe & Co").await;
    stored(&admin, &own, "a%20%3C1%3E.txt", "hello").await;
    let told = |path: &'static str, depth: &'static str| {
        let asking = asking(&admin, &key, "PROPFIND", path).header("depth", depth);
        async { asking.send().await.expect(207).text().to_owned() }
    };
    let top = told("/dav/", "1").await;
    for part in ["<D:href>/dav/</D:href>", "<D:href>/dav/own/</D:href>", "<D:displayname>Shared</D:displayname>"] {
        assert!(top.contains(part), "{part} in {top}");
    }
    let own = told("/dav/own", "1").await;
    let file = own.split("<D:response>").find(|part| part.contains("%3C1%3E")).expect("the file");
    for part in [
        "<D:href>/dav/own/a%20%3C1%3E.txt</D:href>",
        "<D:resourcetype/>",
        "<D:displayname>a &lt;1&gt;.txt</D:displayname>",
        "<D:getcontentlength>5</D:getcontentlength>",
        "<D:getcontenttype>text/plain</D:getcontenttype>",
        "<D:getetag>&quot;",
        " GMT</D:getlastmodified>",
    ] {
        assert!(file.contains(part), "{part} in {file}");
    }
    assert!(own.contains("<D:href>/dav/own/Gr%C3%B6%C3%9Fe%20%26%20Co/</D:href>"));
    assert_eq!(told("/dav/own", "0").await.matches("<D:response>").count(), 1);
    house.close().await;
}

#[tokio::test]
async fn what_is_stored_is_a_version_and_read_whole_or_in_part() {
    let (house, admin, key) = mounted().await;
    let put = |bytes: &'static str| asking(&admin, &key, "PUT", "/dav/own/a.txt").body("text/plain", bytes).send();
    let first = put("0123456789").await.expect(201);
    let second = put("9876543210").await.expect(204);
    assert_ne!(first.header("etag"), second.header("etag"));
    let got = dav(&admin, &key, "GET", "/dav/own/a.txt").await.expect(200);
    assert_eq!((got.bytes(), got.header("etag")), (&b"9876543210"[..], second.header("etag")));
    let part = asking(&admin, &key, "GET", "/dav/own/a.txt").header("range", "bytes=2-4").send().await.expect(206);
    assert_eq!((part.bytes(), part.header("content-range")), (&b"765"[..], Some("bytes 2-4/10")));
    let head = dav(&admin, &key, "HEAD", "/dav/own/a.txt").await.expect(200);
    assert_eq!((head.bytes(), head.header("content-length")), (&b""[..], Some("10")));
    let of_folder = dav(&admin, &key, "HEAD", "/dav/own/").await.expect(200);
    assert_eq!((of_folder.bytes(), of_folder.header("content-length")), (&b""[..], Some("6")), "as by GET");
    let guarded = |tag: &str| {
        asking(&admin, &key, "PUT", "/dav/own/a.txt").header("if-match", tag).body("text/plain", "x").send()
    };
    assert_eq!(guarded(first.header("etag").expect("a tag")).await.problem(412), "condition_failed");
    guarded(second.header("etag").expect("a tag")).await.expect(204);
    let fresh = asking(&admin, &key, "PUT", "/dav/own/a.txt").header("if-none-match", "*").body("text/plain", "y");
    assert_eq!(fresh.send().await.problem(412), "condition_failed");
    let node = admin.get(format!("/api/documents/nodes?parent={}", root(&admin, "own").await)).await.items();
    assert_eq!((node[0]["version"].as_u64(), content(&admin, &text(&node[0]["id"])).await), (Some(3), b"x".to_vec()));
    house.close().await;
}

#[tokio::test]
async fn a_condition_holds_still_when_the_last_byte_has_come() {
    let (house, admin, key) = mounted().await;
    let own = root(&admin, "own").await;
    let first = asking(&admin, &key, "PUT", "/dav/own/a.txt").body("text/plain", "first").send().await.expect(201);
    let tag = first.header("etag").expect("a tag");
    for (name, condition, value, status) in
        [("a.txt", "if-match", tag, 412), ("b.txt", "if-none-match", "*", 412), ("c.txt", "x-none", "", 204)]
    {
        let (other, own) = (admin.twin(), own.clone());
        let meanwhile = stream::once(async move {
            put(&other, &own, name, "theirs").await;
            Ok::<_, std::io::Error>("mine")
        });
        let path = format!("/dav/own/{name}");
        let slow = asking(&admin, &key, "PUT", &path).header(condition, value);
        slow.stream("text/plain", Body::from_stream(meanwhile)).send().await.expect(status);
        let expected = if status == 412 { "theirs" } else { "mine" };
        assert_eq!(dav(&admin, &key, "GET", &path).await.expect(200).text(), expected, "{condition}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_program_that_saves_beside_a_file_and_renames_over_it_goes_on_with_its_history() {
    let (house, admin, key) = mounted().await;
    let own = root(&admin, "own").await;
    let id = stored(&admin, &own, "letter.txt", "first").await;
    asking(&admin, &key, "PUT", "/dav/own/.letter.tmp").body("text/plain", "second").send().await.expect(201);
    let moving = |overwrite| {
        let asking = asking(&admin, &key, "MOVE", "/dav/own/.letter.tmp").header("destination", "/dav/own/letter.txt");
        asking.header("overwrite", overwrite).send()
    };
    assert_eq!(moving("F").await.problem(412), "name_taken");
    moving("T").await.expect(204);
    assert_eq!((names(&admin, &own).await, content(&admin, &id).await), (vec!["letter.txt".into()], b"second".into()));
    let versions = admin.get(format!("/api/documents/files/{id}/versions")).await.expect(200).items();
    assert_eq!(versions.len(), 2);
    let trash = admin.get("/api/documents/trash?space=own").await.expect(200).items();
    assert_eq!(trash.iter().map(|node| text(&node["name"])).collect::<Vec<_>>(), [".letter.tmp"]);
    house.close().await;
}

#[tokio::test]
async fn folders_are_made_moved_and_thrown_away_as_one() {
    let (house, admin, key) = mounted().await;
    let own = root(&admin, "own").await;
    dav(&admin, &key, "MKCOL", "/dav/own/Box").await.expect(201);
    for (method, code) in [("MKCOL", "name_taken"), ("PUT", "no_file")] {
        let refused = dav(&admin, &key, method, "/dav/own/Box").await;
        assert!(
            refused.header("allow").is_some_and(|methods| methods.contains("PROPFIND")),
            "RFC 9110, section 15.5.6"
        );
        assert_eq!(refused.problem(405), code);
    }
    assert_eq!(dav(&admin, &key, "MKCOL", "/dav/own/No/Box").await.problem(409), "no_such_folder");
    asking(&admin, &key, "PUT", "/dav/own/Box/a.txt").body("text/plain", "x").send().await.expect(201);
    let moving = |to: &'static str| asking(&admin, &key, "MOVE", "/dav/own/Box").header("destination", to).send();
    assert_eq!(moving("/dav/own/Box/In").await.problem(403), "into_itself");
    assert_eq!(moving("https://other.example/dav/own/Chest").await.problem(502), "destination_elsewhere");
    moving("/dav/own/Chest/").await.expect(201);
    dav(&admin, &key, "GET", "/dav/own/Chest/a.txt").await.expect(200);
    dav(&admin, &key, "DELETE", "/dav/own/Chest").await.expect(204);
    assert_eq!(dav(&admin, &key, "GET", "/dav/own/Chest/a.txt").await.problem(404), "no_such_node");
    let trash = admin.get("/api/documents/trash?space=own").await.expect(200).items();
    assert_eq!((trash.len(), names(&admin, &own).await.len()), (1, 0), "it went as one");
    house.close().await;
}

#[tokio::test]
async fn names_mean_the_same_in_whatever_form_they_come() {
    let (house, admin, key) = mounted().await;
    asking(&admin, &key, "PUT", "/dav/own/Mu%CC%88ll.txt").body("text/plain", "x").send().await.expect(201);
    dav(&admin, &key, "GET", "/dav/own/M%C3%BCll.txt").await.expect(200);
    assert_eq!(names(&admin, &root(&admin, "own").await).await, ["Müll.txt"]);
    for junk in ["._a", ".DS_Store", "Thumbs.db", "desktop.ini", "~%24doc.docx", "CON"] {
        let path = format!("/dav/own/{junk}");
        asking(&admin, &key, "PUT", &path).body("application/octet-stream", "x").send().await.expect(201);
    }
    house.close().await;
}

#[tokio::test]
async fn windows_sets_its_times_and_everybody_else_hears_that_nothing_is_kept() {
    let (house, admin, key) = mounted().await;
    stored(&admin, &root(&admin, "own").await, "a.txt", "x").await;
    let setting = |space: &str| {
        let body = format!(
            "<D:propertyupdate xmlns:D=\"DAV:\" xmlns:Z=\"{space}\"><D:set><D:prop>\
             <Z:Win32LastModifiedTime>Sun, 22 Nov 2026 00:00:00 GMT</Z:Win32LastModifiedTime></D:prop></D:set></D:propertyupdate>"
        );
        asking(&admin, &key, "PROPPATCH", "/dav/own/a.txt").body("application/xml", body).send()
    };
    assert!(setting("urn:schemas-microsoft-com:").await.expect(207).text().contains("HTTP/1.1 200 OK"));
    assert!(setting("urn:other").await.expect(207).text().contains("HTTP/1.1 403 Forbidden"));
    house.close().await;
}
