using System.Text;
using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Engine.State.Stores;

namespace Engine.Tests.State;

public sealed class JournalFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-tests-");
    private readonly string _path;

    public JournalFileTests() => _path = Path.Combine(_folder.FullName, "dev.journal");

    [Fact]
    public async Task Append_ManyConcurrentRecords_AreReadInOrder()
    {
        await using (var file = new JournalFile(FileJournals.Instance.Create(_path)))
        {
            await Task.WhenAll(Enumerable.Range(0, 5000).Select(number => file.AppendAsync(Encoding.UTF8.GetBytes($"record {number}"))));
        }

        Assert.Equal(Enumerable.Range(0, 5000).Select(number => $"record {number}"), Records());
    }

    [Fact]
    public async Task Append_AfterAFailedWrite_FailsWithTheFirstError()
    {
        await using (var journal = new JournalFile(new FileJournals.FileTarget(new FailingFile(_path, failing: 2))))
        {
            await journal.AppendAsync("first"u8.ToArray());
            var error = await Assert.ThrowsAsync<StateException>(() => journal.AppendAsync("second"u8.ToArray()));

            Assert.Equal(
                $"{_path}: the journal of the update cannot be written: no space left; free disk space or make the folder writable, "
                    + "then repeat the update: it continues from what was recorded",
                error.Message
            );
            Assert.Same(error, await Assert.ThrowsAsync<StateException>(() => journal.AppendAsync("third"u8.ToArray())));
            Assert.Same(error, Assert.Throws<StateException>(() => journal.Append("fourth"u8.ToArray())));
        }

        Assert.Equal(["first"], Records());
    }

    [Fact]
    public async Task Append_RecordWithoutFlushFails_TheNextOneReportsIt()
    {
        await using var journal = new JournalFile(new FileJournals.FileTarget(new FailingFile(_path, failing: 1)));
        journal.Append("lost"u8.ToArray());

        await Assert.ThrowsAsync<StateException>(() => journal.AppendAsync("next"u8.ToArray()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IEnumerable<string> Records() =>
        JournalFile.Read(File.ReadAllBytes(_path)).Select(line => Encoding.UTF8.GetString(line.Record.Span));

    /// <summary>A file whose write number <paramref name="failing"/> fails.</summary>
    private sealed class FailingFile(string path, int failing)
        : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0)
    {
        private int _writes;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ++_writes == failing ? ValueTask.FromException(new IOException("no space left")) : base.WriteAsync(buffer, cancellationToken);
    }
}
