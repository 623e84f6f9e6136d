-- How many jobs there are, all users together.
-- ARGV: 1 prefix, 2 now in milliseconds
-- Returns waiting, worked on, completed, failed, cancelled, all; of those worked on, the scheduler's, and those whose lease
-- has not run out.
local scheduled = redis.call('SCARD', key('queue:processing'))
return {
  redis.call('ZCARD', key('queue:pending')),
  scheduled + redis.call('ZCARD', key('queue:leases')),
  redis.call('ZCARD', key('jobs:status:completed')),
  redis.call('ZCARD', key('jobs:status:failed')),
  redis.call('ZCARD', key('jobs:status:cancelled')),
  redis.call('ZCARD', key('jobs:created')),
  scheduled,
  redis.call('ZCOUNT', key('queue:leases'), '(' .. ARGV[2], '+inf'),
}
