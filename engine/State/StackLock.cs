using System.Text.Json;
using System.Text.Json.Serialization;
using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>The process that holds a stack's lock.</summary>
/// <param name="Pid">The id of the process.</param>
/// <param name="Username">The user that runs the process.</param>
/// <param name="Hostname">The machine the process runs on.</param>
/// <param name="Timestamp">The time of locking.</param>
public sealed record LockHolder(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("username")] string Username,
    [property: JsonPropertyName("hostname")] string Hostname,
    [property: JsonPropertyName("timestamp")] DateTimeOffset Timestamp
);

/// <summary>
/// Prevents concurrent updates of a stack. Each update writes a file into the stack's lock folder, and aborts if it then finds another's.
/// There is no lease: the lock of a killed process stays until <c>cancel</c>.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private readonly string _file;

    private StackLock(string file) => _file = file;

    /// <exception cref="StackLockedException">Another update holds the lock.</exception>
    public static async Task<StackLock> AcquireAsync(
        BackendLayout layout,
        StackName stack,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var folder = layout.LockFolder(stack);
        ThrowIfLocked(stack, FindHolders(folder, except: null));
        var file = Path.Combine(folder, $"{Guid.NewGuid()}.json");
        var holder = new LockHolder(Environment.ProcessId, Environment.UserName, Environment.MachineName, time.GetLocalNow());
        await DurableFile.WriteAsync(
            file,
            JsonSerializer.SerializeToUtf8Bytes(holder, LockJson.Default.LockHolder),
            FilePermissions.OwnerOnly,
            cancellationToken
        );
        var acquired = new StackLock(file);
        try
        {
            ThrowIfLocked(stack, FindHolders(folder, except: file));
            return acquired;
        }
        catch
        {
            acquired.Dispose();
            throw;
        }
    }

    /// <summary>Finds the holders of a stack's locks.</summary>
    public static IReadOnlyList<(string File, LockHolder Holder)> FindHolders(BackendLayout layout, StackName stack) =>
        FindHolders(layout.LockFolder(stack), except: null);

    /// <summary>Removes all locks of a stack.</summary>
    public static int RemoveAll(BackendLayout layout, StackName stack)
    {
        var locks = FindHolders(layout, stack);
        foreach (var (file, _) in locks)
        {
            File.Delete(file);
        }

        return locks.Count;
    }

    public void Dispose() => File.Delete(_file);

    private static List<(string File, LockHolder Holder)> FindHolders(string folder, string? except)
    {
        var holders = new List<(string, LockHolder)>();
        if (!Directory.Exists(folder))
        {
            return holders;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            if (file == except)
            {
                continue;
            }

            try
            {
                holders.Add((file, JsonSerializer.Deserialize(File.ReadAllBytes(file), LockJson.Default.LockHolder)!));
            }
            catch (FileNotFoundException)
            {
                // Released since the listing.
            }
            catch (JsonException error)
            {
                throw new StateException($"{file}: is not a lock file: {error.Message}; delete it if no update is running", error);
            }
        }

        return holders;
    }

    private static void ThrowIfLocked(StackName stack, List<(string File, LockHolder Holder)> holders)
    {
        if (holders.Count == 0)
        {
            return;
        }

        var lines = holders.Select(entry =>
            $"  {entry.File}: held by {entry.Holder.Username}@{entry.Holder.Hostname} (pid {entry.Holder.Pid}) since {entry.Holder.Timestamp:yyyy-MM-ddTHH:mm:sszzz}"
        );
        throw new StackLockedException(
            $"the stack '{stack}' is currently locked by {holders.Count} lock(s). Wait for the other update to end; if its process was killed, "
                + $"remove the lock with `infra cancel --stack {stack}`.\n{string.Join('\n', lines)}"
        );
    }
}

[JsonSerializable(typeof(LockHolder))]
internal sealed partial class LockJson : JsonSerializerContext;
