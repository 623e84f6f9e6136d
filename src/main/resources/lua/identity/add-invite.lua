-- Stores an invitation and removes expired ones from the index.
-- KEYS: 1 invitations by expiry, 2 the invitation
-- ARGV: 1 its id, 2 its JSON, 3 expiry in milliseconds, 4 current time in milliseconds
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[4])
redis.call('SET', KEYS[2], ARGV[2])
redis.call('PEXPIREAT', KEYS[2], ARGV[3])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
