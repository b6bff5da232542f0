using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>A lock of a stack.</summary>
/// <param name="Run">The id of the update that holds it.</param>
/// <param name="File">The path or URL of the lock.</param>
/// <param name="Holder">The process that holds it; null where the lock cannot be read.</param>
public sealed record HeldLock(string Run, string File, LockHolder? Holder)
{
    /// <exception cref="StackLockedException">There are locks.</exception>
    internal static void ThrowIfAny(StackName stack, IReadOnlyList<HeldLock> locks)
    {
        if (locks.Count == 0)
        {
            return;
        }

        var cure = locks.All(held => held.Holder?.Status == LockHolderStatus.Ended)
            ? $"Its process has ended, so remove the lock with `infra cancel --stack {stack}`; the next update goes on from what was recorded."
            : $"Either wait for the other process(es) to end or delete the lock file with `infra cancel --stack {stack}`.";
        throw new StackLockedException(
            $"the stack is currently locked by {locks.Count} lock(s). {cure}\n{string.Join('\n', locks.Select(Describe))}"
        );
    }

    private static string Describe(HeldLock held)
    {
        if (held.Holder is not { } holder)
        {
            return $"  {held.File}: is not a lock file; `infra cancel --run {held.Run}` removes it";
        }

        var status = holder.Status switch
        {
            LockHolderStatus.Running => ", which is running on this host",
            LockHolderStatus.Ended => ", which has ended on this host",
            _ => "",
        };
        return $"  {held.File}: created by {holder.Username}@{holder.Hostname} (pid {holder.Pid}{status}) at {holder.Timestamp:yyyy-MM-ddTHH:mm:sszzz}"
            + (holder.Url is { } url ? $", {url}" : "");
    }
}
