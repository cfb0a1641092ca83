//! The formats that are known. Those that are told apart by more come before those that are told apart by less.

use super::{Format, Kind};

macro_rules! formats {
    ($($name:ident: $told:literal, $kind:ident, [$($extension:literal)*], [$($media:literal)*], or [$($or:ident)*];)*) => {
        $(pub(super) static $name: Format = Format {
            told: $told, kind: Kind::$kind, extensions: &[$($extension),*], media_types: &[$($media),*], or: &[$(&$or),*],
        };)*
        /// All of them.
        pub(super) static ALL: &[&Format] = &[$(&$name),*];
    };
}

formats! {
    JPEG: "a JPEG picture", Picture, ["jpg" "jpeg" "jpe" "jfif"], ["image/jpeg" "image/jpg" "image/pjpeg"], or [];
    PNG: "a PNG picture", Picture, ["png" "apng"], ["image/png" "image/apng" "image/x-png"], or [];
    GIF: "a GIF picture", Picture, ["gif"], ["image/gif"], or [];
    WEBP: "a WebP picture", Picture, ["webp"], ["image/webp"], or [];
    HEIF: "a HEIF picture", Picture, ["heic" "heif" "hif" "avif"], ["image/heic" "image/heif" "image/avif" "image/heic-sequence" "image/heif-sequence"], or [];
    JXL: "a JPEG XL picture", Picture, ["jxl"], ["image/jxl"], or [];
    TIFF: "a TIFF picture", Picture, ["tif" "tiff" "dng" "nef" "cr2" "arw" "pef" "srw"], ["image/tiff" "image/x-adobe-dng" "image/x-nikon-nef" "image/x-canon-cr2" "image/x-sony-arw"], or [];
    BMP: "a bitmap", Picture, ["bmp" "dib"], ["image/bmp" "image/x-bmp" "image/x-ms-bmp"], or [];
    ICON: "an icon", Picture, ["ico" "cur"], ["image/x-icon" "image/vnd.microsoft.icon"], or [PNG];
    PHOTOSHOP: "a Photoshop picture", Picture, ["psd" "psb"], ["image/vnd.adobe.photoshop"], or [];
    SVG: "an SVG drawing", Picture, ["svg"], ["image/svg+xml"], or [];
    MPEG4: "an MPEG-4 video", Video, ["mp4" "m4v" "3gp" "3g2"], ["video/mp4" "video/x-m4v" "video/3gpp" "video/3gpp2"], or [QUICKTIME MPEG4_AUDIO];
    QUICKTIME: "a QuickTime video", Video, ["mov" "qt"], ["video/quicktime"], or [MPEG4];
    MATROSKA: "a Matroska video", Video, ["mkv" "webm" "mka" "mk3d"], ["video/x-matroska" "video/matroska" "video/webm" "audio/x-matroska" "audio/webm"], or [];
    AVI: "an AVI video", Video, ["avi"], ["video/avi" "video/x-msvideo" "video/vnd.avi" "video/msvideo"], or [];
    MPEG: "an MPEG video", Video, ["mpg" "mpeg" "mpe" "vob" "m2v"], ["video/mpeg"], or [TRANSPORT];
    TRANSPORT: "an MPEG transport stream", Video, ["ts" "mts" "m2ts"], ["video/mp2t" "video/vnd.dlna.mpeg-tts"], or [];
    FLASH: "a Flash video", Video, ["flv"], ["video/x-flv"], or [];
    OGG_VIDEO: "an Ogg video", Video, ["ogv" "ogg"], ["video/ogg"], or [];
    WINDOWS_MEDIA: "Windows Media", Video, ["wmv" "asf" "wma"], ["video/x-ms-wmv" "video/x-ms-asf" "audio/x-ms-wma"], or [];
    MPEG4_AUDIO: "MPEG-4 audio", Audio, ["m4a" "m4b" "m4r"], ["audio/mp4" "audio/x-m4a" "audio/m4a"], or [MPEG4];
    MP3: "MP3 audio", Audio, ["mp3" "mp2"], ["audio/mpeg" "audio/mp3" "audio/mpeg3" "audio/x-mpeg"], or [];
    OGG: "Ogg audio", Audio, ["ogg" "oga" "opus" "spx"], ["audio/ogg" "audio/opus" "audio/vorbis" "application/ogg"], or [OGG_VIDEO];
    FLAC: "FLAC audio", Audio, ["flac"], ["audio/flac" "audio/x-flac"], or [];
    WAVE: "a WAVE recording", Audio, ["wav" "wave"], ["audio/wav" "audio/x-wav" "audio/wave" "audio/vnd.wave"], or [];
    AIFF: "an AIFF recording", Audio, ["aif" "aiff" "aifc"], ["audio/aiff" "audio/x-aiff"], or [];
    AAC: "AAC audio", Audio, ["aac"], ["audio/aac" "audio/x-aac" "audio/aacp"], or [MP3];
    AMR: "an AMR recording", Audio, ["amr"], ["audio/amr"], or [];
    MIDI: "MIDI music", Audio, ["mid" "midi" "kar"], ["audio/midi" "audio/mid" "audio/x-midi"], or [];
    PDF: "a PDF document", Document, ["pdf"], ["application/pdf" "application/x-pdf"], or [];
    OPEN_XML: "an office document", Document, ["docx" "docm" "dotx" "xlsx" "xlsm" "xltx" "pptx" "pptm" "ppsx" "potx"], ["application/vnd.openxmlformats-officedocument.wordprocessingml.document" "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" "application/vnd.openxmlformats-officedocument.presentationml.presentation"], or [];
    OPEN_DOCUMENT: "an OpenDocument", Document, ["odt" "ods" "odp" "odg" "odf" "ott" "ots" "otp"], ["application/vnd.oasis.opendocument.text" "application/vnd.oasis.opendocument.spreadsheet" "application/vnd.oasis.opendocument.presentation" "application/vnd.oasis.opendocument.graphics"], or [];
    EPUB: "an EPUB book", Document, ["epub"], ["application/epub+zip"], or [];
    OLD_OFFICE: "an older office document", Document, ["doc" "dot" "xls" "xlt" "ppt" "pps" "pot" "msg"], ["application/msword" "application/vnd.ms-excel" "application/vnd.ms-powerpoint" "application/vnd.ms-outlook"], or [];
    RTF: "an RTF document", Document, ["rtf" "doc"], ["application/rtf" "text/rtf" "application/msword"], or [];
    POSTSCRIPT: "a PostScript document", Document, ["ps" "eps" "ai"], ["application/postscript"], or [PDF];
    SEVEN_ZIP: "a 7z archive", Archive, ["7z"], ["application/x-7z-compressed"], or [];
    RAR: "a RAR archive", Archive, ["rar"], ["application/vnd.rar" "application/x-rar-compressed" "application/x-rar"], or [];
    GZIP: "a gzip archive", Archive, ["gz" "tgz"], ["application/gzip" "application/x-gzip"], or [];
    BZIP2: "a bzip2 archive", Archive, ["bz2" "tbz2"], ["application/x-bzip2" "application/x-bzip"], or [];
    XZ: "an xz archive", Archive, ["xz" "txz"], ["application/x-xz"], or [];
    ZSTD: "a Zstandard archive", Archive, ["zst"], ["application/zstd"], or [];
    TAR: "a tar archive", Archive, ["tar"], ["application/x-tar"], or [];
    ZIP: "a ZIP archive", Archive, ["zip" "cbz" "kmz"], ["application/zip" "application/x-zip-compressed"], or [OPEN_XML OPEN_DOCUMENT EPUB];
    WINDOWS_PROGRAM: "a Windows program", Program, ["exe" "dll" "com" "scr" "sys" "cpl" "ocx" "drv" "efi"], ["application/x-msdownload" "application/x-msdos-program" "application/vnd.microsoft.portable-executable" "application/x-dosexec"], or [];
    LINUX_PROGRAM: "a Linux program", Program, ["elf" "so" "ko" "o"], ["application/x-executable" "application/x-sharedlib" "application/x-object" "application/x-elf"], or [];
    MAC_PROGRAM: "a macOS program", Program, ["dylib" "bundle"], ["application/x-mach-binary"], or [];
    JAVA_CLASS: "a Java class", Program, ["class"], ["application/java-vm" "application/x-java-class"], or [];
    ANDROID_CODE: "Android code", Program, ["dex"], [], or [];
    WEB_ASSEMBLY: "a WebAssembly program", Program, ["wasm"], ["application/wasm"], or [];
    SHORTCUT: "a Windows shortcut", Program, ["lnk"], ["application/x-ms-shortcut"], or [];
    SCRIPT: "a script", Program, ["sh" "bash" "zsh" "fish" "py" "pl" "rb" "lua" "command" "bat" "cmd" "ps1" "vbs" "wsf" "jse"], ["application/x-sh" "application/x-shellscript" "text/x-shellscript" "application/x-bat"], or [TEXT XML];
    HTML: "a web page", Text, ["html" "htm" "xhtml"], ["text/html" "application/xhtml+xml"], or [TEXT XML SVG];
    XML: "XML", Text, ["xml" "xsl" "xsd" "gpx" "kml" "rss"], ["text/xml" "application/xml" "application/gpx+xml" "application/vnd.google-earth.kml+xml"], or [TEXT HTML SVG];
    TEXT: "text", Text, ["txt" "text" "md" "markdown" "csv" "tsv" "log" "json" "yaml" "yml" "toml" "ini" "conf" "cfg" "tex" "bib" "rst" "org" "adoc" "sql" "js" "mjs" "ts" "tsx" "jsx" "css" "c" "h" "cpp" "hpp" "rs" "go" "java" "kt" "swift" "ics" "vcf" "eml" "srt" "vtt" "m3u" "m3u8" "php"],
        ["application/json" "application/javascript" "application/x-javascript" "application/yaml" "application/x-yaml" "application/toml" "application/sql" "application/x-tex" "application/vnd.ms-excel" "video/mp2t" "audio/mpegurl" "audio/x-mpegurl" "application/vnd.apple.mpegurl" "message/rfc822" "application/x-httpd-php"], or [HTML XML SVG SCRIPT];
    EMPTY: "nothing at all", Other, [], [], or [];
    UNKNOWN: "nothing that is known here", Other, [], [], or [];
}
