using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>A lock of a stack.</summary>
/// <param name="Run">The id of the update that holds it.</param>
/// <param name="File">The lock's file.</param>
/// <param name="Holder">The process that holds it; null where the file cannot be read.</param>
public sealed record HeldLock(string Run, string File, LockHolder? Holder);

/// <summary>
/// Prevents concurrent updates of a stack. Each update writes a file into the stack's lock folder, and aborts if it then finds another's.
/// There is no lease: the lock of a killed process stays until <c>cancel</c>.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private readonly string _file;

    private StackLock(string file) => _file = file;

    /// <summary>False once somebody has removed the lock, so that another update may have begun.</summary>
    public bool IsHeld => File.Exists(_file);

    /// <exception cref="StackLockedException">Another update holds the lock.</exception>
    public static async Task<StackLock> AcquireAsync(
        BackendLayout layout,
        StackName stack,
        LockHolder holder,
        CancellationToken cancellationToken
    )
    {
        ThrowIfLocked(stack, Find(layout, stack));
        var file = Path.Combine(layout.LockFolder(stack), $"{Guid.NewGuid()}.json");
        await DurableFile.WriteAsync(
            file,
            JsonSerializer.SerializeToUtf8Bytes(holder, LockJson.Default.LockHolder),
            FilePermissions.OwnerOnly,
            cancellationToken
        );
        var acquired = new StackLock(file);
        try
        {
            ThrowIfLocked(stack, [.. Find(layout, stack).Where(held => held.File != file)]);
            return acquired;
        }
        catch
        {
            acquired.Dispose();
            throw;
        }
    }

    /// <summary>Finds the locks of a stack.</summary>
    public static IReadOnlyList<HeldLock> Find(BackendLayout layout, StackName stack)
    {
        var folder = layout.LockFolder(stack);
        var locks = new List<HeldLock>();
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [])
        {
            try
            {
                locks.Add(
                    new HeldLock(
                        Path.GetFileNameWithoutExtension(file),
                        file,
                        JsonSerializer.Deserialize(File.ReadAllBytes(file), LockJson.Default.LockHolder)
                    )
                );
            }
            catch (FileNotFoundException)
            {
                // Released since the listing.
            }
            catch (Exception error) when (error is JsonException or UnauthorizedAccessException)
            {
                locks.Add(new HeldLock(Path.GetFileNameWithoutExtension(file), file, null));
            }
        }

        return locks;
    }

    /// <exception cref="StackLockedException">There are locks.</exception>
    public static void ThrowIfLocked(StackName stack, IReadOnlyList<HeldLock> locks)
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

    public void Dispose() => DurableFile.Delete(_file);

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

[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockJson : JsonSerializerContext;
