-- Prepended to the scripts that change index entries, after record.lua, fair.lua and ended.lua.
-- The record of a job is authoritative; the indexes only find records. Each job has an entry by creation time in the
-- index of all jobs and in that of its owner, and the same by status. `jobs:owners` keeps the owner of a job whose
-- record is gone.
local STATUSES = {'queued', 'processing', 'completed', 'failed', 'cancelled'}

-- How long the last attempt of a job that has ended is remembered, for calls that are repeated.
local CLAIM_SECONDS = 86400

-- Tells the processes whose clients follow a job that it changed.
local function tell_job(id)
  tell('jobs:news:' .. id)
end

-- Returns whether the job had that status in the index of all jobs.
local function leave_status(id, status, owner)
  local had = redis.call('ZREM', key('jobs:status:' .. status), id) == 1
  local left = owner ~= '' and redis.call('ZREM', key('jobs:owner:' .. owner .. ':' .. status), id)
  if left == 1 and status == 'processing' then
    unpark(owner)
  end
  return had
end

local function owner_of(job)
  return type(job.user_id) == 'string' and job.user_id or ''
end

-- Makes all entries of a job agree with its decoded record.
-- created: milliseconds as text; from: the former status of a job that has all its entries, or nil; now: milliseconds,
-- or nil when another program changed the status; attempts: {gpu_ms, bytes} of a job that a worker ended
local function move(id, job, created, from, now, attempts)
  local status, owner = type(job.status) == 'string' and job.status or '', owner_of(job)
  local before
  redis.call('ZADD', key('jobs:status:' .. status), created, id)
  if owner ~= '' then
    redis.call('ZADD', key('jobs:owner:' .. owner .. ':' .. status), created, id)
  end
  if from then
    leave_status(id, from, owner)
  else
    redis.call('ZADD', key('jobs:created'), created, id)
    if owner ~= '' then
      redis.call('HSET', key('jobs:owners'), id, owner)
      redis.call('ZADD', key('jobs:owner:' .. owner), created, id)
    end
    for _, other in ipairs(STATUSES) do
      if other ~= status and leave_status(id, other, owner) then
        before = before or other
      end
    end
  end
  tell_job(id)
  if ENDED[status] then
    job_ended(id, job, status, now, before, attempts)
  end
  if status ~= 'processing' then
    redis.call('HDEL', key('jobs:progress'), id)
    if status ~= 'queued' then -- a requeued job keeps its cancellation request
      redis.call('ZREM', key('jobs:cancelling'), id)
      redis.call('EXPIRE', key('claim:' .. id), CLAIM_SECONDS)
    end
  end
end

local function release_owner(id, owner)
  redis.call('ZREM', key('jobs:owner:' .. owner), id)
  for _, status in ipairs(STATUSES) do
    redis.call('ZREM', key('jobs:owner:' .. owner .. ':' .. status), id)
  end
  redis.call('HDEL', key('jobs:owners'), id)
end

local function remove_from_index(id)
  local owner = redis.call('HGET', key('jobs:owners'), id)
  redis.call('ZREM', key('jobs:created'), id)
  for _, status in ipairs(STATUSES) do
    redis.call('ZREM', key('jobs:status:' .. status), id)
  end
  if owner then
    release_owner(id, owner)
  end
  redis.call('HDEL', key('jobs:progress'), id)
  redis.call('ZREM', key('jobs:cancelling'), id)
  redis.call('DEL', key('claim:' .. id))
  forget_usage(id)
  tell_job(id)
end

-- Makes all entries of a job agree with its record. created: milliseconds, for a job that has no entry yet, or "".
local function refresh(id, created)
  local record = redis.call('HGET', key('jobs'), id)
  if not record or redis.call('ZSCORE', key('jobs:deleted'), id) then
    remove_from_index(id)
    return
  end
  local readable, job = pcall(cjson.decode, record)
  if not readable or type(job) ~= 'table' then
    return
  end
  created = redis.call('ZSCORE', key('jobs:created'), id) or created
  if created == '' then
    return
  end
  local indexed_owner = redis.call('HGET', key('jobs:owners'), id)
  if indexed_owner and indexed_owner ~= owner_of(job) then
    release_owner(id, indexed_owner)
  end
  move(id, job, created)
  sync_waiting(id, job)
end
