"""meshgate worker --exec: the prompt as letters in relief, by Blender without a display.

    --exec 'blender --background --factory-startup --python-exit-code 1 --python deploy/workers/letters.py'
"""

import json
import os
import sys

import bpy

job = json.load(sys.stdin)
prompt = str(job["inputs"].get("text_prompt", "")).strip()
if not prompt:
    raise SystemExit("the prompt is empty")

bpy.ops.wm.read_factory_settings(use_empty=True)
print("progress 0.2 writing letters", flush=True)
bpy.ops.object.text_add()
letters = bpy.context.object
letters.data.body = prompt[:80]
letters.data.extrude = 0.1
letters.data.bevel_depth = 0.01
bpy.ops.object.convert(target="MESH")

print("progress 0.8 exporting", flush=True)
bpy.ops.export_scene.gltf(filepath=os.path.join(job["output_dir"], "letters.glb"))
print("result letters.glb", flush=True)
