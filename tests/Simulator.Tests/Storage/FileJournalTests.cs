using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Tests.Storage;

public sealed class FileJournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("journal-").FullName;
    private readonly List<(Action Write, TaskCompletionSource Done)> _snapshots = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Append_ManyObjects_SnapshotsBecomeRarer()
    {
        await using var journal = FileJournal.Open(_directory, minimumChanges: 10, Defer);
        var store = Store(journal);
        for (var i = 0; i < 2000; i++)
        {
            Create(store, i);
            Finish();
        }

        // Doubling from 10 to 2000 objects takes eight snapshots; one for every ten changes would be 200.
        Assert.InRange(_snapshots.Count, 1, 10);
    }

    [Fact]
    public async Task Append_WhileASnapshotIsWritten_IsNotBlockedAndLosesNothing()
    {
        await using var journal = FileJournal.Open(_directory, minimumChanges: 10, Defer);
        var store = Store(journal);
        for (var i = 0; i < 10; i++)
        {
            Create(store, i);
        }

        Assert.Single(_snapshots);

        for (var i = 10; i < 30; i++)
        {
            Create(store, i);
        }

        Assert.Single(_snapshots);
        Assert.Equal(30, (await RecoverAsync()).Count);
        Finish();
        Assert.Equal(30, (await RecoverAsync()).Count);
    }

    [Fact]
    public async Task Open_TheProcessEndedBeforeTheOldJournalWasDeleted_AppliesNoChangeTwice()
    {
        await using var journal = FileJournal.Open(_directory, minimumChanges: 3, Defer);
        var store = Store(journal);
        Create(store, 1);
        store.TryDelete(Create(store, 2));
        var first = Directory.GetFiles(_directory, "state.journal.*").Order().First();
        var changes = await File.ReadAllBytesAsync(first);
        Create(store, 3);
        Finish();
        Assert.False(File.Exists(first));
        await File.WriteAllBytesAsync(first, changes);

        var recovered = await RecoverAsync();

        Assert.Equal(["pod-1", "pod-3"], recovered.Select(item => item.Name).Order());
        Assert.Equal(store.Version, recovered.Max(item => item.Version));
    }

    [Fact]
    public async Task Append_ASnapshotFailed_WritesGoOnAndTheNextSnapshotHasThem()
    {
        var failing = true;
        var journal = FileJournal.Open(_directory, minimumChanges: 5, write =>
            failing ? Task.FromException(new IOException("disk full")) : Run(write)
        );
        var store = Store(journal);
        for (var i = 0; i < 12; i++)
        {
            Create(store, i);
        }

        Assert.Equal(12, (await RecoverAsync()).Count);
        failing = false;
        for (var i = 0; i < 12; i++)
        {
            store.TryDelete(store.Find(GroupResource.Pods, "default", $"pod-{i}")!);
            Create(store, i);
        }

        Assert.Equal(12, (await RecoverAsync()).Count);
        Assert.Single(Directory.GetFiles(_directory, "state.journal.*"));
        await journal.DisposeAsync();

        static Task Run(Action write)
        {
            write();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Append_EachAcknowledgedChange_IsRecoveredAfterAKill()
    {
        await using var journal = FileJournal.Open(_directory, minimumChanges: 4, Defer);
        var store = Store(journal);
        var expected = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 12; i++)
        {
            expected.Add(Create(store, i).Name);
            if (i % 3 == 2)
            {
                store.TryDelete(store.Find(GroupResource.Pods, "default", $"pod-{i - 1}")!);
                expected.Remove($"pod-{i - 1}");
            }

            Assert.Equal(expected, (await RecoverAsync()).Select(item => item.Name).Order(StringComparer.Ordinal));
            if (i % 5 == 4)
            {
                Finish();
            }
        }

        Finish();
    }

    [Fact]
    public async Task Append_ADeepObject_IsRecovered()
    {
        await using var journal = FileJournal.Open(_directory, minimumChanges: 4, Defer);
        var body = new JsonObject();
        for (var i = 0; i < 500; i++)
        {
            body = new JsonObject { ["a"] = body };
        }

        body["metadata"] = new JsonObject { ["name"] = "deep", ["namespace"] = "default" };
        var created = Store(journal).TryCreate(GroupResource.Pods, body)!;

        Assert.True(JsonNode.DeepEquals(created.Body, Assert.Single(await RecoverAsync()).Body));
    }

    private Task Defer(Action write)
    {
        var done = new TaskCompletionSource();
        _snapshots.Add((write, done));
        return done.Task;
    }

    private void Finish()
    {
        foreach (var (write, done) in _snapshots.Where(s => !s.Done.Task.IsCompleted))
        {
            write();
            done.SetResult();
        }
    }

    // Recovers from a copy of the files, as after a crash.
    private async Task<IReadOnlyList<KubeObject>> RecoverAsync()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in Directory.GetFiles(_directory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        await using var recovered = FileJournal.Open(copy);
        return [.. recovered.Objects];
    }

    private static ObjectStore Store(FileJournal journal) => new(journal.Objects, journal.Version, journal);

    private static KubeObject Create(ObjectStore store, int number) =>
        store.TryCreate(
            GroupResource.Pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = $"pod-{number}", ["namespace"] = "default" },
            }
        )!;
}
