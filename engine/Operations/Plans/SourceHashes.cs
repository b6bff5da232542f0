using System.IO.Enumeration;
using System.Security.Cryptography;
using Infra.Common;
using Infra.Engine.Errors;
using Infra.Engine.Programs.Building;

namespace Infra.Engine.Operations.Plans;

/// <summary>Hashes the contents of source files by their paths relative to a folder, so that another checkout gives the same.</summary>
/// <param name="root">The folder.</param>
/// <param name="isIncluded">Whether to hash a file, by its full path.</param>
internal sealed class SourceHashes(string root, Func<string, bool> isIncluded)
{
    /// <summary>
    /// Hashes the sources of a program or policy pack: of a .NET project with all that it includes and refers to, else of its folder.
    /// </summary>
    public IReadOnlyDictionary<string, string> HashProgram(string directory)
    {
        if (Directory.GetFiles(directory, "*.*proj") is not [var project])
        {
            return Hash(Files(directory, new HashSet<string> { Path.GetFullPath(directory) }));
        }

        var closure = ProgramInputs.Read(project);
        return Hash(
            closure
                .Directories.Where(Directory.Exists)
                .SelectMany(folder => Files(folder, closure.ProjectDirectories))
                .Concat(closure.Files)
        );
    }

    /// <summary>Hashes the files of a folder, without hidden folders.</summary>
    public IReadOnlyDictionary<string, string> HashFolder(string directory, bool recurse) =>
        Hash(recurse ? Files(directory, null) : Directory.EnumerateFiles(directory));

    /// <summary>Hashes files. Missing ones are left out.</summary>
    public IReadOnlyDictionary<string, string> Hash(IEnumerable<string> files) =>
        new SortedDictionary<string, string>(
            files
                .Where(file => File.Exists(file) && isIncluded(file))
                .Distinct(StringComparer.Ordinal)
                .AsParallel()
                .ToDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), HashFile),
            StringComparer.Ordinal
        );

    private static string HashFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationRequestException($"{file}: cannot be read, so the plan cannot be bound to it: {error.Message}");
        }
    }

    private static IEnumerable<string> Files(string directory, IReadOnlySet<string>? projects) =>
        SourceTree.Files(directory, projects, (ref FileSystemEntry entry) => entry.ToFullPath());
}
