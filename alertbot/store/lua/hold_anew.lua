-- Moves what is held in a lane for one subscriber to another moment, earlier or later. What waits for a
-- reason that its reader did not choose stays.
-- ARGV lane, now, until (epoch seconds), the same as it stands in a delivery, reason, and how the
-- delivery names its subscriber   returns how many were moved
local CHOSEN = {
  paused = true, ['quiet-hours'] = true, grouping = true, ['muted-source'] = true, ['muted-watch'] = true,
}
local lane, now, moved = ARGV[1], tonumber(ARGV[2]), 0
for _, member in ipairs(redis.call('ZRANGEBYSCORE', members_of(lane), '(' .. ARGV[2], '+inf')) do
  local kept = redis.call('HMGET', delivery_of(member), 'state', 'delivery', 'why')
  if kept[1] == 'held' and CHOSEN[kept[3]] and string.find(kept[2], ARGV[6], 1, true) then
    hold(lane, member, ARGV[3], ARGV[4], ARGV[5])
    moved = moved + 1
  end
end
place(lane, 0, now)
return moved
