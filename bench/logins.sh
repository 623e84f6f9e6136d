# Sourced by run: token checks beside a flood of logins.
# shellcheck shell=bash

readonly LOGIN=/api/v1/users/login
readonly CHECK=/api/v1/users/me?beside=logins
readonly FLOOD_CONNECTIONS=128
readonly PACE=2000 # requests per second
readonly PACE_WARMUP=3

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

# at_pace PROGRAM METRIC ROUTE SECONDS: GET requests at a fixed rate.
at_pace() {
  local sent median ninety most more longest refused broken
  launch "$work/pace.log" env BENCH_TOKEN="${token["$1 ${route_user["$1 $3"]}"]}" \
    java -cp "$(<"$ROOT/target/bench/fixed-rate.classpath")" "$BENCH/fixed-rate/FixedRate.java" \
    "$(url "$1" "$3")" "$PACE" "$4" "$PACE_WARMUP"
  finish "$REPLY" || die "the load generator: $(tail -n 5 "$work/pace.log")"
  read -r sent median ninety most more longest refused broken <<<"$(sed -n 's/^FIXED //p' "$work/pace.log")"
  ((refused + broken == 0)) || fail "$1" $((refused + broken)) "$3 at a fixed rate: $refused refused, $broken broken"
  # it falls behind when the processors are gone; then the latency is not that of this rate
  ((sent * 100 >= PACE * $4 * 95)) || fail "$1" 1 "$3: only $sent requests in $4 s"
  note "$1" "$2_p50_ms" "$median"
  note "$1" "$2_p90_ms" "$ninety"
  note "$1" "$2_p99_ms" "$most"
  note "$1" "$2_p999_ms" "$more"
  note "$1" "$2_longest_ms" "$longest"
  paced_p99=$most
}

pace_rows() {
  row "$1: p50, ms" "$2_p50_ms" 2
  row '  p90, ms' "$2_p90_ms" 2
  row '  p99, ms' "$2_p99_ms" 2
  row '  p99.9, ms' "$2_p999_ms" 2
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
  local -A slowest=()
  local flooded=$((seconds + PACE_WARMUP + 4)) # it is there before the first request, and after the last
  for kind in $(turned "$3" calm flooded); do
    [[ $kind == calm ]] || start_flood "$program" "$flooded"
    at_pace "$program" "check_$kind" "$CHECK" "$seconds"
    slowest[$kind]=$paced_p99
    if [[ $kind == flooded ]]; then
      end_flood "$program"
      note "$program" logins_hashed_per_second "$(quotient "$hashed" "$flooded" 1)"
      note "$program" logins_turned_away_per_second "$(quotient "$turned_away" "$flooded" 1)"
    fi
  done
  note "$program" flood_adds_to_p99_ms "$(awk -v a="${slowest[flooded]}" -v b="${slowest[calm]}" 'BEGIN { print a - b }')"
}

finish_logins() { expect "$1" "$CHECK" visitor@example.org; }

print_rows_logins() {
  pace_rows "/users/me, $PACE/s, alone" check_calm
  pace_rows "/users/me, $PACE/s, flood of logins" check_flooded
  row 'flooded minus alone: p99, ms' flood_adds_to_p99_ms 2
  row 'logins hashed per s' logins_hashed_per_second 1
  row 'logins turned away per s' logins_turned_away_per_second 0
}
