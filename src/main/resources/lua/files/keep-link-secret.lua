-- Stores the secret of signed links, unless there is one.
-- KEYS: 1 the secret
-- ARGV: 1 the secret to store if there is none yet
-- Returns the stored secret.
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
