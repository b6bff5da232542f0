namespace EndToEnd.Support;

/// <summary>The folders of the PATH.</summary>
internal static class SearchPath
{
    /// <summary>True if one of the folders has a program of this name.</summary>
    public static bool Contains(string program) => Find(program) is not null;

    /// <summary>The full path of a program, or null if no folder has it.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
