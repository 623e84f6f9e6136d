-- Prepended to the scripts that recover jobs lost between two commands of a scheduler.

-- Whether a job is neither in the queue nor held by a worker, and is not deleted.
local function is_orphan(id)
  return not redis.call('ZSCORE', key('queue:pending'), id)
    and redis.call('SISMEMBER', key('queue:processing'), id) == 0
    and not redis.call('ZSCORE', key('queue:leases'), id)
    and not redis.call('ZSCORE', key('queue:delayed'), id)
    and not redis.call('ZSCORE', key('jobs:deleted'), id)
end
