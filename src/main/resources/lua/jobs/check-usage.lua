-- Compares the sums of usage with the jobs. Changes nothing.
-- ARGV: 1 prefix, 2 maximum number of jobs
-- Returns 1 if all jobs were read, else 0, and what is wrong.
local violations = {}

local function compare(what, sum, noted)
  if sum ~= noted then
    violations[#violations + 1] = string.format('%s is %.0f, but the jobs make %.0f', what, noted, sum)
  end
end

local function check_ledger()
  local jobs, gpu_ms = 0, 0
  for _, counted in ipairs(redis.call('HVALS', key('jobs:usage'))) do
    if counted ~= '-' then
      jobs, gpu_ms = jobs + 1, gpu_ms + tonumber(counted)
    end
  end
  local ledger = redis.call('HMGET', key('usage:ledger'), 'jobs', 'removed_jobs', 'gpu_ms', 'removed_gpu_ms')
  for i = 1, 4 do
    ledger[i] = tonumber(ledger[i] or '0')
  end
  compare('The number of jobs in usage:ledger', jobs, ledger[1] - ledger[2])
  compare('The sum of gpu_ms in usage:ledger', gpu_ms, ledger[3] - ledger[4])
end

local function check_reserved()
  local sums = {}
  for _, open in ipairs(redis.call('HVALS', key('jobs:open'))) do
    local gpu_ms, flow, _, budget = string.match(open, '^(%d+)|([^|]*)|([^|]*)|([^|]*)$')
    for _, field in ipairs({'server', 'u:' .. flow, budget ~= '' and 't:' .. budget or nil}) do
      sums[field] = (sums[field] or 0) + tonumber(gpu_ms)
    end
  end
  local reserved = redis.call('HGETALL', key('usage:reserved'))
  for i = 1, #reserved, 2 do
    compare('The time of ' .. reserved[i] .. ' in usage:reserved', sums[reserved[i]] or 0, tonumber(reserved[i + 1]))
    sums[reserved[i]] = nil
  end
  for field, sum in pairs(sums) do
    compare('The time of ' .. field .. ' in usage:reserved', sum, 0)
  end
end

local complete = redis.call('HLEN', key('jobs:usage')) + redis.call('HLEN', key('jobs:open')) <= tonumber(ARGV[2])
if complete then
  check_ledger()
  check_reserved()
end
return {complete and 1 or 0, violations}
