-- Prepended to the scripts that end or remove jobs, after fair.lua and calendar.lua. Each ended job is counted once, in the
-- hashes of its day for its owner and for the whole server. A value of such a hash is five numbers: jobs, failed ones,
-- cancelled ones, GPU milliseconds, and bytes of results. `jobs:usage` remembers what was counted for a job, and
-- `usage:ledger` the sums, so that usage can be compared with the jobs.
local NO_COUNTERS = '0 0 0 0 0'
local COUNTERS = '^(%d+) (%d+) (%d+) (%d+) (%d+)$'

-- In place of the counted GPU milliseconds: a job that ended before usage was counted.
local NOT_COUNTED = '-'

-- Beyond so many features and tokens in one hash, all others are counted together.
local MAX_GROUPS = 1000
local MAX_NAME = 64

-- A run that seems to be longer was not measured.
local MAX_RUN = 30 * DAY
local DEFAULT_USAGE_DAYS = 400

local function whole(number)
  return string.format('%.0f', number)
end

-- When the job ended by its record, in milliseconds, or nil.
local function end_of(job)
  return parse_time(job[job.status .. '_at'])
end

-- How long the last run of a job took that the GPU scheduler ended, in milliseconds.
local function scheduler_run(job, ended)
  local started = parse_time(job.started_at)
  local run = started and ended and ended - started or 0
  return run > 0 and run <= MAX_RUN and run or 0
end

-- The names under which a job is counted in a hash: 'other' for a new one when the hash is full.
local function groups_of(name, job, token)
  local feature = type(job.feature) == 'string' and #job.feature <= MAX_NAME and job.feature or 'other'
  local groups = {'total', 'f:' .. feature, token ~= '' and 't:' .. token or nil}
  local counters = redis.call('HMGET', name, unpack(groups))
  local full = false
  for i in ipairs(groups) do
    full = full or not counters[i] and redis.call('HLEN', name) >= MAX_GROUPS
  end
  if full then
    for i = 2, #groups do
      groups[i] = counters[i] and groups[i] or string.sub(groups[i], 1, 2) .. 'other'
    end
    counters = redis.call('HMGET', name, unpack(groups))
  end
  return groups, counters
end

-- Adds one job to a hash of usage. Returns whether the hash is new.
local function add_usage(name, job, token, status, gpu_ms, bytes)
  local groups, counters = groups_of(name, job, token)
  local changes = {}
  for i, group in ipairs(groups) do
    local jobs, failures, cancelled, milliseconds_before, bytes_before = string.match(counters[i] or NO_COUNTERS, COUNTERS)
    changes[2 * i - 1] = group
    changes[2 * i] = string.format('%.0f %.0f %.0f %.0f %.0f', jobs + 1, failures + (status == 'failed' and 1 or 0),
      cancelled + (status == 'cancelled' and 1 or 0), milliseconds_before + gpu_ms, bytes_before + bytes)
  end
  redis.call('HSET', name, unpack(changes))
  return not counters[1]
end

local function expire_usage(day, month)
  local days = tonumber(redis.call('GET', key('usage:days')) or DEFAULT_USAGE_DAYS)
  for _, name in ipairs({'usage:server:', 'usage:spent:', 'usage:users:'}) do
    redis.call('EXPIRE', key(name .. day), whole(days * DAY / 1000))
    redis.call('EXPIRE', key(name .. month), whole((days + 31) * DAY / 1000))
  end
end

-- What the budgets of a day or a month are compared with, and the users by what they used.
local function add_spent(period, flow, budget, gpu_ms)
  local spent = key('usage:spent:' .. period)
  redis.call('HINCRBY', spent, 'server', gpu_ms)
  if budget ~= '' then
    redis.call('HINCRBY', spent, 't:' .. budget, gpu_ms)
  end
  redis.call('ZINCRBY', key('usage:users:' .. period), gpu_ms, flow)
end

-- Adds milliseconds to what open jobs are expected to take, or takes them away.
-- budget: the token whose budget holds for the job, or ''
local function reserve(gpu_ms, flow, budget)
  for _, field in ipairs({'server', 'u:' .. flow, budget ~= '' and 't:' .. budget or nil}) do
    if redis.call('HINCRBY', key('usage:reserved'), field, gpu_ms) == 0 then
      redis.call('HDEL', key('usage:reserved'), field)
    end
  end
