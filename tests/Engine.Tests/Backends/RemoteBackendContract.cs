using System.Security.Cryptography;
using Engine.Tests.Support;
using Infra.Engine.Backends;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Engine.Tests.Backends;

/// <summary>What every backend on a server does: files have versions, and the process or the network can fail at each request.</summary>
public abstract class RemoteBackendContract : BackendContract
{
    /// <summary>Random, so that it is large when it is compressed, too.</summary>
    private protected static readonly byte[] Large = RandomNumberGenerator.GetBytes(1_900_000);

    [Fact]
    public void Write_ManyWritersOfOneVersion_OneWins()
    {
        var store = Open().Store;
        var location = store.Layout.StackFile(Stack);
        store.Write(location, "old"u8.ToArray());
        var read = store.Read(location);
        var won = new System.Collections.Concurrent.ConcurrentBag<byte>();

        Parallel.For(0, 8, number =>
        {
            try
            {
                Open().Store.Write(location, new byte[] { (byte)number }, WriteCondition.IfUnchanged(read));
                won.Add((byte)number);
            }
            catch (StateConflictException)
            {
                // Another writer was first.
            }
        });

        Assert.Equal([Assert.Single(won)], store.Read(location)!.Content);
        store.Delete(location);
        Assert.Throws<StateConflictException>(() => store.Write(location, "new"u8.ToArray(), WriteCondition.IfUnchanged(read)));
    }

    [Fact]
    public void Write_LargeFile_IsReadWhole()
    {
        var store = Open().Store;
        var location = store.Layout.StackFile(Stack);
        store.Write(location, Large, WriteCondition.IfAbsent);
        Assert.Equal(Large, Open().Store.Read(location)!.Content);

        store.Write(location, "small"u8.ToArray(), WriteCondition.IfUnchanged(store.Read(location)));

        Assert.Equal("small"u8.ToArray(), Open().Store.Read(location)!.Content);
    }

    [Fact]
    public async Task Journal_NextSegmentAfterAnotherUpdateHasBegunItsOwn_IsRefused()
    {
        var (store, journals) = OpenJournals();
        var location = store.Layout.JournalFile(Stack);
        await using var old = journals.Create(location);
        await old.WriteAsync(new byte[SegmentJournals.SegmentBytes], flush: true);
        await using var next = journals.Create(location);
        await next.WriteAsync("next\n"u8.ToArray(), flush: true);

        await Assert.ThrowsAsync<StateException>(async () => await old.WriteAsync("old\n"u8.ToArray(), flush: true));

        Assert.Equal("next\n"u8.ToArray(), journals.Read(location)!.Value.ToArray());
        await next.WriteAsync(new byte[SegmentJournals.SegmentBytes], flush: true);
    }

    [Fact]
    public async Task RemoveTag_AnotherIsSetMeanwhile_KeepsIt()
    {
        var gate = CreateGate(null);
        var tags = new StackTags(OpenThrough(gate).Store, Stack);
        await tags.SetAsync("old", "1");
        var isBefore = true;
        gate.AtBoundary = (request, isAnswered) =>
        {
            if (!isAnswered && request.Method != HttpMethod.Get && isBefore)
            {
                isBefore = false;
                var file = Open().Layout.TagsFile(Stack);
                Open().Store.Write(file, """{"version":1,"tags":{"old":"1","new":"2"}}"""u8.ToArray());
            }
        };

        await tags.RemoveAsync("old");

        Assert.Equal(["new"], tags.Read().Keys);
    }

    [Fact]
    public async Task Remove_UpdateBeginsMeanwhile_IsRefusedTheLock()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        var gate = CreateGate(null);
        var isLocked = false;
        gate.AtBoundary = (request, _) =>
            isLocked |= request.Method == HttpMethod.Delete && Open().Exists(Stack) && Open().Locks(Stack).Count == 1;

        OpenThrough(gate).Remove(Stack, force: true);

        Assert.True(isLocked);
        Assert.Empty(Open().Locks(Stack));
    }

    [Fact]
    public async Task Save_CrashAtEachRequestBoundary_LeavesTheOldStateOrTheNew()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        var crashes = 0;
        for (var isSaved = false; !isSaved; crashes++)
        {
            var before = stack.State.Version;
            var backend = OpenCrashing(crashes + 1);
            try
            {
                var session = StackSession.Open(stack.Workspace.Project, backend, Stack, stack.Workspace.Environment);
                await session.SaveAsync(session.Snapshot with { Version = $"v{crashes}" }, CancellationToken.None);
                isSaved = true;
            }
            catch (CrashException)
            {
                // What it has left is below.
            }

            Assert.Contains(stack.State.Version, (string[])[before, $"v{crashes}"]);
            Assert.Contains(stack.State.Resources, resource => resource.Urn.Name == "one");
        }

        Assert.InRange(crashes, 8, 200);
        Assert.Equal($"v{crashes - 1}", stack.State.Version);
    }

    [Fact]
    public async Task Write_LargeFileWithACrashAtEachRequestBoundary_LeavesTheOldContentOrTheNew()
    {
        var location = Open().Layout.StackFile(Stack);
        Open().Store.Write(location, Large);
        var isWritten = false;
        for (var boundary = 1; !isWritten; boundary++)
        {
            var content = (byte[])Large.Clone();
            content[0] = (byte)boundary;
            var before = Open().Store.Read(location)!.Content[0];
            try
            {
                OpenCrashing(boundary).Store.Write(location, content);
                isWritten = true;
            }
            catch (CrashException)
            {
                // What it has left is below.
            }

            var read = Open().Store.Read(location)!.Content;
            Assert.Contains(read[0], (byte[])[before, (byte)boundary]);
            Assert.Equal(Large.AsSpan(1), read.AsSpan(1));
        }

        await AssertNoGarbageAsync(location);
    }

    [Fact]
    public async Task Up_AfterARunnerDiedInTheMiddle_GoesOnWithWhatItRecorded()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        var gate = CreateGate(null);
        var isDead = false;
        gate.AtBoundary = (_, _) =>
        {
            if (isDead)
            {
                throw new CrashException();
            }
        };
        using (var dying = new TestStack(backend: OpenThrough(gate)))
        {
            dying.Cloud.Before = (operation, _, _) =>
            {
                isDead |= operation == "create";
                return Task.CompletedTask;
            };
            await Assert.ThrowsAnyAsync<Exception>(() =>
                dying.UpAsync(async program =>
                {
                    await program.ThingAsync("one");
                    await program.ThingAsync("two");
                })
            );
        }

        var pending = Assert.Single(stack.State.PendingOperations);
        Assert.Equal("two", pending.Resource.Urn.Name);
        Open().Cancel(Stack);
        Assert.Equal(1, await stack.Workspace.State(Stack).SaveInterruptedAsync());
        Assert.Single(stack.State.PendingOperations);
        Assert.Null(Open().ReadJournal(Stack));
    }

    private protected StateBackend OpenCrashing(int boundary) => OpenThrough(CreateGate(boundary));

    private protected override StateBackend Open() => OpenThrough(CreateGate(null));

    private protected override (IStateStore Store, IJournalStore Journals) OpenJournals()
    {
        var store = Open().Store;
        return (store, new SegmentJournals(store));
    }

    /// <summary>Creates the way of a process to the server.</summary>
    private protected abstract RequestGate CreateGate(int? crashesAt);

    private protected abstract StateBackend OpenThrough(RequestGate gate);

    /// <summary>Checks that what crashes have left is deleted.</summary>
    private protected virtual Task AssertNoGarbageAsync(string location) => Task.CompletedTask;
}
