-- Makes everything that is held in a lane ready now, and forgets that its address was gone.
-- ARGV lane, now   returns how many were held
local lane, now, released = ARGV[1], tonumber(ARGV[2]), 0
redis.call('DEL', PREFIX .. 'gone:' .. lane)
for _, member in ipairs(redis.call('ZRANGEBYSCORE', members_of(lane), '(' .. ARGV[2], '+inf')) do
  if redis.call('HGET', delivery_of(member), 'state') == 'held' then
    redis.call('ZADD', members_of(lane), 'XX', ARGV[2], member)
    released = released + 1
  end
end
place(lane, 0, now)
return released
