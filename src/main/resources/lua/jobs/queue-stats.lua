-- Counts the jobs of all users.
-- ARGV: 1 prefix, 2 now in milliseconds
-- Returns the numbers of pending, processing, completed, failed, cancelled and all jobs; then of the processing jobs,
-- those of the scheduler and those whose lease has not expired.
local scheduled = redis.call('SCARD', key('queue:processing'))
return {
  redis.call('ZCARD', key('queue:pending')) + redis.call('ZCARD', key('queue:delayed')),
  scheduled + redis.call('ZCARD', key('queue:leases')),
  redis.call('ZCARD', key('jobs:status:completed')),
  redis.call('ZCARD', key('jobs:status:failed')),
  redis.call('ZCARD', key('jobs:status:cancelled')),
  redis.call('ZCARD', key('jobs:created')),
  scheduled,
  redis.call('ZCOUNT', key('queue:leases'), '(' .. ARGV[2], '+inf'),
}
