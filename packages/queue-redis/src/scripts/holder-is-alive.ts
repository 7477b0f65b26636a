/**
 * The step by which the holder of a claim that was lost is known to be alive, by the `id` and the `token` that it names: its lease was
 * too short, the task did not take its worker with it. `:void:<token>` holds the tasks of whom nobody has said so yet, `:alive` how
 * many lost leases of a task do not count towards poison. It is no function, because a script makes all its functions anew each time.
 */
export const holderIsAlive = `
    if redis.call('SREM', tag .. ':void:' .. token, id) == 1 and redis.call('HEXISTS', tag .. ':a', id) == 1 then
      redis.call('HINCRBY', tag .. ':alive', id, 1)
    end`;
