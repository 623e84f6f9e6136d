# Sourced by workers and webhooks: a Redis and a server for each order of jobs, and what the load needs of them.
# shellcheck shell=bash disable=SC2034 # what the scripts read

readonly FEATURE=text_to_textured_mesh
# the options of Dockerfile.jvm
read -ra JVM_OPTIONS < <(sed -n 's/.*exec java \(.*\) -XX:AOTCache=.*/\1/p' "$ROOT/Dockerfile.jvm")
readonly JVM_OPTIONS
SETTINGS=() # of the server, besides those below

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$0: $*"
  exit 1
}

prepare() { # JAR: leaves in jar and work what the rest needs
  [[ -f $1 ]] || die "no program at $1; build it, or name one"
  jar=$(realpath -- "$1")
  work=$(mktemp -d "${TMPDIR:-/tmp}/meshgate-bench.XXXXXX")
  trap clean_up EXIT
  javac -d "$work" "$BENCH"/WorkerLoad.java "$BENCH"/WebhookLoad.java
}

declare -A server=() port=() redis_port=() token=() user_token=() redis=()

clean_up() {
  local pid
  for pid in "${server[@]}" "${redis[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}

json() { # NAME: the first text of this name in the JSON of standard input
  grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

redis_cli() { # ORDER ARGUMENT...
  redis-cli -h 127.0.0.1 -p "${redis_port[$1]}" "${@:2}"
}

in_empty_surroundings() { # FOLDER ORDER COMMAND...
  local name
  cd "$1"
  for name in $(compgen -e); do
    case $name in
      P3D_* | MESHGATE_* | QUARKUS_* | SMALLRYE_* | JAVA_TOOL_OPTIONS | JDK_JAVA_OPTIONS) unset "$name" ;;
    esac
  done
  exec env P3D_SECURITY__RATE_LIMIT_PER_MINUTE=0 P3D_JOBS__MAX_QUEUED_PER_USER=0 P3D_JOBS__MAX_QUEUE_SIZE=0 \
    P3D_JOBS__MAX_KEPT_PER_USER=0 P3D_JOBS__SCHEDULING="$2" P3D_WORKER__SAMPLE=false "${SETTINGS[@]}" "${@:3}"
}

start() { # ORDER: a Redis and a server with this order of jobs
  local order=$1 limit=$((SECONDS + 60)) answer
  port[$order]=$((20000 + RANDOM % 10000))
  redis_port[$order]=$((port[$order] + 2))
  mkdir "$work/$order" "$work/$order-redis"
  redis-server --bind 127.0.0.1 --port "${redis_port[$order]}" --dir "$work/$order-redis" --save '' --appendonly no \
    >"$work/$order-redis.log" 2>&1 </dev/null &
  redis[$order]=$!
  until [[ $(redis_cli "$order" ping 2>/dev/null) == PONG ]]; do
    ((SECONDS < limit)) || die "redis-server did not start"
    sleep 0.1
  done
  printf 'a long enough password\n' | (in_empty_surroundings "$work/$order" "$order" java -jar "$jar" create-admin \
    --redis-url "redis://127.0.0.1:${redis_port[$order]}" --username boss --email boss@example.org --password-stdin) \
    >"$work/$order-admin.log" 2>&1 || die "create-admin: $(tail -n 3 "$work/$order-admin.log")"
  (in_empty_surroundings "$work/$order" "$order" java -XX:MaxRAM=512m "${JVM_OPTIONS[@]}" -jar "$jar" serve --host 127.0.0.1 \
    --port "${port[$order]}" --management-port $((port[$order] + 1)) --redis-url "redis://127.0.0.1:${redis_port[$order]}") \
    >"$work/$order.log" 2>&1 </dev/null &
  server[$order]=$!
  until curl -fs -o "$work/health" "http://127.0.0.1:${port[$order]}/health"; do
    ((SECONDS < limit)) || die "the server did not start: $(tail -n 5 "$work/$order.log")"
    sleep 0.2
  done
  user_token[$order]=$(post "$order" '' users/login '{"username":"boss","password":"a long enough password"}' | json token)
  answer=$(post "$order" "${user_token[$order]}" users/admin/service-accounts '{"name":"bench","scopes":["worker"]}')
  token[$order]=$(json token <<<"$answer")
  [[ -n ${token[$order]} ]] || die "no token of a service account: $answer"
}

post() { # ORDER TOKEN PATH BODY
  curl -sS -H 'Content-Type: application/json' ${2:+-H "Authorization: Bearer $2"} -d "$4" "http://127.0.0.1:${port[$1]}/api/v1/$3"
}

forget_jobs() { # ORDER
  local key
  for key in 'jobs*' 'results' 'queue:*' 'fair:*' 'claim:*'; do
    redis_cli "$1" --scan --pattern "3daigc:$key" | xargs -r -n 500 redis-cli -h 127.0.0.1 -p "${redis_port[$1]}" unlink >"$work/ignored"
  done
}

seed() { # ORDER USERS JOBS_OF_EACH, in parts, because Redis serves no other client meanwhile
  local number=1 rest=$3 part most=$((2000 / $2 + 1))
  forget_jobs "$1"
  while ((rest > 0)); do
    part=$((rest < most ? rest : most))
    number=$(redis_cli "$1" --eval "$BENCH/seed-queue.lua" , 3daigc: "$2" "$part" "$FEATURE" "$number")
    rest=$((rest - part))
  done
}

load() { # ORDER ARGUMENT...
  BENCH_TOKEN=${token[$1]} BENCH_USER_TOKEN=${user_token[$1]} java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work" WorkerLoad "${@:2}"
}
