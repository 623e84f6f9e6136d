-- Withdraws an invitation.
-- KEYS: 1 invitations by expiry, 2 the invitation
-- ARGV: 1 its id
-- Returns the number of withdrawn invitations: 0 or 1.
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('DEL', KEYS[2])
