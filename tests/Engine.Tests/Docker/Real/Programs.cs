namespace Engine.Tests.Docker.Real;

/// <summary>Finds the programs of the tests.</summary>
internal static class Programs
{
    private static readonly string[] SystemFolders = ["/usr/sbin", "/sbin", "/bin"];

    public static string? Find(string name) => All(name).FirstOrDefault();

    public static string? FindBusybox() => All("busybox").FirstOrDefault(IsStatic);

    private static IEnumerable<string> All(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(SystemFolders)
            .Select(folder => Path.Combine(folder, name))
            .Where(File.Exists);

    // A dynamic program names its loader near the beginning.
    private static bool IsStatic(string path)
    {
        var head = new byte[4096];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return head.AsSpan(0, length).IndexOf("/ld-"u8) < 0;
    }
}
