-- For wrk: posts the JSON in BENCH_BODY, each time from another address as a proxy names it, and ends with one line that `run` reads: answers of 401, of 503, and others. Who is
-- turned away comes again a little later, as Retry-After asks for, only sooner.

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = os.getenv("BENCH_BODY")

local threads = {}

function request()
  wrk.headers["X-Forwarded-For"] =
    string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(1, 254))
  return wrk.format()
end

function setup(thread)
  table.insert(threads, thread)
end

function init()
  hashed, away, other = 0, 0, 0
end

function delay()
  return 100
end

function response(status)
  if status == 401 then
    hashed = hashed + 1
  elseif status == 503 then
    away = away + 1
  else
    other = other + 1
  end
end

function done(summary)
  local sums = { 0, 0, 0 }
  for _, thread in ipairs(threads) do
    sums[1] = sums[1] + thread:get("hashed")
    sums[2] = sums[2] + thread:get("away")
    sums[3] = sums[3] + thread:get("other")
  end
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write
  io.write(string.format("FLOOD %d %d %d\n", sums[1], sums[2], sums[3] + broken))
end
