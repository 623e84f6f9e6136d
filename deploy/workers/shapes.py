#!/usr/bin/env python3
"""meshgate worker --exec: a coloured shape by trimesh (pip install trimesh), chosen by words of the prompt."""

import json
import os
import sys

import trimesh

COLORS = {"red": (200, 40, 40), "green": (40, 160, 60), "blue": (40, 80, 200), "yellow": (230, 200, 40)}
SHAPES = {
    "ball": lambda: trimesh.creation.icosphere(subdivisions=4),
    "box": lambda: trimesh.creation.box(extents=(1, 1, 1)),
    "cone": lambda: trimesh.creation.cone(radius=0.5, height=1),
    "ring": lambda: trimesh.creation.torus(major_radius=1, minor_radius=0.3),
}


def chosen(words, options, default):
    return next((options[word] for word in words if word in options), options[default])


job = json.load(sys.stdin)
words = str(job["inputs"].get("text_prompt", "")).lower().split()
if not words:
    sys.exit("the prompt has no words")  # the last line of standard error is the reason that the owner reads
print("progress 0.2 modelling", flush=True)
mesh = chosen(words, SHAPES, "ball")()
mesh.visual.vertex_colors = (*chosen(words, COLORS, "blue"), 255)
print("progress 0.8 writing", flush=True)
mesh.export(os.path.join(job["output_dir"], "shape.glb"))
print("result shape.glb")
