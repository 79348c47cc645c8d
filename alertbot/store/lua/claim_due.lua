-- Claims what is due: moves each member on to the end of its lease and notes whose lease it is.
-- KEYS due, leases   ARGV now, lease end, token, limit   returns the claimed members
local claimed = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[4])
for _, member in ipairs(claimed) do
  redis.call('ZADD', KEYS[1], ARGV[2], member)
  redis.call('HSET', KEYS[2], member, ARGV[3])
end
return claimed
