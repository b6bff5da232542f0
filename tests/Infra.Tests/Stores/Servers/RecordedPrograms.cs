namespace Infra.Tests.Stores.Servers;

/// <summary>Programs that write down their arguments, which anyone on a machine could see, before they run.</summary>
internal static class RecordedPrograms
{
    /// <summary>The programs of every image that scripts give texts to.</summary>
    private static readonly string[] Common = ["base64", "od", "sed", "tr"];

    /// <param name="folder">The folder of the programs, which comes first on the PATH.</param>
    /// <param name="arguments">The file with their arguments.</param>
    /// <param name="programs">Further names, and the programs of these names here.</param>
    public static void Write(string folder, string arguments, IReadOnlyDictionary<string, string> programs)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, program) in programs.Concat(Common.Select(name => KeyValuePair.Create(name, name))))
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(
                path,
                $"""
                #!/bin/sh
                printf '%s\n' "$@" >>'{arguments}'
                exec '{Programs.Find(program)}' "$@"

                """
            );
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }
}
