using System.Globalization;
using System.Runtime.InteropServices;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.State;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.State;

public sealed class JournalTests : IDisposable
{
    private readonly TestStack _stack = new();

    private string JournalPath => Path.Combine(_stack.Folder, ".pulumi", "journals", "demo", "dev.journal");

    [Fact]
    public async Task Replay_JournalTruncatedAtAnyByte_ReturnsAValidState()
    {
        _stack.Cloud.DeleteBeforeReplace = true;
        _stack.Cloud.ReplaceKeys.Add("of");
        Func<ProgramClient, Task> Program(string value, params string[] more) =>
            async program =>
            {
                var group = await program.ComponentAsync("group");
                var root = await program.ThingAsync("root", PropertyMap.Create(("immutable", value)), request =>
                    request.Parent = group.Urn
                );
                await program.ThingAsync(
                    "leaf",
                    PropertyMap.Create(("of", root.Outputs["self"]), ("secret", ((PropertyValue)"hush").MakeSecret())),
                    request =>
                    {
                        request.Dependencies.Add(root.Urn);
                        request.PropertyDependencies["of"].Urns.Add(root.Urn);
                    }
                );
                foreach (var name in more)
                {
                    await program.ThingAsync(name, configure: request => request.Dependencies.Add(root.Urn));
                }

                await program.OutputsAsync(group.Urn, PropertyMap.Create(("root", root.Urn)));
            };
        await _stack.UpAsync(Program("a", "old1", "old2"));
        var checkpoint = await File.ReadAllBytesAsync(_stack.StateFile);

        // The update deletes the journal at its end, so it is copied during the last deletion.
        var journal = await RecordJournalAsync(() => _stack.UpAsync(Program("b", "new1")));
        await File.WriteAllBytesAsync(_stack.StateFile, checkpoint);

        var seen = new HashSet<string>();
        for (var length = 0; length <= journal.Length; length += length < journal.Length && journal[length] == '\n' ? 1 : 7)
        {
            await File.WriteAllBytesAsync(JournalPath, journal[..length]);

            // Opening the stack throws if the state is invalid.
            var state = _stack.OpenWorkspace().State(_stack.Name).Read();
            seen.Add(
                string.Join(' ', state.Resources.Select(resource => $"{resource.Urn.Name}:{resource.Id}:{resource.PendingReplacement}"))
                    + string.Join(' ', state.PendingOperations.Select(operation => $"{operation.Type} {operation.Resource.Urn.Name}"))
            );
        }

        Assert.True(seen.Count > 8, $"only {seen.Count} different states were seen");
        Assert.DoesNotContain("hush", System.Text.Encoding.UTF8.GetString(journal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_AfterACrash_ContinuesFromTheJournal()
    {
        await _stack.UpAsync(_ => Task.CompletedTask);
        var checkpoint = await File.ReadAllBytesAsync(_stack.StateFile);
        static async Task Program(ProgramClient program)
        {
            await program.ThingAsync("first");
            await program.ThingAsync("second");
        }

        var journal = await RecordJournalAsync(() => _stack.UpAsync(Program));
        await File.WriteAllBytesAsync(_stack.StateFile, checkpoint);
        await File.WriteAllBytesAsync(JournalPath, journal);

        await _stack.UpAsync(Program);

        Assert.Equal(["same first", "create second"], _stack.Steps);
        Assert.Contains(_stack.Events, engineEvent =>
            engineEvent.ToString().Contains("interrupted while creating", StringComparison.Ordinal)
        );

        // This provider cannot find out whether the first attempt made an object.
        Assert.Equal("second", Assert.Single(_stack.State.PendingOperations).Resource.Urn.Name);
    }

    [Fact]
    public async Task Read_JournalOfAnotherCheckpoint_IsIgnored()
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));
        var journal = await RecordJournalAsync(() => _stack.UpAsync(program => program.ThingAsync("two")));
        await File.WriteAllBytesAsync(JournalPath, journal);

        var state = _stack.OpenWorkspace().State(_stack.Name).Read();

        Assert.Contains(state.Resources, resource => resource.Urn.Name == "two");
        Assert.DoesNotContain(state.Resources, resource => resource.Urn.Name == "one");
    }

    [Fact]
    public async Task Up_JournalCannotBeWritten_SavesTheStateAndReportsTheErrorOnce()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _stack.Cloud.Before = (_, name, _) =>
        {
            if (name == "second")
            {
                FillDisk(JournalPath);
            }

            return Task.CompletedTask;
        };

        var outcome = await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("first");
            Assert.Equal(Result.Fail, (await program.ThingAsync("second")).Result);
            await program.ThingAsync("third");
        });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.StartsWith(
            $"{JournalPath}: the journal of the update cannot be written: No space left on device",
            Assert.Single(_stack.Errors),
            StringComparison.Ordinal
        );
        Assert.Equal(["create first", "create second"], _stack.Cloud.Calls);
        Assert.Equal(
            _stack.Cloud.Objects.Keys.Order(),
            _stack.State.Resources.Select(resource => resource.Id).Where(_stack.Cloud.Objects.ContainsKey).Order()
        );
        Assert.Empty(_stack.State.PendingOperations);
    }

    public void Dispose() => _stack.Dispose();

    /// <summary>Makes all further writes to an open file fail as on a full disk.</summary>
    private static void FillDisk(string path)
    {
        var descriptor = Directory.GetFiles("/proc/self/fd").Single(link => FindTarget(link) == path);
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        Assert.NotEqual(-1, Dup2((int)full.DangerousGetHandle(), int.Parse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture)));
    }

    private static string? FindTarget(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            // Another test closed its file since the listing.
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Dup2(int from, int to);

    /// <summary>Runs an update and returns the journal at the start of its last provider call.</summary>
    private async Task<byte[]> RecordJournalAsync(Func<Task> update)
    {
        byte[] journal = [];
        _stack.Cloud.Before = async (_, _, cancellationToken) => journal = await File.ReadAllBytesAsync(JournalPath, cancellationToken);
        await update();
        _stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
        return journal;
    }
}
