-- How many jobs there are, all users together.
-- ARGV: 1 prefix
-- Returns waiting, worked on, completed, failed, cancelled, and all.
return {
  redis.call('ZCARD', key('queue:pending')),
  redis.call('SCARD', key('queue:processing')) + redis.call('ZCARD', key('queue:leases')),
  redis.call('ZCARD', key('jobs:status:completed')),
  redis.call('ZCARD', key('jobs:status:failed')),
  redis.call('ZCARD', key('jobs:status:cancelled')),
  redis.call('ZCARD', key('jobs:created')),
}
