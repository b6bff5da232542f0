using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Tests.Storage;

/// <summary>A crash may cut the last line of the last journal short; any other damage is refused with its place.</summary>
public sealed class DamagedStateTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("damaged-").FullName;
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public Task InitializeAsync() => WriteStateAsync();

    public Task DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void Open_AnyByteChanged_IsRefusedWithFileAndLine()
    {
        foreach (var (name, content) in _files)
        {
            for (var i = 0; i < content.Length; i++)
            {
                var damaged = (byte[])content.Clone();
                damaged[i] ^= 0x01;
                if (IsLastJournal(name) && i == content.Length - 1)
                {
                    // Without its end the last line is one that was not acknowledged.
                    Assert.Equal(["pod-0", "pod-2", "pod-3"], Recover(name, damaged));
                    continue;
                }

                var refused = Assert.Throws<InvalidDataException>(() => Recover(name, damaged));
                var line = content.AsSpan(0, i).Count((byte)'\n') + 1;
                Assert.Contains(
                    string.Create(CultureInfo.InvariantCulture, $"{Path.Combine(_directory, "copy", name)}, line {line}"),
                    refused.Message,
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public void Open_AnyFileCutShort_OnlyTheLastJournalIsTolerated()
    {
        foreach (var (name, content) in _files)
        {
            for (var length = 0; length < content.Length; length++)
            {
                var cut = content[..length];
                if (IsLastJournal(name))
                {
                    string[] expected =
                        length <= content.AsSpan(0, content.Length - 1).LastIndexOf((byte)'\n')
                            ? ["pod-0", "pod-2"]
                            : ["pod-0", "pod-2", "pod-3"];
                    Assert.Equal(expected, Recover(name, cut));
                }
                else
                {
                    Assert.Contains(
                        ", line ",
                        Assert.Throws<InvalidDataException>(() => Recover(name, cut)).Message,
                        StringComparison.Ordinal
                    );
                }
            }
        }
    }

    [Fact]
    public void Open_AnyLineMissing_IsRefused()
    {
        foreach (var (name, content) in _files)
        {
            var lines = Encoding.UTF8.GetString(content).Split('\n')[..^1];
            for (var i = 0; i < lines.Length; i++)
            {
                var rest = Encoding.UTF8.GetBytes(string.Concat(lines.Where((_, index) => index != i).Select(line => line + "\n")));
                if (!IsLastJournal(name) || i < lines.Length - 1)
                {
                    Assert.Throws<InvalidDataException>(() => Recover(name, rest));
                }
            }
        }
    }

    [Fact]
    public void Open_AFileMissing_IsRefused()
    {
        foreach (var name in _files.Keys.Where(name => !IsLastJournal(name)))
        {
            Assert.Throws<InvalidDataException>(() => Recover(name, null));
        }
    }

    private bool IsLastJournal(string name) => name == _files.Keys.Last(key => key.StartsWith("state.journal", StringComparison.Ordinal));

    // A snapshot, a complete journal whose snapshot has not been written yet, and the journal since.
    private async Task WriteStateAsync()
    {
        await using (var first = FileJournal.Open(_directory))
        {
            Create(Store(first), 0);
        }

        var pending = new TaskCompletionSource();
        var journal = FileJournal.Open(_directory, minimumChanges: 3, _ => pending.Task);
        var store = Store(journal);
        Create(store, 1);
        Create(store, 2);
        store.TryDelete(store.Find(GroupResource.Pods, "default", "pod-1")!);
        Create(store, 3);
        Create(store, 4);
        foreach (var file in Directory.GetFiles(_directory, "state.*"))
        {
            _files[Path.GetFileName(file)] = await File.ReadAllBytesAsync(file);
        }

        Assert.Equal(3, _files.Count);
        pending.SetResult();
        await journal.DisposeAsync();
    }

    private List<string> Recover(string changed, byte[]? content)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory, "copy")).FullName;
        var paths = new List<string>();
        foreach (var (name, original) in _files)
        {
            var path = Path.Combine(copy, name);
            File.Delete(path);
            if ((name == changed ? content : original) is { } bytes)
            {
                File.WriteAllBytes(path, bytes);
                paths.Add(path);
            }
        }

        var journals = paths.Where(path => path.Contains("state.journal", StringComparison.Ordinal)).ToList();
        var recovered = StateRecovery.Run(Path.Combine(copy, "state.snapshot"), journals);
        return [.. recovered.Objects.Values.Select(item => item.Name).Order(StringComparer.Ordinal)];
    }

    private static ObjectStore Store(FileJournal journal) => new(journal.Objects, journal.Version, journal);

    private static void Create(ObjectStore store, int number) =>
        store.TryCreate(
            GroupResource.Pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = $"pod-{number}", ["namespace"] = "default" },
            }
        );
}
