namespace Infra.Generator.Emission;

/// <summary>The folder that holds a package's generated files, and nothing else.</summary>
internal static class GeneratedFiles
{
    /// <summary>Makes the folder hold exactly these files. What has not changed keeps its time stamp.</summary>
    public static void Write(string folder, IEnumerable<(string FileName, string Text)> files)
    {
        Directory.CreateDirectory(folder);
        var stale = Directory.EnumerateFiles(folder, "*.cs").ToHashSet();
        foreach (var (fileName, text) in files)
        {
            var path = Path.Combine(folder, fileName);
            stale.Remove(path);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                File.WriteAllText(path, text);
            }
        }

        foreach (var path in stale)
        {
            File.Delete(path);
        }
    }
}
