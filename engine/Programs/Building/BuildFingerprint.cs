using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Infra.Common;

namespace Infra.Engine.Programs.Building;

/// <summary>
/// A hash of the inputs of a build: path, size and modification time of each file, and the environment variables the build reads.
/// </summary>
internal static class BuildFingerprint
{
    /// <summary>Computes the fingerprint of a project's sources.</summary>
    public static string ComputeForSources(string projectFile)
    {
        var closure = ProgramInputs.Read(projectFile);
        var lines = new List<string>();
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directory in closure.Directories.Where(Directory.Exists).Order(StringComparer.Ordinal))
        {
            foreach (var line in SourceTree.Files(directory, closure.ProjectDirectories, Line))
            {
                if (covered.Add(line))
                {
                    lines.Add(line);
                }
            }
        }

        lines.AddRange(
            closure
                .Files.Select(path => new FileInfo(path))
                .Where(file => file.Exists)
                .Select(file => Line(file.FullName, file.Length, file.LastWriteTimeUtc))
        );
        foreach (var name in closure.PropertyNames)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                lines.Add($"{name}={value}");
            }
        }

        return Hash(lines);
    }

    /// <summary>Computes the fingerprint of the assemblies in an output folder.</summary>
    public static string ComputeForOutput(string directory) =>
        Hash([
            .. new DirectoryInfo(directory).EnumerateFiles("*.dll").Select(file => Line(file.FullName, file.Length, file.LastWriteTimeUtc)),
        ]);

    private static string Line(ref FileSystemEntry entry)
    {
        var path = entry.ToFullPath();
        // The entry of a link has the length and time of the link.
        return
            entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
            && File.Exists(path)
            && File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo target
            ? Line(path, target.Length, target.LastWriteTimeUtc)
            : Line(path, entry.Length, entry.LastWriteTimeUtc);
    }

    private static string Line(string path, long size, DateTimeOffset changed) => $"{path}|{size}|{changed.UtcTicks}";

    private static string Hash(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
