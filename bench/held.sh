# Sourced by run: how many connections to Redis are held, for how many clients.
# shellcheck shell=bash

readonly HELD=(1 2 4 8)
readonly CLIENTS=(64 256 1024)

# A program for each number, all with the Redis of the first, and each with a job of its own to ask for.
prepare_held() {
  local program=$1 number held
  register "$program" holder
  route_user["$program $SUBMIT"]=holder
  route_body["$program $SUBMIT"]='{"prompt":"a 3d cat model","model_preference":"trellis"}'
  REPLY=$(get "$program" "$SUBMIT" | sed -n 's/.*"job_id":"\([^"]*\)".*/\1/p')
  [[ -n $REPLY ]] || die "$program: no job id in the answer to a submission"
  held_route[$program]=$JOBS/$REPLY
  for number in "${HELD[@]}"; do
    held=$program-$number
    redis_port[$held]=${redis_port[$program]}
    failed[$held]=0
    token["$held holder"]=${token["$program holder"]}
    route_user["$held ${held_route[$program]}"]=holder
    run_program "$held" "P3D_REDIS__CONNECTIONS=$number"
    expect "$held" "${held_route[$program]}" '"status":"queued"'
  done
}
declare -A held_route=()

warm_up_held() {
  local number
  for number in "${HELD[@]}"; do
    load "$1-$number" "${held_route[$1]}" "$connections" "$warmup"
  done
}

# The values are noted as the first program's, or the table would have a column for each.
measure_held() {
  local program=$1 number clients
  for clients in "${CLIENTS[@]}"; do
    for number in $(turned "$3" "${HELD[@]}"); do
      load "$program-$number" "${held_route[$program]}" "$clients" "$seconds"
      note "$program" "held_${number}_${clients}_requests_per_second" "$rate"
      note "$program" "held_${number}_${clients}_p50_ms" "$p50"
      note "$program" "held_${number}_${clients}_p99_ms" "$p99"
    done
  done
}

finish_held() {
  local number
  for number in "${HELD[@]}"; do
    stop "${pid[$1-$number]}"
    failed[$1]=$((failed[$1] + failed[$1-$number]))
  done
}

print_rows_held() {
  local number clients
  for clients in "${CLIENTS[@]}"; do
    for number in "${HELD[@]}"; do
      load_rows "job status, $number held, $clients clients" "held_${number}_${clients}"
    done
  done
}
