#!/usr/bin/env python3
"""A model server of the kind that many models come with: POST /generate takes JSON and answers a GLB.

    python3 deploy/workers/generate_server.py 8080
    meshgate worker … --http http://127.0.0.1:8080/generate --http-map deploy/workers/generate-map.yaml
"""

import json
import struct
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_BODY = 64 * 1024 * 1024


def glb(height):
    """A tetrahedron of that height, as binary glTF 2.0."""
    points = [(0, 0, 0), (1, 0, 0), (0, 0, 1), (0, height, 0)]
    faces = [(0, 1, 2), (0, 3, 1), (1, 3, 2), (2, 3, 0)]
    data = b"".join(struct.pack("<3f", *p) for p in points) + b"".join(struct.pack("<3H", *f) for f in faces)
    scene = json.dumps({
        "asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3", "min": [0, 0, 0], "max": [1, height, 1]},
            {"bufferView": 1, "componentType": 5123, "count": 12, "type": "SCALAR"}],
        "bufferViews": [{"buffer": 0, "byteLength": 48}, {"buffer": 0, "byteOffset": 48, "byteLength": 24}],
        "buffers": [{"byteLength": len(data)}]}).encode()
    scene += b" " * (-len(scene) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(scene) + 8 + len(data))
    return head + struct.pack("<I4s", len(scene), b"JSON") + scene + struct.pack("<I4s", len(data), b"BIN\0") + data


class Generate(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers.get("Content-Length", 0))
        if self.path != "/generate" or not 0 < size <= MAX_BODY:
            self.send_error(404 if self.path != "/generate" else 413)
            return
        request = json.loads(self.rfile.read(size))
        body = glb(max(1, len(request["prompt"]) / 10) * request.get("scale", 1))
        self.send_response(200)
        self.send_header("Content-Type", "model/gltf-binary")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Generate)
    print(f"http://127.0.0.1:{server.server_port}/generate", flush=True)
    server.serve_forever()
