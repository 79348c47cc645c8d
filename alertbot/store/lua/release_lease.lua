-- Gives a lease back, if it is still ours.
-- KEYS lease   ARGV token   returns 1 when it was ours
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
return 1
