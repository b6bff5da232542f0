namespace Infra.Engine.State.Stores;

/// <summary>Stores the journals of running updates, which grow with each operation.</summary>
internal interface IJournalStore
{
    /// <summary>True if there is a journal.</summary>
    bool Exists(string location);

    /// <summary>Reads a journal, or null where there is none.</summary>
    ReadOnlyMemory<byte>? Read(string location);

    /// <summary>Creates an empty journal, which replaces an existing one.</summary>
    IJournalTarget Create(string location);

    /// <summary>
    /// Opens a journal that no other process writes, to append to it. Half a record at its end is closed with a line feed.
    /// </summary>
    IJournalTarget Append(string location);

    /// <summary>Deletes a journal, if there is one.</summary>
    void Delete(string location);

    /// <summary>Moves a journal.</summary>
    void Move(string location, string target);
}

/// <summary>A journal that is open for appending.</summary>
internal interface IJournalTarget : IAsyncDisposable
{
    /// <summary>The path or URL of the journal.</summary>
    string Location { get; }

    /// <summary>Appends lines.</summary>
    /// <param name="lines">Complete lines.</param>
    /// <param name="flush">True to return only after they, and those before them, are stored durably.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> lines, bool flush);
}
