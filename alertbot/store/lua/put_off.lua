-- Gives a claim back unpolled, if its lease still holds.
-- KEYS due, leases   ARGV source, token, due   returns 1, or 0 when the lease was lost
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if lease ~= ARGV[2] and lease ~= ARGV[2] .. '!' then
  return 0
end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
