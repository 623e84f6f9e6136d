-- Compares the sums of usage with the jobs. Changes nothing.
-- ARGV: 1 prefix, 2 maximum number of jobs
-- Returns 1 if all jobs were read, else 0, and what is wrong.
local violations = {}

local function compare(what, sum, noted)
  if sum ~= noted then
    violations[#violations + 1] = string.format('%s is %.0f, but the jobs make %.0f', what, noted, sum)
  end
end

-- Jobs whose usage waits to be added to the sums.
local pending, pending_jobs, pending_ms = {}, 0, 0
local function read_pending()
  for _, entry in ipairs(redis.call('LRANGE', key('usage:pending'), 0, -1)) do
    local id, _, _, gpu_ms = unpack(cjson.decode(entry))
    pending[id], pending_jobs, pending_ms = true, pending_jobs + 1, pending_ms + tonumber(gpu_ms)
  end
end

local function check_ledger()
  local jobs, gpu_ms = -pending_jobs, -pending_ms
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
  local jobs = redis.call('HGETALL', key('jobs:open'))
  for i = 1, #jobs, 2 do
    local gpu_ms, flow, _, budget = string.match(jobs[i + 1], '^(%d+)|([^|]*)|([^|]*)|([^|]*)$')
    if not pending[jobs[i]] and redis.call('HEXISTS', key('jobs:usage'), jobs[i]) == 1 then
      violations[#violations + 1] = 'Job ' .. jobs[i] .. ' has ended, but stands in jobs:open'
    elseif not pending[jobs[i]] and redis.call('HEXISTS', key('jobs'), jobs[i]) == 0 then
      violations[#violations + 1] = 'Job ' .. jobs[i] .. ' stands in jobs:open, but has no record'
    end
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

-- Each of these is read as a whole: not beyond what the caller allows.
local complete = redis.call('HLEN', key('jobs:usage')) + redis.call('HLEN', key('jobs:open'))
  + redis.call('LLEN', key('usage:pending')) <= tonumber(ARGV[2])
if complete then
  read_pending()
  check_ledger()
  check_reserved()
end
return {complete and 1 or 0, violations}
