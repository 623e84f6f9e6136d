-- Ends an invitation. KEYS: 1 invitations by their end, 2 the invitation; ARGV: 1 its id. Returns how many: 0 or 1.
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('DEL', KEYS[2])
