using System.Text;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Engine.State.Stores;
using Infra.Protocol.Values;

namespace Engine.Tests.Backends;

/// <summary>What every backend does.</summary>
public abstract class BackendContract : IAsyncLifetime
{
    private protected static readonly StackName Stack = new("demo", "dev");

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public void Store_Files_AreReadListedMovedAndDeleted()
    {
        var store = Open().Store;
        var layout = store.Layout;
        var folder = layout.HistoryFolder(new StackName("demo", "x.y_Z-1"));
        string[] files = [.. Enumerable.Range(1, 7).Select(number => layout.Join(folder, $"a +b{number}%.json"))];
        foreach (var file in files)
        {
            store.Write(file, Encoding.UTF8.GetBytes(file));
        }

        store.Write(layout.Join(layout.HistoryFolder(Stack), "other.json"), "other"u8.ToArray());

        Assert.Equal(files, store.ListFiles(folder).Order(StringComparer.Ordinal));
        Assert.Equal(["dev", "x.y_Z-1"], store.ListFolders(folder[..folder.LastIndexOf(layout.Separator)]).Order(StringComparer.Ordinal));
        Assert.Equal(Encoding.UTF8.GetBytes(files[3]), store.Read(files[3])!.Content);
        store.Move(files[3], files[4]);
        Assert.Equal(Encoding.UTF8.GetBytes(files[3]), store.Read(files[4])!.Content);
        Assert.False(store.Exists(files[3]));
        Assert.Null(store.Read(files[3]));
        store.Delete(files[3]);
        store.DeleteFolder(folder);
        Assert.Empty(store.ListFiles(folder));
        Assert.Single(store.ListFiles(layout.HistoryFolder(Stack)));
        store.DeleteFolder(folder);
    }

    [Fact]
    public void Write_FileExistsAlready_IsRefused()
    {
        var store = Open().Store;
        store.Write(store.Layout.MetaFile, "one"u8.ToArray(), WriteCondition.IfAbsent);

        Assert.Throws<StateConflictException>(() => store.Write(store.Layout.MetaFile, "two"u8.ToArray(), WriteCondition.IfAbsent));
        Assert.Equal("one"u8.ToArray(), store.Read(store.Layout.MetaFile)!.Content);
    }

    [Fact]
    public async Task Journal_GrowsBeyondASegment_IsReadWholeAndLeavesNothing()
    {
        var (store, journals) = OpenJournals();
        var location = store.Layout.JournalFile(Stack);
        string[] records = [.. Enumerable.Range(0, 40).Select(number => $"{number} {new string('x', 5000)}")];
        await using (var journal = new JournalFile(journals.Create(location)))
        {
            foreach (var record in records)
            {
                await journal.AppendAsync(Encoding.UTF8.GetBytes(record));
            }
        }

        await using (var journal = new JournalFile(journals.Append(location)))
        {
            await journal.AppendAsync("the end"u8.ToArray());
        }

        Assert.Equal([.. records, "the end"], Read(location));
        var aside = location + ".unused";
        journals.Move(location, aside);
        Assert.Equal(records.Length + 1, Read(aside).Count());
        Assert.False(journals.Exists(location));
        journals.Delete(aside);
        Assert.Empty(store.ListFiles(location[..location.LastIndexOf(store.Layout.Separator)]));

        IEnumerable<string> Read(string where) =>
            JournalFile.Read(journals.Read(where)!.Value).Select(line => Encoding.UTF8.GetString(line.Record.Span)).ToArray();
    }

    [Fact]
    public async Task Lock_HeldByAnother_IsRefusedUntilReleased()
    {
        var (one, two) = (Open(), Open());
        using (var held = await one.LockAsync(Stack, CancellationToken.None))
        {
            var error = await Assert.ThrowsAsync<StackLockedException>(() => two.LockAsync(Stack, CancellationToken.None));
            Assert.Contains($"{Environment.UserName}@{Environment.MachineName}", error.Message, StringComparison.Ordinal);
            Assert.True(held.IsHeld);
            using var other = await two.LockAsync(Stack with { Name = "qa" }, CancellationToken.None);
        }

        using var next = await two.LockAsync(Stack, CancellationToken.None);
        Assert.Equal(LockHolderStatus.Running, Assert.Single(one.Locks(Stack)).Holder!.Status);
    }

    [Fact]
    public async Task Lock_ManyAtOnce_AtMostOneHolds()
    {
        var attempts = Enumerable
            .Range(0, 6)
            .Select(_ =>
                Task.Run(async () =>
                {
                    try
                    {
                        return await Open().LockAsync(Stack, CancellationToken.None);
                    }
                    catch (StackLockedException)
                    {
                        return null;
                    }
                })
            );

        var held = (await Task.WhenAll(attempts)).OfType<IStackLock>().ToArray();

        // As with Pulumi's locks in files, all of those that begin at the same moment may see another's.
        Assert.InRange(held.Length, 0, 1);
        Assert.All(held, one => one.Dispose());
        Assert.Empty(Open().Locks(Stack));
    }

