"""What schemathesis is to know of bodies that it cannot make by itself: pieces of an upload are bytes like others."""

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
