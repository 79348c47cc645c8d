-- Commits what follows one attempt to send, and its acknowledgement.
-- A message that was sent is recorded whoever holds the entry; anything else only by its holder, so
-- that a slow process cannot undo what another did after taking over.
-- KEYS deliveries, delivery, later, dead   ARGV group, entry, id, state, score, life in seconds,
-- then fields to set   returns 1, or 0 when the entry was taken over
local group, entry, id, state = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local held = redis.call('XACK', KEYS[1], group, entry)
redis.call('XDEL', KEYS[1], entry)
if held == 0 and state ~= 'sent' then
  return 0
end
redis.call('HSET', KEYS[2], 'state', state, unpack(ARGV, 7))
redis.call('HINCRBY', KEYS[2], 'attempts', 1)
if state == 'sent' then
  redis.call('EXPIRE', KEYS[2], ARGV[6])
  redis.call('ZREM', KEYS[3], id)
  redis.call('ZREM', KEYS[4], id)
elseif state == 'retrying' then
  redis.call('ZADD', KEYS[3], ARGV[5], id)
else
  redis.call('ZADD', KEYS[4], ARGV[5], id)
end
return 1
