-- The secret of signed links, made once and then kept.
-- KEYS: 1 the secret
-- ARGV: 1 the one to keep if there is none yet
-- Returns the one that is kept.
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return redis.call('GET', KEYS[1])
