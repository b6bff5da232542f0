namespace Infra.Generator.Emission;

/// <summary>The folder of a package's generated files.</summary>
internal static class GeneratedFiles
{
    /// <summary>Writes the files and deletes all others. Unchanged files keep their time stamps.</summary>
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
