-- Stores the secret from which all keys of webhooks are derived, unless there is one.
-- ARGV: 1 prefix, 2 the secret to store if there is none yet
-- Returns the stored secret.
redis.call('SET', key('webhook_secret'), ARGV[2], 'NX')
return redis.call('GET', key('webhook_secret'))
