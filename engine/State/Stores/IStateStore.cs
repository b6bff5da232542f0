using Infra.Engine.Errors;

namespace Infra.Engine.State.Stores;

/// <summary>
/// Stores the files of a backend. A location is a path or a URL below <see cref="Layout"/>, so that messages can name it as it is.
/// </summary>
/// <remarks>All methods throw <see cref="StateException"/> where the store cannot be reached, or refuses the request.</remarks>
internal interface IStateStore
{
    /// <summary>The URL that opens the backend again.</summary>
    string Url { get; }

    /// <summary>The locations of a stack's files.</summary>
    BackendLayout Layout { get; }

    /// <summary>True if there is a file.</summary>
    bool Exists(string location);

    /// <summary>Reads a file, or null where there is none.</summary>
    StoredFile? Read(string location);

    /// <summary>Creates or replaces a file as a whole: readers see the old content or the new, never a part.</summary>
    /// <returns>The version of the written file; null where the store has none.</returns>
    /// <exception cref="StateConflictException">The condition does not hold.</exception>
    string? Write(string location, ReadOnlyMemory<byte> content, WriteCondition condition = default);

    /// <summary>Deletes a file, if there is one.</summary>
    void Delete(string location);

    /// <summary>Moves a file, and replaces the one at the target. A crash may leave both.</summary>
    void Move(string location, string target);

    /// <summary>Lists the locations of the files in a folder, not of those in its folders.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>Lists the names of the folders in a folder.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Deletes a folder with everything in it, if there is one.</summary>
    void DeleteFolder(string folder);

    /// <summary>Describes who else can change files of these folders and should not, with the cure.</summary>
    IEnumerable<string> DescribeRisks(IEnumerable<string> folders);
}

/// <summary>A file as it was read.</summary>
/// <param name="Content">Its content.</param>
/// <param name="Version">Identifies this content among those the file had; null where the store has no versions.</param>
internal sealed record StoredFile(byte[] Content, string? Version);

/// <summary>What must hold for a file to be written.</summary>
internal readonly record struct WriteCondition
{
    /// <summary>The file must not exist.</summary>
    public static WriteCondition IfAbsent => new() { RequiresAbsence = true };

    /// <summary>True if the file must not exist.</summary>
    public bool RequiresAbsence { get; private init; }

    /// <summary>The version that the file must have; null for any.</summary>
    public string? Version { get; private init; }

    /// <summary>
    /// The file must be the one that was read, or absent where none was. A store without versions cannot check the former.
    /// </summary>
    public static WriteCondition IfUnchanged(StoredFile? read) => read is null ? IfAbsent : IfVersion(read.Version);

    /// <summary>The file must have a version.</summary>
    /// <param name="version">The version; null for any.</param>
    public static WriteCondition IfVersion(string? version) => new() { Version = version };
}
