# Sourced by run: token checks beside a flood of logins.
# shellcheck shell=bash

readonly LOGIN=/api/v1/users/login
readonly CHECK=/api/v1/users/me?beside=logins
readonly FLOOD_CONNECTIONS=128

prepare_logins() {
  local program=$1
  register "$program" visitor
  route_user["$program $CHECK"]=visitor
  expect "$program" "$CHECK" visitor@example.org
}

warm_up_logins() {
  load "$1" "$CHECK" "$connections" "$warmup"
  start_flood "$1" "$warmup"
  end_flood "$1"
}

# start_flood PROGRAM SECONDS: logins with a wrong password; leaves the process in $flood.
start_flood() {
  launch "$work/flood.log" env BENCH_TOKEN= BENCH_BODY='{"username":"visitor","password":"not the password"}' \
    wrk -t 1 -c "$FLOOD_CONNECTIONS" -d "$2s" --timeout 30s -s "$BENCH/flood.lua" "$(url "$1" "$LOGIN")"
  flood=$REPLY
}

# Leaves in $hashed and $turned_away how many logins were answered with 401 and with 503.
end_flood() {
  local other
  finish "$flood" || die "wrk: $(<"$work/flood.log")"
  read -r hashed turned_away other <<<"$(sed -n 's/^FLOOD //p' "$work/flood.log")"
  ((other == 0)) || fail "$1" "$other" "$LOGIN: $other answers other than 401 and 503"
  ((hashed > 0)) || fail "$1" 1 "$LOGIN: no login was hashed"
}

# measure_logins PROGRAM RATE_OF_HEALTH ROUND
measure_logins() {
  local program=$1 kind
  local -A rates=() slowest=()
  for kind in $(turned "$3" calm flooded); do
    [[ $kind == calm ]] || start_flood "$program" $((seconds + 2))
    [[ $kind == calm ]] || nap 1 # until the queue is full
    measure "$program" "check_$kind" "$CHECK" "$connections"
    rates[$kind]=$rate
    slowest[$kind]=$p99
    if [[ $kind == flooded ]]; then
      end_flood "$program"
      note "$program" logins_hashed_per_second "$(quotient "$hashed" $((seconds + 2)) 1)"
      note "$program" logins_turned_away_per_second "$(quotient "$turned_away" $((seconds + 2)) 1)"
    fi
  done
  note "$program" check_flooded_to_calm "$(quotient "${rates[flooded]}" "${rates[calm]}" 3)"
  note "$program" check_p99_flooded_to_calm "$(quotient "${slowest[flooded]}" "${slowest[calm]}" 3)"
}

finish_logins() { expect "$1" "$CHECK" visitor@example.org; }

print_rows_logins() {
  load_rows 'GET /users/me alone' check_calm
  load_rows 'GET /users/me under a flood of logins' check_flooded
  row 'requests/s, flooded to alone' check_flooded_to_calm 3
  row 'p99, flooded to alone' check_p99_flooded_to_calm 3
  row 'logins hashed per s' logins_hashed_per_second 1
  row 'logins turned away per s' logins_turned_away_per_second 0
}
