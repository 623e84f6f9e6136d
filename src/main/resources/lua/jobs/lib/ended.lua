-- Prepended to the scripts that move jobs, after usage.lua and deliveries.lua. All ends of jobs come here, once for each
-- job: those by workers and users, and those that the reconciler finds in records of the GPU scheduler. A job that is deleted
-- before its end does not: count_deleted in usage.lua counts it, and no webhook is told.

-- ended: milliseconds, or nil for a job that another program ended
-- open: whether the indexes had the job as one that has not ended; only for a job that another program ended
-- attempts: {gpu_ms, bytes} of the attempts of workers, or nil to read them
local function job_ended(id, job, status, ended, open, attempts)
  local counted
  if ended then
    counted = count_usage(id, job, status, ended, 0, attempts)
  else
    counted = count_scheduler_usage(id, job, status, open)
  end
  if counted then
    deliver_end(id, job, status, ended or milliseconds(''))
  end
end
