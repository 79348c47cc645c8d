-- Keeps one story for one subscriber's next summary. Doing it again changes nothing.
-- KEYS noted, marks   ARGV now, oldest to keep, life in seconds, most noted, most marks, told, the note ('' when
-- held back), mark when held back ('' when it never is), mark when there is no room, then marks of mentions
local now, told, note, held = ARGV[1], ARGV[6], ARGV[7], ARGV[8]
local known = redis.call('ZSCORE', KEYS[2], 't\0' .. told) or redis.call('HEXISTS', KEYS[1], told) == 1
if note == '' or known then
  if held ~= '' then
    redis.call('ZADD', KEYS[2], 'NX', now, held)
  end
elseif redis.call('HLEN', KEYS[1]) < tonumber(ARGV[4]) then
  redis.call('HSET', KEYS[1], told, note)
else
  redis.call('ZADD', KEYS[2], 'NX', now, ARGV[9])
end
for i = 10, #ARGV do
  redis.call('ZADD', KEYS[2], 'NX', now, ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[2])
redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - tonumber(ARGV[5]))
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
