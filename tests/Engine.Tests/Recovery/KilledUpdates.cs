using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Operations;

namespace Engine.Tests.Recovery;

/// <summary>
/// Runs updates that are killed at a boundary: the disk is as it was at that moment, and no request is sent after it. What the engine does
/// after the kill in this process happens to files that are thrown away.
/// </summary>
/// <param name="stack">The stack.</param>
/// <param name="api">The API of its cluster.</param>
/// <param name="forgetsRecords">
/// True to die also before the begin of a request is recorded. With several operations at a time, that record may not be the last.
/// </param>
internal sealed class KilledUpdates(TestStack stack, SimulatedApi api, bool forgetsRecords) : IDisposable
{
    /// <summary>Not copied: no update reads them, and they grow with each, so that hundreds of copies would take minutes.</summary>
    private static readonly string[] Records = ["history", "backups"];

    private readonly Lock _gate = new();
    private long _recorded;
    private readonly DirectoryInfo _disk = FastFolder.Create("engine-tests-disk-");

    private string State => Path.Combine(stack.Folder, ".pulumi");

    private string Copy => Path.Combine(_disk.FullName, ".pulumi");

    /// <summary>Runs an operation until it passes a number of boundaries.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="boundary">
    /// The number of the boundary, from 1. Each request has three: its begin is not recorded yet; it is not sent yet; it has had its
    /// effect.
    /// </param>
    /// <param name="hasTornTail">True where the journal ends with half a record.</param>
    /// <returns>True if the operation was killed, false if it ended before.</returns>
    public async Task<bool> RunAsync(Func<Task<OperationOutcome>> operation, int boundary, bool hasTornTail)
    {
        var (passed, isDead) = (0, false);
        _recorded = 0;
        api.AtBoundary = hasEffect =>
        {
            lock (_gate)
            {
                // An operation of several requests has one record.
                var isRecorded = !hasEffect && new FileInfo(Journal(State)).Length > _recorded;
                _recorded = new FileInfo(Journal(State)).Length;
                if (forgetsRecords && !isDead && isRecorded && ++passed == boundary)
                {
                    Die(forgetsLast: true);
                }

                if (!isDead && ++passed == boundary)
                {
                    Die(forgetsLast: false);
                }

                if (isDead)
                {
                    throw new KubeconfigException("the process is dead");
                }
            }
        };
        try
        {
            var outcome = await operation();
            if (!isDead)
            {
                Assert.True(outcome.Result == OperationResult.Succeeded, string.Join('\n', stack.Errors));
                return false;
            }
        }
        finally
        {
            api.AtBoundary = _ => { };
        }

        Directory.Delete(State, recursive: true);
        Directory.Move(Copy, State);
        stack.Workspace.Backend.Cancel(stack.Name);
        return true;

        void Die(bool forgetsLast)
        {
            isDead = true;
            CopyFolder(State, Copy);
            var journal = Journal(Copy);
            var content = File.ReadAllText(journal);
            if (forgetsLast)
            {
                content = content[..(content.TrimEnd('\n').LastIndexOf('\n') + 1)];
            }

            File.WriteAllText(journal, hasTornTail ? content + "0123abcd {\"begin\":7,\"oper" : content);
        }
    }

    public void Dispose() => _disk.Delete(recursive: true);

    private static string Journal(string state) => Path.Combine(state, "journals", "demo", "dev.journal");

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => !Records.Contains(Path.GetFileName(folder))))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
