-- Wakes the lanes whose time has come.
-- ARGV now, limit   returns how many, and the epoch seconds of the next one or ''
local due = redis.call('ZRANGEBYSCORE', LATER, '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, lane in ipairs(due) do
  queue(lane)
end
return {#due, redis.call('ZRANGE', LATER, 0, 0, 'WITHSCORES')[2] or ''}
