-- Prepended to scripts that read the reset code of a user: a hash of "sha256", "maker" and "ends" (milliseconds).
-- A code is valid while its maker is an active administrator; "cli" is the command line.
local function is_reset_code(key, admins, sha256)
  local code = redis.call('HMGET', key, 'sha256', 'maker')
  return code[1] == sha256 and (code[2] == 'cli' or redis.call('SISMEMBER', admins, code[2]) == 1)
end

