-- Prepended to the scripts that move jobs, after usage.lua and deliveries.lua. All ends of jobs come here, once for each
-- job: those by workers and users, and those that the reconciler finds in records of the GPU scheduler. A job that is deleted
-- before its end does not: count_deleted in usage.lua counts it, and no webhook is told.

local ENDED = {completed = true, failed = true, cancelled = true}

-- ended: milliseconds, or nil for a job that another program ended
-- before: the other status that the indexes had, or nil; only for a job that another program ended. When this one had ended,
-- too, webhooks are told of the new end: a scheduler completed a job that had been given up.
-- attempts: {gpu_ms, bytes} of the attempts of workers, or nil to read them
local function job_ended(id, job, status, ended, before, attempts)
  local is_news
  if ended then
    is_news = count_usage(id, job, status, ended, 0, attempts)
  else
    is_news = count_scheduler_usage(id, job, status, before and not ENDED[before]) or ENDED[before or '']
  end
  if is_news then
    deliver_end(id, job, status, ended or milliseconds(''))
  end
end
