-- Jobs of one owner that have failed, as 3DAIGC-API leaves them: a record each, and no index.
-- ARGV: 1 owner, 2 number of the first, 3 how many
local owner, first, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
for i = first, first + count - 1 do
  local id = string.format('%s-0000-4000-9000-%012d', string.sub(owner, -8), i)
  local time = string.format('2026-01-%02dT%02d:%02d:%02d.599226-05:00',
    1 + math.floor(i / 86400) % 28, math.floor(i / 3600) % 24, math.floor(i / 60) % 60, i % 60)
  redis.call('HSET', '3daigc:jobs', id, '{"job_id": "' .. id .. '", "feature": "text_to_textured_mesh", '
    .. '"inputs": "{\\"text_prompt\\": \\"a 3d cat model\\", \\"texture_prompt\\": \\"\\", '
    .. '\\"output_format\\": \\"glb\\", \\"texture_resolution\\": 1024}", '
    .. '"model_preference": "trellis_text_to_textured_mesh", "priority": 1, "status": "failed", "created_at": "' .. time
    .. '", "metadata": "{\\"feature_type\\": \\"text_to_textured_mesh\\"}", "user_id": "' .. owner
    .. '", "error": "CUDA out of memory", "failed_at": "' .. time .. '"}')
end
return count
