using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Engine.Errors;

namespace Infra.Engine.State.Stores;

/// <summary>
/// Locks as Pulumi's own backends have them: each update writes a file into the stack's lock folder, and aborts if it then finds another's.
/// There is no lease: the lock of a killed process stays until <c>cancel</c>.
/// </summary>
internal sealed class FileLocks(IStateStore store) : IStackLocks
{
    private const string Extension = ".json";

    public IStackLock Acquire(StackName stack, LockHolder holder)
    {
        HeldLock.ThrowIfAny(stack, Find(stack));
        var file = store.Layout.Join(store.Layout.LockFolder(stack), $"{Guid.NewGuid()}{Extension}");
        store.Write(file, JsonSerializer.SerializeToUtf8Bytes(holder, LockJson.Default.LockHolder), WriteCondition.IfAbsent);
        var acquired = new FileLock(store, file);
        try
        {
            HeldLock.ThrowIfAny(stack, [.. Find(stack).Where(held => held.File != file)]);
            return acquired;
        }
        catch
        {
            acquired.Dispose();
            throw;
        }
    }

    public IReadOnlyList<HeldLock> Find(StackName stack)
    {
        var locks = new List<HeldLock>();
        foreach (var file in store.ListFiles(store.Layout.LockFolder(stack)).Where(IsLock))
        {
            var run = Path.GetFileNameWithoutExtension(file);
            try
            {
                // One that is missing has been released since the listing.
                if (store.Read(file) is { } read)
                {
                    locks.Add(new HeldLock(run, file, JsonSerializer.Deserialize(read.Content, LockJson.Default.LockHolder)));
                }
            }
            catch (Exception error) when (error is JsonException or StateException { InnerException: UnauthorizedAccessException })
            {
                locks.Add(new HeldLock(run, file, null));
            }
        }

        return locks;
    }

    public void Remove(StackName stack, HeldLock held) => store.Delete(held.File);

    public void RemoveAll(StackName stack) => store.DeleteFolder(store.Layout.LockFolder(stack));

    private static bool IsLock(string file) => file.EndsWith(Extension, StringComparison.Ordinal);

    private sealed class FileLock(IStateStore store, string file) : IStackLock
    {
        public bool IsHeld => store.Exists(file);

        public void Dispose() => store.Delete(file);
    }
}

[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockJson : JsonSerializerContext;
