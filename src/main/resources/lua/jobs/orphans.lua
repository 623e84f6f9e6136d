-- Prepended to the scripts that look for jobs which got lost between two commands of a scheduler.

-- Whether a job stands neither in the queue nor with anybody who works on it, and is not deleted.
local function is_orphan(id)
  return not redis.call('ZSCORE', key('queue:pending'), id)
    and redis.call('SISMEMBER', key('queue:processing'), id) == 0
    and not redis.call('ZSCORE', key('queue:leases'), id)
    and not redis.call('ZSCORE', key('jobs:deleted'), id)
end
