-- Moves what is held in a lane for one subscriber to another moment, earlier or later. What waits for a
-- reason that its reader did not choose stays.
-- ARGV lane, now, until (epoch seconds), the same as it stands in a delivery, reason, and how the
-- delivery names its subscriber   returns how many were moved
local CHOSEN = {paused = true, ['quiet-hours'] = true, grouping = true}
local lane, now, moved = ARGV[1], tonumber(ARGV[2]), 0
for _, member in ipairs(redis.call('ZRANGEBYSCORE', members_of(lane), '(' .. ARGV[2], '+inf')) do
  local kept = redis.call('HMGET', delivery_of(member), 'state', 'delivery', 'why')
  if kept[1] == 'held' and CHOSEN[kept[3]] and string.find(kept[2], ARGV[6], 1, true) then
    local changed = string.gsub(kept[2], '"not_before":"[^"]*"', '"not_before":"' .. ARGV[4] .. '"', 1)
    redis.call('ZADD', members_of(lane), 'XX', ARGV[3], member)
    redis.call('HSET', delivery_of(member), 'delivery', changed, 'why', ARGV[5])
    moved = moved + 1
  end
end
place(lane, 0, now)
return moved
