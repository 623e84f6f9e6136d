# Sourced by run: the way of a large file to the disk.
# shellcheck shell=bash

readonly UPLOAD=/api/v1/file-upload
readonly UPLOAD_MEBIBYTES=100
readonly UPLOADS_AT_ONCE=4
readonly UPLOADS_TO_WARM_UP=20

# A binary glTF file as far as its header; nobody looks into it.
prepare_uploads() {
  local program=$1 bytes=$((UPLOAD_MEBIBYTES * 1024 * 1024))
  register "$program" uploader
  [[ -f $work/large.glb ]] || {
    printf 'glTF\x02\0\0\0%b' "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' \
      $((bytes & 255)) $((bytes >> 8 & 255)) $((bytes >> 16 & 255)) $((bytes >> 24 & 255)))"
    head -c $((bytes - 12)) /dev/urandom
  } >"$work/large.glb"
}

# upload PROGRAM OUTPUT: in a process of its own.
upload() {
  launch "$2" curl -sS -m 120 -H "Authorization: Bearer ${token["$1 uploader"]}" \
    -F "file=@$work/large.glb" "$(url "$1" $UPLOAD/mesh)"
}

# take_away PROGRAM OUTPUT: looks at what an upload that has ended left on the disk, and deletes it.
take_away() {
  local program=$1 id file
  id=$(sed -n 's/.*"file_id":"\([^"]*\)".*/\1/p' "$2")
  [[ -n $id ]] || die "$program: no file id in the answer to an upload: $(<"$2")"
  file=$(redis_cli "$program" get "3daigc:file:$id" | sed -n 's/.*"file_path":"\([^"]*\)".*/\1/p')
  cmp -s "$work/large.glb" "$work/empty/$file" || fail "$program" 1 "the upload is not what was sent"
  curl -sS -m 10 -X DELETE -H "Authorization: Bearer ${token["$program uploader"]}" -o /dev/null \
    "$(url "$program" "$UPLOAD/$id")"
  [[ ! -e $work/empty/$file ]] || fail "$program" 1 "a deleted upload is still there"
}

warm_up_uploads() {
  local i
  for ((i = 0; i < UPLOADS_TO_WARM_UP; i++)); do
    upload "$1" "$work/upload.json"
    finish "$REPLY" || die "$1: upload: $(<"$work/upload.json")"
    take_away "$1" "$work/upload.json"
  done
}

# plain_write [CONV]: the same bytes, read from where curl reads them and written where the program writes them. Leaves
# the microseconds in REPLY.
plain_write() {
  local begin=${EPOCHREALTIME/./}
  dd if="$work/large.glb" of="$work/empty/plain" bs=128K status=none "$@"
  REPLY=$((${EPOCHREALTIME/./} - begin))
  rm "$work/empty/plain"
}

measure_uploads() {
  local program=$1 begin taken plain process i processes=()
  plain_write
  note "$program" cached_write_mib_per_second "$(quotient $((UPLOAD_MEBIBYTES * 1000000)) "$REPLY" 0)"
  plain_write conv=fdatasync
  plain=$REPLY
  note "$program" plain_write_mib_per_second "$(quotient $((UPLOAD_MEBIBYTES * 1000000)) "$plain" 0)"
  note "$program" upload_rss_before_mib "$(memory "$program")"
  begin=${EPOCHREALTIME/./}
  upload "$program" "$work/upload.json"
  finish "$REPLY" || fail "$program" 1 "upload: $(<"$work/upload.json")"
  taken=$((${EPOCHREALTIME/./} - begin))
  take_away "$program" "$work/upload.json"
  note "$program" upload_mib_per_second "$(quotient $((UPLOAD_MEBIBYTES * 1000000)) "$taken" 0)"
  note "$program" upload_to_plain_write "$(quotient "$plain" "$taken" 3)"
  note "$program" upload_rss_after_mib "$(memory "$program")"
  begin=${EPOCHREALTIME/./}
  for ((i = 0; i < UPLOADS_AT_ONCE; i++)); do
    upload "$program" "$work/upload-$i.json"
    processes+=("$REPLY")
  done
  for process in "${processes[@]}"; do
    finish "$process" || fail "$program" 1 "one of $UPLOADS_AT_ONCE uploads failed"
  done
  taken=$((${EPOCHREALTIME/./} - begin))
  note "$program" uploads_at_once_mib_per_second \
    "$(quotient $((UPLOADS_AT_ONCE * UPLOAD_MEBIBYTES * 1000000)) "$taken" 0)"
  note "$program" uploads_at_once_rss_after_mib "$(memory "$program")"
  for ((i = 0; i < UPLOADS_AT_ONCE; i++)); do
    take_away "$program" "$work/upload-$i.json"
  done
}

finish_uploads() { :; }

print_rows_uploads() {
  row "POST /file-upload/mesh, $UPLOAD_MEBIBYTES MiB, MiB/s" upload_mib_per_second 0
  row '  dd of the same bytes to the disk, MiB/s' plain_write_mib_per_second 0
  row '  dd into the page cache, MiB/s' cached_write_mib_per_second 0
  row '  upload to dd to the disk' upload_to_plain_write 3
  row '  resident memory before, MiB' upload_rss_before_mib 1
  row '  resident memory after, MiB' upload_rss_after_mib 1
  row "$UPLOADS_AT_ONCE of them at once, MiB/s" uploads_at_once_mib_per_second 0
  row '  resident memory after, MiB' uploads_at_once_rss_after_mib 1
}
