#!/bin/sh
# meshgate worker --exec: a tower as high as the prompt is long, in ten lines of shell.
set -eu
prompt=${MESHGATE_INPUT_TEXT_PROMPT:-}
echo "progress 0.5 building for $MESHGATE_JOB_ID"
{
  echo "v 0 0 0"; echo "v 10 0 0"; echo "v 0 10 0"; echo "v 0 0 ${#prompt}"
  echo "f 1 3 2"; echo "f 1 2 4"; echo "f 2 3 4"; echo "f 3 1 4"
} > "$MESHGATE_OUTPUT_DIR/tower.obj"
echo "result tower.obj"
