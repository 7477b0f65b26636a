import type { IntakeListener, IntakeOptions, TaskIntake } from '@graflow/taskspec';
import type { QueueParts } from '../queue-parts.ts';

/** Opens the half of an intake that asks for tasks; it asks for none before the queue is known to be the one that is meant. */
export function openWants(
  { claimers, confirm, closing }: Pick<QueueParts, 'claimers' | 'confirm' | 'closing'>,
  listener: IntakeListener,
  options: IntakeOptions,
): Pick<TaskIntake, 'want' | 'close'> {
  const { want, withdraw } = claimers.open(listener, options);
  let isConfirmed = false;
  let isOpen = true;
  const wantNow = (count: number): void => {
    if (closing.signal.aborted) listener.unserved(count, closing.signal.reason);
    else if (isOpen) want(count);
  };
  const wantLater = (count: number): void =>
    void confirm().then(
      () => {
        isConfirmed = true;
        wantNow(count);
      },
      (error: unknown) => listener.unserved(count, error),
    );
  return {
    want: (count) => (isConfirmed ? wantNow(count) : wantLater(count)),
    close: () => {
      isOpen = false;
      withdraw();
    },
  };
}
