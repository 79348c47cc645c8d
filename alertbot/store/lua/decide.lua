-- What a person decides about deliveries that are dead: send again, or drop.
-- ARGV now, 'retry' or 'drop', life in seconds of what is dropped, then id, lane for each   returns how many were dead
local now, done = tonumber(ARGV[1]), 0
for place = 4, #ARGV, 2 do
  local id, lane = ARGV[place], ARGV[place + 1]
  if redis.call('ZREM', DEAD, id) == 1 then
    done = done + 1
    if ARGV[2] == 'drop' then
      redis.call('HSET', delivery_of(id), 'state', 'dropped')
      redis.call('EXPIRE', delivery_of(id), ARGV[3])
    else
      redis.call('HSET', delivery_of(id), 'state', 'queued', 'why', '')
      redis.call('HDEL', delivery_of(id), 'bundle', 'alone')
      redis.call('DEL', PREFIX .. 'gone:' .. lane)
      add(lane, id, now, now)
    end
  end
end
return done
