-- Which jobs a scheduler works on: as many as it has GPUs.
-- ARGV: 1 prefix, 2 how many at most
return redis.call('SRANDMEMBER', key('queue:processing'), ARGV[2])