end

-- Notes a new job with the milliseconds that it is expected to take.
-- token: that submitted it, or ''; budget: the token whose budget holds for it, or ''
local function open_job(id, gpu_ms, flow, token, budget)
  redis.call('HSET', key('jobs:open'), id, gpu_ms .. '|' .. flow .. '|' .. token .. '|' .. budget)
  reserve(gpu_ms, flow, budget)
end

-- Forgets that a job is open. Returns the token that submitted it and the one whose budget holds for it, each or ''.
local function close_job(id)
  local gpu_ms, flow, token, budget =
    string.match(redis.call('HGET', key('jobs:open'), id) or '', '^(%d+)|([^|]*)|([^|]*)|([^|]*)$')
  if not gpu_ms then
    return '', ''
  end
  redis.call('HDEL', key('jobs:open'), id)
  reserve('-' .. gpu_ms, flow, budget)
  return token, budget
end

-- Counts an ended job. ended: milliseconds; run: GPU milliseconds besides those of the attempts of workers
-- Returns false for a job that was counted before.
local function count_usage(id, job, status, ended, run)
  local attempts = redis.call('HMGET', key('claim:' .. id), 'gpu_ms', 'bytes')
  local gpu_ms = whole((tonumber(attempts[1]) or 0) + run)
  if redis.call('HSETNX', key('jobs:usage'), id, gpu_ms) == 0 then
    return false
  end
  local bytes = status == 'completed' and tonumber(attempts[2]) or 0
  local token, budget = close_job(id)
  local _, flow = place_of(job)
  local day, month = periods_of(ended)
  redis.call('HINCRBY', key('usage:ledger'), 'jobs', 1)
  redis.call('HINCRBY', key('usage:ledger'), 'gpu_ms', gpu_ms)
  if add_usage(key('usage:of:' .. flow .. ':' .. day), job, token, status, gpu_ms, bytes) then
    local days = tonumber(redis.call('GET', key('usage:days')) or DEFAULT_USAGE_DAYS)
    redis.call('EXPIRE', key('usage:of:' .. flow .. ':' .. day), whole(days * DAY / 1000))
  end
  local new_day = add_usage(key('usage:server:' .. day), job, token, status, gpu_ms, bytes)
  add_spent(day, flow, budget, gpu_ms)
  add_spent(month, flow, budget, gpu_ms)
  if new_day then
    expire_usage(day, month)
  end
  return true
end

-- Counts a job that another program ended, unless it ended before usage was counted.
-- open: whether the indexes had the job as one that has not ended. Returns whether it was counted now.
local function count_scheduler_usage(id, job, status, open)
  if redis.call('HEXISTS', key('jobs:usage'), id) == 1 then
    return false
  end
  redis.call('SET', key('usage:since'), whole(milliseconds('')), 'NX')
  local ended = end_of(job)
  local since = tonumber(redis.call('GET', key('usage:since')))
  if not open and (not ended or ended < since) then
    redis.call('HSET', key('jobs:usage'), id, NOT_COUNTED)
    close_job(id)
    return false
  end
  local attempt = redis.call('HMGET', key('claim:' .. id), 'gpu_ms', 'outcome')
  local run = attempt[1] and attempt[2] == status and 0 or scheduler_run(job, ended) -- a worker's attempt was measured
  return count_usage(id, job, status, ended or milliseconds(''), run)
end

-- Counts a job that is deleted before its end as a cancelled one, with the time that it had run.
local function count_deleted(id, job, now)
  local claim = redis.call('HMGET', key('claim:' .. id), 'lease', 'since')
  local run = 0
  if claim[1] then
    run = math.max(0, now - tonumber(claim[2]))
  elseif job.status == 'processing' then
    run = scheduler_run(job, now)
  end
  count_usage(id, job, 'cancelled', now, run)
end

-- Forgets a job that is removed.
local function forget_usage(id)
  close_job(id)
  local gpu_ms = redis.call('HGET', key('jobs:usage'), id)
  if not gpu_ms then
    return
  end
  redis.call('HDEL', key('jobs:usage'), id)
  if gpu_ms ~= NOT_COUNTED then
    redis.call('HINCRBY', key('usage:ledger'), 'removed_jobs', 1)
    redis.call('HINCRBY', key('usage:ledger'), 'removed_gpu_ms', gpu_ms)
  end
end