    [Fact]
    public async Task Cancel_RunningUpdate_CannotSaveAnyMore()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        var run = "";
        stack.Cloud.Before = (_, _, _) =>
        {
            stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
            run = Assert.Single(Open().Locks(Stack)).Run;
            Assert.Throws<InvalidOperationRequestException>(() => Open().Cancel(Stack, "another"));
            Assert.Equal(1, Open().Cancel(Stack, run));
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<StateException>(() => stack.UpAsync(program => program.ThingAsync("two")));

        Assert.Contains("the lock of this update was removed", error.Message, StringComparison.Ordinal);
        await AssertSavedBesideAsync(stack, error.Message);
    }

    [Fact]
    public async Task Save_StateOfAnotherProgramMeanwhile_IsSavedBeside()
    {
        using var stack = new TestStack(backend: Open());
        await stack.UpAsync(program => program.ThingAsync("one"));
        using var intruder = new TestStack(backend: Open());
        stack.Cloud.Before = async (_, _, _) =>
        {
            stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
            var session = StackSession.Open(intruder.Workspace.Project, Open(), Stack, intruder.Workspace.Environment);
            await session.SaveAsync(session.Snapshot with { Version = "v9.9.9" }, CancellationToken.None);
        };

        var error = await Assert.ThrowsAsync<StateException>(() => stack.UpAsync(program => program.ThingAsync("two")));

        Assert.Contains("another program has changed the state meanwhile", error.Message, StringComparison.Ordinal);
        await AssertSavedBesideAsync(stack, error.Message);
    }

    [Fact]
    public async Task Stack_ItsWholeLife_LeavesOnlyItsBackup()
    {
        var backend = Open();
        using var stack = new TestStack(backend: backend);
        await stack.UpAsync(program => program.ThingAsync("one"));
        await stack.Workspace.Tags(Stack).SetAsync("team", "shop");
        await stack.UpAsync(program => program.ThingAsync("two"));
        var renamed = await stack.Workspace.RenameStackAsync(Stack, "qa");

        Assert.Equal(["demo"], BackendProjects.List(backend));
        Assert.Equal("qa", Assert.Single(Open().List("demo")).Name);
        Assert.Equal(["update", "update"], stack.Workspace.History(renamed).Read().Select(update => update.Kind));
        Assert.Equal("shop", stack.Workspace.Tags(renamed).Read()["team"]);
        Assert.Contains(stack.Workspace.State(renamed).Read().Resources, resource => resource.Urn.Name == "two");
        backend.Remove(renamed, force: true, removeBackups: true);
        Assert.Empty(backend.List("demo"));
        Assert.Empty(backend.Store.ListFiles(backend.Layout.HistoryFolder(renamed)));
        Assert.Empty(backend.Locks(renamed));
        Assert.Equal(
            [backend.Layout.StackFile(Stack) + ".bak"],
            backend.Store.ListFiles(backend.Layout.StacksFolder("demo")).Where(file => !file.EndsWith(".attrs", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Export_IntoAnotherBackend_KeepsSecretsAndResources()
    {
        using var source = new TestStack();
        var inputs = PropertyMap.From([
            KeyValuePair.Create<string, PropertyValue>("password", new PropertySecret(new PropertyString("hunter2"))),
        ]);
        await source.UpAsync(program => program.ThingAsync("one", inputs));
        using var export = new MemoryStream();
        source.Workspace.State(source.Name).Export(export, showSecrets: false);
        Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(export.ToArray()), StringComparison.Ordinal);
        using var target = new TestStack(backend: Open());

        await target.Workspace.State(Stack).ImportAsync(new MemoryStream(export.ToArray()));

        var password = target.State.Resources.Single(resource => resource.Urn.Name == "one").Inputs.Find("password");
        Assert.Equal("hunter2", Assert.IsType<PropertyString>(Assert.IsType<PropertySecret>(password).Value).Value);
    }

    /// <summary>Opens the same backend as another process would.</summary>
    private protected abstract StateBackend Open();

    private protected abstract (IStateStore Store, IJournalStore Journals) OpenJournals();

    private async Task AssertSavedBesideAsync(TestStack stack, string message)
    {
        Assert.DoesNotContain(stack.State.Resources, resource => resource.Urn.Name == "two");
        var beside = Assert.Single(Open().Store.ListFiles(Open().Layout.StacksFolder("demo")), file =>
            file.EndsWith(".unsaved", StringComparison.Ordinal)
        );
        Assert.Contains($"infra stack import --file {beside}", message, StringComparison.Ordinal);
        Assert.Equal("dev", Assert.Single(Open().List("demo")).Name);
        await using var export = Open().OpenFile(beside)!;
        await stack.Workspace.State(Stack).ImportAsync(export);
        Assert.Contains(stack.State.Resources, resource => resource.Urn.Name == "two");
    }
}

/// <summary>A backend in a folder.</summary>
public sealed class FileBackendTests : BackendContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private protected override StateBackend Open() => StateBackend.OpenFolder(_folder.FullName, TimeProvider.System, _ => null);

    private protected override (IStateStore Store, IJournalStore Journals) OpenJournals() =>
        (new FileStore(_folder.FullName), FileJournals.Instance);
}
