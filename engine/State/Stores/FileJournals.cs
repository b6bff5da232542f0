using Infra.Engine.Errors;
using Infra.Engine.Files;

namespace Infra.Engine.State.Stores;

/// <summary>Stores a journal as a file, which is flushed to the disk.</summary>
internal sealed class FileJournals : IJournalStore
{
    public static FileJournals Instance { get; } = new();

    public bool Exists(string location) => File.Exists(location);

    public ReadOnlyMemory<byte>? Read(string location)
    {
        if (!File.Exists(location))
        {
            return null;
        }

        try
        {
            return File.ReadAllBytes(location);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateException(
                $"{location}: cannot be read: {error.Message.TrimEnd('.')}; give your user access to the file, then run the command again",
                error
            );
        }
    }

    public IJournalTarget Create(string location) => new FileTarget(DurableFile.CreateForAppend(location, FilePermissions.OwnerOnly));

    public IJournalTarget Append(string location)
    {
        var stream = DurableFile.OpenForAppend(location);
        try
        {
            CloseTornRecord(stream);
            return new FileTarget(stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            stream.Dispose();
            throw new FileWriteException(location, error);
        }
    }

    public void Delete(string location) => DurableFile.Delete(location);

    public void Move(string location, string target) => DurableFile.Move(location, target, FilePermissions.OwnerOnly);

    /// <summary>Half a record of a killed process ends without a line feed.</summary>
    private static void CloseTornRecord(FileStream stream)
    {
        if (stream.Length == 0)
        {
            return;
        }

        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
        {
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>Appends to an open file, which it owns.</summary>
    internal sealed class FileTarget(FileStream file) : IJournalTarget
    {
        public string Location => file.Name;

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> lines, bool flush)
        {
            await file.WriteAsync(lines);
            if (flush)
            {
                file.Flush(flushToDisk: true);
            }
        }

        public ValueTask DisposeAsync() => file.DisposeAsync();
    }
}
