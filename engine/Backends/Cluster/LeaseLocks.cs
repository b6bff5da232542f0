using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Infra.Engine.Backends.Cluster;

/// <summary>
/// Locks stacks with Leases. The holder renews its lease; one that it has not renewed for the lease's duration is expired, and the next
/// update takes it.
/// </summary>
internal sealed class LeaseLocks(NamespaceClient client, TimeProvider time) : IStackLocks
{
    private const int MaximumAttempts = 5;

    public IStackLock Acquire(StackName stack, LockHolder holder) => Synchronously.Run(() => AcquireAsync(stack, holder));

    public IReadOnlyList<HeldLock> Find(StackName stack) =>
        Synchronously.Run(() => client.FindAsync(ClusterNames.Leases, ClusterNames.ForLock(stack.Full))) is { } lease
        && StackLease.Read(lease) is { } found
        && !found.IsExpired(time.GetUtcNow())
            ? [Describe(stack, found)]
            : [];

    public void Remove(StackName stack, HeldLock held) => Synchronously.Run(() => RemoveAsync(ClusterNames.ForLock(stack.Full), held.Run));

    public void RemoveAll(StackName stack) =>
        Synchronously.Run(async () =>
        {
            await client.DeleteAsync(ClusterNames.Leases, ClusterNames.ForLock(stack.Full));
        });

    /// <summary>Deletes the lease of an update. That of the next one, which may have taken it, stays.</summary>
    private async Task RemoveAsync(string name, string run)
    {
        var isRemoved = false;
        for (var attempt = 1; !isRemoved && attempt <= MaximumAttempts; attempt++)
        {
            // A holder that still runs may renew it at the same moment.
            var lease = await client.FindAsync(ClusterNames.Leases, name);
            isRemoved =
                lease is null
                || StackLease.Read(lease).Run != run
                || await client.DeleteAsync(ClusterNames.Leases, name, SecretFiles.GetVersion(lease));
        }
    }

    private async Task<IStackLock> AcquireAsync(StackName stack, LockHolder holder)
    {
        var run = Guid.NewGuid().ToString();
        for (var attempt = 1; ; attempt++)
        {
            var wanted = StackLease.Create(stack, run, holder, time.GetUtcNow());
            if (await client.CreateAsync(ClusterNames.Leases, wanted) is { } created)
            {
                return new HeldLease(client, created, time);
            }

            if (await client.FindAsync(ClusterNames.Leases, ClusterNames.ForLock(stack.Full)) is not { } existing)
            {
                continue;
            }

            // The answer to the creation may have been lost.
            var found = StackLease.Read(existing);
            if (found.Run == run)
            {
                return new HeldLease(client, existing, time);
            }

            if (!found.IsExpired(time.GetUtcNow()) || attempt == MaximumAttempts)
            {
                HeldLock.ThrowIfAny(stack, [Describe(stack, found)]);
            }

            StackLease.TakeOver(wanted, existing);
            if (await client.ReplaceAsync(ClusterNames.Leases, wanted) is { } taken)
            {
                return new HeldLease(client, taken, time) { Notice = DescribeTakeover(stack, found) };
            }
        }
    }

    private HeldLock Describe(StackName stack, StackLease lease) =>
        new(lease.Run, $"{client.Url.Root}/{ClusterNames.Leases}/{ClusterNames.ForLock(stack.Full)}", lease.Holder);

    private static string DescribeTakeover(StackName stack, StackLease lease)
    {
        var holder = lease.Holder is { } found
            ? $"{found.Username}@{found.Hostname} (pid {found.Pid}{(found.Url is { } url ? $", {url}" : "")})"
            : $"the run {lease.Run}";
        return $"the lock of {holder} on the stack '{stack}' had expired, last renewed at {lease.Renewed:yyyy-MM-ddTHH:mm:sszzz}, and was taken over; "
            + "should that update still run, it will not save its state";
    }
}
