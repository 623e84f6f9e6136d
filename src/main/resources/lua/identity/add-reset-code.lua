-- Stores the reset code of a user, in place of an earlier one.
-- KEYS: 1 user, 2 reset code of the user
-- ARGV: 1 SHA-256 of the code, 2 id of its maker, or "cli", 3 expiry in milliseconds
-- Returns 1, or 0 if the user was deleted.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[2], 'sha256', ARGV[1], 'maker', ARGV[2], 'ends', ARGV[3])
redis.call('PEXPIREAT', KEYS[2], ARGV[3])
return 1
