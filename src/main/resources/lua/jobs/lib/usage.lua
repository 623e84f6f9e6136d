-- Prepended to the scripts that end or remove jobs, after fair.lua and calendar.lua. Each ended job is counted once: the
-- script in which it ends puts it into `jobs:usage`, which remembers what it cost, and into `usage:pending`, from where
-- folding.lua adds it to the sums, many jobs at once.
-- In place of the counted GPU milliseconds: a job that ended before usage was counted.
local NOT_COUNTED = '-'

-- A run that seems to be longer was not measured.
local MAX_RUN = 30 * DAY

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

-- Adds milliseconds to what open jobs are expected to take, or takes them away.
-- budget: the token whose budget holds for the job, or ''
local function reserve(gpu_ms, flow, budget)
  for _, field in ipairs({'server', 'u:' .. flow, budget ~= '' and 't:' .. budget or nil}) do
    if redis.call('HINCRBY', key('usage:reserved'), field, gpu_ms) == 0 then
      redis.call('HDEL', key('usage:reserved'), field)
    end
  end
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

-- Remembers what an ended job cost.
-- ended: milliseconds; run: GPU milliseconds besides those of the attempts of workers; attempts: {gpu_ms, bytes} of these, or
-- nil to read them
-- Returns false for a job that was counted before.
local function count_usage(id, job, status, ended, run, attempts)
  local gpu_ms = attempts and attempts.gpu_ms or tonumber(redis.call('HGET', key('claim:' .. id), 'gpu_ms') or '0')
  local total = whole(gpu_ms + run)
  if redis.call('HSETNX', key('jobs:usage'), id, total) == 0 then
    return false
  end
  local feature, flow = place_of(job)
  local bytes = attempts and whole(attempts.bytes) or '0'
  redis.call('RPUSH', key('usage:pending'), cjson.encode({id, status, whole(ended), total, bytes, flow, feature}))
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

-- Forgets a job that is removed. What is pending for it is still added to the sums.
local function forget_usage(id)
  local gpu_ms = redis.call('HGET', key('jobs:usage'), id)
  if not gpu_ms then
    close_job(id)
    return
  end
  redis.call('HDEL', key('jobs:usage'), id)
  if gpu_ms ~= NOT_COUNTED then
    redis.call('HINCRBY', key('usage:ledger'), 'removed_jobs', 1)
    redis.call('HINCRBY', key('usage:ledger'), 'removed_gpu_ms', gpu_ms)
  end
end
