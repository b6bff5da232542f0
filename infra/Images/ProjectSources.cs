using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using Infra.Backend.Planning;
using Infra.Common;
using Pulumi;

namespace Infra.Backend.Images;

/// <summary>
/// A hash of everything that the image of a .NET project is made from: the files of the project and of those it references, the
/// environment variables their files read, the settings of the build, and the image's name. Neither times of files nor the .NET SDK count.
/// </summary>
internal static class ProjectSources
{
    /// <summary>Computes the hash, in hexadecimal digits.</summary>
    /// <param name="build">The build.</param>
    /// <param name="root">The project's folder, of <c>Pulumi.yaml</c>.</param>
    /// <exception cref="RunException">A file is malformed or cannot be read.</exception>
    public static string Hash(ImageBuild build, string root)
    {
        var settings = build.Settings;
        try
        {
            var closure = ProjectClosure.Read(Path.Combine(root, settings.File));
            var files = closure
                .Directories.Where(Directory.Exists)
                .SelectMany(folder =>
                    SourceTree.Files(folder, closure.ProjectDirectories, (ref FileSystemEntry entry) => entry.ToFullPath())
                )
                .Concat(closure.Files.Where(File.Exists))
                .Distinct(StringComparer.Ordinal)
                .AsParallel()
                .Select(file => $"file {Path.GetRelativePath(root, file).Replace('\\', '/')} {HashFile(file)}")
                .AsEnumerable();
            var variables =
                from name in closure.PropertyNames
                let value = Environment.GetEnvironmentVariable(name)
                where value is not null
                select $"variable {name}={value}";
            var arguments = settings.Args.Select(argument => $"argument {argument.Key}={argument.Value.Value}");
            string[] others = [$"image {build.Image}", $"project {settings.File}", $"platform {settings.Platform}"];
            var lines = files.Concat(variables).Concat(arguments).Concat(others).Order(StringComparer.Ordinal);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        }
        catch (Exception error) when (Unwrap(error) is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{build.Name}: the sources of {build.Image} cannot be read: {Unwrap(error).Message}");
        }
    }

    private static string HashFile(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static Exception Unwrap(Exception error) => error is AggregateException several ? several.InnerExceptions[0] : error;
}
