-- Prepended to the scripts that delete jobs, after index.lua.

-- Deletes an existing job and returns its result, or "". A scheduler that holds the job may write its record again. The
-- tombstone in jobs:deleted hides that record from clients.
-- now: milliseconds
local function delete(id, now)
  local result = redis.call('HGET', key('results'), id) or ''
  local readable, job = pcall(cjson.decode, redis.call('HGET', key('jobs'), id) or '')
  if readable and type(job) == 'table' then
    local open = redis.call('ZSCORE', key('jobs:status:queued'), id) and 'queued'
      or redis.call('ZSCORE', key('jobs:status:processing'), id) and 'processing' or nil
    if ENDED[job.status] then -- the reconciler may not have seen it end
      job_ended(id, job, job.status, nil, open)
    elseif open then
      count_deleted(id, job, tonumber(now))
    end
  end
  redis.call('HDEL', key('jobs'), id)
  redis.call('HDEL', key('results'), id)
  redis.call('ZREM', key('queue:pending'), id)
  redis.call('SREM', key('queue:processing'), id)
  redis.call('ZREM', key('queue:leases'), id)
  redis.call('ZREM', key('queue:delayed'), id)
  redis.call('DEL', key('claim:' .. id))
  redis.call('HDEL', key('jobs:messages'), id)
  remove_from_index(id)
  if readable and type(job) == 'table' then
    remove_waiting(id, job)
    local _, flow = place_of(job)
    unpark(flow)
  end
  redis.call('ZADD', key('jobs:deleted'), now, id)
  return result
end
